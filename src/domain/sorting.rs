//! Sorting, compiled once for all that is sorted: a sort of its own for each type costs several
//! kilobytes of wasm.

use std::cmp::Ordering;

/// The places `0..count` in the order of what stands there. Equal ones stay as they are.
#[must_use]
pub fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_unstable_by(|one, other| compare(*one, *other).then_with(|| one.cmp(other)));
    places
}

/// The rows in the order of `compare`. Equal ones stay as they are.
#[must_use]
pub fn sorted<T>(rows: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = places(rows.len(), &|one, other| match (rows.get(one), rows.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| rows.get_mut(place)?.take()).collect()
}

/// What stands at places, by a digest: those with one digest lie together.
#[derive(Clone, Debug, Default)]
pub struct Digests(Vec<(u64, usize)>);

impl Digests {
    /// Sorts digests with their places.
    #[must_use]
    pub fn of(mut pairs: Vec<(u64, usize)>) -> Self {
        pairs.sort_unstable();
        Self(pairs)
    }

    /// The places with this digest, in order.
    pub fn with(&self, digest: u64) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(own, _)| *own < digest);
        let tail = self.0.get(from..).unwrap_or_default();
        tail.iter().take_while(move |(own, _)| *own == digest).map(|(_, place)| *place)
    }

    /// Those with one digest, group by group.
    pub fn groups(&self) -> impl Iterator<Item = &[(u64, usize)]> {
        self.0.chunk_by(|one, other| one.0 == other.0)
    }

    /// Each pair of digest and place once.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.0.dedup();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_sorted_and_equal_ones_stay(rows in proptest::collection::vec((0_u8..5, any::<u8>()), 0..60)) {
            let mut expected = rows.clone();
            expected.sort_by_key(|row| row.0);
            prop_assert_eq!(sorted(rows, |one, other| one.0.cmp(&other.0)), expected);
        }

        #[test]
        fn a_digest_finds_its_places(pairs in proptest::collection::vec((0_u64..6, 0_usize..9), 0..40)) {
            let digests = Digests::of(pairs.clone()).once();
            for digest in 0..7 {
                let mut expected: Vec<usize> =
                    pairs.iter().filter(|pair| pair.0 == digest).map(|pair| pair.1).collect();
                expected.sort_unstable();
                expected.dedup();
                prop_assert_eq!(digests.with(digest).collect::<Vec<_>>(), expected);
            }
            prop_assert_eq!(digests.groups().map(<[_]>::len).sum::<usize>(), digests.groups().flatten().count());
        }
    }
}
