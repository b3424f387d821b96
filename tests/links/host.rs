//! A small host for linking: a store, both catalogues a page at a time, and tasks one after the
//! other. It may lose its process at any step: what is in the store stays.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use crate::catalogue::{Catalogues, Series};

const AT: &str = "2026-11-23T10:00:00Z";

/// Whatever carries out a step: the crate itself, or the module that was built of it.
pub(crate) trait Core {
    fn step(&self, envelope: &[u8], bodies: &[&[u8]]) -> Value;
}

pub(crate) struct Host<'a> {
    pub(crate) core: &'a dyn Core,
    pub(crate) tenant: String,
    pub(crate) series: Series,
    pub(crate) made: Catalogues,
    pub(crate) store: BTreeMap<(String, String), Value>,
    pub(crate) exceptions: BTreeMap<(String, String), Value>,
    pub(crate) queue: VecDeque<Value>,
    pub(crate) later: VecDeque<Value>,
    pub(crate) tasks: usize,
    pub(crate) most_bytes: usize,
    pub(crate) rounds: u64,
    /// In each task the process ends after so many steps, once, and what it was answered is lost.
    pub(crate) crash_after: Option<usize>,
    /// What a vendor answers in place of its page: by the beginning of the request's id.
    pub(crate) refuse: Option<(&'static str, u16)>,
}

impl<'a> Host<'a> {
    pub(crate) fn new(core: &'a dyn Core, series: Series, made: Catalogues) -> Self {
        let mut host = Self {
            core,
            tenant: "harbour-lane".to_owned(),
            series,
            made,
            store: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            queue: VecDeque::new(),
            later: VecDeque::new(),
            tasks: 0,
            most_bytes: 0,
            rounds: 0,
            crash_after: None,
            refuse: None,
        };
        for link in host.made.known.as_array().unwrap().clone() {
            host.put_link(&number(&link["variant"]), link["item"].as_str().unwrap(), false);
        }
        host
    }

    pub(crate) fn put_link(&mut self, variant: &str, item: &str, by_hand: bool) {
        let (mut own, mut other) = (
            json!({"v": 1, "item": item, "by": "sku=sku"}),
            json!({"v": 1, "variant": format!("gid://shopify/ProductVariant/{variant}")}),
        );
        if by_hand {
            own["by_hand"] = json!(true);
            other["by_hand"] = json!(true);
        }
        self.store.insert(("links".to_owned(), format!("variant/{variant}")), own);
        self.store.insert(("links".to_owned(), format!("item/{item}")), other);
    }

    /// Begins a run, and goes on until nothing follows.
    pub(crate) fn run(&mut self) {
        self.begin("operator");
        self.go_on();
    }

    pub(crate) fn begin(&mut self, source: &str) {
        self.queue.push_back(json!({"source": source, "topic": "links/read"}));
    }

    pub(crate) fn go_on(&mut self) {
        while let Some(event) = self.queue.pop_front() {
            self.task(&event, None);
        }
    }

    /// What a person decided.
    pub(crate) fn decide(&mut self, decisions: &Value) -> Value {
        let body = json!({"decisions": decisions}).to_string().into_bytes();
        self.task(&json!({"source": "operator", "topic": "links/decide", "body": 0}), Some(body))
    }

    fn task(&mut self, event: &Value, body: Option<Vec<u8>>) -> Value {
        self.tasks += 1;
        let id = format!("task-{}", self.tasks);
        self.store.insert(("tasks".to_owned(), id.clone()), json!({"v": 1, "state": "open"}));
        let task = json!({"contract": 1, "tenant": self.tenant, "id": id, "now": AT, "explain": "none", "event": event});
        let mut answers: Vec<Value> = Vec::new();
        let mut bodies: Vec<Vec<u8>> = body.into_iter().collect();
        let mut version = (Value::Null, Value::Null);
        for step in 0..200 {
            if self.crash_after == Some(step) {
                // What was marked before it was sent is known to have been sent, and no more.
                answers.retain(|answer| answer["id"].as_str().unwrap().starts_with("claim:"));
                for answer in &mut answers {
                    *answer = json!({"id": answer["id"], "outcome": "unknown", "at": AT});
                }
            }
            let envelope = json!({"task": task, "journal": {"core": version.0, "revision": version.1, "answers": answers}});
            let given: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
            self.most_bytes = self.most_bytes.max(given.iter().map(|body| body.len()).sum());
            let outcome = self.core.step(envelope.to_string().as_bytes(), &given);
            version = (outcome["core"].clone(), outcome["revision"].clone());
            match outcome["status"].as_str().unwrap() {
                "asks" => {
                    for request in outcome["requests"].as_array().unwrap() {
                        let (status, body) = self.perform(request);
                        answers.push(json!({"id": request["id"], "outcome": "answered", "at": AT, "status": status, "body": bodies.len()}));
                        bodies.push(body.to_string().into_bytes());
                    }
                }
                "done" => {
                    self.rounds = self.rounds.max(outcome["rounds"].as_u64().unwrap());
                    self.store.insert(("tasks".to_owned(), id), json!({"v": 1, "state": "done"}));
                    self.end(&outcome);
                    return outcome;
                }
                other => panic!("{other}: {}", outcome["refusal"]),
            }
        }
        panic!("{event} has no end");
    }

    fn end(&mut self, outcome: &Value) {
        let list = |field: &str| outcome[field].as_array().cloned().unwrap_or_default();
        let commit = list("commit");
        assert_eq!(self.commit(&commit), None);
        for checked in list("checked") {
            for code in checked["codes"].as_array().unwrap() {
                let key = (
                    checked["subject"].as_str().unwrap().to_owned(),
                    code.as_str().unwrap().to_owned(),
                );
                self.exceptions.remove(&key);
            }
        }
        for exception in list("exceptions") {
            let key = (
                exception["subject"].as_str().unwrap().to_owned(),
                exception["code"].as_str().unwrap().to_owned(),
            );
            self.exceptions.insert(key, exception);
        }
        for next in list("next") {
            // What is tried again later is not waited for.
            let queue =
                if next.get("not_before").is_some() { &mut self.later } else { &mut self.queue };
            queue.push_back(next["event"].clone());
        }
    }

    fn commit(&mut self, rows: &[Value]) -> Option<Value> {
        let key = |row: &Value| {
            (row["table"].as_str().unwrap().to_owned(), row["key"].as_str().unwrap().to_owned())
        };
        for row in rows.iter().filter(|row| row.get("expect").is_some()) {
            let stands = self.store.get(&key(row)).cloned();
            let met = if row["expect"].get("absent").is_some() {
                stands.is_none()
            } else {
                stands.as_ref() == Some(&row["expect"]["value"])
            };
            if !met {
                return Some(
                    json!({"conflict": {"table": row["table"], "key": row["key"], "value": stands}}),
                );
            }
        }
        for row in rows {
            match row.get("value") {
                Some(value) => drop(self.store.insert(key(row), value.clone())),
                None => drop(self.store.remove(&key(row))),
            }
        }
        None
    }

    fn perform(&mut self, request: &Value) -> (u16, Value) {
        let text = |field: &str| request[field].as_str().unwrap_or_default();
        if let Some((step, status)) = self.refuse
            && text("id").starts_with(step)
        {
            return (status, json!({"message": "no"}));
        }
        let body = &request["body"];
        match (text("system"), text("method")) {
            ("store", "get") => {
                (200, json!({"row": self.row(text("path"), body["key"].as_str().unwrap())}))
            }
            ("store", "scan") => {
                let limit = usize::try_from(body["limit"].as_u64().unwrap()).unwrap();
                let rows = self.scan(
                    text("path"),
                    body["prefix"].as_str().unwrap(),
                    body["after"].as_str(),
                );
                let after = (rows.len() > limit).then(|| rows[limit - 1]["key"].clone());
                (200, json!({"rows": rows[..limit.min(rows.len())], "after": after}))
            }
            ("store", "gather") => {
                let list = |field: &str| body[field].as_array().cloned().unwrap_or_default();
                let limit = usize::try_from(body["limit"].as_u64().unwrap()).unwrap();
                let mut rows: Vec<Value> = Vec::new();
                for key in list("keys") {
                    let value = self.row(text("path"), key.as_str().unwrap());
                    rows.extend((!value.is_null()).then(|| json!({"key": key, "value": value})));
                }
                for prefix in list("prefixes") {
                    rows.extend(
                        self.scan(text("path"), prefix.as_str().unwrap(), None)
                            .into_iter()
                            .take(limit),
                    );
                }
                (200, json!({"rows": rows}))
            }
            ("store", "commit") => match self.commit(body["rows"].as_array().unwrap()) {
                None => (200, json!({})),
                Some(conflict) => (409, conflict),
            },
            ("shopify", _) => (200, self.variants(&body["variables"])),
            ("lightspeed", _) => (200, self.items(&request["query"])),
            other => panic!("{other:?}"),
        }
    }

    fn row(&self, table: &str, key: &str) -> Value {
        self.store.get(&(table.to_owned(), key.to_owned())).cloned().unwrap_or_default()
    }

    pub(crate) fn scan(&self, table: &str, prefix: &str, after: Option<&str>) -> Vec<Value> {
        let from = (table.to_owned(), prefix.to_owned());
        let own = self
            .store
            .range(from..)
            .take_while(|((own, key), _)| own == table && key.starts_with(prefix));
        own.filter(|((_, key), _)| after.is_none_or(|after| key.as_str() > after))
            .map(|((_, key), value)| json!({"key": key, "value": value}))
            .collect()
    }

    fn variants(&self, variables: &Value) -> Value {
        let size = usize::try_from(variables["first"].as_u64().unwrap()).unwrap();
        let from: usize = variables["after"].as_str().map_or(0, |after| after.parse().unwrap());
        let to = (from + size).min(self.made.variants.len());
        // Only what is asked for is answered.
        let mut nodes = self.made.variants.get(from..to).unwrap().to_vec();
        for node in &mut nodes {
            node.as_object_mut().unwrap().remove("selectedOptions");
            node["inventoryItem"].as_object_mut().unwrap().remove("unitCost");
        }
        json!({"data": {"productVariants": {
            "pageInfo": {"hasNextPage": to < self.made.variants.len(), "endCursor": to.to_string()},
            "nodes": nodes,
        }}})
    }

    fn items(&self, query: &Value) -> Value {
        let from: usize = query["after"].as_str().map_or(0, |after| after.parse().unwrap());
        let size = if self.series == Series::R { 100 } else { 200 };
        let to = (from + size).min(self.made.items.len());
        let page = &self.made.items[from..to];
        if self.series == Series::X {
            return json!({"data": page, "version": {"min": from, "max": if page.is_empty() { Value::Null } else { json!(to) }}});
        }
        let next = if to < self.made.items.len() {
            format!("https://example.com/Item.json?limit=100&after={to}")
        } else {
            String::new()
        };
        let item = if let [only] = page { only.clone() } else { json!(page) };
        json!({"@attributes": {"next": next}, "Item": item})
    }
}

/// The number of a variant.
pub(crate) fn number(gid: &Value) -> String {
    gid.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}
