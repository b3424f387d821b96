//! How variants and items are linked.

use serde::Serialize;

use crate::domain::ids::lightspeed::ItemId;
use crate::domain::number::DecimalText;
use crate::report::{FromJson, Issue, Node};

/// How variants and items are linked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinksConfig {
    /// What a variant and an item are linked by, the most telling first; with an empty list only
    /// people link. Default: SKU, then barcode, then vendor code.
    #[serde(default = "usual_order")]
    pub order: Vec<LinkKey>,
    /// What items are made of where Lightspeed does not say, or says otherwise. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub kits: Vec<KitConfig>,
}

fn usual_order() -> Vec<LinkKey> {
    vec![LinkKey::Sku, LinkKey::Barcode, LinkKey::VendorCode]
}

impl Default for LinksConfig {
    fn default() -> Self {
        Self { order: usual_order(), kits: Vec::new() }
    }
}

impl LinksConfig {
    /// Whether nothing of it is said.
    pub(super) fn is_default(&self) -> bool {
        self.order == usual_order() && self.kits.is_empty()
    }
}

/// What a variant and an item may be linked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKey {
    /// The variant's SKU with the custom SKU, then the system SKU (R) or the SKU (X).
    Sku,
    /// The variant's barcode with UPC, EAN (R) or product codes (X), and with the system SKU; then
    /// its SKU with those.
    Barcode,
    /// The variant's SKU with the manufacturer's or a supplier's code.
    VendorCode,
}

/// What one item is made of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KitConfig {
    /// The item.
    pub item: ItemId,
    /// Its components, at least one.
    pub components: Vec<ComponentConfig>,
}

/// One component of a kit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ComponentConfig {
    /// The item.
    pub item: ItemId,
    /// How many of it one kit takes.
    pub quantity: DecimalText,
}

impl FromJson for LinksConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["order", "kits"])?;
        Ok(Self {
            order: node.find("order")?.unwrap_or_else(usual_order),
            kits: node.find("kits")?.unwrap_or_default(),
        })
    }
}

impl FromJson for LinkKey {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("sku", Self::Sku),
            ("barcode", Self::Barcode),
            ("vendor_code", Self::VendorCode),
        ])
    }
}

impl FromJson for KitConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "components"])?;
        Ok(Self { item: node.get("item")?, components: node.get("components")? })
    }
}

impl FromJson for ComponentConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "quantity"])?;
        Ok(Self { item: node.get("item")?, quantity: node.get("quantity")? })
    }
}
