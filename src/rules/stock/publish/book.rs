//! The items and outlets that a call is about, each with a number, so that thousands of rows are
//! told apart without keeping their ids.

use super::numbers::Numbers;
use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::level::StockLink;
use crate::domain::sorting::sorted;
use crate::policy::Policy;

/// The items and outlets of a call.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// In the order of their ids.
    items: Vec<&'a ItemId>,
    item_numbers: Numbers<'a>,
    /// In the order of their ids.
    outlets: Vec<&'a OutletId>,
    outlet_numbers: Numbers<'a>,
}

impl<'a> Book<'a> {
    /// The items that are linked, what they are made of, and the outlets that serve a location.
    #[must_use]
    pub fn of(links: &'a [StockLink], policy: &'a Policy) -> Self {
        let mut items = Vec::with_capacity(links.len());
        for link in links {
            items.push(&link.item);
            if let Some(Kit::Recipe(recipe)) = &link.kit {
                items.extend(recipe.iter().map(|(item, _)| item));
            }
        }
        for (item, recipe) in policy.kits.iter() {
            items.push(item);
            items.extend(recipe.iter().map(|(item, _)| item));
        }
        let mut items = sorted(items, |one: &&ItemId, other| one.cmp(other));
        items.dedup();
        let item_numbers = Numbers::of(items.iter().map(|item| item.as_str()).collect());
        let serving = policy.locations.iter().flat_map(|(_, outlets)| outlets).collect();
        let mut outlets = sorted(serving, |one: &&OutletId, other| one.cmp(other));
        outlets.dedup();
        let outlet_numbers = Numbers::of(outlets.iter().map(|outlet| outlet.as_str()).collect());
        Self { items, item_numbers, outlets, outlet_numbers }
    }

    /// The number of an item.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<usize> {
        self.item_numbers.find(id)
    }

    /// The number of an outlet, if it serves a location.
    #[must_use]
    pub fn outlet(&self, id: &str) -> Option<usize> {
        self.outlet_numbers.find(id)
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item of a number.
    #[must_use]
    pub fn item_id(&self, number: usize) -> Option<&'a ItemId> {
        self.items.get(number).copied()
    }

    /// The outlet of a number.
    #[must_use]
    pub fn outlet_id(&self, number: usize) -> Option<&'a OutletId> {
        self.outlets.get(number).copied()
    }
}
