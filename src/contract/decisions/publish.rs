//! Input of `stock.publish`.

use serde::Serialize;

use super::KitComponent;
use crate::contract::Explain;
use crate::contract::in_flight::InFlightRow;
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::{InventoryItemId, LocationId, VariantId};
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// `stock.publish`: what stands beside the levels, which are the payload: `{shopify, lightspeed}`,
/// lists of `InventoryLevel` as GraphQL gives them (`item { id tracked }`, `location { id isActive
/// }`, `isActive`, `updatedAt`, and the `quantities` `available` and `committed`), and of
/// `ItemShop` (R) or inventory rows of either shape (X).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StockPublish {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// The moment.
    pub now: Timestamp,
    /// What is decided for: the task's id. The same write for the same cause is one write.
    pub cause: String,
    /// When the reading of Lightspeed's levels began.
    pub read_began_at: Timestamp,
    /// Levels whose reading began at another time. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub reads: Vec<LevelReadAt>,
    /// Whether the levels are all there are.
    pub complete: CompleteLevels,
    /// All links of the inventory items that are asked for, and of their items. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub links: Vec<StockedLink>,
    /// Items that Lightspeed counts no stock of, besides those that are linked: components of
    /// kits. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub untracked: Vec<ItemId>,
    /// The rows in flight of the items, of the kits that contain them, and of their components.
    /// They were read before Lightspeed's levels. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub rows: Vec<InFlightRow>,
    /// The newest levels that were decided from before. With an empty list the answer has them.
    /// Default: nobody keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermarks: Option<Vec<LevelMark>>,
    /// What an earlier read came to, of quantities that were to rise (`confirm`). Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub earlier: Vec<EarlierQuantity>,
    /// What was written last. Default: not known, and foreign changes are not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub written: Vec<WrittenQuantity>,
    /// What the till sold last, to be named where too much was sold. Default: not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub till_sales: Vec<SoldAtTill>,
    /// Whether Shopify's orders were read after its levels, and the rows after them. Until then
    /// nothing rises over units that Shopify has committed and no row tells of. Default `false`.
    #[serde(default)]
    pub orders_read: bool,
    /// Locations that Shopify no longer uses. Default: as its levels say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub inactive_locations: Vec<LocationId>,
    /// Only these inventory items are published. Default: all that are linked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub inventory_items: Vec<InventoryItemId>,
    /// Only at these locations. Default: all that outlets serve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub locations: Vec<LocationId>,
    /// Whether quantities that are right are left out of the answer. Default `false`.
    #[serde(default)]
    pub only_changes: bool,
}

/// Whether levels are all there are: only then is one that is not there zero.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteLevels {
    /// Lightspeed's, of the items that are linked and of what they are made of.
    pub lightspeed: bool,
    /// Shopify's, of the inventory items that are linked.
    pub shopify: bool,
}

/// A level and when its reading began.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelReadAt {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// When.
    pub began_at: Timestamp,
}

/// An inventory item and its item.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StockedLink {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The variant, to be named to people. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// The item.
    pub item: ItemId,
    /// What kind of thing it is. Default `counted`.
    #[serde(default)]
    pub goods: GoodsKind,
    /// What the item is made of. Default: it is no kit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub kit: Vec<KitComponent>,
    /// The item is made of others, and nobody says of which. Default `false`.
    #[serde(default)]
    pub kit_untold: bool,
}

/// What kind of thing is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoodsKind {
    /// Goods whose stock is counted.
    #[default]
    Counted,
    /// One side counts no stock of it.
    Untracked,
    /// A gift card.
    GiftCard,
    /// Work, or anything else that is no goods (R: `non_inventory`).
    Service,
    /// Lightspeed no longer sells it.
    Archived,
}

/// How new a level was, and what it said.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelMark {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// R-Series: its `timeStamp`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// X-Series: its `version`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<DecimalText>,
    /// What it said.
    pub units: DecimalText,
}

/// What an earlier read came to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EarlierQuantity {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The `quantity` that was decided.
    pub quantity: DecimalText,
    /// Its `read_began_at`.
    pub read_began_at: Timestamp,
}

/// What was written to Shopify.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WrittenQuantity {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The quantity.
    pub quantity: DecimalText,
    /// What Shopify had committed then.
    pub committed: DecimalText,
}

/// A sale of the till.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SoldAtTill {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// The sale.
    pub sale: SaleId,
}

impl FromJson for StockPublish {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "explain",
            "now",
            "cause",
            "read_began_at",
            "reads",
            "complete",
            "links",
            "untracked",
            "rows",
            "watermarks",
            "earlier",
            "written",
            "till_sales",
            "orders_read",
            "inactive_locations",
            "inventory_items",
            "locations",
            "only_changes",
        ])?;
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            now: node.get("now")?,
            cause: node.get("cause")?,
            read_began_at: node.get("read_began_at")?,
            reads: node.find("reads")?.unwrap_or_default(),
            complete: node.get("complete")?,
            links: node.find("links")?.unwrap_or_default(),
            untracked: node.find("untracked")?.unwrap_or_default(),
            rows: node.find("rows")?.unwrap_or_default(),
            watermarks: node.find("watermarks")?,
            earlier: node.find("earlier")?.unwrap_or_default(),
            written: node.find("written")?.unwrap_or_default(),
            till_sales: node.find("till_sales")?.unwrap_or_default(),
            orders_read: node.find("orders_read")?.unwrap_or_default(),
            inactive_locations: node.find("inactive_locations")?.unwrap_or_default(),
            inventory_items: node.find("inventory_items")?.unwrap_or_default(),
            locations: node.find("locations")?.unwrap_or_default(),
            only_changes: node.find("only_changes")?.unwrap_or_default(),
        })
    }
}

impl FromJson for CompleteLevels {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["lightspeed", "shopify"])?;
        Ok(Self { lightspeed: node.get("lightspeed")?, shopify: node.get("shopify")? })
    }
}

impl FromJson for LevelReadAt {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "outlet", "began_at"])?;
        Ok(Self {
            item: node.get("item")?,
            outlet: node.get("outlet")?,
            began_at: node.get("began_at")?,
        })
    }
}

impl FromJson for StockedLink {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["inventory_item", "variant", "item", "goods", "kit", "kit_untold"])?;
        Ok(Self {
            inventory_item: node.get("inventory_item")?,
            variant: node.find("variant")?,
            item: node.get("item")?,
            goods: node.find("goods")?.unwrap_or_default(),
            kit: node.find("kit")?.unwrap_or_default(),
            kit_untold: node.find("kit_untold")?.unwrap_or_default(),
        })
    }
}

impl FromJson for KitComponent {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "quantity"])?;
        Ok(Self { item: node.get("item")?, quantity: node.get("quantity")? })
    }
}

impl FromJson for GoodsKind {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("counted", Self::Counted),
            ("untracked", Self::Untracked),
            ("gift_card", Self::GiftCard),
            ("service", Self::Service),
            ("archived", Self::Archived),
        ])
    }
}

impl FromJson for LevelMark {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "outlet", "at", "version", "units"])?;
        Ok(Self {
            item: node.get("item")?,
            outlet: node.get("outlet")?,
            at: node.find("at")?,
            version: node.find("version")?,
            units: node.get("units")?,
        })
    }
}

impl FromJson for EarlierQuantity {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["inventory_item", "location", "quantity", "read_began_at"])?;
        Ok(Self {
            inventory_item: node.get("inventory_item")?,
            location: node.get("location")?,
            quantity: node.get("quantity")?,
            read_began_at: node.get("read_began_at")?,
        })
    }
}

impl FromJson for WrittenQuantity {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["inventory_item", "location", "quantity", "committed"])?;
        Ok(Self {
            inventory_item: node.get("inventory_item")?,
            location: node.get("location")?,
            quantity: node.get("quantity")?,
            committed: node.get("committed")?,
        })
    }
}

impl FromJson for SoldAtTill {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "outlet", "sale"])?;
        Ok(Self { item: node.get("item")?, outlet: node.get("outlet")?, sale: node.get("sale")? })
    }
}
