//! Days in shadow with many orders and sales, pages that are refused, and what goes in the end.

use std::collections::VecDeque;

use serde_json::json;

use crate::host::{Fault, Host};
use crate::shadow_report::{DAY, config, counts, report, run_all};
use crate::support::{codes, open, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::tills::{Keyed, keyed};
use crate::world::{Reply, World};

/// A day of many orders and sales: the rows of one order stand for all.
fn many(series: Series, orders: u64, sales: u64) -> World {
    let bridge = open(&config(series));
    let step = step(&bridge);
    let mut host = Host::new(&step, world(series, true));
    host.open("order", 1001);
    host.run("order").unwrap();
    let mut world = host.world;
    let of = world.row("shadow", "of/order/1001").unwrap().clone();
    for number in 10_001..10_001 + orders {
        let mut row = of.clone();
        row["name"] = json!(format!("#{number}"));
        world.store.insert(("shadow".to_owned(), format!("of/order/{number}")), row);
        let key = format!("day/{DAY}/order/{number}");
        world
            .store
            .insert(("shadow".to_owned(), key), json!({"v": 1, "name": format!("#{number}")}));
    }
    for key in ["of/order/1001".to_owned(), format!("day/{DAY}/order/1001")] {
        world.store.remove(&("shadow".to_owned(), key));
    }
    for place in 0..sales {
        // Every third sale is a web order's, as far as there are any.
        let (number, named) = (10_001 + place / 3, place % 3 == 0 && place / 3 < orders);
        let minute = 16 * 60 + place * 60 / sales;
        let own = Keyed {
            at: format!("{DAY}T{:02}:{:02}:{:02}Z", minute / 60, minute % 60, place % 60),
            ..keyed(series, 100 + place, if named { "" } else { "till" })
        };
        let reference = if named { format!("#{number}") } else { own.reference.clone() };
        let total = if named { "38.49" } else { "7.00" };
        let tax = if named { "3.50" } else { "0.00" };
        world.keyed.push(Keyed { reference, total, tax, customer: named, ..own }.row());
    }
    world
}

/// Fails when a day of more than a page is cut off, does not keep to the bounds of a task, or counts
/// twice what was read twice.
#[test]
fn a_day_of_many_pages_keeps_to_its_bounds() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, many(series, 320, 1_100));
        let outcomes = run_all(
            &mut host,
            &json!({"source": "operator", "topic": "shadow/report", "cursor": DAY}),
        );
        assert!(outcomes.len() > 10, "{series:?}: {} tasks", outcomes.len());
        let rounds =
            outcomes.iter().map(|outcome| outcome["rounds"].as_u64().unwrap()).max().unwrap();
        let bytes = host.bytes.iter().max().unwrap();
        assert!(rounds <= 10 && *bytes < 1_500_000, "{series:?}: {rounds} rounds, {bytes} bytes");
        let row = host.world.row("shadow", &format!("report/{DAY}")).unwrap();
        assert_eq!(counts(row, "kinds"), ["same 320"], "{series:?}");
        assert_eq!((&row["ours"], &row["theirs"]), (&json!("12316.80"), &json!("12316.80")));
    }
}

/// Fails when a page that is refused ends the report, or is not said; or when a report that was begun
/// anew goes on beside the other.
#[test]
fn a_page_that_is_refused_is_tried_again() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, many(series, 3, 6));
        host.fault("sales.0", Fault::Answer(Reply::json(403, &json!({"message": "no"}))));
        let outcomes = run_all(
            &mut host,
            &json!({"source": "operator", "topic": "shadow/report", "cursor": DAY}),
        );
        assert!(outcomes.iter().any(|outcome| codes(outcome) == ["VENDOR_REFUSED"]), "{series:?}");
        assert_eq!(
            counts(host.world.row("shadow", &format!("report/{DAY}")).unwrap(), "kinds"),
            ["same 2", "only_tillbridge 1"]
                .map(str::to_owned)
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
        );
        // A task of a report that is over, or of one that was begun before, does nothing.
        let stale = json!({"source": "schedule", "topic": "shadow/report", "cursor": format!("{DAY}|gone|sales|")});
        let outcomes = run_all(&mut host, &stale);
        assert_eq!((outcomes.len(), outcomes[0].get("commit")), (1, None));
        let wrong = json!({"source": "operator", "topic": "shadow/report", "cursor": "yesterday"});
        host.open_event("wrong", &wrong, &json!(null), "apply");
        assert_eq!(host.run("wrong").unwrap()["refusal"]["path"], "$.task.event.cursor");
    }
}

/// Fails when rows and reports are kept for ever.
#[test]
fn what_is_long_ago_goes() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut world = many(series, 2, 6);
        let of = world.row("shadow", "of/order/10001").unwrap().clone();
        for (number, day) in [(5001, "2026-09-10"), (5002, "2026-10-10")] {
            let mut row = of.clone();
            row["date"] = json!(day);
            world.store.insert(("shadow".to_owned(), format!("of/order/{number}")), row);
            for key in [
                format!("day/{day}/order/{number}"),
                format!("report/{day}"),
                format!("report/{day}/same/{number}"),
            ] {
                world.store.insert(("shadow".to_owned(), key), json!({"v": 1}));
            }
        }
        let mut host = Host::new(&step, world);
        report(&mut host, DAY);
        let old: Vec<&str> = host
            .world
            .keys("shadow")
            .into_iter()
            .filter(|key| !key.contains(DAY) && !key.contains("1000"))
            .collect();
        assert_eq!(
            old,
            [
                "day/2026-10-10/order/5002",
                "of/order/5002",
                "report/2026-10-10",
                "report/2026-10-10/same/5002"
            ]
        );
    }
}

/// Fails when something of the shadow outlives its end, or another row goes with it.
#[test]
fn at_the_end_all_of_it_goes() {
    for series in BOTH {
        let bridge = open(&tenant::config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, many(series, 3, 6));
        report(&mut host, DAY);
        assert!(!host.exceptions.is_empty());
        let others = |world: &World| {
            world.store.keys().filter(|(table, _)| table != "shadow" && table != "tasks").count()
        };
        let before = others(&host.world);
        run_all(&mut host, &json!({"source": "operator", "topic": "shadow/clear"}));
        assert_eq!(
            (host.world.keys("shadow").len(), others(&host.world)),
            (0, before),
            "{series:?}"
        );
        assert!(host.exceptions.is_empty(), "{:?}", host.exceptions);
    }
}

/// Fails when a list that is not in its order is taken for the whole, or nobody is told.
#[test]
fn a_list_out_of_order_makes_no_report() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = Host::new(&step, many(series, 3, 450));
        host.world.quirks.r_ignores_sort = true;
        host.world.quirks.x_answers_first_sale = true;
        let mut queue = VecDeque::from([
            json!({"source": "operator", "topic": "shadow/report", "cursor": DAY}),
        ]);
        let mut said = 0;
        while let Some(event) = queue.pop_front() {
            let id = format!("task-{}", host.tasks.len());
            host.open_event(&id, &event, &json!(null), "apply");
            let outcome = host.run(&id).unwrap();
            if codes(&outcome) == ["SHADOW_INCOMPLETE"] {
                said += 1;
                assert!(outcome["next"][0]["not_before"].is_string(), "{series:?}");
                assert_eq!(host.world.row("shadow", &format!("report/{DAY}")), None);
                host.world.quirks = crate::world::Quirks::default();
            }
            queue.extend(
                outcome["next"].as_array().into_iter().flatten().map(|next| next["event"].clone()),
            );
        }
        assert_eq!(said, 1, "{series:?}");
        // It was tried again, and what was said is closed.
        assert_eq!(
            counts(host.world.row("shadow", &format!("report/{DAY}")).unwrap(), "kinds"),
            ["same 3"]
        );
        assert!(host.exceptions.is_empty(), "{:?}", host.exceptions);
    }
}
