//! What can happen next, and what it changes: each move is one thing that nothing can come between.

use super::books::Sent;
use super::intern::Texts;
use super::module::{Ask, Module, Step};
use super::orders::{self, How};
use super::state::{Event, Phase, Stage, State, Task, Work};
use super::world::{Odd, Sweeps, World};

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Move {
    /// A buyer orders a unit at a location.
    Place(u8, u8),
    Cancel(u8),
    Refund(u8),
    Fulfil(u8),
    Restock(u8),
    Till(u8),
    Receipt(u8),
    /// Staff add a unit to Shopify's level at a location, and none is there.
    Edit(u8),
    Tick,
    /// A webhook, a poll or the reconciliation has the item published.
    Hint,
    /// What was asked for begins.
    Start(u8),
    /// A write that nobody heard of any more arrives.
    Arrive,
    /// An order is looked at, because a webhook comes or somebody asked for it.
    Look(u8),
    /// A webhook comes late: it tells of the order as it was placed.
    Late(u8),
    /// A task performs one of its requests, by place among those that are due.
    Step(u8, u8, How),
    /// A task ends.
    End(u8),
    /// A task is gone, and nobody continues it.
    Lose(u8),
    /// Everything is to be published (only where the world comes to rest).
    Reconcile,
    /// Changed orders are looked through by schedule (only where the world comes to rest).
    Scheduled,
    /// An order is looked at that nobody told of (only where the world comes to rest).
    Sweep(u8),
}

/// More was sold than there is, and nothing excuses it.
#[derive(Clone, Debug)]
pub(crate) struct Oversold {
    pub(crate) owed: i8,
    pub(crate) units: i8,
    pub(crate) excused: i8,
}

/// A world with the module that works in it.
pub(crate) struct Explorer {
    pub(crate) world: World,
    pub(crate) module: Module,
    /// What was sent to Lightspeed.
    pub(crate) sent: Sent,
    /// How many orders too many were excused: by the till, by what compare-and-set cannot see.
    pub(crate) excused: (u64, u64),
}

impl Explorer {
    pub(crate) fn new(world: World) -> Self {
        Self { module: Module::new(&world), world, sent: Sent::new(), excused: (0, 0) }
    }

    fn texts(&mut self) -> &mut Texts {
        &mut self.module.texts
    }

    /// All that can happen.
    pub(crate) fn moves(&mut self, state: &State) -> Vec<Move> {
        let mut moves = Vec::new();
        self.outside(state, &mut moves);
        self.begins(state, &mut moves);
        for place in 0..state.tasks.len() {
            self.steps(state, place, &mut moves);
        }
        moves
    }

    /// What buyers, staff and time do.
    fn outside(&self, state: &State, moves: &mut Vec<Move>) {
        let world = &self.world;
        for order in 0..world.orders {
            let own = state.orders[order];
            let number = u8::try_from(order).unwrap();
            match own.phase {
                // They are alike: the first comes first.
                Phase::None if order == 0 || state.orders[order - 1].phase != Phase::None => {
                    let places = 0..world.locations;
                    let places = places.filter(|place| state.shelves[*place].available > 0);
                    moves.extend(places.map(|at| Move::Place(number, u8::try_from(at).unwrap())));
                }
                Phase::Open => {
                    moves.extend(world.cancels.then_some(Move::Cancel(number)));
                    moves.extend(world.refunds.then_some(Move::Refund(number)));
                    let there = state.truth[own.location as usize].units > 0;
                    moves.extend((world.fulfils && there).then_some(Move::Fulfil(number)));
                }
                Phase::Fulfilled if world.refunds => moves.push(Move::Restock(number)),
                _ => {}
            }
        }
        for outlet in 0..world.outlets {
            let number = u8::try_from(outlet).unwrap();
            if state.left.till > 0 && state.truth[world.serves(outlet)].units > 0 {
                moves.push(Move::Till(number));
            }
            if state.left.receipts > 0 {
                moves.push(Move::Receipt(number));
            }
        }
        if state.left.edits > 0 {
            let places = 0..u8::try_from(world.locations).unwrap();
            moves.extend(places.map(Move::Edit));
        }
        moves.extend(state.late.map(|_| Move::Arrive));
        moves.extend((state.left.ticks > 0).then_some(Move::Tick));
        let waits = state.pending.contains(&(state.clock, Event::Publish));
        moves.extend((state.left.hints > 0 && !waits).then_some(Move::Hint));
    }

    /// What hosts may begin.
    fn begins(&self, state: &State, moves: &mut Vec<Move>) {
        let stock = |own: &&Task| match own.work {
            Work::Stock { event, .. } => event.order().is_none(),
            Work::Order { .. } => false,
        };
        let running = state.tasks.iter().filter(stock).count();
        if running < self.world.hosts.0 {
            let late = self.world.sweeps == Sweeps::Late;
            let due = state
                .pending
                .iter()
                .enumerate()
                .filter(|(_, own)| own.0 <= state.clock && !(late && own.1 == Event::Sweep));
            moves.extend(due.map(|(place, _)| Move::Start(u8::try_from(place).unwrap())));
        }
        if state.tasks.len() - running < self.world.hosts.1 {
            for (order, own) in state.orders.iter().enumerate() {
                let told = own.webhooks > 0 || own.asked;
                let number = u8::try_from(order).unwrap();
                let about = |task: &Task| match task.work {
                    Work::Stock { event, .. } => event.order() == Some(number),
                    Work::Order { order, .. } => order == number,
                };
                if !self.world.beside && state.tasks.iter().any(about) {
                    continue;
                }
                if told && own.phase != Phase::None {
                    moves.push(Move::Look(number));
                }
                if self.world.real && own.webhooks > 0 && own.updated != own.placed {
                    moves.push(Move::Late(number));
                }
            }
        }
    }

    /// What a task may do.
    fn steps(&mut self, state: &State, place: usize, moves: &mut Vec<Move>) {
        let task = state.tasks[place];
        let number = u8::try_from(place).unwrap();
        if state.left.losses > 0 {
            moves.push(Move::Lose(number));
        }
        let Work::Stock { event, now, journal, .. } = task.work else {
            let ways = orders::ways(self.texts(), state, &task);
            moves.extend(ways.into_iter().map(|how| Move::Step(number, 0, how)));
            return;
        };
        let step = self.module.step((task.slot, event, now), journal);
        let Step::Asks(requests) = step.as_ref() else {
            moves.push(Move::End(number));
            return;
        };
        for (which, request) in requests.iter().enumerate() {
            if request.not_before > state.clock {
                continue;
            }
            let which = u8::try_from(which).unwrap();
            moves.push(Move::Step(number, which, How::Well));
            if self.may_lag(state, &request.ask) {
                moves.push(Move::Step(number, which, How::Lagging));
            }
            if request.write && state.left.crashes > 0 {
                moves.push(Move::Step(number, which, How::Lost));
                moves.push(Move::Step(number, which, How::Never));
            }
        }
    }

    fn may_lag(&self, state: &State, ask: &Ask) -> bool {
        let now = state.clock * super::state::TICK;
        match (self.world.odd, ask) {
            (Odd::OldLevels, Ask::Levels) => state.before != state.outlets,
            (Odd::OldSearch, Ask::Orders(_)) => {
                state.orders.iter().any(|own| own.phase != Phase::None && own.updated >= now)
            }
            _ => false,
        }
    }

    /// What a move comes to.
    pub(crate) fn apply(&mut self, state: &mut State, chosen: Move) -> Result<(), Oversold> {
        match chosen {
            Move::Place(order, at) => return self.place(state, order, at as usize),
            Move::Hint => {
                state.left.hints -= 1;
                state.ask(state.clock, Event::Publish);
            }
            Move::Reconcile => self.begin(state, Event::Reconcile),
            Move::Scheduled => self.begin(state, Event::Sweep),
            Move::Start(place) => {
                let (_, event) = state.pending.remove(place as usize);
                self.begin(state, event);
            }
            Move::Look(order) => {
                let own = &mut state.orders[order as usize];
                let (asked, phase, updated) = (own.asked, own.phase, own.updated);
                match asked {
                    true => own.asked = false,
                    false => own.webhooks -= 1,
                }
                match (self.world.real, asked) {
                    (false, _) => drop(self.open(state, orders::begin(order as usize))),
                    (true, true) => self.begin(state, Event::Read(order)),
                    (true, false) => self.begin(state, Event::Told(order, phase, updated)),
                }
            }
            Move::Late(order) => {
                let own = &mut state.orders[order as usize];
                own.webhooks -= 1;
                let placed = own.placed;
                self.begin(state, Event::Told(order, Phase::Open, placed));
            }
            Move::Sweep(order) if self.world.real => self.begin(state, Event::Read(order)),
            Move::Sweep(order) => drop(self.open(state, orders::begin(order as usize))),
            Move::Step(place, which, how) => self.perform(state, place as usize, which, how),
            Move::End(place) => self.end(state, place as usize),
            Move::Lose(place) => {
                state.left.losses -= 1;
                state.tasks.remove(place as usize);
                state.forget_keys();
            }
            _ => self.happen(state, chosen),
        }
        Ok(())
    }
}

/// Whether the abstract order flow has nothing to do about an order any more.
pub(crate) fn is_settled(state: &State, order: usize) -> bool {
    let own = state.orders[order];
    let busy = state.tasks.iter().any(|task| {
        matches!(task.work, Work::Order { order: other, stage, .. }
            if other as usize == order && stage != Stage::End)
    });
    let posted = match own.phase {
        Phase::Open | Phase::Fulfilled => own.noted.posted,
        Phase::Cancelled => !own.noted.posted || own.noted.released,
        _ => true,
    };
    own.phase == Phase::None || (!busy && posted && own.seen == Some(own.updated))
}
