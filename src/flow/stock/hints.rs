//! Events that only say where to look: what they carry is late, or our own.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::journal::Journal;
use super::super::rows::{ItemOfRow, LINKS, LinkRow, STOCK, VERSION};
use super::super::{refusal, store};
use super::{TALKS, events, kept};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::shopify::inventory_variant;

/// What a webhook says that Shopify has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// What can be sold; nothing where stock is not counted.
    pub available: Option<i64>,
}

/// Looks at an item whose level changed at Shopify, unless that was our own write.
///
/// # Errors
/// [`Stop`] when Shopify or the store does not do its part.
pub async fn echo(journal: &Journal<'_>, tenant: Tenant<'_>, echo: &Echo) -> Result<Finish, Stop> {
    const STEP: &str = "stock.variant";
    let mut end = Finish::default();
    // Nobody looks after what is not published.
    let publishes = tenant.policy.stock.publish;
    if !publishes || tenant.policy.locations.get(&echo.location).is_none() {
        return Ok(end);
    }
    end = Finish::with(Vec::new(), journal.subject(), TALKS);
    let key = format!("inventory_item/{}", echo.inventory_item);
    let known = store::get::<ItemOfRow>(journal, "stock.item", STOCK, &key).await?;
    if let Some(ItemOfRow { item, .. }) = known {
        let own = format!("{item}/location/{}", echo.location);
        let gather = Gather { keys: vec![own], ..Gather::default() };
        let rows = store::gather(journal, "stock.kept", STOCK, gather).await?;
        let ours = kept::Kept::of(rows).written();
        let is_ours = |own: &crate::domain::level::Written| Some(own.quantity) == echo.available;
        if !ours.iter().any(is_ours) {
            end.next.extend(events([item], false));
        }
        return Ok(end);
    }
    let query = inventory_variant::query(echo.inventory_item, &tenant.policy.shopify_version);
    let reply = journal.read(STEP, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let variants = inventory_variant::decode(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    let gather = Gather {
        keys: variants.iter().map(|variant| format!("variant/{variant}")).collect(),
        ..Gather::default()
    };
    let links = store::gather::<LinkRow>(journal, "stock.links", LINKS, gather).await?;
    if let [(_, link)] = links.as_slice() {
        let row = ItemOfRow { v: VERSION, item: link.item.clone() };
        end.commit.push(Row::put(STOCK, key, &row));
    }
    end.next.extend(events(links.into_iter().map(|(_, link)| link.item), false));
    Ok(end)
}
