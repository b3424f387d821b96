//! An order that is not paid: its stock is kept, and sold when the money comes, or given back.

use serde_json::{Value, json};

use crate::host::{Fault, Host};
use crate::support::{assert_once, bridge, codes, plain, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, World};

/// The order at this second, with this status of its money.
fn told(second: u32, status: &str) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-22T10:00:{second:02}Z"));
    order["financial_status"] = json!(status);
    order
}

fn unpaid(series: Series) -> World {
    let mut world = world(series, true);
    world.unpaid = true;
    world
}

/// State and reason of the rows in flight, with how many units they are.
fn flight(world: &World) -> Vec<(String, String, u64)> {
    let mut sums: Vec<(String, String, u64)> = Vec::new();
    for key in world.keys("in_flight") {
        let row = &world.row("in_flight", key).unwrap()["row"];
        let text = |field: &str| row[field].as_str().unwrap().to_owned();
        let units: u64 = text("quantity").parse().unwrap();
        let (state, reason) = (text("state"), text("reason"));
        match sums.iter_mut().find(|sum| sum.0 == state && sum.1 == reason) {
            Some(sum) => sum.2 += units,
            None => sums.push((state, reason, units)),
        }
    }
    sums.sort();
    sums
}

fn of(state: &str, reason: &str, units: u64) -> (String, String, u64) {
    (state.to_owned(), reason.to_owned(), units)
}

/// How many units are kept on either series.
fn kept(world: &World) -> i64 {
    let open = |sale: &&crate::world::Sale| sale.state == "pending" && sale.payments == 0;
    match world.series {
        Series::R => world.kept.iter().map(|kept| kept.units).sum(),
        Series::X => 6 * i64::try_from(world.sales.iter().filter(open).count()).unwrap(),
    }
}

/// The writes a task made at Lightspeed.
fn writes(host: &Host<'_>, task: &str) -> Vec<String> {
    let steps = steps_of(host, task);
    let write = |step: &String| {
        ["sale.record", "sale.rewrite", "kept.line", "kept.short", "kept.fill", "kept.release"]
            .iter()
            .any(|name| step.starts_with(name))
    };
    steps.into_iter().filter(write).map(|id| plain(&id)).collect()
}

/// Scenario 36. Fails when an unpaid order keeps no stock, keeps it twice, or is sold before the money came.
#[test]
fn stock_is_kept_while_the_order_is_not_paid_and_sold_when_it_is() {
    for series in BOTH {
        for status in ["pending", "authorized", "partially_paid"] {
            let bridge = bridge(series);
            let step = step(&bridge);
            let mut host = Host::new(&step, unpaid(series));
            for task in ["create", "again"] {
                host.open_about(task, "orders/create", &told(1, status), "apply");
                assert_eq!(codes(&host.run(task).unwrap()), [""; 0], "{series:?} {status}");
                assert_eq!(kept(&host.world), 6, "{series:?} {status}");
                assert_eq!(flight(&host.world), [of("in_lightspeed", "reserved", 6)]);
                assert!(host.world.row("orders", "1001").unwrap().get("posted").is_none());
                assert_eq!(host.world.keys("claims"), [""; 0]);
            }
            assert_eq!(writes(&host, "again"), [""; 0], "{series:?}: a second delivery");
            host.world.unpaid = false;
            host.open_about("paid", "orders/paid", &told(2, "paid"), "apply");
            assert_eq!(codes(&host.run("paid").unwrap()), [""; 0], "{series:?} {status}");
            assert_once(&host, &[1001], &format!("{series:?} {status}"));
            assert_eq!(kept(&host.world), 0, "{series:?}");
            assert_eq!(host.world.sales[0].payments, 1, "{series:?}");
            assert_eq!(flight(&host.world), [of("in_lightspeed", "completed", 6)]);
            let order = host.world.row("orders", "1001").unwrap();
            assert_eq!(order["posted"]["total"], "38.49", "{series:?}");
            assert_eq!(order.get("reserved_for"), None, "{series:?}");
        }
    }
}

/// Scenario 35. Fails when what is kept for an order is not given back with it, or is again after that.
#[test]
fn stock_is_given_back_when_nothing_is_left_of_the_order() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, unpaid(Series::R));
    host.open_about("create", "orders/create", &told(1, "pending"), "apply");
    host.run("create").unwrap();
    let mut gone = told(2, "voided");
    gone["cancelled_at"] = json!("2026-11-22T10:00:02Z");
    host.fault("kept.release", Fault::LostAfter);
    for task in ["cancel", "again"] {
        host.open_about(task, "orders/cancelled", &gone, "apply");
        assert_eq!(codes(&host.run(task).unwrap()), [""; 0]);
        assert_eq!(kept(&host.world), 0);
        assert_eq!(flight(&host.world), []);
        assert_eq!(host.world.row("orders", "1001").unwrap().get("reserved_for"), None);
        assert_eq!(host.world.keys("claims"), [""; 0]);
    }
    assert!(host.world.sales.is_empty());
}

/// Fails when an order that was edited until nothing is left of it keeps its stock for ever.
#[test]
fn stock_is_given_back_when_every_line_was_edited_out() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, unpaid(series));
        host.open_about("create", "orders/create", &told(1, "pending"), "apply");
        host.run("create").unwrap();
        assert_eq!(kept(&host.world), 6, "{series:?}");
        let mut empty = told(2, "pending");
        for line in empty["line_items"].as_array_mut().unwrap() {
            line["current_quantity"] = json!(0);
        }
        empty["shipping_lines"] = json!([]);
        for total in ["current_total_price", "current_total_tax", "total_price", "total_tax"] {
            empty[total] = json!("0.00");
        }
        for task in ["edit", "again"] {
            host.open_about(task, "orders/updated", &empty, "apply");
            assert_eq!(codes(&host.run(task).unwrap()), [""; 0], "{series:?} {task}");
            assert_eq!(kept(&host.world), 0, "{series:?}");
            assert_eq!(flight(&host.world), [], "{series:?}");
            assert_eq!(host.world.keys("claims"), [""; 0]);
        }
    }
}

/// Fails when a line that is short is given up, keeps nothing, or is taken for kept as a whole; or
/// when units that came since are not kept by the next look.
#[test]
fn a_short_line_keeps_what_there_is_and_says_what_is_missing() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, unpaid(Series::R));
    host.world.short.insert(tenant::id(Series::R, 6, 3), 1);
    host.open_about("create", "orders/create", &told(1, "pending"), "apply");
    assert_eq!(codes(&host.run("create").unwrap()), ["RESERVED_SHORT"]);
    assert_eq!(kept(&host.world), 4);
    assert_eq!(
        flight(&host.world),
        [of("in_lightspeed", "reserved", 4), of("seen", "reserved_short", 2)]
    );
    assert_eq!(
        writes(&host, "create").iter().filter(|step| step.starts_with("kept.short")).count(),
        1
    );
    // One unit more came in.
    host.world.short.insert(tenant::id(Series::R, 6, 3), 2);
    host.open_about("again", "orders/updated", &told(2, "pending"), "apply");
    assert_eq!(codes(&host.run("again").unwrap()), ["RESERVED_SHORT"]);
    assert_eq!(kept(&host.world), 5);
    host.world.short.clear();
    host.open_about("third", "orders/updated", &told(3, "pending"), "apply");
    assert_eq!(codes(&host.run("third").unwrap()), [""; 0]);
    assert_eq!(flight(&host.world), [of("in_lightspeed", "reserved", 6)]);
    assert!(host.exceptions.is_empty(), "{:?}", host.exceptions);
    assert_eq!(host.world.kept.len(), 3, "each line is kept once");
}

/// Fails when a line is sold at the price it was kept at although the order has another one by now,
/// or what the order no longer has stays kept.
#[test]
fn what_changed_since_it_was_kept_is_given_back_and_sold_as_it_is_now() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, unpaid(series));
        let mut before = told(1, "pending");
        before["line_items"][0]["price"] = json!("9.00");
        before["line_items"][0]["tax_lines"][0]["price"] = json!("1.80");
        before["total_price"] = json!("36.29");
        before["total_tax"] = json!("3.30");
        host.open_about("create", "orders/create", &before, "apply");
        assert_eq!(codes(&host.run("create").unwrap()), [""; 0], "{series:?}");
        assert_eq!(kept(&host.world), 6);
        host.world.unpaid = false;
        host.open_about("paid", "orders/paid", &told(2, "paid"), "apply");
        assert_eq!(codes(&host.run("paid").unwrap()), [""; 0], "{series:?}");
        assert_once(&host, &[1001], &format!("{series:?}"));
        assert_eq!(kept(&host.world), 0, "{series:?}");
    }
}

/// Fails when a reservation is made twice, or lost, wherever the process ends or an answer is lost.
#[test]
fn wherever_it_crashes_stock_is_kept_once_and_sold_once() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut boundary = 0;
        loop {
            let mut host = Host::new(&step, unpaid(series));
            host.crash_at = Some(boundary);
            host.open_about("create", "orders/create", &told(1, "pending"), "apply");
            let ended = host.run("create");
            host.crash_at = None;
            if ended.is_err() {
                host.run("create").unwrap();
            }
            let what = format!("{series:?} at {boundary}");
            assert_eq!(kept(&host.world), 6, "{what}");
            assert_eq!(flight(&host.world), [of("in_lightspeed", "reserved", 6)], "{what}");
            assert!(host.world.kept.len() == 3 || series == Series::X, "{what}");
            host.world.unpaid = false;
            let passed = host.boundaries;
            host.crash_at = Some(passed + boundary);
            host.open_about("paid", "orders/paid", &told(2, "paid"), "apply");
            let sold = host.run("paid");
            host.crash_at = None;
            if sold.is_err() {
                host.run("paid").unwrap();
            }
            assert_once(&host, &[1001], &what);
            assert_eq!(kept(&host.world), 0, "{what}");
            assert_eq!(flight(&host.world), [of("in_lightspeed", "completed", 6)], "{what}");
            if ended.is_ok() && sold.is_ok() {
                break;
            }
            boundary += 1;
        }
        assert!(boundary > 40, "{series:?}: only {boundary} boundaries");
    }
}

/// Fails when units are counted as kept although nobody can tell any more.
#[test]
fn a_sale_that_is_refused_after_a_line_was_given_back_counts_nothing_as_kept() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, unpaid(Series::R));
    host.open_about("create", "orders/create", &told(1, "pending"), "apply");
    host.run("create").unwrap();
    host.world.unpaid = false;
    host.fault("sale.record", Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
    host.open_about("paid", "orders/paid", &told(2, "paid"), "apply");
    assert_eq!(codes(&host.run("paid").unwrap()), ["VENDOR_REFUSED"]);
    assert_eq!(flight(&host.world), [of("seen", "not_posted", 6)]);
    host.open_about("again", "orders/paid", &told(2, "paid"), "apply");
    assert_eq!(codes(&host.run("again").unwrap()), [""; 0]);
    assert_once(&host, &[1001], "after a refusal");
    assert_eq!(kept(&host.world), 0);
}

/// Fails when a sale that staff voided is taken for one that stands.
#[test]
fn a_sale_that_was_voided_by_hand_is_said() {
    let bridge = bridge(Series::X);
    let step = step(&bridge);
    let mut host = Host::new(&step, unpaid(Series::X));
    host.open_about("create", "orders/create", &told(1, "pending"), "apply");
    host.run("create").unwrap();
    host.world.sales[0].state = "voided".to_owned();
    host.world.unpaid = false;
    host.open_about("paid", "orders/paid", &told(2, "paid"), "apply");
    assert_eq!(codes(&host.run("paid").unwrap()), ["SALE_VOIDED"]);
    assert_eq!(host.world.sales.len(), 1);
}

/// Fails when an order without a customer keeps nothing and nobody hears of it, or when the guest
/// is not the one it is kept for.
#[test]
fn stock_is_kept_for_the_guest_where_there_is_nobody_else() {
    for guest in [true, false] {
        let mut config = tenant::config(Series::R);
        if guest {
            config["customers"] = json!({"guest": tenant::id(Series::R, 7, 77)});
        }
        let bridge = crate::support::open(&config);
        let step = step(&bridge);
        let mut host = Host::new(&step, unpaid(Series::R));
        let mut order = told(1, "pending");
        order["email"] = json!("");
        order["customer"] = json!(null);
        host.open_about("create", "orders/create", &order, "apply");
        let outcome = host.run("create").unwrap();
        let expected: &[&str] = if guest { &[] } else { &["ORDER_NO_CUSTOMER"] };
        assert_eq!(codes(&outcome), expected);
        assert_eq!(kept(&host.world), if guest { 6 } else { 0 });
        let row =
            if guest { of("in_lightspeed", "reserved", 6) } else { of("seen", "not_posted", 6) };
        assert_eq!(flight(&host.world), [row]);
    }
}

/// Fails when nobody hears that stock is kept for an order that is gone.
#[test]
fn an_order_that_is_deleted_while_stock_is_kept_for_it_is_said() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, unpaid(series));
        host.open_about("create", "orders/create", &told(1, "pending"), "apply");
        host.run("create").unwrap();
        host.open_about("gone", "orders/delete", &json!({"id": 1001}), "apply");
        assert_eq!(codes(&host.run("gone").unwrap()), ["ORDER_CHANGED"], "{series:?}");
        assert_eq!(kept(&host.world), 6);
    }
}

/// Fails when lines stay kept for a customer whose order it is no longer, wherever the process ends.
#[test]
fn what_is_kept_for_another_customer_is_given_back() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut boundary = 0;
    loop {
        let mut host = Host::new(&step, unpaid(Series::R));
        host.world.add_customer("new.address@example.com");
        host.open_about("create", "orders/create", &told(1, "pending"), "apply");
        host.run("create").unwrap();
        let mut other = told(2, "pending");
        other["email"] = json!("new.address@example.com");
        // Another number of units, so that the order is looked at anew.
        other["line_items"][0]["quantity"] = json!(1);
        other["total_price"] = json!("27.49");
        other["total_tax"] = json!("2.50");
        other["line_items"][0]["tax_lines"][0]["price"] = json!("1.00");
        host.crash_at = Some(host.boundaries + boundary);
        host.open_about("changed", "orders/updated", &other, "apply");
        let ended = host.run("changed");
        host.crash_at = None;
        if ended.is_err() {
            // Nobody goes on with the task: another webhook comes.
            host.lose("changed");
            other["updated_at"] = json!("2026-11-22T10:00:03Z");
            host.open_about("later", "orders/updated", &other, "apply");
            host.run("later").unwrap();
        }
        let customers: Vec<&Value> =
            host.world.kept.iter().map(|kept| &kept.body["customerID"]).collect();
        let second = json!(host.world.customers[1].id);
        assert_eq!(customers, [&second; 3], "boundary {boundary}");
        assert_eq!(kept(&host.world), 5, "boundary {boundary}");
        assert_eq!(flight(&host.world), [of("in_lightspeed", "reserved", 5)], "{boundary}");
        let order = host.world.row("orders", "1001").unwrap();
        assert_eq!(order["reserved_for"], json!([second]), "boundary {boundary}");
        if ended.is_ok() {
            break;
        }
        boundary += 1;
    }
    assert!(boundary > 30, "only {boundary} boundaries");
}
