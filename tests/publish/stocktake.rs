//! A stocktake of ten thousand items: only what differs is written, as many at once as Shopify takes,
//! and in one order however the rows came.

use serde_json::{Value, json};

use crate::made::bridge;

const ITEMS: u64 = 10_000;

/// Every thirtieth was counted anew: one less for each of the first half, one more for the others.
fn counted(item: u64) -> i64 {
    match item % 30 {
        0 if item < ITEMS / 2 => 6,
        0 => 8,
        _ => 7,
    }
}

fn decide(backwards: bool) -> Value {
    let mut items: Vec<u64> = (0..ITEMS).collect();
    if backwards {
        items.reverse();
    }
    let links = items
        .iter()
        .map(|item| json!({"inventory_item": 50_000 + item, "item": (1 + item).to_string()}));
    let context = json!({
        "explain": "none", "now": "2026-11-20T15:00:05Z", "cause": "task", "orders_read": true,
        "read_began_at": "2026-11-20T15:00:00Z", "only_changes": true,
        "complete": {"lightspeed": true, "shopify": true}, "links": links.collect::<Vec<_>>(),
    });
    let levels = items.iter().map(|item| {
        let units = counted(*item).to_string();
        json!({
            "itemShopID": "1", "itemID": (1 + item).to_string(), "shopID": "1", "qoh": units,
            "sellable": units, "timeStamp": "2026-11-20T14:00:00+00:00",
        })
    });
    let shelves = items.iter().map(|item| {
        json!({
            "item": {"id": format!("gid://shopify/InventoryItem/{}", 50_000 + item)},
            "location": {"id": "gid://shopify/Location/71"}, "isActive": true,
            "quantities": [
                {"name": "available", "quantity": 7}, {"name": "committed", "quantity": 0},
            ],
        })
    });
    let payload =
        json!({"lightspeed": levels.collect::<Vec<_>>(), "shopify": shelves.collect::<Vec<_>>()});
    let [context, payload] = [context, payload].map(|own| serde_json::to_vec(&own).unwrap());
    let mut context: Value = serde_json::from_slice(&context).unwrap();
    context["locations"] = json!([71]);
    let context = serde_json::to_vec(&context).unwrap();
    serde_json::to_value(bridge(false).decide("stock.publish", &context, &payload)).unwrap()
}

/// Scenario 20. Fails when a row that is right is written, when a call has more rows than Shopify
/// takes, or when the order of what came shows in what is sent.
#[test]
fn a_bulk_stocktake_writes_what_differs_in_batches_and_in_one_order() {
    let answer = decide(false);
    assert_eq!(answer["output"]["requests"], decide(true)["output"]["requests"]);
    let requests = answer["output"]["requests"].as_array().unwrap();
    let rows: Vec<Vec<(u64, i64, i64)>> = requests
        .iter()
        .map(|request| {
            let text = serde_json::to_string(request).unwrap();
            let request: Value = serde_json::from_str(&text).unwrap();
            let rows = request["body"]["variables"]["input"]["quantities"].as_array();
            let rows = rows.unwrap_or_else(|| panic!("{request}")).iter().map(|row| {
                let item = row["inventoryItemId"].as_str().unwrap().rsplit('/').next().unwrap();
                let number = |name: &str| row[name].as_i64().unwrap();
                (item.parse().unwrap(), number("changeFromQuantity"), number("quantity"))
            });
            rows.collect()
        })
        .collect();
    let sizes: Vec<usize> = rows.iter().map(Vec::len).collect();
    assert_eq!(sizes, [250, 84]);
    let differ = (0..ITEMS).filter(|item| counted(*item) != 7);
    let differ: Vec<_> = differ.map(|item| (50_000 + item, 7, counted(item))).collect();
    assert_eq!(rows.concat(), differ);
    assert_eq!(answer["output"]["unchanged"], json!(ITEMS - 334));
}
