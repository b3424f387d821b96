//! Orders that staff keyed by hand: adopted where that is certain, a person asked where it is not.

use serde_json::{Value, json};

use crate::changes::{located, place};
use crate::host::Host;
use crate::keyed_world::{Till, adopt, decide, flight, open_codes, run, run_all};
use crate::support::{bridge, codes, open, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::World;

/// The units of an order in one state.
pub(crate) fn units(order: u64, state: &str, reason: &str) -> Vec<String> {
    let rows = [(1, 2), (2, 1), (3, 3)];
    rows.iter().map(|(line, n)| format!("{order}{line} {n} {state} {reason}")).collect()
}

/// The order at this second, with changes.
fn told(second: u32, changes: &[(&str, Value)]) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-22T11:00:{second:02}Z"));
    for (name, value) in changes {
        order[*name] = value.clone();
    }
    order
}

/// What a webhook of order 1001 leads to.
fn hear(host: &mut Host<'_>, task: &str, topic: &str, order: &Value) -> Vec<String> {
    // Shopify has it like this by now.
    host.world.orders.insert("1001".to_owned(), order.clone());
    host.open_about(task, topic, order, "apply");
    let outcome = host.run(task).unwrap();
    codes(&outcome).into_iter().map(str::to_owned).collect()
}

fn sale_row(world: &World) -> Value {
    let key = format!("1001/{}", tenant::outlet(world.series));
    world.row("sales", &key).cloned().unwrap_or_default()
}

/// Fails when a certain sale is not adopted, when what it took is counted once more, or when
/// anything is written to Lightspeed.
#[test]
fn a_certain_sale_is_adopted_and_never_posted_again() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001, 1002, 1003]);
        let id = host.world.staff_key(&Till { note: "web #1001, paid online", ..Till::default() });
        run_all(&mut host, "run", (&adopt(), &json!(null)), |world, event| {
            // The others are of no matter here.
            if event["topic"] == "orders/read" {
                assert_eq!(event["cursor"], "1001");
                assert_eq!(world.sales.len(), 1);
            }
        });
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
        assert_eq!(host.world.sales.len(), 1);
        assert_eq!(host.world.customers.len(), 1);
        let row = sale_row(&host.world);
        assert_eq!((&row["state"], &row["sale"]), (&json!("by_hand"), &json!(id)), "{row}");
        assert_eq!(flight(&host.world), units(1001, "in_lightspeed", "by_hand"), "{series:?}");
        let order = host.world.row("orders", "1001").unwrap();
        assert_eq!(order["posted"]["total"], "38.49");
        assert_eq!(order["outlets"], json!([tenant::outlet(series)]));
        // Its webhook, later: nothing is posted.
        assert_eq!(hear(&mut host, "late", "orders/create", &told(1, &[])), [""; 0]);
        assert_eq!(host.world.sales.len(), 1, "{series:?}");
        // Another run says nothing new.
        let mut before = host.world.store.clone();
        run(&mut host, "again");
        let own = ("adopt".to_owned(), "run".to_owned());
        before.remove(&own);
        host.world.store.remove(&own);
        before.retain(|(table, _), _| table != "tasks");
        host.world.store.retain(|(table, _), _| table != "tasks");
        assert_eq!(host.world.store, before, "{series:?}");
    }
}

/// Fails when an adopted order's later changes are not said, or its sale is taken back by anybody
/// but staff.
#[test]
fn what_changes_later_is_said_and_staffs_sale_is_left_alone() {
    for series in BOTH {
        let bridge = open(&crate::undo::config(series));
        let step = step(&bridge);
        for refunded in [true, false] {
            let mut host = Host::new(&step, world(series, true));
            host.world.has_open(&[1001]);
            host.world.staff_key(&Till { note: "#1001", ..Till::default() });
            run(&mut host, "run");
            let fewer = told(1, &[("total_price", json!("30.00"))]);
            assert_eq!(hear(&mut host, "edit", "orders/updated", &fewer), ["ORDER_CHANGED"]);
            assert_eq!(hear(&mut host, "back", "orders/updated", &told(2, &[])), [""; 0]);
            host.world.refunded = refunded;
            let before = host.world.sales.clone();
            let cancelled = told(3, &[("cancelled_at", json!("2026-11-22T11:00:03Z"))]);
            for task in ["cancel", "twice"] {
                let said = hear(&mut host, task, "orders/cancelled", &cancelled);
                assert_eq!(said, ["ORDER_CHANGED"], "{series:?} {refunded}");
            }
            assert_eq!(host.world.sales, before, "{series:?}");
            assert_eq!(sale_row(&host.world)["state"], "by_hand");
            assert_eq!(open_codes(&host), ["ORDER_CHANGED order/1001"]);
        }
    }
}

/// Fails when an order that may have been keyed is posted before a person decides, when a decision
/// is not carried out, or when it is forgotten by a later run.
#[test]
fn what_is_not_certain_waits_for_a_person() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for mine in [false, true] {
            let mut host = Host::new(&step, world(series, true));
            host.world.has_open(&[1001]);
            let id = host.world.staff_key(&Till { note: "#1001", cents: 3800, ..Till::default() });
            run(&mut host, "run");
            let asked = ["KEYED_BY_HAND_MAYBE order/1001"];
            assert_eq!(open_codes(&host), asked, "{series:?}");
            let key = ("KEYED_BY_HAND_MAYBE".to_owned(), "order/1001".to_owned());
            let said = host.exceptions[&key]["evidence"]["sales"][0].as_str().unwrap().to_owned();
            assert!(said.contains("differs by -0.49"), "{said}");
            assert!(said.contains("reference=note, date, items; but other_total"), "{said}");
            let heard = hear(&mut host, "create", "orders/paid", &told(1, &[]));
            assert_eq!(heard, ["KEYED_BY_HAND_MAYBE"], "{series:?}");
            assert_eq!(host.world.sales.len(), 1, "{series:?}: it is posted twice");
            assert_eq!(flight(&host.world), units(1001, "seen", "not_posted"), "{series:?}");
            let chosen = if mine { json!(id) } else { json!(null) };
            decide(&mut host, "decide", &json!([{"order": "1001", "sale": chosen}]));
            assert_eq!(open_codes(&host), [""; 0], "{series:?} {mine}");
            let (count, state) = if mine { (1, "by_hand") } else { (2, "completed") };
            assert_eq!(host.world.sales.len(), count, "{series:?} {mine}");
            assert_eq!(sale_row(&host.world)["state"], state, "{series:?}");
            assert_eq!(flight(&host.world), units(1001, "in_lightspeed", state), "{series:?}");
            run(&mut host, "later");
            assert_eq!(open_codes(&host), [""; 0], "{series:?} {mine}: it is asked again");
            assert_eq!(host.world.sales.len(), count, "{series:?}");
        }
    }
}

/// Fails when one sale can be chosen for two orders, or a refused choice changes something.
#[test]
fn a_sale_is_chosen_for_one_order() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001, 1002]);
        let id = host.world.staff_key(&Till { note: "1001 or 1002?", ..Till::default() });
        run(&mut host, "run");
        let both = ["KEYED_BY_HAND_MAYBE order/1001", "KEYED_BY_HAND_MAYBE order/1002"];
        assert_eq!(open_codes(&host), both, "{series:?}");
        decide(
            &mut host,
            "one",
            &json!([{"order": "1002", "sale": id}, {"order": "1001", "sale": id}]),
        );
        let left = ["KEYED_BY_HAND_MAYBE order/1001", "KEYED_SALE_TAKEN order/1001"];
        assert_eq!(open_codes(&host), left, "{series:?}");
        // In a later run it is no candidate any more, and the order is free.
        run(&mut host, "later");
        assert_eq!(open_codes(&host), ["KEYED_SALE_TAKEN order/1001"], "{series:?}");
        assert_eq!(host.world.sales.len(), 2, "{series:?}");
        decide(&mut host, "none", &json!([{"order": "1001", "sale": null}]));
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
    }
}

/// Fails when an order that was adopted by mistake cannot be given back.
#[test]
fn a_person_takes_an_adoption_back() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001]);
        host.world.staff_key(&Till { note: "#1001", ..Till::default() });
        run(&mut host, "run");
        let other = host.world.staff_key(&Till { note: "gift", cents: 100, ..Till::default() });
        decide(&mut host, "other", &json!([{"order": "1001", "sale": other}]));
        assert_eq!(sale_row(&host.world)["sale"], json!(other), "{series:?}");
        decide(&mut host, "none", &json!([{"order": "1001", "sale": null}]));
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
        assert_eq!(host.world.sales.len(), 3, "{series:?}");
        assert_eq!(sale_row(&host.world)["state"], "completed", "{series:?}");
        assert_eq!(flight(&host.world), units(1001, "in_lightspeed", "completed"), "{series:?}");
    }
}

/// Fails when an order that is posted and keyed as well is not told, or is told because of a sale
/// that only looks like it.
#[test]
fn an_order_that_was_posted_as_well_is_said() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.has_open(&[1001]);
        assert_eq!(hear(&mut host, "create", "orders/create", &told(1, &[])), [""; 0]);
        let ours = host.world.sales[0].id.clone();
        host.world.staff_key(&Till { note: "nothing", ..Till::default() });
        run(&mut host, "alike");
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
        let id = host.world.staff_key(&Till { note: "#1001", ..Till::default() });
        run(&mut host, "run");
        assert_eq!(open_codes(&host), ["KEYED_BY_HAND_TOO order/1001"], "{series:?}");
        assert_eq!(sale_row(&host.world)["state"], "completed");
        // Tillbridge's own sale is nobody's to choose.
        decide(&mut host, "wrong", &json!([{"order": "1001", "sale": ours}]));
        assert_eq!(open_codes(&host), ["KEYED_BY_HAND_TOO order/1001"], "{series:?}");
        host.world.sales.retain(|sale| sale.id != id);
        decide(&mut host, "none", &json!([{"order": "1001", "sale": null}]));
        assert_eq!(open_codes(&host), [""; 0], "{series:?}");
    }
}

/// Fails when orders from before go-live are posted after all, or their units counted twice.
#[test]
fn orders_from_before_go_live_are_adopted_too() {
    for series in BOTH {
        for live in ["2026-12-01T00:00:00Z", "2026-11-22T00:00:00Z"] {
            let mut config = tenant::config(series);
            config["orders"] = json!({"go_live": live});
            let bridge = open(&config);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, true));
            host.world.has_open(&[1001, 1002, 1003]);
            host.world.staff_key(&Till { reference: "Shopify 1001", ..Till::default() });
            host.world.staff_key(&Till { note: "1002", cents: 1, ..Till::default() });
            run(&mut host, "run");
            assert_eq!(open_codes(&host), ["KEYED_BY_HAND_MAYBE order/1002"], "{series:?} {live}");
            assert_eq!(sale_row(&host.world)["state"], "by_hand", "{series:?} {live}");
            let taken = flight(&host.world);
            let own: Vec<String> =
                taken.into_iter().filter(|row| row.starts_with("1001")).collect();
            assert_eq!(own, units(1001, "in_lightspeed", "by_hand"), "{series:?} {live}");
            decide(&mut host, "none", &json!([{"order": "1002", "sale": null}]));
            assert_eq!(open_codes(&host), [""; 0], "{series:?} {live}");
            assert_eq!(host.world.sales.len(), 2, "{series:?} {live}");
        }
    }
}

/// Fails when parts at two outlets are not taken together, or a part is taken for the whole.
#[test]
fn a_sale_at_each_outlet() {
    for series in BOTH {
        let config = located(series);
        let bridge = open(&config);
        let step = step(&bridge);
        for (second, expected) in [(2849, vec![]), (2848, vec!["KEYED_BY_HAND_MAYBE order/1001"])] {
            let mut host = Host::new(&step, world(series, true));
            host.world.has_open(&[1001]);
            host.world.places =
                vec![place(51, &[(10_011, 2)]), place(52, &[(10_012, 1), (10_013, 3)])];
            host.world.staff_key(&Till {
                note: "1001",
                cents: 1000,
                units: &[(1, 2)],
                ..Till::default()
            });
            host.world.staff_key(&Till {
                outlet: 2,
                note: "web 1001",
                cents: second,
                units: &[(2, 1), (3, 3)],
                ..Till::default()
            });
            run(&mut host, "run");
            assert_eq!(open_codes(&host), expected, "{series:?}");
            let taken = if expected.is_empty() {
                units(1001, "in_lightspeed", "by_hand")
            } else {
                units(1001, "seen", "not_posted")
            };
            assert_eq!(flight(&host.world), taken, "{series:?}");
            // Another look adopts nothing anew.
            let before = host.world.performed.len();
            hear(&mut host, "again", "orders/updated", &told(1, &[]));
            let looks = host.world.performed.iter().skip(before);
            let again = looks.filter(|(_, id)| id.starts_with("sale.keyed")).count();
            assert_eq!((again, host.world.sales.len()), (0, 2), "{series:?}");
        }
    }
}

/// Fails when X's own counter, which has come to an order's number, is taken for its reference.
#[test]
fn the_registers_own_number_is_no_reference() {
    let bridge = bridge(Series::X);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::X, true));
    host.world.has_open(&[1001]);
    host.world.staff_key(&Till { units: &[(2, 7)], ..Till::default() });
    host.world.sales[0].reference = "1001".to_owned();
    run(&mut host, "run");
    assert_eq!(open_codes(&host), [""; 0]);
    assert_eq!(hear(&mut host, "create", "orders/create", &told(1, &[])), [""; 0]);
    assert_eq!(host.world.sales.len(), 2);
}
