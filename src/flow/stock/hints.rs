//! Events that only say where to look: what they carry is late, or our own.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::journal::Journal;
use super::super::rows::{ItemOfRow, LINKS, LinkRow, STOCK, VERSION};
use super::super::{refusal, store};
use super::{TALKS, events, kept};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::lightspeed::ItemId;
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
    let mut end = Finish::default();
    // Nobody looks after what is not published.
    let publishes = tenant.policy.stock.publish;
    if !publishes || tenant.policy.locations.get(&echo.location).is_none() {
        return Ok(end);
    }
    end = Finish::with(Vec::new(), journal.subject(), TALKS);
    let key = format!("inventory_item/{}", echo.inventory_item);
    let known = store::get::<ItemOfRow>(journal, "stock.item", STOCK, &key).await?;
    let items = match known {
        Some(row) => vec![row.item],
        None => {
            let items = linked(journal, tenant, echo).await?;
            if let [item] = items.as_slice() {
                let row = ItemOfRow { v: VERSION, item: item.clone() };
                end.commit.push(Row::put(STOCK, key, &row));
            }
            items
        }
    };
    let own = |item| format!("{item}/location/{}", echo.location);
    let gather = Gather { keys: items.iter().map(own).collect(), ..Gather::default() };
    let rows = store::gather(journal, "stock.kept", STOCK, gather).await?;
    // A shop's first stock comes back to us item by item: Lightspeed has no answers to waste on it.
    let ours = kept::Kept::of(rows).written().into_iter().any(|own| {
        own.inventory_item == echo.inventory_item && Some(own.quantity) == echo.available
    });
    if !ours {
        end.next.extend(events(items, false));
    }
    Ok(end)
}

/// The items whose variants count an inventory item that was not met before.
async fn linked(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    echo: &Echo,
) -> Result<Vec<ItemId>, Stop> {
    const STEP: &str = "stock.variant";
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
    Ok(links.into_iter().map(|(_, link)| link.item).collect())
}
