//! What the wasm tests expect, held against what native code answers: `tests/wasm/pins.json`
//! has inputs and answers, `tests/wasm.rs` gives the same inputs to the module in wasm.
//!
//! `BLESS=1` writes the file anew. The answers say nothing about whether they are right: that is
//! for the goldens to say. They say that both builds answer alike.

use serde_json::{Value, json};

use crate::host::{Host, Tick};
use crate::support::{bridge, step, world};
use crate::tenant::{self, BOTH, Series};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn decision(series: Series, name: &str, context: &str, payload: &str) -> Value {
    let decision = bridge(series).decide(name, context.as_bytes(), payload.as_bytes());
    json!({
        "config": tenant::config(series).to_string(),
        "decide": {"name": name, "context": context, "payload": payload},
        "answer": text(serde_json::to_vec(&decision).unwrap()),
    })
}

/// First round, a round in between, and the end of a task with a new customer.
fn steps(series: Series) -> Vec<Value> {
    let bridge = bridge(series);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(series, false));
    host.open("task", 1001);
    let mut pins = Vec::new();
    loop {
        let kept = &host.tasks["task"];
        let envelope = json!({"task": kept.task, "journal": kept.journal}).to_string();
        let bodies: Vec<&[u8]> = kept.bodies.iter().map(Vec::as_slice).collect();
        pins.push(json!({
            "config": tenant::config(series).to_string(),
            "step": {
                "envelope": envelope,
                "bodies": bodies.iter().map(|body| text(body.to_vec())).collect::<Vec<_>>(),
            },
            "answer": text(step(envelope.as_bytes(), &bodies)),
        }));
        if host.tick("task").unwrap() == Tick::Done {
            break;
        }
    }
    let middle = pins.len() / 2;
    vec![pins[0].clone(), pins[middle].clone(), pins.pop().unwrap()]
}

fn pins() -> Value {
    let mut pins = Vec::new();
    for series in BOTH {
        let order = tenant::order(1001).to_string();
        for explain in ["none", "text"] {
            let context = tenant::context(series, 1001, explain).to_string();
            pins.push(decision(series, "order.to_sale", &context, &order));
        }
        pins.extend(steps(series));
    }
    let given = r#"{"email": "Ada.Moreno+x@googlemail.com", "phone": "+1 212 555 0175"}"#;
    pins.push(decision(Series::R, "customer.keys", "{}", given));
    // Refused, each in its own way.
    pins.push(decision(Series::R, "order.to_sale", "{}", r#"{"id": 1, "currency": "USD"#));
    pins.push(decision(Series::R, "order.to_sale", r#"{"link": []}"#, "{}"));
    pins.push(decision(Series::X, "no.such", "", ""));
    Value::Array(pins)
}

/// Fails when native code answers unlike the file, which the wasm tests answer like.
#[test]
fn the_pins_of_the_wasm_tests_are_what_native_code_answers() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wasm/pins.json");
    let pins = serde_json::to_string_pretty(&pins()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &pins).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(kept == pins, "tests/wasm/pins.json is not what native code answers; look at both");
}
