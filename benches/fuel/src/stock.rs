//! A shop whose two systems lie apart, of any size: two locations, one of them served by two
//! outlets, one in fifty quantities with an order in flight, one in a hundred changed.

use serde_json::{Value, json};

use crate::inputs::{self, Series};

/// So many items: twice as many quantities, and three times as many levels.
pub struct Stock {
    pub config: Value,
    pub context: Value,
    pub levels: Value,
}

/// The outlets, by their place.
fn outlet(series: Series, place: u64) -> String {
    match series {
        Series::R => (place + 1).to_string(),
        Series::X => inputs::id(series, 2, place + 1),
    }
}

pub fn make(series: Series, items: u64) -> Stock {
    let mut config = inputs::config(series);
    let outlets: Vec<String> = (0..3).map(|place| outlet(series, place)).collect();
    let register = config["outlets"][0]["register"].clone();
    config["outlets"] =
        outlets.iter().map(|id| json!({"id": id, "register": register.clone()})).collect();
    config["locations"] = json!([
        {"id": 71, "outlets": [outlets[0]]}, {"id": 72, "outlets": [outlets[1], outlets[2]]},
    ]);
    config["orders"] = json!({"default_outlet": outlets[0]});
    config["stock"] = json!({"safety": [{"location": 72, "percent": "10"}]});
    let (mut links, mut rows) = (Vec::new(), Vec::new());
    let (mut lightspeed, mut shopify) = (Vec::new(), Vec::new());
    for number in 0..items {
        let item = match series {
            Series::R => (1001 + number).to_string(),
            Series::X => inputs::id(series, 6, number + 1),
        };
        let inventory = 48_000_000_001_001 + number;
        links.push(json!({
            "inventory_item": inventory, "variant": 44_000_000_001_001 + number, "item": item,
        }));
        for (place, outlet) in outlets.iter().enumerate() {
            let units = (number * 7 + place as u64) % 40;
            lightspeed.push(level(series, number, &item, outlet, units));
        }
        if series == Series::R {
            lightspeed.push(level(series, number, &item, "0", 50));
        }
        for location in [71_u64, 72] {
            let sellable = match location {
                71 => (number * 7) % 40,
                _ => (number * 7 + 1) % 40 + (number * 7 + 2) % 40,
            };
            let held = if location == 72 { sellable.div_ceil(10) } else { 0 };
            let taken = u64::from((number + location) % 50 == 0);
            if taken > 0 {
                rows.push(json!({
                    "order": 5_600_000_001_000 + number, "line": 1 + number, "item": item,
                    "location": location, "outlet": outlets[(location - 71) as usize],
                    "quantity": "1", "open": "1", "state": "seen", "reason": "not_posted",
                }));
            }
            let right = sellable.saturating_sub(held + taken);
            let available = right + 3 * u64::from((number + location) % 100 == 7);
            shopify.push(json!({
                "id": format!("gid://shopify/InventoryLevel/{location}?inventory_item_id={inventory}"),
                "isActive": true, "updatedAt": "2026-11-20T14:30:00Z",
                "item": {"id": format!("gid://shopify/InventoryItem/{inventory}"), "tracked": true},
                "location": {"id": format!("gid://shopify/Location/{location}"), "isActive": true},
                "quantities": [
                    {"name": "available", "quantity": available},
                    {"name": "committed", "quantity": taken},
                ],
            }));
        }
    }
    let context = json!({
        "explain": "none", "now": "2026-11-20T15:10:00Z", "cause": "bench", "only_changes": true,
        "read_began_at": "2026-11-20T15:09:50Z", "complete": {"lightspeed": true, "shopify": true},
        "links": links, "rows": rows,
    });
    Stock { config, context, levels: json!({"lightspeed": lightspeed, "shopify": shopify}) }
}

fn level(series: Series, number: u64, item: &str, outlet: &str, units: u64) -> Value {
    match series {
        Series::R => json!({
            "itemShopID": (number * 10).to_string(), "qoh": units.to_string(),
            "sellable": units.to_string(), "backorder": "0", "componentQoh": "0",
            "componentBackorder": "0", "reorderPoint": "0", "reorderLevel": "0",
            "timeStamp": "2026-11-20T12:00:00+00:00", "itemID": item, "shopID": outlet,
            "onLayaway": "0", "onSpecialOrder": "0", "onWorkOrder": "0", "onTransferOut": "0",
            "onTransferIn": "0",
        }),
        Series::X => json!({
            "id": inputs::id(series, 8, number), "product_id": item, "outlet_id": outlet,
            "inventory_level": units, "reorder_point": 0, "reorder_amount": 0,
            "version": 59_780_745 + number, "deleted_at": null,
        }),
    }
}
