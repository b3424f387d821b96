//! An order is cancelled whose sale staff took back on their own, wholly or in part.

use serde_json::json;

use crate::host::Host;
use crate::support::{codes, open, step, steps_of};
use crate::tenant::{self, Series};
use crate::undo::{books, config, posted, tenders, told};
use crate::world::World;

/// Staff return the sale at the X till: all of it with the money, or `units` of its first line.
fn give_back(world: &mut World, units: Option<i64>, state: &str) {
    let id = world.sales[0].id.clone();
    assert_eq!(world.x_return(&id).status, 200);
    let mut money = world.sales[0].body["payments"][0].clone();
    let made = world.sales.last_mut().unwrap();
    state.clone_into(&mut made.state);
    if let Some(units) = units {
        let lines = made.body["line_items"].as_array_mut().unwrap();
        lines.truncate(1);
        lines[0]["quantity"] = json!(-units);
    }
    if state == "closed" {
        money["amount"] = json!(if units.is_some() { "-5" } else { "-38.49" });
        made.body["payments"] = json!([money]);
    }
}

/// What the cancellation says, and what it writes at Lightspeed.
fn cancel(host: &mut Host<'_>) -> (Vec<String>, Vec<String>) {
    host.open_about("cancel", "orders/cancelled", &told(2, true), "apply");
    let outcome = host.run("cancel").unwrap();
    let said = codes(&outcome).into_iter().map(str::to_owned).collect();
    let writes = ["undo.void", "undo.close", "undo.return", "undo.settle", "undo.record"];
    let steps = steps_of(host, "cancel").into_iter();
    let short = steps.map(|step| step.split(':').next().unwrap().to_owned());
    (said, short.filter(|step| writes.contains(&step.as_str())).collect())
}

/// Fails when what staff voided is taken back once more.
#[test]
fn a_sale_that_staff_voided_is_taken_back() {
    for series in [Series::R, Series::X] {
        for refunded in [true, false] {
            let bridge = open(&config(series));
            let step = step(&bridge);
            let mut host = posted(&step, series, refunded);
            "voided".clone_into(&mut host.world.sales[0].state);
            let (said, wrote) = cancel(&mut host);
            let kept = if refunded { vec![] } else { vec!["CANCELLED_NOT_REFUNDED"] };
            assert_eq!(said, kept, "{series:?}");
            // X's goods-only way looks at the sale first as well.
            assert_eq!(wrote, [""; 0], "{series:?} {refunded}");
            assert_eq!(books(&host.world), (0, 0));
        }
    }
}

/// Fails when a return of a part counts as the whole, or stock goes back twice.
#[test]
fn what_staff_returned_at_the_till_counts() {
    let bridge = open(&config(Series::X));
    let step = step(&bridge);
    for (refunded, units, state, expected, wrote) in [
        (true, None, "closed", "", vec![]),
        (true, Some(1), "closed", "ORDER_CHANGED", vec![]),
        (true, None, "parked", "", vec!["undo.settle"]),
        (true, Some(1), "parked", "ORDER_CHANGED", vec![]),
        (true, Some(1), "voided", "", vec!["undo.return", "undo.settle"]),
        (false, Some(1), "closed", "ORDER_CHANGED", vec![]),
        (false, None, "closed", "ORDER_CHANGED", vec![]),
        (false, None, "voided", "", vec!["undo.record"]),
    ] {
        let what = format!("{refunded} {units:?} {state}");
        let mut host = posted(&step, Series::X, refunded);
        "closed".clone_into(&mut host.world.sales[0].state);
        host.world.opening = 2;
        give_back(&mut host.world, units, state);
        let before = (books(&host.world), tenders(&host.world));
        let (said, written) = cancel(&mut host);
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let money = (!refunded).then_some("CANCELLED_NOT_REFUNDED");
        let expected: Vec<&str> =
            money.into_iter().chain((!expected.is_empty()).then_some(expected)).collect();
        assert_eq!(
            (said, written),
            (expected.clone(), wrote.iter().map(|&step| step.to_owned()).collect()),
            "{what}"
        );
        let after = (books(&host.world), tenders(&host.world));
        if expected.contains(&"ORDER_CHANGED") {
            assert_eq!(after, before, "{what}");
            let row = host.world.row("orders", "1001").unwrap();
            assert_eq!(row["posted"].get("taken_back"), None, "{what}");
        } else {
            assert_eq!(after.0.0, 0, "{what}");
            assert_eq!(after.1, if refunded { 0 } else { 3849 }, "{what}");
        }
    }
}

/// Fails when a refusal to return twice what staff refunded on R is taken for done.
#[test]
fn what_staff_refunded_on_r_is_a_persons() {
    let bridge = open(&config(Series::R));
    let step = step(&bridge);
    for refunded in [true, false] {
        let mut host = posted(&step, Series::R, refunded);
        let line = host.world.sales[0].body["SaleLines"]["SaleLine"][0].clone();
        let mut refund = host.world.sales[0].clone();
        refund.id = "9500".to_owned();
        refund.reference = String::new();
        refund.note = String::new();
        refund.body["SaleLines"]["SaleLine"] = json!([{
            "itemID": line["itemID"], "unitQuantity": "-1", "unitPrice": line["unitPrice"],
            "parentSaleLineID": line["saleLineID"],
        }]);
        host.world.sales.push(refund);
        let before = (host.world.sales.len(), books(&host.world));
        let (said, _) = cancel(&mut host);
        assert!(said.contains(&"VENDOR_REFUSED".to_owned()), "{said:?}");
        assert_eq!((host.world.sales.len(), books(&host.world)), before);
        let row = host.world.row("orders", "1001").unwrap();
        assert_eq!(row["posted"].get("taken_back"), None);
        let sale = format!("1001/{}", tenant::outlet(Series::R));
        assert_eq!(host.world.row("sales", &sale).unwrap()["state"], "completed");
    }
}
