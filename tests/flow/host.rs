//! A host: it keeps tasks and journals, performs what the module asks, and stores what came of
//! it. Everything it keeps survives a crash; what it holds in a variable does not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::support::plain;
use super::tenant;
use super::world::{Reply, World, second, time};

/// The module: one step, JSON in, JSON out.
pub(crate) type Step<'a> = dyn Fn(&[u8], &[&[u8]]) -> Vec<u8> + 'a;

/// What goes wrong with one request.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The vendor answers this instead of doing it.
    Answer(Reply),
    /// It has its effect, but the answer is lost.
    LostAfter,
    /// It never arrives, and nobody knows.
    LostBefore,
    /// It certainly never leaves.
    NotSent,
    /// The host is asleep for so long before it performs it.
    Late(i64),
}

/// The host's process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crash;

/// A task as the host keeps it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Task {
    /// The task of the contract.
    pub(crate) task: Value,
    /// The event's body first, then those of the answers.
    pub(crate) bodies: Vec<Vec<u8>>,
    /// The journal: answers and whose they are.
    pub(crate) journal: Value,
    /// Writes that left, or were about to.
    pub(crate) sent: BTreeSet<String>,
    /// What it came to.
    pub(crate) done: Option<Value>,
}

/// What one tick did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tick {
    /// A request was performed.
    Performed(String),
    /// Nothing is due before this second.
    Until(i64),
    /// The task is over.
    Done,
}

/// The host.
pub(crate) struct Host<'a> {
    /// The module.
    pub(crate) step: &'a Step<'a>,
    /// Everything outside.
    pub(crate) world: World,
    /// The tasks, by id.
    pub(crate) tasks: BTreeMap<String, Task>,
    /// Open exceptions, by code and subject.
    pub(crate) exceptions: BTreeMap<(String, String), Value>,
    /// Events to be looked at again: when, and the number of the order.
    pub(crate) next: Vec<(i64, u64)>,
    /// What goes wrong, by the beginning of the request's id; each once.
    pub(crate) faults: Vec<(String, Fault)>,
    /// How many boundaries were passed.
    pub(crate) boundaries: usize,
    /// The boundary at which the process ends.
    pub(crate) crash_at: Option<usize>,
    /// A planted fault of the host: it forgets what was sent.
    pub(crate) forgets_sent: bool,
    /// Size of every envelope with its bodies, step by step.
    pub(crate) bytes: Vec<usize>,
}

impl<'a> Host<'a> {
    /// A host of this module in this world.
    pub(crate) fn new(step: &'a Step<'a>, world: World) -> Self {
        Self {
            step,
            world,
            tasks: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            next: Vec::new(),
            faults: Vec::new(),
            boundaries: 0,
            crash_at: None,
            forgets_sent: false,
            bytes: Vec::new(),
        }
    }

    /// Something that will go wrong.
    pub(crate) fn fault(&mut self, request: &str, fault: Fault) {
        self.faults.push((request.to_owned(), fault));
    }

    /// The same of the sale at one outlet.
    pub(crate) fn fault_exactly(&mut self, request: &str, fault: Fault) {
        self.fault(&format!("{request}#"), fault);
    }

    /// Opens a task for an order's event.
    pub(crate) fn open(&mut self, id: &str, order: u64) {
        self.open_with(id, &tenant::order(order), "apply");
    }

    /// Opens a task for an order as given.
    pub(crate) fn open_with(&mut self, id: &str, order: &Value, mode: &str) {
        self.open_about(id, "orders/create", order, mode);
    }

    /// Opens a task for what a webhook of this topic says.
    pub(crate) fn open_about(&mut self, id: &str, topic: &str, body: &Value, mode: &str) {
        let event = json!({"source": "shopify", "topic": topic, "body": 0});
        self.open_event(id, &event, body, mode);
    }

    /// Opens a task for an event.
    pub(crate) fn open_event(&mut self, id: &str, event: &Value, body: &Value, mode: &str) {
        let now = time(self.world.clock);
        let task = json!({"contract": 1, "tenant": tenant::TENANT, "id": id, "now": now,
            "mode": mode, "event": event});
        let bodies = vec![serde_json::to_vec(body).unwrap()];
        let journal = json!({});
        let kept = Task { task, bodies, journal, ..Task::default() };
        self.tasks.insert(id.to_owned(), kept);
        if mode == "apply" {
            self.mark(id, "open");
        }
    }

    /// The host's own row of a task.
    pub(crate) fn mark(&mut self, id: &str, state: &str) {
        let row = ("tasks".to_owned(), id.to_owned());
        self.world.store.insert(row, json!({"state": state}));
    }

    /// A boundary at which the process may end.
    fn boundary(&mut self) -> Result<(), Crash> {
        let here = self.boundaries;
        self.boundaries += 1;
        if self.crash_at == Some(here) {
            return Err(Crash);
        }
        Ok(())
    }

    /// What the module says about a task now.
    pub(crate) fn outcome(&mut self, id: &str) -> Value {
        let kept = &self.tasks[id];
        let envelope = json!({"task": kept.task, "journal": kept.journal});
        let envelope = serde_json::to_vec(&envelope).unwrap();
        let bodies: Vec<&[u8]> = kept.bodies.iter().map(Vec::as_slice).collect();
        let size = envelope.len() + bodies.iter().map(|body| body.len()).sum::<usize>();
        let outcome = serde_json::from_slice(&(self.step)(&envelope, &bodies)).unwrap();
        self.bytes.push(size);
        outcome
    }

    /// Runs a task to its end.
    pub(crate) fn run(&mut self, id: &str) -> Result<Value, Crash> {
        for _ in 0..200 {
            match self.tick(id)? {
                Tick::Performed(_) => {}
                Tick::Until(due) => self.world.clock = due,
                Tick::Done => return Ok(self.tasks[id].done.clone().unwrap()),
            }
        }
        panic!("task {id} does not end");
    }

    /// Steps a task and performs one of the requests that are due.
    pub(crate) fn tick(&mut self, id: &str) -> Result<Tick, Crash> {
        if self.tasks[id].done.is_some() {
            return Ok(Tick::Done);
        }
        self.boundary()?;
        let outcome = self.outcome(id);
        match outcome["status"].as_str().unwrap() {
            "asks" => {}
            "done" | "refused" => {
                self.boundary()?;
                self.finish(id, outcome);
                return Ok(Tick::Done);
            }
            other => panic!("no such status: {other}"),
        }
        let kept = self.tasks.get_mut(id).unwrap();
        if outcome["restarted"] == json!(true) {
            kept.journal["answers"] = json!([]);
        }
        kept.journal["core"] = outcome["core"].clone();
        kept.journal["revision"] = outcome["revision"].clone();
        let requests = outcome["requests"].as_array().unwrap();
        assert!(!requests.is_empty(), "it waits for nothing");
        let due = |request: &Value| request["not_before"].as_str().map_or(0, second);
        match requests.iter().find(|request| due(request) <= self.world.clock) {
            Some(request) => self.perform(id, request),
            None => Ok(Tick::Until(requests.iter().map(due).min().unwrap())),
        }
    }

    fn perform(&mut self, id: &str, request: &Value) -> Result<Tick, Crash> {
        let name = request["id"].as_str().unwrap().to_owned();
        let fault = self.faults.iter().position(|(own, _)| {
            plain(&name).starts_with(own.as_str()) || name.starts_with(own.as_str())
        });
        let fault = fault.map(|place| self.faults.remove(place).1);
        if let Some(Fault::Late(seconds)) = fault {
            self.world.clock += seconds;
        }
        let late = request["not_after"].as_str().is_some_and(|at| second(at) < self.world.clock);
        let write = request["effect"] == "write";
        self.boundary()?;
        let kept = self.tasks.get_mut(id).unwrap();
        let sent = write && !late && !kept.sent.insert(name.clone()) && !self.forgets_sent;
        self.boundary()?;
        let answer = match fault {
            _ if sent => None,
            _ if late => Some(None),
            Some(Fault::NotSent) => Some(None),
            Some(Fault::LostBefore) => None,
            Some(Fault::Answer(reply)) => Some(Some(reply)),
            fault => {
                self.world.performed.push((id.to_owned(), name.clone()));
                let reply = self.world.perform(request);
                (!matches!(fault, Some(Fault::LostAfter))).then_some(Some(reply))
            }
        };
        self.world.clock += 1;
        self.boundary()?;
        self.answer(id, &name, answer);
        self.boundary()?;
        Ok(Tick::Performed(name))
    }

    /// Notes an answer: a reply, `not_sent` (nothing inside) or `unknown` (nothing at all).
    pub(crate) fn answer(&mut self, id: &str, name: &str, answer: Option<Option<Reply>>) {
        let at = time(self.world.clock);
        let kept = self.tasks.get_mut(id).unwrap();
        let answer = match answer {
            None => json!({"id": name, "outcome": "unknown", "at": at}),
            Some(None) => {
                // It did not leave: it may leave later under the same id.
                kept.sent.remove(name);
                json!({"id": name, "outcome": "not_sent", "at": at})
            }
            Some(Some(reply)) => {
                let headers: BTreeMap<_, _> = reply.headers.into_iter().collect();
                kept.bodies.push(reply.body);
                json!({"id": name, "outcome": "answered", "at": at, "status": reply.status,
                    "headers": headers, "body": kept.bodies.len() - 1})
            }
        };
        match kept.journal["answers"].as_array_mut() {
            Some(answers) => answers.push(answer),
            None => kept.journal["answers"] = json!([answer]),
        }
    }

    /// In one transaction: rows, exceptions, what follows, and the task's end.
    fn finish(&mut self, id: &str, outcome: Value) {
        let empty = Vec::new();
        let list = |field: &str| outcome[field].as_array().unwrap_or(&empty).clone();
        self.world.commit(&list("commit")).expect("an end has no expectations");
        for checked in list("checked") {
            let subject = checked["subject"].as_str().unwrap();
            for code in checked["codes"].as_array().unwrap() {
                let key = (code.as_str().unwrap().to_owned(), subject.to_owned());
                self.exceptions.remove(&key);
            }
        }
        for exception in list("exceptions") {
            let text = |field: &str| exception[field].as_str().unwrap().to_owned();
            self.exceptions.insert((text("code"), text("subject")), exception.clone());
        }
        let order: Value = serde_json::from_slice(&self.tasks[id].bodies[0]).unwrap();
        for next in list("next").iter().filter(|next| next["event"]["source"] == "shopify") {
            let at = next["not_before"].as_str().map_or(self.world.clock, second);
            self.next.push((at, order["id"].as_u64().unwrap()));
        }
        if self.tasks[id].task["mode"] == "apply" {
            self.mark(id, "done");
        }
        self.tasks.get_mut(id).unwrap().done = Some(outcome);
    }

    /// Ends a task as lost: its claims stay, nobody continues it.
    pub(crate) fn lose(&mut self, id: &str) {
        self.mark(id, "lost");
        self.tasks.remove(id);
    }

    /// Runs whatever is to be looked at again, until nothing is.
    pub(crate) fn settle(&mut self) {
        for round in 0..20 {
            let Some((at, order)) = self.next.pop() else { return };
            self.world.clock = self.world.clock.max(at);
            let id = format!("again-{round}-{order}");
            self.open(&id, order);
            self.run(&id).unwrap();
        }
        panic!("it is looked at again for ever");
    }
}
