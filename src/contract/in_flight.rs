//! Units in flight, and what sales took of them: as decisions have them and as the store keeps them.

use serde::Serialize;

use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::{LineItemId, LocationId, OrderId};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Reason, Row, State};
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// Units of one order line that a Lightspeed level may not contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InFlightRow {
    /// The order.
    pub order: OrderId,
    /// Its line.
    pub line: LineItemId,
    /// The item that is sold.
    pub item: ItemId,
    /// The location the units are taken from. Default: Shopify has not said it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The outlet whose level is short of them, or is to be.
    pub outlet: OutletId,
    /// How many units; above zero.
    pub quantity: DecimalText,
    /// How many of these are still to be sent: Shopify counts them as committed.
    pub open: DecimalText,
    /// How far they are.
    pub state: InFlightState,
    /// Why they are no further.
    pub reason: InFlightReason,
    /// The sale that took them. Default: none did, or it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// When Lightspeed was known to have them. A level whose read began before does not contain
    /// that. Default: it does not have them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
}

/// How far units are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InFlightState {
    /// Still to be sent, and not in Lightspeed.
    Seen,
    /// The same, with the write that takes them under way.
    Sent,
    /// Sold or reserved in Lightspeed.
    InLightspeed,
    /// Gone without a sale.
    Fulfilled,
}

/// Why units are as far as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InFlightReason {
    /// Nothing was written for them.
    NotPosted,
    /// A test order is never posted.
    TestOrder,
    /// An order from before go-live is never posted.
    BeforeGoLive,
    /// Lightspeed had fewer units than were to be reserved.
    ReservedShort,
    /// The outlet has a sale of the order, and they are not in it.
    NotInSale,
    /// The write that takes them is under way.
    Sent,
    /// Lightspeed keeps them for the buyer.
    Reserved,
    /// Lightspeed has sold them.
    Completed,
    /// A person took them off Lightspeed's stock.
    ByHand,
}

/// How far a Lightspeed sale is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SaleStanding {
    /// Its write is under way, or its outcome is not known.
    Sent,
    /// It keeps stock for the buyer.
    Reserved,
    /// It is sold.
    Completed,
    /// There is none: a person took the units off the stock.
    ByHand,
    /// It was voided, or its reservation was deleted.
    Released,
}

/// Units of one order line that a sale took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakenUnits {
    /// The order line.
    pub line: LineItemId,
    /// How many units it really took.
    pub units: DecimalText,
    /// How many it was to take. Default: as many as it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<DecimalText>,
}

impl From<&Row> for InFlightRow {
    #[inline(never)]
    fn from(row: &Row) -> Self {
        Self {
            order: row.order,
            line: row.line,
            item: row.item.clone(),
            location: row.location,
            outlet: row.outlet.clone(),
            quantity: DecimalText(row.quantity.value().normalize()),
            open: DecimalText(row.open.value().normalize()),
            state: match row.state {
                State::Seen => InFlightState::Seen,
                State::Sent => InFlightState::Sent,
                State::InLightspeed => InFlightState::InLightspeed,
                State::Fulfilled => InFlightState::Fulfilled,
            },
            reason: match row.reason {
                Reason::NotPosted => InFlightReason::NotPosted,
                Reason::TestOrder => InFlightReason::TestOrder,
                Reason::BeforeGoLive => InFlightReason::BeforeGoLive,
                Reason::ReservedShort => InFlightReason::ReservedShort,
                Reason::NotInSale => InFlightReason::NotInSale,
                Reason::Sent => InFlightReason::Sent,
                Reason::Reserved => InFlightReason::Reserved,
                Reason::Completed => InFlightReason::Completed,
                Reason::ByHand => InFlightReason::ByHand,
            },
            sale: row.sale.clone(),
            confirmed_at: row.confirmed_at,
        }
    }
}

impl From<&InFlightRow> for Row {
    #[inline(never)]
    fn from(row: &InFlightRow) -> Self {
        Self {
            order: row.order,
            line: row.line,
            item: row.item.clone(),
            location: row.location,
            outlet: row.outlet.clone(),
            quantity: Quantity::new(row.quantity.0),
            open: Quantity::new(row.open.0),
            state: match row.state {
                InFlightState::Seen => State::Seen,
                InFlightState::Sent => State::Sent,
                InFlightState::InLightspeed => State::InLightspeed,
                InFlightState::Fulfilled => State::Fulfilled,
            },
            reason: match row.reason {
                InFlightReason::NotPosted => Reason::NotPosted,
                InFlightReason::TestOrder => Reason::TestOrder,
                InFlightReason::BeforeGoLive => Reason::BeforeGoLive,
                InFlightReason::ReservedShort => Reason::ReservedShort,
                InFlightReason::NotInSale => Reason::NotInSale,
                InFlightReason::Sent => Reason::Sent,
                InFlightReason::Reserved => Reason::Reserved,
                InFlightReason::Completed => Reason::Completed,
                InFlightReason::ByHand => Reason::ByHand,
            },
            sale: row.sale.clone(),
            confirmed_at: row.confirmed_at,
        }
    }
}

impl FromJson for InFlightRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "order",
            "line",
            "item",
            "location",
            "outlet",
            "quantity",
            "open",
            "state",
            "reason",
            "sale",
            "confirmed_at",
        ])?;
        Ok(Self {
            order: node.get("order")?,
            line: node.get("line")?,
            item: node.get("item")?,
            location: node.find("location")?,
            outlet: node.get("outlet")?,
            quantity: node.get("quantity")?,
            open: node.get("open")?,
            state: node.get("state")?,
            reason: node.get("reason")?,
            sale: node.find("sale")?,
            confirmed_at: node.find("confirmed_at")?,
        })
    }
}

impl FromJson for InFlightState {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("seen", Self::Seen),
            ("sent", Self::Sent),
            ("in_lightspeed", Self::InLightspeed),
            ("fulfilled", Self::Fulfilled),
        ])
    }
}

impl FromJson for InFlightReason {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("not_posted", Self::NotPosted),
            ("test_order", Self::TestOrder),
            ("before_go_live", Self::BeforeGoLive),
            ("reserved_short", Self::ReservedShort),
            ("not_in_sale", Self::NotInSale),
            ("sent", Self::Sent),
            ("reserved", Self::Reserved),
            ("completed", Self::Completed),
            ("by_hand", Self::ByHand),
        ])
    }
}

impl FromJson for SaleStanding {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("sent", Self::Sent),
            ("reserved", Self::Reserved),
            ("completed", Self::Completed),
            ("by_hand", Self::ByHand),
            ("released", Self::Released),
        ])
    }
}

impl FromJson for TakenUnits {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["line", "units", "asked"])?;
        Ok(Self { line: node.get("line")?, units: node.get("units")?, asked: node.find("asked")? })
    }
}
