//! Configurations, good and bad, and what a good one becomes.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Policy;
use crate::contract::config::TenantConfig;
use crate::report::{Code, Issue, read};

mod mistakes;
mod revision;

const OUTLET: &str = "0af7b240-ab71-11e7-eddc-9e9a2a1c1f5b";
const OTHER: &str = "0af7b240-ab71-11e7-eddc-9e9a2a1c1f5c";
const REGISTER: &str = "b8ca3a65-011c-11e4-fbb5-1f5d0e4e1e71";

/// What a person writes, with `zones` as the facade fills it in.
const HELPERS: [&str; 8] =
    ["shipping", "tip", "duty", "fee", "refund", "rounding", "placeholder", "channel_tax"];

fn minimal() -> Value {
    json!({
        "contract": 1,
        "tenant": "acme",
        "shopify": {"shop": "Acme-Store.myshopify.com"},
        "lightspeed": {"series": "R", "account": "1042", "user": "3"},
        "currency": "USD",
        "time_zone": "America/New_York",
        "outlets": [{"id": "7", "register": "2"}],
        "payment_types": [{"gateway": "Shopify_Payments", "id": "9"}],
        "taxes": [{"rate": "0.08875", "id": "5"}],
        "helper_items": {"gift_card": {"item": "41", "non_inventory": true, "liability": true}},
        "zones": {"America/New_York": [{"from": "2026-03-08T07:00:00Z", "offset": "-04:00"}]},
    })
}

/// Every option set, two of everything, R-Series.
fn full() -> Value {
    let mut config = minimal();
    config["shopify"]["api_version"] = json!("2026-07");
    config["zones"]["America/Denver"] =
        json!([{"from": "2026-03-08T09:00:00Z", "offset": "-06:00"}]);
    config["outlets"] = json!([
        {"id": "7", "register": "2"},
        {"id": "8", "register": "4", "time_zone": "America/Denver"},
    ]);
    config["locations"] = json!([
        {"id": "gid://shopify/Location/11", "outlets": ["7", "8"]},
        {"id": "gid://shopify/Location/12", "outlets": ["8"]},
    ]);
    config["stock"] = json!({
        "safety": [{"units": "3"}, {"item": "5", "location": 11, "percent": "10"}],
        "confirm_increases": false, "confirm_after": 40, "duplicates": "split", "kits": "own",
        "pass_negative": true,
    });
    config["payment_types"] =
        json!([{"gateway": "shopify_payments", "id": "9"}, {"gateway": "paypal", "id": "10"}]);
    config["taxes"] = json!([
        {"rate": "0.08875", "id": "5", "class": "1"},
        {"rate": "0.2", "inclusive": true, "id": "6"},
        {"rate": "0", "id": "3"},
    ]);
    for (number, name) in (42..).zip(HELPERS) {
        config["helper_items"][name] = json!(format!("{number}"));
    }
    config["orders"] = json!({
        "default_outlet": "8",
        "go_live": "2026-11-01T00:00:00Z",
        "assign_wait": 30,
        "link_by": ["barcode", "sku"],
    });
    config["customers"] = json!({"default_country": "US", "guest": "77"});
    config["shadow"] = json!(true);
    config["shadow_days"] = json!(5);
    config
}

/// The same tenant on the X-Series.
fn x_series() -> Value {
    let mut config = minimal();
    let user = "d1a5c6b0-3c5f-4a8e-9d6f-2b7e8c9a0f11";
    config["lightspeed"] = json!({"series": "X", "account": "acme-retail", "user": user});
    config["outlets"] = json!([{"id": OUTLET, "register": REGISTER}]);
    config["payment_types"] = json!([{"gateway": "shopify_payments", "id": OTHER}]);
    config["taxes"] = json!([{"rate": "0.2", "id": OTHER}]);
    config["helper_items"]["gift_card"]["item"] = json!(OTHER);
    config
}

fn parse(config: &Value) -> Result<Policy, Vec<Issue>> {
    parse_text(&config.to_string())
}

fn parse_text(text: &str) -> Result<Policy, Vec<Issue>> {
    let config: TenantConfig = read::document(text.as_bytes(), "$").map_err(|issue| vec![issue])?;
    Policy::parse(&config)
}

fn issues(config: &Value) -> Vec<Issue> {
    parse(config).err().unwrap_or_default()
}

/// Sets what a JSON pointer names; `…/-` adds to a list.
fn set(config: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match config.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        Value::Array(list) if name == "-" => list.push(value),
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        other => panic!("nothing to set in {other}"),
    }
}

#[test]
fn x_series_has_a_version_to_choose() {
    let mut config = x_series();
    assert_eq!(parse(&config).unwrap().lightspeed_version, "2026-07");
    set(&mut config, "/lightspeed/api_version", json!("2026-10"));
    assert_eq!(parse(&config).unwrap().lightspeed_version, "2026-10");
    set(&mut config, "/lightspeed/api_version", json!("2.0"));
    let found = issues(&config);
    assert_eq!((found[0].code, found.len()), (Code::ConfigInvalid, 1));
    assert_eq!(found[0].path, "$.lightspeed.api_version");
}

#[test]
fn ten_lines_are_enough_and_the_rest_has_its_default() {
    let config = minimal();
    assert!(config.as_object().unwrap().len() <= 11);
    let policy = parse(&config).unwrap();
    assert_eq!(policy.tenant, "acme");
    assert_eq!(policy.shop, "acme-store.myshopify.com");
    assert_eq!(policy.shopify_version, "2026-10");
    assert_eq!(policy.account, "1042");
    assert_eq!(policy.currency.code(), "USD");
    assert_eq!(policy.zone.name(), "America/New_York");
    assert_eq!(policy.default_outlet.as_str(), "7");
    let zones: Vec<&str> = policy.outlets.iter().map(|(_, outlet)| outlet.zone.name()).collect();
    assert_eq!(zones, ["America/New_York"]);
    assert!(policy.locations.is_empty());
    assert!(policy.default_country.is_none());
    let [tax] = policy.taxes.as_slice() else { panic!("{:?}", policy.taxes) };
    assert!(!tax.inclusive && tax.class.is_none());
}

#[test]
fn every_option_is_carried_over() {
    let policy = parse(&full()).unwrap();
    assert_eq!(policy.shopify_version, "2026-07");
    assert_eq!(policy.default_outlet.as_str(), "8");
    let zones: Vec<&str> = policy.outlets.iter().map(|(_, outlet)| outlet.zone.name()).collect();
    assert_eq!(zones, ["America/New_York", "America/Denver"]);
    let locations: Vec<(u64, Vec<&str>)> = policy
        .locations
        .iter()
        .map(|(id, outlets)| (id.number(), outlets.iter().map(|id| id.as_str()).collect()))
        .collect();
    assert_eq!(locations, [(11, vec!["7", "8"]), (12, vec!["8"])]);
    assert_eq!(policy.taxes[0].class.as_ref().map(|class| class.as_str()), Some("1"));
    assert!(policy.default_country.is_some());
}

#[test]
fn a_gateway_is_found_however_it_is_spelled() {
    let policy = parse(&full()).unwrap();
    for name in ["paypal", "PayPal", "PAYPAL"] {
        assert_eq!(policy.payment_type(name).map(|id| id.as_str()), Some("10"), "{name}");
    }
    assert_eq!(policy.payment_type("stripe"), None);
}

#[test]
fn a_tax_is_found_by_rate_and_whether_it_is_contained() {
    let policy = parse(&full()).unwrap();
    let table = [
        ("0.08875", false, Some("5")),
        ("0.088750", false, Some("5")),
        ("0.08875", true, None),
        ("0.2", true, Some("6")),
        ("0.2", false, None),
        ("0", false, Some("3")),
        ("0", true, Some("3")),
        ("0.19", false, None),
    ];
    for (rate, inclusive, expected) in table {
        let rates: Vec<Decimal> =
            rate.split('+').filter(|rate| *rate != "0").map(|rate| rate.parse().unwrap()).collect();
        let found = policy.tax(&rates, inclusive, None);
        assert_eq!(found.map(|tax| tax.id.as_str()), expected, "{rate} {inclusive}");
    }
}
