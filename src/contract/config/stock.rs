//! What of Lightspeed's stock is published.

use serde::Serialize;

use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::LocationId;
use crate::domain::number::DecimalText;
use crate::report::{FromJson, Issue, Node};

/// What of Lightspeed's stock is published.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StockConfig {
    /// Whether stock is written to Shopify. Default `false`: it is computed and shown, and nothing is
    /// written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub publish: bool,
    /// What is held back. Of the entries that are about an item at a location the most telling one
    /// counts alone: item and location, then item, then location, then neither. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub safety: Vec<SafetyConfig>,
    /// Whether a quantity rises only when a second read says so, too. Default `true`.
    #[serde(default = "yes")]
    pub confirm_increases: bool,
    /// How many seconds after the first read the second one may count. Default 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_after: Option<u32>,
    /// What becomes of several variants that are one item. Default `block`.
    #[serde(default)]
    pub duplicates: Duplicates,
    /// What a kit's quantity comes from. Default `components`.
    #[serde(default)]
    pub kits: KitStock,
    /// Whether a quantity below zero is shown as it is. What is written is zero all the same.
    /// Default `false`.
    #[serde(default)]
    pub pass_negative: bool,
}

fn yes() -> bool {
    true
}

impl Default for StockConfig {
    fn default() -> Self {
        Self {
            publish: false,
            safety: Vec::new(),
            confirm_increases: true,
            confirm_after: None,
            duplicates: Duplicates::Block,
            kits: KitStock::Components,
            pass_negative: false,
        }
    }
}

impl StockConfig {
    /// Whether nothing of it is said.
    pub(super) fn is_default(&self) -> bool {
        !self.publish
            && self.safety.is_empty()
            && self.confirm_increases
            && self.confirm_after.is_none()
            && self.duplicates == Duplicates::Block
            && self.kits == KitStock::Components
            && !self.pass_negative
    }
}

/// What is held back: units or a share, one of the two.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SafetyConfig {
    /// Only of this item. Default: of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// Only at this location. Default: at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// So many units. Default: a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<DecimalText>,
    /// So many hundredths of what Lightspeed can sell, rounded up to whole units. Default: units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<DecimalText>,
}

/// What becomes of several variants that are one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// Nothing is written for them.
    #[default]
    Block,
    /// Each gets all of it.
    Mirror,
    /// Each gets an equal share of whole units; the older ones get what is left over.
    Split,
}

/// What a kit's quantity comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KitStock {
    /// As many as can be made of what it is made of. Its own level counts for nothing.
    #[default]
    Components,
    /// Its own level, as that of any other item. Selling it takes nothing off its components.
    Own,
}

impl FromJson for StockConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "publish",
            "safety",
            "confirm_increases",
            "confirm_after",
            "duplicates",
            "kits",
            "pass_negative",
        ])?;
        Ok(Self {
            publish: node.find("publish")?.unwrap_or_default(),
            safety: node.find("safety")?.unwrap_or_default(),
            confirm_increases: node.find("confirm_increases")?.unwrap_or_else(yes),
            confirm_after: node.find("confirm_after")?,
            duplicates: node.find("duplicates")?.unwrap_or_default(),
            kits: node.find("kits")?.unwrap_or_default(),
            pass_negative: node.find("pass_negative")?.unwrap_or_default(),
        })
    }
}

impl FromJson for SafetyConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "location", "units", "percent"])?;
        Ok(Self {
            item: node.find("item")?,
            location: node.find("location")?,
            units: node.find("units")?,
            percent: node.find("percent")?,
        })
    }
}

impl FromJson for Duplicates {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("block", Self::Block), ("mirror", Self::Mirror), ("split", Self::Split)])
    }
}

impl FromJson for KitStock {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("components", Self::Components), ("own", Self::Own)])
    }
}
