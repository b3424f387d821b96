//! Rule 5, look-ups are checked, against vendors that do what they should not; and how a task
//! ends that a vendor refuses.

use serde_json::{Value, json};

use crate::host::{Fault, Host};
use crate::support::{assert_once, bridge, codes, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::{Quirks, Reply, Sale};

/// A sale in Lightspeed that nobody here wrote, of this reference and note.
fn stranger(reference: &str, source: &str, note: &str) -> Sale {
    Sale {
        id: "8001".to_owned(),
        reference: reference.to_owned(),
        source: source.to_owned(),
        note: note.to_owned(),
        shop: tenant::outlet(Series::R),
        cents: 1,
        customer: "0".to_owned(),
        state: "completed".to_owned(),
        payments: 1,
        body: Value::Null,
        opening: 1,
        returns: Vec::new(),
    }
}

/// Runs order 1001 on R with this sale in Lightspeed.
fn run_beside(sale: Sale, quirks: Quirks, check: impl Fn(&Host<'_>, &Value)) {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, true));
    host.world.sales.push(sale);
    host.world.quirks = quirks;
    host.open("task", 1001);
    let outcome = host.run("task").unwrap();
    check(&host, &outcome);
}

/// Fails when `r_series/sales.rs` does not compare `referenceNumber`: the stranger is adopted; or
/// when an order is not posted although the newest sales show that it is not there.
#[test]
fn rule_5_a_filter_that_r_ignored_shows_nothing_and_the_newest_sales_do() {
    let quirks = Quirks { r_ignores_reference: true, ..Quirks::default() };
    run_beside(stranger("#77", "Shopify", ""), quirks, |host, outcome| {
        assert_eq!(codes(outcome), [""; 0]);
        assert_eq!(host.world.sales.len(), 2);
        assert_eq!(host.world.sales[1].reference, "#1001");
        assert!(steps_of(host, "task").iter().any(|step| step.starts_with("sale.list.0")));
    });
}

/// Fails when a sale is made although nobody can tell whether it stands: the newest sales do not
/// come first, or are too many.
#[test]
fn rule_5_where_the_newest_sales_show_nothing_either_nothing_is_made() {
    let many = |quirks: Quirks| {
        let bridge = bridge(Series::R);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(Series::R, true));
        host.world.quirks = quirks;
        for place in 0..12 {
            let mut sale = stranger(&format!("#{place}"), "Shopify", "");
            sale.id = format!("{}", 8001 + place);
            host.world.sales.push(sale);
        }
        host.open("task", 1001);
        let outcome = host.run("task").unwrap();
        (codes(&outcome).join(" "), host.world.sales.len(), host.world.keys("claims").len())
    };
    let ignored = Quirks { r_ignores_reference: true, ..Quirks::default() };
    let refused = ("R_FILTER_IGNORED".to_owned(), 12, 0);
    assert_eq!(many(Quirks { r_ignores_sort: true, ..ignored }), refused);
    assert_eq!(many(Quirks { r_page: 2, ..ignored }), refused);
    assert_eq!(many(Quirks { r_page: 3, ..ignored }), (String::new(), 13, 0));
}

/// The same, but ours is among what R answered. Fails when the first row decides.
#[test]
fn rule_5_our_own_row_counts_among_others() {
    let quirks = Quirks { r_ignores_reference: true, ..Quirks::default() };
    let outlet = tenant::outlet(Series::R);
    let note = format!(r##"{{"shopify_order":"1001","outlet":"{outlet}"}}"##);
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    for ours_first in [true, false] {
        let mut host = Host::new(&step, world(Series::R, true));
        host.world.quirks = quirks;
        let mut ours = stranger("#1001", "Shopify", &note);
        (ours.id, ours.cents) = ("8002".to_owned(), tenant::TOTAL_CENTS);
        host.world.sales = vec![stranger("#77", "Shopify", ""), ours];
        if ours_first {
            host.world.sales.reverse();
        }
        host.open("task", 1001);
        let outcome = host.run("task").unwrap();
        assert_eq!(codes(&outcome), [""; 0]);
        assert_eq!(host.world.sales.len(), 2);
        let key = format!("1001/{outlet}");
        assert_eq!(host.world.row("sales", &key).unwrap()["sale"], "8002");
    }
}

/// Fails when `r_series/sales.rs` takes the reference alone for proof that a sale is ours.
#[test]
fn rule_5_a_reference_that_somebody_else_used_is_taken() {
    for (source, note) in [("", ""), ("", "rang up by hand"), ("Shopify", "")] {
        run_beside(stranger("#1001", source, note), Quirks::default(), |host, outcome| {
            assert_eq!(codes(outcome), ["SALE_REFERENCE_TAKEN"], "{source} {note}");
            assert_eq!(host.world.sales.len(), 1);
            assert_eq!(host.world.keys("claims"), [""; 0]);
        });
    }
}

/// Two shops' orders may share a name. Fails when the order in the note is not compared.
#[test]
fn rule_5_a_row_of_another_order_is_not_ours() {
    let note = format!(r##"{{"shopify_order":"5","outlet":"{}"}}"##, tenant::outlet(Series::R));
    run_beside(stranger("#1001", "Shopify", &note), Quirks::default(), |host, outcome| {
        assert_eq!(codes(outcome), [""; 0]);
        assert_eq!(host.world.sales.len(), 2);
    });
}

/// Fails when `x_series/sales.rs` does not compare the id of what it is answered.
#[test]
fn rule_5_x_must_answer_the_id_that_was_asked_for() {
    let bridge = bridge(Series::X);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::X, true));
    host.world.sales.push(stranger("#77", "", ""));
    host.world.quirks.x_answers_first_sale = true;
    host.open("task", 1001);
    let outcome = host.run("task").unwrap();
    assert_eq!(codes(&outcome), ["R_FILTER_IGNORED"]);
    assert_eq!(host.world.sales.len(), 1);
}

/// Fails when the customers' addresses are not compared: the order goes to a stranger.
#[test]
fn rule_5_a_customer_counts_only_by_its_own_address() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.world.quirks.search_ignores_filter = true;
        let stranger = host.world.add_customer("somebody.else@example.com");
        host.open("task", 1001);
        host.run("task").unwrap();
        assert_eq!(host.world.customers.len(), 2, "{series:?}");
        assert_ne!(host.world.sales[0].customer, stranger, "{series:?}");
    }
}

/// Fails when one of several is chosen; when the claims stay; when nothing is said to be
/// examined. Once it is settled, the next run closes the exception.
#[test]
fn several_customers_are_for_a_person_and_the_claims_are_given_back() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.add_customer(tenant::EMAIL);
        host.open("first", 1001);
        let outcome = host.run("first").unwrap();
        assert_eq!(codes(&outcome), ["CUSTOMER_AMBIGUOUS"]);
        assert!(examined(&outcome).contains(&"LINE_UNLINKED"), "{outcome}");
        assert_eq!(host.world.keys("claims"), [""; 0], "{series:?}");
        assert_eq!(host.world.sales.len(), 0);
        host.world.customers.pop();
        host.open("second", 1001);
        host.run("second").unwrap();
        assert_once(&host, &[1001], &format!("{series:?}"));
    }
}

fn examined(outcome: &Value) -> Vec<&str> {
    let checked = outcome["checked"].as_array().unwrap();
    let codes = checked.iter().flat_map(|checked| checked["codes"].as_array().unwrap());
    codes.map(|code| code.as_str().unwrap()).collect()
}

/// Fails when a refusal is tried again, is not said, keeps its claims, or is never closed.
#[test]
fn a_refusal_is_said_once_gives_back_its_claims_and_is_closed_by_a_later_success() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for request in ["customer.find", "customer.create", "sale.find", "sale.record"] {
            let mut host = Host::new(&step, world(series, false));
            let refusal = json!({"message": "Nobody may do that."});
            host.fault(request, Fault::Answer(Reply::json(403, &refusal)));
            host.open("first", 1001);
            let outcome = host.run("first").unwrap();
            assert_eq!(codes(&outcome), ["VENDOR_REFUSED"], "{series:?} {request}");
            let evidence = &outcome["exceptions"][0]["evidence"];
            assert_eq!(evidence["message"], "Nobody may do that.");
            assert_eq!(host.world.keys("claims"), [""; 0], "{series:?} {request}");
            assert!(examined(&outcome).contains(&"LINE_UNLINKED"), "{series:?} {request}");
            host.open("second", 1001);
            host.run("second").unwrap();
            assert_once(&host, &[1001], &format!("{series:?} {request}"));
        }
    }
}

/// Fails when the second event of a posted order closes what finance has not looked at.
#[test]
fn a_total_that_differs_stays_open_when_the_event_comes_again() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, true));
    let recorded = json!({"Sale": {"saleID": "9001", "calcTotal": "38.50"}});
    host.fault("sale.record", Fault::Answer(Reply::json(200, &recorded)));
    host.open("first", 1001);
    let outcome = host.run("first").unwrap();
    assert_eq!(codes(&outcome), ["TOTAL_NOT_TIED"]);
    host.open("second", 1001);
    host.run("second").unwrap();
    assert!(!steps_of(&host, "second").iter().any(|step| step == "sale.record"));
    assert_eq!(host.exceptions.len(), 1, "{:?}", host.exceptions);
}

/// Fails when a look-up that cannot be read is taken for one that found nothing.
#[test]
fn an_answer_that_nobody_can_read_makes_nothing() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for (request, body) in [
            ("sale.find", json!({"Sale": "what", "data": 5})),
            ("customer.find", json!({"Customer": 5, "data": {"id": 1}})),
            ("customer.row", json!({"row": {"v": 1}})),
            ("order.now", json!({"errors": [{"message": "no"}]})),
        ] {
            let mut host = Host::new(&step, world(series, false));
            host.fault(request, Fault::Answer(Reply::json(200, &body)));
            host.open("task", 1001);
            let outcome = host.run("task").unwrap();
            let code = if request == "customer.row" { "STORE_FAILED" } else { "VENDOR_UNREADABLE" };
            assert_eq!(codes(&outcome), [code], "{series:?} {request}");
            assert_eq!(host.world.sales.len(), 0, "{series:?} {request}");
            assert_eq!(host.world.keys("claims"), [""; 0], "{series:?} {request}");
        }
    }
}
