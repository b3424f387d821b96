//! The rules of units in flight.

use serde_json::{Value, json};

use crate::golden::exact::Exact;
use crate::golden::{Golden, text};

/// The result of a rule about stock that is a number of units.
pub(super) fn units(rule: &str, inputs: &Value) -> Option<Exact> {
    let number = |name: &str| Exact::of(&text(&inputs[name]));
    let least = |one: Exact, other: Exact| if one.is_at_most(other) { one } else { other };
    Some(match rule {
        "stock.in_flight.line" => number("now").plus(number("out")).minus(number("counted")),
        "stock.in_flight.units" => number("open").plus(number("gone")),
        "stock.in_flight.taken" => {
            let gone = least(number("gone"), number("held_gone"));
            gone.plus(least(number("open"), number("held_open")))
        }
        "stock.in_flight.taken_open" => least(number("open"), number("held")),
        "stock.in_flight.missing" => number("units").minus(number("taken")),
        "stock.in_flight.excess" => number("held").minus(number("used")),
        _ => return None,
    })
}

/// The result of a rule about stock that is a word.
pub(super) fn word(rule: &str, golden: &Golden, inputs: &Value) -> Option<Value> {
    let is = |name: &str| inputs[name].as_bool().unwrap();
    Some(match rule {
        "stock.in_flight.rest" => {
            let used = inputs["used"].as_array().unwrap();
            used.first().unwrap_or(&inputs["default"]).clone()
        }
        "stock.in_flight.no_row" => {
            let known = [
                "gift_card",
                "tip",
                "custom_item",
                "product_deleted",
                "not_linked",
                "blank_sku",
                "ambiguous",
                "location_unmapped",
            ];
            json!(known.contains(&text(&inputs["why"]).as_str()).then_some("no_row")?)
        }
        "stock.in_flight.confirmed" => {
            let sales = golden.context_json()["lightspeed"].as_array().cloned().unwrap_or_default();
            let own = |sale: &&Value| {
                sale["state"] == inputs["how"]
                    && sale.get("sale").unwrap_or(&Value::Null) == &inputs["sale"]
            };
            sales.iter().find(own)?["confirmed_at"].clone()
        }
        "stock.in_flight.reason" => match &inputs["never"] {
            Value::Null if is("sent") => json!("sent"),
            Value::Null if text(&inputs["short"]) != "0" => json!("reserved_short"),
            Value::Null if is("stands") => json!("not_in_sale"),
            Value::Null => json!("not_posted"),
            never => never.clone(),
        },
        "stock.in_flight.state" => match (is("left"), text(&inputs["reason"]).as_str()) {
            (true, _) => json!("fulfilled"),
            (false, "sent") => json!("sent"),
            _ => json!("seen"),
        },
        // Times are in UTC and of one length, so text compares as time does.
        "stock.in_flight.settled" => {
            let (at, since) = (text(&inputs["confirmed_at"]), text(&inputs["levels_since"]));
            json!((at.len() == since.len() && at < since).then_some("settled")?)
        }
        "stock.in_flight.stale" => {
            let (now, before) = (text(&inputs["updated_at"]), text(&inputs["as_of"]));
            json!((now.len() == before.len() && now < before).then_some("stale")?)
        }
        "stock.in_flight.deleted" => json!(is("deleted").then_some("nothing_open")?),
        _ => return None,
    })
}
