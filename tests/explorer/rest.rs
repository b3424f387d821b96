//! Whether the world comes to rest as it should: nothing more happens outside, webhooks that did not
//! come yet never come, all tasks end, Shopify's orders are looked through by schedule, and everything is
//! published once more.

use super::ids;
use super::moves::{Explorer, Move, is_settled};
use super::orders::How;
use super::search::fingerprint;
use super::state::{Event, Phase, State, Work};
use super::vendors;

/// How many moves that may take.
const MOST: usize = 400;

/// Why the world does not come to rest.
#[derive(Clone, Debug)]
pub(crate) struct Unrest {
    pub(crate) why: String,
    /// What led there.
    pub(crate) moves: Vec<Move>,
}

impl Explorer {
    /// Lets the world come to rest; `known` holds the moments from which it is known to.
    pub(crate) fn rest(
        &mut self,
        from: &State,
        known: &mut std::collections::HashSet<u128>,
    ) -> Result<(), Unrest> {
        let mut state = from.clone();
        let (mut moves, mut passed) = (Vec::new(), Vec::new());
        // What it was when everything was published last.
        let mut published: Option<String> = None;
        let mut swept = false;
        for _ in 0..MOST {
            let here = fingerprint(&state);
            if known.contains(&here) {
                break;
            }
            passed.push(here);
            let chosen = match self.onwards(&state) {
                // Whoever looks through what changed finds all that is not known.
                Some(Move::Sweep(_)) if !swept => {
                    swept = true;
                    Move::Scheduled
                }
                Some(Move::Sweep(order)) if !self.may_be_stuck() => {
                    let why = format!("nobody looks at order {}", ids::order(order as usize));
                    return Err(Unrest { why, moves });
                }
                Some(chosen) => chosen,
                None => {
                    let shown = self.shown(&state);
                    if published.as_ref() == Some(&shown) {
                        known.extend(passed);
                        return self.right(&state).map_err(|why| Unrest { why, moves });
                    }
                    published = Some(shown);
                    // What was confirmed in the moment of the last read is known a moment later.
                    moves.push(Move::Tick);
                    self.apply(&mut state, Move::Tick).unwrap();
                    Move::Reconcile
                }
            };
            moves.push(chosen);
            // Nobody orders anything any more.
            self.apply(&mut state, chosen).unwrap();
        }
        if moves.len() >= MOST {
            return Err(Unrest { why: "something is pending for ever".to_owned(), moves });
        }
        known.extend(passed);
        Ok(())
    }

    /// Whether a look at an order may have come to nothing: then it is looked at again later.
    fn may_be_stuck(&self) -> bool {
        self.world.left.losses > 0 || self.world.left.refusals > 0
    }

    /// What is still to be done, if anything is.
    fn onwards(&mut self, state: &State) -> Option<Move> {
        for (place, task) in state.tasks.iter().enumerate() {
            let number = u8::try_from(place).unwrap();
            let moves = self.possible(state, place);
            if let Some(chosen) = moves.first() {
                return Some(*chosen);
            }
            assert!(matches!(task.work, Work::Order { .. }) || number < u8::MAX);
        }
        if !state.tasks.is_empty() {
            return Some(Move::Tick);
        }
        if state.late.is_some() {
            return Some(Move::Arrive);
        }
        if let Some(order) = state.orders.iter().position(|own| own.asked) {
            return Some(Move::Look(u8::try_from(order).unwrap()));
        }
        if let Some(place) = state.pending.iter().position(|own| own.0 <= state.clock) {
            return Some(Move::Start(u8::try_from(place).unwrap()));
        }
        if !state.pending.is_empty() {
            return Some(Move::Tick);
        }
        let open = (0..self.world.orders).find(|order| {
            let own = state.orders[*order];
            let settled = match self.world.real {
                true => vendors::is_settled(&self.module.texts, state, *order),
                false => is_settled(state, *order),
            };
            own.phase != Phase::None && !settled
        });
        open.map(|order| Move::Sweep(u8::try_from(order).unwrap()))
    }

    fn possible(&mut self, state: &State, place: usize) -> Vec<Move> {
        let number = u8::try_from(place).unwrap();
        let all = self.moves(state);
        let own = |chosen: &Move| match chosen {
            Move::Step(task, _, How::Well) | Move::End(task) => *task == number,
            _ => false,
        };
        all.into_iter().filter(own).collect()
    }

    fn shown(&self, state: &State) -> String {
        let levels = state.outlets.iter().map(|own| own.units);
        let shelves = state.shelves.iter().map(|own| (own.available, own.committed));
        format!("{:?} {:?}", levels.collect::<Vec<_>>(), shelves.collect::<Vec<_>>())
    }

    /// Whether Shopify shows what Lightspeed can sell, and nothing is left over.
    fn right(&mut self, state: &State) -> Result<(), String> {
        for location in 0..self.world.locations {
            let outlets = (0..self.world.outlets).filter(|own| self.world.serves(*own) == location);
            let units: i8 = outlets.map(|outlet| state.outlets[outlet].units).sum();
            let shown = state.shelves[location].available;
            if shown != units.max(0) {
                return Err(format!("Lightspeed can sell {units}, Shopify shows {shown}"));
            }
        }
        if let Some((_, event)) = state.pending.iter().find(|own| own.1 != Event::Reconcile) {
            return Err(format!("{event:?} is pending"));
        }
        let claims = state.store.iter().map(|own| self.module.texts.text(own.0).to_owned());
        match claims.into_iter().find(|key| key.starts_with("claims ")) {
            Some(_) if self.world.left.losses > 0 => Ok(()),
            Some(claim) => Err(format!("{claim} is still held")),
            None => Ok(()),
        }
    }
}
