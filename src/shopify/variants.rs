//! Variants of the catalogue, as GraphQL lists them.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `ProductVariant`.

use rust_decimal::Decimal;

use super::document::document;
use super::fields::found_id;
use super::pages::{self, Page};
use crate::contract::io::Request;
use crate::domain::catalogue::Variant;
use crate::domain::code_form;
use crate::domain::ids::shopify::{InventoryItemId, ProductId, VariantId};
use crate::report::{Issue, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// What is read of a variant.
pub const VARIANT: &Shape = &Shape::of(&[
    ("id", ALL),
    ("title", ALL),
    ("sku", ALL),
    ("barcode", ALL),
    ("price", ALL),
    ("inventoryQuantity", ALL),
    ("selectedOptions", Shape::LATER),
    ("inventoryItem", STOCKED),
    ("product", PRODUCT),
]);

const STOCKED: &Shape = &Shape::of(&[("id", ALL), ("tracked", ALL), ("unitCost", COST)]);

const COST: &Shape = &Shape::of(&[("amount", ALL)]);

const PRODUCT: &Shape =
    &Shape::of(&[("id", ALL), ("title", ALL), ("isGiftCard", ALL), ("status", ALL)]);

const DOCUMENT: &str = document!("graphql/variants.graphql");

/// Asks for a page of the catalogue.
#[must_use]
pub fn query(after: Option<&str>, api_version: &str) -> Request {
    pages::query(DOCUMENT, None, after, api_version)
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Page<Variant>, Issue> {
    pages::decode(body, "productVariants", decode)
}

/// What Shopify calls the one option of a product without options, and its one value.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// A variant.
///
/// # Errors
/// An issue at its path when it is not one.
pub fn decode(node: &Node<'_>) -> Result<Variant, Issue> {
    let product = node.field("product")?;
    let stocked = node.field("inventoryItem")?;
    let price = amount(&node.field("price")?)?;
    let units = amount(&node.field("inventoryQuantity")?)?.unwrap_or_default();
    let cost = amount(&stocked.field("unitCost")?.field("amount")?)?;
    let each = cost.or(price).unwrap_or_default();
    let sku: String = node.find("sku")?.unwrap_or_default();
    let barcode: String = node.find("barcode")?.unwrap_or_default();
    // Words are looked at where there is no code, and most variants have one.
    let bare = code_form::is_blank(&sku) && code_form::is_blank(&barcode);
    let options = if bare { options(node)? } else { Vec::new() };
    Ok(Variant {
        id: node.field("id")?.id(VariantId::parse)?,
        product: product.field("id")?.id(ProductId::parse)?,
        inventory_item: found_id(&stocked.field("id")?, InventoryItemId::parse)?,
        sku,
        barcode,
        title: product.find("title")?.unwrap_or_default(),
        options,
        price,
        worth: units.max(Decimal::ZERO).checked_mul(each).unwrap_or(Decimal::MAX),
        tracked: stocked.find("tracked")?.unwrap_or(true),
        gift_card: product.find("isGiftCard")?.unwrap_or_default(),
        archived: is_archived(&product.field("status")?)?,
    })
}

/// The values of the options, as such or out of the variant's own title: `Red / M`.
fn options(node: &Node<'_>) -> Result<Vec<String>, Issue> {
    let list = node.field("selectedOptions")?;
    let mut options = Vec::new();
    if list.is_nothing() {
        let title: String = node.find("title")?.unwrap_or_default();
        let values = title.split(" / ").filter(|value| *value != NO_OPTION.1);
        options.extend(values.map(str::to_owned));
    }
    for option in list.items()? {
        let (name, value) = (option.field("name")?, option.field("value")?);
        let (name, value) = (name.text()?, value.text()?);
        if (name, value) != NO_OPTION {
            options.push(value.to_owned());
        }
    }
    Ok(options)
}

fn amount(field: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    if field.is_nothing() { Ok(None) } else { field.decimal().map(Some) }
}

fn is_archived(status: &Node<'_>) -> Result<bool, Issue> {
    Ok(!status.is_nothing() && status.text()?.eq_ignore_ascii_case("ARCHIVED"))
}
