//! What became of two catalogues, in words.

use serde_json::Value;

use super::super::text;
use super::{Teller, short};

fn list<'v>(output: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    output[field].as_array().into_iter().flatten()
}

/// The number of a variant, the short form of an item.
fn id(value: &Value) -> String {
    let own = text(value);
    short(own.rsplit('/').next().unwrap())
}

fn all<'v>(ids: impl Iterator<Item = &'v Value>) -> String {
    ids.map(id).collect::<Vec<_>>().join(", ")
}

pub(super) fn tell(told: &mut Teller<'_>, output: &Value) {
    for link in list(output, "links") {
        told.tell("link", link_words(link));
    }
    for review in list(output, "review") {
        told.tell("review", review_words(review));
    }
    for duplicate in list(output, "duplicates") {
        let sides =
            [("variants", list(duplicate, "variants")), ("items", list(duplicate, "items"))];
        let sides = sides.map(|(side, ids)| (side, all(ids)));
        let sides: Vec<String> = sides
            .iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(side, ids)| format!("{side} {ids}"))
            .collect();
        told.tell("duplicate", format!("{}: {}", text(&duplicate["code"]), sides.join(" and ")));
    }
    for (side, one) in [("variants", "variant"), ("items", "item")] {
        for own in list(&output["orphans"], side) {
            told.tell("orphan", format!("{one} {}", id(own)));
        }
    }
    for own in list(output, "skipped") {
        told.tell("skip", format!("{} {}", id(&own["variant"]), text(&own["reason"])));
    }
}

fn link_words(link: &Value) -> String {
    let mut words =
        format!("{} -> {} by {}", id(&link["variant"]), id(&link["item"]), text(&link["by"]));
    for (field, what) in [("instead_of_item", "item"), ("instead_of_variant", "variant")] {
        if let Some(own) = link.get(field) {
            words.push_str(&format!(" instead of {what} {}", id(own)));
        }
    }
    for flag in ["renamed", "untracked", "kit_untold"] {
        if link.get(flag).is_some() {
            words.push_str(&format!(" {flag}"));
        }
    }
    let kit: Vec<String> = list(link, "kit")
        .map(|own| format!("{} x {}", text(&own["quantity"]), id(&own["item"])))
        .collect();
    if kit.is_empty() { words } else { format!("{words} of {}", kit.join(" and ")) }
}

fn review_words(review: &Value) -> String {
    let mut words = format!(
        "{} {} worth {}",
        id(&review["variant"]),
        text(&review["reason"]),
        text(&review["worth"])
    );
    if let Some(gone) = review.get("gone") {
        words.push_str(&format!(" gone {}", id(gone)));
    }
    for own in list(review, "candidates") {
        let because: Vec<String> = list(own, "because").map(text).collect();
        words.push_str(&format!(" | {} ({})", id(&own["item"]), because.join(", ")));
        if let Some(other) = own.get("taken_by") {
            words.push_str(&format!(" taken by {}", id(other)));
        }
    }
    words
}
