//! Proves that the parts are what Shopify says the order comes to.

use super::parts::Part;
use super::subject;
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::Order;
use crate::domain::sale::Source;
use crate::report::{Code, Exception, Log};

/// What was proved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    /// Whether Shopify's total contains what refunds gave back beyond or short of the goods.
    pub(super) adjusted: bool,
}

/// Nothing when the figures do not add up: then the log says which.
pub(super) fn proved(
    order: &Order,
    parts: &[Part<'_>],
    log: &mut Log,
) -> Result<Option<Base>, MoneyError> {
    let mut total = Money::zero(order.currency);
    let mut tax = Money::zero(order.currency);
    for part in parts {
        let own = part.tax()?;
        total.add(&part.amount)?;
        tax.add(&own)?;
        if !order.taxes_included {
            total.add(&own)?;
        }
        if part.source == Source::ChannelTax {
            tax.add(&part.amount)?;
        }
    }
    let stated = &order.stated;
    let adjusted = total.checked_add(&order.refunds.adjustment.presentment)?;
    let is_adjusted = total != stated.total.presentment;
    let mut proved = true;
    for (what, computed, stated) in [
        ("total", if is_adjusted { adjusted } else { total }, stated.total.presentment),
        ("tax", tax, stated.tax.presentment),
    ] {
        if computed != stated {
            proved = false;
            log.raise(
                Exception::new(Code::OrderTotalsDisagree, &subject(order))
                    .with("figure", what)
                    .with("lines", &computed)
                    .with("order", &stated)
                    .about(what),
            );
        }
    }
    Ok(proved.then_some(Base { adjusted: is_adjusted }))
}
