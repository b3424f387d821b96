//! A host whose answers the plan chooses: four bytes an answer, and what any host would say once
//! the plan is at its end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tillbridge::contract::io::{Effect, Request, System};
use tillbridge::domain::time::Timestamp;

/// The task's id.
pub(crate) const TASK: &str = "task-1";
/// The task's moment.
pub(crate) const NOW: &str = "2026-11-18T15:41:05Z";

const UUID: &str = "0b5e55ed-0006-4000-8000-000000000001";
const STATUSES: &[u16] = &[
    0,
    200,
    201,
    204,
    299,
    300,
    100,
    301,
    400,
    401,
    403,
    404,
    409,
    412,
    422,
    429,
    500,
    502,
    503,
    u16::MAX,
];
const STEPS: &[i64] = &[1, 0, -5, 2, 30, 59, 60, 61, 299, 300, 301, 86_400, -86_400];
const PLAN_BYTES: usize = 4;
const LONGEST_PLAN: usize = 256;

/// What was asked and answered so far.
pub(crate) struct Host<'a> {
    is_x: bool,
    plan: &'a [u8],
    pool: Vec<&'a [u8]>,
    clock: i64,
    asked: BTreeSet<String>,
    made: BTreeSet<String>,
    /// The last sale that was sent, if any: a look-up can find it.
    sale: Value,
    pub(crate) answers: Vec<Value>,
    pub(crate) bodies: Vec<Vec<u8>>,
}

impl<'a> Host<'a> {
    pub(crate) fn new(is_x: bool, plan: &'a [u8], pool: Vec<&'a [u8]>) -> Self {
        let now = Timestamp::parse(NOW).expect("it is a moment");
        Self {
            is_x,
            plan: plan.get(..LONGEST_PLAN).unwrap_or(plan),
            pool,
            clock: now.unix_seconds(),
            asked: BTreeSet::new(),
            made: BTreeSet::new(),
            sale: Value::Null,
            answers: Vec::new(),
            bodies: Vec::new(),
        }
    }

    /// How many requests the plan may leave unanswered.
    pub(crate) fn patience(&self) -> usize {
        self.plan.len() / PLAN_BYTES + 1
    }

    pub(crate) fn answer(&mut self, requests: &[Request]) {
        for request in requests {
            assert!(!self.asked.contains(&request.id), "{} was answered", request.id);
            if let Some(key) = &request.natural_key {
                assert!(!self.made.contains(key), "{key} was made already");
            }
            self.answer_one(request);
        }
    }

    fn next(&mut self) -> [u8; PLAN_BYTES] {
        let (now, rest) = self.plan.split_at(self.plan.len().min(PLAN_BYTES));
        self.plan = rest;
        let mut bytes = [0; PLAN_BYTES];
        bytes.iter_mut().zip(now).for_each(|(byte, planned)| *byte = *planned);
        bytes
    }

    fn answer_one(&mut self, request: &Request) {
        let [how, body, step, header] = self.next();
        let what = ["answered", "not_sent", "unknown", ""][usize::from(how >> 6)];
        if what.is_empty() {
            return;
        }
        if step & 0x80 == 0
            && let Some(due) = request.not_before
        {
            self.clock = self.clock.max(due.unix_seconds());
        }
        self.clock += STEPS[usize::from(step & 0x7F) % STEPS.len()];
        let at = Timestamp::from_unix(self.clock, 0).expect("the clock stays in range");
        let mut answer = json!({"id": request.id, "outcome": what, "at": at});
        if what == "answered" {
            let (usual, usual_body) = self.usual(request);
            let chosen = STATUSES[usize::from(how & 0x3F) % STATUSES.len()];
            let status = if how & 0x3F == 0 { usual } else { chosen };
            answer["status"] = json!(status);
            answer["headers"] = json!(self.headers(header));
            if body != 1 {
                let bytes = self.body(body, request, usual_body);
                // The event's body is the first.
                answer["body"] = json!(self.bodies.len() + 1);
                self.bodies.push(bytes);
            }
            let kept = (200..300).contains(&status).then_some(request.natural_key.as_ref());
            self.made.extend(kept.flatten().cloned());
        }
        if request.effect == Effect::Write && request.path.to_lowercase().contains("sale") {
            self.sale = written(request);
        }
        self.asked.insert(request.id.clone());
        self.answers.push(answer);
    }

    fn headers(&self, choice: u8) -> BTreeMap<String, String> {
        let named = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
        match choice {
            0 => BTreeMap::new(),
            1 => named("Retry-After", "2"),
            2 => named("retry-after", "600"),
            3 => named("RETRY-AFTER", "Wed, 18 Nov 2026 15:41:30 GMT"),
            4 => named("Retry-After", "18446744073709551616"),
            5 => named("Retry-After", "-1"),
            _ => named("Retry-After", &String::from_utf8_lossy(self.pooled(choice))),
        }
    }

    fn pooled(&self, choice: u8) -> &'a [u8] {
        let place = usize::from(choice).checked_rem(self.pool.len()).unwrap_or_default();
        self.pool.get(place).copied().unwrap_or_default()
    }

    fn body(&self, choice: u8, request: &Request, usual: Value) -> Vec<u8> {
        let asked = written(request);
        let conflict = |task: &str| {
            json!({"conflict": {
                "table": request.path,
                "key": asked["rows"][0]["key"],
                "value": {"v": 1, "task": task},
            }})
        };
        let body = match choice {
            0 => usual,
            2 => return Vec::new(),
            3 => conflict("task-2"),
            4 => conflict(TASK),
            5 => json!({"row": {"v": 1, "task": "task-2"}}),
            6 => json!({"row": {"v": 1, "state": "open"}}),
            7 => json!({"row": {"v": 1, "customer": self.id()}}),
            8 => json!({"row": {"v": 1, "order": "gid://shopify/Order/1", "outlet": self.id(),
                "sale": self.id()}}),
            9 => json!({"row": null}),
            10 => self.sale(),
            11 => {
                json!({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]})
            }
            12 => json!({"message": "a@b.example is taken"}),
            // The pool's first body is the answer about the order's transactions.
            _ => return self.pooled(choice).to_vec(),
        };
        serde_json::to_vec(&body).expect("it is JSON")
    }

    fn id(&self) -> &'static str {
        if self.is_x { UUID } else { "300" }
    }

    fn sale(&self) -> Value {
        let mut sale = self.sale.clone();
        if sale.is_object() && !self.is_x {
            sale["saleID"] = json!("9");
        }
        if self.is_x { json!({"data": sale}) } else { json!({"Sale": sale}) }
    }

    /// What a host would answer when all is well and nothing is there yet.
    fn usual(&self, request: &Request) -> (u16, Value) {
        let id = self.id();
        let body = match (request.system, request.method.as_str()) {
            (System::Store, "get") if request.path == "links" => {
                json!({"row": {"v": 1, "item": id}})
            }
            (System::Store, "get") => json!({"row": null}),
            (System::Store, "mac") => json!({"mac": "6d6163"}),
            (System::Store, "scan") => json!({"rows": [], "after": null}),
            (System::Store, "gather") => {
                let parts = written(request)["then"].as_array().map_or(0, Vec::len);
                json!({"rows": [], "then": vec![json!([]); parts]})
            }
            (System::Store, _) => json!({}),
            (System::Shopify, _) => match serde_json::from_slice(self.pooled(0)) {
                Ok(body) => body,
                Err(_) => json!({"data": {"order": {"transactions": []}}}),
            },
            (System::Lightspeed, "GET") if self.is_x && request.path.contains("/sales/") => {
                return (404, json!({"errors": {"global": ["not found"]}}));
            }
            (System::Lightspeed, "GET") if self.is_x => json!({"data": []}),
            (System::Lightspeed, "GET") => json!({"@attributes": {"count": "0"}}),
            (System::Lightspeed, _) if self.is_x => {
                let own = written(request)["id"].clone();
                let own = if own.is_null() { json!(id) } else { own };
                json!({"data": {"id": own, "total_price": "49.04", "total_tax": "4.35"}})
            }
            (System::Lightspeed, _) => json!({
                "Customer": {"customerID": "77"}, "Sale": {"saleID": "9", "calcTotal": "53.39"},
            }),
        };
        (200, body)
    }
}

fn written(request: &Request) -> Value {
    let body = request.body.as_ref().map(|body| serde_json::from_str(body.get()));
    body.map_or(Value::Null, |body| body.expect("a request's body is JSON"))
}
