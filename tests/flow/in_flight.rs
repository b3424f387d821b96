//! Units in flight, as the store has them while an order becomes its sales: a stock level is never
//! read without them.

use serde_json::{Value, json};

use crate::host::{Fault, Host, Tick};
use crate::support::{bridge, codes, open, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, World};

/// The rows of the units: line, units, how many are open, state and reason. Beside the table, the
/// order's own row must have the same.
fn rows(world: &World) -> Vec<(u64, String, String, String)> {
    let keys = world.keys("in_flight");
    let own = world.row("orders", "1001").map(|row| row["in_flight"].clone());
    let rows: Vec<Value> =
        keys.iter().map(|key| world.row("in_flight", key).unwrap()["row"].clone()).collect();
    let mut listed = own.and_then(|rows| rows.as_array().cloned()).unwrap_or_default();
    assert_eq!(listed.len(), rows.len());
    for (key, row) in keys.iter().zip(&rows) {
        let text = |field: &str| row[field].as_str().unwrap_or("-").to_owned();
        let number = |field: &str| text(field).rsplit('/').next().unwrap().to_owned();
        let (line, location) = (number("line"), number("location"));
        assert_eq!(**key, format!("{}/1001/{line}/{location}/{}", text("item"), text("state")));
        let place = listed.iter().position(|own| own == row).expect("the order's row has it");
        listed.remove(place);
    }
    let mut all: Vec<_> = rows
        .iter()
        .map(|row| {
            let text = |field: &str| row[field].as_str().unwrap().to_owned();
            (
                text("line").rsplit('/').next().unwrap().parse().unwrap(),
                format!("{} of {} open", text("open"), text("quantity")),
                text("state"),
                text("reason"),
            )
        })
        .collect();
    all.sort();
    all
}

/// All three lines of the plain order in one state.
fn all(open: bool, state: &str, reason: &str) -> Vec<(u64, String, String, String)> {
    [(10_011, 2), (10_012, 1), (10_013, 3)]
        .map(|(line, units)| {
            let count = format!("{} of {units} open", if open { units } else { 0 });
            (line, count, state.to_owned(), reason.to_owned())
        })
        .to_vec()
}

fn told(second: u32, changes: &[(&str, Value)]) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-22T10:00:{second:02}Z"));
    for (name, value) in changes {
        order[*name] = value.clone();
    }
    order
}

/// Fails when the rows are not stored with the claim, before the sale's write leaves, or stay
/// where they were when the sale stands.
#[test]
fn units_are_in_flight_before_the_sale_leaves_and_in_lightspeed_when_it_stands() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open("task", 1001);
        let mut claimed = None;
        loop {
            match host.tick("task").unwrap() {
                Tick::Performed(id) if id.starts_with("claim:order") => {
                    claimed = Some(rows(&host.world));
                }
                Tick::Performed(id) if id.starts_with("sale.record") => {
                    assert_eq!(rows(&host.world), all(true, "sent", "sent"), "{series:?}");
                }
                Tick::Performed(_) => {}
                Tick::Until(due) => host.world.clock = due,
                Tick::Done => break,
            }
        }
        assert_eq!(claimed, Some(all(true, "sent", "sent")), "{series:?}");
        assert_eq!(rows(&host.world), all(true, "in_lightspeed", "completed"), "{series:?}");
        let key = format!("1001/{}", tenant::outlet(series));
        let sale = host.world.row("sales", &key).unwrap();
        assert_eq!(sale["state"], "completed");
        let units: Vec<&Value> =
            sale["lines"].as_array().unwrap().iter().map(|line| &line["units"]).collect();
        assert_eq!(units, ["2", "1", "3"]);
        // Said by the vendor in the last answer, not by the task's beginning.
        let row = host.world.row("in_flight", host.world.keys("in_flight")[0]).unwrap();
        assert_eq!(row["row"]["confirmed_at"], sale["confirmed_at"]);
        assert_eq!(row["row"]["sale"], sale["sale"]);
    }
}

/// Fails when units of a refused sale are taken for sold, or those of a sale that nobody can tell
/// of for free.
#[test]
fn a_refused_sale_takes_nothing_and_a_lost_one_is_under_way() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.open("first", 1001);
        assert_eq!(codes(&host.run("first").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(rows(&host.world), all(true, "seen", "not_posted"), "{series:?}");
        host.fault("sale.record#1", Fault::LostAfter);
        for attempt in 2..=6 {
            let fault = Fault::Answer(Reply::json(503, &json!({})));
            host.fault(&format!("sale.find#{attempt}"), fault);
        }
        host.open("second", 1001);
        assert_eq!(codes(&host.run("second").unwrap()), ["VENDOR_UNREACHABLE"], "{series:?}");
        assert_eq!(rows(&host.world), all(true, "sent", "sent"), "{series:?}");
        host.open("third", 1001);
        assert_eq!(codes(&host.run("third").unwrap()), [""; 0], "{series:?}");
        assert_eq!(rows(&host.world), all(true, "in_lightspeed", "completed"), "{series:?}");
        assert_eq!(host.world.sales.len(), 1);
    }
}

/// Fails when an order that nobody can post yet is not kept out of the stock, or when a vendor that
/// cannot be read later makes the rows worse than they are.
#[test]
fn units_are_noted_at_first_sight_whatever_shopify_says() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        let refused = || Fault::Answer(Reply::json(403, &json!({"errors": "no scope"})));
        host.fault("order.now", refused());
        host.open_about("first", "orders/create", &told(1, &[]), "apply");
        assert_eq!(codes(&host.run("first").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(rows(&host.world), all(true, "seen", "not_posted"), "{series:?}");
        assert!(host.world.row("seen", "order/1001").is_none(), "it is not over");
        assert_eq!(host.world.keys("claims"), [""; 0]);
        host.open_about("second", "orders/create", &told(1, &[]), "apply");
        assert_eq!(codes(&host.run("second").unwrap()), [""; 0], "{series:?}");
        let stand = rows(&host.world);
        assert_eq!(stand, all(true, "in_lightspeed", "completed"), "{series:?}");
        let gone = told(2, &[("fulfillment_status", json!("fulfilled"))]);
        host.fault("order.now", refused());
        host.open_about("third", "orders/fulfilled", &gone, "apply");
        host.run("third").unwrap();
        assert_eq!(rows(&host.world), stand, "{series:?}");
    }
}

/// Fails when the rows do not follow the order to its end: what was sent is no longer open, and
/// goes once no level from before the sale is used any more.
#[test]
fn rows_follow_the_order_until_nothing_of_it_is_open() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open_about("create", "orders/create", &told(1, &[]), "apply");
        host.run("create").unwrap();
        let writes = host.world.performed.len();
        host.open_about("again", "orders/create", &told(1, &[]), "apply");
        host.run("again").unwrap();
        let performed = &host.world.performed[writes..];
        assert!(
            !performed.iter().any(|(_, id)| id.starts_with("claim")),
            "a second delivery that changes nothing writes nothing: {performed:?}"
        );
        let gone = told(2, &[("fulfillment_status", json!("fulfilled"))]);
        host.open_about("fulfilled", "orders/fulfilled", &gone, "apply");
        assert_eq!(codes(&host.run("fulfilled").unwrap()), [""; 0], "{series:?}");
        assert_eq!(rows(&host.world), all(false, "in_lightspeed", "completed"), "{series:?}");
        // More than a day later.
        host.world.clock += 25 * 60 * 60;
        let later = told(3, &[("fulfillment_status", json!("fulfilled"))]);
        host.open_about("later", "orders/updated", &later, "apply");
        assert_eq!(codes(&host.run("later").unwrap()), [""; 0], "{series:?}");
        assert_eq!(rows(&host.world), [], "{series:?}");
        assert_eq!(host.world.keys("claims"), [""; 0]);
    }
}

/// Fails when an order that is fulfilled before it is posted is said not to be posted although its
/// sale then stands, or not said although it cannot be.
#[test]
fn what_left_without_a_sale_is_said_and_what_left_with_one_is_not() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let gone = told(1, &[("fulfillment_status", json!("fulfilled"))]);
        let mut host = Host::new(&step, world(series, true));
        host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.open_about("first", "orders/fulfilled", &gone, "apply");
        let outcome = host.run("first").unwrap();
        let mut said = codes(&outcome);
        said.sort_unstable();
        let not_posted = "FULFILLED_NOT_POSTED";
        assert_eq!(said, [not_posted, not_posted, not_posted, "VENDOR_REFUSED"], "{series:?}");
        assert_eq!(rows(&host.world), all(false, "fulfilled", "not_posted"), "{series:?}");
        host.open_about("second", "orders/fulfilled", &gone, "apply");
        assert_eq!(codes(&host.run("second").unwrap()), [""; 0], "{series:?}");
        assert_eq!(rows(&host.world), all(false, "in_lightspeed", "completed"), "{series:?}");
        assert!(host.exceptions.is_empty(), "{series:?}: {:?}", host.exceptions);
    }
}

/// Scenario 40. Fails when an order that is never posted is not kept out of the stock, or keeps its rows when it
/// is deleted.
#[test]
fn an_order_that_is_never_posted_is_in_flight_while_it_is_open() {
    for series in BOTH {
        let mut config = tenant::config(series);
        config["orders"] = json!({"go_live": "2026-11-19T00:00:00Z"});
        let bridge = open(&config);
        let step = step(&bridge);
        for (order, reason) in [
            (told(1, &[("test", json!(true))]), "test_order"),
            (told(1, &[("test", json!(false))]), "before_go_live"),
        ] {
            let mut host = Host::new(&step, world(series, true));
            host.open_about("first", "orders/create", &order, "apply");
            assert_eq!(codes(&host.run("first").unwrap()), [""; 0], "{series:?}");
            assert!(host.world.sales.is_empty());
            assert_eq!(rows(&host.world), all(true, "seen", reason), "{series:?}");
            host.open_about("gone", "orders/delete", &json!({"id": 1001}), "apply");
            assert_eq!(codes(&host.run("gone").unwrap()), [""; 0], "{series:?}");
            assert_eq!(rows(&host.world), [], "{series:?}");
        }
    }
}

/// Fails when units that left an old order before go-live are taken for gone without a sale: they
/// were counted then.
#[test]
fn what_left_before_go_live_was_counted_then() {
    let mut config = tenant::config(Series::R);
    config["orders"] = json!({"go_live": "2026-11-19T00:00:00Z"});
    let bridge = open(&config);
    let step = step(&bridge);
    let left = |day: u32| {
        json!([{"status": "success", "created_at": format!("2026-11-{day}T12:00:00Z"),
            "line_items": [{"id": 10_011, "quantity": 2}]}])
    };
    for (day, expected) in [(18, Vec::new()), (20, vec!["FULFILLED_NOT_POSTED"])] {
        let mut host = Host::new(&step, world(Series::R, true));
        let mut order = told(1, &[("fulfillments", left(day))]);
        order["line_items"].as_array_mut().unwrap().truncate(1);
        order["fulfillment_status"] = json!("fulfilled");
        host.open_about("first", "orders/updated", &order, "apply");
        assert_eq!(codes(&host.run("first").unwrap()), expected, "{day}");
        assert_eq!(rows(&host.world).len(), expected.len(), "{day}");
    }
}

/// Fails when the rows of a task that holds the order are overwritten by another one that only
/// looked.
#[test]
fn whoever_does_not_get_the_order_leaves_its_rows_alone() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.open("holder", 1001);
        while host.world.keys("claims").is_empty() {
            host.tick("holder").unwrap();
        }
        let stand = rows(&host.world);
        host.open_about("other", "orders/updated", &told(1, &[]), "apply");
        let outcome = host.run("other").unwrap();
        assert_eq!(codes(&outcome), ["CLAIM_HELD"], "{series:?}");
        assert_eq!(rows(&host.world), stand, "{series:?}");
        host.run("holder").unwrap();
        assert_eq!(rows(&host.world), all(true, "in_lightspeed", "completed"), "{series:?}");
    }
}
