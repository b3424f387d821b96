//! The report of a day: what would have differed between the sales of its orders, as the shadow
//! keeps them, and those that staff recorded in Lightspeed.
//!
//! A task does a part and hands on: `orders` notes what is looked for, `sales` reads Lightspeed's
//! sales page by page and keeps those that may be of interest, `matching` decides the orders a
//! page at a time, `end` clears away. Whoever begins anew supersedes what is under way; the report
//! of a day may be made again at any time.

mod end;
mod matching;
mod orders;
mod rows;
mod sales;

use super::super::finish::{Finish, Stop};
use super::super::journal::Journal;
use super::super::rows::{SHADOW, VERSION};
use super::super::{Tenant, refusal, store};
use super::DAY_SECONDS;
use crate::contract::io::{Event, Source};
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::digest;
use crate::domain::number::DecimalText;
use crate::domain::time::{Date, Timestamp};
use crate::report::{Code, Issue, RawJson};
use rows::ReportRow;

/// What all of it is about: no two tasks of it run beside one another.
pub const SUBJECT: &str = "shadow";

/// The topic of it. `cursor` is a date; without one, yesterday's is made, and those of the days
/// before anew that staff may have keyed something of since.
pub const REPORT: &str = "shadow/report";

/// A sale may be keyed a little before the order's moment: clocks differ.
const EARLY_SECONDS: i64 = 3_600;

/// How much later a page is tried again that a vendor or the store did not give.
const AGAIN_SECONDS: i64 = 120;

/// Where a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The orders of the days before are noted by name.
    Known,
    /// Those of the day are, with all that they may be found by.
    Orders,
    /// Lightspeed's sales are read.
    Sales,
    /// The orders are compared.
    Matching,
    /// What an earlier report of the day said, and this one does not, goes.
    Settled,
    /// What was noted for the report goes.
    Sweep,
    /// And what the shadow keeps of long ago.
    Old,
}

impl Phase {
    const WORDS: [(&'static str, Self); 7] = [
        ("known", Self::Known),
        ("orders", Self::Orders),
        ("sales", Self::Sales),
        ("matching", Self::Matching),
        ("settled", Self::Settled),
        ("sweep", Self::Sweep),
        ("old", Self::Old),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}

/// A report as one task of it sees it.
struct Work<'w, 'j> {
    journal: &'w Journal<'j>,
    tenant: Tenant<'w>,
    date: Date,
    row: ReportRow,
}

/// How far a task came.
enum Step {
    /// The phase goes on from here.
    On(String),
    /// The phase is over.
    Over,
}

/// Makes reports, or goes on with one at the cursor.
///
/// # Errors
/// [`Stop`] when the store does not do its part, or the cursor is none.
pub async fn report(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: &Event,
) -> Result<Finish, Stop> {
    let Some(cursor) = asked.cursor.as_deref() else {
        return which(journal, tenant, asked.source).await;
    };
    let mut parts = cursor.splitn(4, '|');
    let date = parts.next().unwrap_or_default();
    let date = Date::parse(date).map_err(|error| {
        Issue::new(Code::InvalidValue, "$.task.event.cursor", error.to_string())
            .with_hint("A day is written `2026-11-23`.")
    })?;
    let (Some(run), Some(word)) = (parts.next(), parts.next()) else {
        return begin(journal, tenant, date);
    };
    let after = parts.next().filter(|after| !after.is_empty());
    let key = format!("run/{date}");
    let row: Option<ReportRow> = store::get(journal, "report.run", SHADOW, &key).await?;
    let phase = Phase::WORDS.iter().find(|(own, _)| *own == word).map(|(_, phase)| *phase);
    // Another one was begun since, or this one is over.
    let Some((row, phase)) = row.filter(|row| row.run == run).zip(phase) else {
        return Ok(Finish::with(Vec::new(), SUBJECT, &[]));
    };
    let mut work = Work { journal, tenant, date, row };
    phase.word().clone_into(&mut work.row.state);
    let mut end = Finish::with(Vec::new(), SUBJECT, refusal::CODES);
    let step = match phase {
        Phase::Known => work.known(after, &mut end).await,
        Phase::Orders => work.orders(after, &mut end).await,
        Phase::Sales => work.sales(after, &mut end).await,
        Phase::Matching => work.matching(after, &mut end).await,
        Phase::Settled => work.settled(after, &mut end).await,
        Phase::Sweep => work.sweep(&mut end).await,
        Phase::Old => work.old(after, &mut end).await,
    };
    match step {
        Ok(step) => work.hand_on(phase, step, &mut end),
        // Whatever it is, a report of many pages does not end for it: the page is tried again.
        Err(Stop::Exception(exception)) => {
            end = Finish::with(vec![exception], SUBJECT, refusal::CODES);
            end.again_at = journal.clock().checked_add_seconds(AGAIN_SECONDS).ok();
        }
        Err(stop) => return Err(stop),
    }
    Ok(end)
}

/// Which days are to be reported: yesterday, and each day before of which staff may have keyed
/// something since its last report, or which has none.
async fn which(journal: &Journal<'_>, tenant: Tenant<'_>, source: Source) -> Result<Finish, Stop> {
    let mut end = Finish::with(Vec::new(), SUBJECT, refusal::CODES);
    if !tenant.policy.shadow && source == Source::Schedule {
        return Ok(end);
    }
    let today = super::day(tenant.policy, journal.now());
    let back = |days: i64| today.plus_days(days.saturating_neg()).ok();
    let yesterday = back(1);
    let days = 2_i64..=tenant.policy.shadow_days.saturating_add(1);
    let days: Vec<Date> = days.filter_map(back).collect();
    let keys = days.iter().map(|day| format!("report/{day}")).collect();
    let prefixes = days.iter().map(|day| format!("day/{day}/")).collect();
    let made = Gather { keys, prefixes: Vec::new(), limit: 0 };
    let made = store::gather::<ReportRow>(journal, "report.made", SHADOW, made).await?;
    let seen = Gather { keys: Vec::new(), prefixes, limit: 1 };
    let seen = store::gather::<RawJson>(journal, "report.seen", SHADOW, seen).await?;
    let is_open = |day: &Date| {
        let own = format!("report/{day}");
        match made.iter().find(|(key, _)| *key == own) {
            Some((_, row)) => row.open() > 0,
            None => seen.iter().any(|(key, _)| key.starts_with(&format!("day/{day}/"))),
        }
    };
    let again = days.iter().filter(|day| is_open(day)).copied();
    let all = yesterday.into_iter().chain(again);
    end.next.extend(all.map(|day| Event::scheduled(REPORT, Some(day.to_string()))));
    Ok(end)
}

fn begin(journal: &Journal<'_>, tenant: Tenant<'_>, date: Date) -> Result<Finish, Stop> {
    let policy = tenant.policy;
    let name: String = digest::hex96([tenant.task.as_bytes()]).chars().take(12).collect();
    let last = date.plus_days(policy.shadow_days.saturating_add(1));
    let until = last.ok().and_then(|day| policy.zone.day_start(day).ok());
    let zero = || DecimalText(rust_decimal::Decimal::ZERO);
    let row = ReportRow {
        v: VERSION,
        date: date.to_string(),
        run: name,
        state: Phase::Known.word().to_owned(),
        made_at: journal.now(),
        until: until.unwrap_or(Timestamp::LAST).min(journal.now()),
        currency: policy.currency.code().to_owned(),
        orders: 0,
        kinds: Vec::new(),
        likely: 0,
        ours: zero(),
        theirs: zero(),
        differs: Vec::new(),
        exceptions: Vec::new(),
        others: Vec::new(),
        least: None,
        most: None,
    };
    let mut end = Finish::with(Vec::new(), SUBJECT, &[]);
    end.next.push(next(&row, Phase::Known, ""));
    end.commit.push(Row::put(SHADOW, format!("run/{date}"), &row));
    Ok(end)
}

fn next(row: &ReportRow, phase: Phase, after: &str) -> Event {
    Event::scheduled(REPORT, Some(format!("{}|{}|{}|{after}", row.date, row.run, phase.word())))
}

impl Work<'_, '_> {
    /// What follows, and the report's row as it is now.
    fn hand_on(&mut self, phase: Phase, step: Step, end: &mut Finish) {
        let places = Phase::WORDS.iter().skip_while(|(_, own)| *own != phase);
        let following = places.map(|(_, own)| *own).nth(1);
        match (step, following) {
            (Step::On(after), _) => end.next.push(next(&self.row, phase, &after)),
            (Step::Over, Some(following)) => end.next.push(next(&self.row, following, "")),
            (Step::Over, None) => return self.conclude(end),
        }
        end.commit.push(Row::put(SHADOW, format!("run/{}", self.date), &self.row));
    }

    /// A key among what is noted for the report.
    fn work(&self, rest: &str) -> String {
        format!("work/{}/{rest}", self.date)
    }

    /// The key of an entry.
    fn entry(&self, kind: &str, about: &str) -> String {
        format!("report/{}/{kind}/{about}", self.date)
    }

    /// When the day begins.
    fn start(&self) -> Timestamp {
        let start = self.tenant.policy.zone.day_start(self.date);
        // Where the offsets do not reach that far back, a day of theirs is enough earlier.
        start.unwrap_or_else(|_| {
            let days = self.date.unix_days().saturating_sub(1);
            Timestamp::from_unix(days.saturating_mul(DAY_SECONDS), 0).unwrap_or(Timestamp::FIRST)
        })
    }

    fn scan(&self, prefix: String, after: Option<&str>, limit: u32) -> Scan {
        Scan { prefix, after: after.map(str::to_owned), limit }
    }
}
