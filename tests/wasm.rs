//! The core compiled to wasm decides what the native core decides, byte for byte: goldens in a
//! real engine, Node or Chrome.
#![cfg(target_arch = "wasm32")]

use tillbridge::bridge::Bridge;
use wasm_bindgen_test::wasm_bindgen_test;

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
fn customer_keys() {
    golden!("customer.keys", "gmail-spellings");
    golden!("customer.keys", "phone-national");
}

#[wasm_bindgen_test]
fn a_step_asks_before_it_writes() {
    let config = include_bytes!("scenarios/order.to_sale/r-us-one-line/config.json");
    let order = include_bytes!("scenarios/order.to_sale/r-us-one-line/payload.json");
    let bridge = Bridge::open(config).expect("the golden's configuration is usable");
    let tenant = serde_json::from_slice::<serde_json::Value>(config).unwrap()["tenant"].clone();
    let envelope = serde_json::json!({
        "task": {
            "contract": 1, "tenant": tenant, "id": "t1", "now": "2026-11-23T19:00:00Z",
            "event": { "source": "shopify", "topic": "orders/create", "body": 0 },
        },
    });
    let envelope = serde_json::to_vec(&envelope).unwrap();
    let outcome = bridge.step(&envelope, &[order.as_slice()]);
    let outcome = serde_json::to_value(&outcome).unwrap();
    assert_eq!(outcome["status"], "asks");
    let requests = outcome["requests"].as_array().unwrap();
    assert!(requests.iter().all(|request| request["effect"] == "read"), "{outcome}");
    let refused = bridge.step(b"{\"task\":", &[]);
    assert_eq!(serde_json::to_value(&refused).unwrap()["refusal"]["code"], "INVALID_JSON");
}
