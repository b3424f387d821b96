//! The journal: what a flow has asked and been answered, and the rules that make it safe to run
//! a flow again from its start.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;

use super::finish::Stop;
use super::shadow::{SaleSketch, Sketch};
use super::{request_id, retry};
use crate::contract::io::{Answer, AnswerOutcome, Mode, Request, Task};
use crate::contract::store::Row;
use crate::domain::sale::Sale;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, Fact};

/// How often one step may be tried.
pub const MAX_ATTEMPTS: u32 = 5;

/// A wait longer than this ends the task; the event comes again later.
pub const MAX_WAIT_SECONDS: i64 = 60;

/// How old a look-up may be when a write rests on it.
pub const LOOK_UP_SECONDS: i64 = 300;

/// The answers a flow has, and what it has asked in this run.
pub struct Journal<'a> {
    task: &'a Task,
    subject: String,
    shadow: bool,
    given: Given<'a>,
    run: RefCell<Run>,
}

/// What the host handed over.
struct Given<'a> {
    answers: Table<&'a str, &'a Answer>,
    bodies: &'a [&'a [u8]],
}

/// What this run of the flow has come to.
struct Run {
    clock: Timestamp,
    /// What was asked, in order, and the place of each id in it.
    asked: Vec<Asked>,
    places: Table<String, usize>,
    steps: Table<String, Step>,
    /// Equal reads are one request, whichever step asks first: the id of each content.
    reads: Table<String, String>,
    written: Table<String, Key>,
    writes: Vec<Request>,
    at_the_end: Vec<Row>,
    told: Sketch,
    rounds: u32,
}

/// A request, and whether the flow may see its answer: if it was asked in an earlier round.
struct Asked {
    request: Request,
    open: bool,
    /// It repeats an earlier attempt: attempts have a bound of their own.
    repeat: bool,
}

/// How far a step has come.
#[derive(Clone, Copy)]
struct Step {
    attempt: u32,
    /// When the attempt is due, if not at once.
    due: Option<Timestamp>,
}

/// What became of a natural key in this run.
struct Key {
    /// The step that carries it.
    owner: String,
    /// The write surely or possibly did nothing; its step may try again.
    open: bool,
}

/// An answer.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// When the host received it.
    pub at: Timestamp,
    /// The body as received.
    pub body: &'a [u8],
    headers: &'a Table<String, String>,
}

impl<'a> Reply<'a> {
    /// Whether the status says that it worked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What became of a write.
#[derive(Clone, Copy, Debug)]
pub enum Written<'a> {
    /// The vendor answered; the status says what.
    Answered(Reply<'a>),
    /// It may or may not have taken effect, or surely did not. Look up anew before trying again.
    Open,
    /// It was not made, because this is a preview.
    Predicted,
}

/// The status of a request that was one too many.
const TOO_MANY: u16 = 429;

/// What one attempt came to.
enum Attempt<'a> {
    Answered(Reply<'a>),
    NotSent(Timestamp),
    Unknown(Timestamp),
}

impl<'a> Journal<'a> {
    /// A journal of `answers` to `task`, which is about `subject`.
    #[must_use]
    pub fn new(
        task: &'a Task,
        subject: &str,
        answers: &'a [Answer],
        bodies: &'a [&'a [u8]],
    ) -> Self {
        let answers = answers.iter().map(|answer| (answer.id.as_str(), answer)).collect();
        Self {
            task,
            subject: subject.to_owned(),
            shadow: false,
            given: Given { answers, bodies },
            run: RefCell::new(Run {
                clock: task.now,
                asked: Vec::new(),
                places: Table::new(),
                steps: Table::new(),
                reads: Table::new(),
                written: Table::new(),
                writes: Vec::new(),
                at_the_end: Vec::new(),
                told: Sketch::default(),
                rounds: 0,
            }),
        }
    }

    /// The same for a tenant in shadow: whatever the task's mode says, nothing is written.
    #[must_use]
    pub fn in_shadow(self, shadow: bool) -> Self {
        Self { shadow, ..self }
    }

    /// The task's fixed moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.task.now
    }

    /// The latest moment the flow has heard of.
    #[must_use]
    pub fn clock(&self) -> Timestamp {
        self.run.borrow().clock
    }

    /// What the task is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Whether nothing is to be written.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.shadow || self.task.mode == Mode::Preview
    }

    /// Whether that is because the tenant is in shadow.
    #[must_use]
    pub fn is_shadow(&self) -> bool {
        self.shadow
    }

    /// Reads. A read that was not answered, was throttled or met a fault of the vendor is tried
    /// again by itself.
    ///
    /// # Errors
    /// [`Stop`] when it was tried as often as allowed, or must wait too long.
    pub async fn read(&self, step: &str, request: Request) -> Result<Reply<'a>, Stop> {
        loop {
            let attempt = self.attempt(step);
            let id = self.identify(step, attempt, &request);
            let next = match self.ask(step, Request { id, ..request.clone() }).await? {
                Attempt::Answered(reply) => match retry::wait(&reply, attempt) {
                    None => return Ok(reply),
                    Some(due) => due,
                },
                Attempt::NotSent(at) | Attempt::Unknown(at) => retry::back_off(at, attempt),
            };
            self.again_at(step, next)?;
        }
    }

    /// Writes, at most once. The request must name its natural key.
    ///
    /// # Errors
    /// [`Stop`] when the key was written already in this flow, when the step was tried as often
    /// as allowed, or must wait too long.
    pub async fn write(&self, step: &str, request: Request) -> Result<Written<'a>, Stop> {
        let key = request.natural_key.clone().unwrap_or_default();
        self.take_key(step, &key)?;
        let attempt = self.attempt(step);
        let id = self.identify(step, attempt, &request);
        let request = Request { id, ..request };
        if self.is_preview() {
            self.run.borrow_mut().writes.push(request);
            return Ok(Written::Predicted);
        }
        if self.was_other(step, attempt, &request.id) {
            // Something else was sent in this place: it may have made what this would make.
            return self.reopen(step, &key, self.clock());
        }
        match self.ask(step, request.clone()).await? {
            Attempt::Answered(reply) => match retry::after_write(&reply, attempt) {
                None => {
                    if reply.is_success() {
                        self.run.borrow_mut().writes.push(request);
                    }
                    Ok(Written::Answered(reply))
                }
                Some(due) => self.reopen(step, &key, due),
            },
            Attempt::NotSent(at) => self.reopen(step, &key, at),
            Attempt::Unknown(at) => self.reopen(step, &key, retry::back_off(at, attempt)),
        }
    }

    /// Forgets what `step` was answered: the next call asks anew.
    ///
    /// # Errors
    /// [`Stop`] when it was tried as often as allowed.
    pub fn again(&self, step: &str) -> Result<(), Stop> {
        self.again_at(step, self.clock())
    }

    /// As [`Journal::again`], not before `due`.
    ///
    /// # Errors
    /// [`Stop`] when it was tried as often as allowed, or `due` is too far away.
    #[inline(never)]
    pub fn again_at(&self, step: &str, due: Timestamp) -> Result<(), Stop> {
        let attempt = self.attempt(step);
        if attempt >= MAX_ATTEMPTS {
            return Err(Exception::new(Code::VendorUnreachable, &self.subject)
                .with("step", step)
                .with("attempts", Fact::text(attempt))
                .about(step)
                .into());
        }
        let mut run = self.run.borrow_mut();
        if due.seconds_since(&run.clock) > MAX_WAIT_SECONDS {
            return Err(Stop::Later { at: due, exception: None });
        }
        let due = Some(due).filter(|due| *due > run.clock);
        run.steps.insert(step.to_owned(), Step { attempt: attempt.saturating_add(1), due });
        Ok(())
    }

    #[inline(never)]
    fn attempt(&self, step: &str) -> u32 {
        self.run.borrow().steps.get(step).map_or(1, |step| step.attempt)
    }

    /// Two writes of one natural key in one flow are a fault, unless the first came to nothing.
    #[inline(never)]
    fn take_key(&self, step: &str, key: &str) -> Result<(), Stop> {
        let mut run = self.run.borrow_mut();
        let free = match run.written.get(key) {
            None => !key.is_empty(),
            Some(taken) => taken.open && taken.owner == step,
        };
        if !free {
            return Err(Exception::new(Code::DuplicateWriteKey, &self.subject)
                .with("natural_key", key)
                .with("step", step)
                .about(key)
                .into());
        }
        run.written.insert(key.to_owned(), Key { owner: step.to_owned(), open: false });
        Ok(())
    }

    /// Lets `step` try the write of `key` again, not before `due`: its last attempt made
    /// nothing, or the flow is about to look whether it did.
    ///
    /// # Errors
    /// [`Stop`] when it was tried as often as allowed, or `due` is too far away.
    #[inline(never)]
    pub fn reopen(&self, step: &str, key: &str, due: Timestamp) -> Result<Written<'a>, Stop> {
        self.again_at(step, due)?;
        let key_of = Key { owner: step.to_owned(), open: true };
        self.run.borrow_mut().written.insert(key.to_owned(), key_of);
        Ok(Written::Open)
    }

    /// Tells what the flow is about: an order of this name, placed at this moment.
    pub fn about(&self, at: Timestamp, name: &str) {
        let mut run = self.run.borrow_mut();
        run.told.at = Some(at);
        name.clone_into(&mut run.told.name);
    }

    /// Tells which sales the flow wants to stand, for whoever compares; nobody does while they
    /// are written.
    pub fn decided(&self, sales: &[Sale]) {
        if self.is_preview() {
            self.run.borrow_mut().told.sales = sales.iter().map(SaleSketch::from).collect();
        }
    }

    /// What was told.
    #[must_use]
    pub fn told(&self) -> Sketch {
        self.run.borrow().told.clone()
    }

    /// A row to change when the task ends, however it ends.
    pub fn at_the_end(&self, row: Row) {
        self.run.borrow_mut().at_the_end.push(row);
    }

    /// The rows to change when the task ends.
    #[must_use]
    pub fn rows_at_the_end(&self) -> Vec<Row> {
        self.run.borrow().at_the_end.clone()
    }

    /// Whether this attempt at this step was sent with other content.
    fn was_other(&self, step: &str, attempt: u32, id: &str) -> bool {
        let stem = request_id::stem(step, attempt);
        let sent = self.given.answers.first_from(stem.as_str());
        sent.is_some_and(|(other, _)| other.starts_with(&stem) && *other != id)
    }

    /// Whether the last attempt at this write surely did nothing: it never left, or there were too
    /// many requests. Then there is nothing to look for before it is tried again.
    #[must_use]
    pub fn came_to_nothing(&self, step: &str) -> bool {
        let stem = request_id::stem(step, self.attempt(step).saturating_sub(1));
        let last = self.given.answers.first_from(stem.as_str());
        last.filter(|(id, _)| id.starts_with(&stem)).is_some_and(|(_, answer)| {
            answer.outcome == AnswerOutcome::NotSent || answer.status == Some(TOO_MANY)
        })
    }

    /// Hands out the request, which has its id, and waits for its answer.
    async fn ask(&self, step: &str, mut request: Request) -> Result<Attempt<'a>, Stop> {
        let (id, attempt) = (request.id.clone(), self.attempt(step));
        request.not_before = self.run.borrow().steps.get(step).and_then(|step| step.due);
        poll_fn(|_| {
            let mut run = self.run.borrow_mut();
            let place = run.places.get(id.as_str()).copied();
            match place.and_then(|place| run.asked.get(place)) {
                Some(asked) if asked.open => return Poll::Ready(()),
                Some(_) => {}
                None => {
                    let place = run.asked.len();
                    run.places.insert(id.clone(), place);
                    let repeat = attempt > 1;
                    run.asked.push(Asked { request: request.clone(), open: false, repeat });
                }
            }
            Poll::Pending
        })
        .await;
        self.answer(&id)
    }

    #[inline(never)]
    fn identify(&self, step: &str, attempt: u32, request: &Request) -> String {
        let content = request_id::content(request);
        let id = request_id::id(step, attempt, &content);
        if request.natural_key.is_some() {
            return id;
        }
        let mut run = self.run.borrow_mut();
        let read = format!("{attempt}-{content}");
        match run.reads.get(read.as_str()) {
            Some(id) => id.clone(),
            None => {
                run.reads.insert(read, id.clone());
                id
            }
        }
    }

    #[inline(never)]
    fn answer(&self, id: &str) -> Result<Attempt<'a>, Stop> {
        let Some(answer) = self.given.answers.get(id).copied() else {
            return Ok(Attempt::Unknown(self.clock()));
        };
        let mut run = self.run.borrow_mut();
        run.clock = run.clock.max(answer.at);
        drop(run);
        match (answer.outcome, answer.status) {
            (AnswerOutcome::Answered, Some(status)) => Ok(Attempt::Answered(Reply {
                status,
                at: answer.at,
                body: self.body(answer).unwrap_or_default(),
                headers: &answer.headers,
            })),
            // An answer without a status tells nothing.
            (AnswerOutcome::Answered, None) | (AnswerOutcome::Unknown, _) => {
                Ok(Attempt::Unknown(answer.at))
            }
            (AnswerOutcome::NotSent, _) => Ok(Attempt::NotSent(answer.at)),
        }
    }

    fn body(&self, answer: &Answer) -> Option<&'a [u8]> {
        let place = usize::try_from(answer.body?.0).ok()?;
        self.given.bodies.get(place).copied()
    }

    /// Lets the flow see the answers to what it asked so far. Returns whether there are new ones.
    pub(super) fn turn(&self) -> bool {
        let mut run = self.run.borrow_mut();
        let mut new = false;
        let mut fresh = false;
        for asked in run.asked.iter_mut().filter(|asked| !asked.open) {
            new |= !asked.repeat;
            asked.open = self.given.answers.get(asked.request.id.as_str()).is_some();
            fresh |= asked.open;
        }
        run.rounds = run.rounds.saturating_add(u32::from(new));
        fresh
    }

    /// How many rounds of requests the flow has taken, repeats not counted.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.run.borrow().rounds
    }

    /// The requests without an answer, in the order they were asked.
    #[must_use]
    pub fn open_requests(&self) -> Vec<Request> {
        let run = self.run.borrow();
        let unanswered = run.asked.iter().filter(|asked| !asked.open);
        unanswered.map(|asked| asked.request.clone()).collect()
    }

    /// The writes that were made, or in a preview would be.
    #[must_use]
    pub fn writes(&self) -> Vec<Request> {
        self.run.borrow().writes.clone()
    }
}
