//! The rows the store keeps about an order. Every value carries its schema version `v`.

use serde::Serialize;

use crate::contract::in_flight::{InFlightRow, SaleStanding, TakenUnits};
use crate::domain::ids::lightspeed::{CustomerId, OutletId, SaleId};
use crate::domain::ids::shopify::{LineItemId, OrderId, TransactionId};
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// A row of [`ORDERS`](crate::flow::rows::ORDERS). It is written before the first sale is, so that
/// whoever comes later knows where sales of the order may stand, whatever the configuration says
/// by then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct OrderRow {
    /// Schema version.
    pub(super) v: u32,
    /// The outlets that a sale of the order was or is to be posted to.
    pub(super) outlets: Vec<OutletId>,
    /// What the order was when all its sales stood; absent before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) posted: Option<PostedRow>,
    /// The customers whom R-Series may keep lines of the order for, from before the first of them is
    /// written until all of them are sold or given back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) reserved_for: Vec<CustomerId>,
    /// Its rows of [`IN_FLIGHT`](crate::flow::rows::IN_FLIGHT), which lie there by item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) in_flight: Vec<InFlightRow>,
    /// How often its sales changed and nothing else of this row did: whoever read both before knows
    /// by the row that they are others now.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) turn: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(turn: &u32) -> bool {
    *turn == 0
}

/// What an order was when it was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct PostedRow {
    /// What it came to, in the presentment currency.
    pub(super) total: String,
    /// The units of each line.
    pub(super) units: Vec<UnitsRow>,
    /// How its sales were taken back when it was cancelled; absent while they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) taken_back: Option<TakenBack>,
}

/// How the sales of a cancelled order were taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TakenBack {
    /// Goods and money.
    Whole,
    /// The goods; the money is a person's to see to.
    Goods,
}

/// The units of an order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct UnitsRow {
    /// The line.
    pub(super) line: LineItemId,
    /// How many.
    pub(super) units: String,
}

/// A row of [`IN_FLIGHT`](crate::flow::rows::IN_FLIGHT).
#[derive(Clone, Debug, Serialize)]
pub(super) struct FlightRow {
    /// Schema version.
    pub(super) v: u32,
    /// The units.
    pub(super) row: InFlightRow,
}

/// A row of [`SEEN`](crate::flow::rows::SEEN).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SeenRow {
    /// Schema version.
    pub(super) v: u32,
    /// When Shopify had last changed it.
    pub(super) updated_at: Timestamp,
}

/// A row of [`SALES`](crate::flow::rows::SALES).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct SaleRow {
    /// Schema version.
    pub(in crate::flow) v: u32,
    /// The Shopify order.
    pub(in crate::flow) order: OrderId,
    /// The outlet.
    pub(in crate::flow) outlet: OutletId,
    /// The Lightspeed sale; R-Series has none for lines that are only reserved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::flow) sale: Option<SaleId>,
    /// How far it is.
    pub(in crate::flow) state: SaleStanding,
    /// Since when that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::flow) confirmed_at: Option<Timestamp>,
    /// The stock it took.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::flow) lines: Vec<TakenUnits>,
    /// What it was paid with, where it is one of ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::flow) paid: Vec<PaidRow>,
    /// Whether all of that was paid back when it was taken back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::flow) paid_back: bool,
}

/// A payment of a sale, as its order has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct PaidRow {
    /// The order's transaction.
    pub(in crate::flow) transaction: TransactionId,
    /// How much, in the shop's currency.
    pub(in crate::flow) amount: DecimalText,
}

impl FromJson for OrderRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            outlets: node.get("outlets")?,
            posted: node.find("posted")?,
            reserved_for: node.find("reserved_for")?.unwrap_or_default(),
            in_flight: node.find("in_flight")?.unwrap_or_default(),
            turn: node.find("turn")?.unwrap_or_default(),
        })
    }
}

impl FromJson for PostedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            total: node.get("total")?,
            units: node.get("units")?,
            taken_back: node.find("taken_back")?,
        })
    }
}

impl FromJson for TakenBack {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("whole", Self::Whole), ("goods", Self::Goods)])
    }
}

impl FromJson for UnitsRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { line: node.get("line")?, units: node.get("units")? })
    }
}

impl FromJson for SeenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, updated_at: node.get("updated_at")? })
    }
}

impl FromJson for SaleRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            order: node.get("order")?,
            outlet: node.get("outlet")?,
            sale: node.find("sale")?,
            state: node.get("state")?,
            confirmed_at: node.find("confirmed_at")?,
            lines: node.find("lines")?.unwrap_or_default(),
            paid: node.find("paid")?.unwrap_or_default(),
            paid_back: node.find("paid_back")?.unwrap_or_default(),
        })
    }
}

impl FromJson for PaidRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { transaction: node.get("transaction")?, amount: node.get("amount")? })
    }
}
