//! Orders that staff keyed into Lightspeed by hand: all open orders and the sales since the oldest
//! of them are read into the store page by page, then decided a part at a time, each part with all
//! that it hangs together with. What is decided of an order is a row that the order's own flow goes
//! by; nothing is written to either vendor. A task does a few pages and hands on; whoever begins
//! anew supersedes what is under way.

mod decided;
mod hand;
mod near;
mod orders;
mod rows;
pub(in crate::flow) mod said;
mod sales;

use super::claim::Claim;
use super::finish::{Finish, Stop};
use super::join::join;
use super::journal::Journal;
use super::rows::{ADOPT, KEYED};
use super::{Tenant, store};
use crate::contract::io::{Event, Source};
use crate::contract::store::{Row, Scan};
use crate::domain::digest;
use crate::report::{Code, Exception, Fact, RawJson};
use rows::{RUN, RunRow};

pub use hand::{Choice, MOST as MOST_CHOICES, decide};

/// What all of it is about: no two tasks of it run beside one another.
pub const SUBJECT: &str = "adopt";

/// The topic of reading both sides and deciding.
pub const READ: &str = "adopt/read";

/// How many rows are deleted in one task.
const GOING: u32 = 1_000;

/// How much later a page is tried again that a vendor or the store did not give.
const AGAIN_SECONDS: i64 = 120;

/// What is known not to be so where a task of it came to its end.
const CODES: &[Code] = &[
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::ClaimHeld,
    Code::StoreFailed,
];

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Shopify's open orders are read.
    Orders,
    /// Lightspeed's sales are.
    Sales,
    /// Orders are decided.
    Decide,
    /// Orders and sales go from the store.
    Sweep,
}

impl Phase {
    const WORDS: [(&'static str, Self); 4] = [
        ("orders", Self::Orders),
        ("sales", Self::Sales),
        ("decide", Self::Decide),
        ("sweep", Self::Sweep),
    ];

    fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, phase)| *phase == self);
        found.map_or("", |(word, _)| word)
    }
}

/// A run as one task of it sees it.
struct Work<'w, 'j> {
    journal: &'w Journal<'j>,
    tenant: Tenant<'w>,
    run: RunRow,
}

/// How far a task came.
enum Step {
    /// The phase goes on from here.
    On(String),
    /// The phase is over.
    Over,
    /// The vendor did not give what was asked for: nothing can be decided.
    Incomplete(&'static str),
}

/// Begins a run, or goes on with one at the cursor.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn read(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    event: &Event,
) -> Result<Finish, Stop> {
    let (claim, last) = join(
        Claim::take(journal, tenant.task, SUBJECT, Vec::new()),
        store::get::<RunRow>(journal, "adopt.run", ADOPT, RUN),
    )
    .await;
    let (mut claim, last) = (claim?, last?);
    claim.own(journal, tenant.task).await?;
    let Some(cursor) = event.cursor.as_deref() else {
        return Ok(begin(tenant, event, last.as_ref()));
    };
    let mut parts = cursor.splitn(3, '|');
    let (run, word, after) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let phase = Phase::WORDS.iter().find(|(own, _)| Some(*own) == word).map(|(_, phase)| *phase);
    // Another run was begun since, or this one is over.
    let Some((run, phase)) = last.filter(|last| Some(last.run.as_str()) == run).zip(phase) else {
        return Ok(Finish::with(Vec::new(), SUBJECT, CODES));
    };
    let mut work = Work { journal, tenant, run };
    work.run.state = phase.word().to_owned();
    let after = (!after.is_empty()).then_some(after);
    let mut end = Finish::with(Vec::new(), SUBJECT, CODES);
    let step = match phase {
        Phase::Orders => work.orders(after, &mut end).await,
        Phase::Sales => work.sales(after, &mut end).await,
        Phase::Decide => work.decide(after, &mut end).await,
        Phase::Sweep => work.sweep(&mut end).await,
    };
    match step {
        Ok(step) => work.hand_on(phase, step, &mut end),
        // Whatever it is, a run of many pages does not end for it: the page is tried again.
        Err(Stop::Exception(exception)) => {
            end = Finish::with(vec![exception], SUBJECT, CODES);
            end.again_at = journal.clock().checked_add_seconds(AGAIN_SECONDS).ok();
        }
        Err(stop) => return Err(stop),
    }
    Ok(end)
}

fn begin(tenant: Tenant<'_>, event: &Event, last: Option<&RunRow>) -> Finish {
    let name: String = digest::hex96([tenant.task.as_bytes()]).chars().take(12).collect();
    let by_hand = event.source == Source::Operator;
    let run = RunRow::begin(name, by_hand, last);
    let mut end = Finish::with(Vec::new(), SUBJECT, CODES);
    end.next.push(next(&run, Phase::Orders, ""));
    end.commit.push(Row::put(ADOPT, RUN, &run));
    end
}

fn next(run: &RunRow, phase: Phase, after: &str) -> Event {
    Event::scheduled(READ, Some(format!("{}|{}|{after}", run.run, phase.word())))
}

impl Work<'_, '_> {
    /// What follows, and the run's row as it is now.
    fn hand_on(&mut self, phase: Phase, step: Step, end: &mut Finish) {
        let places = Phase::WORDS.iter().skip_while(|(_, own)| *own != phase);
        let following = places.map(|(_, own)| *own).nth(1);
        let step = match step {
            Step::Over if phase == Phase::Sales => self.fewer().map_or(step, Step::Incomplete),
            step => step,
        };
        match (step, following) {
            (Step::Incomplete(why), _) => self.incomplete(why, end),
            (Step::On(after), _) => end.next.push(next(&self.run, phase, &after)),
            (Step::Over, Some(following)) => end.next.push(next(&self.run, following, "")),
            (Step::Over, None) => {
                "done".clone_into(&mut self.run.state);
                let own = end.checked.iter_mut().filter(|checked| checked.subject == SUBJECT);
                own.for_each(|checked| checked.codes.push(Code::KeyedSalesIncomplete));
            }
        }
        end.commit.push(Row::put(ADOPT, RUN, &self.run));
    }

    /// Sales do not go: where there are far fewer than before, they are not all shown.
    fn fewer(&self) -> Option<&'static str> {
        let (now, before) = (self.run.sales, self.run.sales_before);
        let as_far_back = self.run.since.is_some() && self.run.since <= self.run.since_before;
        if now == 0 && before > 0 && self.run.orders > 0 {
            return Some("there are none, and there were some before");
        }
        // Some rows come on two pages.
        let much = now.saturating_mul(5) < before.saturating_mul(4);
        let fewer = much && as_far_back && !self.run.by_hand;
        fewer.then_some("there are far fewer than before")
    }

    fn incomplete(&mut self, why: &'static str, end: &mut Finish) {
        "incomplete".clone_into(&mut self.run.state);
        end.exceptions.push(
            Exception::new(Code::KeyedSalesIncomplete, SUBJECT)
                .with("why", why)
                .with("now", Fact::text(self.run.sales))
                .with("before", Fact::text(self.run.sales_before)),
        );
    }

    /// Of this run and of any that was never ended.
    async fn sweep(&self, end: &mut Finish) -> Result<Step, Stop> {
        let scan = Scan { prefix: String::new(), after: None, limit: GOING };
        let page = store::page::<RawJson>(self.journal, "sweep.page", KEYED, scan).await?;
        end.commit.extend(page.rows.iter().map(|(key, _)| Row::delete(KEYED, key.clone())));
        // What is deleted is not there any more: the next page is the first one again.
        Ok(if page.after.is_some() { Step::On("more".to_owned()) } else { Step::Over })
    }

    /// The key of a row of this run.
    fn key(&self, what: &str) -> String {
        format!("{}/{what}", self.run.run)
    }
}
