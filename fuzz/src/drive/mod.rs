//! Drives the two doors with any bytes, and holds what comes back against the laws in `check`.
//!
//! The first byte of an input chooses the tenant (even: R-Series, odd: X-Series), the second
//! what is done. See `parts` for how the rest is cut.
#![allow(dead_code, reason = "the replay and the fuzz targets use a part each")]

mod check;
mod host;
pub(crate) mod parts;

use serde_json::{Value, json};
use tillbridge::bridge::Bridge;
use tillbridge::contract::io::Mode;
use tillbridge::contract::outcome::{Outcome, Status};

use host::Host;
use parts::Input;

/// Even places are R-Series, odd ones X-Series.
const CONFIGS: &[&[u8]] = &[
    include_bytes!("../../../tests/scenarios/order.to_sale/r-us-one-line/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/x-us-one-line/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/r-uk-three-of-a-line/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/x-uk-three-of-a-line/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/r-jp-no-decimals/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/x-jp-no-decimals/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/r-kw-three-decimals/config.json"),
    include_bytes!("../../../tests/scenarios/order.to_sale/x-kw-three-decimals/config.json"),
];

/// The decisions that the second byte can choose; beyond them the name is fuzzed too.
const DECISIONS: &[&str] = &["order.to_sale", "customer.keys"];

/// Beyond the calls that a plan asks for by leaving requests unanswered, a task must be at its
/// end after so many: 12 rounds, and for each of the dozen steps up to 4 repeats.
const MOST_CALLS: usize = 64;

/// The second byte of a step: what it holds.
pub(crate) const ASSEMBLED: u8 = 1;
const PREVIEW: u8 = 2;

struct Tenant {
    bridge: Bridge,
    name: String,
    is_x: bool,
}

thread_local! {
    static TENANTS: Vec<Tenant> = CONFIGS.iter().map(|config| tenant(config)).collect();
}

fn tenant(config: &[u8]) -> Tenant {
    let bridge = Bridge::open(config).expect("the embedded configurations are usable");
    let config: Value = serde_json::from_slice(config).expect("they are JSON");
    Tenant {
        bridge,
        name: config["tenant"].as_str().expect("a tenant has a name").to_owned(),
        is_x: config["lightspeed"]["series"] == "X",
    }
}

fn with_tenant<T>(choice: u8, body: impl FnOnce(&Tenant) -> T) -> T {
    TENANTS.with(|tenants| body(&tenants[usize::from(choice) % tenants.len()]))
}

/// `[tenant, decision, (name), context, payload]`.
pub(crate) fn decide(data: &[u8]) {
    let mut input = Input::new(data);
    let [tenant, choice] = [input.byte(), input.byte()];
    let name = match DECISIONS.get(usize::from(choice)) {
        Some(name) => (*name).into(),
        None => String::from_utf8_lossy(input.part().unwrap_or_default()),
    };
    let context = input.part().unwrap_or_default();
    let payload = input.part().unwrap_or_default();
    with_tenant(tenant, |tenant| {
        let decision = tenant.bridge.decide(&name, context, payload);
        check::decision(&decision);
        let again = tenant.bridge.decide(&name, context, payload);
        assert!(check::bytes(&decision) == check::bytes(&again), "two answers to one question");
    });
}

/// `[tenant, how, ...]`: an envelope and its bodies, or what an envelope is assembled from.
pub(crate) fn step(data: &[u8]) {
    let mut input = Input::new(data);
    let [tenant, how] = [input.byte(), input.byte()];
    with_tenant(tenant, |tenant| {
        if how & ASSEMBLED != 0 {
            assembled(tenant, how, input);
        } else {
            let envelope = input.part().unwrap_or_default();
            call(tenant, envelope, &input.parts(32));
        }
    });
}

/// The envelope and the bodies of the last call of an assembled input: seeds for the other mode.
pub(crate) fn last_call(data: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut input = Input::new(data);
    let [tenant, how] = [input.byte(), input.byte()];
    with_tenant(tenant, |tenant| assembled(tenant, how, input))
}

fn call(tenant: &Tenant, envelope: &[u8], bodies: &[&[u8]]) -> Outcome {
    let outcome = tenant.bridge.step(envelope, bodies);
    check::outcome(&outcome);
    let again = tenant.bridge.step(envelope, bodies);
    assert!(check::bytes(&outcome) == check::bytes(&again), "two answers to one question");
    outcome
}

/// `[order, plan, bodies...]`: a valid task whose requests are answered as the plan says, call
/// after call, until it is at its end.
fn assembled(tenant: &Tenant, how: u8, mut input: Input<'_>) -> (Vec<u8>, Vec<Vec<u8>>) {
    let order = input.part().unwrap_or_default();
    let plan = input.part().unwrap_or_default();
    let mut host = Host::new(tenant.is_x, plan, input.parts(16));
    let mode = if how & PREVIEW == 0 { Mode::Apply } else { Mode::Preview };
    let explain = ["reasons", "none", "text"][usize::from(how >> 2) % 3];
    for _ in 0..host.patience().saturating_add(MOST_CALLS) {
        let envelope = json!({
            "task": {
                "contract": 1, "tenant": tenant.name, "id": host::TASK, "now": host::NOW,
                "mode": mode, "explain": explain,
                "event": {
                    "source": "shopify", "topic": "orders/create", "id": "delivery-1", "body": 0,
                },
            },
            "journal": {
                "core": tillbridge::bridge::CORE, "revision": tenant.bridge.revision(),
                "answers": host.answers,
            },
        });
        let envelope = serde_json::to_vec(&envelope).expect("an envelope is JSON");
        let mut bodies = vec![order];
        bodies.extend(host.bodies.iter().map(Vec::as_slice));
        let outcome = call(tenant, &envelope, &bodies);
        check::mode(&outcome, mode);
        assert!(!outcome.restarted, "the journal is of this core and configuration");
        if outcome.status != Status::Asks {
            return (envelope, bodies.iter().map(|body| body.to_vec()).collect());
        }
        host.answer(&outcome.requests);
    }
    panic!("the task does not come to its end");
}
