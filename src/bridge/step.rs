//! One step of a flow: the task and its journal in, the outcome out.

use std::borrow::Cow;

use super::news::{self, News, Paths};
use super::{Bridge, CORE, decide, limits};
use crate::contract::ContractVersion;
use crate::contract::io::{Answer, AnswerOutcome, Envelope, Event, Mode, Task};
use crate::contract::outcome::{Next, Outcome, Status};
use crate::domain::table::Table;
use crate::flow::join::Branch;
use crate::flow::{self, Finish, Journal, Stop, Tenant, run};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Issue, Log, read};

const PATHS: Paths<'_> = Paths { event: "$.task.event", body: "$.task.event.body" };

impl Bridge {
    /// Runs the task's flow as far as the answers reach.
    #[must_use]
    pub fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Outcome {
        step(&self.policy.revision, |outcome| self.fill(outcome, envelope, bodies))
    }

    fn fill(&self, outcome: &mut Outcome, envelope: &[u8], bodies: &[&[u8]]) -> Result<(), Issue> {
        let (task, answers) =
            open(outcome, &self.policy.tenant, envelope, bodies, |task: &Task| {
                self.own_event(&task.event, PATHS.event)?;
                news::knows(&task.event, PATHS.event)
            })?;
        let body = event_body(&task.event, bodies)?;
        let shadow = self.policy.shadow && news::may_write(&task.event);
        let policy = match shadow {
            true => Cow::Owned(flow::shadow::policy(&self.policy, task.now)),
            false => Cow::Borrowed(&self.policy),
        };
        outcome.shadow = self.policy.shadow;
        let news = News::decode(&task.event, body, PATHS, &policy)?;
        let subject = news.subject();
        let journal = Journal::new(&task, &subject, &answers, bodies).in_shadow(shadow);
        let tenant = Tenant {
            policy: &policy,
            dialect: self.dialect(),
            account: self.account(),
            task: &task.id,
        };
        let topics = news::topics();
        let mut log = Log::new(decide::level(task.explain));
        let flow: Branch<'_, _> = match &news {
            News::Order(news) => {
                let (order, left) = news.as_ref();
                Box::pin(flow::order::seen(&journal, tenant, (order, left), &mut log))
            }
            News::Deleted(order) => {
                Box::pin(flow::order::deleted(&journal, tenant, *order, &mut log))
            }
            News::Read(order) => Box::pin(flow::order::read(&journal, tenant, *order, &mut log)),
            News::Open(after) => {
                Box::pin(flow::open_orders::look(&journal, tenant, after.as_deref()))
            }
            News::Changed(cursor) => {
                Box::pin(flow::stock::sweep(&journal, tenant, cursor.as_deref()))
            }
            News::Link => Box::pin(flow::links::read(&journal, tenant, &task.event)),
            News::Decided(choices) => Box::pin(flow::links::decide(&journal, tenant, choices)),
            News::Adopt => Box::pin(flow::adopt::read(&journal, tenant, &task.event)),
            News::Adopted(choices) => Box::pin(flow::adopt::decide(&journal, tenant, choices)),
            News::Placed(place) => Box::pin(flow::placed::moved(&journal, tenant, *place)),
            News::Stock(asked) => Box::pin(flow::stock::publish(&journal, tenant, asked, &mut log)),
            News::Level(echo) => Box::pin(flow::stock::echo(&journal, tenant, echo)),
            News::Poll => Box::pin(flow::stock::poll(&journal, tenant)),
            News::Reconcile(after) => {
                Box::pin(flow::stock::reconcile(&journal, tenant, after.as_deref()))
            }
            News::Opening => Box::pin(flow::stock::opening(&journal, tenant, &task.event)),
            News::Opened(said) => Box::pin(flow::stock::accept(&journal, tenant, said)),
            News::Payouts(after) => {
                Box::pin(flow::payouts::poll(&journal, tenant, after.as_deref()))
            }
            News::Proof(asked) => Box::pin(flow::payouts::proof(&journal, tenant, *asked)),
            News::Turnover(asked) => Box::pin(flow::payouts::turnover(&journal, tenant, *asked)),
            News::Payout(asked) => Box::pin(flow::payouts::read(&journal, tenant, *asked)),
            News::Report => Box::pin(flow::shadow::report(&journal, tenant, &task.event)),
            News::Clear => Box::pin(flow::shadow::clear(&journal)),
            News::Check => Box::pin(flow::setup::check(&journal, tenant, &topics)),
        };
        let progress = run::run(&journal, flow);
        outcome.explanations = log.explanations;
        let keep = match (task.mode, shadow) {
            (Mode::Preview, _) => Keep::Nothing,
            (Mode::Apply, true) => Keep::Shadow(&policy),
            (Mode::Apply, false) => Keep::All,
        };
        close(outcome, keep, &task.event, &journal, progress)
    }
}

/// Which rows a task leaves.
#[derive(Clone, Copy)]
pub(super) enum Keep<'a> {
    /// Those of its flow.
    All,
    /// What it would have done.
    Shadow(&'a Policy),
    /// None: it is a preview.
    Nothing,
}

/// An outcome of `revision` that `fill` fills, or is refused by.
pub(super) fn step(
    revision: &str,
    fill: impl FnOnce(&mut Outcome) -> Result<(), Issue>,
) -> Outcome {
    let mut outcome = Outcome {
        contract: ContractVersion::default(),
        core: CORE.to_owned(),
        revision: revision.to_owned(),
        status: Status::Refused,
        shadow: false,
        requests: Vec::new(),
        restarted: false,
        refusal: None,
        writes: Vec::new(),
        explanations: Vec::new(),
        exceptions: Vec::new(),
        checked: Vec::new(),
        commit: Vec::new(),
        next: Vec::new(),
        setup: None,
        rounds: 0,
    };
    if let Err(issue) = fill(&mut outcome) {
        outcome.status = Status::Refused;
        outcome.refusal = Some(issue);
    }
    outcome
}

/// The task of an envelope, if it is the tenant's and `knows` its event, and the answers that
/// belong to this module and configuration.
pub(super) fn open(
    outcome: &mut Outcome,
    tenant: &str,
    envelope: &[u8],
    bodies: &[&[u8]],
    knows: impl FnOnce(&Task) -> Result<(), Issue>,
) -> Result<(Task, Vec<Answer>), Issue> {
    limits::body(envelope, "$")?;
    let Envelope { task, journal } = read::document(envelope, "$")?;
    own_task(&task, tenant)?;
    knows(&task)?;
    let same_core = journal.core.as_deref() == Some(CORE);
    let same_config = journal.revision.as_deref() == Some(outcome.revision.as_str());
    let stale = !(same_core && same_config);
    outcome.restarted = stale && !journal.answers.is_empty();
    let answers = if outcome.restarted { Vec::new() } else { journal.answers };
    own_answers(&answers, bodies)?;
    Ok((task, answers))
}

/// What a flow came to, or what it asks for.
pub(super) fn close(
    outcome: &mut Outcome,
    keep: Keep<'_>,
    event: &Event,
    journal: &Journal<'_>,
    progress: run::Progress<Result<Finish, Stop>>,
) -> Result<(), Issue> {
    let subject = journal.subject();
    let end = match progress {
        run::Progress::Waiting => None,
        run::Progress::Finished(end) => Some(end),
        run::Progress::TooLong => Some(Err(too_long(subject))),
    };
    outcome.rounds = journal.rounds();
    let Some(end) = end else {
        outcome.status = Status::Asks;
        outcome.requests = journal.open_requests();
        outcome.explanations = Vec::new();
        return Ok(());
    };
    let finish = end.or_else(|stop| stop.finish(subject, &[]))?;
    outcome.status = Status::Done;
    outcome.writes = journal.writes();
    match keep {
        Keep::Nothing => {}
        Keep::Shadow(policy) => outcome.commit = flow::shadow::rows(journal, policy, &finish),
        Keep::All => {
            outcome.commit = finish.commit;
            outcome.commit.extend(journal.rows_at_the_end());
        }
    }
    outcome.exceptions = finish.exceptions;
    if matches!(keep, Keep::Shadow(_)) {
        // In shadow staff key orders: that they did is what the report is about.
        outcome.exceptions.retain(|exception| exception.code != Code::SaleReferenceTaken);
    }
    outcome.checked = finish.checked;
    outcome.setup = finish.setup;
    let again = |at| Next { not_before: Some(at), event: event.clone() };
    let next = finish.next.into_iter().map(|event| Next { not_before: None, event });
    let later = finish.next_at.into_iter();
    let later = later.map(|(at, event)| Next { not_before: Some(at), event });
    outcome.next = finish.again_at.map(again).into_iter().chain(next).chain(later).collect();
    Ok(())
}

fn own_task(task: &Task, tenant: &str) -> Result<(), Issue> {
    if task.tenant != tenant {
        let shown: String = task.tenant.chars().take(80).collect();
        let message = format!("the task is for `{shown}`, this Bridge is for `{tenant}`");
        return Err(Issue::new(Code::WrongTenant, "$.task.tenant", message));
    }
    if task.id.is_empty() {
        return Err(Issue::new(Code::InvalidValue, "$.task.id", "the id is empty"));
    }
    Ok(())
}

pub(super) fn event_body<'a>(
    event: &Event,
    bodies: &[&'a [u8]],
) -> Result<Option<&'a [u8]>, Issue> {
    let Some(place) = event.body else { return Ok(None) };
    let body = usize::try_from(place.0).ok().and_then(|place| bodies.get(place).copied());
    let body = body.ok_or_else(|| no_body(PATHS.body, place.0, bodies.len()))?;
    limits::body(body, PATHS.body)?;
    Ok(Some(body))
}

/// Every answer's body must be there, each answered one must say its status, no id may stand
/// twice, and all of them together must not be too large.
fn own_answers(answers: &[Answer], bodies: &[&[u8]]) -> Result<(), Issue> {
    let mut bytes = 0_usize;
    let mut ids = Table::new();
    for (index, answer) in answers.iter().enumerate() {
        let path = format!("$.journal.answers[{index}]");
        if ids.insert(answer.id.as_str(), ()).is_some() {
            let message = format!("request `{}` is answered twice", answer.id);
            return Err(Issue::new(Code::InvalidValue, format!("{path}.id"), message));
        }
        if answer.outcome == AnswerOutcome::Answered && answer.status.is_none() {
            let message = "an answered request has a status";
            return Err(Issue::new(Code::MissingField, format!("{path}.status"), message));
        }
        let Some(place) = answer.body else { continue };
        let body = usize::try_from(place.0).ok().and_then(|place| bodies.get(place).copied());
        let body = body.ok_or_else(|| no_body(&format!("{path}.body"), place.0, bodies.len()))?;
        bytes = bytes.saturating_add(body.len());
    }
    if bytes > limits::MAX_ANSWER_BYTES {
        let message = format!("{bytes} bytes are more than {}", limits::MAX_ANSWER_BYTES);
        return Err(Issue::new(Code::TooMuchData, "$.journal.answers", message));
    }
    Ok(())
}

fn no_body(path: &str, place: u32, count: usize) -> Issue {
    let message = format!("there is no body {place}: {count} were handed over");
    Issue::new(Code::MissingBody, path, message)
}

fn too_long(subject: &str) -> Stop {
    Exception::new(Code::TooManyRounds, subject).with("rounds", Fact::text(run::MAX_ROUNDS)).into()
}
