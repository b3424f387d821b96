//! Runs a flow as far as the answers reach.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::journal::Journal;

/// How many rounds of new requests one task may take. Attempts at a request that was throttled or
/// lost do not count: each step has a bound for them.
pub const MAX_ROUNDS: u32 = 32;

/// Where a flow stands.
pub enum Progress<T> {
    /// It has come to its end.
    Finished(T),
    /// It waits for the journal's open requests.
    Waiting,
    /// It has taken more rounds than it may.
    TooLong,
}

/// Polls the flow from its start; each poll is one round of requests.
pub fn run<T>(journal: &Journal<'_>, flow: impl Future<Output = T>) -> Progress<T> {
    let mut flow = pin!(flow);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(end) = flow.as_mut().poll(&mut context) {
            return Progress::Finished(end);
        }
        let answered = journal.turn();
        if journal.rounds() > MAX_ROUNDS {
            return Progress::TooLong;
        }
        if !answered {
            return Progress::Waiting;
        }
    }
}
