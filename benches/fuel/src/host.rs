//! A host in memory: it runs a task step by step and counts what each step takes.

use serde_json::{Value, json};

use crate::inputs::{self, Series};
use crate::module::{Compiled, Cost};
use crate::store::{self, Rows, mac};
use crate::vendors::Vendors;

/// Lines of the order that is delivered.
const LINES: u64 = 3;
/// When everything happens.
const NOW: &str = "2026-11-23T00:00:00.000Z";
/// More steps than any order needs.
const MAX_STEPS: usize = 40;

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
                "store" => (200, store::answer(&mut rows, request)),
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

/// JSON without spaces, as it comes over the wire.
pub fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}
