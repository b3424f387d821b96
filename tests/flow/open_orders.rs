//! All open orders are looked at: before going live, and for webhooks that never came.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::changes::{located, place};
use crate::host::{Fault, Host};
use crate::support::{codes, open, step, world};
use crate::tenant::{self, BOTH};
use crate::world::{Reply, World};

/// Orders that Shopify has, none of which anybody heard of.
fn orders(world: &mut World, numbers: &[u64]) {
    for number in numbers {
        let mut order = tenant::order(*number);
        order["updated_at"] = json!("2026-11-22T10:00:00Z");
        world.orders.insert(number.to_string(), order);
    }
}

/// Runs the event and all that follows from it.
fn run_all(host: &mut Host<'_>, event: &Value) {
    let mut queue = VecDeque::from([event.clone()]);
    for task in 0.. {
        let Some(event) = queue.pop_front() else { break };
        let id = format!("task-{task}");
        host.open_event(&id, &event, &json!(null), "apply");
        let outcome = host.run(&id).unwrap();
        let next = outcome["next"].as_array().cloned().unwrap_or_default();
        queue.extend(next.into_iter().map(|next| next["event"].clone()));
    }
}

/// Fails when the units of an order that was open before going live can be sold again, or when such
/// an order is posted.
#[test]
fn open_orders_keep_their_units_and_are_not_posted_before_going_live() {
    for series in BOTH {
        let mut config = tenant::config(series);
        config["orders"] = json!({"go_live": "2026-12-01T00:00:00Z"});
        let bridge = open(&config);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        orders(&mut host.world, &[1001, 1002, 1003, 1004, 1005]);
        run_all(&mut host, &json!({"source": "operator", "topic": "orders/open"}));
        assert!(host.world.sales.is_empty(), "{series:?}");
        let rows = host.world.keys("in_flight");
        assert_eq!(rows.len(), 15, "{series:?}: {rows:?}");
        // A second time changes nothing.
        let before = host.world.store.clone();
        let mut again = Host::new(&step, host.world.clone());
        run_all(&mut again, &json!({"source": "schedule", "topic": "orders/open"}));
        let rows = |world: &World| {
            world.keys("in_flight").iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(rows(&again.world), rows(&host.world));
        assert_eq!(before.len(), again.world.store.len());
    }
}

/// Fails when units that left before going live are held against the stock, or said to be missing:
/// the first level that is read counts without them.
#[test]
fn what_left_before_going_live_was_counted() {
    for series in BOTH {
        let mut config = located(series);
        config["orders"]["go_live"] = json!("2026-12-01T00:00:00Z");
        let bridge = open(&config);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        orders(&mut host.world, &[1001]);
        let mut sent = place(51, &[(10011, 2), (10012, 1), (10013, 3)]);
        sent["lineItems"]["nodes"][0]["remainingQuantity"] = json!(1);
        sent["lineItems"]["nodes"][2]["remainingQuantity"] = json!(0);
        host.world.places = vec![sent];
        run_all(&mut host, &json!({"source": "operator", "topic": "orders/open"}));
        let rows = host.world.keys("in_flight");
        let units =
            rows.iter().map(|key| &host.world.row("in_flight", key).unwrap()["row"]["quantity"]);
        assert_eq!(units.collect::<Vec<_>>(), ["1", "1"], "{series:?} {rows:?}");
        assert!(host.exceptions.is_empty(), "{series:?}: {:?}", host.exceptions);
    }
}

/// Fails when an order whose webhook never came is not posted, or one that did is posted twice.
#[test]
fn an_order_whose_webhook_never_came_is_posted_once() {
    for series in BOTH {
        let bridge = open(&tenant::config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        orders(&mut host.world, &[1001, 1002, 1003]);
        host.open("heard", 1002);
        host.run("heard").unwrap();
        run_all(&mut host, &json!({"source": "schedule", "topic": "orders/open"}));
        let mut sold: Vec<&str> =
            host.world.sales.iter().map(|sale| sale.reference.as_str()).collect();
        sold.sort_unstable();
        assert_eq!(sold, ["#1001", "#1002", "#1003"], "{series:?}");
    }
}

/// Fails when a page that Shopify refuses is taken for the last one.
#[test]
fn a_page_that_is_refused_is_said() {
    for series in BOTH {
        let bridge = open(&tenant::config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        orders(&mut host.world, &[1001]);
        host.fault("orders.open", Fault::Answer(Reply::json(403, &json!({"errors": "no"}))));
        host.open_event(
            "open",
            &json!({"source": "schedule", "topic": "orders/open"}),
            &json!(null),
            "apply",
        );
        let outcome = host.run("open").unwrap();
        assert_eq!(
            (codes(&outcome), outcome.get("next")),
            (vec!["VENDOR_REFUSED"], None),
            "{series:?}"
        );
    }
}
