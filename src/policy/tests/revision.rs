//! The revision: one for equal content, another for every other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{full, minimal, parse, parse_text, set, x_series};

/// The document with its fields in the opposite order and blanks between everything.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().rev();
            let parts: Vec<String> = fields
                .map(|(key, value)| format!("\n {} :\t{}", json!(key), reversed(value)))
                .collect();
            format!("{{{}\r\n}}", parts.join(" ,"))
        }
        Value::Array(items) => {
            format!("[ {} ]", items.iter().map(reversed).collect::<Vec<_>>().join(" , "))
        }
        other => other.to_string(),
    }
}

#[test]
fn the_revision_is_of_the_content_not_of_the_spelling() {
    let config = full();
    let revision = parse(&config).unwrap().revision;
    assert_eq!(revision.len(), 24, "96 bits in hexadecimal");
    let same = [
        reversed(&config),
        serde_json::to_string_pretty(&config).unwrap(),
        config.to_string().replace("\"acme\"", r#""\u0061cme""#),
        config.to_string().replace("\"gid://shopify/Location/11\"", "11"),
        config.to_string().replace("\"id\":\"7\"", "\"id\":7"),
    ];
    for text in same {
        assert_ne!(text, config.to_string());
        assert_eq!(parse_text(&text).unwrap().revision, revision, "{text}");
    }
    let mut elsewhere = config.clone();
    set(&mut elsewhere, "/zones/America~1Denver/0/offset", json!("-07:00"));
    set(
        &mut elsewhere,
        "/zones/Asia~1Tokyo",
        json!([{"from": "2026-01-01T00:00:00Z", "offset": "+09:00"}]),
    );
    assert_eq!(parse(&elsewhere).unwrap().revision, revision, "another host, other offsets");
    let mut short = minimal();
    let short_revision = parse(&short).unwrap().revision;
    for (name, value) in [
        ("orders", json!({})),
        ("orders", json!(null)),
        ("customers", json!({"default_country": null})),
        ("locations", json!([])),
        ("shadow", json!(false)),
    ] {
        short[name] = value;
        assert_eq!(parse(&short).unwrap().revision, short_revision, "{name}");
    }
    short["shopify"]["api_version"] = json!("2026-10");
    assert_eq!(parse(&short).unwrap().revision, short_revision, "a default, spelled out");
}

/// Every value in the document, by its JSON pointer.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                leaves(value, &format!("{pointer}/{}", key.replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, &format!("{pointer}/{index}"), found);
            }
        }
        other => found.push((pointer.to_owned(), other.clone())),
    }
}

#[test]
fn the_revision_changes_with_every_value() {
    let config = full();
    let mut found = Vec::new();
    leaves(&config, "", &mut found);
    let mut revisions = BTreeSet::from([parse(&config).unwrap().revision]);
    let mut changed = 0_usize;
    for (pointer, value) in found {
        // Some have no other valid value beside the rest of this document; those that can be
        // changed at all are changed below. Offsets are the host's data.
        if pointer.starts_with("/zones/") {
            continue;
        }
        let other = match (pointer.as_str(), &value) {
            ("/contract" | "/lightspeed/series" | "/time_zone" | "/outlets/1/time_zone", _) => {
                continue;
            }
            ("/currency", _) => json!("EUR"),
            ("/shopify/api_version", _) => json!("2026-04"),
            ("/shopify/shop", _) => json!("other.myshopify.com"),
            ("/customers/default_country", _) => json!("CA"),
            ("/orders/default_outlet", _) => json!("7"),
            ("/outlets/0/id" | "/outlets/1/id", _) => continue,
            // Both must be true.
            ("/helper_items/gift_card/non_inventory" | "/helper_items/gift_card/liability", _) => {
                continue;
            }
            ("/orders/go_live", _) => json!("2026-12-01T00:00:00Z"),
            // Its safety is of this location.
            ("/locations/0/id", _) => continue,
            ("/stock/safety/1/location", _) => json!(12),
            ("/stock/duplicates", _) => json!("mirror"),
            ("/stock/kits", _) => json!("components"),
            ("/orders/link_by/0", _) => json!("sku"),
            ("/orders/link_by/1", _) => json!("barcode"),
            ("/locations/0/outlets/0" | "/locations/0/outlets/1", _) => continue,
            ("/locations/1/outlets/0", _) => json!("7"),
            (_, Value::Bool(flag)) => json!(!flag),
            (_, Value::String(text)) => match text.as_str() {
                "0.08875" | "0.2" | "0" => json!("0.07"),
                "acme" => json!("other"),
                "shopify_payments" | "paypal" => json!("manual"),
                text if text.starts_with("gid://") => json!("gid://shopify/Location/99"),
                _ => json!("99"),
            },
            ("/shadow_days", _) => json!(6),
            (_, Value::Number(_)) => json!(31),
            other => panic!("{other:?}"),
        };
        let mut config = full();
        *config.pointer_mut(&pointer).unwrap() = other;
        let policy = parse(&config).unwrap_or_else(|issues| panic!("{pointer}: {issues:?}"));
        assert!(revisions.insert(policy.revision), "{pointer} does not change the revision");
        changed = changed.saturating_add(1);
    }
    for (pointer, value) in [
        ("/outlets/0/time_zone", json!("America/Denver")),
        ("/outlets/1/time_zone", json!("America/New_York")),
        ("/time_zone", json!("America/Denver")),
        ("/locations/0/outlets", json!(["8", "7"])),
        ("/locations/0/outlets", json!(["7"])),
        ("/outlets/-", json!({"id": "99", "register": "2"})),
        ("/taxes/1/class", json!("1")),
    ] {
        let mut config = full();
        set(&mut config, pointer, value);
        let revision = parse(&config).unwrap().revision;
        assert!(revisions.insert(revision), "{pointer} does not change the revision");
    }
    assert!(changed >= 25, "{changed}");
    assert!(revisions.insert(parse(&x_series()).unwrap().revision));
}
