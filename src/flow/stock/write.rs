//! Writes what was decided: all rows in one call, by compare-and-set. A row that changed meanwhile
//! is left out and looked at anew, and the rest goes.
//!
//! Compare-and-set compares values: a call that was given up and arrives late would meet what it
//! compares with again. So a call that nobody answered is sent again as it was, under its key, until
//! there is an answer: Shopify executes a key once, and what is still under way does nothing then.

use super::super::finish::Stop;
use super::super::journal::{Journal, Written};
use super::super::{Tenant, refusal, retry};
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, Fact};
use crate::rules::stock::publish::Line;
use crate::shopify::stock_answers::{self, Refusal, SetAnswer, UNDER_WAY};
use crate::shopify::stock_writes::{Cause, MOST_ROWS, Setting, activate, set};

/// How often the rest is tried without the rows that were refused.
const TRIES: u32 = 3;

type Place = (InventoryItemId, LocationId);

/// What became of the lines.
#[derive(Default)]
pub(super) struct Wrote {
    done: Table<Place, (i64, Timestamp)>,
    stale: Table<Place, ()>,
    unsure: Table<Place, ()>,
    /// What Shopify refused for good, or never answered.
    pub(super) exceptions: Vec<Exception>,
}

impl Wrote {
    /// What was written of the line, and when.
    pub(super) fn of(&self, line: &Line<'_>) -> Option<(i64, Timestamp)> {
        self.done.get(&place_of(line)).copied()
    }

    /// Whether it was to rise, and may do so still: nobody answered in the end.
    pub(super) fn is_unsure(&self, line: &Line<'_>) -> bool {
        self.unsure.get(&place_of(line)).is_some()
    }

    /// Whether Shopify had something else than was read, or nobody knows what became of the write.
    pub(super) fn is_stale(&self, line: &Line<'_>) -> bool {
        self.stale.get(&place_of(line)).is_some()
    }

    fn did(&mut self, row: &Setting, at: Timestamp) {
        self.done.insert(place(row), (row.quantity, at));
    }

    fn look_again(&mut self, rows: &[Setting]) {
        for row in rows {
            self.stale.insert(place(row), ());
        }
    }

    /// Nobody answered, however often it was asked.
    fn given_up(&mut self, rows: &[Setting], stop: Stop) -> Result<(), Stop> {
        match stop {
            Stop::Exception(one) if one.code == Code::VendorUnreachable => {
                self.exceptions.push(one)
            }
            Stop::Later { exception, .. } => self.exceptions.extend(exception),
            stop => return Err(stop),
        }
        self.look_again(rows);
        for row in rows.iter().filter(|row| row.from.is_none_or(|from| row.quantity > from)) {
            self.unsure.insert(place(row), ());
        }
        Ok(())
    }

    fn refused(&mut self, row: &Setting, refusal: &Refusal) {
        if refusal.stale {
            self.look_again(&[*row]);
            return;
        }
        let subject = format!("inventory_item/{}", row.inventory_item);
        self.exceptions.push(
            Exception::new(Code::VendorRefused, &subject)
                .with("step", "stock.set")
                .with("location", Fact::text(row.location))
                .with("quantity", Fact::number(row.quantity))
                .with("code", refusal.code.as_str())
                .with("message", refusal.message.as_str())
                .about(&row.location.to_string()),
        );
    }
}

fn place(row: &Setting) -> Place {
    (row.inventory_item, row.location)
}

fn place_of(line: &Line<'_>) -> Place {
    (line.inventory_item, line.location)
}

/// Writes the lines that are to be written.
///
/// # Errors
/// [`Stop`] when Shopify does not answer as it must: what was written by then is found by the next
/// look.
pub(super) async fn lines(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    lines: &[Line<'_>],
) -> Result<Wrote, Stop> {
    let mut wrote = Wrote::default();
    let setting = |line: &Line<'_>| {
        Some(Setting {
            inventory_item: line.inventory_item,
            location: line.location,
            quantity: line.write?,
            from: line.from,
        })
    };
    let (new, mut rest): (Vec<_>, Vec<_>) = lines
        .iter()
        .filter_map(|line| Some((line.activate, setting(line)?)))
        .partition(|(activate, _)| *activate);
    for (_, row) in &new {
        stock_up(journal, tenant, row, &mut wrote).await?;
    }
    let mut rest: Vec<Setting> = rest.drain(..).map(|(_, row)| row).collect();
    for attempt in 1..=TRIES {
        if rest.is_empty() {
            break;
        }
        rest = set_all(journal, tenant, attempt, rest, &mut wrote).await?;
    }
    // They are neither written nor refused: the next look decides anew.
    wrote.look_again(&rest);
    Ok(wrote)
}

fn cause<'a>(tenant: Tenant<'a>, attempt: u32) -> Cause<'a> {
    let policy = tenant.policy;
    let (shop, api_version) = (&policy.shop, &policy.shopify_version);
    Cause { shop, api_version, cause: tenant.task, attempt }
}

/// Stocks an item at a location, with its quantity.
async fn stock_up(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    row: &Setting,
    wrote: &mut Wrote,
) -> Result<(), Stop> {
    let step = format!("stock.activate.{}.{}", row.inventory_item, row.location);
    let natural_key = format!("stock/{}@{}/activate", row.inventory_item, row.location);
    let request = activate(*row, &natural_key, cause(tenant, 1));
    let reply = loop {
        match journal.write(&step, request.clone()).await {
            Ok(Written::Open) => {}
            Ok(Written::Predicted) => {
                wrote.did(row, journal.clock());
                return Ok(());
            }
            Ok(Written::Answered(reply)) => break reply,
            Err(stop) => return wrote.given_up(&[*row], stop),
        }
    };
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, &step, &reply));
    }
    match stock_answers::activated(reply.body)
        .map_err(|issue| refusal::unreadable(journal, &step, &issue))?
    {
        None => wrote.did(row, reply.at),
        // Somebody stocked it meanwhile: what it has now is read first.
        Some(refusal) => wrote.refused(row, &refusal),
    }
    Ok(())
}

/// Sets rows until there is an answer, and when it came; nothing in a preview.
async fn set_chunk(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    step: &str,
    (chunk, attempt): (&[Setting], u32),
) -> Result<Option<(SetAnswer, Timestamp)>, Stop> {
    let natural_key = natural_key(chunk, attempt);
    let request = set(chunk, &natural_key, cause(tenant, attempt));
    loop {
        let reply = match journal.write(step, request.clone()).await? {
            Written::Open => continue,
            Written::Predicted => return Ok(None),
            Written::Answered(reply) => reply,
        };
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, step, &reply));
        }
        let answer = stock_answers::set(reply.body)
            .map_err(|issue| refusal::unreadable(journal, step, &issue))?;
        match answer {
            // An earlier copy of it: whether that was carried out is not known yet.
            SetAnswer::Whole(refusal) if refusal.code == UNDER_WAY => {
                let soon = retry::back_off(reply.at, 1);
                journal.reopen(step, &natural_key, soon)?;
            }
            SetAnswer::Whole(refusal) if !refusal.code.starts_with("IDEMPOTENCY_") => {
                let message = format!("{}: {}", refusal.code, refusal.message);
                return Err(refusal::saying(journal, step, reply.status, &message));
            }
            answer => return Ok(Some((answer, reply.at))),
        }
    }
}

/// Sets the rows; returns those that were not refused themselves, but beside others.
async fn set_all(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    attempt: u32,
    rows: Vec<Setting>,
    wrote: &mut Wrote,
) -> Result<Vec<Setting>, Stop> {
    let mut left = Vec::new();
    for (place_of_chunk, chunk) in rows.chunks(MOST_ROWS).enumerate() {
        let step = format!("stock.set.{attempt}.{place_of_chunk}");
        match set_chunk(journal, tenant, &step, (chunk, attempt)).await {
            Ok(None) => chunk.iter().for_each(|row| wrote.did(row, journal.clock())),
            Ok(Some((SetAnswer::Done, at))) => chunk.iter().for_each(|row| wrote.did(row, at)),
            Ok(Some((SetAnswer::Rows(refusals), _))) => {
                for (number, row) in chunk.iter().enumerate() {
                    match refusals.iter().find(|own| own.row == Some(number)) {
                        Some(refusal) => wrote.refused(row, refusal),
                        None => left.push(*row),
                    }
                }
            }
            // What had the key failed: a new look has a new one.
            Ok(Some((SetAnswer::Whole(_), _))) => wrote.look_again(chunk),
            Err(stop) => wrote.given_up(chunk, stop)?,
        }
    }
    Ok(left)
}

/// What is written: one level, or several by the first.
fn natural_key(rows: &[Setting], attempt: u32) -> String {
    let first = rows.first();
    let first =
        first.map_or_else(String::new, |row| format!("{}@{}", row.inventory_item, row.location));
    match rows.len() {
        1 => format!("stock/{first}/{attempt}"),
        count => format!("stock/{first}+{}/{attempt}", count.saturating_sub(1)),
    }
}
