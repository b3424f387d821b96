//! Which variant an inventory item is of.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `inventoryItem`; webhook `inventory_levels/update`.

use serde::Serialize;

use super::answer;
use super::document::document;
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::{InventoryItemId, LocationId, VariantId};
use crate::domain::quantity::Quantity;
use crate::report::{Issue, Json, Node};

const DOCUMENT: &str = document!("graphql/inventory_variant.graphql");

#[derive(Serialize)]
struct Query {
    query: &'static str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    id: String,
}

/// Asks for the variant.
#[must_use]
pub fn query(inventory_item: InventoryItemId, api_version: &str) -> Request {
    let variables = Variables { id: inventory_item.gid() };
    let path = format!("/admin/api/{api_version}/graphql.json");
    Request::read(System::Shopify, "POST", path).with_body(&Query { query: DOCUMENT, variables })
}

/// The variant in the answer to [`query`], if there is one.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<Option<VariantId>, Issue> {
    let found = answer::read(body, "inventoryItem", |item| {
        let variant = item.field("variant")?;
        if variant.is_nothing() {
            return Ok(None);
        }
        variant.field("id")?.parsed(VariantId::parse).map(Some)
    })?;
    Ok(found.flatten())
}

/// What a webhook `inventory_levels/update` says: the inventory item, the location, and what can be
/// sold there, unless stock is not counted.
///
/// # Errors
/// An issue at its path when it is not one.
pub fn webhook(
    body: &[u8],
    path: &str,
) -> Result<(InventoryItemId, LocationId, Option<i64>), Issue> {
    let json = Json::parse(body).map_err(|issue| issue.below(path))?;
    let root = Node::root(&json, path);
    let available = root.field("available")?;
    let available = if available.is_nothing() {
        None
    } else {
        let units = Quantity::new(available.decimal()?).as_i64();
        Some(units.ok_or_else(|| available.wrong("a whole number"))?)
    };
    Ok((
        root.field("inventory_item_id")?.id(InventoryItemId::parse)?,
        root.field("location_id")?.id(LocationId::parse)?,
        available,
    ))
}
