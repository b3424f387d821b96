//! The small worlds: what there is, and how much may happen in each.

use super::state::{Left, Level, Order, Shelf, Stamps, State, Truth};

/// What is taken away from the flow, from outside: the host answers it wrongly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Plant {
    Nothing,
    /// No row in flight is shown.
    NoInFlight,
    /// Lightspeed's level is the one from before Shopify's was read.
    LevelFirst,
    /// Shopify says that nothing is committed.
    NoCommitted,
    /// Every claim succeeds.
    NoClaim,
    /// Every sale seems to have been confirmed before any level was read.
    ConfirmedEarly,
}

/// What the vendors do besides what is to be expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Odd {
    Nothing,
    /// Lightspeed may show levels as they were when the tick began.
    OldLevels,
    /// Shopify's search may not show yet what changed in this tick.
    OldSearch,
    /// All changes of a level in one tick have one time stamp.
    OneStamp,
    /// A write that nobody heard of any more may still arrive.
    LateWrite,
}

/// When Shopify's changed orders are looked through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sweeps {
    /// No host comes to it before the world comes to rest.
    Late,
    /// Any time, in one go.
    AtOnce,
    /// Any time, request by request.
    Stepwise,
}

/// Which Lightspeed there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Series {
    R,
    X,
}

/// A world and its bounds.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) name: &'static str,
    pub(crate) series: Series,
    /// How many locations and outlets; two outlets and one location are pooled.
    pub(crate) locations: usize,
    pub(crate) outlets: usize,
    /// Units at each outlet in the beginning.
    pub(crate) units: i8,
    /// What Shopify shows of them in the beginning, at each location.
    pub(crate) shown: i8,
    pub(crate) orders: usize,
    pub(crate) webhooks: u8,
    pub(crate) cancels: bool,
    pub(crate) refunds: bool,
    pub(crate) fulfils: bool,
    pub(crate) left: Left,
    /// How many tasks run at once: of the stock flow, of the order flow.
    pub(crate) hosts: (usize, usize),
    pub(crate) odd: Odd,
    /// Two tasks about one order may run beside one another.
    pub(crate) beside: bool,
    /// Orders are worked on by the real order flow, and not by its effects alone.
    pub(crate) real: bool,
    pub(crate) sweeps: Sweeps,
    /// When all orders are placed, none can be one too many: it is only seen to that all comes to rest.
    pub(crate) brief: bool,
    pub(crate) plant: Plant,
    /// No more states than this are looked at, and none that is further away than so many moves.
    pub(crate) most: usize,
    pub(crate) depth: usize,
}

impl World {
    /// One item, one location, one outlet; nothing may happen yet.
    pub(crate) const fn plain(name: &'static str) -> Self {
        Self {
            name,
            series: Series::R,
            locations: 1,
            outlets: 1,
            units: 1,
            shown: 1,
            orders: 2,
            webhooks: 1,
            cancels: false,
            refunds: false,
            fulfils: false,
            left: Left {
                till: 0,
                receipts: 0,
                ticks: 2,
                hints: 1,
                crashes: 0,
                losses: 0,
                refusals: 0,
                edits: 0,
            },
            hosts: (1, 1),
            odd: Odd::Nothing,
            beside: false,
            real: false,
            sweeps: Sweeps::Late,
            brief: false,
            plant: Plant::Nothing,
            most: usize::MAX,
            depth: usize::MAX,
        }
    }

    /// Which location an outlet serves.
    pub(crate) fn serves(&self, outlet: usize) -> usize {
        if self.locations == 1 { 0 } else { outlet }
    }

    /// What says how new a level is.
    pub(crate) fn stamps(&self) -> Stamps {
        match (self.series, self.odd) {
            (Series::X, _) => Stamps::Versions,
            (_, Odd::OneStamp) => Stamps::Ticks,
            _ => Stamps::Seconds,
        }
    }

    /// The outlet that orders of a location are posted to.
    pub(crate) fn posts_to(&self, location: usize) -> usize {
        location
    }

    /// How it begins.
    pub(crate) fn first(&self) -> State {
        let mut state = State {
            clock: 0,
            shelves: [Shelf::default(); 2],
            outlets: [Level::default(); 2],
            before: [Level::default(); 2],
            truth: [Truth::default(); 2],
            orders: [Order { webhooks: self.webhooks, ..Order::default() }; 2],
            store: Vec::new(),
            tasks: Vec::new(),
            pending: Vec::new(),
            left: self.left,
            late: None,
            used: Vec::new(),
        };
        for outlet in 0..self.outlets {
            state.outlets[outlet].units = self.units;
            state.truth[self.serves(outlet)].units += self.units;
        }
        state.before = state.outlets;
        for location in 0..self.locations {
            state.shelves[location].available = self.shown;
        }
        state
    }

    /// Its bounds in words.
    pub(crate) fn bounds(&self) -> String {
        let left = self.left;
        let mut events: Vec<&str> = vec!["place"];
        events.extend(self.cancels.then_some("cancel"));
        events.extend(self.refunds.then_some("refund"));
        events.extend(self.fulfils.then_some("fulfil"));
        format!(
            "{:?}-Series, 1 item, {} location(s), {} outlet(s) of {} unit(s), {} shown; {} order(s) ({}), \
             {} webhook(s) each, {} till sale(s), {} receipt(s), {} hint(s), {} pause(s) of 30 s, \
             {} crash(es), {} lost task(s), {} refusal(s), {} edit(s) by staff, {} + {} tasks at once{}{}",
            self.series,
            self.locations,
            self.outlets,
            self.units,
            self.shown,
            self.orders,
            events.join(", "),
            self.webhooks,
            left.till,
            left.receipts,
            left.hints,
            left.ticks,
            left.crashes,
            left.losses,
            left.refusals,
            left.edits,
            self.hosts.0,
            self.hosts.1,
            match self.odd {
                Odd::Nothing => "",
                Odd::OldLevels => ", levels that lag",
                Odd::OldSearch => ", a search that lags",
                Odd::OneStamp => ", time stamps that are alike",
                Odd::LateWrite => ", writes that arrive late",
            },
            format_args!(
                "{}{}",
                if self.real { ", the real order flow" } else { ", the order flow by its effects" },
                match self.sweeps {
                    Sweeps::Late => "",
                    Sweeps::AtOnce => ", orders looked through at once",
                    Sweeps::Stepwise => ", orders looked through step by step",
                },
            ),
        )
    }
}
