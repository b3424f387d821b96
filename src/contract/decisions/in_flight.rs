//! Input and output of `stock.in_flight`.

use serde::Serialize;

use super::Link;
use crate::contract::Explain;
use crate::contract::in_flight::{InFlightRow, SaleStanding, TakenUnits};
use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
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
