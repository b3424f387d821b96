//! What payouts are recorded as, and where webhooks are sent.

use serde::Serialize;

use crate::domain::ids::lightspeed::{ItemId, RegisterId};
use crate::domain::table::Table;
use crate::domain::time::Date;
use crate::report::{FromJson, Issue, Node};

/// The families of what a payout is made of: each is an item of its own on the summary. The same
/// as `domain::payout::Family`, as words.
pub const FAMILIES: [&str; 18] = [
    "sale",
    "refund",
    "fee",
    "dispute",
    "dispute_fee",
    "protection",
    "reserve",
    "lending",
    "shipping_label",
    "duty",
    "tax",
    "platform_fee",
    "shop_cash",
    "channel",
    "goodwill",
    "balance_move",
    "adjustment",
    "net",
];

/// What payouts are recorded as.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayoutsConfig {
    /// The register that payouts are recorded on, and nothing else. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterId>,
    /// The item of each family of balance transactions, and `net` for what went to the bank.
    /// Default: none.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub items: Table<String, ItemId>,
    /// Whether payouts are recorded in Lightspeed. Default `false`: they are summarised, and
    /// nothing is written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub record: bool,
    /// The accounts of your books, by what stands on them, in place of the default chart's. Default:
    /// none.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub accounts: Table<String, String>,
    /// What the books take revenue from. Default `lightspeed`.
    #[serde(default)]
    pub revenue: Revenue,
    /// What becomes of a payout with rows that nobody can place. Default `hold`.
    #[serde(default)]
    pub unknown: UnknownRows,
    /// Whether a payout of two months is split between them. Default `true`.
    #[serde(default = "yes")]
    pub split_months: bool,
    /// For how many days rows of a payout, or a sale of a row, may be missing before a person
    /// hears of it. Default 7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_days: Option<u32>,
    /// Up to and including this day the books are closed. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_through: Option<Date>,
}

/// What the books take revenue from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Revenue {
    /// From Lightspeed's sales: a payout only clears what they were paid with.
    #[default]
    Lightspeed,
    /// From payouts, as summaries of each deposit do.
    Payouts,
}

/// What becomes of a payout with rows that nobody can place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnknownRows {
    /// Nothing is posted until a person decides.
    #[default]
    Hold,
    /// They stand on the suspense account.
    Suspense,
}

fn yes() -> bool {
    true
}

impl Default for PayoutsConfig {
    fn default() -> Self {
        Self {
            register: None,
            items: Table::new(),
            record: false,
            accounts: Table::new(),
            revenue: Revenue::default(),
            unknown: UnknownRows::default(),
            split_months: yes(),
            wait_days: None,
            locked_through: None,
        }
    }
}

impl PayoutsConfig {
    /// Whether nothing of it is said.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where webhooks are sent.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhooksConfig {
    /// The address at which this tenant's Shopify webhooks arrive. Default: none, and set-up
    /// subscribes to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shopify: Option<String>,
    /// X-Series only: the address at which this tenant's Lightspeed webhooks arrive. Default: none,
    /// and set-up subscribes to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lightspeed: Option<String>,
}

impl WebhooksConfig {
    /// Whether nothing of it is said.
    pub(super) fn is_default(&self) -> bool {
        self.shopify.is_none() && self.lightspeed.is_none()
    }
}

impl FromJson for PayoutsConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "register",
            "items",
            "record",
            "accounts",
            "revenue",
            "unknown",
            "split_months",
            "wait_days",
            "locked_through",
        ])?;
        Ok(Self {
            register: node.find("register")?,
            items: node.field("items")?.table()?,
            record: node.find("record")?.unwrap_or_default(),
            accounts: node.field("accounts")?.table()?,
            revenue: node.find("revenue")?.unwrap_or_default(),
            unknown: node.find("unknown")?.unwrap_or_default(),
            split_months: node.find("split_months")?.unwrap_or(true),
            wait_days: node.find("wait_days")?,
            locked_through: node.find("locked_through")?,
        })
    }
}

impl FromJson for Revenue {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("lightspeed", Self::Lightspeed), ("payouts", Self::Payouts)])
    }
}

impl FromJson for UnknownRows {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("hold", Self::Hold), ("suspense", Self::Suspense)])
    }
}

impl FromJson for WebhooksConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["shopify", "lightspeed"])?;
        Ok(Self { shopify: node.find("shopify")?, lightspeed: node.find("lightspeed")? })
    }
}
