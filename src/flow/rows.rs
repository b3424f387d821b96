//! The rows the flows keep in the host's store. Every value carries its schema version `v`. Those
//! about orders are told in `order::rows`.
//!
//! `docs/storage.md` describes them for whoever looks into a store.

use serde::Serialize;

use crate::domain::ids::lightspeed::{CustomerId, ItemId};
use crate::domain::ids::shopify::VariantId;
use crate::domain::number::DecimalText;
use crate::report::{FromJson, Issue, Node};

/// Which variant is which item: keys `variant/<number>` and `item/<item>`; and what is left to a
/// person, which pairs one refused, and how the last run went.
pub const LINKS: &str = "links";
/// Both catalogues, while they are linked: key `<run>/…`.
pub const CATALOGUE: &str = "catalogue";
/// What was made of which order: key `<order>`.
pub const ORDERS: &str = "orders";
/// How new the newest is that was seen of something: key `order/<order>`.
pub const SEEN: &str = "seen";
/// Which order stands as which sale: key `<order>/<outlet>`.
pub const SALES: &str = "sales";
/// Which orders staff keyed by hand, what a person decided about them, and how the last run went:
/// keys `order/<order>`, `sale/<sale>` and `run`.
pub const ADOPT: &str = "adopt";
/// Open orders and the sales that may be theirs, while a run is under way: key `<run>/…`.
pub const KEYED: &str = "keyed";
/// Which units a stock level may not contain: key `<item>/<order>/<line>/<location or ->/<state>`.
pub const IN_FLIGHT: &str = "in_flight";
/// What is remembered of an item's stock: keys `<item>/location/<number>`, `<item>/outlet/<id>`,
/// `inventory_item/<number>`, `orders` and `poll`.
pub const STOCK: &str = "stock";
/// Which e-mail address is which customer: key is the address's `mac`.
pub const CUSTOMERS: &str = "customers";
/// Who is making something: key is the natural key.
pub const CLAIMS: &str = "claims";
/// What was made of payouts: keys `<payout>`, `open/<payout>`, `entry/<reference>`, `poll` and `way`; and
/// what days come to: `turnover/<day>`.
pub const PAYOUTS: &str = "payouts";
/// What set-up chose and found: keys `names`, `config` and `blocked`.
pub const SETUP: &str = "setup";
/// What would have been done, and how it compares with what staff did: keys `of/…`, `day/…` and
/// `report/…`.
pub const SHADOW: &str = "shadow";
/// The host's own tasks: key is the task's id.
pub const TASKS: &str = "tasks";

/// Every table.
pub const TABLES: &[&str] = &[
    LINKS, CATALOGUE, ORDERS, SEEN, SALES, ADOPT, KEYED, IN_FLIGHT, STOCK, CUSTOMERS, CLAIMS,
    PAYOUTS, SETUP, SHADOW, TASKS,
];

/// The schema version of the values below.
pub const VERSION: u32 = 1;

/// A row of [`LINKS`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkRow {
    /// Schema version.
    pub v: u32,
    /// The Lightspeed item.
    pub item: ItemId,
    /// What it was linked by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Whether a person linked it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// One side counts no stock of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub untracked: bool,
    /// What the item is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kit: Vec<KitRow>,
    /// The item is made of others, and nobody says of which.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub kit_untold: bool,
}

/// The same from the other side.
#[derive(Clone, Debug, Serialize)]
pub struct ItemLinkRow {
    /// Schema version.
    pub v: u32,
    /// The Shopify variant.
    pub variant: VariantId,
    /// Whether a person linked it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
}

/// Which item an inventory item is, in [`STOCK`].
#[derive(Clone, Debug, Serialize)]
pub struct ItemOfRow {
    /// Schema version.
    pub v: u32,
    /// The item.
    pub item: ItemId,
}

/// One component of a kit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KitRow {
    /// The item.
    pub item: ItemId,
    /// How many of it one kit takes.
    pub quantity: DecimalText,
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
        Ok(Self {
            v: node.get("v")?,
            item: node.get("item")?,
            by: node.find("by")?.unwrap_or_default(),
            by_hand: node.find("by_hand")?.unwrap_or_default(),
            untracked: node.find("untracked")?.unwrap_or_default(),
            kit: node.find("kit")?.unwrap_or_default(),
            kit_untold: node.find("kit_untold")?.unwrap_or_default(),
        })
    }
}

impl FromJson for ItemLinkRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            variant: node.get("variant")?,
            by_hand: node.find("by_hand")?.unwrap_or_default(),
        })
    }
}

impl FromJson for ItemOfRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, item: node.get("item")? })
    }
}

impl FromJson for KitRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { item: node.get("item")?, quantity: node.get("quantity")? })
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
