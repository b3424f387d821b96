//! What the tests of the flow share.

use crate::host::Host;
use crate::tenant::{self, Series};
use crate::world::World;
use serde_json::{Value, json};
use tillbridge::bridge::Bridge;

/// The tenant's Bridge.
pub(crate) fn bridge(series: Series) -> Bridge {
    open(&tenant::config(series))
}

pub(crate) fn open(config: &Value) -> Bridge {
    Bridge::open(&serde_json::to_vec(config).unwrap()).unwrap_or_else(|issues| panic!("{issues:?}"))
}

/// The module as a host sees it.
pub(crate) fn step(bridge: &Bridge) -> impl Fn(&[u8], &[&[u8]]) -> Vec<u8> + '_ {
    |envelope, bodies| serde_json::to_vec(&bridge.step(envelope, bodies)).unwrap()
}

/// A world with or without the buyer.
pub(crate) fn world(series: Series, known: bool) -> World {
    let world = World::new(series);
    if known { world.with_customer() } else { world }
}

/// One customer, one sale to them at the right total, known to the store; nothing claimed.
pub(crate) fn assert_once(host: &Host<'_>, orders: &[u64], what: &str) {
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

/// The id of a request without the outlet in it: most orders here have one sale.
pub(crate) fn plain(id: &str) -> String {
    let Some((step, rest)) = id.split_once(':').filter(|_| id.starts_with("sale.")) else {
        return id.to_owned();
    };
    rest.split_once('#').map_or_else(|| step.to_owned(), |(_, tail)| format!("{step}#{tail}"))
}

/// The ids of what a task performed, without attempt and digest.
pub(crate) fn steps_of(host: &Host<'_>, task: &str) -> Vec<String> {
    let own = host.world.performed.iter().filter(|(own, _)| own == task);
    own.map(|(_, id)| plain(id).split('#').next().unwrap().to_owned()).collect()
}

/// The codes of an outcome's exceptions.
pub(crate) fn codes(outcome: &Value) -> Vec<&str> {
    let exceptions = outcome["exceptions"].as_array().map(Vec::as_slice).unwrap_or_default();
    exceptions.iter().map(|exception| exception["code"].as_str().unwrap()).collect()
}
