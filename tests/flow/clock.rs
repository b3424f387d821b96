//! Rule 7: time. A task's `now` does not move, answers bring their own time, a request may be
//! too early or too late.

use serde_json::{Value, json};

use crate::host::{Fault, Host, Tick};
use crate::support::{assert_once, bridge, plain, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, second};

fn throttled(value: &str) -> Fault {
    let mut reply = Reply::json(429, &json!({}));
    reply.headers.push(("retry-AFTER".to_owned(), value.to_owned()));
    Fault::Answer(reply)
}

fn shopify_throttled() -> Fault {
    // 200 points are missing at 50 a second: four seconds.
    Fault::Answer(Reply::json(
        200,
        &json!({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
            "extensions": {"cost": {"requestedQueryCost": 202, "throttleStatus":
                {"maximumAvailable": 1000.0, "currentlyAvailable": 2, "restoreRate": 50.0}}}}),
    ))
}

/// The open requests of a task.
fn asked(host: &mut Host<'_>, task: &str) -> Vec<Value> {
    host.outcome(task)["requests"].as_array().cloned().unwrap_or_default()
}

fn open_one(host: &mut Host<'_>, task: &str, id: &str) -> Option<Value> {
    let starts = |request: &Value| plain(request["id"].as_str().unwrap()).starts_with(id);
    asked(host, task).into_iter().find(starts)
}

/// Performs requests until this one is asked for; the clock does not jump.
fn until(host: &mut Host<'_>, task: &str, id: &str) -> Value {
    for _ in 0..40 {
        if let Some(request) = open_one(host, task, id) {
            return request;
        }
        assert!(matches!(host.tick(task).unwrap(), Tick::Performed(_)), "it never asked {id}");
    }
    panic!("it never asked for {id}");
}

/// Fails when a vendor's way to say "later" is not understood, or taken from another moment than
/// the answer's own.
#[test]
fn rule_7_each_vendors_way_to_say_later() {
    let bridge = bridge(Series::X);
    let step = step(&bridge);
    for (request, fault, wait) in [
        ("sale.find", throttled("7"), 7),
        ("sale.find", throttled(" 0 "), 1),
        // Six requests of a second each come first; the date is the 40th second.
        ("sale.find", throttled("Mon, 23 Nov 2026 00:00:40 GMT"), -40),
        ("sale.find", throttled("Sun, 22 Nov 2026 00:00:00 GMT"), 1),
        ("sale.find", throttled("soon"), 1),
        ("order.now", shopify_throttled(), 4),
    ] {
        let mut host = Host::new(&step, world(Series::X, true));
        host.fault(&format!("{request}#1"), fault.clone());
        host.open("task", 1001);
        let mut at = 0;
        let again = loop {
            if let Some(again) = open_one(&mut host, "task", &format!("{request}#2")) {
                break again;
            }
            match host.tick("task").unwrap() {
                Tick::Performed(id) if plain(&id).starts_with(request) => at = host.world.clock,
                other => assert!(matches!(other, Tick::Performed(_)), "{request}: {other:?}"),
            }
        };
        let due = second(again["not_before"].as_str().unwrap());
        let expected = if wait < 0 { -wait } else { at + wait };
        assert_eq!(due, expected, "{request} {fault:?}");
        host.run("task").unwrap();
        assert_once(&host, &[1001], request);
    }
}

/// Fails when `join` gives up its other branch, or waits with it: while Shopify is throttled the
/// row and the links are read; while the customer's search is, the sale is claimed and looked up.
#[test]
fn rule_7_one_throttled_branch_does_not_stop_another() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for (request, others) in [
            ("order.now", vec!["order.row", "link:variant/44003", "customer.mac"]),
            ("customer.row", vec!["sale.find"]),
            ("customer.find", vec!["sale.find"]),
        ] {
            let mut host = Host::new(&step, world(series, false));
            host.fault(&format!("{request}#1"), throttled("30"));
            host.open("task", 1001);
            while let Tick::Performed(_) = host.tick("task").unwrap() {}
            let made = steps_of(&host, "task");
            for other in others {
                assert!(made.iter().any(|own| own == other), "{request}: no {other} in {made:?}");
            }
            let left = asked(&mut host, "task");
            assert_eq!(left.len(), 1, "only what is throttled is left: {left:?}");
            assert!(plain(left[0]["id"].as_str().unwrap()).starts_with(&format!("{request}#2")));
            host.run("task").unwrap();
            assert_once(&host, &[1001], request);
        }
    }
}

/// Fails when a task is held for more than a minute, ends without being looked at again, or
/// keeps its claims meanwhile.
#[test]
fn rule_7_a_wait_of_more_than_a_minute_ends_the_task_which_comes_again() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for request in ["order.now", "customer.find", "sale.find", "sale.record"] {
            let mut host = Host::new(&step, world(series, false));
            host.fault(request, throttled("61"));
            host.open("task", 1001);
            let outcome = host.run("task").unwrap();
            assert_eq!(outcome["status"], "done");
            assert_eq!(outcome["exceptions"], Value::Null, "{series:?} {request}");
            let next = &outcome["next"][0];
            let due = second(next["not_before"].as_str().unwrap());
            assert!(due > host.world.clock + 50 && due <= host.world.clock + 61, "{due}");
            assert_eq!(next["event"], host.tasks["task"].task["event"]);
            assert_eq!(host.world.keys("claims"), [""; 0], "{series:?} {request}");
            assert_eq!(host.world.sales.len(), 0);
            host.settle();
            assert_once(&host, &[1001], &format!("{series:?} {request}"));

            let mut host = Host::new(&step, world(series, false));
            host.fault(request, throttled("60"));
            host.open("task", 1001);
            let outcome = host.run("task").unwrap();
            assert_eq!(outcome["next"], Value::Null, "a minute is not more than a minute");
            assert_once(&host, &[1001], &format!("{series:?} {request}"));
        }
    }
}

/// Fails when a write that rests on a look-up may be made however old that is, or when the
/// look-up is not made again.
#[test]
fn rule_7_a_write_states_how_old_its_look_up_may_be() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for (write, look) in [("sale.record", "sale.find"), ("customer.create", "customer.find")] {
            let mut host = Host::new(&step, world(series, false));
            host.open("task", 1001);
            let mut looked = 0;
            let request = loop {
                if let Some(request) = open_one(&mut host, "task", write) {
                    break request;
                }
                if let Tick::Performed(id) = host.tick("task").unwrap()
                    && plain(&id).starts_with(look)
                {
                    looked = host.world.clock;
                }
            };
            let limit = second(request["not_after"].as_str().unwrap());
            assert_eq!(limit, looked + 300, "{series:?} {write}");
            // The host sleeps; meanwhile somebody makes it by hand, or another host did.
            host.world.clock = limit + 1;
            host.world.perform(&request);
            host.run("task").unwrap();
            let made = steps_of(&host, "task");
            assert!(!made.iter().any(|own| own == write), "{series:?}: {made:?}");
            assert_eq!(made.iter().filter(|own| *own == look).count(), 2, "{made:?}");
            assert_once(&host, &[1001], &format!("{series:?} {write}"));
        }
    }
}

/// Fails when a second read of a step answers with what the first one saw.
#[test]
fn rule_7_a_read_that_is_asked_again_sees_the_new_value() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, false));
    host.fault("customer.create#1", Fault::LostBefore);
    host.open("task", 1001);
    until(&mut host, "task", "customer.create");
    host.tick("task").unwrap();
    // Nothing was made, as nobody knows; then the till makes the customer.
    let own = host.world.add_customer(tenant::EMAIL);
    host.run("task").unwrap();
    assert_eq!(host.world.sales[0].customer, own);
    assert_once(&host, &[1001], "the till was first");
}

/// Fails when `now` of the task enters a request: a host that moves it asks the same.
#[test]
fn rule_7_now_is_fixed_and_enters_nothing() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.open("task", 1001);
        while host.tasks["task"].done.is_none() {
            let before = host.outcome("task");
            let kept = host.tasks.get_mut("task").unwrap();
            let now = std::mem::replace(&mut kept.task["now"], json!("2026-11-22T00:00:00Z"));
            assert_eq!(before, host.outcome("task"), "{series:?}");
            host.tasks.get_mut("task").unwrap().task["now"] = now;
            host.tick("task").unwrap();
        }
    }
}
