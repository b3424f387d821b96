//! Stock levels of both systems, and what of them is compared.

use super::catalogue::Kit;
use super::ids::lightspeed::{ItemId, OutletId, SaleId};
use super::ids::shopify::{InventoryItemId, LocationId, VariantId};
use super::quantity::Quantity;
use super::time::Timestamp;

/// How new a level is, as its vendor says. Two kinds cannot be put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stamp {
    /// When it changed last.
    At(Timestamp),
    /// A number that grows with every change.
    Version(u64),
}

impl Stamp {
    /// Whether the two are of one kind.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::At(_), Self::At(_)) | (Self::Version(_), Self::Version(_)))
    }
}

/// What one outlet has of one item, as far as it can be sold; below zero where it was oversold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How many.
    pub units: Quantity,
    /// How new that is.
    pub stamp: Option<Stamp>,
}

/// A row of levels as a series lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelRow<'a> {
    /// The item.
    pub item: &'a str,
    /// The outlet; nothing for a row that is the sum of the others.
    pub outlet: Option<&'a str>,
    /// What it has.
    pub level: Level,
}

/// The newest level of an item at an outlet that was decided from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watermark {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// How new it was, where its vendor says.
    pub stamp: Option<Stamp>,
    /// What it said.
    pub units: Quantity,
}

/// When the reading of a level began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelRead {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// When.
    pub began_at: Timestamp,
}

/// What Shopify has of one inventory item at one location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShopLevel {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// What can be sold; nothing where stock is not counted.
    pub available: Option<i64>,
    /// What orders have taken and not got yet.
    pub committed: i64,
    /// Whether the item is stocked there.
    pub active: bool,
    /// Whether Shopify counts its stock.
    pub tracked: bool,
    /// Whether the location is in use.
    pub location_active: bool,
    /// When it changed last.
    pub updated_at: Option<Timestamp>,
}

/// What a variant's stock is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockLink {
    /// What Shopify keeps the stock under.
    pub inventory_item: InventoryItemId,
    /// The variant, where that is known.
    pub variant: Option<VariantId>,
    /// The item.
    pub item: ItemId,
    /// Whether its stock is counted, and why not.
    pub goods: Goods,
    /// What the item is made of, where it is made of others.
    pub kit: Option<Kit>,
}

/// What kind of thing is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goods {
    /// Goods whose stock is counted.
    #[default]
    Counted,
    /// Goods whose stock one side does not count.
    Untracked,
    /// A gift card.
    GiftCard,
    /// Work, or anything else that is no goods.
    Service,
    /// Goods that Lightspeed no longer sells.
    Archived,
}

impl Goods {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Untracked => "untracked",
            Self::GiftCard => "gift_card",
            Self::Service => "service",
            Self::Archived => "archived",
        }
    }
}

/// What an earlier read of the same levels came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierRead {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The quantity.
    pub quantity: i64,
    /// When that read began.
    pub began_at: Timestamp,
}

/// What was written to Shopify last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The quantity.
    pub quantity: i64,
    /// What orders had taken and not got yet.
    pub committed: i64,
    /// When, where that is known.
    pub at: Option<Timestamp>,
}

/// A sale of an item that the till made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TillSale {
    /// The item.
    pub item: ItemId,
    /// The outlet.
    pub outlet: OutletId,
    /// The sale.
    pub sale: SaleId,
}
