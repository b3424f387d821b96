//! The rows the flows keep in the host's store. Every value carries its schema version `v`.
//!
//! `docs/storage.md` describes them for whoever looks into a store.

use serde::Serialize;

use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::report::{FromJson, Issue, Node};

/// Which variant is which item: key `variant/<number>`.
pub const LINKS: &str = "links";
/// Which order stands as which sale: key `<order>/<outlet>`.
pub const SALES: &str = "sales";
/// Which e-mail address is which customer: key is the address's `mac`.
pub const CUSTOMERS: &str = "customers";
/// Who is making something: key is the natural key.
pub const CLAIMS: &str = "claims";
/// The host's own tasks: key is the task's id.
pub const TASKS: &str = "tasks";

/// Every table.
pub const TABLES: &[&str] = &[LINKS, SALES, CUSTOMERS, CLAIMS, TASKS];

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
