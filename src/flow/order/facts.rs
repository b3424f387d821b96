//! What must be known besides an order before anything is decided about it.

use crate::domain::email::Email;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::order::{LineKind, Order, OrderLine, Transaction};
use crate::domain::table::Table;
use crate::flow::finish::Stop;
use crate::flow::join::{Branch, join, join_all};
use crate::flow::journal::Journal;
use crate::flow::rows::{LINKS, LinkRow};
use crate::flow::{Tenant, customer, refusal, store};
use crate::rules::orders::Links;
use crate::shopify::transactions;

/// What is known.
pub(super) struct Facts {
    pub(super) transactions: Option<Vec<Transaction>>,
    pub(super) links: Links,
}

/// Asks for all of it together.
pub(super) async fn read(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
    email: Option<&Email>,
) -> Result<Facts, Stop> {
    let key = async {
        match email {
            // The key of the customer is not needed yet: asked together, it costs no round.
            Some(email) => customer::key(journal, email).await.map(drop),
            None => Ok(()),
        }
    };
    let (key, (transactions, links)) =
        join(key, join(read_transactions(journal, tenant, order), read_links(journal, order)))
            .await;
    key?;
    Ok(Facts { transactions: transactions?, links: links? })
}

async fn read_transactions(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    order: &Order,
) -> Result<Option<Vec<Transaction>>, Stop> {
    let step = "order.transactions";
    let query = transactions::query(order.id, &tenant.policy.shopify_version);
    let reply = journal.read(step, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, step, &reply));
    }
    transactions::decode_answer(reply.body)
        .map_err(|issue| refusal::unreadable(journal, step, &issue))
}

async fn read_links(journal: &Journal<'_>, order: &Order) -> Result<Links, Stop> {
    let variants: Table<VariantId, ()> =
        order.lines.iter().filter_map(variant).map(|id| (id, ())).collect();
    let branches = variants
        .iter()
        .map(|(variant, ())| -> Branch<'_, _> { Box::pin(read_link(journal, *variant)) });
    let mut links = Links::default();
    for link in join_all(branches.collect()).await {
        let (variant, item) = link?;
        if let Some(item) = item {
            links.variant(variant, item);
        }
    }
    Ok(links)
}

fn variant(line: &OrderLine) -> Option<VariantId> {
    match line.kind {
        LineKind::Variant(variant) => Some(variant),
        _ => None,
    }
}

async fn read_link(
    journal: &Journal<'_>,
    variant: VariantId,
) -> Result<(VariantId, Option<ItemId>), Stop> {
    let key = format!("variant/{variant}");
    let row = store::get::<LinkRow>(journal, &format!("link:{key}"), LINKS, &key).await?;
    Ok((variant, row.map(|row| row.item)))
}
