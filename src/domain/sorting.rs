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
    put(rows, order)
}

/// The same where a number for each tells most of them apart: of two rows the one with the lower
/// number comes first, and only equal ones are compared.
#[must_use]
pub fn ranked<T>(
    rows: Vec<T>,
    rank: impl Fn(&T) -> u64,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    let ranks = rows.iter().enumerate().map(|(place, row)| (rank(row), place));
    let ranks = Digests::of(ranks.collect());
    let mut order = Vec::with_capacity(rows.len());
    for group in ranks.groups() {
        let own = |place: usize| group.get(place).and_then(|(_, place)| rows.get(*place));
        let within = places(group.len(), &|one, other| match (own(one), own(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        });
        order.extend(within.into_iter().filter_map(|place| group.get(place)).map(|own| own.1));
    }
    put(rows, order)
}

fn put<T>(rows: Vec<T>, order: Vec<usize>) -> Vec<T> {
    let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| rows.get_mut(place)?.take()).collect()
}

/// A number for a text: the eight bytes behind the first `common` ones, so that of texts that
/// begin alike so far the lesser has the lesser number, or the same.
#[must_use]
pub fn rank(text: &str, common: usize) -> u64 {
    let mut bytes = [0; 8];
    let tail = text.as_bytes().get(common..).unwrap_or_default();
    bytes.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(bytes)
}

/// How many bytes all of these texts begin with.
#[must_use]
pub fn common_start<'t>(mut texts: impl Iterator<Item = &'t str>) -> usize {
    let Some(first) = texts.next() else { return 0 };
    texts.fold(first.len(), |common, text| {
        let alike = first.bytes().zip(text.bytes()).take(common);
        alike.take_while(|(one, other)| one == other).count()
    })
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

    /// Where the same digest begins among `others`, for each of these by its place below `count`.
    #[must_use]
    pub fn meet(&self, others: &Self, count: usize) -> Vec<usize> {
        let mut starts = vec![usize::MAX; count];
        let mut start = 0_usize;
        for (digest, place) in &self.0 {
            while others.0.get(start).is_some_and(|(other, _)| other < digest) {
                start = start.wrapping_add(1);
            }
            if let Some(own) = starts.get_mut(*place) {
                *own = start;
            }
        }
        starts
    }

    /// The places with this digest, given where they begin.
    pub fn from(&self, start: usize, digest: u64) -> impl Iterator<Item = usize> {
        let tail = self.0.get(start..).unwrap_or_default();
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
        fn texts_are_sorted_by_their_ranks(texts in proptest::collection::vec("ab[a-c]{0,12}", 0..60)) {
            let common = common_start(texts.iter().map(String::as_str));
            prop_assert!(texts.iter().all(|text| text.starts_with(texts[0].get(..common).unwrap())));
            let rows: Vec<(String, usize)> = texts.into_iter().zip(0..).collect();
            let mut expected = rows.clone();
            expected.sort();
            prop_assert_eq!(ranked(rows, |row| rank(&row.0, common), |one, other| one.0.cmp(&other.0)), expected);
        }

        #[test]
        fn digests_meet_their_like(
            ours in proptest::collection::vec(0_u64..9, 0..40),
            theirs in proptest::collection::vec(0_u64..9, 0..40),
        ) {
            let of = |digests: &[u64]| Digests::of(digests.iter().copied().zip(0..).collect());
            let (one, other) = (of(&ours), of(&theirs));
            for (start, digest) in one.meet(&other, ours.len()).into_iter().zip(ours) {
                let expected: Vec<usize> = other.with(digest).collect();
                prop_assert_eq!(other.from(start, digest).collect::<Vec<_>>(), expected);
            }
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
