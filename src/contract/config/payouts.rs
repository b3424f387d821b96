//! What payouts are recorded as, and where webhooks are sent.

use serde::Serialize;

use crate::domain::ids::lightspeed::{ItemId, RegisterId};
use crate::domain::table::Table;
use crate::report::{FromJson, Issue, Node};

/// The families of what a payout is made of: each is an item of its own on the summary.
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
#[derive(Clone, Debug, Default, Serialize)]
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
}

impl PayoutsConfig {
    /// Whether nothing of it is said.
    pub(super) fn is_default(&self) -> bool {
        self.register.is_none() && self.items.is_empty()
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
        node.only(&["register", "items"])?;
        Ok(Self { register: node.find("register")?, items: node.field("items")?.table()? })
    }
}

impl FromJson for WebhooksConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["shopify", "lightspeed"])?;
        Ok(Self { shopify: node.find("shopify")?, lightspeed: node.find("lightspeed")? })
    }
}
