//! Inventory levels, as GraphQL lists them.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `InventoryLevel`.

use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::ShopLevel;
use crate::domain::time::Timestamp;
use crate::report::{Code, Issue, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// What is read of a level: `item { id tracked }`, `location { id isActive }`, `isActive`,
/// `updatedAt`, and of `quantities` those named `available` and `committed`.
pub const LEVEL: &Shape = &Shape::of(&[
    ("item", ITEM),
    ("location", LOCATION),
    ("isActive", ALL),
    ("updatedAt", ALL),
    ("quantities", QUANTITY),
]);

const ITEM: &Shape = &Shape::of(&[("id", ALL), ("tracked", ALL)]);

const LOCATION: &Shape = &Shape::of(&[("id", ALL), ("isActive", ALL)]);

const QUANTITY: &Shape = &Shape::of(&[("name", ALL), ("quantity", ALL)]);

/// A level.
///
/// # Errors
/// An issue at its path when it is not one. `committed` must be there: without it nobody knows
/// whether the quantity may rise. `available` must be there where stock is counted.
pub fn decode(node: &Node<'_>) -> Result<ShopLevel, Issue> {
    let (item, location) = (node.field("item")?, node.field("location")?);
    let tracked = item.find("tracked")?.unwrap_or(true);
    let (mut available, mut committed) = (None, None);
    let quantities = node.field("quantities")?;
    for row in quantities.items()? {
        let name = row.field("name")?;
        let place = match name.text()? {
            "available" => &mut available,
            "committed" => &mut committed,
            _ => continue,
        };
        if place.replace(whole(&row.field("quantity")?)?).is_some() {
            return Err(name.issue(Code::DuplicateField, "the quantity stands twice"));
        }
    }
    let missing =
        |name| quantities.issue(Code::MissingField, format!("there is no quantity `{name}`"));
    if tracked && available.is_none() {
        return Err(missing("available"));
    }
    Ok(ShopLevel {
        inventory_item: item.field("id")?.id(InventoryItemId::parse)?,
        location: location.field("id")?.id(LocationId::parse)?,
        available,
        committed: committed.ok_or_else(|| missing("committed"))?,
        active: node.find("isActive")?.unwrap_or(true),
        tracked,
        location_active: location.find("isActive")?.unwrap_or(true),
        updated_at: node.find::<Timestamp>("updatedAt")?,
    })
}

fn whole(node: &Node<'_>) -> Result<i64, Issue> {
    let number = node.number()?;
    number.parse().map_err(|_| node.invalid(&"not a whole number"))
}
