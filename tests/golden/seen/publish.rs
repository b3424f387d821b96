//! What is published, in the words that stories use.

use serde_json::Value;

use super::{Teller, short};
use crate::golden::exact::Exact;
use crate::golden::text;

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value[field].as_array().into_iter().flatten()
}

/// The number of a gid, the short form of an item.
fn id(value: &Value) -> String {
    let own = text(value);
    short(own.rsplit('/').next().unwrap())
}

pub(super) fn tell(told: &mut Teller<'_>, output: &Value) {
    for own in list(output, "quantities") {
        told.tell("level", level_words(own));
    }
    let ignored = output["ignored"].as_object().unwrap();
    for (what, count) in ignored.iter().filter(|(_, count)| **count != 0) {
        told.tell("ignored", format!("{count} {what}"));
    }
    for own in list(output, "watermarks") {
        let stamp = own.get("at").or(own.get("version")).map(text).unwrap_or_default();
        let (item, outlet) = (id(&own["item"]), id(&own["outlet"]));
        told.tell("mark", format!("{item} in {outlet}: {} at {stamp}", text(&own["units"])));
    }
    told.tell("unchanged", text(&output["unchanged"]));
    for own in list(output, "requests") {
        let variables = &own["body"]["variables"];
        if own["operation"] == "inventoryActivate" {
            let (item, at) = (id(&variables["inventoryItemId"]), id(&variables["locationId"]));
            told.tell("activate", format!("{item}@{at} with {}", text(&variables["available"])));
            continue;
        }
        assert_eq!(variables["input"]["name"], "available", "we never write anything else");
        let rows = list(&variables["input"], "quantities").map(|row| {
            let (item, at) = (id(&row["inventoryItemId"]), id(&row["locationId"]));
            let [from, to] = ["changeFromQuantity", "quantity"].map(|field| text(&row[field]));
            format!("{item}@{at} {from} -> {to}")
        });
        told.tell("set", rows.collect::<Vec<_>>().join(" and "));
    }
}

/// `601@71 of 301: fall 5 -> 3 (3 = 5 - 2 - 0)`.
fn level_words(own: &Value) -> String {
    let item = own.get("item").map_or("several".to_owned(), id);
    let place = format!("{}@{}", id(&own["inventory_item"]), id(&own["location"]));
    let mut words = format!("{place} of {item}: {}", text(&own["change"]));
    if let Some(why) = own.get("why") {
        words.push_str(&format!(" {}", text(why)));
    }
    if let Some(quantity) = own.get("quantity") {
        let from = own.get("shopify").map_or("nothing".to_owned(), text);
        let to = own.get("write").map(|to| format!(" -> {}", text(to))).unwrap_or_default();
        words.push_str(&format!(" {from}{to} ({}{})", text(quantity), parts_words(own)));
    }
    for flag in ["activate", "again", "capped"] {
        if own[flag] == true {
            words.push_str(&format!(" {flag}"));
        }
    }
    words
}

fn parts_words(own: &Value) -> String {
    let or_zero = |value: Option<&Value>| value.map_or("0".to_owned(), text);
    let safety = or_zero(own.get("safety"));
    if let Some(sellable) = own.get("sellable") {
        return format!(" = {} - {} - {safety}", text(sellable), flight(&own["in_flight"]));
    }
    let kit: Vec<String> = list(own, "kit")
        .map(|part| format!("{} / {}", text(&part["available"]), text(&part["need"])))
        .collect();
    if kit.is_empty() { String::new() } else { format!(" = {} - {safety}", kit.join(" or ")) }
}

/// `gone + elsewhere + max(new, committed - in_lightspeed) + by_kits`.
fn flight(parts: &Value) -> i128 {
    if parts.is_null() {
        return 0;
    }
    let [gone, new, elsewhere, committed, known, kits] =
        ["gone", "new", "elsewhere", "committed", "in_lightspeed", "by_kits"]
            .map(|part| Exact::of(&text(&parts[part])));
    let more = committed.minus(known);
    let open = if new.is_at_most(more) { more } else { new };
    Exact::sum([gone, elsewhere, open, kits]).units()
}
