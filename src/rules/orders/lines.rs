//! Order lines become sale lines: which item, which tax, and the price in the series' form.

use rust_decimal::Decimal;

use super::{Links, inexact, line_subject, subject};
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::{Rounding, plain};
use crate::domain::order::{Order, OrderLine};
use crate::domain::sale::{SaleLine, SaleTax};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// The one tax of the order's lines, or none: then the log says why.
pub(super) fn tax(order: &Order, policy: &Policy, log: &mut Log) -> Option<SaleTax> {
    let rate = order.lines.first()?.tax.rate;
    if let Some(other) = order.lines.iter().find(|line| line.tax.rate != rate) {
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject(order))
                .saying("The order has several tax rates, which are not carried over yet.")
                .with("what", "several tax rates")
                .with("first", Fact::Number(plain(rate)))
                .with("second", Fact::Number(plain(other.tax.rate)))
                .about("several tax rates"),
        );
        return None;
    }
    let Some(tax) = policy.tax(rate, order.taxes_included) else {
        log.raise(
            Exception::new(Code::TaxUnmapped, &subject(order))
                .with("rate", Fact::Number(plain(rate)))
                .with("contained", order.taxes_included)
                .about(&plain(rate)),
        );
        return None;
    };
    for line in &order.lines {
        log.explain(rule::LINE_TAX, &line_subject(order, line), || {
            let facts = vec![
                ("rate", Fact::Number(plain(rate))),
                ("contained", order.taxes_included.into()),
            ];
            (facts, tax.id.as_str().into())
        });
    }
    Some(SaleTax {
        id: tax.id.clone(),
        class: tax.class.clone(),
        rate,
        inclusive: order.taxes_included && !rate.is_zero(),
    })
}

/// The sale lines, or none: then the log says why.
pub(super) fn sale_lines(
    order: &Order,
    links: &Links,
    capabilities: Capabilities,
    log: &mut Log,
) -> Option<Vec<SaleLine>> {
    let mut lines = Vec::with_capacity(order.lines.len());
    for line in &order.lines {
        let subject = line_subject(order, line);
        let Some(item) = links.get(&line.variant) else {
            log.raise(
                Exception::new(Code::LineUnlinked, &self::subject(order))
                    .with("line", Fact::text(line.id))
                    .with("variant", Fact::text(line.variant))
                    .about(&line.id.to_string()),
            );
            continue;
        };
        log.explain(rule::LINE_ITEM, &subject, || {
            (vec![("variant", Fact::text(line.variant))], item.as_str().into())
        });
        match unit(order, line, capabilities, &subject, log) {
            Ok((unit_price, unit_tax)) => lines.push(SaleLine {
                source: line.id,
                item: item.clone(),
                quantity: line.quantity,
                unit_price,
                unit_tax,
            }),
            Err(error) => log.raise(inexact(order, "line prices", error)),
        }
    }
    (lines.len() == order.lines.len()).then_some(lines)
}

/// Price and tax of one unit in the form the series asks for.
fn unit(
    order: &Order,
    line: &OrderLine,
    capabilities: Capabilities,
    subject: &str,
    log: &mut Log,
) -> Result<(Money, Option<Money>), MoneyError> {
    let TaxModel::AmountPerUnit { digits } = capabilities.tax else {
        log.explain(rule::UNIT_PRICE_AS_IS, subject, || {
            (vec![("price", (&line.price).into())], (&line.price).into())
        });
        return Ok((line.price, None));
    };
    let net = net(order, line, subject, log)?;
    let quantity = line.quantity.value();
    let price = net.checked_div(quantity)?.round_to(digits, Rounding::HalfUp);
    let tax = line.tax.amount.checked_div(quantity)?.round_to(digits, Rounding::HalfUp);
    let shared = || {
        vec![("quantity", Fact::from(&line.quantity)), ("digits", Fact::Number(digits.to_string()))]
    };
    log.explain(rule::UNIT_PRICE, subject, || {
        let mut facts = shared();
        facts.push(("net", (&net).into()));
        (facts, (&price).into())
    });
    log.explain(rule::UNIT_TAX, subject, || {
        let mut facts = shared();
        facts.push(("tax", (&line.tax.amount).into()));
        (facts, (&tax).into())
    });
    Ok((price, Some(tax)))
}

/// What the line comes to before tax.
fn net(order: &Order, line: &OrderLine, subject: &str, log: &mut Log) -> Result<Money, MoneyError> {
    let gross = line.price.checked_mul(line.quantity.value())?;
    let net = match order.taxes_included {
        true => gross.checked_sub(&line.tax.amount)?,
        false => gross,
    };
    log.explain(rule::LINE_NET, subject, || {
        let facts = vec![
            ("quantity", (&line.quantity).into()),
            ("price", (&line.price).into()),
            ("tax", (&line.tax.amount).into()),
            ("contained", order.taxes_included.into()),
        ];
        (facts, (&net).into())
    });
    Ok(net)
}

/// The tax of a price at a rate, unrounded.
pub(super) fn tax_at(price: &Money, rate: Decimal, contained: bool) -> Result<Money, MoneyError> {
    let tax = price.checked_mul(rate)?;
    if !contained {
        return Ok(tax);
    }
    let whole = Decimal::ONE.checked_add(rate).ok_or(MoneyError::Overflow)?;
    tax.checked_div(whole)
}
