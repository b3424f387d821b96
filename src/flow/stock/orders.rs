//! Which of Shopify's orders have changed that nobody here has heard of: before a quantity rises,
//! the units that they took must be known.

use serde::Serialize;

use super::super::finish::Stop;
use super::super::journal::Journal;
use super::super::rows::{SEEN, STOCK, VERSION};
use super::super::{Tenant, refusal, store};
use crate::contract::store::{Gather, Row};
use crate::domain::ids::shopify::OrderId;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};
use crate::shopify::changed_orders::{self, Changed};

/// The key of how far orders are known.
const KEY: &str = "orders";

/// How much of what was read already is read again: what is listed late is not missed.
const OVERLAP_SECONDS: i64 = 120;

/// How far back the first look goes.
const FIRST_SECONDS: i64 = 3_600;

/// The row at [`KEY`]: up to when all changes of orders are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct KnownRow {
    v: u32,
    until: Timestamp,
}

/// What `seen` rows say of an order.
struct SeenRow {
    updated_at: Timestamp,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Swept {
    /// Orders that changed and are to be looked at first.
    pub(super) unknown: Vec<OrderId>,
    /// Whether there are more than one page tells.
    pub(super) more: bool,
    /// How far orders are known now.
    pub(super) until: Option<Row>,
}

impl Swept {
    /// Whether every change that Shopify told of is known.
    pub(super) fn is_complete(&self) -> bool {
        self.unknown.is_empty() && !self.more
    }
}

/// Asks Shopify which orders changed since they were all known.
///
/// # Errors
/// [`Stop`] when Shopify or the store does not do its part.
pub(super) async fn changed(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
) -> Result<(Vec<Changed>, bool), Stop> {
    const STEP: &str = "stock.orders";
    let row = store::get::<KnownRow>(journal, "stock.orders.known", STOCK, KEY).await?;
    let back = |at: Timestamp, seconds: i64| {
        at.checked_add_seconds(seconds.saturating_neg()).unwrap_or(at)
    };
    let since = match row {
        Some(row) => back(row.until, OVERLAP_SECONDS),
        None => back(journal.now(), FIRST_SECONDS),
    };
    let query = changed_orders::query(since, &tenant.policy.shopify_version);
    let reply = journal.read(STEP, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let page = changed_orders::decode(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    Ok((page.rows, page.after.is_some()))
}

/// Which of them are not known as they are now. To be read before our rows.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub(super) async fn unknown(
    journal: &Journal<'_>,
    (orders, more): (Vec<Changed>, bool),
) -> Result<Swept, Stop> {
    let gather = Gather {
        keys: orders.iter().map(|own| format!("order/{}", own.order)).collect(),
        ..Gather::default()
    };
    let rows = store::gather::<SeenRow>(journal, "stock.orders.seen", SEEN, gather).await?;
    let seen: Table<String, SeenRow> = rows.into_iter().collect();
    let mut swept = Swept { more, ..Swept::default() };
    let mut until = None;
    for own in &orders {
        let key = format!("order/{}", own.order);
        let known = seen.get(key.as_str()).is_some_and(|row| row.updated_at >= own.updated_at);
        if known && swept.unknown.is_empty() {
            until = Some(own.updated_at);
        } else if !known {
            swept.unknown.push(own.order);
        }
    }
    swept.until = until.map(|until| Row::put(STOCK, KEY, &KnownRow { v: VERSION, until }));
    Ok(swept)
}

impl FromJson for KnownRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, until: node.get("until")? })
    }
}

impl FromJson for SeenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { updated_at: node.get("updated_at")? })
    }
}
