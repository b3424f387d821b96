//! Proves that the sale will come to what the order comes to, with the series' own rounding.

use rust_decimal::Decimal;

use super::{inexact, lines, subject};
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::{Rounding, plain};
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
        .and_then(|predicted| Ok((ties(order, &predicted, capabilities, log)?, predicted)));
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
    for line in &sale.lines {
        prices.push(line.unit_price.checked_mul(line.quantity.value())?);
    }
    let price = Money::sum(order.currency, prices)?;
    let digits = capabilities.total_digits;
    let tax = match capabilities.tax {
        TaxModel::AmountPerUnit { .. } => tax_of_units(order, sale, digits, log)?,
        TaxModel::RatePerSale => tax_at_rate(order, sale, &price, digits, log)?,
    };
    let net = match capabilities.tax {
        TaxModel::AmountPerUnit { .. } => price.round_to(digits, Rounding::HalfUp),
        TaxModel::RatePerSale if sale.tax.inclusive => price.checked_sub(&tax)?,
        TaxModel::RatePerSale => price,
    };
    let total = net.checked_add(&tax)?;
    log.explain(rule::PREDICTED_TOTAL, &subject(order), || {
        (vec![("nets", (&net).into()), ("tax", (&tax).into())], (&total).into())
    });
    Ok(Predicted { total, tax })
}

/// The sum of the lines' taxes, which were sent by the unit.
fn tax_of_units(
    order: &Order,
    sale: &Sale,
    digits: u32,
    log: &mut Log,
) -> Result<Money, MoneyError> {
    let mut taxes = Vec::with_capacity(sale.lines.len());
    for line in &sale.lines {
        let unit = line.unit_tax.unwrap_or_else(|| Money::zero(order.currency));
        taxes.push(unit.checked_mul(line.quantity.value())?);
    }
    let tax = Money::sum(order.currency, taxes.iter().copied())?.round_to(digits, Rounding::HalfUp);
    log.explain(rule::PREDICTED_TAX, &subject(order), || {
        let taxes = Fact::List(taxes.iter().map(Fact::from).collect());
        (vec![("taxes", taxes), ("digits", Fact::Number(digits.to_string()))], (&tax).into())
    });
    Ok(tax)
}

/// The tax of all lines together: they have one rate. Divided once, for the sixths in a price
/// at 20 % have no end, and a sum of cut-off ones is not what Lightspeed computes.
fn tax_at_rate(
    order: &Order,
    sale: &Sale,
    price: &Money,
    digits: u32,
    log: &mut Log,
) -> Result<Money, MoneyError> {
    let (rate, contained) = (sale.tax.rate, sale.tax.inclusive);
    let tax = lines::tax_at(price, rate, contained)?.round_to(digits, Rounding::HalfUp);
    log.explain(rule::PREDICTED_TAX_AT_RATE, &subject(order), || {
        let facts = vec![
            ("price", price.into()),
            ("rate", Fact::Number(plain(rate))),
            ("contained", contained.into()),
            ("digits", Fact::Number(digits.to_string())),
        ];
        (facts, (&tax).into())
    });
    Ok(tax)
}

fn ties(
    order: &Order,
    predicted: &Predicted,
    capabilities: Capabilities,
    log: &mut Log,
) -> Result<bool, MoneyError> {
    let subject = subject(order);
    let mut ties = true;
    // A total that is finer than Lightspeed keeps would be rounded nobody knows how.
    let kept = predicted.total.round_to(capabilities.total_digits, Rounding::HalfUp);
    if predicted.total.amount() != order.total.amount() || kept.amount() != order.total.amount() {
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
