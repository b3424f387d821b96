//! A host in memory: it runs a task step by step and counts what each step takes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::inputs::{self, Series};
use crate::module::{Compiled, Cost};
use crate::vendors::Vendors;

/// Lines of the order that is delivered.
const LINES: u64 = 3;
/// When everything happens.
const NOW: &str = "2026-11-23T00:00:00.000Z";
/// More steps than any order needs.
const MAX_STEPS: usize = 40;

/// The store's rows, by table and key.
pub type Rows = BTreeMap<(String, String), Value>;

/// What every step of `orders/create` took, for a buyer whom the store knows or nobody does.
pub fn order_created(compiled: &Compiled, series: Series, known: bool) -> Vec<Cost> {
    let config = inputs::config(series);
    let (mut tenant, _) = compiled.open(&bytes(&config));
    let order = inputs::order(LINES);
    let mut rows = rows(series, &order, known);
    let mut vendors = Vendors::new(series, LINES);
    let task = json!({"contract": 1, "tenant": config["tenant"], "id": "task-1", "now": NOW,
        "mode": "apply", "explain": "reasons",
        "event": {"source": "shopify", "topic": "orders/create", "body": 0}});
    let mut bodies = vec![bytes(&order)];
    let mut answers: Vec<Value> = Vec::new();
    let mut journal = json!({});
    let mut costs = Vec::new();
    for _ in 0..MAX_STEPS {
        let envelope = bytes(&json!({"task": task, "journal": journal}));
        let (outcome, cost) = tenant.step(&envelope, &bodies);
        costs.push(cost);
        let outcome: Value = serde_json::from_slice(&outcome).unwrap();
        if outcome["status"] != "asks" {
            assert_good(&outcome, &vendors, known);
            return costs;
        }
        let requests = outcome["requests"].as_array().unwrap();
        assert!(!requests.is_empty(), "it waits for nothing");
        for request in requests {
            let (status, body) = match request["system"].as_str().unwrap() {
                "store" => (200, stored(&mut rows, request)),
                _ => vendors.answer(request),
            };
            bodies.push(bytes(&body));
            answers.push(json!({"id": request["id"], "outcome": "answered", "at": NOW,
                "status": status, "body": bodies.len() - 1}));
        }
        journal = json!({"core": outcome["core"], "revision": outcome["revision"],
            "answers": answers});
    }
    panic!("not finished after {MAX_STEPS} steps");
}

/// The links, and the buyer if known.
fn rows(series: Series, order: &Value, known: bool) -> Rows {
    let mut rows = Rows::new();
    for (variant, item) in inputs::links(series, LINES) {
        let key = ("links".to_owned(), format!("variant/{variant}"));
        rows.insert(key, json!({"v": 1, "item": item}));
    }
    if known {
        let key = ("customers".to_owned(), mac(order["email"].as_str().unwrap()));
        rows.insert(key, json!({"v": 1, "customer": inputs::id(series, 7, 1)}));
    }
    rows
}

/// Figures of a task that went wrong would say nothing.
fn assert_good(outcome: &Value, vendors: &Vendors, known: bool) {
    assert_eq!(outcome["status"], "done", "{outcome}");
    let exceptions = outcome["exceptions"].as_array().map_or(0, Vec::len);
    assert_eq!(exceptions, 0, "{outcome}");
    assert_eq!(vendors.sales, 1, "sales");
    assert_eq!(vendors.customers, usize::from(!known), "new customers");
}

fn stored(rows: &mut Rows, request: &Value) -> Value {
    let (table, body) = (&request["path"], &request["body"]);
    let key = |table: &Value, key: &Value| {
        (table.as_str().unwrap().to_owned(), key.as_str().unwrap().to_owned())
    };
    match request["method"].as_str().unwrap() {
        "get" => json!({"row": rows.get(&key(table, &body["key"]))}),
        // One order alone: nothing is known of it before it is posted.
        "scan" => {
            let prefix = body["prefix"].as_str().unwrap();
            let own = |(path, name): &&(String, String)| {
                path == table.as_str().unwrap() && name.starts_with(prefix)
            };
            assert!(rows.keys().find(own).is_none(), "{prefix} is known");
            json!({"rows": [], "after": null})
        }
        "mac" => json!({"mac": mac(body["value"].as_str().unwrap())}),
        "commit" => {
            // One task alone: what it expects is always met.
            for row in body["rows"].as_array().unwrap() {
                let place = key(&row["table"], &row["key"]);
                match row.get("value") {
                    Some(value) => rows.insert(place, value.clone()),
                    None => rows.remove(&place),
                };
            }
            json!({})
        }
        other => panic!("the store has no {other}"),
    }
}

/// As long as a host's keyed digest; any one-to-one text will do here.
fn mac(value: &str) -> String {
    let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex:0<64}")
}

/// JSON without spaces, as it comes over the wire.
pub fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}
