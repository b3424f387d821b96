//! Bad cases of a run over orders and sales: feeds that are cut or empty, what changes meanwhile.

use serde_json::json;

use crate::host::{Fault, Host};
use crate::keyed::units;
use crate::keyed_world::{Till, adopt, decide, flight, open_codes, run, run_all};
use crate::support::{bridge, codes, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::Reply;

/// Fails when a list of sales that comes empty lets orders be posted that staff keyed.
#[test]
fn sales_that_are_not_shown_decide_nothing() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001]);
        host.world.staff_key(&Till { note: "1001", cents: 1, ..Till::default() });
        run(&mut host, "run");
        host.world.quirks.shows_no_sales = true;
        let before = host.world.row("adopt", "order/1001").cloned();
        let tasks = run_all(&mut host, "empty", (&adopt(), &json!(null)), |_, _| {});
        let both = ["KEYED_BY_HAND_MAYBE order/1001", "KEYED_SALES_INCOMPLETE adopt"];
        assert_eq!((open_codes(&host), tasks), (both.map(str::to_owned).to_vec(), 3), "{series:?}");
        assert_eq!(host.world.row("adopt", "order/1001").cloned(), before);
        // What it read is swept by the next run.
        host.world.quirks.shows_no_sales = false;
        run(&mut host, "whole");
        assert_eq!(open_codes(&host), ["KEYED_BY_HAND_MAYBE order/1001"], "{series:?}");
        assert_eq!(host.world.sales.len(), 1);
    }
}

/// Fails when a list whose end cannot be told is taken for whole.
#[test]
fn a_list_in_another_order_decides_nothing() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, true));
    host.world.has_open(&[1001]);
    host.world.staff_key(&Till::default());
    host.world.staff_key(&Till { note: "1001", ..Till::default() });
    host.world.quirks.r_ignores_sort = true;
    run_all(&mut host, "run", (&adopt(), &json!(null)), |_, _| {});
    assert_eq!(open_codes(&host), ["KEYED_SALES_INCOMPLETE adopt"]);
    assert_eq!(host.world.keys("orders"), [""; 0]);
}

/// Fails when pages of sales beyond the first are not read, or one of them ends the run.
#[test]
fn many_pages_one_of_them_refused() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001, 1002, 1003, 1004, 1005, 1006, 1007]);
        host.world.quirks.r_page = 2;
        for number in 1001..1008 {
            let note = format!("web #{number}");
            host.world.staff_key(&Till { note: &note, ..Till::default() });
            host.world.staff_key(&Till { note: "walk-in", cents: 7, ..Till::default() });
        }
        let refused = Fault::Answer(Reply::json(403, &json!({"message": "no"})));
        host.fault("sales.0", refused.clone());
        let mut said = Vec::new();
        run_all(&mut host, "run", (&adopt(), &json!(null)), |world, _| {
            said.push(world.keys("adopt").len());
        });
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
        assert_eq!(host.world.sales.len(), 14, "{series:?}");
        let adopted = host.world.keys("sales").into_iter();
        let adopted =
            adopted.filter(|key| host.world.row("sales", key).unwrap()["state"] == "by_hand");
        assert_eq!(adopted.count(), 7, "{series:?}");
        assert_eq!(host.world.row("adopt", "run").unwrap()["adopted"], 7);
        assert_eq!(host.world.row("adopt", "run").unwrap()["state"], "done");
    }
}

/// Fails when a sale is adopted that was voided, refunded or is another one by then, or for an
/// order that was edited since it was read.
#[test]
fn what_changes_before_the_order_is_looked_at_is_seen() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for what in ["voided", "gone", "edited", "cancelled"] {
            let mut host = Host::new(&step, world(series, true));
            host.world.has_open(&[1001]);
            host.world.staff_key(&Till { note: "#1001", ..Till::default() });
            run_all(&mut host, "run", (&adopt(), &json!(null)), |world, event| {
                if event["topic"] != "orders/read" {
                    return;
                }
                let order = world.orders.get_mut("1001").unwrap();
                match what {
                    "voided" => "voided".clone_into(&mut world.sales[0].state),
                    "gone" => world.sales.clear(),
                    "edited" => order["current_total_price"] = json!("30.00"),
                    _ => order["cancelled_at"] = json!("2026-11-22T09:00:00Z"),
                }
            });
            let (code, state) = match what {
                "cancelled" => ("ORDER_CHANGED", Some("by_hand")),
                _ => ("KEYED_BY_HAND_MAYBE", None),
            };
            assert_eq!(open_codes(&host), [format!("{code} order/1001")], "{series:?} {what}");
            let key = format!("1001/{}", tenant::outlet(series));
            let row = host.world.row("sales", &key);
            assert_eq!(row.map(|row| row["state"].as_str().unwrap()), state, "{series:?} {what}");
            if what == "voided" || what == "gone" {
                assert_eq!(flight(&host.world), units(1001, "seen", "not_posted"), "{what}");
                // The next run finds nothing any more: the order is posted.
                host.world.sales.retain(|sale| sale.state != "voided");
                host.world.staff_key(&Till { note: "walk-in", cents: 5, ..Till::default() });
                run(&mut host, "later");
                assert_eq!(open_codes(&host), [""; 0], "{series:?} {what}");
                assert_eq!(host.world.sales.len(), 2, "{series:?} {what}");
            }
        }
    }
}

/// Fails when a return that names no order does not count against the sale it takes back (R names
/// its lines).
#[test]
fn what_was_refunded_at_the_till_is_not_adopted() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, true));
    host.world.has_open(&[1001]);
    let id = host.world.staff_key(&Till { note: "#1001", ..Till::default() });
    host.world.staff_key(&Till { cents: -1000, units: &[(1, -1)], ..Till::default() });
    host.world.sales[1].body["SaleLines"]["SaleLine"][0]["parentSaleLineID"] =
        json!(format!("{id}0"));
    run(&mut host, "run");
    assert_eq!(open_codes(&host), ["KEYED_BY_HAND_MAYBE order/1001"]);
    let key = ("KEYED_BY_HAND_MAYBE".to_owned(), "order/1001".to_owned());
    let said = host.exceptions[&key]["evidence"]["sales"][0].as_str().unwrap().to_owned();
    assert!(said.ends_with("but taken_back"), "{said}");
}

/// Fails when a decision is carried out that is none.
#[test]
fn what_is_no_decision_is_refused() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for body in [
            json!({}),
            json!({"decisions": []}),
            json!({"decisions": [{"order": "1001"}]}),
            json!({"decisions": [{"order": "#1001", "sale": null}]}),
            json!({"decisions": [{"order": "1001", "sale": "no/id"}]}),
            json!({"decisions": [{"order": "1001", "sale": null, "why": "x"}]}),
        ] {
            let mut host = Host::new(&step, world(series, true));
            let event = json!({"source": "operator", "topic": "adopt/decide", "body": 0});
            host.open_event("no", &event, &body, "apply");
            let outcome = host.run("no").unwrap();
            assert_eq!(outcome["status"], "refused", "{body}");
            assert_eq!(host.world.keys("adopt"), [""; 0]);
        }
        // One sale that cannot be read is asked about again.
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001]);
        decide(&mut host, "gone", &json!([{"order": "1001", "sale": "404"}]));
        assert_eq!(open_codes(&host), ["KEYED_BY_HAND_MAYBE order/1001"]);
        host.open("create", 1001);
        assert_eq!(codes(&host.run("create").unwrap()), ["KEYED_BY_HAND_MAYBE"]);
        assert!(host.world.sales.is_empty());
    }
}
