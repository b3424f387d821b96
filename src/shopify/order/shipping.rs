//! Shipping lines: how the order is sent.

use super::money::{self, Amount, Currencies};
use super::taxes;
use crate::domain::ids::shopify::ShippingLineId;
use crate::domain::money::Money;
use crate::domain::order::ShippingLine;
use crate::report::{Issue, Node};
use crate::shopify::fields::{flag, id};

pub(super) fn decode(node: &Node<'_>, currencies: Currencies) -> Result<ShippingLine, Issue> {
    let price = currencies.get(node, Amount::PRICE)?;
    let mut taxes = Vec::new();
    taxes::decode(node, currencies, &mut taxes)?;
    Ok(ShippingLine {
        id: id(node, ShippingLineId::parse)?,
        title: node.find("title")?.unwrap_or_default(),
        removed: flag(node, "is_removed")?,
        price,
        discount: discount(node, price, currencies)?,
        taxes,
    })
}

/// By its allocations; where there are none, by the discounted price.
fn discount(node: &Node<'_>, price: Money, currencies: Currencies) -> Result<Money, Issue> {
    if node.field("discount_allocations")?.items()?.next().is_some() {
        return money::discount(node, currencies);
    }
    match currencies.find(node, Amount::DISCOUNTED_PRICE)? {
        Some(left) => price.checked_sub(&left).map_err(|error| node.invalid(&error)),
        None => Ok(currencies.zero()),
    }
}
