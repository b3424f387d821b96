//! Order lines and shipping lines.

use super::super::line::left;
use super::bag::Bags;
use super::remarks;
use crate::domain::ids::shopify::{LineItemId, ShippingLineId, VariantId};
use crate::domain::order::{LineKind, OrderLine, ShippingLine};
use crate::report::{Issue, Node};
use crate::shopify::fields::{given, units};

/// `tipped` is whether the order has a tip at all.
pub(super) fn decode(node: &Node<'_>, bags: Bags, tipped: bool) -> Result<OrderLine, Issue> {
    let price = bags.get_both(node, "originalUnitPriceSet")?;
    let ordered = units(&node.field("quantity")?)?;
    let mut line = OrderLine {
        id: node.field("id")?.parsed(LineItemId::parse)?,
        kind: LineKind::Custom,
        sku: String::new(),
        barcode: String::new(),
        title: String::new(),
        variant_title: String::new(),
        ordered,
        current: Some(left(&node.field("currentQuantity")?, ordered)?),
        price: price.presentment,
        shop_price: price.shop,
        discount: bags.discount(node)?.unwrap_or_else(|| bags.0.zero()),
        taxes: Vec::new(),
        requires_shipping: node.get("requiresShipping")?,
        remarks: Vec::new(),
    };
    // What has to be freed comes last: else each step had to free what came before it.
    let variant = node.field("variant")?;
    line.title = node.get("title")?;
    line.kind = kind(node, &variant, &line.title, tipped)?;
    line.sku = node.find("sku")?.unwrap_or_default();
    line.barcode = variant.find("barcode")?.unwrap_or_default();
    line.variant_title = node.find("variantTitle")?.unwrap_or_default();
    bags.taxes(node, &mut line.taxes)?;
    line.remarks = remarks::of_line(node)?;
    Ok(line)
}

/// What is deleted is null: the vendor still tells a product from a free text.
fn kind(node: &Node<'_>, variant: &Node<'_>, title: &str, tipped: bool) -> Result<LineKind, Issue> {
    if node.get("isGiftCard")? {
        return Ok(LineKind::GiftCard);
    }
    if !variant.is_nothing() {
        return variant.field("id")?.parsed(VariantId::parse).map(LineKind::Variant);
    }
    if !node.field("product")?.is_nothing() || given(node, "vendor")?.is_some() {
        return Ok(LineKind::Deleted);
    }
    let tip = tipped && title.trim().eq_ignore_ascii_case("tip");
    Ok(if tip { LineKind::Tip } else { LineKind::Custom })
}

/// By its allocations; where there are none, by the discounted price.
pub(super) fn shipping(node: &Node<'_>, bags: Bags) -> Result<ShippingLine, Issue> {
    let price = bags.get(node, "originalPriceSet")?;
    let left = bags.get(node, "discountedPriceSet")?;
    let discount = match bags.discount(node)? {
        Some(discount) => discount,
        None => price.checked_sub(&left).map_err(|error| node.invalid(&error))?,
    };
    let mut taxes = Vec::new();
    bags.taxes(node, &mut taxes)?;
    Ok(ShippingLine {
        id: node.field("id")?.parsed(ShippingLineId::parse)?,
        title: node.get("title")?,
        removed: node.get("isRemoved")?,
        price,
        discount,
        taxes,
    })
}
