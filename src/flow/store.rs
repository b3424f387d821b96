//! The host's store, typed.

use super::finish::Stop;
use super::journal::{Journal, Reply, Written};
use crate::contract::io::{Request, System};
use crate::contract::store::{
    Commit, Conflict, Found, Gather, Get, Keyed, KeyedPage, Mac, Page, Picture, Pictured, Refused,
    Row, Scan,
};
use crate::report::{Code, Exception, Fact, FromJson, Issue, RawJson, read};

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

/// How many rows below one prefix are read: far more than anything here has.
const MOST_ROWS: u32 = 250;

/// The rows of `table` whose keys begin with `prefix`.
///
/// # Errors
/// [`Stop`] when the store does not answer, not with such rows, or has more than are read.
pub async fn scan<T: FromJson>(
    journal: &Journal<'_>,
    step: &str,
    table: &str,
    prefix: &str,
) -> Result<Vec<T>, Stop> {
    let body = Scan { prefix: prefix.to_owned(), after: None, limit: MOST_ROWS };
    let request = Request::read(System::Store, "scan", table).with_body(&body);
    let reply = journal.read(step, request).await?;
    let page = answer::<Page<T>>(journal, step, &reply)?;
    if page.after.is_some() {
        return Err(failed(journal, step, &reply));
    }
    Ok(page.rows)
}

/// A page of the rows of `table` whose keys begin with `prefix`, from behind `after` on.
///
/// # Errors
/// [`Stop`] when the store does not answer, or not with such rows.
pub async fn page<T: FromJson>(
    journal: &Journal<'_>,
    step: &str,
    table: &str,
    scan: Scan,
) -> Result<KeyedPage<T>, Stop> {
    let request = Request::read(System::Store, "scan", table).with_body(&scan);
    let reply = journal.read(step, request).await?;
    answer(journal, step, &reply)
}

/// Many rows of `table` at once.
///
/// # Errors
/// [`Stop`] when the store does not answer, or not with such rows.
pub async fn gather<T: FromJson>(
    journal: &Journal<'_>,
    step: &str,
    table: &str,
    gather: Gather,
) -> Result<Vec<(String, T)>, Stop> {
    if gather.keys.is_empty() && gather.prefixes.is_empty() {
        return Ok(Vec::new());
    }
    let request = Request::read(System::Store, "gather", table).with_body(&gather);
    let reply = journal.read(step, request).await?;
    answer::<KeyedPage<T>>(journal, step, &reply).map(|page| page.rows)
}

/// Rows of several tables: each part of it read after the one before, or all at one moment.
///
/// # Errors
/// [`Stop`] when the store does not answer, or not with as many parts as were asked for.
pub async fn picture<'j>(
    journal: &Journal<'j>,
    step: &str,
    table: &str,
    body: Picture,
) -> Result<Parts<'j>, Stop> {
    let parts = body.then.len();
    let request = Request::read(System::Store, "gather", table).with_body(&body);
    let reply = journal.read(step, request).await?;
    let rows = answer::<Pictured>(journal, step, &reply)?.parts;
    if rows.len() != parts.saturating_add(1) {
        return Err(failed(journal, step, &reply));
    }
    Ok(Parts { reply, step: step.to_owned(), rows: rows.into_iter() })
}

/// What [`picture`] read, part by part.
pub struct Parts<'j> {
    reply: Reply<'j>,
    step: String,
    rows: std::vec::IntoIter<Vec<(String, RawJson)>>,
}

impl Parts<'_> {
    /// The rows of the next part.
    ///
    /// # Errors
    /// [`Stop`] when they are not such rows.
    pub fn part<T: FromJson>(&mut self, journal: &Journal<'_>) -> Result<Vec<(String, T)>, Stop> {
        let rows = self.rows.next().unwrap_or_default();
        let row = |(key, row): (String, RawJson)| {
            let row = read::document(row.as_bytes(), "$");
            row.map(|row| (key, row))
                .map_err(|issue| unreadable(journal, &self.step, &self.reply, &issue))
        };
        rows.into_iter().map(row).collect()
    }
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

/// Commits the rows: all or none. The first one says the table.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub async fn commit(
    journal: &Journal<'_>,
    step: &str,
    natural_key: &str,
    rows: Vec<Row>,
) -> Result<Committed, Stop> {
    let table = rows.first().map(|row| row.table.clone()).unwrap_or_default();
    let request =
        Request::write(System::Store, "commit", table, natural_key).with_body(&Commit { rows });
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
    read::document(reply.body, "$").map_err(|issue| unreadable(journal, step, reply, &issue))
}

fn unreadable(journal: &Journal<'_>, step: &str, reply: &Reply<'_>, issue: &Issue) -> Stop {
    Exception::new(Code::StoreFailed, journal.subject())
        .with("step", step)
        .with("status", Fact::text(reply.status))
        .with("issue", Fact::text(issue))
        .about(step)
        .into()
}

fn failed(journal: &Journal<'_>, step: &str, reply: &Reply<'_>) -> Stop {
    Exception::new(Code::StoreFailed, journal.subject())
        .with("step", step)
        .with("status", Fact::text(reply.status))
        .about(step)
        .into()
}
