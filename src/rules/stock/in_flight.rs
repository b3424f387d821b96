//! Which units of an order a Lightspeed level may not contain.

use super::changes::{self, Change};
use super::states::{self, Taking};
use super::units;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{LineItemId, LocationId, OrderId};
use crate::domain::links::Links;
use crate::domain::number::NumberError;
use crate::domain::order::{FulfilmentOrder, Order};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Left, Reason, Row, Taken};
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::{Fact, Log, rule};

/// What is known of an order and its stock.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Which order it is.
    pub id: OrderId,
    /// The order, unless only its id was said.
    pub order: Option<&'a Order>,
    /// When this version of the order was made, if it says so.
    pub updated_at: Option<Timestamp>,
    /// The newest version that was decided from before.
    pub as_of: Option<Timestamp>,
    /// Whether Shopify no longer has the order.
    pub deleted: bool,
    /// Its fulfilment orders; none if there are none yet.
    pub fulfilment_orders: &'a [FulfilmentOrder],
    /// What left it when.
    pub left: &'a [Left],
    /// What is which item.
    pub links: &'a Links,
    /// What Lightspeed has for it.
    pub taken: &'a [Taken],
    /// No level that was read before this is used any more, if that is known.
    pub levels_since: Option<Timestamp>,
    /// The rows as they stood before.
    pub earlier: &'a [Row],
}

/// The rows of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The newest version of the order that was decided from.
    pub as_of: Option<Timestamp>,
    /// Whether this version was older than one before, so that nothing of it was believed.
    pub stale: bool,
    /// The rows as they should stand, in the order of their keys.
    pub rows: Vec<Row>,
    /// What that changes, in the order of the keys.
    pub changes: Vec<Change>,
}

/// Units of one line at one place, whatever Lightspeed has of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Units {
    pub(super) line: LineItemId,
    pub(super) item: ItemId,
    pub(super) location: Option<LocationId>,
    pub(super) outlet: OutletId,
    /// Still to be sent.
    pub(super) open: Quantity,
    /// Gone.
    pub(super) gone: Quantity,
}

/// Decides the rows of an order.
///
/// # Errors
/// When quantities cannot be held exactly.
pub fn in_flight(known: Known<'_>, policy: &Policy, log: &mut Log) -> Result<Decided, NumberError> {
    let subject = subject(known.id);
    let older = known.updated_at.zip(known.as_of).filter(|(now, before)| now < before);
    if let Some((now, before)) = older {
        log.explain(rule::STOCK_STALE, &subject, || {
            (vec![("updated_at", Fact::text(now)), ("as_of", Fact::text(before))], "stale".into())
        });
    }
    let mut units = match known.order.filter(|_| older.is_none()) {
        Some(order) => units::of_order(order, known, policy, log)?,
        None => units::of_rows(known.earlier)?,
    };
    if known.deleted {
        log.explain(rule::STOCK_DELETED, &subject, || {
            (vec![("deleted", true.into())], "nothing_open".into())
        });
        for units in &mut units {
            units.open = Quantity::ZERO;
        }
    }
    let taking = Taking {
        order: known.id,
        taken: known.taken,
        never: never(known, policy, log),
        levels_since: known.levels_since,
    };
    let rows = states::rows(&taking, &units, log)?;
    Ok(Decided {
        as_of: known.updated_at.max(known.as_of),
        stale: older.is_some(),
        changes: changes::changes(known.earlier, &rows),
        rows,
    })
}

/// Why the order is never posted, if it is not. That does not change, so the earlier rows know
/// it too.
#[inline(never)]
fn never(known: Known<'_>, policy: &Policy, log: &mut Log) -> Option<Reason> {
    let subject = subject(known.id);
    let Some(order) = known.order else {
        let never = |row: &Row| matches!(row.reason, Reason::TestOrder | Reason::BeforeGoLive);
        return known.earlier.iter().find(|row| never(row)).map(|row| row.reason);
    };
    if order.test {
        log.explain(rule::SKIPPED_TEST, &subject, || {
            (vec![("test", true.into())], Reason::TestOrder.word().into())
        });
        return Some(Reason::TestOrder);
    }
    let go_live = policy.go_live.filter(|go_live| order.processed_at < *go_live)?;
    log.explain(rule::SKIPPED_BEFORE_GO_LIVE, &subject, || {
        let facts = vec![("at", Fact::text(order.processed_at)), ("go_live", Fact::text(go_live))];
        (facts, Reason::BeforeGoLive.word().into())
    });
    Some(Reason::BeforeGoLive)
}

/// What exceptions and explanations call the order.
pub(super) fn subject(order: OrderId) -> String {
    format!("order/{order}")
}

/// What they call one of its lines.
#[inline(never)]
pub(super) fn line_subject(order: OrderId, line: LineItemId) -> String {
    format!("order/{order}/line/{line}")
}

#[inline(never)]
pub(super) fn number(quantity: Quantity) -> Fact {
    Fact::from(&quantity)
}
