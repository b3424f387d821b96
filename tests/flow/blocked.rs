//! What the check found broken holds back the orders that need it, and no others.

use serde_json::json;

use crate::host::Host;
use crate::support::{assert_once, bridge, codes, step, world};
use crate::tenant::{self, BOTH, Series};

/// The check's row, with what must not be used.
fn block(host: &mut Host<'_>, row: serde_json::Value) {
    host.world.store.insert(("setup".to_owned(), "blocked".to_owned()), row);
}

fn register(series: Series) -> String {
    tenant::config(series)["outlets"][0]["register"].as_str().unwrap().to_owned()
}

/// Fails when a sale is written on a register that is gone, when its units can be sold again
/// meanwhile, or when the order is not posted once the check finds nothing any more.
#[test]
fn an_order_waits_for_what_it_needs() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for row in [
            json!({"v": 1, "ids": {(register(series)): "SETUP_GONE"}}),
            json!({"v": 1, "all": "SETUP_CURRENCY", "ids": {}}),
        ] {
            let mut host = Host::new(&step, world(series, false));
            block(&mut host, row.clone());
            host.open("task", 1001);
            let outcome = host.run("task").unwrap();
            assert_eq!(codes(&outcome), ["SETUP_BLOCKS"], "{series:?}");
            let evidence = &outcome["exceptions"][0]["evidence"];
            let because = row["all"].as_str().unwrap_or("SETUP_GONE");
            assert_eq!(evidence["because"], because);
            assert!(host.world.sales.is_empty() && host.world.customers.is_empty());
            assert!(!host.world.keys("in_flight").is_empty(), "its units are kept out");

            block(&mut host, json!({"v": 1, "ids": {}}));
            host.open("again", 1001);
            host.run("again").unwrap();
            assert_once(&host, &[1001], "mended");
        }
    }
}

/// Fails when something that is broken holds back orders that do not need it.
#[test]
fn an_order_that_needs_nothing_of_it_is_posted() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        block(&mut host, json!({"v": 1, "ids": {"987654": "SETUP_GONE"}}));
        host.open("task", 1001);
        host.run("task").unwrap();
        assert_once(&host, &[1001], "not concerned");
    }
}

/// Fails when an order is taken back while nothing may be written.
#[test]
fn nothing_is_taken_back_either() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.open("task", 1001);
        host.run("task").unwrap();
        block(&mut host, json!({"v": 1, "all": "SETUP_RIVAL", "ids": {}}));
        let mut order = tenant::order(1001);
        order["cancelled_at"] = json!("2026-11-22T12:00:00Z");
        order["updated_at"] = json!("2026-11-22T12:00:00Z");
        host.open_about("cancel", "orders/cancelled", &order, "apply");
        let writes = host.world.performed.len();
        let outcome = host.run("cancel").unwrap();
        assert_eq!(codes(&outcome), ["SETUP_BLOCKS"], "{series:?}");
        let later = host.world.performed.get(writes..).unwrap();
        assert!(later.iter().all(|(_, id)| !id.starts_with("undo")), "{later:?}");
    }
}
