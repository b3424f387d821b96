//! Variants of the catalogue, as GraphQL lists them.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `ProductVariant`.

use rust_decimal::Decimal;

use super::fields::found_id;
use crate::domain::catalogue::Variant;
use crate::domain::ids::shopify::{InventoryItemId, ProductId, VariantId};
use crate::report::{Issue, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// What is read of a variant.
pub const VARIANT: &Shape = &Shape::of(&[
    ("id", ALL),
    ("sku", ALL),
    ("barcode", ALL),
    ("price", ALL),
    ("inventoryQuantity", ALL),
    ("selectedOptions", OPTION),
    ("inventoryItem", STOCKED),
    ("product", PRODUCT),
]);

const OPTION: &Shape = &Shape::of(&[("name", ALL), ("value", ALL)]);

const STOCKED: &Shape = &Shape::of(&[("id", ALL), ("tracked", ALL), ("unitCost", COST)]);

const COST: &Shape = &Shape::of(&[("amount", ALL)]);

const PRODUCT: &Shape =
    &Shape::of(&[("id", ALL), ("title", ALL), ("isGiftCard", ALL), ("status", ALL)]);

/// What Shopify calls the one option of a product without options, and its one value.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// The variants in a list.
///
/// # Errors
/// An issue at its path when an entry is not a variant.
pub fn decode(list: &Node<'_>) -> Result<Vec<Variant>, Issue> {
    list.items()?.map(|node| decode_one(&node)).collect()
}

fn decode_one(node: &Node<'_>) -> Result<Variant, Issue> {
    let product = node.field("product")?;
    let stocked = node.field("inventoryItem")?;
    let price = amount(&node.field("price")?)?;
    let units = amount(&node.field("inventoryQuantity")?)?.unwrap_or_default();
    let cost = amount(&stocked.field("unitCost")?.field("amount")?)?;
    let each = cost.or(price).unwrap_or_default();
    let mut options = Vec::new();
    for option in node.field("selectedOptions")?.items()? {
        let (name, value) = (option.field("name")?, option.field("value")?);
        let (name, value) = (name.text()?, value.text()?);
        if (name, value) != NO_OPTION {
            options.push(value.to_owned());
        }
    }
    Ok(Variant {
        id: node.field("id")?.id(VariantId::parse)?,
        product: product.field("id")?.id(ProductId::parse)?,
        inventory_item: found_id(&stocked.field("id")?, InventoryItemId::parse)?,
        sku: node.find("sku")?.unwrap_or_default(),
        barcode: node.find("barcode")?.unwrap_or_default(),
        title: product.find("title")?.unwrap_or_default(),
        options,
        price,
        worth: units.max(Decimal::ZERO).checked_mul(each).unwrap_or(Decimal::MAX),
        tracked: stocked.find("tracked")?.unwrap_or(true),
        gift_card: product.find("isGiftCard")?.unwrap_or_default(),
        archived: is_archived(&product.field("status")?)?,
    })
}

fn amount(field: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    if field.is_nothing() { Ok(None) } else { field.decimal().map(Some) }
}

fn is_archived(status: &Node<'_>) -> Result<bool, Issue> {
    Ok(!status.is_nothing() && status.text()?.eq_ignore_ascii_case("ARCHIVED"))
}
