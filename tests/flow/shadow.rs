//! A tenant in shadow: everything is computed, nothing leaves, and what would have been done is kept.

use std::cell::Cell;

use serde_json::{Value, json};

use crate::host::{Fault, Host, Tick};
use crate::support::{assert_once, bridge, codes, open, step, world};
use crate::tenant::{self, BOTH};
use crate::world::{Reply, World};

fn shadow(mut config: Value) -> Value {
    config["shadow"] = json!(true);
    config
}

/// Everything outside the store that a write would change, and the rows of other tables.
fn outside(
    world: &World,
) -> (Vec<crate::world::Sale>, Vec<crate::world::Customer>, usize, Vec<String>) {
    let rows = world.store.keys().filter(|(table, _)| table != "shadow" && table != "tasks");
    let rows = rows.map(|(table, key)| format!("{table}/{key}"));
    (world.sales.clone(), world.customers.clone(), world.kept.len(), rows.collect())
}

fn told(status: &str, second: u32) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-22T10:00:{second:02}Z"));
    order["financial_status"] = json!(status);
    order
}

/// The row about an order.
fn of(world: &World, order: u64) -> &Value {
    let key = format!("of/order/{order}");
    world.row("shadow", &key).unwrap_or_else(|| panic!("no row {key}: {:?}", world.keys("shadow")))
}

/// Fails when a write of any kind leaves in shadow, or a row of another table is stored.
#[test]
fn nothing_leaves_in_shadow() {
    for series in BOTH {
        let mut config = shadow(tenant::config(series));
        config["helper_items"]["refund"] = json!(tenant::id(series, 9, 5));
        let bridge = open(&config);
        let step = step(&bridge);
        for known in [true, false] {
            let mut cancelled = told("paid", 5);
            cancelled["cancelled_at"] = json!("2026-11-22T10:00:05Z");
            let mut unmapped = told("paid", 6);
            unmapped["line_items"][0]["variant_id"] = json!(99);
            for (topic, body, unpaid) in [
                ("orders/create", told("paid", 1), false),
                ("orders/create", told("pending", 2), true),
                ("orders/paid", told("paid", 3), false),
                ("orders/updated", told("authorized", 4), true),
                ("orders/cancelled", cancelled, false),
                ("orders/updated", unmapped, false),
                ("orders/delete", json!({"id": 1001}), false),
            ] {
                let mut host = Host::new(&step, world(series, known));
                host.world.unpaid = unpaid;
                let before = outside(&host.world);
                host.open_about("task", topic, &body, "apply");
                let outcome = host.run("task").unwrap();
                let what = format!("{series:?} {known} {topic}");
                assert_eq!(outcome["status"], "done", "{what}: {outcome}");
                assert_eq!(outcome["shadow"], true, "{what}");
                assert!(
                    host.tasks["task"].sent.is_empty(),
                    "{what}: {:?}",
                    host.tasks["task"].sent
                );
                assert_eq!(outside(&host.world), before, "{what}");
                for row in outcome["commit"].as_array().into_iter().flatten() {
                    assert_eq!(row["table"], "shadow", "{what}: {row}");
                }
            }
        }
    }
}

/// Fails when what staff already have stand in Lightspeed is changed: a sale that is to be taken
/// back, or one that only reserves.
#[test]
fn what_stands_is_left_alone() {
    for series in BOTH {
        let mut config = tenant::config(series);
        config["helper_items"]["refund"] = json!(tenant::id(series, 9, 5));
        let (live, dark) = (open(&config), open(&shadow(config)));
        for (first, then) in [("paid", "cancelled"), ("pending", "paid"), ("pending", "cancelled")]
        {
            let live_step = step(&live);
            let mut host = Host::new(&live_step, world(series, true));
            host.world.unpaid = first == "pending";
            host.open_about("live", "orders/create", &told(first, 1), "apply");
            host.run("live").unwrap();
            let dark_step = step(&dark);
            let mut host = Host::new(&dark_step, host.world);
            host.world.unpaid = then == "cancelled" && first == "pending";
            let before =
                (host.world.sales.clone(), host.world.kept.len(), host.world.store.clone());
            let mut body = told(if then == "paid" { "paid" } else { first }, 2);
            if then == "cancelled" {
                body["cancelled_at"] = json!("2026-11-22T10:00:02Z");
            }
            host.open_about("dark", "orders/updated", &body, "apply");
            let outcome = host.run("dark").unwrap();
            let what = format!("{series:?} {first} {then}");
            assert!(!outcome["writes"].as_array().unwrap().is_empty(), "{what}: {outcome}");
            let store = |(table, _): &(&(String, String), &Value)| {
                !["shadow", "tasks"].contains(&table.0.as_str())
            };
            let rows = |world: &std::collections::BTreeMap<(String, String), Value>| {
                world
                    .iter()
                    .filter(store)
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(host.world.sales, before.0, "{what}");
            assert_eq!(host.world.kept.len(), before.1, "{what}");
            assert_eq!(rows(&host.world.store), rows(&before.2), "{what}");
        }
    }
}

/// Fails when the row does not say what would have been done, or says who bought.
#[test]
fn a_row_says_what_would_have_been_done() {
    for series in BOTH {
        let bridge = open(&shadow(tenant::config(series)));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.open("task", 1001);
        host.run("task").unwrap();
        let row = of(&host.world, 1001);
        let id = |kind, place| tenant::id(series, kind, place);
        assert_eq!(row["name"], "#1001");
        assert_eq!(
            (&row["date"], &row["at"]),
            (&json!("2026-11-18"), &json!("2026-11-18T15:41:01Z"))
        );
        // 38.49, of which 3.50 is tax; two, one and three units.
        assert_eq!(
            row["sales"],
            json!([{
                "outlet": id(2, 1), "register": id(3, 1), "total": "38.49", "tax": "3.50",
                "tenders": [{"payment_type": id(4, 1), "amount": "38.49"}],
                "customer": "unknown",
                "units": [
                    {"item": id(6, 1), "units": "2"},
                    {"item": id(6, 2), "units": "1"},
                    {"item": id(6, 3), "units": "3"},
                ],
            }]),
            "{series:?}"
        );
        let writes: Vec<String> = row["writes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|write| {
                format!(
                    "{} {}",
                    write["system"].as_str().unwrap(),
                    write["purpose"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(writes, ["lightspeed customer.create", "lightspeed sale.record"]);
        assert_eq!(row["writes"][1]["key"], format!("sale/1001/{}", id(2, 1)));
        let text = json!(
            host.world
                .store
                .iter()
                .filter(|(key, _)| key.0 == "shadow")
                .map(|(key, value)| json!([key.1, value]))
                .collect::<Vec<_>>()
        )
        .to_string();
        for word in ["ada", "Ada", "Moreno", "Quay", "example.com", "02110"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert!(text.len() < 1_500, "{} bytes", text.len());
    }
}

/// Fails when an earlier row about an order outlives a later one, or a row of a day speaks of
/// something that is not so any more.
#[test]
fn a_later_task_takes_the_place_of_an_earlier_one() {
    for series in BOTH {
        let bridge = open(&shadow(tenant::config(series)));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open("first", 1001);
        host.run("first").unwrap();
        let mut moved = tenant::order(1001);
        moved["processed_at"] = json!("2026-11-19T00:00:00Z");
        moved["line_items"][0]["variant_id"] = json!(99);
        host.open_with("second", &moved, "apply");
        let said = host.run("second").unwrap();
        assert_eq!(codes(&said), ["LINE_UNLINKED", "HELPER_ITEM_MISSING"]);
        let row = of(&host.world, 1001);
        assert_eq!(row["date"], "2026-11-19");
        assert_eq!(
            (row.get("sales"), &row["exceptions"]),
            (None, &json!(["LINE_UNLINKED", "HELPER_ITEM_MISSING"]))
        );
        let keys = host.world.keys("shadow");
        assert_eq!(
            keys,
            ["day/2026-11-18/order/1001", "day/2026-11-19/order/1001", "of/order/1001"]
        );
        assert!(
            host.exceptions.contains_key(&("LINE_UNLINKED".to_owned(), "order/1001".to_owned()))
        );
        // Mended, it says so; gone, it is gone.
        host.open("third", 1001);
        host.run("third").unwrap();
        assert!(of(&host.world, 1001).get("exceptions").is_none());
        assert!(host.exceptions.is_empty(), "{series:?}: {:?}", host.exceptions);
        host.open_about("gone", "orders/delete", &json!({"id": 1001}), "apply");
        host.run("gone").unwrap();
        assert!(host.world.row("shadow", "of/order/1001").is_none());
    }
}

/// Fails when a task that only waits is taken for one that would do nothing.
#[test]
fn a_task_that_waits_leaves_the_row_alone() {
    for series in BOTH {
        let bridge = open(&shadow(tenant::config(series)));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open("first", 1001);
        host.run("first").unwrap();
        let before = of(&host.world, 1001).clone();
        let busy = Reply {
            status: 429,
            headers: vec![("retry-after".to_owned(), "600".to_owned())],
            body: Vec::new(),
        };
        host.fault("order.now", Fault::Answer(busy));
        host.open("busy", 1001);
        let outcome = host.run("busy").unwrap();
        assert!(outcome["next"][0]["not_before"].is_string(), "{series:?}: {outcome}");
        assert_eq!(of(&host.world, 1001), &before);
    }
}

/// Fails when a preview leaves a row, or a task that is to be applied does not say that it is not.
#[test]
fn a_preview_in_shadow_leaves_nothing() {
    for series in BOTH {
        let bridge = open(&shadow(tenant::config(series)));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open_with("look", &tenant::order(1001), "preview");
        let outcome = host.run("look").unwrap();
        assert_eq!((outcome.get("commit"), &outcome["shadow"]), (None, &json!(true)));
        assert_eq!(host.world.keys("shadow"), [""; 0]);
        let plain = crate::support::bridge(series);
        let step = crate::support::step(&plain);
        let mut host = Host::new(&step, world(series, true));
        host.open("live", 1001);
        assert_eq!(host.run("live").unwrap().get("shadow"), None);
    }
}

/// Fails when orders are not computed because going live lies ahead, or those of long ago are.
#[test]
fn what_goes_live_later_is_computed_now() {
    for series in BOTH {
        let mut config = shadow(tenant::config(series));
        config["orders"] = json!({"go_live": "2026-12-01T00:00:00Z"});
        let bridge = open(&config);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open("new", 1001);
        host.run("new").unwrap();
        assert_eq!(of(&host.world, 1001)["sales"][0]["total"], "38.49", "{series:?}");
        let mut old = tenant::order(1002);
        old["processed_at"] = json!("2026-10-01T00:00:00Z");
        host.open_with("old", &old, "apply");
        host.run("old").unwrap();
        assert_eq!(of(&host.world, 1002).get("sales"), None, "{series:?}");
    }
}

/// Fails when anything that was kept in shadow has a part in what is done after it.
#[test]
fn after_the_shadow_orders_are_posted_as_if_there_had_been_none() {
    for series in BOTH {
        for known in [true, false] {
            let dark = open(&shadow(tenant::config(series)));
            let dark_step = step(&dark);
            let mut host = Host::new(&dark_step, world(series, known));
            for (task, order) in [("one", 1001), ("two", 1002)] {
                host.open(task, order);
                host.run(task).unwrap();
            }
            let live = bridge(series);
            let live_step = step(&live);
            let mut after = Host::new(&live_step, host.world);
            let mut fresh = Host::new(&live_step, world(series, known));
            fresh.world.clock = after.world.clock;
            for host in [&mut after, &mut fresh] {
                host.open("live", 1001);
                host.run("live").unwrap();
            }
            assert_once(&after, &[1001], &format!("{series:?}"));
            assert_eq!(after.world.sales, fresh.world.sales);
            let rows = |world: &World| {
                let own = world
                    .store
                    .iter()
                    .filter(|((table, _), _)| !["shadow", "tasks"].contains(&table.as_str()));
                own.map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()
            };
            assert_eq!(rows(&after.world), rows(&fresh.world), "{series:?}");
        }
    }
}

/// Rule 8. Fails when a task that was begun before the shadow writes in it, at whatever boundary it
/// was, or does not go on rightly when the shadow is over.
#[test]
fn an_open_task_of_before_does_not_write() {
    for series in BOTH {
        let (live, dark) = (bridge(series), open(&shadow(tenant::config(series))));
        for ticks in 1..40 {
            let in_shadow = Cell::new(false);
            let step = |envelope: &[u8], bodies: &[&[u8]]| {
                let bridge = if in_shadow.get() { &dark } else { &live };
                serde_json::to_vec(&bridge.step(envelope, bodies)).unwrap()
            };
            let mut host = Host::new(&step, world(series, false));
            host.open("task", 1001);
            let over = (0..ticks).any(|_| host.tick("task").unwrap() == Tick::Done);
            if over {
                assert!(ticks > 8, "{ticks}");
                break;
            }
            let before = outside(&host.world);
            let sent = host.tasks["task"].sent.clone();
            in_shadow.set(true);
            let outcome = host.run("task").unwrap();
            assert_eq!(outcome["status"], "done", "{series:?} {ticks}: {outcome}");
            assert_eq!(outside(&host.world), before, "{series:?} {ticks}");
            assert_eq!(host.tasks["task"].sent, sent, "{series:?} {ticks}");
            // What it had claimed is taken over when the shadow is over.
            in_shadow.set(false);
            host.world.clock += 60;
            host.open("after", 1001);
            host.run("after").unwrap();
            host.settle();
            assert_once(&host, &[1001], &format!("{series:?} {ticks}"));
        }
    }
}

/// Fails when what writes to no vendor does not run as it does: the links of a tenant in shadow.
#[test]
fn what_writes_to_no_vendor_runs_as_it_does() {
    for series in BOTH {
        let bridge = open(&shadow(tenant::config(series)));
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        let pair = json!({"variant": "gid://shopify/ProductVariant/44009", "item": tenant::id(series, 6, 9), "decision": "link"});
        let event = json!({"source": "operator", "topic": "links/decide", "body": 0});
        host.open_event("decide", &event, &json!({"decisions": [pair]}), "apply");
        let outcome = host.run("decide").unwrap();
        assert_eq!((&outcome["status"], &outcome["shadow"]), (&json!("done"), &json!(true)));
        assert!(host.world.row("links", "variant/44009").is_some(), "{series:?}: {outcome}");
    }
}
