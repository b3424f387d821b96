//! What is known when quantities are decided, laid out so that it is found at once.

use std::ops::Range;

use super::book::Book;
use super::levels::Levels;
use super::recipes::Recipes;
use super::shelved::Shelved;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::{
    EarlierRead, LevelRead, ShopLevel, StockLink, TillSale, Watermark, Written,
};
use crate::domain::quantity::Quantity;
use crate::domain::sorting::sorted;
use crate::domain::stock::Row;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::Fact;

/// What is known of the levels of both systems, and of what lies between them.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// The moment.
    pub now: Timestamp,
    /// When the reading of Lightspeed's levels began.
    pub read_began_at: Timestamp,
    /// Where it began at another time.
    pub reads: &'a [LevelRead],
    /// Whether Lightspeed's levels are all there are of these items: only then is a level that is
    /// not there zero.
    pub lightspeed_complete: bool,
    /// Whether Shopify's levels are all there are of these inventory items.
    pub shopify_complete: bool,
    /// All links of the inventory items, and of their items.
    pub links: &'a [StockLink],
    /// Items that Lightspeed does not count, besides those that are linked.
    pub untracked: &'a [ItemId],
    /// Lightspeed's levels: those of the items, and of what they are made of.
    pub levels: &'a Levels<'a>,
    /// What kits are made of.
    pub recipes: &'a Recipes,
    /// Shopify's levels.
    pub shop_levels: &'a [ShopLevel],
    /// The rows in flight of the items, of their kits, and of what they are made of.
    pub rows: &'a [Row],
    /// The newest levels that were decided from; nothing if nobody keeps them.
    pub watermarks: Option<&'a [Watermark]>,
    /// What an earlier read came to, of quantities that were to rise.
    pub earlier: &'a [EarlierRead],
    /// What was written last.
    pub written: &'a [Written],
    /// What the till sold last.
    pub till_sales: &'a [TillSale],
    /// Whether Shopify's orders were read since its levels were: then a `committed` that no row
    /// explains keeps nothing from rising.
    pub orders_read: bool,
    /// Locations that Shopify no longer uses.
    pub inactive: &'a [LocationId],
    /// Only these inventory items are published; none: all that are linked.
    pub only_items: &'a [InventoryItemId],
    /// Only at these locations; none: all that outlets serve.
    pub only_locations: &'a [LocationId],
}

/// What Shopify's rows of one inventory item at one location come to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shelf {
    One(ShopLevel),
    /// They cannot be put in order, and differ. The most that is committed by any of them.
    Disagree(ShopLevel),
}

impl Shelf {
    pub(super) fn level(&self) -> &ShopLevel {
        match self {
            Self::One(level) | Self::Disagree(level) => level,
        }
    }
}

/// The inputs, laid out.
pub(super) struct Facts<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) book: &'a Book<'a>,
    pub(super) shelves: Vec<Shelf>,
    shelved: Shelved,
    /// How many rows of Shopify's are there once more, or in an older version.
    pub(super) shelves_older: u64,
    /// The inventory items of each item.
    linked: Vec<(usize, InventoryItemId)>,
    linked_of: Grouped,
    rows: Vec<(usize, &'a Row)>,
    rows_of: Grouped,
    reads: Table<(usize, usize), Timestamp>,
    marks: Table<(usize, usize), &'a Watermark>,
    earlier: Shelved,
    written: Shelved,
    /// Whether Lightspeed's levels can be believed to be all.
    pub(super) complete: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(inputs: &'a Inputs<'a>) -> Self {
        let book = inputs.levels.book();
        let (shelves, shelves_older) = shelves(inputs.shop_levels);
        let linked = inputs
            .links
            .iter()
            .filter_map(|link| Some((book.item(link.item.as_str())?, link.inventory_item)));
        let mut linked = sorted(linked.collect(), Ord::cmp);
        linked.dedup();
        let rows = inputs.rows.iter();
        let rows = rows.filter_map(|row| Some((book.item(row.item.as_str())?, row)));
        let rows = sorted(rows.collect(), |one: &(usize, &Row), other| one.0.cmp(&other.0));
        let of =
            |item: &ItemId, outlet: &str| Some((book.item(item.as_str())?, book.outlet(outlet)?));
        let reads = inputs.reads.iter();
        let reads =
            reads.filter_map(|read| Some((of(&read.item, read.outlet.as_str())?, read.began_at)));
        let marks = inputs.watermarks.unwrap_or_default().iter();
        let marks = marks.filter_map(|mark| Some((of(&mark.item, mark.outlet.as_str())?, mark)));
        let earlier = inputs.earlier.iter().map(|own| (own.inventory_item, own.location));
        let written = inputs.written.iter().map(|own| (own.inventory_item, own.location));
        let at = |own: &Shelf| (own.level().inventory_item, own.level().location);
        // A feed that is empty although several items should be in it was cut off.
        let empty = inputs.levels.is_empty() && book.len() > 1;
        Self {
            inputs,
            book,
            shelved: Shelved::of(shelves.iter().map(at)),
            shelves,
            shelves_older,
            linked_of: Grouped::of(linked.iter().map(|own| own.0).collect(), book.len()),
            linked,
            rows_of: Grouped::of(rows.iter().map(|own| own.0).collect(), book.len()),
            rows,
            reads: table(reads.collect()),
            marks: table(marks.collect()),
            earlier: Shelved::of(earlier),
            written: Shelved::of(written),
            complete: inputs.lightspeed_complete && !empty,
        }
    }

    pub(super) fn shelf(&self, item: InventoryItemId, location: LocationId) -> Option<&Shelf> {
        self.shelves.get(self.shelved.find((item, location))?)
    }

    pub(super) fn earlier(&self, item: InventoryItemId, at: LocationId) -> Option<&'a EarlierRead> {
        self.inputs.earlier.get(self.earlier.find((item, at))?)
    }

    pub(super) fn written(&self, item: InventoryItemId, at: LocationId) -> Option<&'a Written> {
        self.inputs.written.get(self.written.find((item, at))?)
    }

    pub(super) fn mark(&self, item: usize, outlet: usize) -> Option<&'a Watermark> {
        self.marks.get(&(item, outlet)).copied()
    }

    /// Whether a level of the item was decided from before.
    pub(super) fn marked(&self, item: usize) -> bool {
        self.marks.iter().any(|((own, _), _)| *own == item)
    }

    /// When the reading of a level began.
    pub(super) fn began(&self, item: usize, outlet: Option<usize>) -> Timestamp {
        let own = outlet.and_then(|outlet| self.reads.get(&(item, outlet)));
        own.copied().unwrap_or(self.inputs.read_began_at)
    }

    /// The rows in flight of an item.
    pub(super) fn rows(&self, item: usize) -> impl Iterator<Item = &'a Row> {
        let own = self.rows.get(self.rows_of.item(item)).unwrap_or_default();
        own.iter().map(|(_, row)| *row)
    }

    /// How many rows in flight are of other items.
    pub(super) fn foreign_rows(&self) -> u64 {
        let others = self.inputs.rows.len().saturating_sub(self.rows.len());
        u64::try_from(others).unwrap_or(u64::MAX)
    }

    /// The inventory items of an item, in order.
    pub(super) fn variants(&self, item: usize) -> impl Iterator<Item = InventoryItemId> {
        let own = self.linked.get(self.linked_of.item(item)).unwrap_or_default();
        own.iter().map(|(_, variant)| *variant)
    }

    /// What Shopify says that orders have taken of an item at a location and not got yet.
    pub(super) fn committed(&self, item: usize, location: LocationId) -> Quantity {
        let shelves = self.variants(item).filter_map(|variant| self.shelf(variant, location));
        let sum = shelves.fold(0_i64, |sum, own| sum.saturating_add(own.level().committed));
        Quantity::whole(sum)
    }

    /// The sales of an item by the tills of these outlets, as exceptions name them.
    pub(super) fn till_sales(&self, item: &ItemId, serves: impl Fn(&str) -> bool) -> Vec<Fact> {
        let sales = self.inputs.till_sales.iter();
        let own = sales.filter(|own| own.item == *item && serves(own.outlet.as_str()));
        own.map(|own| own.sale.as_str().into()).collect()
    }
}

fn table<K: Ord, V>(pairs: Vec<(K, V)>) -> Table<K, V> {
    sorted(pairs, |one, other| one.0.cmp(&other.0)).into_iter().collect()
}

/// Where what there is of each item stands in a list that lies in the order of its items.
struct Grouped {
    /// Where that of each item ends.
    ends: Vec<usize>,
}

impl Grouped {
    /// Of a list whose entries are of these items, out of `count`.
    fn of(items: Vec<usize>, count: usize) -> Self {
        let mut end = 0_usize;
        let ends = (0..count).map(|item| {
            while items.get(end).is_some_and(|own| *own <= item) {
                end = end.wrapping_add(1);
            }
            end
        });
        Self { ends: ends.collect() }
    }

    fn item(&self, item: usize) -> Range<usize> {
        let end = |item: usize| self.ends.get(item).copied();
        let start = item.checked_sub(1).and_then(end).unwrap_or_default();
        start..end(item).unwrap_or(start)
    }
}

/// Shopify's rows, each inventory item and location once, and how many are there besides.
fn shelves(rows: &[ShopLevel]) -> (Vec<Shelf>, u64) {
    let key = |level: &ShopLevel| (level.inventory_item, level.location);
    let newest_last = sorted(rows.iter().collect(), |one: &&ShopLevel, other| {
        (key(one), one.updated_at).cmp(&(key(other), other.updated_at))
    });
    let mut shelves: Vec<Shelf> = Vec::with_capacity(rows.len());
    let mut older = 0;
    for row in newest_last {
        let Some(before) = shelves.last_mut().filter(|own| key(own.level()) == key(row)) else {
            shelves.push(Shelf::One(*row));
            continue;
        };
        super::levels::count(&mut older);
        let other = before.level();
        *before = if other.updated_at == row.updated_at {
            let same = other.available == row.available
                && other.committed == row.committed
                && other.active == row.active
                && matches!(before, Shelf::One(_));
            let committed = other.committed.max(row.committed);
            if same { *before } else { Shelf::Disagree(ShopLevel { committed, ..*other }) }
        } else {
            Shelf::One(*row)
        };
    }
    (shelves, older)
}
