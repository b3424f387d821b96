//! What is known of inventory items at locations, found at once when it is asked for in order:
//! quantities are decided in the order in which it lies.

use std::cell::Cell;

use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::sorting::sorted;

pub(super) type Place = (InventoryItemId, LocationId);

/// Which entry of a list is about which place.
pub(super) struct Shelved {
    /// In the order of the places, with the numbers of the entries.
    entries: Vec<(Place, usize)>,
    /// Where the last one was found, or would stand.
    near: Cell<usize>,
}

impl Shelved {
    /// How far from the last place an entry is looked for before the whole list is searched.
    const FAR: usize = 4;

    /// Of a list whose entries are about these places; of several about one the last counts.
    pub(super) fn of(places: impl Iterator<Item = Place>) -> Self {
        let order = |one: &(Place, usize), other: &(Place, usize)| {
            one.0.cmp(&other.0).then_with(|| other.1.cmp(&one.1))
        };
        Self { entries: sorted(places.zip(0_usize..).collect(), order), near: Cell::new(0) }
    }

    /// The number of the entry about a place.
    pub(super) fn find(&self, place: Place) -> Option<usize> {
        let near = self.near.get();
        let last = near.checked_sub(1).and_then(|last| self.entries.get(last));
        let begins = last.is_none_or(|(own, _)| *own < place);
        let tail = self.entries.get(near..).unwrap_or_default();
        let steps = tail.iter().take(Self::FAR).take_while(|(own, _)| *own < place).count();
        let found = if begins && steps < Self::FAR {
            near.wrapping_add(steps)
        } else {
            self.entries.partition_point(|(own, _)| *own < place)
        };
        self.near.set(found);
        let entry = self.entries.get(found).filter(|(own, _)| *own == place);
        entry.map(|(_, number)| *number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_found_in_whatever_order(
            known in proptest::collection::vec(1_u64..40, 0..30),
            asked in proptest::collection::vec(1_u64..41, 0..60),
        ) {
            let place = |number| {
                (InventoryItemId::new(number).unwrap(), LocationId::new(if number.is_multiple_of(2) { 1 } else { 2 }).unwrap())
            };
            let shelved = Shelved::of(known.iter().map(|own| place(*own)));
            for asked in asked {
                let expected = known.iter().rposition(|own| *own == asked);
                prop_assert_eq!(shelved.find(place(asked)), expected);
            }
        }
    }
}
