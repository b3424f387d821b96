//! The tenant, what things are called on both sides, and how moments are written.

use serde_json::{Value, json};

use super::state::TICK;
use super::world::{Series, World};

pub(crate) const TENANT: &str = "harbour";
pub(crate) const VARIANT: u64 = 44_001;
pub(crate) const INVENTORY_ITEM: u64 = 601;

fn id(series: Series, kind: usize, place: usize) -> String {
    match series {
        Series::R => format!("{}", kind * 100 + place),
        Series::X => format!("0b5e55ed-{kind:04}-4000-8000-{place:012}"),
    }
}

/// The item.
pub(crate) fn item(series: Series) -> String {
    id(series, 6, 1)
}

/// An outlet.
pub(crate) fn outlet(series: Series, place: usize) -> String {
    id(series, 2, place + 1)
}

/// A location.
pub(crate) fn location(place: usize) -> u64 {
    71 + place as u64
}

/// An order.
pub(crate) fn order(place: usize) -> u64 {
    1_001 + place as u64
}

/// The order of this number.
pub(crate) fn place_of(order: &str) -> usize {
    let number: usize = order.parse().unwrap();
    number - 1_001
}

/// The text of a second of the world.
pub(crate) fn time(second: u16) -> String {
    format!("2026-11-23T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// The text of a tick.
pub(crate) fn tick(tick: u16) -> String {
    time(tick * TICK)
}

/// The configuration.
pub(crate) fn config(world: &World) -> Value {
    let series = world.series;
    let account = match series {
        Series::R => "7",
        Series::X => "harbour",
    };
    let outlets: Vec<Value> = (0..world.outlets)
        .map(|place| json!({"id": outlet(series, place), "register": id(series, 3, place + 1)}))
        .collect();
    let locations: Vec<Value> = (0..world.locations)
        .map(|place| {
            let own = (0..world.outlets).filter(|outlet| world.serves(*outlet) == place);
            let own: Vec<String> = own.map(|place| outlet(series, place)).collect();
            json!({"id": location(place).to_string(), "outlets": own})
        })
        .collect();
    json!({
        "contract": 1,
        "tenant": TENANT,
        "shopify": {"shop": "harbour.myshopify.com"},
        "lightspeed": {"series": format!("{series:?}"), "account": account, "user": id(series, 1, 1)},
        "currency": "USD",
        "time_zone": "UTC",
        "zones": {"UTC": [{"from": "2020-01-01T00:00:00Z", "offset": "+00:00"}]},
        "outlets": outlets,
        "locations": locations,
        "payment_types": [{"gateway": "shopify_payments", "id": id(series, 4, 1)}],
        "taxes": [{"rate": "0.1", "id": id(series, 5, 1)}],
        "helper_items": {
            "gift_card": {"item": id(series, 9, 1), "non_inventory": true, "liability": true},
        },
        "stock": {"publish": true},
    })
}
