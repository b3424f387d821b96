//! One task after the other, without anybody beside: how many rounds they take, and what becomes of a
//! write that nobody ever answers.

use super::module::{Ask, Step};
use super::moves::{Explorer, Move};
use super::orders::How;
use super::state::{Event, Left, State, Work};
use super::world::{Series, Sweeps, World};

/// What a task came to: its rounds, what it says, the keys and quantities that it sent.
struct Ended {
    rounds: u32,
    codes: Vec<String>,
    sent: Vec<(u32, i64)>,
}

/// Runs the only task to its end; each of its writes to Shopify goes like that.
fn run(explorer: &mut Explorer, state: &mut State, how: How) -> Ended {
    let mut sent = Vec::new();
    loop {
        let task = state.tasks[0];
        let Work::Stock { event, now, journal, .. } = task.work else { panic!("a stock task") };
        let step = explorer.module.step((task.slot, event, now), journal);
        match step.as_ref() {
            Step::Done { codes, rounds, .. } => {
                let (codes, rounds) = (codes.clone(), *rounds);
                explorer.end(state, 0);
                return Ended { rounds, codes, sent };
            }
            Step::Asks(requests) => {
                let mut way = How::Well;
                if let Ask::Set(key, rows) = &requests[0].ask {
                    sent.push((*key, rows[0].1));
                    way = how;
                }
                explorer.perform(state, 0, 0, way);
            }
        }
    }
}

/// Runs what is due first of this kind.
fn next(explorer: &mut Explorer, state: &mut State, wanted: Event, how: How) -> Ended {
    let place = state.pending.iter().position(|own| own.1 == wanted).unwrap();
    let (at, event) = state.pending.remove(place);
    state.clock = state.clock.max(at);
    explorer.begin(state, event);
    run(explorer, state, how)
}

fn world(series: Series, units: i8, shown: i8) -> (Explorer, State) {
    let left = Left { crashes: 9, ..World::plain("").left };
    let sweeps = Sweeps::Stepwise;
    let world = World { series, units, shown, left, sweeps, ..World::plain("one task at a time") };
    (Explorer::new(world), world.first())
}

/// Fails when a fall takes more than five rounds of requests, or a task of a raise more than six.
#[test]
fn a_fall_takes_five_rounds_and_each_task_of_a_raise_six_at_most() {
    for series in [Series::R, Series::X] {
        let (mut explorer, mut state) = world(series, 1, 2);
        explorer.begin(&mut state, Event::Publish);
        let fall = run(&mut explorer, &mut state, How::Well);
        assert_eq!((fall.rounds, state.shelves[0].available), (5, 1), "{series:?}");

        let (mut explorer, mut state) = world(series, 2, 1);
        explorer.apply(&mut state, Move::Place(0, 0)).unwrap();
        explorer.begin(&mut state, Event::Publish);
        let first = run(&mut explorer, &mut state, How::Well);
        // The order is not known yet: it is looked for, and looked at.
        let swept = next(&mut explorer, &mut state, Event::Sweep, How::Well);
        assert!(state.orders[0].asked);
        explorer.apply(&mut state, Move::Look(0)).unwrap();
        while !state.tasks.is_empty() {
            explorer.perform(&mut state, 0, 0, How::Well);
        }
        state.outlets[0].units += 1;
        state.pending.clear();
        explorer.begin(&mut state, Event::Publish);
        let second = run(&mut explorer, &mut state, How::Well);
        let raise = next(&mut explorer, &mut state, Event::Rise, How::Well);
        let rounds = [first.rounds, swept.rounds, second.rounds, raise.rounds];
        println!("{series:?}: fall {}, {rounds:?}", fall.rounds);
        assert_eq!((rounds, raise.sent.len()), ([4, 3, 4, 6], 1), "{series:?}");
    }
}

/// Fails when a write that nobody answers is sent under another key, when anything rises while it may
/// still arrive, when a fall waits for it, or when nobody is told.
#[test]
fn what_nobody_ever_answers_holds_back_what_rises_for_a_while_and_nothing_that_falls() {
    for series in [Series::R, Series::X] {
        let (mut explorer, mut state) = world(series, 2, 1);
        explorer.begin(&mut state, Event::Publish);
        run(&mut explorer, &mut state, How::Well);
        let lost = next(&mut explorer, &mut state, Event::Rise, How::Never);
        assert_eq!(lost.sent.len(), 5, "{series:?}");
        assert!(lost.sent.iter().all(|own| *own == lost.sent[0]));
        assert_eq!(lost.codes, ["VendorUnreachable"]);
        // Looked at again at once: it would rise, and does not.
        let held = next(&mut explorer, &mut state, Event::Rise, How::Well);
        assert_eq!((held.sent.len(), held.codes), (0, vec!["VendorUnreachable".to_owned()]));
        assert_eq!(state.shelves[0].available, 1);
        // What falls goes.
        state.shelves[0].available = 3;
        explorer.begin(&mut state, Event::Publish);
        let fall = run(&mut explorer, &mut state, How::Well);
        assert_eq!((fall.sent.len(), state.shelves[0].available), (1, 2));
        state.shelves[0].available = 1;
        let begun = state.clock;
        state.pending.retain(|own| own.1 == Event::Rise && own.0 > begun + 10);
        // When it can arrive no more, it is read twice, as ever, and rises.
        let first = next(&mut explorer, &mut state, Event::Rise, How::Well);
        assert_eq!((first.sent.len(), first.codes.len()), (0, 0), "{series:?}");
        let second = next(&mut explorer, &mut state, Event::Rise, How::Well);
        assert_eq!((second.sent.len(), state.shelves[0].available), (1, 2), "{series:?}");
        assert!(state.used.is_empty());
    }
}
