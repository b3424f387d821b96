//! Puts what was proved in the buyer's currency into the shop's.

use rust_decimal::Decimal;

use super::parts::{Levy, Part};
use super::proof::Base;
use super::subject;
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::Order;
use crate::domain::sale::Source;
use crate::report::{Fact, Log, rule};

/// Shares the shop's total less its tax over the parts' net amounts, and the shop's tax over
/// their taxes. Adjustments and cash rounding state their own shop money.
pub(super) fn convert(
    order: &Order,
    base: Base,
    parts: &mut [Part<'_>],
    log: &mut Log,
) -> Result<(), MoneyError> {
    let stated = &order.stated;
    let mut total = stated.total.shop;
    if base.adjusted {
        total = total.checked_sub(&order.refunds.adjustment.shop)?;
    }
    let mut nets = Vec::with_capacity(parts.len());
    let mut taxes = Vec::new();
    for part in parts.iter().filter(|part| part.is_stated()) {
        if part.source == Source::ChannelTax {
            taxes.push(part.amount.amount());
            continue;
        }
        nets.push(net(order, part)?.amount());
        taxes.extend(part.taxes.iter().map(|levy| levy.amount.amount()));
    }
    let net_total = total.checked_sub(&stated.tax.shop)?;
    let mut net_shares = share(order, "net", &net_total, &nets, log)?.into_iter();
    let mut tax_shares = share(order, "tax", &stated.tax.shop, &taxes, log)?.into_iter();
    let zero = Money::zero(order.shop_currency);
    for part in parts.iter_mut() {
        match part.source {
            Source::Refund => part.amount = order.refunds.adjustment.shop,
            Source::CashRounding => part.amount = order.cash_rounding.shop,
            Source::ChannelTax => part.amount = tax_shares.next().unwrap_or(zero),
            _ => {
                let mut tax = zero;
                for levy in &mut part.taxes {
                    let amount = tax_shares.next().unwrap_or(zero);
                    tax.add(&amount)?;
                    *levy = Levy { amount, ..*levy };
                }
                part.amount = net_shares.next().unwrap_or(zero);
                if order.taxes_included {
                    part.amount.add(&tax)?;
                }
            }
        }
        part.price = part.line.map_or(part.amount, |line| line.shop_price);
    }
    Ok(())
}

/// What a part comes to before tax.
fn net(order: &Order, part: &Part<'_>) -> Result<Money, MoneyError> {
    if order.taxes_included { part.amount.checked_sub(&part.tax()?) } else { Ok(part.amount) }
}

fn share(
    order: &Order,
    what: &'static str,
    whole: &Money,
    weights: &[Decimal],
    log: &mut Log,
) -> Result<Vec<Money>, MoneyError> {
    let shares = whole.allocate(weights)?;
    log.explain(rule::SHOP_SHARES, &subject(order), || {
        let list = |values: &mut dyn Iterator<Item = Decimal>| {
            Fact::List(values.map(super::parts::number).collect())
        };
        let facts = vec![
            ("what", what.into()),
            ("whole", whole.into()),
            ("weights", list(&mut weights.iter().copied())),
            ("digits", Fact::number(whole.currency().minor_digits())),
        ];
        (facts, list(&mut shares.iter().map(Money::amount)))
    });
    Ok(shares)
}
