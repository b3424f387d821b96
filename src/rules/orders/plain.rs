//! Which orders are plain: everything else is named and refused, never half mapped.

use super::{inexact, subject};
use crate::domain::email::Email;
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::{Financial, Order};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log};

/// Raises what keeps `order` from being posted whatever else is known.
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
                .saying(format!("The order has a {what}, which is not carried over yet."))
                .with("what", what)
                .with("paths", Fact::List(paths))
                .about(what),
        );
    }
    if order.currency != policy.currency {
        log.raise(
            Exception::new(Code::CurrencyDiffers, &subject)
                .with("order", order.currency.code())
                .with("tenant", policy.currency.code()),
        );
    }
    if let Financial::Other(status) = &order.financial {
        log.raise(
            Exception::new(Code::OrderNotPaid, &subject).with("financial_status", status.as_str()),
        );
    }
    let address = order.buyer.as_ref().and_then(|buyer| buyer.email.as_deref());
    if address.and_then(|address| Email::parse(address).ok()).is_none() {
        let path = order.buyer.as_ref().map_or("$.customer", |buyer| buyer.email_path);
        log.raise(
            Exception::new(Code::OrderNoCustomer, &subject)
                .with("email", Fact::Path(path.to_owned())),
        );
    }
    if order.lines.is_empty() && order.unmapped.is_empty() {
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject)
                .saying("The order has no lines.")
                .with("what", "order without lines")
                .about("lines"),
        );
    }
}

/// Raises it when the order's own figures do not add up.
pub(super) fn figures(order: &Order, log: &mut Log) {
    if order.unmapped.is_empty()
        && let Err(error) = compare(order, log)
    {
        log.raise(inexact(order, "totals", error));
    }
}

fn compare(order: &Order, log: &mut Log) -> Result<(), MoneyError> {
    let mut total = Money::zero(order.currency);
    let mut tax = Money::zero(order.currency);
    for line in &order.lines {
        total = total.checked_add(&line.price.checked_mul(line.quantity.value())?)?;
        tax = tax.checked_add(&line.tax.amount)?;
    }
    if !order.taxes_included {
        total = total.checked_add(&tax)?;
    }
    for (what, computed, stated) in [("total", total, order.total), ("tax", tax, order.tax)] {
        if computed.amount() != stated.amount() {
            log.raise(
                Exception::new(Code::OrderTotalsDisagree, &subject(order))
                    .with("figure", what)
                    .with("lines", &computed)
                    .with("order", &stated)
                    .about(what),
            );
        }
    }
    Ok(())
}
