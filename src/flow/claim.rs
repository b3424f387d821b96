//! Makes something exactly once, although the vendor cannot make it unique.
//!
//! A store row with the natural key is claimed first; the loser waits and looks again. The claim
//! is given back when the task ends, but only one that is its own: the loser of a take-over must
//! not give back the winner's. A claim whose task is gone is taken over only after a look at the
//! vendor.

use super::finish::Stop;
use super::journal::Journal;
use super::rows::{CLAIMS, ClaimRow, TASKS, TaskRow, VERSION};
use super::store::{self, Committed};
use crate::contract::store::Row;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, RawJson, read};

/// How long a loser waits before it looks again.
const WAIT_SECONDS: i64 = 2;

/// How often a loser looks before it comes back later.
const LOOKS: u32 = 3;

/// How much later.
const COME_BACK_SECONDS: i64 = 30;

/// A natural key that this task alone may make, or whose holder is gone.
pub struct Claim {
    key: String,
    /// What is noted together with the claim.
    with: Vec<Row>,
    orphan: Option<RawJson>,
}

impl Claim {
    /// Claims `key` for the task, or waits for whoever holds it. The rows `with` are stored
    /// when the claim is, and not without it.
    ///
    /// # Errors
    /// [`Stop::Later`] when the holder does not finish in time.
    pub async fn take(
        journal: &Journal<'_>,
        task: &str,
        key: &str,
        with: Vec<Row>,
    ) -> Result<Self, Stop> {
        let step = format!("claim:{key}");
        let natural_key = format!("claim/{key}");
        let mut rows = vec![Row::put(CLAIMS, key, &own(task)).if_absent()];
        rows.extend(with.iter().cloned());
        for _ in 0..LOOKS {
            let committed = store::commit(journal, &step, &natural_key, rows.clone()).await?;
            let held = match committed {
                Committed::Done => return Ok(Self::held(journal, key)),
                // What is noted with the claim rests on a row that has changed since.
                Committed::Conflict(conflict) if conflict.table != CLAIMS => {
                    return Err(Stop::Later { at: wait(journal.clock()), exception: None });
                }
                // This task's own from before it began anew: what it noted then is another thing.
                Committed::Conflict(conflict) if is_of(conflict.value.as_ref(), task) => {
                    return Ok(Self { key: key.to_owned(), with, orphan: conflict.value });
                }
                Committed::Conflict(conflict) => {
                    journal.reopen(&step, &natural_key, wait(journal.clock()))?;
                    conflict.value
                }
                Committed::Open => Self::read_back(journal, key).await?,
            };
            // No row: the holder has just finished, or the commit never happened.
            let Some(held) = held else { continue };
            if is_of(Some(&held), task) {
                return Ok(Self::held(journal, key));
            }
            if Self::is_gone(journal, key, &held).await? {
                return Ok(Self { key: key.to_owned(), with, orphan: Some(held) });
            }
        }
        Err(Stop::Later {
            at: later(journal.clock()),
            exception: Some(
                Exception::new(Code::ClaimHeld, journal.subject()).with("claim", key).about(key),
            ),
        })
    }

    /// However the task ends, it gives the claim back.
    fn held(journal: &Journal<'_>, key: &str) -> Self {
        journal.at_the_end(Row::delete(CLAIMS, key));
        Self { key: key.to_owned(), with: Vec::new(), orphan: None }
    }

    /// To be called after a fresh look, whether it found anything or not: takes over a claim
    /// whose holder is gone, or this task as it was before it began anew.
    ///
    /// # Errors
    /// [`Stop::Later`] when somebody else took it over first.
    pub async fn own(&mut self, journal: &Journal<'_>, task: &str) -> Result<(), Stop> {
        let Some(orphan) = self.orphan.take() else { return Ok(()) };
        let step = format!("take-over:{}", self.key);
        let natural_key = format!("claim/{}/take-over", self.key);
        let mut rows = vec![Row::put(CLAIMS, self.key.clone(), &own(task)).if_value(orphan)];
        rows.append(&mut self.with);
        match store::commit(journal, &step, &natural_key, rows).await? {
            Committed::Done => {
                journal.at_the_end(Row::delete(CLAIMS, self.key.clone()));
                Ok(())
            }
            Committed::Conflict(_) | Committed::Open => {
                Err(Stop::Later { at: later(journal.clock()), exception: None })
            }
        }
    }

    /// Whether it is this task's own already, and not still that of a task that is gone.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.orphan.is_none()
    }

    async fn read_back(journal: &Journal<'_>, key: &str) -> Result<Option<RawJson>, Stop> {
        let step = format!("claim-read:{key}");
        let row = store::get::<RawJson>(journal, &step, CLAIMS, key).await?;
        journal.again(&step)?;
        Ok(row)
    }

    async fn is_gone(journal: &Journal<'_>, key: &str, held: &RawJson) -> Result<bool, Stop> {
        let Some(holder) = holder(held) else { return Ok(true) };
        let step = format!("claim-holder:{key}");
        let row = store::get::<TaskRow>(journal, &step, TASKS, &holder).await?;
        journal.again(&step)?;
        Ok(row.is_none_or(|row| row.state != "open"))
    }
}

fn is_of(row: Option<&RawJson>, task: &str) -> bool {
    row.and_then(holder).as_deref() == Some(task)
}

fn own(task: &str) -> ClaimRow {
    ClaimRow { v: VERSION, task: task.to_owned() }
}

fn holder(row: &RawJson) -> Option<String> {
    read::document::<ClaimRow>(row.as_bytes(), "$").ok().map(|row| row.task)
}

fn wait(clock: Timestamp) -> Timestamp {
    clock.checked_add_seconds(WAIT_SECONDS).unwrap_or(clock)
}

fn later(clock: Timestamp) -> Timestamp {
    clock.checked_add_seconds(COME_BACK_SECONDS).unwrap_or(clock)
}
