//! The order flow in a small world: what makes replay safe, at every boundary and for two hosts.
//!
//! `world` is what stands outside the module, `host` performs and keeps, `rules` has one or more
//! tests for each of the ten rules of replay, `crashes` and `races` try every boundary and many
//! interleavings, `pins` ties what the wasm tests expect to what native code answers.

#[path = "flow/crashes.rs"]
mod crashes;
#[path = "flow/host.rs"]
mod host;
#[path = "flow/pins.rs"]
mod pins;
#[path = "flow/races.rs"]
mod races;
#[path = "flow/rules.rs"]
mod rules;
#[path = "flow/tenant.rs"]
mod tenant;
#[path = "flow/vendors.rs"]
mod vendors;
#[path = "flow/world.rs"]
mod world;

use host::Host;
use serde_json::{Value, json};
use tenant::Series;
use tillbridge::bridge::Bridge;
use world::World;

/// The tenant's Bridge.
fn bridge(series: Series) -> Bridge {
    open(&tenant::config(series))
}

fn open(config: &Value) -> Bridge {
    Bridge::open(&serde_json::to_vec(config).unwrap()).unwrap_or_else(|issues| panic!("{issues:?}"))
}

/// The module as a host sees it.
fn step(bridge: &Bridge) -> impl Fn(&[u8], &[&[u8]]) -> Vec<u8> + '_ {
    |envelope, bodies| serde_json::to_vec(&bridge.step(envelope, bodies)).unwrap()
}

/// A world with or without the buyer.
fn world(series: Series, known: bool) -> World {
    let world = World::new(series);
    if known { world.with_customer() } else { world }
}

/// One customer, one sale to them at the right total, known to the store; nothing claimed.
fn assert_once(host: &Host<'_>, orders: &[u64], what: &str) {
    let world = &host.world;
    assert_eq!(world.customers.len(), 1, "{what}: customers {:?}", world.customers);
    assert_eq!(world.sales.len(), orders.len(), "{what}: sales {:?}", world.sales);
    for order in orders {
        let reference = format!("#{order}");
        let sale = world.sales.iter().find(|sale| sale.reference == reference).unwrap();
        assert_eq!(sale.cents, tenant::TOTAL_CENTS, "{what}");
        assert_eq!(sale.customer, world.customers[0].id, "{what}");
        let key = format!("{order}/{}", tenant::outlet(world.series));
        let row = world.row("sales", &key).unwrap_or_else(|| panic!("{what}: no row {key}"));
        assert_eq!(row["sale"], json!(sale.id), "{what}");
    }
    assert_eq!(world.keys("claims"), [""; 0], "{what}: claims are left");
    assert!(host.exceptions.is_empty(), "{what}: {:?}", host.exceptions);
}

/// The ids of what a task performed, without attempt and digest.
fn steps_of(host: &Host<'_>, task: &str) -> Vec<String> {
    let own = host.world.performed.iter().filter(|(own, _)| own == task);
    own.map(|(_, id)| id.split('#').next().unwrap().to_owned()).collect()
}

/// The codes of an outcome's exceptions.
fn codes(outcome: &Value) -> Vec<&str> {
    let exceptions = outcome["exceptions"].as_array().map(Vec::as_slice).unwrap_or_default();
    exceptions.iter().map(|exception| exception["code"].as_str().unwrap()).collect()
}
