//! The items and outlets that a call is about, each with a number, so that thousands of rows are
//! told apart without keeping their ids.

use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::level::StockLink;
use crate::domain::sorting::{Digests, sorted};
use crate::policy::Policy;

/// The items and outlets of a call.
#[derive(Clone, Debug)]
pub struct Book<'a> {
    /// In the order of their ids.
    items: Vec<&'a ItemId>,
    digests: Digests,
    /// In the order of their ids.
    outlets: Vec<&'a OutletId>,
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
        let digests = items.iter().enumerate();
        let digests = digests.map(|(number, item)| (digest(item.as_str()), number)).collect();
        let serving = policy.locations.iter().flat_map(|(_, outlets)| outlets).collect();
        let mut outlets = sorted(serving, |one: &&OutletId, other| one.cmp(other));
        outlets.dedup();
        Self { items, digests: Digests::of(digests), outlets }
    }

    /// The number of an item.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<usize> {
        let is = |number: &usize| self.items.get(*number).is_some_and(|own| own.as_str() == id);
        self.digests.with(digest(id)).find(is)
    }

    /// The number of an outlet, if it serves a location.
    #[must_use]
    pub fn outlet(&self, id: &str) -> Option<usize> {
        self.outlets.binary_search_by(|own| own.as_str().cmp(id)).ok()
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

/// FNV-1a: short ids need no more.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
