//! An order that is cancelled before anything of it was sent: its sales are taken back.

use serde_json::{Value, json};

use crate::changes::{located, place};
use crate::host::{Fault, Host};
use crate::support::{codes, open, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Reply, World, fixed};

/// The order at this second, cancelled or not.
pub(crate) fn told(second: u32, cancelled: bool) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-22T10:00:{second:02}Z"));
    if cancelled {
        order["cancelled_at"] = json!("2026-11-22T10:00:02Z");
    }
    order
}

pub(crate) fn config(series: Series) -> Value {
    let mut config = tenant::config(series);
    config["helper_items"]["refund"] = json!(tenant::id(series, 9, 5));
    config
}

/// Units and cents that stand in Lightspeed, over all sales that count; goods only.
pub(crate) fn books(world: &World) -> (i64, i64) {
    let mut units = 0;
    let mut cents = 0;
    let counted =
        world.sales.iter().filter(|sale| sale.state != "voided" && sale.state != "parked");
    for sale in counted {
        cents += sale.cents;
        let lines = match world.series {
            Series::R => &sale.body["SaleLines"]["SaleLine"],
            Series::X => &sale.body["line_items"],
        };
        for line in lines.as_array().unwrap() {
            let item = line["itemID"].as_str().or(line["product"]["id"].as_str()).unwrap();
            let quantity = line["unitQuantity"].as_str().map(|text| text.parse().unwrap());
            let quantity = quantity.or(line["quantity"].as_i64()).unwrap();
            if (1..=3).any(|place| tenant::id(world.series, 6, place) == item) {
                units += quantity;
            }
        }
    }
    (units, cents)
}

pub(crate) fn tenders(world: &World) -> i64 {
    let counted =
        world.sales.iter().filter(|sale| sale.state != "voided" && sale.state != "parked");
    let amount = |payment: &Value| fixed(&payment["amount"]) / 1000;
    counted
        .map(|sale| {
            let payments = match world.series {
                Series::R => &sale.body["SalePayments"]["SalePayment"],
                Series::X => &sale.body["payments"],
            };
            payments.as_array().unwrap().iter().map(amount).sum::<i64>()
        })
        .sum()
}

/// A world in which the order was posted, and then all of its money given back, or none.
pub(crate) fn posted<'a>(
    step: &'a crate::host::Step<'a>,
    series: Series,
    refunded: bool,
) -> Host<'a> {
    let mut host = Host::new(step, world(series, true));
    host.open_about("create", "orders/create", &told(1, false), "apply");
    assert_eq!(codes(&host.run("create").unwrap()), [""; 0]);
    assert_eq!((books(&host.world), tenders(&host.world)), ((6, 3849), 3849));
    host.world.refunded = refunded;
    host
}

/// The writes of a task at Lightspeed, without the outlet.
fn writes(host: &Host<'_>, task: &str) -> Vec<String> {
    let made = steps_of(host, task).into_iter();
    let looks = ["undo.find", "undo.sale", "undo.register", "undo.returned.0"];
    let short = made.map(|step| step.split(':').next().unwrap().to_owned());
    short.filter(|step| step.starts_with("undo.") && !looks.contains(&step.as_str())).collect()
}

/// Scenario 35. Fails when a cancelled order stays sold, is taken back twice, or without its money.
#[test]
fn an_order_whose_money_went_back_is_taken_back_with_its_tenders() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = posted(&step, series, true);
        for task in ["cancel", "again"] {
            host.open_about(task, "orders/cancelled", &told(2, true), "apply");
            assert_eq!(codes(&host.run(task).unwrap()), [""; 0], "{series:?}");
            assert_eq!((books(&host.world), tenders(&host.world)), ((0, 0), 0), "{series:?}");
            assert_eq!(host.world.keys("in_flight"), [""; 0], "{series:?}");
            assert_eq!(host.world.keys("claims"), [""; 0]);
        }
        let expected = if series == Series::R { "undo.record" } else { "undo.void" };
        assert_eq!(writes(&host, "cancel"), [expected], "{series:?}");
        assert_eq!(writes(&host, "again"), [""; 0], "{series:?}");
        let row = host.world.row("orders", "1001").unwrap();
        assert_eq!(row["posted"]["taken_back"], "whole");
        let sale = host.world.row("sales", &format!("1001/{}", tenant::outlet(series))).unwrap();
        assert_eq!(sale["state"], "released");
    }
}

/// Fails when a sale of an opening that is closed is voided: the day's takings would change after
/// they were counted.
#[test]
fn a_sale_of_a_closed_opening_is_returned() {
    let bridge = open(&config(Series::X));
    let step = step(&bridge);
    let mut host = posted(&step, Series::X, true);
    host.world.opening = 2;
    host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
    assert_eq!(codes(&host.run("cancel").unwrap()), [""; 0]);
    assert_eq!(writes(&host, "cancel"), ["undo.close", "undo.return", "undo.settle"]);
    assert_eq!((books(&host.world), tenders(&host.world)), ((0, 0), 0));
    let states: Vec<&str> = host.world.sales.iter().map(|sale| sale.state.as_str()).collect();
    assert_eq!(states, ["closed", "closed"]);
}

/// Fails when money that was kept is taken out of the books, or goods that were not sent stay
/// sold; or when nobody hears of the money.
#[test]
fn where_the_money_was_kept_the_goods_go_back_and_the_money_is_said() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = posted(&step, series, false);
        for task in ["cancel", "again"] {
            host.open_about(task, "orders/cancelled", &told(2, true), "apply");
            let outcome = host.run(task).unwrap();
            assert_eq!(codes(&outcome), ["CANCELLED_NOT_REFUNDED"], "{series:?}");
            assert_eq!(outcome["exceptions"][0]["evidence"]["kept"], "38.49");
            assert_eq!((books(&host.world), tenders(&host.world)), ((0, 3849), 3849), "{series:?}");
            assert_eq!(host.world.sales.len(), 2, "{series:?}");
            assert_eq!(host.world.sales[1].cents, 0);
        }
        assert_eq!(host.world.row("orders", "1001").unwrap()["posted"]["taken_back"], "goods");
        // The money goes back later: that is not taken out of the books without a person.
        host.world.refunded = true;
        host.open_about("refund", "orders/updated", &told(3, true), "apply");
        assert_eq!(codes(&host.run("refund").unwrap()), ["ORDER_CHANGED"], "{series:?}");
        assert_eq!(books(&host.world), (0, 3849));
        let open: Vec<&str> = host.exceptions.keys().map(|(code, _)| code.as_str()).collect();
        assert_eq!(open, ["ORDER_CHANGED"], "{series:?}");
    }
}

/// Fails when goods that left are put back on the shelf.
#[test]
fn what_was_sent_is_not_taken_back() {
    for series in BOTH {
        let mut config = located(series);
        config["helper_items"]["refund"] = config_refund(series);
        let bridge = open(&config);
        let step = step(&bridge);
        let mut host = posted(&step, series, true);
        let mut sent = place(51, &[(10011, 2), (10012, 1), (10013, 3)]);
        sent["lineItems"]["nodes"][0]["remainingQuantity"] = json!(1);
        host.world.places = vec![sent];
        host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
        assert_eq!(codes(&host.run("cancel").unwrap())[0], "ORDER_CHANGED", "{series:?}");
        assert_eq!(books(&host.world), (6, 3849));
    }
}

fn config_refund(series: Series) -> Value {
    config(series)["helper_items"]["refund"].clone()
}

/// Fails when a sale is taken back twice, or not at all, wherever the process ends.
#[test]
fn wherever_it_crashes_a_sale_is_taken_back_once() {
    for series in BOTH {
        for (refunded, opening) in [(true, 1), (true, 2), (false, 1)] {
            let bridge = open(&config(series));
            let step = step(&bridge);
            let mut boundary = 0;
            loop {
                let mut host = posted(&step, series, refunded);
                host.world.opening = opening;
                host.crash_at = Some(host.boundaries + boundary);
                host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
                let ended = host.run("cancel");
                host.crash_at = None;
                if ended.is_err() {
                    host.run("cancel").unwrap();
                }
                let what = format!("{series:?} {refunded} {opening} at {boundary}");
                let kept = if refunded { 0 } else { 3849 };
                assert_eq!((books(&host.world), tenders(&host.world)), ((0, kept), kept), "{what}");
                assert!(host.world.sales.len() <= 2, "{what}: {:?}", host.world.sales);
                assert_eq!(host.world.keys("claims"), [""; 0], "{what}");
                if ended.is_ok() {
                    break;
                }
                boundary += 1;
            }
            assert!(boundary > 20, "{series:?}: only {boundary} boundaries");
        }
    }
}

/// Fails when an answer that is lost makes a second return.
#[test]
fn a_lost_answer_is_looked_for() {
    for (series, opening, lost) in [
        (Series::R, 1, "undo.record"),
        (Series::X, 1, "undo.void"),
        (Series::X, 2, "undo.close"),
        (Series::X, 2, "undo.return"),
        (Series::X, 2, "undo.settle"),
    ] {
        for fault in [Fault::LostAfter, Fault::LostBefore, Fault::NotSent] {
            let bridge = open(&config(series));
            let step = step(&bridge);
            let mut host = posted(&step, series, true);
            host.world.opening = opening;
            host.fault(lost, fault);
            host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
            assert_eq!(codes(&host.run("cancel").unwrap()), [""; 0], "{series:?} {lost}");
            assert!(host.faults.is_empty(), "{lost} was not asked");
            assert_eq!(
                (books(&host.world), tenders(&host.world)),
                ((0, 0), 0),
                "{series:?} {lost}"
            );
            assert!(host.world.sales.len() <= 2, "{series:?} {lost}");
        }
    }
}

/// Fails when a refused reversal is taken for made, or its stock counted as back.
#[test]
fn a_refused_reversal_is_said_and_tried_again() {
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        let mut host = posted(&step, series, true);
        let lost = if series == Series::R { "undo.record" } else { "undo.void" };
        host.fault(lost, Fault::Answer(Reply::json(400, &json!({"message": "no"}))));
        host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
        assert_eq!(codes(&host.run("cancel").unwrap()), ["VENDOR_REFUSED"], "{series:?}");
        assert_eq!(books(&host.world), (6, 3849));
        assert_eq!(host.world.row("orders", "1001").unwrap()["posted"].get("taken_back"), None);
        host.open_about("again", "orders/cancelled", &told(2, true), "apply");
        assert_eq!(codes(&host.run("again").unwrap()), [""; 0], "{series:?}");
        assert_eq!(books(&host.world), (0, 0));
        assert!(host.exceptions.is_empty());
    }
}

/// Fails when what is kept for an order that was never paid stays kept on X.
#[test]
fn a_reservation_is_voided() {
    let bridge = open(&config(Series::X));
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::X, true));
    host.world.unpaid = true;
    let mut order = told(1, false);
    order["financial_status"] = json!("pending");
    host.open_about("create", "orders/create", &order, "apply");
    host.run("create").unwrap();
    assert_eq!(host.world.sales[0].state, "pending");
    let mut gone = told(2, true);
    gone["financial_status"] = json!("voided");
    host.open_about("cancel", "orders/cancelled", &gone, "apply");
    assert_eq!(codes(&host.run("cancel").unwrap()), [""; 0]);
    assert_eq!(host.world.sales[0].state, "voided");
    assert_eq!(host.world.keys("in_flight"), [""; 0]);
}

/// Fails when goods are taken back against an item that is not configured.
#[test]
fn without_the_refund_item_nothing_is_taken_back() {
    for series in BOTH {
        let bridge = open(&tenant::config(series));
        let step = step(&bridge);
        let mut host = posted(&step, series, false);
        host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
        let outcome = host.run("cancel").unwrap();
        let mut said = codes(&outcome);
        said.sort_unstable();
        assert_eq!(said, ["CANCELLED_NOT_REFUNDED", "HELPER_ITEM_MISSING"], "{series:?}");
        assert_eq!(books(&host.world), (6, 3849));
    }
}

/// The same order as four webhooks say it: placed, paid, changed, cancelled.
fn news(state: usize) -> Value {
    let mut order = tenant::order(1001);
    order["updated_at"] = json!(format!("2026-11-20T10:00:1{state}Z"));
    order["financial_status"] = json!(["pending", "paid", "paid", "refunded"][state]);
    order["note"] = json!(["", "", "Ring twice", "Ring twice"][state]);
    if state == 3 {
        order["cancelled_at"] = json!("2026-11-20T10:00:13Z");
    }
    order
}

/// Every order of four things.
fn permutations() -> Vec<[usize; 4]> {
    let all = |a| (0..4).map(move |b| (a, b));
    let pairs = (0..4).flat_map(all);
    let quads =
        pairs.flat_map(|(a, b)| (0..4).flat_map(move |c| (0..4).map(move |d| [a, b, c, d])));
    quads.filter(|quad| (0..4).all(|state| quad.contains(&state))).collect()
}

/// Scenario 34. Fails when what comes twice, late or out of order leaves something of a cancelled order behind:
/// goods, money, units in flight, an exception or a claim.
#[test]
fn whatever_the_order_of_the_webhooks_nothing_is_left_of_a_cancelled_order() {
    const TOPICS: [&str; 4] =
        ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"];
    let all = permutations();
    assert_eq!(all.len(), 24);
    for series in BOTH {
        let bridge = open(&config(series));
        let step = step(&bridge);
        // Shopify shows each state when its webhook comes, or the last one from the beginning.
        for at_once in [false, true] {
            let mut ends: Vec<Value> = Vec::new();
            for (number, first) in all.iter().enumerate() {
                let second = all[(number * 7 + 5) % all.len()];
                let mut host = Host::new(&step, world(series, true));
                if at_once {
                    host.world.orders.insert("1001".to_owned(), news(3));
                    host.world.refunded = true;
                }
                for (place, state) in first.iter().chain(&second).enumerate() {
                    host.world.refunded |= *state == 3;
                    let task = format!("task-{place}");
                    host.open_about(&task, TOPICS[*state], &news(*state), "apply");
                    host.run(&task).unwrap();
                }
                let what = format!("{series:?} {first:?} {second:?} {at_once}");
                assert_eq!((books(&host.world), tenders(&host.world)), ((0, 0), 0), "{what}");
                assert_eq!(host.world.keys("in_flight"), [""; 0], "{what}");
                assert_eq!(host.world.keys("claims"), [""; 0], "{what}");
                assert!(host.exceptions.is_empty(), "{what}: {:?}", host.exceptions);
                assert!(!at_once || host.world.sales.is_empty(), "{what}");
                let seen = host.world.row("seen", "order/1001").unwrap().clone();
                let order = host.world.row("orders", "1001").cloned();
                ends.push(if at_once { json!([seen, order]) } else { seen });
            }
            assert!(ends.iter().all(|end| *end == ends[0]), "{series:?}: not one end");
        }
    }
}

/// Fails when only one of an order's sales is taken back, or a sale of two is taken back so slowly
/// that the flow never ends.
#[test]
fn all_sales_of_an_order_are_taken_back() {
    for series in BOTH {
        for opening in [1, 2] {
            let mut config = located(series);
            config["helper_items"]["refund"] = config_refund(series);
            let bridge = open(&config);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, true));
            host.world.places =
                vec![place(51, &[(10011, 2)]), place(52, &[(10012, 1), (10013, 3)])];
            host.open_about("create", "orders/create", &told(1, false), "apply");
            assert_eq!(codes(&host.run("create").unwrap()), [""; 0]);
            assert_eq!(host.world.sales.len(), 2);
            host.world.refunded = true;
            host.world.opening = opening;
            host.world.places = Vec::new();
            host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
            assert_eq!(codes(&host.run("cancel").unwrap()), [""; 0], "{series:?} {opening}");
            assert_eq!((books(&host.world), tenders(&host.world)), ((0, 0), 0), "{series:?}");
            assert_eq!(host.world.keys("in_flight"), [""; 0]);
        }
    }
}
