//! Orders that Shopify itself published, and sales that Lightspeed recorded, read in place.
//!
//! The files lie beside the repository (`TILLBRIDGE_SHARED`, else `../shared`). Where they are
//! not, each test says so on stderr. Official samples often do not add up: then they must be
//! refused, and at the right place. Each story's figures are computed by hand from the file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "tests"
)]

mod golden;
#[path = "recorded/lightspeed.rs"]
mod lightspeed;
#[path = "recorded/shopify.rs"]
mod shopify;

use std::fs;

use golden::{Story, shared};
use serde_json::{Value, json};
use tillbridge::bridge::Bridge;

/// A file beside the repository, or nothing, said aloud.
fn fixture(path: &str) -> Option<Value> {
    let path = format!("fixtures/{path}");
    let Some(file) = shared(&path) else {
        eprintln!("SKIPPED: {path} is not beside the repository, so nothing was checked");
        return None;
    };
    Some(serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap())
}

/// A tenant: R-Series numbers or X-Series UUIDs of the same numbers.
#[derive(Clone, Copy)]
struct Tenant {
    x: bool,
    currency: &'static str,
    included: bool,
    /// Rates, each with what it is made of.
    rates: &'static [(&'static str, &'static [&'static str])],
}

impl Tenant {
    fn id(self, number: u32) -> String {
        if self.x { format!("{number:08}-0000-4000-8000-000000000000") } else { number.to_string() }
    }

    fn config(self) -> Value {
        let id = |number: u32| self.id(number);
        let mut taxes: Vec<Value> = (21..)
            .zip(self.rates)
            .map(|(number, (rate, parts))| {
                json!({ "rate": rate, "components": parts, "inclusive": self.included, "id": id(number) })
            })
            .collect();
        taxes.push(json!({ "rate": "0", "inclusive": self.included, "id": id(20) }));
        let gateways = ["bogus", "shopify_payments", "gift_card", "cash", "manual"];
        let types: Vec<Value> = (9..)
            .zip(gateways)
            .map(|(number, gateway)| json!({ "gateway": gateway, "id": id(number) }))
            .collect();
        let locations = json!([
            { "id": "91", "outlets": [id(5)] },
            { "id": "24826418", "outlets": [id(1)] },
        ]);
        json!({ "contract": 1, "tenant": "t", "shopify": { "shop": "t.myshopify.com" },
            "lightspeed": { "series": if self.x { "X" } else { "R" }, "account": "797", "user": id(11) },
            "currency": self.currency, "time_zone": "UTC",
            "zones": { "UTC": [{ "from": "2020-01-01T00:00:00Z", "offset": "+00:00" }] },
            "outlets": [{ "id": id(5), "register": id(6) }, { "id": id(1), "register": id(2) }],
            "locations": locations, "payment_types": types, "taxes": taxes,
            "helper_items": { "gift_card": { "item": id(905), "non_inventory": true, "liability": true },
                "shipping": id(901), "tip": id(902), "duty": id(903), "fee": id(904), "refund": id(906),
                "rounding": id(907), "placeholder": id(908), "channel_tax": id(909) } })
    }
}

/// A payment of our own: the samples of orders come without theirs.
fn paid(gateway: &str, amount: &str, currency: &str) -> Value {
    json!({ "id": 801 + gateway.len(), "kind": "sale", "status": "success", "gateway": gateway,
        "amount": amount, "currency": currency })
}

/// The order decided as the story says.
fn holds(tenant: Tenant, order: &Value, context: &Value, story: &str) {
    let bytes = |value: &Value| serde_json::to_vec(value).unwrap();
    let bridge = Bridge::open(&bytes(&tenant.config())).unwrap_or_else(|e| panic!("{e:?}"));
    let answer = bridge.decide("order.to_sale", &bytes(context), &bytes(order));
    let answer: Value = serde_json::to_value(&answer).unwrap();
    let faults = Story::parse("recorded", story).faults(&answer);
    assert!(faults.is_empty(), "{}\n{}", faults.join("\n"), answer["exceptions"]);
}
