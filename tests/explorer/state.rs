//! Everything that is at one moment: both vendors, the host's store, the tasks with their journals,
//! how much may still happen, and what a person who sees all would know.

use super::intern::Sym;

/// How many seconds pass at once: as long as a rise waits for its second read.
pub(crate) const TICK: u16 = 30;

/// Shopify's level at a location.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Shelf {
    pub(crate) available: i8,
    pub(crate) committed: i8,
}

/// Lightspeed's level at an outlet, when it changed, and which of the till's sales are in it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Level {
    pub(crate) units: i8,
    /// In seconds, or a version.
    pub(crate) stamp: u16,
    pub(crate) till: u8,
}

/// How an order of one unit stands at Shopify.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Phase {
    #[default]
    None,
    Open,
    /// Cancelled before it was sent.
    Cancelled,
    /// Refunded before it was sent; the order stays.
    Refunded,
    Fulfilled,
    /// Sent, refunded and back on the shelf.
    Restocked,
}

/// What the order flow keeps of the order's unit.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Flight {
    #[default]
    None,
    Seen,
    Sent,
    /// It left while the write that takes it is under way.
    SentGone,
    /// It left, and no sale took it.
    Gone,
    /// A sale took it: whether it is still to be sent, and when that was known, in ticks.
    Taken {
        open: bool,
        at: u16,
    },
}

/// What the order flow keeps of an order.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Noted {
    pub(crate) posted: bool,
    pub(crate) released: bool,
    pub(crate) flight: Flight,
}

/// An order of one unit, on both sides.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Order {
    pub(crate) phase: Phase,
    pub(crate) location: u8,
    /// When it was placed, and when Shopify changed it last, in seconds.
    pub(crate) placed: u16,
    pub(crate) updated: u16,
    /// Whether its sale stands in Lightspeed.
    pub(crate) sold: bool,
    pub(crate) voided: bool,
    pub(crate) noted: Noted,
    /// How new the newest is that was seen of it.
    pub(crate) seen: Option<u16>,
    /// Somebody asked for a look at it.
    pub(crate) asked: bool,
    /// How many webhooks of it may still be delivered.
    pub(crate) webhooks: u8,
}

impl Order {
    /// Whether a buyer has placed it.
    pub(crate) fn is_placed(&self) -> bool {
        self.phase != Phase::None
    }
}

/// What a real flow is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Event {
    Publish,
    Rise,
    Reconcile,
    /// Shopify's orders that changed are to be looked through.
    Sweep,
    /// An order is to be read.
    Read(u8),
    /// A webhook tells of an order as it was.
    Told(u8, Phase, u16),
}

impl Event {
    /// The order it is about.
    pub(crate) fn order(self) -> Option<u8> {
        match self {
            Self::Read(order) | Self::Told(order, ..) => Some(order),
            _ => None,
        }
    }
}

/// How far the abstract order flow is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Stage {
    Look,
    /// The claim, and the rows with it.
    Claim,
    /// The sale is looked up although a task that is gone holds the claim; then it is taken over.
    Orphan,
    TakeOver,
    Find,
    Record,
    /// The write has its effect; its answer is under way.
    Recorded,
    Void,
    Voided,
    End,
}

/// What a task of the order flow is about to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Goal {
    Post,
    Undo,
    /// Only the rows are put right.
    Note(bool),
}

/// What someone who sees everything knows of a task of the stock flow, by location.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Glance {
    /// How often Shopify had given units back when its level was read, and how many orders it had.
    pub(crate) given_back: u8,
    pub(crate) placed: u8,
    /// How many orders had been sent that nobody had told of, when our rows were read.
    pub(crate) untold: u8,
    /// Which of the till's sales the level that was read contains.
    pub(crate) till: u8,
    /// Which units that staff added at Shopify its level contained.
    pub(crate) edits: u8,
}

/// A task.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Work {
    /// A real flow: its event, its moment, its journal.
    Stock {
        event: Event,
        now: u16,
        journal: u32,
        glance: [Glance; 2],
        /// The ids of tasks whose claim it met, a bit each: they are nobody else's before it ends.
        met: u8,
        /// Whether Lightspeed was read, and what it had when the task began (for a planted fault).
        read: bool,
        /// A write may have been refused, or nobody knows what became of it.
        doubt: bool,
        early: [Level; 2],
    },
    /// The order flow, by its effects.
    Order {
        order: u8,
        stage: Stage,
        goal: Goal,
        phase: Phase,
        updated: u16,
        before: Noted,
        found: bool,
        /// When the sale was known to stand, in ticks.
        confirmed: u16,
    },
}

/// A task with its id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Task {
    pub(crate) slot: u8,
    pub(crate) work: Work,
}

/// How much may still happen.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) till: u8,
    pub(crate) receipts: u8,
    pub(crate) ticks: u8,
    pub(crate) hints: u8,
    /// Answers that are lost, and writes that never arrive: the host's process ended.
    pub(crate) crashes: u8,
    /// Tasks that nobody continues.
    pub(crate) losses: u8,
    pub(crate) refusals: u8,
    /// How often staff set Shopify's level by hand.
    pub(crate) edits: u8,
}

/// What someone who sees everything knows of a location.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    /// Units that are really there.
    pub(crate) units: i8,
    pub(crate) given_back: u8,
    pub(crate) placed: u8,
    /// The till's sales, and those that a finished look of ours had before it.
    pub(crate) till: u8,
    pub(crate) till_known: u8,
    /// Units that staff added at Shopify although they are not there, and those that a finished look
    /// of ours had before it.
    pub(crate) edits: u8,
    pub(crate) edits_known: u8,
    /// Units that a cancellation and a new order between read and write hid.
    pub(crate) hidden: u8,
    /// Orders that had been sent, and nobody had told of them when our rows were read last.
    pub(crate) untold: u8,
}

/// What says how new a level is.
#[derive(Clone, Copy)]
pub(crate) enum Stamps {
    Versions,
    Seconds,
    Ticks,
}

/// Everything.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// In ticks.
    pub(crate) clock: u16,
    pub(crate) shelves: [Shelf; 2],
    pub(crate) outlets: [Level; 2],
    /// As they were when the tick began: what a reader may still be shown where answers lag.
    pub(crate) before: [Level; 2],
    pub(crate) truth: [Truth; 2],
    pub(crate) orders: [Order; 2],
    /// Rows by number, in the order of the numbers.
    pub(crate) store: Vec<(Sym, Sym)>,
    pub(crate) tasks: Vec<Task>,
    /// What is to be looked at, not before a tick.
    pub(crate) pending: Vec<(u16, Event)>,
    pub(crate) left: Left,
    /// A write that is still under way although nobody waits for it.
    pub(crate) late: Option<Late>,
    /// Keys of writes that Shopify has executed, or has refused, and whose answer was lost: as long
    /// as anybody may send them again.
    pub(crate) used: Vec<Used>,
}

/// A write on its way: which task sent it under which key, where, how many, and what is to stand
/// there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Late {
    pub(crate) slot: u8,
    pub(crate) key: Sym,
    pub(crate) at: u8,
    pub(crate) quantity: i8,
    pub(crate) from: i8,
}

/// A key that Shopify knows, and whether what it carried was done.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Used {
    pub(crate) slot: u8,
    pub(crate) key: Sym,
    pub(crate) done: bool,
}

impl State {
    /// The row of this number.
    pub(crate) fn get(&self, row: Sym) -> Option<Sym> {
        let place = self.store.binary_search_by_key(&row, |own| own.0).ok()?;
        Some(self.store[place].1)
    }

    /// Puts or deletes a row.
    pub(crate) fn put(&mut self, row: Sym, value: Option<Sym>) {
        match (self.store.binary_search_by_key(&row, |own| own.0), value) {
            (Ok(place), Some(value)) => self.store[place].1 = value,
            (Err(place), Some(value)) => self.store.insert(place, (row, value)),
            (Ok(place), None) => drop(self.store.remove(place)),
            (Err(_), None) => {}
        }
    }

    /// Notes that an event is to be looked at; the same one again is one.
    pub(crate) fn ask(&mut self, at: u16, event: Event) {
        if let Err(place) = self.pending.binary_search(&(at, event)) {
            self.pending.insert(place, (at, event));
        }
    }

    /// Whether any task of ours is under way or due, or an order is to be looked at.
    pub(crate) fn is_busy(&self) -> bool {
        !self.tasks.is_empty()
            || !self.pending.is_empty()
            || self.orders.iter().any(|own| own.asked)
    }

    /// Keys that nobody sends any more are forgotten.
    pub(crate) fn forget_keys(&mut self) {
        let (tasks, late) = (&self.tasks, self.late);
        self.used.retain(|own| {
            let sends = tasks.iter().any(|task| task.slot == own.slot);
            sends || late.is_some_and(|late| late.key == own.key)
        });
    }

    /// How many units were sold at a location and not sent, cancelled or refunded.
    pub(crate) fn owed(&self, location: usize) -> i8 {
        let open = |own: &&Order| own.phase == Phase::Open && own.location as usize == location;
        i8::try_from(self.orders.iter().filter(open).count()).unwrap()
    }

    /// Lightspeed's levels of the outlets that serve a location change now.
    pub(crate) fn book(&mut self, outlet: usize, units: i8, stamps: Stamps) {
        let newest = self.outlets.iter().map(|own| own.stamp).max().unwrap_or_default();
        let level = &mut self.outlets[outlet];
        level.units += units;
        level.stamp = match stamps {
            Stamps::Versions => newest + 1,
            Stamps::Seconds => (self.clock * TICK).max(level.stamp + 1),
            Stamps::Ticks => self.clock * TICK,
        };
    }
}
