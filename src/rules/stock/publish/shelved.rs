//! What is known of inventory items at locations, found at once when it is asked for in order:
//! quantities are decided in the order in which it lies.

use std::cell::Cell;

use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::sorting::sorted;

pub(super) type Place = (InventoryItemId, LocationId);

/// A list in the order of its places, each of which stands there once.
pub(super) struct Shelved<V> {
    entries: Vec<(Place, V)>,
    /// Where the last one was found, or would stand.
    near: Cell<usize>,
}

impl<V> Shelved<V> {
    /// How far from the last place an entry is looked for before the whole list is searched.
    const FAR: usize = 4;

    /// Puts entries in order.
    pub(super) fn of(entries: Vec<(Place, V)>) -> Self {
        let entries = sorted(entries, |one, other| one.0.cmp(&other.0));
        Self { entries, near: Cell::new(0) }
    }

    /// What stands at a place.
    pub(super) fn get(&self, place: Place) -> Option<&V> {
        let near = self.near.get();
        let begins = near == 0 || self.at(near.wrapping_sub(1)).is_some_and(|own| own < place);
        let tail = self.entries.get(near..).filter(|_| begins).unwrap_or_default();
        let steps = tail.iter().take(Self::FAR).take_while(|(own, _)| *own < place).count();
        let found = if begins && steps < Self::FAR {
            near.wrapping_add(steps)
        } else {
            self.entries.partition_point(|(own, _)| *own < place)
        };
        self.near.set(found);
        self.entries.get(found).filter(|(own, _)| *own == place).map(|(_, value)| value)
    }

    fn at(&self, index: usize) -> Option<Place> {
        self.entries.get(index).map(|(place, _)| *place)
    }

    /// All of it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_found_in_whatever_order(
            known in proptest::collection::btree_set(1_u64..40, 0..30),
            asked in proptest::collection::vec(1_u64..41, 0..60),
        ) {
            let place = |number| {
                (InventoryItemId::new(number).unwrap(), LocationId::new(1 + number % 2).unwrap())
            };
            let shelved = Shelved::of(known.iter().rev().map(|own| (place(*own), *own)).collect());
            prop_assert!(shelved.iter().eq(known.iter()));
            for own in asked {
                prop_assert_eq!(shelved.get(place(own)), known.get(&own));
            }
        }
    }
}
