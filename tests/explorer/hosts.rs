//! What hosts do: they begin tasks, perform what these ask for, note the answers, and end them.

use super::module::{Answer, Ask, Step};
use super::moves::Explorer;
use super::orders::{self, How};
use super::state::{Event, Glance, Late, Level, State, Task, Work};
use super::vendors;
use super::world::{Odd, Sweeps};

impl Explorer {
    pub(crate) fn begin(&mut self, state: &mut State, event: Event) {
        let work = Work::Stock {
            event,
            now: state.clock,
            journal: 0,
            glance: [Glance::default(); 2],
            met: 0,
            read: false,
            doubt: false,
            early: [Level::default(); 2],
        };
        let slot = self.open(state, work);
        let place = state.tasks.iter().position(|own| own.slot == slot).unwrap();
        let at_once = event == Event::Sweep && self.world.sweeps != Sweeps::Stepwise;
        self.quietly(state, place, at_once);
        if at_once {
            self.end(state, place);
        }
    }

    /// Opens a task under an id that nobody has, and no claim names.
    pub(crate) fn open(&mut self, state: &mut State, work: Work) -> u8 {
        let claimed: Vec<u8> = state
            .store
            .iter()
            .filter(|(key, _)| self.module.texts.text(*key).starts_with("claims "))
            .map(|(_, value)| slot_of(self.module.texts.text(*value)))
            .collect();
        let taken = |slot: &u8| {
            let met = state.tasks.iter().any(|own| match own.work {
                Work::Stock { met, .. } => met & (1 << slot) != 0,
                Work::Order { .. } => false,
            });
            let sent = state.used.iter().any(|own| own.slot == *slot)
                || state.late.is_some_and(|late| late.slot == *slot);
            met || sent || claimed.contains(slot) || state.tasks.iter().any(|own| own.slot == *slot)
        };
        let slot = (0..=u8::MAX).find(|slot| !taken(slot)).unwrap();
        state.tasks.push(Task { slot, work });
        state.tasks.sort_by_key(|own| own.slot);
        slot
    }

    pub(crate) fn perform(&mut self, state: &mut State, place: usize, which: u8, how: How) {
        let task = state.tasks[place];
        let Work::Stock { event, now, journal, .. } = task.work else {
            orders::step(&self.world, &mut self.module.texts, state, place, how);
            return;
        };
        let step = self.module.step((task.slot, event, now), journal);
        let Step::Asks(requests) = step.as_ref() else { panic!("it asks for nothing") };
        let request = &requests[which as usize];
        if matches!(how, How::Lost | How::Never) {
            state.left.crashes -= 1;
        }
        let (status, body) = match how {
            How::Never => (None, String::new()),
            _ => {
                let asked = (place, &request.ask);
                let kept = (&mut self.module.texts, &mut self.sent);
                let reply = vendors::perform(&self.world, kept, state, asked, how);
                match how {
                    How::Lost => (None, String::new()),
                    _ => (Some(reply.0), reply.1),
                }
            }
        };
        if status.is_none()
            && matches!(request.ask, Ask::Set(..))
            && let Work::Stock { doubt, .. } = &mut state.tasks[place].work
        {
            *doubt = true;
        }
        if let (How::Never, Odd::LateWrite, Ask::Set(key, rows)) =
            (how, self.world.odd, &request.ask)
        {
            let (at, quantity, from) = rows[0];
            let small = |number: i64| i8::try_from(number).unwrap();
            let late = |from| Late {
                slot: task.slot,
                key: *key,
                at: u8::try_from(at).unwrap(),
                quantity: small(quantity),
                from: small(from),
            };
            state.late = from.map(late);
        }
        self.note(state, place, (request.id, status, &body));
        self.quietly(state, place, false);
    }

    fn note(
        &mut self,
        state: &mut State,
        place: usize,
        (request, status, body): (u32, Option<u16>, &str),
    ) {
        let body = self.module.texts.sym(body);
        let answer = Answer { request, status, body, at: state.clock };
        if let Work::Stock { journal, met, .. } = &mut state.tasks[place].work {
            *journal = self.module.answered(*journal, answer);
            let conflict = self.module.texts.text(body);
            if status == Some(409) && conflict.contains("\"task\"") {
                *met |= 1 << slot_of(conflict);
            }
        }
    }

    /// Answers what nobody can disturb; everything, where all is done at once.
    fn quietly(&mut self, state: &mut State, place: usize, at_once: bool) {
        loop {
            let task = state.tasks[place];
            let Work::Stock { event, now, journal, .. } = task.work else { return };
            let step = self.module.step((task.slot, event, now), journal);
            let Step::Asks(requests) = step.as_ref() else { return };
            let Some(request) = requests.iter().find(|own| own.quiet || at_once) else { return };
            let kept = (&mut self.module.texts, &mut self.sent);
            let asked = (place, &request.ask);
            let (status, body) = vendors::perform(&self.world, kept, state, asked, How::Well);
            self.note(state, place, (request.id, Some(status), &body));
        }
    }

    /// In one transaction: rows, what follows, the task's end.
    pub(crate) fn end(&mut self, state: &mut State, place: usize) {
        let task = state.tasks.remove(place);
        state.forget_keys();
        let Work::Stock { event, now, journal, glance, read, doubt, .. } = task.work else {
            return;
        };
        let step = self.module.step((task.slot, event, now), journal);
        let Step::Done { commit, next, looks, .. } = step.as_ref() else {
            panic!("it is not over");
        };
        vendors::apply(state, commit);
        for (at, event) in next {
            state.ask((*at).max(state.clock), *event);
        }
        for order in looks {
            state.orders[*order].asked = true;
        }
        if read && !doubt {
            for (truth, glance) in state.truth.iter_mut().zip(glance) {
                truth.till_known = truth.till_known.max(glance.till);
                truth.untold = glance.untold;
                truth.edits_known = truth.edits_known.max(glance.edits);
                let moved = truth.given_back > glance.given_back && truth.placed > glance.placed;
                truth.hidden = if moved { truth.hidden } else { 0 };
            }
        }
    }
}

fn slot_of(claim: &str) -> u8 {
    let task = claim.split("\"task\":\"t").nth(1).unwrap();
    task.split('"').next().unwrap().parse().unwrap()
}
