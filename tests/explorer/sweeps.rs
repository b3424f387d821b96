//! Shopify's changed orders are looked through where there are more than one page tells, and all of
//! them of one instant: page by page, task by task, each asked for once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tillbridge::bridge::{Bridge, CORE};

use super::ids;
use super::world::World;

/// How many orders changed, and in which second.
const ORDERS: usize = 750;
const SECOND: u16 = 300;
const PAGE: usize = 100;

/// A host whose shop has nothing but orders of one instant.
struct Host {
    bridge: Bridge,
    store: BTreeMap<(String, String), Value>,
    now: u16,
    tasks: usize,
}

impl Host {
    fn new() -> Self {
        let config = serde_json::to_vec(&ids::config(&World::plain("sweeps"))).unwrap();
        let bridge = Bridge::open(&config).unwrap_or_else(|issues| panic!("{issues:?}"));
        Self { bridge, store: BTreeMap::new(), now: 600, tasks: 0 }
    }

    fn seen(&mut self, orders: impl Iterator<Item = usize>) {
        for order in orders {
            let row = json!({"v": 1, "updated_at": ids::time(SECOND)});
            self.store.insert(("seen".to_owned(), format!("order/{}", ids::order(order))), row);
        }
    }

    /// Looks through all of them, and returns which orders are to be looked at.
    fn sweep(&mut self) -> BTreeSet<String> {
        let mut looks = BTreeSet::new();
        let mut cursors = vec![None];
        while let Some(cursor) = cursors.pop() {
            let outcome = self.task(cursor);
            for next in outcome["next"].as_array().into_iter().flatten() {
                let (event, cursor) = (&next["event"], next["event"]["cursor"].as_str().unwrap());
                match event["topic"].as_str().unwrap() {
                    "orders/changed" => cursors.push(Some(cursor.to_owned())),
                    "orders/read" => assert!(looks.insert(cursor.to_owned()), "{cursor} twice"),
                    other => panic!("nobody expected {other}"),
                }
            }
        }
        looks
    }

    fn task(&mut self, cursor: Option<String>) -> Value {
        self.tasks += 1;
        let at = ids::time(self.now);
        let mut event = json!({"source": "schedule", "topic": "orders/changed"});
        if let Some(cursor) = cursor {
            event["cursor"] = json!(cursor);
        }
        let (mut answers, mut bodies): (Vec<Value>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
        loop {
            let envelope = json!({
                "task": {"contract": 1, "tenant": ids::TENANT, "id": format!("t{}", self.tasks),
                    "now": at, "mode": "apply", "explain": "none", "event": event},
                "journal": {"core": CORE, "revision": self.bridge.revision(), "answers": answers},
            });
            let bodies_of: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
            let outcome = self.bridge.step(envelope.to_string().as_bytes(), &bodies_of);
            let outcome = serde_json::to_value(&outcome).unwrap();
            if outcome["status"] != "asks" {
                assert_eq!(
                    (&outcome["status"], &outcome["exceptions"]),
                    (&json!("done"), &Value::Null)
                );
                assert!(outcome["rounds"].as_u64().unwrap() <= 5);
                for row in outcome["commit"].as_array().into_iter().flatten() {
                    let text = |name: &str| row[name].as_str().unwrap().to_owned();
                    let key = (text("table"), text("key"));
                    match row.get("value") {
                        Some(value) => self.store.insert(key, value.clone()),
                        None => self.store.remove(&key),
                    };
                }
                return outcome;
            }
            for request in outcome["requests"].as_array().unwrap() {
                bodies.push(self.answer(request).to_string().into_bytes());
                answers.push(json!({"id": request["id"], "outcome": "answered", "at": at,
                    "status": 200, "body": bodies.len() - 1}));
            }
        }
    }

    fn answer(&self, request: &Value) -> Value {
        let body = &request["body"];
        if request["system"] == "store" {
            let table = request["path"].as_str().unwrap();
            let keys = body["keys"].as_array().cloned().unwrap_or_default();
            let rows = keys.iter().filter_map(|key| {
                let own = (table.to_owned(), key.as_str().unwrap().to_owned());
                Some(json!({"key": key, "value": self.store.get(&own)?}))
            });
            return json!({"rows": rows.collect::<Vec<_>>()});
        }
        let variables = &body["variables"];
        let begin = variables["after"].as_str().map_or(0, |after| after.parse().unwrap());
        let end = ORDERS.min(begin + PAGE);
        let nodes = (begin..end).map(|order| {
            json!({"id": format!("gid://shopify/Order/{}", ids::order(order)),
                "updatedAt": ids::time(SECOND)})
        });
        json!({"data": {"orders": {
            "pageInfo": {"hasNextPage": end < ORDERS, "endCursor": end.to_string()},
            "nodes": nodes.collect::<Vec<_>>()}}})
    }

    fn until(&self) -> Option<&str> {
        let row = self.store.get(&("stock".to_owned(), "orders".to_owned()))?;
        row["until"].as_str()
    }
}

/// Fails when orders of one instant that fill several tasks are not all looked at, when one is asked
/// for again before it can have been looked at, when what is unknown is passed over, or when what was
/// asked for is remembered for ever.
#[test]
fn more_orders_than_a_task_reads_change_in_one_instant_and_each_is_looked_at_once() {
    let mut host = Host::new();
    host.seen(0..10);
    let looks = host.sweep();
    assert_eq!((looks.len(), host.tasks), (ORDERS - 10, 3));
    assert_eq!(host.until(), Some(ids::time(SECOND).as_str()));

    // Most of them are still waited for: two that are looked through at once ask for nothing more.
    host.seen(10..500);
    host.now += 60;
    assert!(host.sweep().is_empty());
    // One that nobody has looked at for long is asked for again.
    host.now += 600;
    assert_eq!(host.sweep().len(), ORDERS - 500);

    host.seen(500..ORDERS);
    assert!(host.sweep().is_empty());
    assert_eq!(host.until(), Some(ids::time(SECOND).as_str()));
    assert!(!host.store.keys().any(|(_, key)| key.starts_with("asked/")));
}

/// Fails when the mark moves over an order that nobody has looked at.
#[test]
fn what_is_not_known_holds_the_mark() {
    let mut host = Host::new();
    host.seen(1..ORDERS);
    assert_eq!(host.sweep().len(), 1);
    assert_eq!(host.until(), None);
    host.seen(0..1);
    assert!(host.sweep().is_empty());
    assert_eq!(host.until(), Some(ids::time(SECOND).as_str()));
}
