//! Writing stock.
//!
//! Source: shopify.dev, Admin GraphQL 2026-04 to 2026-10, `inventorySetQuantities` and
//! `inventoryActivate`. A call is all or nothing and has at most 250 rows. We write `available`,
//! never `on_hand`, and always say what stood there. The key is that of the cause: the same write
//! again is one write, the same quantities for another reason are another.

use serde::{Serialize, Serializer};

use super::document::document;
use crate::contract::io::{Request, System};
use crate::domain::digest::hex96;
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::report::{RawJson, write};

/// How many rows one call has at most.
pub const MOST_ROWS: usize = 250;

const SET: &str = document!("graphql/stock_set.graphql");
const ACTIVATE: &str = document!("graphql/stock_activate.graphql");

/// What can be sold of an inventory item at a location, and what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// What is to stand there.
    pub quantity: i64,
    /// What stood there when it was read; nothing where the item is not stocked.
    pub from: Option<i64>,
}

/// Who writes, and why.
#[derive(Clone, Copy, Debug)]
pub struct Cause<'a> {
    /// The shop.
    pub shop: &'a str,
    /// The API version.
    pub api_version: &'a str,
    /// What the write is made for: the task.
    pub cause: &'a str,
    /// How often it was tried with other rows, or failed so that a new key is needed.
    pub attempt: u32,
}

/// What `inventorySetQuantities` is called with, for `rows` of items that are stocked, at most
/// [`MOST_ROWS`].
#[must_use]
pub fn set(rows: &[Setting], natural_key: &str, cause: Cause<'_>) -> Request {
    let input = Input {
        name: "available",
        reason: "correction",
        reference: reference(cause.cause),
        quantities: Rows(rows),
    };
    let input = RawJson::of(&input);
    let key = key("inventorySetQuantities", input.as_bytes(), cause);
    post(&Call { query: SET, variables: SetVariables { input, key } }, natural_key, cause)
}

/// What `inventoryActivate` is called with, for an item that is not stocked.
#[must_use]
pub fn activate(row: Setting, natural_key: &str, cause: Cause<'_>) -> Request {
    let mut variables = ActivateVariables {
        inventory_item: row.inventory_item,
        location: row.location,
        available: row.quantity,
        key: String::new(),
    };
    variables.key = key("inventoryActivate", &write::bytes(&variables), cause);
    post(&Call { query: ACTIVATE, variables }, natural_key, cause)
}

fn post(call: &impl Serialize, natural_key: &str, cause: Cause<'_>) -> Request {
    let path = format!("/admin/api/{}/graphql.json", cause.api_version);
    Request::write(System::Shopify, "POST", path, natural_key).with_body(call)
}

fn key(operation: &str, variables: &[u8], cause: Cause<'_>) -> String {
    let attempt = cause.attempt.to_be_bytes();
    let parts: [&[u8]; 5] =
        [cause.shop.as_bytes(), operation.as_bytes(), cause.cause.as_bytes(), variables, &attempt];
    hex96(parts)
}

/// What the merchant sees beside the change, where the cause can stand in an address.
fn reference(cause: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte);
    let fits = !cause.is_empty() && cause.len() <= 100 && cause.bytes().all(plain);
    fits.then(|| format!("gid://tillbridge/Task/{cause}"))
}

#[derive(Serialize)]
struct Call<V> {
    query: &'static str,
    variables: V,
}

#[derive(Serialize)]
struct SetVariables {
    input: RawJson,
    key: String,
}

#[derive(Serialize)]
struct ActivateVariables {
    #[serde(rename = "inventoryItemId")]
    inventory_item: InventoryItemId,
    #[serde(rename = "locationId")]
    location: LocationId,
    available: i64,
    key: String,
}

#[derive(Serialize)]
struct Input<'a> {
    name: &'static str,
    reason: &'static str,
    #[serde(rename = "referenceDocumentUri", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    quantities: Rows<'a>,
}

struct Rows<'a>(&'a [Setting]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|row| Row {
            inventory_item: row.inventory_item,
            location: row.location,
            quantity: row.quantity,
            from: row.from,
        }))
    }
}

/// `changeFromQuantity` is always there: `null` says that nothing is compared.
#[derive(Serialize)]
struct Row {
    #[serde(rename = "inventoryItemId")]
    inventory_item: InventoryItemId,
    #[serde(rename = "locationId")]
    location: LocationId,
    quantity: i64,
    #[serde(rename = "changeFromQuantity")]
    from: Option<i64>,
}
