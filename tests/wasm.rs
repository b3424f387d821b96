//! The module in real wasm answers byte for byte what native code answers.
//!
//! `wasm-pack test --node -- --test wasm`, and in a browser
//! `WASM_BINDGEN_USE_BROWSER=1 wasm-pack test --headless --chrome -- --test wasm`. The inputs and
//! the expected bytes are in `wasm/pins.json`, which `tests/flow.rs` holds against native code.
//! Natively there is nothing here.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use serde_json::Value;
use tillbridge::bridge::Bridge;
use wasm_bindgen_test::wasm_bindgen_test;

const PINS: &str = include_str!("wasm/pins.json");

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap()
}

/// The answers to every pin of this kind, each twice from one Bridge; how many there were.
fn answers(kind: &str, answer: impl Fn(&Bridge, &Value) -> Vec<u8>) -> usize {
    let pins: Value = serde_json::from_str(PINS).unwrap();
    let mut count = 0;
    for pin in pins.as_array().unwrap() {
        let Some(given) = pin.get(kind) else { continue };
        let bridge = Bridge::open(text(pin, "config").as_bytes()).unwrap();
        let (once, again) = (answer(&bridge, given), answer(&bridge, given));
        assert_eq!(std::str::from_utf8(&once).unwrap(), text(pin, "answer"));
        assert_eq!(once, again, "the same input, another answer");
        count += 1;
    }
    count
}

#[wasm_bindgen_test]
fn decisions_answer_as_natively() {
    let count = answers("decide", |bridge, given| {
        let [name, context, payload] =
            ["name", "context", "payload"].map(|field| text(given, field));
        let decision = bridge.decide(name, context.as_bytes(), payload.as_bytes());
        serde_json::to_vec(&decision).unwrap()
    });
    assert!(count >= 8, "only {count} decisions");
}

#[wasm_bindgen_test]
fn steps_answer_as_natively() {
    let count = answers("step", |bridge, given| {
        let bodies = given["bodies"].as_array().unwrap();
        let bodies: Vec<&[u8]> =
            bodies.iter().map(|body| body.as_str().unwrap().as_bytes()).collect();
        serde_json::to_vec(&bridge.step(text(given, "envelope").as_bytes(), &bodies)).unwrap()
    });
    assert!(count >= 6, "only {count} steps");
}

/// Bytes that nobody can read are refused at a place, and the next call is right.
#[wasm_bindgen_test]
fn bad_input_is_refused_and_does_not_trap() {
    let pins: Value = serde_json::from_str(PINS).unwrap();
    let bridge = Bridge::open(text(&pins[0], "config").as_bytes()).unwrap();
    let deep = "[".repeat(100_000);
    for payload in [&b""[..], b"\xff\xfe", b"{", b"null", b"{\"id\":1e999}", deep.as_bytes()] {
        let decision = bridge.decide("order.to_sale", b"{}", payload);
        let decision: Value =
            serde_json::from_slice(&serde_json::to_vec(&decision).unwrap()).unwrap();
        assert_eq!(decision["status"], "refused");
        assert!(text(&decision["refusal"], "path").starts_with('$'));
        let outcome = bridge.step(payload, &[]);
        let outcome: Value =
            serde_json::from_slice(&serde_json::to_vec(&outcome).unwrap()).unwrap();
        assert_eq!(outcome["status"], "refused");
        assert!(text(&outcome["refusal"], "path").starts_with('$'));
    }
    assert!(Bridge::open(b"{}").is_err());
    assert!(
        answers("decide", |bridge, given| {
            let [name, context, payload] =
                ["name", "context", "payload"].map(|field| text(given, field));
            serde_json::to_vec(&bridge.decide(name, context.as_bytes(), payload.as_bytes()))
                .unwrap()
        }) > 0
    );
}

macro_rules! golden {
    ($decision:literal, $slug:literal) => {
        check(
            $decision,
            include_bytes!(concat!("scenarios/", $decision, "/", $slug, "/config.json")),
            include_bytes!(concat!("scenarios/", $decision, "/", $slug, "/context.json")),
            include_bytes!(concat!("scenarios/", $decision, "/", $slug, "/payload.json")),
            include_bytes!(concat!("scenarios/", $decision, "/", $slug, "/expected.json")),
        )
    };
}

fn check(decision: &str, config: &[u8], context: &[u8], payload: &[u8], expected: &[u8]) {
    let bridge = Bridge::open(config).expect("the golden's configuration is usable");
    let answer = serde_json::to_string(&bridge.decide(decision, context, payload)).unwrap();
    assert_eq!(answer, String::from_utf8_lossy(expected));
}

#[wasm_bindgen_test]
fn an_r_sale() {
    golden!("order.to_sale", "r-us-one-line");
    golden!("order.to_sale", "r-uk-endless-sixths");
}

#[wasm_bindgen_test]
fn an_x_sale_of_five_digit_units() {
    golden!("order.to_sale", "x-nz-five-digit-units");
    golden!("order.to_sale", "x-uk-emoji-and-right-to-left");
}

#[wasm_bindgen_test]
fn a_refused_order() {
    golden!("order.to_sale", "x-us-discount-code");
    golden!("order.to_sale", "r-us-unsafe-number");
}

#[wasm_bindgen_test]
fn stock_in_flight() {
    golden!("stock.in_flight", "reserved-short");
    golden!("stock.in_flight", "older-version-newer-sale");
    golden!("stock.in_flight", "left-before-go-live");
}

#[wasm_bindgen_test]
fn customer_keys() {
    golden!("customer.keys", "gmail-spellings");
    golden!("customer.keys", "phone-national");
}
