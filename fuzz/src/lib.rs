//! What a fuzzer's bytes are taken for, and what must hold whatever they are.
//!
//! The tests include this file too, and replay the kept corpus and every crasher with it on the
//! stable toolchain. A panic is a finding; so is an answer that is not JSON, a refusal without a
//! place, or another answer to the same bytes.
//!
//! `decide`: byte 0 chooses the tenant, byte 1 the decision; then the context, preceded by its
//! length as two bytes, and the payload. `step`: byte 0 chooses the tenant; then the envelope and
//! the bodies, each preceded by its length as two bytes. What is too short is cut off.

use serde_json::Value;
use tillbridge::bridge::Bridge;

const CONFIG_R: &str = include_str!("config_r.json");
const CONFIG_X: &str = include_str!("config_x.json");
const NAMES: [&str; 4] = ["order.to_sale", "customer.keys", "", "\u{1f33a} no such decision"];

/// One decision.
pub fn decide(data: &[u8]) {
    let [tenant, name, rest @ ..] = data else { return };
    let (context, payload) = part(rest);
    let bridge = bridge(*tenant);
    let name = NAMES.get(usize::from(*name)).copied().unwrap_or("x");
    let answer = || serde_json::to_vec(&bridge.decide(name, context, payload)).unwrap();
    hold(&answer(), &answer());
}

/// One step.
pub fn step(data: &[u8]) {
    let [tenant, rest @ ..] = data else { return };
    let (envelope, mut rest) = part(rest);
    let mut bodies = Vec::new();
    while !rest.is_empty() {
        let (body, tail) = part(rest);
        bodies.push(body);
        rest = tail;
    }
    let bridge = bridge(*tenant);
    let answer = || serde_json::to_vec(&bridge.step(envelope, &bodies)).unwrap();
    let outcome = hold(&answer(), &answer());
    let asks = outcome["requests"].as_array().is_some_and(|requests| !requests.is_empty());
    assert_eq!(outcome["status"] == "asks", asks, "it asks for something, or it ends: {outcome}");
}

/// The input of `decide` that says this.
pub fn decide_input(tenant: u8, name: u8, context: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut data = vec![tenant, name];
    push(&mut data, context);
    data.extend(payload);
    data
}

/// The input of `step` that says this.
pub fn step_input(tenant: u8, envelope: &[u8], bodies: &[&[u8]]) -> Vec<u8> {
    let mut data = vec![tenant];
    push(&mut data, envelope);
    for body in bodies {
        push(&mut data, body);
    }
    data
}

fn push(data: &mut Vec<u8>, part: &[u8]) {
    data.extend(u16::try_from(part.len()).unwrap().to_be_bytes());
    data.extend(part);
}

/// The part in front, and the rest.
fn part(data: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = data.split_first_chunk::<2>() else { return (data, &[]) };
    let length = usize::from(u16::from_be_bytes(*length));
    rest.split_at_checked(length).unwrap_or((rest, &[]))
}

fn bridge(tenant: u8) -> Bridge {
    thread_local! {
        static BRIDGES: [Bridge; 2] = [CONFIG_R, CONFIG_X]
            .map(|config| Bridge::open(config.as_bytes()).unwrap());
    }
    BRIDGES.with(|bridges| bridges[usize::from(tenant & 1)].clone())
}

fn hold(answer: &[u8], again: &[u8]) -> Value {
    assert_eq!(answer, again, "the same bytes, another answer");
    let answer: Value = serde_json::from_slice(answer).expect("an answer is JSON");
    let refused = answer["status"] == "refused";
    assert_eq!(refused, answer.get("refusal").is_some(), "{answer}");
    if refused {
        let path = answer["refusal"]["path"].as_str().unwrap();
        assert!(path.starts_with('$'), "{path}");
        assert!(!answer["refusal"]["code"].as_str().unwrap().is_empty());
    }
    answer
}
