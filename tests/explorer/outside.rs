//! What buyers, staff, time and the net do, and when it is one order too many.

use super::moves::{Explorer, Move, Oversold};
use super::state::{Phase, State, TICK};
use super::vendors;

impl Explorer {
    /// Shopify accepts an order. It is one too many if fewer units are there than are owed then,
    /// but for those that the till sold and no finished look of ours could know of, those that staff
    /// added, as long as that is so, and those that compare-and-set cannot see. Where an order was
    /// sent that nobody told of, the till's sale hides it from the look that it started; that is
    /// excused until what this look had asked for is over: orders are looked through, those that are
    /// unknown are looked at, and the item is published again. Not longer: not where nothing of ours
    /// is under way or due.
    pub(crate) fn place(
        &mut self,
        state: &mut State,
        order: u8,
        at: usize,
    ) -> Result<(), Oversold> {
        let now = moment(state, order as usize);
        let own = &mut state.orders[order as usize];
        own.phase = Phase::Open;
        own.location = u8::try_from(at).unwrap();
        (own.placed, own.updated) = (now, now);
        state.shelves[at].available -= 1;
        state.shelves[at].committed += 1;
        state.truth[at].placed += 1;
        let truth = state.truth[at];
        let mut excused = i8::try_from(truth.till - truth.till_known + truth.hidden).unwrap();
        if state.is_busy() || self.world.left.losses > 0 {
            excused += i8::try_from(truth.untold.min(truth.till_known)).unwrap();
        }
        excused += i8::try_from(truth.edits - truth.edits_known).unwrap();
        let owed = state.owed(at);
        if owed > truth.units + excused {
            return Err(Oversold { owed, units: truth.units, excused });
        }
        if owed > truth.units {
            let hidden = owed > truth.units + excused - i8::try_from(truth.hidden).unwrap();
            let count = if hidden { &mut self.excused.1 } else { &mut self.excused.0 };
            *count += 1;
        }
        Ok(())
    }

    /// What happens outside.
    pub(crate) fn happen(&self, state: &mut State, chosen: Move) {
        let stamps = self.world.stamps();
        match chosen {
            Move::Cancel(order) | Move::Refund(order) => {
                let now = moment(state, order as usize);
                let own = &mut state.orders[order as usize];
                let cancelled = matches!(chosen, Move::Cancel(_));
                own.phase = if cancelled { Phase::Cancelled } else { Phase::Refunded };
                own.updated = now;
                let at = own.location as usize;
                state.shelves[at].available += 1;
                state.shelves[at].committed -= 1;
                state.truth[at].given_back += 1;
            }
            Move::Fulfil(order) => {
                let now = moment(state, order as usize);
                let own = &mut state.orders[order as usize];
                (own.phase, own.updated) = (Phase::Fulfilled, now);
                let at = own.location as usize;
                state.shelves[at].committed -= 1;
                state.truth[at].units -= 1;
            }
            Move::Restock(order) => {
                let now = moment(state, order as usize);
                let own = &mut state.orders[order as usize];
                (own.phase, own.updated) = (Phase::Restocked, now);
                let at = own.location as usize;
                state.shelves[at].available += 1;
                state.truth[at].given_back += 1;
                state.truth[at].units += 1;
            }
            Move::Till(outlet) => {
                state.left.till -= 1;
                state.book(outlet as usize, -1, stamps);
                state.outlets[outlet as usize].till += 1;
                let truth = &mut state.truth[self.world.serves(outlet as usize)];
                truth.units -= 1;
                truth.till += 1;
            }
            Move::Receipt(outlet) => {
                state.left.receipts -= 1;
                state.book(outlet as usize, 1, stamps);
                state.truth[self.world.serves(outlet as usize)].units += 1;
            }
            Move::Edit(at) => {
                state.left.edits -= 1;
                state.shelves[at as usize].available += 1;
                let truth = &mut state.truth[at as usize];
                truth.edits += 1;
                // To compare-and-set it looks like a unit that was given back.
                truth.given_back += 1;
            }
            Move::Tick => {
                state.left.ticks = state.left.ticks.saturating_sub(1);
                state.clock += 1;
                state.before = state.outlets;
            }
            Move::Arrive => {
                let late = state.late.take().unwrap();
                vendors::arrive(state, late);
            }
            other => panic!("{other:?} does not happen outside"),
        }
    }
}

/// When Shopify changes an order now: each change of one has a second of its own.
fn moment(state: &State, order: usize) -> u16 {
    let own = state.orders[order];
    let now = state.clock * TICK;
    if own.phase == Phase::None { now } else { now.max(own.updated + 1) }
}
