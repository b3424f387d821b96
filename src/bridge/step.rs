//! One step of a flow: the task and its journal in, the outcome out.

use super::{Bridge, CORE, decide, limits};
use crate::contract::ContractVersion;
use crate::contract::io::{Answer, AnswerOutcome, Envelope, Event, Mode, Task};
use crate::contract::outcome::{Next, Outcome, Status};
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::Order;
use crate::domain::stock::Left;
use crate::domain::table::Table;
use crate::flow::join::Branch;
use crate::flow::{self, Journal, Stop, Tenant, run};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Issue, Log, read};
use crate::rules::orders;
use crate::shopify::order;

/// The events there is a flow for.
pub(super) const EVENTS: &[(&str, &str)] = &[
    ("shopify", "orders/create"),
    ("shopify", "orders/paid"),
    ("shopify", "orders/updated"),
    ("shopify", "orders/partially_fulfilled"),
    ("shopify", "orders/fulfilled"),
    ("shopify", "orders/cancelled"),
    ("shopify", DELETED),
];

/// The one topic about orders that does not carry the order.
const DELETED: &str = "orders/delete";

/// Refuses an event that there is no flow for.
pub(super) fn knows(event: &Event, path: &str) -> Result<(), Issue> {
    let source = event.source.word();
    if EVENTS.contains(&(source, event.topic.as_str())) {
        return Ok(());
    }
    let topic: String = event.topic.chars().take(80).collect();
    let known: Vec<String> =
        EVENTS.iter().map(|(source, topic)| format!("{source}:{topic}")).collect();
    Err(Issue::new(
        Code::UnknownEvent,
        format!("{path}.topic"),
        format!("there is no flow for `{source}:{topic}`"),
    )
    .with_hint(format!("The events are {}.", known.join(", "))))
}

impl Bridge {
    /// Runs the task's flow as far as the answers reach.
    #[must_use]
    pub fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Outcome {
        let mut outcome = Outcome {
            contract: ContractVersion::default(),
            core: CORE.to_owned(),
            revision: self.policy.revision.clone(),
            status: Status::Refused,
            requests: Vec::new(),
            restarted: false,
            refusal: None,
            writes: Vec::new(),
            explanations: Vec::new(),
            exceptions: Vec::new(),
            checked: Vec::new(),
            commit: Vec::new(),
            next: Vec::new(),
            rounds: 0,
        };
        if let Err(issue) = self.fill(&mut outcome, envelope, bodies) {
            outcome.status = Status::Refused;
            outcome.refusal = Some(issue);
        }
        outcome
    }

    fn fill(&self, outcome: &mut Outcome, envelope: &[u8], bodies: &[&[u8]]) -> Result<(), Issue> {
        limits::body(envelope, "$")?;
        let Envelope { task, journal } = read::document(envelope, "$")?;
        self.own_task(&task)?;
        knows(&task.event, "$.task.event")?;
        let body = event_body(&task.event, bodies)?;
        let same_core = journal.core.as_deref() == Some(CORE);
        let same_config = journal.revision.as_deref() == Some(self.policy.revision.as_str());
        let stale = !(same_core && same_config);
        outcome.restarted = stale && !journal.answers.is_empty();
        let answers = if outcome.restarted { Vec::new() } else { journal.answers };
        own_answers(&answers, bodies)?;
        let news = News::decode(&task.event, body, &self.policy)?;
        let subject = news.subject();
        let journal = Journal::new(&task, &subject, &answers, bodies);
        let tenant = Tenant {
            policy: &self.policy,
            dialect: self.dialect(),
            account: self.account(),
            task: &task.id,
        };
        let mut log = Log::new(decide::level(task.explain));
        let flow: Branch<'_, _> = match &news {
            News::Order(news) => {
                let (order, left) = news.as_ref();
                Box::pin(flow::order::seen(&journal, tenant, (order, left), &mut log))
            }
            News::Deleted(order) => {
                Box::pin(flow::order::deleted(&journal, tenant, *order, &mut log))
            }
        };
        let progress = run::run(&journal, flow);
        let end = match progress {
            run::Progress::Waiting => None,
            run::Progress::Finished(end) => Some(end),
            run::Progress::TooLong => Some(Err(too_long(&subject))),
        };
        outcome.rounds = journal.rounds();
        let Some(end) = end else {
            outcome.status = Status::Asks;
            outcome.requests = journal.open_requests();
            return Ok(());
        };
        let finish = end.or_else(|stop| stop.finish(&subject, &[]))?;
        outcome.status = Status::Done;
        outcome.writes = journal.writes();
        outcome.explanations = log.explanations;
        outcome.exceptions = finish.exceptions;
        outcome.checked = finish.checked;
        if task.mode == Mode::Apply {
            outcome.commit = finish.commit;
            outcome.commit.extend(journal.rows_at_the_end());
        }
        let again = |at| Next { not_before: Some(at), event: task.event.clone() };
        outcome.next = finish.again_at.map(again).into_iter().collect();
        Ok(())
    }

    fn own_task(&self, task: &Task) -> Result<(), Issue> {
        if task.tenant != self.policy.tenant {
            let shown: String = task.tenant.chars().take(80).collect();
            let own = &self.policy.tenant;
            let message = format!("the task is for `{shown}`, this Bridge is for `{own}`");
            return Err(Issue::new(Code::WrongTenant, "$.task.tenant", message));
        }
        if task.id.is_empty() {
            return Err(Issue::new(Code::InvalidValue, "$.task.id", "the id is empty"));
        }
        self.own_event(&task.event, "$.task.event")
    }
}

/// What an event says.
enum News {
    /// An order is like this; what left it when, where that matters.
    Order(Box<(Order, Vec<Left>)>),
    /// There is no such order any more.
    Deleted(OrderId),
}

impl News {
    fn decode(event: &Event, body: &[u8], policy: &Policy) -> Result<Self, Issue> {
        let path = "$.task.event.body";
        if event.topic == DELETED {
            return order::decode_id(body, path).map(Self::Deleted);
        }
        let order = order::decode(body, path)?;
        // Units of an old order that left before go-live were counted then.
        let left = if policy.go_live.is_some_and(|go_live| order.processed_at < go_live) {
            order::decode_history(body, path)?.left
        } else {
            Vec::new()
        };
        Ok(Self::Order(Box::new((order, left))))
    }

    fn subject(&self) -> String {
        match self {
            Self::Order(news) => orders::subject(&news.0),
            Self::Deleted(order) => format!("order/{order}"),
        }
    }
}

fn event_body<'a>(event: &Event, bodies: &[&'a [u8]]) -> Result<&'a [u8], Issue> {
    let path = "$.task.event.body";
    let Some(place) = event.body else {
        return Err(Issue::new(Code::MissingBody, path, "the event has no body"));
    };
    let body = usize::try_from(place.0).ok().and_then(|place| bodies.get(place).copied());
    let body = body.ok_or_else(|| no_body(path, place.0, bodies.len()))?;
    limits::body(body, path)?;
    Ok(body)
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
