//! The rules of publishing.

use serde_json::{Value, json};

use crate::golden::exact::Exact;
use crate::golden::text;

fn number(inputs: &Value, name: &str) -> Exact {
    Exact::of(&text(&inputs[name]))
}

fn larger(one: Exact, other: Exact) -> Exact {
    if one.is_at_most(other) { other } else { one }
}

/// The largest whole number that is not above it.
fn floor(number: Exact) -> Exact {
    let up = number.up(0);
    if up == number { number } else { up.minus(Exact::whole(1)) }
}

fn numbers(inputs: &Value, name: &str) -> Vec<Exact> {
    inputs[name].as_array().unwrap().iter().map(|own| Exact::of(&text(own))).collect()
}

fn in_flight(inputs: &Value) -> Exact {
    let own = |name: &str| number(inputs, name);
    let open = larger(own("new"), own("committed").minus(own("in_lightspeed")));
    Exact::sum([own("gone"), own("elsewhere"), open])
}

/// The result of a rule that is a number.
pub(super) fn figure(rule: &str, inputs: &Value) -> Option<Exact> {
    let own = |name: &str| number(inputs, name);
    Some(match rule {
        "stock.publish.sellable" => Exact::sum(numbers(inputs, "levels")),
        "stock.publish.in_flight" => in_flight(inputs),
        "stock.publish.kit_in_flight" => in_flight(inputs).times(own("need")),
        "stock.publish.safety" => held(inputs),
        "stock.publish.available" => {
            floor(own("sellable").minus(own("in_flight")).minus(own("safety")))
        }
        "stock.publish.kit" => {
            let each = numbers(inputs, "available").into_iter().zip(numbers(inputs, "needs"));
            let makes = each.map(|(available, need)| floor(available.over(need)));
            makes.reduce(Exact::smaller).unwrap()
        }
        "stock.publish.share" => {
            let (units, count) = (own("units"), own("variants").units());
            if units.is_at_most(Exact::whole(0)) {
                return Some(units);
            }
            let at = own("at").units();
            let (even, over) = (units.units() / count, units.units() % count);
            Exact::whole(even + i128::from(at < over))
        }
        "stock.publish.nothing" => {
            let known = [
                "archived",
                "kit_untold",
                "kit_cycle",
                "kit_too_deep",
                "kit_number",
                "component_missing",
            ];
            known.contains(&text(&inputs["why"]).as_str()).then_some(Exact::whole(0))?
        }
        "stock.publish.write" => {
            let most = target(inputs);
            match inputs["earlier"] {
                Value::Null => most,
                _ => most.smaller(own("earlier")),
            }
        }
        _ => return None,
    })
}

/// The most telling of what is to be held back.
fn held(inputs: &Value) -> Exact {
    let kit = inputs["kit"] == true;
    let names: &[&str] = match kit {
        true => &["item_location", "item"],
        false => &["item_location", "item", "location", "tenant"],
    };
    let chosen = names.iter().map(|name| &inputs[*name]).find(|own| !own.is_null()).unwrap();
    match text(chosen).strip_suffix(" %") {
        None => Exact::of(&text(chosen)),
        Some(percent) => {
            let base = larger(number(inputs, "sellable"), Exact::whole(0));
            base.times(Exact::of(percent)).over(Exact::whole(100)).up(0)
        }
    }
}

fn target(inputs: &Value) -> Exact {
    larger(number(inputs, "units").smaller(number(inputs, "limit")), Exact::whole(0))
}

/// The result of a rule that is a word or a flag.
pub(super) fn word(rule: &str, inputs: &Value) -> Option<Value> {
    Some(match rule {
        "stock.publish.counts" => {
            let (confirmed, read) = (text(&inputs["confirmed_at"]), text(&inputs["read"]));
            // Times are in UTC and of one length, so text compares as time does.
            let known = confirmed.len() == read.len() && confirmed < read;
            json!(!(inputs["state"] == "in_lightspeed" && known))
        }
        "stock.publish.not_decided" => match text(&inputs["why"]).as_str() {
            "untracked"
            | "gift_card"
            | "service"
            | "not_tracked_by_shopify"
            | "kit_untracked"
            | "several_items"
            | "several_variants"
            | "location_inactive" => json!("skip"),
            "levels_incomplete"
            | "level_missing"
            | "levels_disagree"
            | "level_backwards"
            | "shop_levels_disagree"
            | "shop_level_incomplete"
            | "outlet_shared" => json!("hold"),
            _ => return None,
        },
        "stock.publish.change" => json!(change(inputs)),
        _ => return None,
    })
}

fn change(inputs: &Value) -> &'static str {
    let own = |name: &str| number(inputs, name);
    let zero = Exact::whole(0);
    let now = if inputs["shopify"].is_null() { zero } else { own("shopify") };
    let to = target(inputs);
    let at_most = |one: Exact, other: Exact| one.is_at_most(other);
    if to == now || (to == zero && at_most(now, zero)) {
        "none"
    } else if at_most(to, now) {
        "fall"
    } else if inputs["unexplained"] == true {
        "sweep"
    } else if inputs["confirm_after"].is_null() {
        "rise"
    } else if inputs["earlier"].is_null()
        || !at_most(own("confirm_after"), own("waited"))
        || at_most(own("earlier"), now)
    {
        "confirm"
    } else {
        "rise"
    }
}
