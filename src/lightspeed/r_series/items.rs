//! R-Series items of the catalogue.
//!
//! Source: Rdoc endpoints/item.md. Scalars are texts; prices are told apart by the name of their
//! level, never by their place; row 0 of the shops is the sum of the others.

use rust_decimal::Decimal;

use super::super::{Account, ItemPage};
use super::lenient::{many, next_page};
use super::path;
use crate::contract::io::{Request, System};
use crate::domain::catalogue::{CodeField, Item, ItemCode, Kit};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::quantity::Quantity;
use crate::report::{Issue, Json, Node, Shape, Value};

const ALL: &Shape = Shape::ALL;

/// What is read of an item.
pub(crate) const ITEM: &Shape = &Shape::of(&[
    ("itemID", ALL),
    ("systemSku", ALL),
    ("customSku", ALL),
    ("upc", ALL),
    ("ean", ALL),
    ("manufacturerSku", ALL),
    ("description", ALL),
    ("itemType", ALL),
    ("itemMatrixID", ALL),
    ("archived", ALL),
    ("defaultCost", ALL),
    ("Prices", PRICES),
    ("ItemShops", SHOPS),
    ("ItemAttributes", ATTRIBUTES),
    ("ItemVendorNums", VENDOR_NUMBERS),
    ("ItemComponents", COMPONENTS),
]);

const PRICES: &Shape = &Shape::of(&[("ItemPrice", PRICE)]);

const PRICE: &Shape = &Shape::of(&[("amount", ALL), ("useType", ALL)]);

const VENDOR_NUMBERS: &Shape = &Shape::of(&[("ItemVendorNum", VENDOR_NUMBER)]);

const VENDOR_NUMBER: &Shape = &Shape::of(&[("value", ALL)]);

const COMPONENTS: &Shape = &Shape::of(&[("ItemComponent", COMPONENT)]);

const COMPONENT: &Shape =
    &Shape::of(&[("assemblyItemID", ALL), ("componentItemID", ALL), ("quantity", ALL)]);

const SHOPS: &Shape = &Shape::of(&[("ItemShop", SHOP)]);

const SHOP: &Shape = &Shape::of(&[("shopID", ALL), ("qoh", ALL)]);

const ATTRIBUTES: &Shape =
    &Shape::of(&[("attribute1", ALL), ("attribute2", ALL), ("attribute3", ALL)]);

/// The codes that are fields of an item.
const CODES: [(&str, CodeField); 5] = [
    ("customSku", CodeField::Sku),
    ("systemSku", CodeField::SystemSku),
    ("upc", CodeField::Barcode),
    ("ean", CodeField::Barcode),
    ("manufacturerSku", CodeField::VendorCode),
];

/// The kinds of items that are made of others.
const KITS: [&str; 3] = ["box", "assembly", "serialized_assembly"];

/// How many pages a task reads: of 100 items each, about 150 kB.
pub(super) const PAGES: u32 = 6;

const RELATIONS: &str = r#"["ItemAttributes","ItemVendorNums","ItemComponents","ItemShops"]"#;

/// `GET Item.json`, by id.
pub(super) fn list(account: Account<'_>, after: Option<&str>) -> Request {
    let request = Request::read(System::Lightspeed, "GET", path(account, "Item"))
        .with_query("load_relations", RELATIONS)
        .with_query("archived", "true")
        .with_query("limit", "100")
        .with_query("sort", "itemID");
    match after {
        Some(after) => request.with_query("after", after),
        None => request,
    }
}

/// A page of them.
pub(super) fn read_page(body: &[u8]) -> Result<ItemPage, Issue> {
    let json = Json::narrow(body, LIST)?;
    let root = Node::root(&json, "$");
    let mut items = Vec::new();
    many(&root.field("Item")?, |row| {
        items.push(decode(row)?);
        Ok(())
    })?;
    let next: Option<String> = root.field("@attributes")?.find("next")?;
    Ok(ItemPage { items, after: next.as_deref().and_then(next_page) })
}

const LIST: &Shape = &Shape::of(&[("@attributes", ALL), ("Item", ITEM)]);

pub(super) fn decode(node: &Node<'_>) -> Result<Item, Issue> {
    let id = node.field("itemID")?.id(ItemId::parse)?;
    let kind = text(node, "itemType")?;
    let price = price(node)?;
    let cost = amount(&node.field("defaultCost")?)?.filter(|cost| !cost.is_zero());
    let each = cost.or(price).unwrap_or_default();
    let worth = on_hand(node)?.max(Decimal::ZERO).checked_mul(each).unwrap_or(Decimal::MAX);
    let kit = if KITS.contains(&kind) { Some(kit(node, &id)?) } else { None };
    let matrix = text(node, "itemMatrixID")?;
    Ok(Item {
        codes: codes(node)?,
        title: text(node, "description")?.to_owned(),
        attributes: attributes(node)?,
        family: (!matrix.is_empty() && matrix != "0").then(|| matrix.to_owned()),
        price,
        worth,
        tracked: kind != "non_inventory",
        archived: text(node, "archived")? == "true",
        kit,
        id,
    })
}

fn codes(node: &Node<'_>) -> Result<Vec<ItemCode>, Issue> {
    let mut codes = Vec::with_capacity(4);
    for (name, field) in CODES {
        push(&mut codes, field, text(node, name)?);
    }
    let numbers = relation(node, "ItemVendorNums")?;
    if let Some(numbers) = numbers {
        many(&numbers.field("ItemVendorNum")?, |row| {
            push(&mut codes, CodeField::VendorCode, text(row, "value")?);
            Ok(())
        })?;
    }
    Ok(codes)
}

fn push(codes: &mut Vec<ItemCode>, field: CodeField, text: &str) {
    let blank = text.trim().is_empty();
    if !blank && !codes.iter().any(|code| code.field == field && code.text == text) {
        codes.push(ItemCode { field, text: text.to_owned() });
    }
}

fn attributes(node: &Node<'_>) -> Result<Vec<String>, Issue> {
    let mut attributes = Vec::new();
    if let Some(own) = relation(node, "ItemAttributes")? {
        for name in ["attribute1", "attribute2", "attribute3"] {
            let value = text(&own, name)?;
            if !value.is_empty() {
                attributes.push(value.to_owned());
            }
        }
    }
    Ok(attributes)
}

fn price(node: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    let mut price = None;
    if let Some(prices) = relation(node, "Prices")? {
        many(&prices.field("ItemPrice")?, |row| {
            if text(row, "useType")? == "Default" {
                price = amount(&row.field("amount")?)?;
            }
            Ok(())
        })?;
    }
    Ok(price)
}

fn on_hand(node: &Node<'_>) -> Result<Decimal, Issue> {
    let mut units = Decimal::ZERO;
    if let Some(shops) = relation(node, "ItemShops")? {
        many(&shops.field("ItemShop")?, |row| {
            if text(row, "shopID")? == "0" {
                units = amount(&row.field("qoh")?)?.unwrap_or_default();
            }
            Ok(())
        })?;
    }
    Ok(units)
}

fn kit(node: &Node<'_>, id: &ItemId) -> Result<Kit, Issue> {
    let mut recipe: Vec<(ItemId, Quantity)> = Vec::new();
    if let Some(components) = relation(node, "ItemComponents")? {
        many(&components.field("ItemComponent")?, |row| {
            let whole = text(row, "assemblyItemID")?;
            if whole.is_empty() || whole == id.as_str() {
                let component = row.field("componentItemID")?.id(ItemId::parse)?;
                recipe.push((component, Quantity::new(row.field("quantity")?.decimal()?)));
            }
            Ok(())
        })?;
    }
    Ok(if recipe.is_empty() { Kit::Untold } else { Kit::Recipe(recipe) })
}

/// A relation, unless it is empty, which R-Series may write as an empty text.
fn relation<'f>(node: &'f Node<'_>, name: &'f str) -> Result<Option<Node<'f>>, Issue> {
    let field = node.field(name)?;
    Ok((!is_empty(&field)).then_some(field))
}

/// A scalar: always a text, and an empty one if there is none.
fn text<'f>(node: &'f Node<'_>, name: &'f str) -> Result<&'f str, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() { Ok("") } else { field.text() }
}

fn amount(field: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    if is_empty(field) { Ok(None) } else { field.decimal().map(Some) }
}

/// Whether nothing stands here, or an empty text.
fn is_empty(field: &Node<'_>) -> bool {
    field.is_nothing() || matches!(field.value(), Some(Value::Text(text)) if text.is_empty())
}
