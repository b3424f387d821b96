//! What is read in parts, each a task of its own: which part a cursor asks for, and how one is tried
//! again that a vendor or the store did not give.

use crate::contract::io::Event;
use crate::contract::outcome::Checked;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::refusal;
use crate::report::{Code, Exception};

/// How much later a part is tried again.
const AGAIN_SECONDS: i64 = 600;

/// The day or month that a cursor asks for, as `of` reads it, and how far that is.
pub(super) fn asked<T, E>(
    cursor: &str,
    of: impl Fn(&str) -> Result<T, E>,
) -> Option<(T, Option<u32>)> {
    let (own, turn) = match cursor.split_once('/') {
        None => (cursor, None),
        Some((own, turn)) => (own, Some(turn.parse().ok()?)),
    };
    Some((of(own).ok()?, turn))
}

/// Asks for a part; without a turn for all, from the first one on.
pub(super) fn event(topic: &str, of: impl std::fmt::Display, turn: Option<u32>) -> Event {
    let cursor = turn.map_or_else(|| of.to_string(), |turn| format!("{of}/{turn}"));
    Event::scheduled(topic, Some(cursor))
}

/// What a part leaves behind that was read: nothing is in its way any more.
pub(super) fn read(journal: &Journal<'_>, topic: &str) -> Finish {
    let codes: Vec<Code> = refusal::CODES.iter().copied().chain([Code::ClaimHeld]).collect();
    let mut end = Finish::with(Vec::new(), journal.subject(), &codes);
    // Whoever asked for the last one named none.
    end.checked.push(Checked { subject: topic.to_owned(), codes });
    end
}

/// Whether nobody answered, or only that it cannot be answered now: what was refused will be again.
pub(super) fn is_out(exception: &Exception) -> bool {
    exception.code == Code::VendorUnreachable
}

/// What a part leaves behind that was stopped: what a person must look at, and `again`, where trying
/// `helps`.
///
/// # Errors
/// The stop, if it is input that cannot be worked with.
pub(super) fn stopped(
    journal: &Journal<'_>,
    stop: Stop,
    again: Event,
    helps: impl Fn(&Exception) -> bool,
) -> Result<Finish, Stop> {
    let exception = match stop {
        Stop::Exception(exception) => exception,
        // By its name: what is the last one may be another by then.
        Stop::Later { at, exception } => {
            let exceptions = exception.into_iter().collect();
            return Ok(Finish { exceptions, next_at: vec![(at, again)], ..Finish::default() });
        }
        Stop::Refused(_) => return Err(stop),
    };
    let at = journal.clock().checked_add_seconds(AGAIN_SECONDS).ok();
    let at = at.filter(|_| helps(&exception));
    let mut end = Finish::with(vec![exception], journal.subject(), refusal::CODES);
    end.next_at.extend(at.map(|at| (at, again)));
    Ok(end)
}
