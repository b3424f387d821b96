//! The rules whose result is looked up, or is a word.

use serde_json::{Value, json};

use crate::golden::exact::Exact;
use crate::golden::{Golden, text};

/// The result of a rule that names something.
pub(super) fn mapping(
    rule: &str,
    golden: &Golden,
    answer: &Value,
    reason: &Value,
) -> Option<Value> {
    let inputs = &reason["inputs"];
    place(rule, inputs, golden, answer)
        .or_else(|| item(rule, inputs, golden))
        .or_else(|| money(rule, inputs, golden))
        .or_else(|| word(rule, inputs, golden))
}

fn list(golden: &Golden, name: &str) -> Vec<Value> {
    golden.config_json()[name].as_array().cloned().unwrap_or_default()
}

fn number(inputs: &Value, name: &str) -> Exact {
    Exact::of(&text(&inputs[name]))
}

fn is(inputs: &Value, name: &str) -> bool {
    inputs[name].as_bool().unwrap_or_else(|| panic!("`{name}` is no yes or no: {inputs}"))
}

/// Outlets, registers and customers.
fn place(rule: &str, inputs: &Value, golden: &Golden, answer: &Value) -> Option<Value> {
    let config = golden.config_json();
    Some(match rule {
        "order.outlet" => match config["orders"].get("default_outlet") {
            Some(outlet) => outlet.clone(),
            None => config["outlets"][0]["id"].clone(),
        },
        "order.outlet.location" => {
            let own = |place: &&Value| last(&place["id"]) == text(&inputs["location"]);
            list(golden, "locations").iter().find(own)?["outlets"][0].clone()
        }
        // The primary sale is the first one.
        "order.line.rest" => {
            assert!(!number(inputs, "units").is_at_most(Exact::whole(0)));
            answer["output"]["sales"][0]["sale"]["outlet"].clone()
        }
        "sale.register" => {
            let own = |outlet: &&Value| outlet["id"] == inputs["outlet"];
            list(golden, "outlets").iter().find(own)?["register"].clone()
        }
        "sale.customer" => match is(inputs, "given") {
            true => golden.context_json()["customer"].clone(),
            false => config["customers"]["guest"].clone(),
        },
        _ => return None,
    })
}

/// The last part of an id.
fn last(id: &Value) -> String {
    text(id).rsplit('/').next().unwrap().to_owned()
}

/// Items and taxes.
fn item(rule: &str, inputs: &Value, golden: &Golden) -> Option<Value> {
    Some(match rule {
        "order.line.item" => {
            let by = text(&inputs["by"]).replace(' ', "_");
            let links = golden.context_json()["links"].as_array().cloned().unwrap_or_default();
            let own =
                |link: &&Value| link.get(&by).is_some() && last(&link[&by]) == text(&inputs["key"]);
            links.iter().find(own)?["item"].clone()
        }
        "order.helper_item" => {
            let helpers = &golden.config_json()["helper_items"];
            match text(&inputs["for"]).as_str() {
                "gift_card" => helpers["gift_card"]["item"].clone(),
                other => helpers.get(other)?.clone(),
            }
        }
        "order.line.tax" => {
            let mut rates: Vec<String> =
                inputs["rates"].as_array().unwrap().iter().map(text).collect();
            rates.sort_unstable();
            tax(golden, &rates, &inputs["contained"])?
        }
        "order.line.tax_class" => {
            let own = |tax: &&Value| {
                tax["id"] == inputs["tax"]
                    && Exact::of(&text(&tax["rate"])) == number(inputs, "rate")
            };
            list(golden, "taxes").iter().find(own)?["class"].clone()
        }
        _ => return None,
    })
}

/// The tax made of these rates, else the one of their sum; on R-Series in the sale's category.
fn tax(golden: &Golden, rates: &[String], contained: &Value) -> Option<Value> {
    let sum = Exact::sum(rates.iter().map(|rate| Exact::of(rate)));
    let category = golden.sales().first().map(|sale| sale["sale"]["tax"].clone());
    let category = category.filter(|category| !golden.is_x() && !category.is_null());
    let fits = |tax: &&Value, by_parts: bool| {
        let mut parts: Vec<String> =
            tax["components"].as_array().into_iter().flatten().map(text).collect();
        parts.sort_unstable();
        let own = match by_parts {
            true => parts == rates,
            false => Exact::of(&text(&tax["rate"])) == sum,
        };
        let inclusive = json!(tax["inclusive"].as_bool().unwrap_or(false));
        let contained = rates.is_empty() || inclusive == *contained;
        let here = category.as_ref().is_none_or(|category| tax["id"] == *category);
        own && contained && here
    };
    let taxes = list(golden, "taxes");
    let by_parts = taxes.iter().find(|tax| fits(tax, !rates.is_empty()));
    Some(by_parts.or_else(|| taxes.iter().find(|tax| fits(tax, false)))?["id"].clone())
}

/// Payment types, and whether the money suffices.
fn money(rule: &str, inputs: &Value, golden: &Golden) -> Option<Value> {
    Some(match rule {
        "order.tender.type" => {
            let types = list(golden, "payment_types");
            let of = |gateway: &str| {
                let own = |entry: &&Value| text(&entry["gateway"]).eq_ignore_ascii_case(gateway);
                types.iter().find(own).map(|entry| entry["id"].clone())
            };
            let own = of(&text(&inputs["gateway"]));
            own.or_else(|| of("manual").filter(|_| is(inputs, "manual")))?
        }
        "order.mode" => {
            let (captured, due) = (number(inputs, "captured"), number(inputs, "due"));
            assert!(captured.is_at_most(due), "more than is due is no sale");
            json!(if captured == due { "completed" } else { "reserve" })
        }
        _ => return None,
    })
}

/// Words.
fn word(rule: &str, inputs: &Value, golden: &Golden) -> Option<Value> {
    Some(match rule {
        "order.skipped.test" => json!(is(inputs, "test").then_some("test_order")?),
        "order.skipped.before_go_live" => {
            // Both are in UTC and of one length, so text compares as time does.
            let (at, live) = (text(&inputs["at"]), text(&inputs["go_live"]));
            assert_eq!(at.len(), live.len());
            json!((at < live).then_some("before_go_live")?)
        }
        "order.skipped.nothing_left" => {
            let kept = number(inputs, "kept");
            json!((kept == Exact::whole(0)).then_some("nothing_left")?)
        }
        "order.line.dropped" => {
            assert_ne!(number(inputs, "ordered"), Exact::whole(0));
            json!((number(inputs, "now") == Exact::whole(0)).then_some("dropped")?)
        }
        "order.shipping.free" => {
            json!((number(inputs, "price") == Exact::whole(0)).then_some("dropped")?)
        }
        "sale.reference" => golden.payload_json()["name"].clone(),
        "sale.at" => inputs["processed_at"].clone(),
        "sale.delivery" => {
            let [till, goods, told, pick_up, shipped] =
                ["till", "goods", "told", "pick_up", "shipped"].map(|name| is(inputs, name));
            json!(match told {
                _ if till || !goods => "none",
                true if pick_up => "pickup",
                true if !shipped => "none",
                _ => "ship",
            })
        }
        "text.cut" => {
            assert!(!number(inputs, "length").is_at_most(number(inputs, "longest")));
            json!(text(&inputs["longest"]))
        }
        "text.card_numbers" => {
            json!((number(inputs, "numbers") != Exact::whole(0)).then_some("[number removed]")?)
        }
        _ => return None,
    })
}
