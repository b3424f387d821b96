//! Helper items: what stands for what is no product.

use super::Subject;
use super::subject;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::order::Order;
use crate::domain::sale::Source;
use crate::policy::Policy;
use crate::report::{Code, Exception, Log, rule};

/// Which helper item a use needs, by its name in the configuration.
pub(super) fn used_for(source: Source) -> &'static str {
    match source {
        Source::Line(_) | Source::Misplaced(_) => "placeholder",
        Source::Shipping(_) => "shipping",
        Source::Tip => "tip",
        Source::Duty => "duty",
        Source::Fee => "fee",
        Source::Refund => "refund",
        Source::ChannelTax => "channel_tax",
        Source::CashRounding | Source::Rounding => "rounding",
    }
}

/// The helper item for `what`, or none: then the log says that it is missing.
pub(super) fn helper(
    order: &Order,
    subject: Subject<'_>,
    what: &'static str,
    policy: &Policy,
    log: &mut Log,
) -> Option<ItemId> {
    let helpers = &policy.helpers;
    let item = match what {
        "gift_card" => Some(&helpers.gift_card),
        "shipping" => helpers.shipping.as_ref(),
        "tip" => helpers.tip.as_ref(),
        "duty" => helpers.duty.as_ref(),
        "fee" => helpers.fee.as_ref(),
        "refund" => helpers.refund.as_ref(),
        "channel_tax" => helpers.channel_tax.as_ref(),
        "rounding" => helpers.rounding.as_ref(),
        _ => helpers.placeholder.as_ref(),
    };
    match item {
        Some(item) => log.explain(rule::HELPER_ITEM, subject, || {
            (vec![("for", what.into())], item.as_str().into())
        }),
        None => missing(order, what, log),
    }
    item.cloned()
}

/// Once for each use, however many lines need it.
fn missing(order: &Order, what: &'static str, log: &mut Log) {
    let exception = Exception::new(Code::HelperItemMissing, &self::subject(order))
        .with("for", what)
        .about(what);
    if !log.exceptions.contains(&exception) {
        log.raise(exception);
    }
}
