//! Which variants an inventory item is of.
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

/// Asks for the variants.
#[must_use]
pub fn query(inventory_item: InventoryItemId, api_version: &str) -> Request {
    let variables = Variables { id: inventory_item.gid() };
    let path = format!("/admin/api/{api_version}/graphql.json");
    Request::read(System::Shopify, "POST", path).with_body(&Query { query: DOCUMENT, variables })
}

/// The variants in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<Vec<VariantId>, Issue> {
    let found = answer::read(body, "inventoryItem", |item| {
        let list = item.field("variants")?;
        if list.is_nothing() {
            return Ok(Vec::new());
        }
        let nodes = answer::must(&list, "nodes", "a list")?;
        nodes.items()?.map(|own| own.field("id")?.parsed(VariantId::parse)).collect()
    })?;
    Ok(found.unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variants_are_those_of_the_answer() {
        let body = br#"{"data":{"inventoryItem":{"variants":{"nodes":[
            {"id":"gid://shopify/ProductVariant/7"},{"id":"gid://shopify/ProductVariant/8"}]}}}}"#;
        let all: Vec<u64> = decode(body).unwrap().iter().map(VariantId::number).collect();
        assert_eq!(all, [7, 8]);
        assert!(decode(br#"{"data":{"inventoryItem":null}}"#).unwrap().is_empty());
        assert!(decode(br#"{"data":{"inventoryItem":{"variants":null}}}"#).unwrap().is_empty());
        assert!(decode(br#"{"errors":[{"message":"no"}],"data":null}"#).is_err());
    }

    #[test]
    fn a_webhook_says_what_can_be_sold_or_that_nobody_counts() {
        let body = |available: &str| {
            format!(r#"{{"inventory_item_id":5,"location_id":6,"available":{available}}}"#)
        };
        let (item, location, units) = webhook(body("-3").as_bytes(), "$.body").unwrap();
        assert_eq!((item.number(), location.number(), units), (5, 6, Some(-3)));
        assert_eq!(webhook(body("null").as_bytes(), "$.body").unwrap().2, None);
        let issue = webhook(body("1.5").as_bytes(), "$.body").unwrap_err();
        assert_eq!(issue.path, "$.body.available");
    }
}
