//! Input and output of `stock.in_flight`.

use serde::Serialize;

use super::Link;
use crate::contract::Explain;
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::{LineItemId, LocationId, OrderId};
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node, RawJson};

/// `stock.in_flight`: what stands beside the order, which is the payload.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StockInFlight {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// The order's fulfilment orders as Shopify gives them, by REST or GraphQL. Default: there
    /// are none yet, and its units have no location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<serde_json::Value>>"))]
    pub fulfillment_orders: Option<RawJson>,
    /// What is which item; at least what the order sells. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub links: Vec<Link>,
    /// What Lightspeed has for the order, sale by sale. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub lightspeed: Vec<TakenBySale>,
    /// The `as_of` that came with the earlier rows. Default: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Whether Shopify has said, now or earlier, that the order was deleted. Default `false`.
    #[serde(default)]
    pub deleted: bool,
    /// No stock level that was read before this time is used any more. Default: not known, and
    /// units that left keep their row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels_since: Option<Timestamp>,
    /// The order's rows as they stood before. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub rows: Vec<InFlightRow>,
}

/// What one Lightspeed sale has taken for the order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakenBySale {
    /// The outlet or shop.
    pub outlet: OutletId,
    /// How far the sale is.
    pub state: SaleStanding,
    /// The sale. Default: not known, or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// When the host received the answer that shows it; must be there unless the sale is `sent`
    /// or `released`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// What it took. Default: nothing; of a `sent` one, all lines of the outlet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub lines: Vec<TakenUnits>,
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
#[derive(Clone, Debug, Serialize)]
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

/// Units of one order line that a Lightspeed level may not contain.
#[derive(Clone, Debug, Serialize)]
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

/// `stock.in_flight`: the rows of an order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InFlight {
    /// The order.
    pub order: OrderId,
    /// The newest `updated_at` of the order that was decided from, to be handed in next time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Whether this version of the order was older than that, so that the earlier rows counted.
    pub stale: bool,
    /// The rows as they should stand now, in the order of their keys.
    pub rows: Vec<KeyedRow>,
    /// What that changes, in the order of the keys.
    pub changes: Vec<RowChange>,
}

/// A row and its key.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyedRow {
    /// What it is kept under: `<item>/<order>/<line>/<location or ->/<state>`. The explanations
    /// of the row are about `in_flight/<key>`.
    pub key: String,
    /// The row.
    pub row: InFlightRow,
}

/// A row that is to be put or deleted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowChange {
    /// What it is kept under.
    pub key: String,
    /// The row that is to stand there; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<InFlightRow>,
}

impl FromJson for StockInFlight {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "explain",
            "fulfillment_orders",
            "links",
            "lightspeed",
            "as_of",
            "deleted",
            "levels_since",
            "rows",
        ])?;
        // Its entries are the vendor's, but a list it must be.
        drop(node.field("fulfillment_orders")?.items()?);
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            fulfillment_orders: node.find("fulfillment_orders")?,
            links: node.find("links")?.unwrap_or_default(),
            lightspeed: node.find("lightspeed")?.unwrap_or_default(),
            as_of: node.find("as_of")?,
            deleted: node.find("deleted")?.unwrap_or_default(),
            levels_since: node.find("levels_since")?,
            rows: node.find("rows")?.unwrap_or_default(),
        })
    }
}

impl FromJson for TakenBySale {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["outlet", "state", "sale", "confirmed_at", "lines"])?;
        Ok(Self {
            outlet: node.get("outlet")?,
            state: node.get("state")?,
            sale: node.find("sale")?,
            confirmed_at: node.find("confirmed_at")?,
            lines: node.find("lines")?.unwrap_or_default(),
        })
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
