//! The doors that documents come in by, each with a good document and what it gives.

use std::fs;

use serde_json::{Value, json};
use tillbridge::bridge::Bridge;
use tillbridge::contract::outcome::{Decided, Decision, Outcome, Status};
use tillbridge::report::{Code, Issue};

const GOOD: &str = "tests/scenarios/order.to_sale/r-us-one-line";

/// What a door answers: its output as text, or why there is none.
pub(crate) type Answer = Result<String, Issue>;

/// One tenant with one good order.
pub(crate) struct World {
    pub(crate) config: Value,
    pub(crate) context: Value,
    pub(crate) order: Value,
    bridge: Bridge,
}

/// A door: the path of its document, a good document for it, and the way through.
pub(crate) struct Door {
    pub(crate) name: &'static str,
    pub(crate) root: &'static str,
    pub(crate) good: Value,
    pub(crate) enter: fn(&World, &[u8]) -> Answer,
}

fn read(file: &str) -> Value {
    let path = crate::committed::root().join(GOOD).join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

impl World {
    pub(crate) fn new() -> Self {
        let config = read("config.json");
        let bridge = Bridge::open(&bytes(&config)).unwrap();
        Self { config, context: read("context.json"), order: read("payload.json"), bridge }
    }

    pub(crate) fn event(&self) -> Value {
        let shop = &self.config["shopify"]["shop"];
        json!({"source": "shopify", "topic": "orders/create", "origin": shop, "body": 0})
    }

    pub(crate) fn envelope(&self) -> Value {
        json!({"task": {
            "contract": 1,
            "tenant": self.config["tenant"],
            "id": "t1",
            "now": "2026-11-01T07:00:00Z",
            "event": self.event(),
        }})
    }

    pub(crate) fn revision(&self) -> &str {
        self.bridge.revision()
    }

    pub(crate) fn open(&self, config: &[u8]) -> Answer {
        let _same_house = self;
        match Bridge::open(config) {
            Ok(bridge) => Ok(bridge.revision().to_owned()),
            Err(issues) => Err(issues.into_iter().next().unwrap()),
        }
    }

    pub(crate) fn decide(&self, name: &str, context: &[u8], payload: &[u8]) -> Answer {
        let decision: Decision = self.bridge.decide(name, context, payload);
        match (decision.status, decision.refusal.clone()) {
            (Decided::Refused, Some(issue)) => {
                assert!(decision.output.is_none(), "refused, with an output");
                assert!(decision.exceptions.is_empty(), "refused, with exceptions");
                Err(issue)
            }
            (Decided::Decided, None) => {
                let said = decision.output.is_some() || !decision.exceptions.is_empty();
                assert!(said, "decided, with neither an output nor an exception");
                Ok(text(&decision))
            }
            other => panic!("neither decided nor refused: {other:?}"),
        }
    }

    pub(crate) fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Answer {
        let outcome: Outcome = self.bridge.step(envelope, bodies);
        match (outcome.status, outcome.refusal.clone()) {
            (Status::Refused, Some(issue)) => {
                let nothing = outcome.requests.is_empty() && outcome.commit.is_empty();
                assert!(nothing && outcome.next.is_empty(), "refused, with something to do");
                Err(issue)
            }
            (Status::Asks | Status::Done, None) => Ok(text(&outcome)),
            other => panic!("neither answered nor refused: {other:?}"),
        }
    }

    pub(crate) fn route(&self, event: &[u8], body: &[u8]) -> Answer {
        self.bridge.route(event, body).map(|route| text(&route))
    }

    pub(crate) fn doors(&self) -> Vec<Door> {
        let door = |name, root, good: &Value, enter| Door { name, root, good: good.clone(), enter };
        let given = json!({"email": "a@example.com", "phone": "+12025550123"});
        let explain = json!({"explain": "text", "default_country": "US"});
        vec![
            door("open", "$", &self.config, |world, text| world.open(text)),
            door("order.to_sale context", "$", &self.context, |world, text| {
                world.decide("order.to_sale", text, &bytes(&world.order))
            }),
            door("order.to_sale payload", "$.order", &self.order, |world, text| {
                world.decide("order.to_sale", &bytes(&world.context), text)
            }),
            door("customer.keys context", "$", &explain, |world, text| {
                world.decide("customer.keys", text, b"{}")
            }),
            door("customer.keys payload", "$.customer", &given, |world, text| {
                world.decide("customer.keys", b"{}", text)
            }),
            door("step envelope", "$", &self.envelope(), |world, text| {
                world.step(text, &[&bytes(&world.order)])
            }),
            door("step body", "$.task.event.body", &self.order, |world, text| {
                world.step(&bytes(&world.envelope()), &[text])
            }),
            door("route event", "$", &self.event(), |world, text| {
                world.route(text, &bytes(&world.order))
            }),
            door("route body", "$.body", &self.order, |world, text| {
                world.route(&bytes(&world.event()), text)
            }),
        ]
    }
}

impl Door {
    pub(crate) fn good(&self) -> String {
        self.good.to_string()
    }

    /// What the good document gives; asked anew after every bad one.
    pub(crate) fn right(&self, world: &World) -> String {
        let answer = (self.enter)(world, self.good().as_bytes());
        answer.unwrap_or_else(|issue| panic!("{}: the good document: {issue}", self.name))
    }

    /// The document must be refused with one of `codes` at a place below the door's root.
    pub(crate) fn refuses(
        &self,
        world: &World,
        document: &[u8],
        codes: &[Code],
        why: &str,
    ) -> Issue {
        let before = self.right(world);
        let answer = (self.enter)(world, document);
        assert_eq!(self.right(world), before, "{}: {why}: the next call", self.name);
        let Err(issue) = answer else { panic!("{}: {why}: it was accepted", self.name) };
        assert!(codes.contains(&issue.code), "{}: {why}: {issue}", self.name);
        assert!(issue.path.starts_with(self.root), "{}: {why}: {issue}", self.name);
        assert!(
            issue.message.len() < 400,
            "{}: {why}: a message of {}",
            self.name,
            issue.message.len()
        );
        assert!(issue.hint.ends_with('.'), "{}: {why}: {issue}", self.name);
        issue
    }
}
