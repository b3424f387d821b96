//! What Lightspeed's rows say, each item and outlet once: the newest row counts, and rows that
//! cannot be put in order decide nothing.

use super::book::Book;
use crate::domain::level::{Level, LevelRow, Stamp, Watermark};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;

/// How far a vendor's clock may be ahead of ours.
pub(super) const SKEW: i64 = 300;

const NONE: usize = usize::MAX;

/// Lightspeed's levels, as they come in.
#[derive(Clone, Debug)]
pub struct Levels<'b> {
    book: &'b Book<'b>,
    /// The last row of each item.
    last: Vec<usize>,
    rows: Vec<Kept>,
    /// Rows that nothing was decided from.
    pub ignored: Ignored,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    outlet: usize,
    level: Level,
    /// The item's row before it.
    before: usize,
}

/// How many rows nothing was decided from, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ignored {
    /// They are the sum of others.
    pub sums: u64,
    /// Nothing that is published has to do with the item.
    pub items: u64,
    /// The outlet serves no location.
    pub outlets: u64,
    /// There is a newer row, or the same once more.
    pub older: u64,
    /// Rows in flight of items that nothing that is published has to do with.
    pub in_flight: u64,
}

/// What the rows of an item at an outlet come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There is none.
    Missing,
    /// The newest one.
    Level(Level),
    /// They cannot be put in order, and differ.
    Disagree(Quantity, Quantity),
    /// The newest is older than what was decided from before.
    Backwards(Stamp),
}

impl<'b> Levels<'b> {
    /// None yet.
    #[must_use]
    pub fn new(book: &'b Book<'b>) -> Self {
        let last = vec![NONE; book.len()];
        Self { book, last, rows: Vec::new(), ignored: Ignored::default() }
    }

    /// Takes a row in.
    pub fn put(&mut self, row: LevelRow<'_>) {
        let Some(outlet) = row.outlet else { return count(&mut self.ignored.sums) };
        let Some(last) = self.book.item(row.item).and_then(|item| self.last.get_mut(item)) else {
            return count(&mut self.ignored.items);
        };
        let Some(outlet) = self.book.outlet(outlet) else {
            return count(&mut self.ignored.outlets);
        };
        self.rows.push(Kept { outlet, level: row.level, before: *last });
        *last = self.rows.len().saturating_sub(1);
    }

    /// The items and outlets they are of.
    pub(super) fn book(&self) -> &'b Book<'b> {
        self.book
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there is a row of the item at any outlet.
    pub(super) fn has(&self, item: usize) -> bool {
        self.last.get(item).is_some_and(|last| *last != NONE)
    }

    fn of(&self, item: usize, outlet: usize) -> impl Iterator<Item = Level> {
        let mut next = self.last.get(item).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let kept = self.rows.get(next)?;
            next = kept.before;
            Some(kept)
        })
        .filter(move |kept| kept.outlet == outlet)
        .map(|kept| kept.level)
    }

    /// Whether the item has one row only.
    fn is_alone(&self, item: usize) -> bool {
        let last = self.last.get(item).and_then(|last| self.rows.get(*last));
        last.is_some_and(|last| last.before == NONE)
    }

    /// What the rows of an item at an outlet come to.
    pub(super) fn find(
        &self,
        item: usize,
        outlet: usize,
        now: Timestamp,
        mark: Option<&Watermark>,
    ) -> Found {
        let mut rows = self.of(item, outlet);
        let Some(mut newest) = rows.next() else { return Found::Missing };
        if mark.is_none() && self.is_alone(item) {
            return Found::Level(newest);
        }
        let mut ahead = is_ahead(newest, now);
        let (mut least, mut most) = (newest.units, newest.units);
        // Those that are as new as the newest.
        let (mut newest_least, mut newest_most) = (least, most);
        for row in rows {
            ahead |= is_ahead(row, now);
            (least, most) = (least.min(row.units), most.max(row.units));
            if row.stamp > newest.stamp {
                (newest, newest_least, newest_most) = (row, row.units, row.units);
            } else if row.stamp == newest.stamp {
                newest_least = newest_least.min(row.units);
                newest_most = newest_most.max(row.units);
            }
        }
        if ahead {
            // A clock that is wrong puts nothing in order.
            (newest_least, newest_most) = (least, most);
        }
        if newest_least != newest_most {
            return Found::Disagree(newest_least, newest_most);
        }
        let known = mark.and_then(|mark| Some((mark.stamp?, mark.units)));
        match (newest.stamp, known) {
            (Some(own), Some((known, units))) if own.is_like(known) => {
                if own < known {
                    return Found::Backwards(known);
                }
                if own == known && units != newest.units {
                    let (one, other) = (units.min(newest.units), units.max(newest.units));
                    return Found::Disagree(one, other);
                }
                Found::Level(newest)
            }
            _ => Found::Level(newest),
        }
    }

    /// How many rows of an item are there once more, or in an older version.
    pub(super) fn surplus(&self) -> u64 {
        let mut surplus = 0;
        for last in &self.last {
            let mut next = *last;
            while let Some(kept) = self.rows.get(next) {
                let mut later = *last;
                while later != next
                    && let Some(other) = self.rows.get(later)
                {
                    if other.outlet == kept.outlet {
                        count(&mut surplus);
                        break;
                    }
                    later = other.before;
                }
                next = kept.before;
            }
        }
        surplus
    }
}

pub(super) fn count(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// Whether a level says that it is newer than it can be.
pub(super) fn is_ahead(level: Level, now: Timestamp) -> bool {
    matches!(level.stamp, Some(Stamp::At(at)) if at.seconds_since(&now) > SKEW)
}
