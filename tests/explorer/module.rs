//! The real flows, stepped through their JSON door. A step is a function of the task and its journal
//! alone, so each is made once, however many states have that task in them.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Value, json};
use tillbridge::bridge::{Bridge, CORE};
use tillbridge::contract::io::{Effect, Request as Asked, System};
use tillbridge::contract::outcome::{Outcome, Status};
use tillbridge::contract::store::{Expect as Expected, Row};
use tillbridge::domain::time::Timestamp;

use super::ids;
use super::intern::{Sym, Texts, row};
use super::state::{Event, TICK};
use super::world::World;
use super::{parts, pictures};

/// What a row must be before it is changed.
#[derive(Clone, Copy)]
pub(crate) enum Expect {
    Anything,
    Absent,
    Value(Sym),
}

/// A change of the store.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) row: Sym,
    pub(crate) value: Option<Sym>,
    pub(crate) expect: Expect,
}

/// Location, quantity, what stood there.
pub(crate) type Setting = (usize, i64, Option<i64>);

/// What a request asks for.
pub(crate) enum Ask {
    Get(Sym),
    /// Table, rows, prefixes.
    Gather(String, Vec<Sym>, Vec<String>),
    Scan(String, String),
    Commit(Vec<Change>),
    /// Shopify's levels.
    Shelves,
    /// Shopify's orders that changed, since a second.
    Orders(u16),
    /// Under which key, what.
    Set(Sym, Vec<Setting>),
    /// Lightspeed's levels.
    Levels,
    /// An order as Shopify has it, or what changes of it most often.
    Order(usize),
    OrderNow(usize),
    /// The sales with an order's reference.
    Sales(usize),
    /// All sales of late.
    Tills,
    /// One sale.
    Sale(usize),
    /// A sale is recorded.
    Record(Value),
}

/// A request.
pub(crate) struct Request {
    pub(crate) id: Sym,
    pub(crate) ask: Ask,
    pub(crate) write: bool,
    /// In ticks.
    pub(crate) not_before: u16,
    /// Whom nobody else can disturb: it is answered as soon as it is asked.
    pub(crate) quiet: bool,
}

/// What a step came to.
pub(crate) enum Step {
    Asks(Vec<Request>),
    Done {
        commit: Vec<Change>,
        next: Vec<(u16, Event)>,
        looks: Vec<usize>,
        codes: Vec<String>,
        rounds: u32,
    },
}

/// One answer: outcome, status, body, when in ticks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Answer {
    pub(crate) request: Sym,
    pub(crate) status: Option<u16>,
    pub(crate) body: Sym,
    pub(crate) at: u16,
}

/// Which task: slot, event, moment.
pub(crate) type Name = (u8, Event, u16);

/// The module with everything it was ever asked.
pub(crate) struct Module {
    bridge: Bridge,
    series: super::world::Series,
    /// Whether one task at a time changes rows of `stock`.
    alone: bool,
    /// Texts of rows, requests and answers.
    pub(crate) texts: Texts,
    journals: HashMap<Rc<[Answer]>, u32>,
    answers: Vec<Rc<[Answer]>>,
    steps: HashMap<(Name, u32), Rc<Step>>,
    /// How often the module was really called.
    pub(crate) calls: u64,
}

impl Module {
    /// The tenant's module.
    pub(crate) fn new(world: &World) -> Self {
        let config = serde_json::to_vec(&ids::config(world)).unwrap();
        let bridge = Bridge::open(&config).unwrap_or_else(|issues| panic!("{issues:?}"));
        let empty: Rc<[Answer]> = Rc::from(Vec::new());
        Self {
            bridge,
            series: world.series,
            alone: world.hosts.0 == 1,
            texts: Texts::default(),
            journals: HashMap::from([(Rc::clone(&empty), 0)]),
            answers: vec![empty],
            steps: HashMap::new(),
            calls: 0,
        }
    }

    /// The journal with an answer more.
    pub(crate) fn answered(&mut self, journal: u32, answer: Answer) -> u32 {
        let mut all = self.answers[journal as usize].to_vec();
        all.push(answer);
        all.sort_unstable();
        let all: Rc<[Answer]> = Rc::from(all);
        if let Some(known) = self.journals.get(&all) {
            return *known;
        }
        let number = u32::try_from(self.answers.len()).unwrap();
        self.journals.insert(Rc::clone(&all), number);
        self.answers.push(all);
        number
    }

    /// What the module says to a task with this journal.
    pub(crate) fn step(&mut self, name: Name, journal: u32) -> Rc<Step> {
        if let Some(step) = self.steps.get(&(name, journal)) {
            return Rc::clone(step);
        }
        let step = Rc::new(self.call(name, journal));
        self.steps.insert((name, journal), Rc::clone(&step));
        step
    }

    fn call(&mut self, (slot, event, now): Name, journal: u32) -> Step {
        self.calls += 1;
        let item = ids::item(self.series);
        let told = match event {
            Event::Told(order, phase, updated) => {
                Some(pictures::webhook(order as usize, phase, updated).to_string())
            }
            _ => None,
        };
        let about = event.order();
        let event = match event {
            Event::Publish => {
                json!({"source": "schedule", "topic": "stock/publish", "cursor": item})
            }
            Event::Rise => {
                json!({"source": "schedule", "topic": "stock/publish", "cursor": format!("rise:{item}")})
            }
            Event::Sweep => json!({"source": "schedule", "topic": "orders/changed"}),
            Event::Reconcile => json!({"source": "schedule", "topic": "stock/reconcile"}),
            Event::Read(order) => json!({"source": "schedule", "topic": "orders/read",
                "cursor": ids::order(order as usize).to_string()}),
            Event::Told(..) => {
                json!({"source": "shopify", "topic": "orders/updated", "body": 0})
            }
        };
        let all = Rc::clone(&self.answers[journal as usize]);
        let mut bodies: Vec<&[u8]> = told.iter().map(|told| told.as_bytes()).collect();
        let mut answers = Vec::new();
        let whole = parts::joined(&self.texts, &all);
        for (id, at, body) in &whole {
            bodies.push(body.as_bytes());
            answers.push(json!({"id": id, "outcome": "answered", "at": ids::tick(*at),
                "status": 200, "body": bodies.len() - 1}));
        }
        for answer in all.iter() {
            let (id, at) = (self.texts.text(answer.request), ids::tick(answer.at));
            if parts::is_part(id) {
                continue;
            }
            answers.push(match answer.status {
                None => json!({"id": id, "outcome": "unknown", "at": at}),
                Some(status) => {
                    bodies.push(self.texts.text(answer.body).as_bytes());
                    json!({"id": id, "outcome": "answered", "at": at, "status": status,
                        "body": bodies.len() - 1})
                }
            });
        }
        let envelope = json!({
            "task": {"contract": 1, "tenant": ids::TENANT, "id": format!("t{slot}"),
                "now": ids::tick(now), "mode": "apply", "explain": "none", "event": event},
            "journal": {"core": CORE, "revision": self.bridge.revision(), "answers": answers},
        });
        let outcome = self.bridge.step(envelope.to_string().as_bytes(), &bodies);
        self.understand(&outcome, about, &all)
    }

    fn understand(&mut self, outcome: &Outcome, about: Option<u8>, all: &[Answer]) -> Step {
        match outcome.status {
            Status::Asks => {
                Step::Asks(outcome.requests.iter().map(|own| self.request(own, all)).collect())
            }
            Status::Done => {
                let commit = outcome.commit.iter().map(|row| self.change(row)).collect();
                let (mut next, mut looks) = (Vec::new(), Vec::new());
                for own in &outcome.next {
                    // Nothing is begun before its time: others rest on that.
                    let at = own.not_before.as_ref().map_or(0, |at| second_of(at).div_ceil(TICK));
                    let cursor = own.event.cursor.as_deref().unwrap_or_default();
                    match own.event.topic.as_str() {
                        "orders/read" => looks.push(ids::place_of(cursor)),
                        "orders/updated" => looks.push(about.unwrap() as usize),
                        "stock/publish" if cursor.starts_with("rise:") => {
                            next.push((at, Event::Rise));
                        }
                        "stock/publish" => next.push((at, Event::Publish)),
                        "orders/changed" => next.push((at, Event::Sweep)),
                        other => panic!("nobody expected {other}"),
                    }
                }
                let codes = outcome.exceptions.iter();
                let codes = codes.map(|own| format!("{:?}", own.code)).collect();
                Step::Done { commit, next, looks, codes, rounds: outcome.rounds }
            }
            Status::Refused => panic!("refused: {:?}", outcome.refusal),
        }
    }

    fn request(&mut self, own: &Asked, all: &[Answer]) -> Request {
        let body = own.body.as_ref().map_or("null", |body| body.get());
        let body: Value = serde_json::from_str(body).unwrap();
        // Of what is read part by part, the first that was not read yet.
        let (id, path, body) = parts::next(&self.texts, all, (&own.id, &own.path), body);
        let ask = match own.system {
            System::Store => self.stored(own, &path, &body),
            System::Shopify => self.shopify(&body),
            System::Lightspeed => lightspeed(own, body),
        };
        // Links and the like stand still. Who sold what is sold twice is asked for last, and nothing
        // is decided from it.
        let still = ["links", "setup", "adopt"].contains(&path.as_str());
        let still = still || (self.alone && path == "stock");
        let quiet = (own.effect == Effect::Read && still) || matches!(ask, Ask::Tills);
        Request {
            id: self.texts.sym(&id),
            ask,
            write: own.effect == Effect::Write,
            not_before: own.not_before.as_ref().map_or(0, tick_of),
            quiet,
        }
    }

    fn stored(&mut self, own: &Asked, table: &str, body: &Value) -> Ask {
        let list = |field: &str| -> Vec<String> {
            let list = body[field].as_array().cloned().unwrap_or_default();
            list.iter().map(|own| own.as_str().unwrap().to_owned()).collect()
        };
        match own.method.as_str() {
            "get" => Ask::Get(row(&mut self.texts, table, body["key"].as_str().unwrap())),
            "gather" => {
                let keys = list("keys");
                let keys = keys.iter().map(|key| row(&mut self.texts, table, key)).collect();
                Ask::Gather(table.to_owned(), keys, list("prefixes"))
            }
            "scan" => Ask::Scan(table.to_owned(), body["prefix"].as_str().unwrap().to_owned()),
            "commit" => {
                // Read again from the text: the module's own form of a row's value is kept.
                let text = own.body.as_ref().unwrap().get();
                let commit: CommitText<'_> = serde_json::from_str(text).unwrap();
                Ask::Commit(commit.rows.into_iter().map(|row| self.change_of(&row)).collect())
            }
            other => panic!("a store cannot {other}"),
        }
    }

    fn change(&mut self, own: &Row) -> Change {
        let expect = match &own.expect {
            None => Expect::Anything,
            Some(Expected::Absent {}) => Expect::Absent,
            Some(Expected::Value(value)) => Expect::Value(self.texts.sym(value.get())),
        };
        let value = own.value.as_ref().map(|value| self.texts.sym(value.get()));
        Change { row: row(&mut self.texts, &own.table, &own.key), value, expect }
    }

    fn change_of(&mut self, own: &RowText<'_>) -> Change {
        let expect = match &own.expect {
            None => Expect::Anything,
            Some(expect) if expect.absent.is_some() => Expect::Absent,
            Some(expect) => Expect::Value(self.texts.sym(expect.value.unwrap().get())),
        };
        let value = own.value.map(|value| self.texts.sym(value.get()));
        Change { row: row(&mut self.texts, &own.table, &own.key), value, expect }
    }
}

#[derive(serde::Deserialize)]
struct CommitText<'a> {
    #[serde(borrow)]
    rows: Vec<RowText<'a>>,
}

#[derive(serde::Deserialize)]
struct RowText<'a> {
    table: String,
    key: String,
    #[serde(borrow)]
    value: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow)]
    expect: Option<ExpectText<'a>>,
}

#[derive(serde::Deserialize)]
struct ExpectText<'a> {
    absent: Option<Value>,
    #[serde(borrow)]
    value: Option<&'a serde_json::value::RawValue>,
}

fn lightspeed(own: &Asked, body: Value) -> Ask {
    let name = own.path.rsplit('/').next().unwrap();
    match (own.method.as_str(), name) {
        ("POST", "Sale.json") => Ask::Record(body),
        ("GET", "Sale.json") => match own.query.get("referenceNumber") {
            Some(reference) => Ask::Sales(ids::place_of(reference.trim_start_matches('#'))),
            None => Ask::Tills,
        },
        ("GET", "search") => Ask::Tills,
        ("GET", sale) if own.path.contains("/Sale/") => {
            let number: usize = sale.trim_end_matches(".json").parse().unwrap();
            Ask::Sale(number - 9_001)
        }
        _ => Ask::Levels,
    }
}

impl Module {
    fn shopify(&mut self, body: &Value) -> Ask {
        let query = body["query"].as_str().unwrap();
        let variables = &body["variables"];
        if query.contains("query VariantLevels") {
            return Ask::Shelves;
        }
        if query.contains("query ChangedOrders") {
            let since = variables["query"].as_str().unwrap();
            let since = since.strip_prefix("updated_at:>='").unwrap().strip_suffix('\'').unwrap();
            return Ask::Orders(second_of(&Timestamp::parse(since).unwrap()));
        }
        if let Some(id) = variables["id"].as_str() {
            let order = ids::place_of(id.rsplit('/').next().unwrap());
            return if query.contains("$lines") { Ask::Order(order) } else { Ask::OrderNow(order) };
        }
        assert!(query.contains("mutation StockSet"), "nobody expected {query}");
        let rows = variables["input"]["quantities"].as_array().unwrap();
        let rows = rows.iter().map(|row| {
            let location = row["locationId"].as_str().unwrap().rsplit('/').next().unwrap();
            let location: usize = location.parse().unwrap();
            (location - 71, row["quantity"].as_i64().unwrap(), row["changeFromQuantity"].as_i64())
        });
        let rows = rows.collect();
        Ask::Set(self.texts.sym(variables["key"].as_str().unwrap()), rows)
    }
}

/// Seconds since the world began; nothing is older.
fn second_of(at: &Timestamp) -> u16 {
    let first = Timestamp::parse(&ids::time(0)).unwrap();
    u16::try_from(at.seconds_since(&first).max(0)).unwrap()
}

fn tick_of(at: &Timestamp) -> u16 {
    second_of(at) / TICK
}
