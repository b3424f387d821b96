//! Which orders are not posted, and why.

use super::money::Took;
use super::subject;
use crate::domain::order::Order;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// Why an order is not to become a sale, although nothing is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It is a test order.
    TestOrder,
    /// It was placed before the tenant went live.
    BeforeGoLive,
    /// Nothing is left of it, and no money was kept.
    NothingLeft,
}

/// Why the order is not to be posted whatever else is known.
pub(super) fn skipped(order: &Order, policy: &Policy, log: &mut Log) -> Option<Skip> {
    let subject = subject(order);
    if order.test {
        log.explain(rule::SKIPPED_TEST, &subject, || {
            (vec![("test", true.into())], "test_order".into())
        });
        return Some(Skip::TestOrder);
    }
    let go_live = policy.go_live.filter(|go_live| order.processed_at < *go_live)?;
    log.explain(rule::SKIPPED_BEFORE_GO_LIVE, &subject, || {
        let facts = vec![("at", Fact::text(order.processed_at)), ("go_live", Fact::text(go_live))];
        (facts, "before_go_live".into())
    });
    Some(Skip::BeforeGoLive)
}

/// Raises what keeps the order from being posted whatever else is known.
pub fn not_mapped(order: &Order, policy: &Policy, log: &mut Log) {
    let subject = subject(order);
    for (place, unmapped) in order.unmapped.iter().enumerate() {
        let what = unmapped.what;
        // One exception for each thing, however many places show it.
        if order.unmapped.iter().take(place).any(|earlier| earlier.what == what) {
            continue;
        }
        let same = order.unmapped.iter().filter(|other| other.what == what);
        let paths = same.map(|other| Fact::Path(other.path.clone())).collect();
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject)
                .saying(format!("The order has something that is not carried over yet: {what}."))
                .with("what", what)
                .with("paths", Fact::List(paths))
                .about(what),
        );
    }
    if order.shop_currency != policy.currency {
        log.raise(
            Exception::new(Code::CurrencyDiffers, &subject)
                .with("order", order.shop_currency.code())
                .with("tenant", policy.currency.code()),
        );
    }
    if order.lines.is_empty() {
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject)
                .saying("The order has no lines.")
                .with("what", "order without lines")
                .about("lines"),
        );
    }
}

/// A cancelled order: nothing, if no money was kept.
pub(super) fn cancelled(order: &Order, took: &Took<'_>, log: &mut Log) -> Option<Skip> {
    if took.is_nothing() {
        return Some(nothing_left(order, log));
    }
    log.raise(Exception::new(Code::CancelledNotRefunded, &subject(order)).with("kept", &took.net));
    None
}

/// An order of which nothing is left.
pub(super) fn nothing_left(order: &Order, log: &mut Log) -> Skip {
    log.explain(rule::SKIPPED_NOTHING_LEFT, &subject(order), || {
        let facts = vec![("cancelled", order.is_cancelled().into()), ("kept", "0".into())];
        (facts, "nothing_left".into())
    });
    Skip::NothingLeft
}
