//! The rows the flows keep in the host's store. Every value carries its schema version `v`.
//!
//! `docs/storage.md` describes them for whoever looks into a store.

use serde::Serialize;

use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// Which variant is which item: key `variant/<number>`.
pub const LINKS: &str = "links";
/// What was made of which order: key `<order>`.
pub const ORDERS: &str = "orders";
/// How new the newest is that was seen of something: key `order/<order>`.
pub const SEEN: &str = "seen";
/// Which order stands as which sale: key `<order>/<outlet>`.
pub const SALES: &str = "sales";
/// Which e-mail address is which customer: key is the address's `mac`.
pub const CUSTOMERS: &str = "customers";
/// Who is making something: key is the natural key.
pub const CLAIMS: &str = "claims";
/// The host's own tasks: key is the task's id.
pub const TASKS: &str = "tasks";

/// Every table.
pub const TABLES: &[&str] = &[LINKS, ORDERS, SEEN, SALES, CUSTOMERS, CLAIMS, TASKS];

/// The schema version of the values below.
pub const VERSION: u32 = 1;

/// A row of [`LINKS`].
#[derive(Clone, Debug, Serialize)]
pub struct LinkRow {
    /// Schema version.
    pub v: u32,
    /// The Lightspeed item.
    pub item: ItemId,
}

/// A row of [`ORDERS`]. It is written before the first sale is, so that whoever comes later knows
/// where sales of the order may stand, whatever the configuration says by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderRow {
    /// Schema version.
    pub v: u32,
    /// The outlets that a sale of the order was or is to be posted to.
    pub outlets: Vec<OutletId>,
    /// What the order was when all its sales stood; absent before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<PostedRow>,
}

/// What an order was when it was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedRow {
    /// What it came to, in the presentment currency.
    pub total: String,
    /// The units of each line.
    pub units: Vec<UnitsRow>,
}

/// A row of [`SEEN`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenRow {
    /// Schema version.
    pub v: u32,
    /// When Shopify had last changed it.
    pub updated_at: Timestamp,
}

/// The units of an order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitsRow {
    /// The line.
    pub line: LineItemId,
    /// How many.
    pub units: String,
}

/// A row of [`SALES`].
#[derive(Clone, Debug, Serialize)]
pub struct SaleRow {
    /// Schema version.
    pub v: u32,
    /// The Shopify order.
    pub order: OrderId,
    /// The outlet.
    pub outlet: OutletId,
    /// The Lightspeed sale.
    pub sale: SaleId,
}

/// A row of [`CUSTOMERS`].
#[derive(Clone, Debug, Serialize)]
pub struct CustomerRow {
    /// Schema version.
    pub v: u32,
    /// The Lightspeed customer.
    pub customer: CustomerId,
}

/// A row of [`CLAIMS`].
#[derive(Clone, Debug, Serialize)]
pub struct ClaimRow {
    /// Schema version.
    pub v: u32,
    /// The task that holds it.
    pub task: String,
}

/// A row of [`TASKS`], which the host writes.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// `open` while the task may still write.
    pub state: String,
}

impl FromJson for LinkRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, item: node.get("item")? })
    }
}

impl FromJson for OrderRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, outlets: node.get("outlets")?, posted: node.find("posted")? })
    }
}

impl FromJson for PostedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { total: node.get("total")?, units: node.get("units")? })
    }
}

impl FromJson for SeenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, updated_at: node.get("updated_at")? })
    }
}

impl FromJson for UnitsRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { line: node.get("line")?, units: node.get("units")? })
    }
}

impl FromJson for SaleRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            order: node.get("order")?,
            outlet: node.get("outlet")?,
            sale: node.get("sale")?,
        })
    }
}

impl FromJson for CustomerRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, customer: node.get("customer")? })
    }
}

impl FromJson for ClaimRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, task: node.get("task")? })
    }
}

impl FromJson for TaskRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { state: node.get("state")? })
    }
}
