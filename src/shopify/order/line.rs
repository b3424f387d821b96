//! Order lines: what was bought.

use rust_decimal::Decimal;

use super::money::{self, Amount, Currencies};
use super::{remarks, taxes};
use crate::domain::ids::shopify::{LineItemId, VariantId};
use crate::domain::order::{LineKind, OrderLine};
use crate::report::{Issue, Node};
use crate::shopify::fields::{flag, found_id, id, units};

/// What all lines of an order have in common.
pub(super) struct Context<'a> {
    pub(super) currencies: Currencies,
    /// Whether the order has a tip at all.
    pub(super) tipped: bool,
    pub(super) bundles: remarks::Bundles<'a>,
}

pub(super) fn decode(node: &Node<'_>, context: &Context<'_>) -> Result<OrderLine, Issue> {
    let currencies = context.currencies;
    let price = currencies.get_both(node, Amount::PRICE)?;
    let title: String = node.find("title")?.unwrap_or_default();
    let ordered = units(&node.field("quantity")?)?;
    let mut taxes = Vec::new();
    taxes::decode(node, currencies, &mut taxes)?;
    Ok(OrderLine {
        id: id(node, LineItemId::parse)?,
        kind: kind(node, &title, context.tipped)?,
        sku: node.find("sku")?.unwrap_or_default(),
        barcode: node.find("barcode")?.unwrap_or_default(),
        title,
        variant_title: node.find("variant_title")?.unwrap_or_default(),
        ordered,
        current: current(node, ordered)?,
        price: price.presentment,
        shop_price: price.shop,
        discount: money::discount(node, currencies)?,
        taxes,
        requires_shipping: flag(node, "requires_shipping")?,
        remarks: remarks::of_line(node, &context.bundles)?,
    })
}

/// A link by variant may still be there when the product is gone, so the variant decides.
fn kind(node: &Node<'_>, title: &str, tipped: bool) -> Result<LineKind, Issue> {
    if flag(node, "gift_card")? {
        return Ok(LineKind::GiftCard);
    }
    if let Some(variant) = found_id(&node.field("variant_id")?, VariantId::parse)? {
        return Ok(LineKind::Variant(variant));
    }
    if !node.field("product_id")?.is_nothing() {
        return Ok(LineKind::Deleted);
    }
    let tip = tipped && title.trim().eq_ignore_ascii_case("tip");
    Ok(if tip { LineKind::Tip } else { LineKind::Custom })
}

/// How many units are left, where Shopify says it.
fn current(node: &Node<'_>, ordered: Decimal) -> Result<Option<Decimal>, Issue> {
    let field = node.field("current_quantity")?;
    if field.is_nothing() { Ok(None) } else { left(&field, ordered).map(Some) }
}

/// How many of the units that were ordered are left.
pub(super) fn left(field: &Node<'_>, ordered: Decimal) -> Result<Decimal, Issue> {
    let current = units(field)?;
    if current > ordered {
        let message = format_args!("`{current}` units are left of `{ordered}`");
        return Err(field.invalid(&message));
    }
    Ok(current)
}
