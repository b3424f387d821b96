//! The order flow by what it does to the store and to Lightspeed, in its order: a look at Shopify and
//! at what is noted; the claim, and with it the rows that say that a write is under way; the look-up
//! of the sale; the sale; and with the end of the task the rows that say since when it stands.

use super::ids;
use super::intern::{Texts, row};
use super::state::{Event, Flight, Goal, Noted, Phase, Stage, State, Task, Work};
use super::world::World;

/// How a step goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    Well,
    /// The level that is shown is as old as may be.
    Lagging,
    /// It has its effect, and its answer is lost.
    Lost,
    /// It never arrives, and nobody knows.
    Never,
    /// Lightspeed refuses it.
    Refused,
}

/// A look at an order begins.
pub(crate) fn begin(order: usize) -> Work {
    Work::Order {
        order: u8::try_from(order).unwrap(),
        stage: Stage::Look,
        goal: Goal::Note(true),
        phase: Phase::None,
        updated: 0,
        before: Noted::default(),
        found: false,
        confirmed: 0,
    }
}

/// How the task's next step may go.
pub(crate) fn ways(texts: &mut Texts, state: &State, task: &Task) -> Vec<How> {
    let Work::Order { order, stage, .. } = task.work else { return Vec::new() };
    let mut ways = vec![How::Well];
    match stage {
        Stage::Claim => {
            let holder = holder(texts, state, order as usize);
            let waits = holder.is_some_and(|slot| state.tasks.iter().any(|own| own.slot == slot));
            if waits {
                ways.clear();
            }
        }
        Stage::Record if state.left.refusals > 0 => ways.push(How::Refused),
        Stage::Recorded | Stage::Voided if state.left.crashes > 0 => ways.push(How::Lost),
        _ => {}
    }
    ways
}

fn claim(texts: &mut Texts, order: usize) -> u32 {
    row(texts, "claims", &format!("order/{}", ids::order(order)))
}

fn holder(texts: &mut Texts, state: &State, order: usize) -> Option<u8> {
    let claim = claim(texts, order);
    let value = state.get(claim)?;
    let text = texts.text(value);
    let task = text.split("\"task\":\"t").nth(1).unwrap();
    task.trim_end_matches("\"}").parse().ok()
}

fn hold(texts: &mut Texts, state: &mut State, order: usize, slot: u8) {
    let claim = claim(texts, order);
    let value = texts.sym(&format!("{{\"v\":1,\"task\":\"t{slot}\"}}"));
    state.put(claim, Some(value));
}

/// What is to be done about an order that stands like this, of which that is noted.
fn goal(phase: Phase, noted: Noted) -> (Goal, Flight) {
    match (phase, noted.posted) {
        (Phase::Open, false) => (Goal::Post, Flight::Sent),
        (Phase::Fulfilled, false) => (Goal::Post, Flight::SentGone),
        (Phase::Fulfilled, true) => match noted.flight {
            Flight::Taken { at, .. } => (Goal::Note(true), Flight::Taken { open: false, at }),
            other => (Goal::Note(true), other),
        },
        (Phase::Cancelled, true) if !noted.released => (Goal::Undo, Flight::None),
        (Phase::Open, true) => (Goal::Note(true), noted.flight),
        _ => (Goal::Note(true), Flight::None),
    }
}

/// Does the next step of the task at this place.
pub(crate) fn step(world: &World, texts: &mut Texts, state: &mut State, place: usize, how: How) {
    let Work::Order { order, stage, .. } = state.tasks[place].work else { return };
    let index = order as usize;
    match stage {
        Stage::Look => look(state, place, index),
        Stage::Claim => {
            let slot = state.tasks[place].slot;
            match holder(texts, state, index) {
                Some(gone) if gone != slot => set(state, place, Stage::Orphan),
                _ => take(world, texts, state, place),
            }
        }
        Stage::Orphan => {
            let (stands, now) = (stands(state, index), state.clock);
            if let Work::Order { found, confirmed, stage, .. } = &mut state.tasks[place].work {
                (*found, *confirmed, *stage) = (stands, now, Stage::TakeOver);
            }
        }
        Stage::TakeOver => {
            let holder = holder(texts, state, index);
            let alive = |slot: u8| state.tasks.iter().any(|own| own.slot == slot);
            match holder {
                Some(gone) if !alive(gone) => take(world, texts, state, place),
                _ => again(state, place, index),
            }
        }
        Stage::End => end(world, texts, state, place),
        _ => book(world, state, place, how),
    }
}

/// What Shopify has of the order, and what is to be done about it.
fn look(state: &mut State, place: usize, index: usize) {
    let shop = state.orders[index];
    let (goal, flight) = goal(shop.phase, shop.noted);
    let stage = match goal {
        Goal::Note(_) if flight == shop.noted.flight => Stage::End,
        _ => Stage::Claim,
    };
    state.tasks[place].work = Work::Order {
        order: u8::try_from(index).unwrap(),
        stage,
        goal,
        phase: shop.phase,
        updated: shop.updated,
        before: shop.noted,
        found: false,
        confirmed: 0,
    };
}

fn stands(state: &State, order: usize) -> bool {
    state.orders[order].sold && !state.orders[order].voided
}

/// What is done at Lightspeed.
fn book(world: &World, state: &mut State, place: usize, how: How) {
    let Work::Order { order, stage, .. } = state.tasks[place].work else { return };
    let (index, now, stamps) = (order as usize, state.clock, world.stamps());
    let outlet = world.posts_to(state.orders[index].location as usize);
    if how == How::Lost {
        state.left.crashes -= 1;
    }
    let next = match stage {
        Stage::Find if stands(state, index) => Stage::End,
        Stage::Find => Stage::Record,
        Stage::Record if how == How::Refused => {
            state.left.refusals -= 1;
            if let Work::Order { goal, .. } = &mut state.tasks[place].work {
                *goal = Goal::Note(false);
            }
            Stage::End
        }
        Stage::Record => {
            state.orders[index].sold = true;
            state.book(outlet, -1, stamps);
            Stage::Recorded
        }
        Stage::Recorded if how == How::Lost => Stage::Find,
        Stage::Void if state.orders[index].voided => Stage::End,
        Stage::Void => {
            state.orders[index].voided = true;
            state.book(outlet, 1, stamps);
            Stage::Voided
        }
        Stage::Voided if how == How::Lost => Stage::Void,
        _ => Stage::End,
    };
    if let Work::Order { confirmed, .. } = &mut state.tasks[place].work
        && matches!(stage, Stage::Find | Stage::Recorded)
    {
        *confirmed = now;
    }
    set(state, place, next);
}

/// The end of the task, with the rows that go with it.
fn end(world: &World, texts: &mut Texts, state: &mut State, place: usize) {
    let slot = state.tasks[place].slot;
    let Work::Order { order, goal, phase, updated, before, confirmed, .. } =
        state.tasks[place].work
    else {
        return;
    };
    let (index, open) = (order as usize, phase == Phase::Open);
    let changed = match goal {
        Goal::Post => {
            state.orders[index].noted.posted = true;
            fly(world, texts, state, index, Flight::Taken { open, at: confirmed });
            true
        }
        Goal::Undo => {
            state.orders[index].noted.released = true;
            false
        }
        Goal::Note(false) => {
            let flight = if open { Flight::Seen } else { Flight::Gone };
            fly(world, texts, state, index, flight);
            true
        }
        Goal::Note(true) => state.orders[index].noted.flight != before.flight,
    };
    if holder(texts, state, index) == Some(slot) {
        let claim = claim(texts, index);
        state.put(claim, None);
    }
    state.orders[index].seen = Some(updated);
    let key = row(texts, "seen", &format!("order/{}", ids::order(index)));
    let value = format!("{{\"v\":1,\"updated_at\":\"{}\"}}", ids::time(updated));
    let value = texts.sym(&value);
    state.put(key, Some(value));
    state.tasks.remove(place);
    if changed {
        state.ask(state.clock, Event::Publish);
    }
}

fn set(state: &mut State, place: usize, next: Stage) {
    if let Work::Order { stage, .. } = &mut state.tasks[place].work {
        *stage = next;
    }
}

/// Somebody else changed the order's row: the order is looked at anew.
fn again(state: &mut State, place: usize, order: usize) {
    state.tasks.remove(place);
    state.orders[order].asked = true;
}

/// The claim, and the rows with it.
fn take(world: &World, texts: &mut Texts, state: &mut State, place: usize) {
    let slot = state.tasks[place].slot;
    let Work::Order { order, goal: own, phase, before, found, .. } = state.tasks[place].work else {
        return;
    };
    if state.orders[order as usize].noted != before {
        again(state, place, order as usize);
        return;
    }
    hold(texts, state, order as usize, slot);
    let (_, flight) = goal(phase, before);
    fly(world, texts, state, order as usize, flight);
    let next = match own {
        Goal::Post if found => Stage::End,
        Goal::Post => match state.tasks[place].work {
            // What was seen before the claim was taken over is what the write rests on.
            Work::Order { stage: Stage::TakeOver, .. } => Stage::Record,
            _ => Stage::Find,
        },
        Goal::Undo => Stage::Void,
        Goal::Note(_) => Stage::End,
    };
    set(state, place, next);
}

/// The order's row in flight becomes this one.
fn fly(world: &World, texts: &mut Texts, state: &mut State, order: usize, flight: Flight) {
    let before = state.orders[order].noted.flight;
    if before == flight {
        return;
    }
    if let Some((key, _)) = written(world, state, order, before) {
        let key = row(texts, "in_flight", &key);
        state.put(key, None);
    }
    if let Some((key, value)) = written(world, state, order, flight) {
        let key = row(texts, "in_flight", &key);
        let value = texts.sym(&value);
        state.put(key, Some(value));
    }
    state.orders[order].noted.flight = flight;
}

/// A row in flight as the store has it.
fn written(world: &World, state: &State, order: usize, flight: Flight) -> Option<(String, String)> {
    let (word, reason, open, at) = match flight {
        Flight::None => return None,
        Flight::Seen => ("seen", "not_posted", true, None),
        Flight::Sent => ("sent", "sent", true, None),
        Flight::SentGone => ("fulfilled", "sent", false, None),
        Flight::Gone => ("fulfilled", "not_posted", false, None),
        Flight::Taken { open, at } => ("in_lightspeed", "completed", open, Some(at)),
    };
    let place = state.orders[order].location as usize;
    let location = ids::location(place);
    let outlet = ids::outlet(world.series, world.posts_to(place));
    let (item, number) = (ids::item(world.series), ids::order(order));
    let line = number * 10 + 1;
    let known =
        at.map_or_else(String::new, |at| format!(",\"confirmed_at\":\"{}\"", ids::tick(at)));
    let value = format!(
        "{{\"v\":1,\"row\":{{\"order\":{number},\"line\":{line},\"item\":\"{item}\",\
         \"location\":{location},\"outlet\":\"{outlet}\",\"quantity\":\"1\",\"open\":\"{}\",\
         \"state\":\"{word}\",\"reason\":\"{reason}\"{known}}}}}",
        u8::from(open),
    );
    Some((format!("{item}/{number}/{line}/{location}/{word}"), value))
}
