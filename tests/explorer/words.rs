//! What happened, in words.

use std::fmt::Write;

use super::ids;
use super::module::{Ask, Step};
use super::moves::{Explorer, Move};
use super::orders::How;
use super::search::{Found, Wrong};
use super::state::{State, Work};
use super::world::World;

/// What a search came to, in one line.
pub(crate) fn summary(world: &World, found: &Found) -> String {
    let whole = match (&found.wrong, found.whole) {
        (Some(_), _) => "stopped at a fault",
        (None, true) => "all",
        (None, false) => "cut off",
    };
    format!(
        "{}: {} states ({whole}), {} moves, {} moves deep, {} calls of the module, \
         {} + {} orders excused, {} s\n    {}",
        world.name,
        found.states,
        found.moves,
        found.deepest,
        found.calls,
        found.excused.0,
        found.excused.1,
        found.seconds,
        world.bounds(),
    )
}

/// How something went wrong.
pub(crate) fn story(world: World, wrong: &Wrong) -> String {
    let mut text = String::new();
    let (moves, end) = match wrong {
        Wrong::Oversold(own, moves) => {
            let end = format!(
                "Shopify has accepted it: {} unit(s) are owed, {} are there, {} are excused.",
                own.owed, own.units, own.excused
            );
            (moves.clone(), end)
        }
        Wrong::Unrest(own, moves) => {
            let mut all = moves.clone();
            all.extend(own.moves.iter().copied());
            (all, format!("It does not come to rest: {}.", own.why))
        }
    };
    let mut explorer = Explorer::new(world);
    let mut state = world.first();
    for (place, chosen) in moves.iter().enumerate() {
        let what = explorer.words(&state, *chosen);
        let over = explorer.apply(&mut state, *chosen).is_err();
        let shelf = state.shelves.map(|own| format!("{}+{}", own.available, own.committed));
        let level = state.outlets.map(|own| own.units.to_string());
        let units = state.truth.map(|own| own.units.to_string());
        let of = |list: &[String], count: usize| list[..count].join(" ");
        writeln!(
            text,
            "{:>3}. [{:>3} s] {what}\n          Shopify {}, Lightspeed {}, really there {}{}",
            place + 1,
            state.clock * super::state::TICK,
            of(&shelf, world.locations),
            of(&level, world.outlets),
            of(&units, world.locations),
            if over { " - oversold" } else { "" },
        )
        .unwrap();
    }
    writeln!(text, "{end}").unwrap();
    text
}

impl Explorer {
    fn words(&mut self, state: &State, chosen: Move) -> String {
        let order = |place: u8| ids::order(place as usize);
        match chosen {
            Move::Place(own, at) => format!("a buyer places order {} at location {at}", order(own)),
            Move::Cancel(own) => format!("order {} is cancelled", order(own)),
            Move::Refund(own) => format!("order {} is refunded before it is sent", order(own)),
            Move::Fulfil(own) => format!("order {} is fulfilled", order(own)),
            Move::Restock(own) => format!("order {} comes back and is restocked", order(own)),
            Move::Till(outlet) => format!("the till of outlet {outlet} sells a unit"),
            Move::Receipt(outlet) => format!("a unit is received at outlet {outlet}"),
            Move::Edit(at) => format!("staff add a unit to Shopify's level at location {at}"),
            Move::Scheduled => "Shopify's changed orders are looked through by schedule".to_owned(),
            Move::Tick => "30 seconds pass".to_owned(),
            Move::Hint => "somebody has the item published".to_owned(),
            Move::Reconcile => "everything is to be published".to_owned(),
            Move::Start(place) => {
                format!("a task begins: {:?}", state.pending[place as usize].1)
            }
            Move::Look(own) | Move::Sweep(own) => {
                format!("a task begins: order {}", order(own))
            }
            Move::Arrive => "a write that nobody waits for arrives".to_owned(),
            Move::Late(own) => format!("a late webhook tells of order {}", order(own)),
            Move::Step(place, which, how) => self.step_words(state, place as usize, which, how),
            Move::End(place) => {
                let task = state.tasks[place as usize];
                let Work::Stock { event, now, journal, .. } = task.work else {
                    return String::new();
                };
                let step = self.module.step((task.slot, event, now), journal);
                let Step::Done { next, looks, codes, .. } = step.as_ref() else {
                    return String::new();
                };
                let looks: Vec<u64> = looks.iter().map(|own| ids::order(*own)).collect();
                format!(
                    "t{} ({event:?}) ends; next {next:?}, orders {looks:?}, says {codes:?}",
                    task.slot
                )
            }
            Move::Lose(place) => format!("t{} is lost", state.tasks[place as usize].slot),
        }
    }

    fn step_words(&mut self, state: &State, place: usize, which: u8, how: How) -> String {
        let task = state.tasks[place];
        let name = format!("t{}", task.slot);
        let how = match how {
            How::Well => "",
            How::Lagging => " and is shown an old answer",
            How::Lost => " and the answer is lost",
            How::Never => ", which never arrives, and nobody knows",
            How::Refused => " and is refused",
        };
        let (event, now, journal) = match task.work {
            Work::Stock { event, now, journal, .. } => (event, now, journal),
            Work::Order { order, stage, goal, .. } => {
                let order = ids::order(order as usize);
                return format!("{name} (order {order}, {goal:?}) does {stage:?}{how}");
            }
        };
        let step = self.module.step((task.slot, event, now), journal);
        let Step::Asks(requests) = step.as_ref() else { return String::new() };
        let what = match &requests[which as usize].ask {
            Ask::Get(key) => format!("reads row {}", self.module.texts.text(*key)),
            Ask::Gather(table, ..) => format!("reads rows of {table}"),
            Ask::Scan(table, _) => format!("scans {table}"),
            Ask::Commit(changes) => {
                let keys: Vec<&str> =
                    changes.iter().map(|own| self.module.texts.text(own.row)).collect();
                format!("commits {}", keys.join(", "))
            }
            Ask::Shelves => "reads Shopify's levels".to_owned(),
            Ask::Orders(_) => "reads Shopify's changed orders".to_owned(),
            Ask::Set(_, rows) => format!("sets {rows:?} (location, quantity, from)"),
            Ask::Order(order) | Ask::OrderNow(order) => {
                format!("reads order {} in Shopify", ids::order(*order))
            }
            Ask::Sales(order) => format!("looks up the sales of order {}", ids::order(*order)),
            Ask::Tills => "asks who sold it".to_owned(),
            Ask::Sale(order) => format!("reads the sale of order {}", ids::order(*order)),
            Ask::Record(body) => format!("records the sale of {}", body["referenceNumber"]),
            Ask::Levels => "reads Lightspeed's levels".to_owned(),
        };
        format!("{name} ({event:?}) {what}{how}")
    }
}
