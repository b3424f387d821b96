//! Proves that the sale will come to what the order comes to, with the series' own rounding.

use rust_decimal::Decimal;

use super::{inexact, lines, subject};
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::Rounding;
use crate::domain::order::Order;
use crate::domain::sale::Sale;
use crate::report::{Code, Exception, Fact, Log, rule};

/// What Lightspeed will compute.
pub(super) struct Predicted {
    /// Total, tax included.
    pub(super) total: Money,
    /// Tax.
    pub(super) tax: Money,
}

/// The predicted figures if they tie, else none: then the log says by how much not.
pub(super) fn tie(
    order: &Order,
    sale: &Sale,
    capabilities: Capabilities,
    log: &mut Log,
) -> Option<Predicted> {
    let result = predict(order, sale, capabilities, log)
        .and_then(|predicted| Ok((ties(order, &predicted, log)?, predicted)));
    match result {
        Ok((true, predicted)) => Some(predicted),
        Ok((false, _)) => None,
        Err(error) => {
            log.raise(inexact(order, "tie-out", error));
            None
        }
    }
}

fn predict(
    order: &Order,
    sale: &Sale,
    capabilities: Capabilities,
    log: &mut Log,
) -> Result<Predicted, MoneyError> {
    let mut prices = Vec::with_capacity(sale.lines.len());
    let mut taxes = Vec::with_capacity(sale.lines.len());
    for line in &sale.lines {
        let price = line.unit_price.checked_mul(line.quantity.value())?;
        taxes.push(match (&line.unit_tax, capabilities.tax) {
            (Some(tax), TaxModel::AmountPerUnit { .. }) => {
                tax.checked_mul(line.quantity.value())?
            }
            _ => lines::tax_at(&price, sale.tax.rate, sale.tax.inclusive)?,
        });
        prices.push(price);
    }
    let unrounded = Money::sum(order.currency, taxes.iter().copied())?;
    let tax = unrounded.round(Rounding::HalfUp);
    let price = Money::sum(order.currency, prices)?;
    let contained = sale.tax.inclusive && capabilities.tax == TaxModel::RatePerSale;
    let net = match contained {
        true => price.checked_sub(&tax)?,
        false => price.round(Rounding::HalfUp),
    };
    let total = net.checked_add(&tax)?;
    let subject = subject(order);
    log.explain(rule::PREDICTED_TAX, &subject, || {
        (vec![("taxes", Fact::List(taxes.iter().map(Fact::from).collect()))], (&tax).into())
    });
    log.explain(rule::PREDICTED_TOTAL, &subject, || {
        (vec![("nets", (&net).into()), ("tax", (&tax).into())], (&total).into())
    });
    Ok(Predicted { total, tax })
}

fn ties(order: &Order, predicted: &Predicted, log: &mut Log) -> Result<bool, MoneyError> {
    let subject = subject(order);
    let mut ties = true;
    if predicted.total.amount() != order.total.amount() {
        ties = false;
        log.raise(
            Exception::new(Code::TotalNotTied, &subject)
                .with("order", &order.total)
                .with("lightspeed", &predicted.total),
        );
    }
    let bound = tax_bound(order)?;
    let difference = predicted.tax.checked_sub(&order.tax)?;
    if difference.amount().abs() > bound.amount() {
        ties = false;
        log.raise(
            Exception::new(Code::TaxNotTied, &subject)
                .with("order", &order.tax)
                .with("lightspeed", &predicted.tax)
                .with("bound", &bound),
        );
    }
    Ok(ties)
}

/// How far the two taxes may lie apart by rounding alone: half a minor unit per Shopify tax
/// line, plus one.
///
/// # Errors
/// When the bound cannot be computed exactly.
pub fn tax_bound(order: &Order) -> Result<Money, MoneyError> {
    let unit = Decimal::new(1, order.currency.minor_digits());
    let lines = order.lines.iter().filter(|line| !line.tax.rate.is_zero()).count();
    let halves = Decimal::from(lines).checked_add(Decimal::TWO).ok_or(MoneyError::Overflow)?;
    Money::new(unit, order.currency).checked_mul(halves)?.checked_div(Decimal::TWO)
}
