//! What of Lightspeed's stock is published, checked.

use rust_decimal::Decimal;

use super::{Duplicates, KitStock};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::LocationId;
use crate::domain::table::Table;

/// What of Lightspeed's stock is published.
#[derive(Clone, Debug)]
pub struct StockPolicy {
    /// Whether stock is written to Shopify.
    pub publish: bool,
    /// What is held back where nothing more telling is said.
    pub safety: Option<Safety>,
    /// What is held back at a location.
    pub safety_at: Table<LocationId, Safety>,
    /// What is held back of an item: at a location, or at all of them.
    pub safety_of: Table<ItemId, Vec<(Option<LocationId>, Safety)>>,
    /// Whether a quantity rises only when a second read says so.
    pub confirm_increases: bool,
    /// How many seconds after the first read the second one may count.
    pub confirm_after: i64,
    /// What becomes of several variants that are one item.
    pub duplicates: Duplicates,
    /// What a kit's quantity comes from.
    pub kits: KitStock,
    /// Whether a quantity below zero is shown as it is.
    pub pass_negative: bool,
    /// Digest of what decides a quantity: whose stock is whose, what is held back, what kits are
    /// made of.
    pub digest: String,
}

/// What is held back; never below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// So many units.
    Units(Decimal),
    /// So many hundredths of what Lightspeed can sell, no more than a hundred.
    Percent(Decimal),
}

/// What is said to be held back of an item at a location, the most telling first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Of this item at this location.
    pub item_location: Option<Safety>,
    /// Of this item.
    pub item: Option<Safety>,
    /// At this location.
    pub location: Option<Safety>,
    /// Of all items everywhere.
    pub tenant: Option<Safety>,
}

impl Candidates {
    /// The one that counts.
    #[must_use]
    pub fn chosen(&self) -> Option<Safety> {
        self.of_item().or(self.location).or(self.tenant)
    }

    /// The one that counts of those that name the item.
    #[must_use]
    pub fn of_item(&self) -> Option<Safety> {
        self.item_location.or(self.item)
    }
}

impl StockPolicy {
    /// All that is said to be held back of `item` at `location`.
    #[must_use]
    pub fn candidates(&self, item: &ItemId, location: LocationId) -> Candidates {
        let mut found = Candidates {
            location: self.safety_at.get(&location).copied(),
            tenant: self.safety,
            ..Candidates::default()
        };
        for (at, safety) in self.safety_of.get(item).into_iter().flatten() {
            match at {
                None => found.item = Some(*safety),
                Some(at) if *at == location => found.item_location = Some(*safety),
                Some(_) => {}
            }
        }
        found
    }
}
