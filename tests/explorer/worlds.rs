//! The worlds that are gone through: each small enough to be gone through
//! whole; and one that is walked through at random.

use super::state::Left;
use super::world::{Odd, Series, Sweeps, World};

/// What may happen where nothing else is said: one hint, and one pause.
const ONE: Left =
    Left { till: 0, receipts: 0, ticks: 1, hints: 1, crashes: 0, losses: 0, refusals: 0, edits: 0 };

/// Two orders, one unit, and the real order flow.
const REAL: World = World { left: ONE, real: true, ..World::plain("") };

/// The same with the order flow by its effects.
const PLAIN: World = World { left: ONE, ..World::plain("") };

/// All that may happen, at once: too large to be gone through.
pub(crate) const EVERYTHING: World = World {
    name: "everything at once",
    units: 2,
    shown: 2,
    webhooks: 2,
    cancels: true,
    fulfils: true,
    hosts: (2, 2),
    sweeps: Sweeps::Stepwise,
    left: Left { till: 2, receipts: 1, ticks: 2, hints: 2, crashes: 1, losses: 1, ..ONE },
    ..REAL
};

/// Worlds in which nothing may go wrong, the largest first.
pub(crate) const ALL: &[World] = &[
    World { name: "a till sale", units: 2, shown: 2, left: Left { till: 1, ..ONE }, ..REAL },
    World {
        name: "staff set Shopify's level by hand",
        sweeps: Sweeps::AtOnce,
        left: Left { edits: 1, ..ONE },
        ..PLAIN
    },
    World {
        name: "three units and two till sales",
        units: 3,
        shown: 3,
        left: Left { till: 2, ..ONE },
        ..PLAIN
    },
    World {
        name: "X-Series",
        series: Series::X,
        units: 2,
        fulfils: true,
        left: Left { till: 1, ..ONE },
        ..PLAIN
    },
    World {
        name: "two hosts, one of which crashes",
        shown: 0,
        hosts: (2, 1),
        left: Left { hints: 2, crashes: 1, ..ONE },
        ..PLAIN
    },
    World { name: "pooled outlets", outlets: 2, shown: 2, left: Left { till: 1, ..ONE }, ..PLAIN },
    World { name: "cancelled orders", cancels: true, left: Left { hints: 0, ..ONE }, ..REAL },
    World { name: "a receipt", fulfils: true, left: Left { receipts: 1, ..ONE }, ..PLAIN },
    World { name: "cancelled orders, by effects", cancels: true, ..PLAIN },
    World {
        name: "refunds before and after",
        refunds: true,
        fulfils: true,
        left: Left { hints: 0, ..ONE },
        ..PLAIN
    },
    World {
        name: "a lost task, by effects",
        hosts: (2, 2),
        fulfils: true,
        left: Left { losses: 1, ..ONE },
        ..PLAIN
    },
    World {
        name: "a lost task",
        orders: 1,
        fulfils: true,
        sweeps: Sweeps::AtOnce,
        left: Left { losses: 1, ..ONE },
        ..REAL
    },
    World {
        name: "a refused sale",
        fulfils: true,
        left: Left { refusals: 1, ticks: 2, ..ONE },
        ..PLAIN
    },
    World {
        name: "levels that lag",
        units: 2,
        shown: 1,
        odd: Odd::OldLevels,
        left: Left { till: 1, ..ONE },
        ..PLAIN
    },
    World {
        name: "a search that lags",
        odd: Odd::OldSearch,
        fulfils: true,
        left: Left { ticks: 2, ..ONE },
        ..PLAIN
    },
    World { name: "two locations", outlets: 2, locations: 2, ..PLAIN },
    World { name: "sent orders", fulfils: true, ..REAL },
    World {
        name: "orders of which nobody tells",
        webhooks: 0,
        fulfils: true,
        sweeps: Sweeps::AtOnce,
        ..REAL
    },
    World { name: "a crash", orders: 1, fulfils: true, left: Left { crashes: 1, ..ONE }, ..REAL },
    World {
        name: "late and repeated webhooks",
        webhooks: 2,
        cancels: true,
        orders: 1,
        left: Left { hints: 0, ..ONE },
        ..REAL
    },
];

/// A unit that was sent is not in any row.
pub(crate) const IN_FLIGHT: World = World {
    name: "in flight",
    units: 2,
    shown: 2,
    fulfils: true,
    left: Left { till: 1, ticks: 0, ..ONE },
    ..REAL
};

/// An order is posted between two reads.
pub(crate) const ORDER_OF_READS: World =
    World { name: "order of reads", fulfils: true, left: Left { ticks: 2, ..ONE }, ..PLAIN };

/// The till sells while nobody told of an order yet.
pub(crate) const COMMITTED: World =
    World { name: "committed", units: 2, shown: 2, left: Left { till: 1, ..ONE }, ..REAL };

/// Two tasks raise the same quantity.
pub(crate) const CLAIM: World =
    World { name: "claim", shown: 0, hosts: (2, 1), left: Left { hints: 2, ..ONE }, ..REAL };

/// Lightspeed shows a level from before a sale that it has confirmed.
pub(crate) const CONFIRMED: World = World {
    name: "confirmed before read",
    units: 2,
    shown: 1,
    odd: Odd::OldLevels,
    left: Left { till: 1, ..ONE },
    ..PLAIN
};

/// The till sells and an order is sent, and no webhook ever comes.
pub(crate) const UNTOLD: World = World {
    name: "orders that nobody told of",
    units: 2,
    shown: 2,
    webhooks: 0,
    fulfils: true,
    sweeps: Sweeps::Stepwise,
    brief: true,
    left: Left { till: 1, ..ONE },
    ..PLAIN
};

/// The same, and two tasks look through Shopify's orders at once.
pub(crate) const UNTOLD_TWICE: World = World {
    name: "orders that nobody told of, on two hosts",
    hosts: (2, 1),
    left: Left { till: 1, ticks: 0, hints: 2, ..ONE },
    ..UNTOLD
};

/// Two changes of a level within the resolution of its time stamp.
pub(crate) const ALIKE: World = World {
    name: "time stamps that are alike",
    units: 2,
    shown: 2,
    odd: Odd::OneStamp,
    brief: true,
    left: Left { till: 2, hints: 2, ..ONE },
    ..PLAIN
};

/// A write arrives that nobody waits for any more.
pub(crate) const LATE_WRITE: World = World {
    name: "a late write",
    shown: 0,
    odd: Odd::LateWrite,
    sweeps: Sweeps::AtOnce,
    left: Left { crashes: 1, ticks: 2, ..ONE },
    ..PLAIN
};

/// Two hosts look at one order.
pub(crate) const BESIDE: World = World {
    name: "one order on two hosts",
    units: 2,
    shown: 2,
    orders: 1,
    webhooks: 2,
    hosts: (1, 2),
    beside: true,
    left: Left { hints: 0, ticks: 0, ..ONE },
    ..REAL
};
