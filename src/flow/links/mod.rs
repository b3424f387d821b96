//! Links over catalogues of any size: both are read into the store page by page, then decided a
//! part at a time, each part with all that it hangs together with. A task does a few pages and
//! hands on; whoever begins anew supersedes what is under way.

mod end;
mod hand;
mod near;
mod pages;
mod pairs;
mod rest;
mod rows;

use super::claim::Claim;
use super::finish::{Finish, Stop};
use super::join::join;
use super::journal::Journal;
use super::rows::{LINKS, VERSION};
use super::{Tenant, refusal, store};
use crate::contract::io::{Event, Source};
use crate::contract::store::Row;
use crate::domain::digest;
use crate::report::{Code, Exception, Fact, Issue};
use rows::{RUN, RunRow};

pub use hand::{Choice, Decision, MOST as MOST_CHOICES, decide};

/// What all of it is about: no two tasks of it run beside one another.
pub const SUBJECT: &str = "links";

/// The topic of reading and linking both catalogues.
pub const READ: &str = "links/read";

/// What is raised about a run as a whole.
const CODES: &[Code] = &[Code::CatalogueIncomplete, Code::LinksToReview];

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Lightspeed's catalogue is read.
    Items,
    /// Shopify's is.
    Variants,
    /// Variants are linked by codes.
    Pairs,
    /// Those that are left are linked by words.
    Words,
    /// Those that are still left go to a person.
    Rest,
    /// Items that nothing is like are told.
    Orphans,
    /// What an earlier run left to a person, and this one did not, goes.
    Settled,
    /// The catalogues go from the store.
    Sweep,
}

impl Phase {
    const WORDS: [(&'static str, Self); 8] = [
        ("items", Self::Items),
        ("variants", Self::Variants),
        ("pairs", Self::Pairs),
        ("words", Self::Words),
        ("rest", Self::Rest),
        ("orphans", Self::Orphans),
        ("settled", Self::Settled),
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
        store::get::<RunRow>(journal, "links.run", LINKS, RUN),
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
        return Ok(Finish::with(Vec::new(), SUBJECT, &[]));
    };
    let mut work = Work { journal, tenant, run };
    work.run.state = phase.word().to_owned();
    let after = (!after.is_empty()).then_some(after);
    let mut end = Finish::with(Vec::new(), SUBJECT, refusal::CODES);
    let step = match phase {
        Phase::Items => work.items(after, &mut end).await,
        Phase::Variants => work.variants(after, &mut end).await,
        Phase::Pairs => work.pairs(after, &mut end).await,
        Phase::Words => work.words(after, &mut end).await,
        Phase::Rest => work.rest(after, &mut end).await,
        Phase::Orphans => work.orphans(after, &mut end).await,
        Phase::Settled => work.settled(after, &mut end).await,
        Phase::Sweep => work.sweep(&mut end).await,
    };
    match step {
        Ok(step) => work.hand_on(phase, step, &mut end),
        // Whatever it is, a run of many pages does not end for it: the page is tried again.
        Err(Stop::Exception(exception)) => {
            end = Finish::with(vec![exception], SUBJECT, refusal::CODES);
            end.again_at = journal.clock().checked_add_seconds(AGAIN_SECONDS).ok();
        }
        Err(stop) => return Err(stop),
    }
    Ok(end)
}

/// How much later a page is tried again that a vendor or the store did not give.
const AGAIN_SECONDS: i64 = 120;

fn begin(tenant: Tenant<'_>, event: &Event, last: Option<&RunRow>) -> Finish {
    // What the last run that came to its end read.
    let (items_before, variants_before) = match last {
        Some(last) if last.state == "done" => (last.items, last.variants),
        Some(last) => (last.items_before, last.variants_before),
        None => (0, 0),
    };
    let name: String = digest::hex96([tenant.task.as_bytes()]).chars().take(12).collect();
    let run = RunRow {
        v: VERSION,
        run: name,
        state: Phase::Items.word().to_owned(),
        items: 0,
        variants: 0,
        linked: 0,
        made: 0,
        review: 0,
        orphan_variants: 0,
        orphan_items: 0,
        skipped: 0,
        items_before,
        variants_before,
        by_hand: event.source == Source::Operator,
    };
    let mut end = Finish::with(Vec::new(), SUBJECT, &[]);
    end.next.push(next(&run, Phase::Items, ""));
    end.commit.push(Row::put(LINKS, RUN, &run));
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
        match (step, following) {
            (Step::On(after), _) => end.next.push(next(&self.run, phase, &after)),
            (Step::Over, _) if self.is_incomplete(phase, end) => {}
            (Step::Over, Some(following)) => end.next.push(next(&self.run, following, "")),
            (Step::Over, None) => self.conclude(end),
        }
        end.commit.push(Row::put(LINKS, RUN, &self.run));
    }

    /// A catalogue that came empty, or much smaller than it was, ends no link.
    fn is_incomplete(&mut self, phase: Phase, end: &mut Finish) -> bool {
        let (side, now, before) = match phase {
            Phase::Items => ("lightspeed", self.run.items, self.run.items_before),
            Phase::Variants => ("shopify", self.run.variants, self.run.variants_before),
            _ => return false,
        };
        let fewer = now.saturating_mul(5) < before.saturating_mul(4) && !self.run.by_hand;
        if now > 0 && !fewer {
            return false;
        }
        "incomplete".clone_into(&mut self.run.state);
        end.exceptions.push(
            Exception::new(Code::CatalogueIncomplete, SUBJECT)
                .with("catalogue", side)
                .with("now", Fact::text(now))
                .with("before", Fact::text(before))
                .about(side),
        );
        true
    }

    /// What a person is told when a run is over.
    fn conclude(&mut self, end: &mut Finish) {
        "done".clone_into(&mut self.run.state);
        if self.run.review > 0 {
            end.exceptions.push(
                Exception::new(Code::LinksToReview, SUBJECT)
                    .with("review", Fact::text(self.run.review))
                    .with("linked", Fact::text(self.run.linked))
                    .with("variants", Fact::text(self.run.variants)),
            );
        }
        let own = end.checked.iter_mut().filter(|checked| checked.subject == SUBJECT);
        own.for_each(|checked| checked.codes.extend_from_slice(CODES));
    }

    /// A row of the catalogues cannot be read.
    fn spoilt(&self, key: &str, issue: &Issue) -> Stop {
        Exception::new(Code::StoreFailed, SUBJECT)
            .with("key", key)
            .with("issue", Fact::text(issue))
            .about(key)
            .into()
    }

    /// The key of a row of the catalogues.
    fn key(&self, what: &str) -> String {
        format!("{}/{what}", self.run.run)
    }
}
