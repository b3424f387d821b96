//! Stock: what Lightspeed can sell is what Shopify shows, as `docs/stock.md` says.
//!
//! `publish` is the one flow that writes. The order of reads, in `facts`, is what keeps a unit from
//! being sold twice: the claim, Shopify's level, its orders (where a quantity is to rise), our rows, and
//! Lightspeed's level last. `goods` knows which variants and kits an item has to do with, `shop`,
//! `orders` and `levels` read, `kept` is what is remembered, `write` writes, `tills` asks who sold
//! what was sold once more. `hints` are events that only say where to look; `walk` looks at
//! everything, `orders` for those that nobody told of. `opening` tells what would change before the
//! first write.

mod claims;
mod facts;
mod goods;
mod hints;
mod kept;
mod levels;
mod opening;
mod orders;
mod publish;
mod shop;
mod tills;
mod walk;
mod write;

use crate::contract::io::Event;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::table::Table;
use crate::report::Code;

pub use hints::{Echo, echo};
pub use opening::{ACCEPT, Accepted, OPENING, SUBJECT as OPENING_SUBJECT, accept, run as opening};
pub use orders::{CHANGED, sweep};
pub use publish::publish;
pub use walk::{poll, reconcile};

/// What all of it is about, where it is not one item.
pub const SUBJECT: &str = "stock";

/// The topic of publishing items: `cursor` names them.
pub const PUBLISH: &str = "stock/publish";

/// The topic of looking at all items.
pub const RECONCILE: &str = "stock/reconcile";

/// The topic of asking Lightspeed what changed.
pub const POLL: &str = "lightspeed/poll";

/// How many items one task publishes: with one outlet their levels are a page of R-Series, and with
/// one location a query of Shopify.
pub const MOST_ITEMS: usize = 50;

/// What is examined by whoever only asks: that the others answer.
const TALKS: &[Code] =
    &[Code::VendorRefused, Code::VendorUnreadable, Code::VendorUnreachable, Code::StoreFailed];

/// What begins the cursor of items that are to rise: Shopify's orders are read for them.
const RISE: &str = "rise:";

/// What begins the cursor of items that are looked at for the sake of others: nothing follows for
/// the sake of these.
const ALSO: &str = "also:";

/// Items that are to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub items: Vec<ItemId>,
    /// Whether Shopify's orders are to be read first, so that quantities may rise.
    pub rise: bool,
    /// Whether they are looked at because a kit or a component of theirs was.
    pub also: bool,
    /// Whether Lightspeed told that one changed: where nothing is published nobody asks for more.
    pub told: bool,
}

impl Asked {
    /// Those that a cursor names: ids with commas between them.
    #[must_use]
    pub fn parse(cursor: &str) -> Option<Self> {
        let (cursor, also) = match cursor.strip_prefix(ALSO) {
            Some(rest) => (rest, true),
            None => (cursor, false),
        };
        let (list, rise) = match cursor.strip_prefix(RISE) {
            Some(list) => (list, true),
            None => (cursor, false),
        };
        // Whatever order they are named in, what is asked is the same.
        let once: Result<Table<ItemId, ()>, _> =
            list.split(',').map(|id| ItemId::parse(id).map(|item| (item, ()))).collect();
        let items: Vec<ItemId> = once.ok()?.iter().map(|(item, ())| item.clone()).collect();
        (items.len() <= MOST_ITEMS).then_some(Self { items, rise, also, told: false })
    }

    /// What exceptions and hosts call them.
    #[must_use]
    pub fn subject(&self) -> String {
        match self.items.as_slice() {
            [only] => format!("item/{only}"),
            _ => SUBJECT.to_owned(),
        }
    }
}

/// Whether the items of a cursor are to rise.
#[must_use]
pub fn rises(cursor: &str) -> bool {
    cursor.trim_start_matches(ALSO).starts_with(RISE)
}

/// Events that publish these items, each once, as many as fit together.
#[must_use]
pub fn events(items: impl IntoIterator<Item = ItemId>, rise: bool) -> Vec<Event> {
    events_for(items, rise, false)
}

/// The same; `also` for the sake of others.
fn events_for(items: impl IntoIterator<Item = ItemId>, rise: bool, also: bool) -> Vec<Event> {
    chunks(items.into_iter().collect(), rise, also)
}

#[inline(never)]
fn chunks(items: Vec<ItemId>, rise: bool, also: bool) -> Vec<Event> {
    let once: Table<ItemId, ()> = items.into_iter().map(|item| (item, ())).collect();
    let items: Vec<&ItemId> = once.iter().map(|(item, ())| item).collect();
    in_parts(&items, MOST_ITEMS, rise, also)
}

/// Events of so many items each.
fn in_parts(items: &[&ItemId], size: usize, rise: bool, also: bool) -> Vec<Event> {
    let cursors = items.chunks(size.max(1)).map(|chunk| {
        let list: Vec<&str> = chunk.iter().map(|item| item.as_str()).collect();
        let (also, rise) = (if also { ALSO } else { "" }, if rise { RISE } else { "" });
        format!("{also}{rise}{}", list.join(","))
    });
    cursors.map(|cursor| Event::scheduled(PUBLISH, Some(cursor))).collect()
}
