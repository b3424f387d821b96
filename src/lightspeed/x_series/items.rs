//! X-Series products of the catalogue.
//!
//! Source: X20 schema `Product`. Each variant is a row of its own; all variants of a product have
//! one handle. Empty relations are `{}` or `[]`. How a composite's recipe is spelled is not
//! documented: rows of `composite_bom` are read as an id and a quantity, else it is untold.

use rust_decimal::Decimal;

use super::super::{Account, ItemPage};
use crate::contract::io::{Request, System};
use crate::domain::catalogue::{CodeField, Item, ItemCode, Kit};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::quantity::Quantity;
use crate::report::{Issue, Json, Node, Shape, Value};

const ALL: &Shape = Shape::ALL;

/// What is read of a product.
pub(crate) const ITEM: &Shape = &Shape::of(&[
    ("id", ALL),
    ("sku", ALL),
    ("product_codes", CODE),
    ("supplier_code", ALL),
    ("product_suppliers", CODE),
    ("name", ALL),
    ("variant_name", ALL),
    ("variant_options", OPTION),
    ("handle", ALL),
    ("price_including_tax", ALL),
    ("supply_price", ALL),
    ("active", ALL),
    ("is_active", ALL),
    ("deleted_at", ALL),
    ("has_inventory", ALL),
    ("is_composite", ALL),
    ("composite_bom", COMPONENT),
]);

const CODE: &Shape = &Shape::of(&[("code", ALL)]);

const OPTION: &Shape = &Shape::of(&[("value", ALL)]);

const COMPONENT: &Shape = &Shape::of(&[("product_id", ALL), ("id", ALL), ("quantity", ALL)]);

/// How many pages a task reads: of 200 products each, about 500 kB.
pub(super) const PAGES: u32 = 3;

/// `GET /api/2.0/products`, by version: whatever changes while it is read comes again at the end.
pub(super) fn list(_account: Account<'_>, after: Option<&str>) -> Request {
    let request = Request::read(System::Lightspeed, "GET", "/api/2.0/products")
        .with_query("deleted", "true")
        .with_query("page_size", "200");
    match after {
        Some(after) => request.with_query("after", after),
        None => request,
    }
}

/// A page of them; after the last there is an empty one.
pub(super) fn read_page(body: &[u8]) -> Result<ItemPage, Issue> {
    let json = Json::narrow(body, LIST)?;
    let root = Node::root(&json, "$");
    let data = root.field("data")?;
    if data.is_nothing() {
        return Err(data.wrong("a list"));
    }
    let items: Vec<Item> = data.items()?.map(|node| decode(&node)).collect::<Result<_, _>>()?;
    let max = root.field("version")?.field("max")?.value().and_then(|json| match json {
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    });
    Ok(ItemPage { after: max.filter(|_| !items.is_empty()), items })
}

const LIST: &Shape = &Shape::of(&[("version", ALL), ("data", ITEM)]);

pub(super) fn decode(node: &Node<'_>) -> Result<Item, Issue> {
    let name = found(node, "variant_name")?.or(found(node, "name")?).unwrap_or_default();
    let composite = node.find("is_composite")?.unwrap_or(false);
    let active = match node.find("active")? {
        Some(active) => active,
        None => node.find("is_active")?.unwrap_or(true),
    };
    let handle = found(node, "handle")?.unwrap_or_default();
    Ok(Item {
        id: node.field("id")?.id(ItemId::parse)?,
        codes: codes(node)?,
        title: name.to_owned(),
        attributes: attributes(node)?,
        family: (!handle.is_empty()).then(|| handle.to_owned()),
        price: amount(&node.field("price_including_tax")?)?,
        // How many there are is told elsewhere.
        worth: Decimal::ZERO,
        tracked: node.find("has_inventory")?.unwrap_or(true),
        archived: !active || !node.field("deleted_at")?.is_nothing(),
        kit: if composite { Some(kit(node)?) } else { None },
    })
}

fn codes(node: &Node<'_>) -> Result<Vec<ItemCode>, Issue> {
    let mut codes = Vec::with_capacity(4);
    push(&mut codes, CodeField::Sku, found(node, "sku")?);
    rows(&node.field("product_codes")?, |row| {
        push(&mut codes, CodeField::Barcode, found(row, "code")?);
        Ok(())
    })?;
    push(&mut codes, CodeField::VendorCode, found(node, "supplier_code")?);
    rows(&node.field("product_suppliers")?, |row| {
        push(&mut codes, CodeField::VendorCode, found(row, "code")?);
        Ok(())
    })?;
    Ok(codes)
}

fn push(codes: &mut Vec<ItemCode>, field: CodeField, text: Option<&str>) {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
    if !codes.iter().any(|code| code.field == field && code.text == text) {
        codes.push(ItemCode { field, text: text.to_owned() });
    }
}

fn attributes(node: &Node<'_>) -> Result<Vec<String>, Issue> {
    let mut attributes = Vec::new();
    rows(&node.field("variant_options")?, |row| {
        attributes.extend(found(row, "value")?.map(str::to_owned));
        Ok(())
    })?;
    Ok(attributes)
}

fn kit(node: &Node<'_>) -> Result<Kit, Issue> {
    let mut recipe: Vec<(ItemId, Quantity)> = Vec::new();
    let mut told = true;
    rows(&node.field("composite_bom")?, |row| {
        let product = row.field("product_id")?;
        let product = if product.is_nothing() { row.field("id")? } else { product };
        let (component, units) = (product.id(ItemId::parse), row.field("quantity")?.decimal());
        match (component, units) {
            (Ok(component), Ok(units)) => recipe.push((component, Quantity::new(units))),
            _ => told = false,
        }
        Ok(())
    })?;
    Ok(if told && !recipe.is_empty() { Kit::Recipe(recipe) } else { Kit::Untold })
}

/// The rows of a relation. An object is an empty one: there is no other.
fn rows(
    node: &Node<'_>,
    mut each: impl FnMut(&Node<'_>) -> Result<(), Issue>,
) -> Result<(), Issue> {
    match node.value() {
        Some(Value::Object) => Ok(()),
        _ => node.items()?.try_for_each(|row| each(&row)),
    }
}

fn found<'f>(node: &'f Node<'_>, name: &'f str) -> Result<Option<&'f str>, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() { Ok(None) } else { field.text().map(Some) }
}

fn amount(field: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    if field.is_nothing() { Ok(None) } else { field.decimal().map(Some) }
}
