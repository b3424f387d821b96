//! The rows the flows keep in the host's store. Every value carries its schema version `v`. Those
//! about orders are told in `order::rows`.
//!
//! `docs/storage.md` describes them for whoever looks into a store.

use serde::Serialize;

use crate::domain::ids::lightspeed::{CustomerId, ItemId};
use crate::report::{FromJson, Issue, Node};

/// Which variant is which item: key `variant/<number>`.
pub const LINKS: &str = "links";
/// What was made of which order: key `<order>`.
pub const ORDERS: &str = "orders";
/// How new the newest is that was seen of something: key `order/<order>`.
pub const SEEN: &str = "seen";
/// Which order stands as which sale: key `<order>/<outlet>`.
pub const SALES: &str = "sales";
/// Which units a stock level may not contain: key `<item>/<order>/<line>/<location or ->/<state>`.
pub const IN_FLIGHT: &str = "in_flight";
/// Which e-mail address is which customer: key is the address's `mac`.
pub const CUSTOMERS: &str = "customers";
/// Who is making something: key is the natural key.
pub const CLAIMS: &str = "claims";
/// The host's own tasks: key is the task's id.
pub const TASKS: &str = "tasks";

/// Every table.
pub const TABLES: &[&str] = &[LINKS, ORDERS, SEEN, SALES, IN_FLIGHT, CUSTOMERS, CLAIMS, TASKS];

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
