//! Where an order is sent from changes, and an order is looked at without a webhook of its own.

use serde_json::{Value, json};

use crate::changes::{located, place};
use crate::host::{Fault, Host};
use crate::support::{bridge, codes, open, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, World};

/// The order as Shopify has it.
fn stands(world: &mut World) {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!("2026-11-22T10:00:00Z");
    world.orders.insert("1001".to_owned(), order);
}

/// The order and the outlet of each row in flight.
fn outlets(world: &World) -> Vec<String> {
    let keys = world.keys("in_flight");
    let rows = keys.iter().map(|key| &world.row("in_flight", key).unwrap()["row"]);
    rows.map(|row| row["outlet"].as_str().unwrap().to_owned()).collect()
}

/// Runs the tasks that a task asks for, and gives the outcome of the last one.
fn follow(host: &mut Host<'_>, task: &str) -> Value {
    let mut outcome = host.run(task).unwrap();
    let mut id = task.to_owned();
    while let Some(next) = outcome["next"].as_array().and_then(|next| next.first()).cloned() {
        id.push_str("-next");
        host.open_event(&id, &next["event"], &json!(null), "apply");
        outcome = host.run(&id).unwrap();
    }
    outcome
}

/// Fails when a webhook about a fulfilment order does not lead to its order: nobody would hear that
/// Shopify has said where it is sent from.
#[test]
fn a_fulfilment_order_leads_to_the_order_it_is_of() {
    for series in BOTH {
        let bridge = open(&located(series));
        let step = step(&bridge);
        for (topic, body) in [
            (
                "order_routing_complete",
                json!({"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/52", "status": "open"}}),
            ),
            (
                "moved",
                json!({
                    "source_location": {"id": "gid://shopify/Location/51"},
                    "moved_fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/52", "status": "open"},
                }),
            ),
            (
                "merged",
                json!({"fulfillment_order_merges": [{"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/52"}}]}),
            ),
        ] {
            let mut host = Host::new(&step, world(series, true));
            stands(&mut host.world);
            host.world.places = vec![place(52, &[(10011, 2), (10012, 1), (10013, 3)])];
            host.open_about("placed", &format!("fulfillment_orders/{topic}"), &body, "apply");
            let outcome = host.run("placed").unwrap();
            let event = json!({"source": "schedule", "topic": "orders/read", "cursor": "1001"});
            assert_eq!(outcome["next"], json!([{"event": event}]), "{series:?} {topic}");
            assert!(host.world.sales.is_empty(), "one task at a time is about an order");
            let end = follow(&mut host, "placed");
            assert_eq!(codes(&end), [""; 0], "{series:?} {topic}");
            let shops: Vec<&str> = host.world.keys("sales");
            assert_eq!(shops, [format!("1001/{}", tenant::id(series, 2, 2))], "{series:?}");
            assert_eq!(host.world.keys("claims"), [""; 0]);
        }
    }
}

/// Fails when the units of an order that waits are not moved with it.
#[test]
fn units_move_with_the_fulfilment_order_before_the_sale_is_made() {
    for series in BOTH {
        let bridge = open(&located(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        stands(&mut host.world);
        host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.world.places = vec![place(51, &[(10011, 2), (10012, 1), (10013, 3)])];
        let read = json!({"source": "operator", "topic": "orders/read", "body": 0});
        host.open_event("first", &read, &json!({"id": 1001}), "apply");
        assert_eq!(codes(&host.run("first").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(outlets(&host.world), vec![tenant::id(series, 2, 1); 3]);
        host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.world.places = vec![place(52, &[(10011, 2), (10012, 1), (10013, 3)])];
        let read = json!({"source": "schedule", "topic": "orders/read", "cursor": "1001"});
        host.open_event("second", &read, &json!(null), "apply");
        assert_eq!(codes(&host.run("second").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(outlets(&host.world), vec![tenant::id(series, 2, 2); 3], "{series:?}");
    }
}

/// Fails when what Shopify does not show is passed over without a word, or said again of an order
/// whose deletion is known.
#[test]
fn what_shopify_does_not_show_is_said_unless_it_is_known_to_be_gone() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        let gone = json!({"fulfillment_order": {"id": "gid://shopify/FulfillmentOrder/77"}});
        host.open_about("placed", "fulfillment_orders/split", &gone, "apply");
        let outcome = host.run("placed").unwrap();
        assert_eq!((codes(&outcome), outcome.get("next")), (vec![], None), "{series:?}");
        host.world.orders.insert("1001".to_owned(), Value::Null);
        let read = json!({"source": "operator", "topic": "orders/read", "cursor": "1001"});
        host.open_event("unknown", &read, &json!(null), "apply");
        assert_eq!(codes(&host.run("unknown").unwrap()), ["ORDER_NOT_MAPPED"], "{series:?}");
        host.world
            .store
            .insert(("orders".to_owned(), "1001".to_owned()), json!({"v": 1, "outlets": []}));
        host.open_event("known", &read, &json!(null), "apply");
        assert_eq!(codes(&host.run("known").unwrap()), [""; 0], "{series:?}");
    }
}

/// Fails when an event that names nothing is taken for one that has nothing to say.
#[test]
fn an_event_that_names_nothing_is_refused_where_the_name_should_be() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    for (event, body, path) in [
        (
            json!({"source": "shopify", "topic": "fulfillment_orders/moved", "body": 0}),
            json!({"fulfillment_order": {"id": 7}}),
            "$.task.event.body",
        ),
        (
            json!({"source": "shopify", "topic": "fulfillment_orders/moved", "body": 0}),
            json!(["gid://shopify/FulfillmentOrder/x"]),
            "$.task.event.body[0]",
        ),
        (json!({"source": "operator", "topic": "orders/read"}), json!(null), "$.task.event.body"),
        (
            json!({"source": "schedule", "topic": "orders/read", "cursor": "#7"}),
            json!(null),
            "$.task.event.cursor",
        ),
        (
            json!({"source": "shopify", "topic": "orders/read", "cursor": "7"}),
            json!(null),
            "$.task.event.topic",
        ),
    ] {
        let mut host = Host::new(&step, world(Series::R, true));
        host.open_event("task", &event, &body, "apply");
        let outcome = host.run("task").unwrap();
        assert_eq!(outcome["status"], "refused", "{event}");
        assert_eq!(outcome["refusal"]["path"], path, "{event}");
    }
}
