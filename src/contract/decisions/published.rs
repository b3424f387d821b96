//! Output of `stock.publish`.

use serde::Serialize;

use super::LevelMark;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::number::DecimalText;
use crate::report::RawJson;

/// `stock.publish`: what Shopify may sell.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StockPublished {
    /// Each inventory item at each location, in their order.
    pub quantities: Vec<PublishedQuantity>,
    /// How many quantities are right as they are, listed or not.
    pub unchanged: u32,
    /// What is to be sent to Shopify: items that are not stocked yet, then all other quantities.
    pub requests: Vec<StockRequest>,
    /// Rows that nothing was decided from.
    pub ignored: IgnoredRows,
    /// The newest levels that were decided from, where they were asked for and are new; by item
    /// and outlet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub watermarks: Vec<LevelMark>,
}

/// How many of an inventory item can be sold at a location, and why. What is zero is left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublishedQuantity {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// What is done.
    pub change: ChangeKind,
    /// Why it is held or skipped, or must not be sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// How many can be sold; below zero only where `stock.pass_negative` says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<DecimalText>,
    /// How many Shopify says; absent where the item is not stocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shopify: Option<DecimalText>,
    /// What is written now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write: Option<DecimalText>,
    /// Whether the item is stocked at the location by that.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub activate: bool,
    /// Whether there is more to come once another read confirms it: keep `quantity` and
    /// `read_began_at` for its `earlier`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whether there are more than Shopify takes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub capped: bool,
    /// What the outlets of the location can sell together; below zero where they are short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sellable: Option<DecimalText>,
    /// What of it is in flight, if anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_flight: Option<InFlightParts>,
    /// What is held back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safety: Option<DecimalText>,
    /// What the kit is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kit: Vec<KitStanding>,
}

/// What is done about a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is right.
    None,
    /// It falls, and is written.
    Fall,
    /// It rises, that is certain, and it is written.
    Rise,
    /// It is to rise: read again, `stock.confirm_after` seconds later or more.
    Confirm,
    /// It is to rise over units that Shopify has committed and no row tells of: read its orders.
    Sweep,
    /// It is not known: it stays as it is.
    Hold,
    /// It is not published.
    Skip,
}

/// Units in flight: `gone + elsewhere + max(new, committed - in_lightspeed) + by_kits`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InFlightParts {
    /// Units that left.
    pub gone: DecimalText,
    /// Units still to be sent that the level may not know.
    pub new: DecimalText,
    /// The same of other locations that draw on an outlet of this one.
    pub elsewhere: DecimalText,
    /// What Shopify has committed.
    pub committed: DecimalText,
    /// Units still to be sent that the level knows.
    pub in_lightspeed: DecimalText,
    /// Units that kits in flight take.
    pub by_kits: DecimalText,
}

/// One component of a kit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KitStanding {
    /// The item.
    pub item: ItemId,
    /// How many of it one kit takes in the end.
    pub need: DecimalText,
    /// How many are left of it.
    pub available: DecimalText,
}

/// A request that writes stock.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StockRequest {
    /// What it does: `inventorySetQuantities` or `inventoryActivate`.
    pub operation: &'static str,
    /// How many quantities it writes.
    pub rows: u32,
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The JSON body.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub body: RawJson,
}

/// How many rows nothing was decided from, and why.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IgnoredRows {
    /// Lightspeed: the sum of all shops (R).
    pub sums: u32,
    /// Lightspeed: items that are not linked and in no kit.
    pub items: u32,
    /// Lightspeed: outlets that serve no location.
    pub outlets: u32,
    /// Both: there is a newer row, or the same once more.
    pub older: u32,
    /// Rows in flight of items that are not linked and in no kit.
    pub in_flight: u32,
}
