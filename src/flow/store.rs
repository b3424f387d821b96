//! The host's store, typed.

use super::finish::Stop;
use super::journal::{Journal, Reply, Written};
use crate::contract::io::{Request, System};
use crate::contract::store::{Commit, Conflict, Found, Get, Keyed, Mac, Refused, Row};
use crate::report::{Code, Exception, Fact, FromJson, read};

/// The row of `table` at `key`, if there is one.
///
/// # Errors
/// [`Stop`] when the store does not answer, or not with such a row.
pub async fn get<T: FromJson>(
    journal: &Journal<'_>,
    step: &str,
    table: &str,
    key: &str,
) -> Result<Option<T>, Stop> {
    let request =
        Request::read(System::Store, "get", table).with_body(&Get { key: key.to_owned() });
    let reply = journal.read(step, request).await?;
    answer::<Found<T>>(journal, step, &reply).map(|found| found.row)
}

/// The keyed digest of a personal value.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub async fn mac(journal: &Journal<'_>, step: &str, value: &str) -> Result<String, Stop> {
    let request =
        Request::read(System::Store, "mac", "").with_body(&Mac { value: value.to_owned() });
    let reply = journal.read(step, request).await?;
    answer::<Keyed>(journal, step, &reply).map(|keyed| keyed.mac)
}

/// What became of a commit.
pub enum Committed {
    /// It stands, or would in an applied run.
    Done,
    /// A row was not as expected.
    Conflict(Conflict),
    /// Nobody knows: read it back.
    Open,
}

/// Commits one row.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub async fn commit(
    journal: &Journal<'_>,
    step: &str,
    natural_key: &str,
    row: Row,
) -> Result<Committed, Stop> {
    let request = Request::write(System::Store, "commit", row.table.clone(), natural_key)
        .with_body(&Commit { rows: vec![row] });
    match journal.write(step, request).await? {
        Written::Predicted => Ok(Committed::Done),
        Written::Open => Ok(Committed::Open),
        Written::Answered(reply) if reply.status == 409 => {
            let refused = answer_of::<Refused>(journal, step, &reply)?;
            Ok(Committed::Conflict(refused.conflict))
        }
        Written::Answered(reply) if reply.is_success() => Ok(Committed::Done),
        Written::Answered(reply) => Err(failed(journal, step, &reply)),
    }
}

fn answer<T: FromJson>(journal: &Journal<'_>, step: &str, reply: &Reply<'_>) -> Result<T, Stop> {
    if !reply.is_success() {
        return Err(failed(journal, step, reply));
    }
    answer_of(journal, step, reply)
}

fn answer_of<T: FromJson>(journal: &Journal<'_>, step: &str, reply: &Reply<'_>) -> Result<T, Stop> {
    read::document(reply.body, "$").map_err(|issue| {
        Exception::new(Code::StoreFailed, journal.subject())
            .with("step", step)
            .with("status", Fact::text(reply.status))
            .with("issue", Fact::text(issue))
            .about(step)
            .into()
    })
}

fn failed(journal: &Journal<'_>, step: &str, reply: &Reply<'_>) -> Stop {
    Exception::new(Code::StoreFailed, journal.subject())
        .with("step", step)
        .with("status", Fact::text(reply.status))
        .about(step)
        .into()
}
