//! The journal with small flows, rule by rule of what makes replay safe. The flow of an order is
//! tested in `tests/flow.rs`.

mod claims;
mod journal;

use super::journal::Journal;
use super::run::{Progress, run};
use crate::contract::ContractVersion;
use crate::contract::Explain;
use crate::contract::io::{
    Answer, AnswerOutcome, BodyIndex, Event, Mode, Request, Source, System, Task,
};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::join::Branch;

/// A second after the task's `now`.
fn at(second: i64) -> Timestamp {
    Timestamp::parse("2026-11-23T00:00:00Z").unwrap().checked_add_seconds(second).unwrap()
}

fn task(id: &str, mode: Mode) -> Task {
    Task {
        contract: ContractVersion::default(),
        tenant: "harbour".to_owned(),
        id: id.to_owned(),
        now: at(0),
        mode,
        explain: Explain::None,
        event: Event {
            source: Source::Shopify,
            topic: "orders/create".to_owned(),
            id: None,
            origin: None,
            triggered_at: None,
            api_version: None,
            cursor: None,
            body: None,
        },
    }
}

/// A look-up of something.
fn look(what: &str) -> Request {
    Request::read(System::Lightspeed, "GET", format!("/things/{what}"))
}

/// A write of a natural key, of this content.
fn make(key: &str, content: u32) -> Request {
    Request::write(System::Lightspeed, "POST", "/things", key).with_body(&content)
}

/// What the host says about a request.
#[derive(Clone)]
enum Say {
    /// A status and a body.
    Status(u16, &'static str),
    /// It never left.
    NotSent,
    /// Nobody knows.
    Unknown,
    /// Nothing yet.
    Wait,
}

/// A flow as each step makes it anew.
type Flow<'f, T> = dyn for<'j> Fn(&'j Journal<'j>) -> Branch<'j, T> + 'f;

/// What a task came to.
struct Ran<T> {
    /// The flow's own end; nothing when it took too long or waits for ever.
    end: Option<T>,
    /// Every id that was asked, in order.
    asked: Vec<String>,
    /// Every request, once.
    requests: Vec<Request>,
    /// What the journal lists as written.
    writes: Vec<Request>,
    /// Rows to change at the end, as `table/key`.
    rows: Vec<String>,
    rounds: u32,
}

/// Runs a flow step by step; each answer comes one second after the last.
fn drive<T>(task: &Task, flow: &Flow<'_, T>, mut host: impl FnMut(&Request) -> Say) -> Ran<T> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut bodies: Vec<&'static [u8]> = Vec::new();
    let mut ran =
        Ran { end: None, asked: vec![], requests: vec![], writes: vec![], rows: vec![], rounds: 0 };
    for _ in 0..40 {
        let journal = Journal::new(task, "thing/1", &answers, &bodies);
        let progress = run(&journal, flow(&journal));
        ran.writes = journal.writes();
        ran.rounds = journal.rounds();
        let rows = journal.rows_at_the_end();
        ran.rows = rows.iter().map(|row| format!("{}/{}", row.table, row.key)).collect();
        match progress {
            Progress::Finished(end) => {
                ran.end = Some(end);
                return ran;
            }
            Progress::TooLong => return ran,
            Progress::Waiting => {}
        }
        let open = journal.open_requests();
        drop(journal);
        let before = answers.len();
        for request in open {
            if !ran.asked.contains(&request.id) {
                ran.asked.push(request.id.clone());
                ran.requests.push(request.clone());
            }
            let (outcome, status, body) = match host(&request) {
                Say::Status(status, body) => (AnswerOutcome::Answered, Some(status), Some(body)),
                Say::NotSent => (AnswerOutcome::NotSent, None, None),
                Say::Unknown => (AnswerOutcome::Unknown, None, None),
                Say::Wait => continue,
            };
            let at = at(i64::try_from(answers.len()).unwrap().saturating_add(1));
            let body = body.map(|body| {
                bodies.push(body.as_bytes());
                BodyIndex(u32::try_from(bodies.len().saturating_sub(1)).unwrap())
            });
            let id = request.id;
            answers.push(Answer { id, outcome, at, status, headers: Table::new(), body });
        }
        if answers.len() == before {
            return ran;
        }
    }
    panic!("it does not end");
}

/// The ids without their digests.
fn stems(ids: &[String]) -> Vec<&str> {
    ids.iter().map(|id| id.rsplit_once('-').unwrap().0).collect()
}
