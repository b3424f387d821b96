//! X-Series: from what was answered to the next step of taking a sale back.

use serde_json::{Value, json};

use super::json as body_of;
use super::undoing::{self, Answer};
use crate::domain::ids::lightspeed::ItemId;
use crate::lightspeed::XSeries;
use crate::lightspeed::undo::{Step, What};

fn step(what: What<'_>, answers: &[Answer]) -> Step {
    undoing::step(&XSeries, what, answers)
}

/// A sale with these lines and payments, in this state.
fn stored(
    id: &str,
    state: &str,
    lines: &[(&str, i64)],
    payments: &[i64],
    returns: &[&str],
) -> Value {
    let lines = lines.iter().map(|(product, quantity)| {
        json!({"id": format!("line-{product}"), "product": {"id": product}, "quantity": quantity,
            "pricing": {"price": 10, "discount": 0}, "tax": {"id": "20", "amount": 2}})
    });
    let payments = payments.iter().map(|amount| {
        json!({"id": format!("pay-{amount}"), "amount": amount, "date": "2026-11-20T09:00:00Z", "deleted_at": null,
            "type": {"config_id": "9"}, "_metadata": {"register_open_sequence_id": "open-1"}})
    });
    json!({"data": {
        "id": id, "state": state, "source": {"register_id": "2"}, "return": {"return_sale_ids": returns},
        "line_items": lines.collect::<Vec<_>>(), "payments": payments.collect::<Vec<_>>(),
    }})
}

/// Two of one product, one of another, paid.
fn original(state: &str, returns: &[&str]) -> Answer {
    ("undo.sale", 200, stored("88", state, &[("a", 2), ("b", 1)], &[36], returns))
}

fn register(open: bool, opening: &str) -> Answer {
    let row = json!({"is_open": open, "register_open_sequence_id": opening});
    ("undo.register", 200, json!({"data": row}))
}

fn named(step: &Step) -> &'static str {
    match step {
        Step::Read(name, _) | Step::Write(name, _) => name,
        Step::Done => "done",
        Step::Stuck(_) => "stuck",
    }
}

/// Fails when a day that was counted is rewritten, or a sale is voided that was returned.
#[test]
fn a_sale_is_voided_only_in_its_own_opening() {
    for (answers, expected) in [
        (vec![], "undo.sale"),
        (vec![("undo.sale", 404, json!({}))], "stuck"),
        (vec![original("voided", &[])], "done"),
        (vec![original("pending", &[])], "undo.register"),
        (vec![original("pending", &[]), register(true, "open-1")], "undo.void"),
        (vec![original("pending", &[]), register(false, "open-1")], "undo.close"),
        (vec![original("pending", &[]), register(true, "open-2")], "undo.close"),
        (vec![original("pending", &[]), ("undo.register", 404, json!({}))], "undo.close"),
        (vec![original("closed", &[]), register(true, "open-1")], "undo.void"),
        (vec![original("closed", &[]), register(true, "open-2")], "undo.return"),
        (vec![original("closed", &["r"])], "undo.returned.0"),
        // Nothing was paid on it in any opening.
        (vec![("undo.sale", 200, stored("88", "pending", &[("a", 2)], &[], &[]))], "undo.void"),
    ] {
        let what = format!("{answers:?}");
        assert_eq!(named(&step(What::Whole, &answers)), expected, "{what}");
    }
}

/// Fails when a return of a part is taken for one of all, or closed with all of the money.
#[test]
fn a_return_that_stands_counts_only_as_a_whole() {
    let all = [("a", -2), ("b", -1)];
    let part = [("a", -1), ("b", -1)];
    let other = [("a", -2), ("c", -1)];
    for (state, lines, payments, expected) in [
        ("closed", all.as_slice(), [-36].as_slice(), "done"),
        ("closed", &[("b", -1), ("a", -1), ("a", -1)], &[-30, -6], "done"),
        ("closed", &part, &[-24], "stuck"),
        ("closed", &all, &[], "stuck"),
        ("closed", &other, &[-36], "stuck"),
        ("parked", &all, &[], "undo.settle"),
        ("parked", &part, &[], "stuck"),
        ("voided", &all, &[], "undo.return"),
    ] {
        let returned = ("undo.returned.0", 200, stored("r", state, lines, payments, &[]));
        let next = step(What::Whole, &[original("closed", &["r"]), returned]);
        assert_eq!(named(&next), expected, "{state} {lines:?} {payments:?}");
    }
    // What was returned before another return that was voided still counts.
    let part = ("undo.returned.0", 200, stored("r", "closed", &part, &[-24], &[]));
    let voided = ("undo.returned.1", 200, stored("q", "voided", &all, &[], &[]));
    let both = [original("closed", &["r", "q"]), part, voided];
    assert_eq!(named(&step(What::Whole, &both)), "stuck");
    let many = original("closed", &["1", "2", "3", "4", "5"]);
    assert_eq!(named(&step(What::Whole, &[many])), "stuck");
}

/// Fails when a return is made anew after one of ours was voided, or is closed without the money.
#[test]
fn the_return_that_was_made_is_closed_with_the_money() {
    let made = || ("undo.return", 200, stored("r", "parked", &[], &[], &[]));
    let before = [original("closed", &[]), register(true, "open-2"), made()];
    let next = step(What::Whole, &before);
    assert_eq!(named(&next), "undo.returned.0");
    let Step::Read(_, request) = next else { panic!() };
    assert!(request.path.ends_with("/sales/r"), "{}", request.path);
    let [sale, register, made] = before;
    let lines = [("a", -2), ("b", -1)];
    let parked = ("undo.returned.0", 200, stored("r", "parked", &lines, &[], &[]));
    let voided = ("undo.returned.0", 200, stored("r", "voided", &lines, &[], &[]));
    let so_far = |last| step(What::Whole, &[sale.clone(), register.clone(), made.clone(), last]);
    assert_eq!(named(&so_far(voided)), "stuck");
    let Step::Write("undo.settle", request) = so_far(parked) else { panic!() };
    let body = body_of(&request);
    assert_eq!(body["state"], "closed");
    assert_eq!(body["payments"][0]["amount"], -36);
    assert_eq!(body["line_items"][0]["quantity"], -2);
}

/// Fails when a payment that was deleted is given back.
#[test]
fn a_deleted_payment_is_none() {
    let mut sale = original("pending", &[]);
    sale.2["data"]["payments"][0]["deleted_at"] = json!("2026-11-20T10:00:00Z");
    assert_eq!(named(&step(What::Whole, &[sale])), "undo.void");
}

/// Fails when goods go back on the shelf twice: once by staff, once by us.
#[test]
fn goods_go_back_once() {
    let money = ItemId::parse("m").unwrap();
    let goods = What::Goods { money: &money, helpers: &[] };
    let absent = || ("undo.find", 404, json!({}));
    let returned =
        |state| ("undo.returned.0", 200, stored("r", state, &[("a", -2), ("b", -1)], &[], &[]));
    for (answers, expected) in [
        (vec![original("pending", &[])], "undo.close"),
        (vec![original("closed", &[])], "undo.find"),
        (vec![original("closed", &[]), absent()], "undo.record"),
        (vec![original("closed", &["r"]), absent()], "undo.returned.0"),
        (vec![original("closed", &["r"]), absent(), returned("closed")], "stuck"),
        (vec![original("closed", &["r"]), absent(), returned("parked")], "undo.record"),
        (vec![original("closed", &["r"]), absent(), returned("voided")], "undo.record"),
        (
            vec![original("closed", &[]), ("undo.find", 200, stored("x", "closed", &[], &[], &[]))],
            "stuck",
        ),
    ] {
        let what = format!("{answers:?}");
        assert_eq!(named(&step(goods, &answers)), expected, "{what}");
    }
    let Step::Write(_, request) = step(goods, &[original("closed", &[]), absent()]) else {
        panic!()
    };
    let body = body_of(&request);
    let lines: Vec<(&str, i64)> = body["line_items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["product"]["id"].as_str().unwrap(), line["quantity"].as_i64().unwrap()))
        .collect();
    assert_eq!(lines, [("a", -2), ("m", 2), ("b", -1), ("m", 1)]);
    assert_eq!(body["payments"], json!([]));
    let own = ("undo.find", 200, stored(body["id"].as_str().unwrap(), "closed", &[], &[], &[]));
    assert_eq!(named(&step(goods, &[original("closed", &[]), own])), "done");
}
