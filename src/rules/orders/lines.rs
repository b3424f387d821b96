//! A part as the series writes it: price, discount and tax of a sale line.

use rust_decimal::Decimal;

use super::part_subject;
use super::parts::{Part, add, number};
use crate::domain::capabilities::{Capabilities, Negative, TaxModel};
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::Rounding;
use crate::domain::order::Order;
use crate::domain::sale::LineTax;
use crate::report::{Fact, Log, rule};

/// Quantity, price, discount and tax of a sale line.
pub(super) struct Form {
    pub(super) quantity: Decimal,
    pub(super) unit_price: Money,
    pub(super) discount: Money,
    pub(super) unit_tax: Option<Money>,
}

/// The form of a part in the series' words.
pub(super) fn form(
    order: &Order,
    part: &Part<'_>,
    tax: &LineTax,
    capabilities: Capabilities,
    log: &mut Log,
) -> Result<Form, MoneyError> {
    match capabilities.tax {
        TaxModel::AmountPerUnit { digits } => {
            units(order, part, tax, digits, capabilities.negative, log)
        }
        TaxModel::RatePerSale => whole(order, part, log),
    }
}

/// The unit price as Shopify states it; what the line comes to less is its discount.
fn whole(order: &Order, part: &Part<'_>, log: &mut Log) -> Result<Form, MoneyError> {
    let subject = part_subject(order, part.source);
    let zero = Money::zero(part.amount.currency());
    if part.amount.is_negative() {
        log.explain(rule::UNIT_PRICE_AS_IS, &subject, || {
            (vec![("price", (&part.amount).into())], (&part.amount).into())
        });
        let quantity = Decimal::ONE;
        return Ok(Form { quantity, unit_price: part.amount, discount: zero, unit_tax: None });
    }
    let mut unit_price = part.price;
    let mut discount = unit_price.checked_mul(part.units)?.checked_sub(&part.amount)?;
    if discount.is_negative() {
        // In the shop's currency a share may come to more than the price: so it is rounded up.
        unit_price = part.amount.checked_div(part.units)?.round(Rounding::Ceiling);
        discount = unit_price.checked_mul(part.units)?.checked_sub(&part.amount)?;
        log.explain(rule::UNIT_PRICE_UP, &subject, || {
            let facts = vec![
                ("amount", (&part.amount).into()),
                ("units", number(part.units)),
                ("digits", Fact::number(part.amount.currency().minor_digits())),
            ];
            (facts, (&unit_price).into())
        });
    } else {
        log.explain(rule::UNIT_PRICE_AS_IS, &subject, || {
            (vec![("price", (&unit_price).into())], (&unit_price).into())
        });
    }
    if !discount.is_zero() {
        log.explain(rule::LINE_DISCOUNT, &subject, || {
            let facts = vec![
                ("price", (&unit_price).into()),
                ("units", number(part.units)),
                ("amount", (&part.amount).into()),
            ];
            (facts, (&discount).into())
        });
    }
    Ok(Form { quantity: part.units, unit_price, discount, unit_tax: None })
}

/// Price and tax of one unit, tax and discount taken off the price.
fn units(
    order: &Order,
    part: &Part<'_>,
    tax: &LineTax,
    digits: u32,
    negative: Negative,
    log: &mut Log,
) -> Result<Form, MoneyError> {
    let subject = part_subject(order, part.source);
    let taxes = part.tax()?;
    let net = if order.taxes_included { part.amount.checked_sub(&taxes)? } else { part.amount };
    let turned = net.is_negative() && negative == Negative::Quantity;
    let quantity = if turned { Decimal::NEGATIVE_ONE } else { part.units };
    let per_unit = |money: &Money| -> Result<Money, MoneyError> {
        // Most lines have one unit, and dividing is slow.
        let unit = if quantity == Decimal::ONE { *money } else { money.checked_div(quantity)? };
        Ok(unit.round_to(digits, Rounding::HalfUp))
    };
    let unit_price = per_unit(&net)?;
    let unit_tax = per_unit(&taxes)?;
    let (units, places) = (|| number(quantity), || Fact::number(digits));
    log.explain(rule::UNIT_PRICE, &subject, || {
        let facts = vec![
            ("quantity", units()),
            ("digits", places()),
            ("amount", (&part.amount).into()),
            ("tax", (&taxes).into()),
            ("contained", order.taxes_included.into()),
        ];
        (facts, (&unit_price).into())
    });
    if !taxes.is_zero() {
        log.explain(rule::UNIT_TAX, &subject, || {
            let facts = vec![("quantity", units()), ("digits", places()), ("tax", (&taxes).into())];
            (facts, (&unit_tax).into())
        });
    }
    let mut discount = Money::zero(net.currency());
    let off = match turned {
        true => discount,
        false => part.price.checked_mul(part.units)?.checked_sub(&part.amount)?,
    };
    if !off.is_zero() && !off.is_negative() {
        let whole = whole_rate(tax)?;
        let net = if whole == Decimal::ONE { off } else { off.checked_div(whole)? };
        discount = per_unit(&net)?;
        log.explain(rule::UNIT_DISCOUNT, &subject, || {
            let facts = vec![
                ("quantity", units()),
                ("digits", places()),
                ("discount", (&off).into()),
                ("over", number(whole)),
            ];
            (facts, (&discount).into())
        });
    }
    Ok(Form { quantity, unit_price, discount, unit_tax: Some(unit_tax) })
}

/// One, and the rates that a price contains on top.
fn whole_rate(tax: &LineTax) -> Result<Decimal, MoneyError> {
    let mut rates = tax.rates.iter().filter(|_| tax.inclusive);
    rates.try_fold(Decimal::ONE, |sum, rate| add(sum, *rate))
}
