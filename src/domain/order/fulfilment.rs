//! Where an order's goods are sent from.

use rust_decimal::Decimal;

use crate::domain::ids::shopify::{InventoryItemId, LineItemId, LocationId};

/// What one location is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FulfilmentOrder {
    /// The location, where Shopify says it.
    pub location: Option<LocationId>,
    /// Whether any of it is still to be done.
    pub open: bool,
    /// How it reaches the buyer.
    pub method: DeliveryMethod,
    /// What is to be sent.
    pub lines: Vec<FulfilmentLine>,
}

/// Units of one order line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FulfilmentLine {
    /// The order line.
    pub line: LineItemId,
    /// How many units.
    pub units: Decimal,
    /// How many of them are still to be sent.
    pub unsent: Decimal,
    /// The inventory item, where Shopify says it.
    pub inventory_item: Option<InventoryItemId>,
}

/// How goods reach the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryMethod {
    /// Sent, by a carrier or by the shop itself.
    Ship,
    /// Picked up by the buyer.
    PickUp,
    /// Nothing has to reach the buyer, or it did at the till.
    None,
}
