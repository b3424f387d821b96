//! Lightspeed's sales (R-Series): looked up by reference, recorded, taken back by another sale.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::ids;
use super::state::State;
use super::world::World;

/// What was sent for each sale. Whoever sends it, it is the same.
pub(crate) type Sent = BTreeMap<(usize, bool), Value>;

/// The sale of an order, or the one that takes it back.
fn row(sent: &Sent, order: usize, back: bool) -> Value {
    let body = &sent[&(order, back)];
    json!({
        "saleID": id(order, back),
        "referenceNumber": body["referenceNumber"],
        "referenceNumberSource": body["referenceNumberSource"],
        "shopID": body["shopID"],
        "voided": "false",
        "completed": "true",
        "createTime": "2026-11-22T10:00:00+00:00",
        "calcTotal": if back { "-11.00" } else { "11.00" },
        "SaleNotes": {"InternalNote": {"note": body["SaleNotes"]["InternalNote"]["note"]}},
    })
}

fn id(order: usize, back: bool) -> String {
    format!("{}{}", 9_001 + order, if back { "1" } else { "" })
}

/// The sales with an order's reference.
pub(crate) fn found(sent: &Sent, state: &State, order: usize) -> String {
    let own = state.orders[order];
    let sides = [(own.sold, false), (own.voided, true)].into_iter().filter(|side| side.0);
    let mut rows: Vec<Value> = sides.map(|(_, back)| row(sent, order, back)).collect();
    let mut answer = json!({"@attributes": {"count": rows.len().to_string()}});
    match rows.len() {
        0 => {}
        1 => answer["Sale"] = rows.remove(0),
        _ => answer["Sale"] = Value::Array(rows),
    }
    answer.to_string()
}

/// A sale with its lines and payments.
pub(crate) fn sale(sent: &Sent, state: &State, order: usize) -> (u16, String) {
    if !state.orders[order].sold {
        return (404, json!({"message": "not found"}).to_string());
    }
    let mut row = row(sent, order, false);
    let body = &sent[&(order, false)];
    for field in ["customerID", "SaleLines", "SalePayments"] {
        row[field] = body[field].clone();
    }
    for line in row["SaleLines"]["SaleLine"].as_array_mut().unwrap() {
        line["saleLineID"] = json!(format!("{}0", id(order, false)));
        line["tax"] = json!(line["tax"].to_string());
    }
    (200, json!({"Sale": row}).to_string())
}

/// A sale is recorded: the stock moves with it.
pub(crate) fn record(world: &World, sent: &mut Sent, state: &mut State, body: &Value) -> String {
    let reference = body["referenceNumber"].as_str().unwrap();
    let order = ids::place_of(reference.trim_start_matches('#'));
    let note = body["SaleNotes"]["InternalNote"]["note"].as_str().unwrap();
    let back = note.contains("reversal");
    let shop = body["shopID"].as_str().unwrap();
    let outlet = (0..world.outlets).find(|own| ids::outlet(world.series, *own) == shop).unwrap();
    sent.insert((order, back), body.clone());
    let own = &mut state.orders[order];
    let twice = if back { &mut own.voided } else { &mut own.sold };
    assert!(!*twice, "order {order} is booked twice");
    *twice = true;
    state.book(outlet, if back { 1 } else { -1 }, world.stamps());
    json!({"Sale": row(sent, order, back)}).to_string()
}
