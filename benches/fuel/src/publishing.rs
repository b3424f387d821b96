//! Publishing one item: what each task takes until Shopify shows what Lightspeed has, when it falls
//! and when it rises, and how many rounds.

use serde_json::{Value, json};

use crate::host::bytes;
use crate::inputs::{self, Series};
use crate::module::{Compiled, Cost, Tenant};
use crate::store::{self, Rows};

const VARIANT: u64 = 44_100_000_001_001;
const LOCATION: u64 = 71;
const OUTLET: u64 = 1;
/// When the first task runs.
const NOW: &str = "2026-11-23T00:00:00Z";
/// More steps than any task needs, and more tasks than any item does.
const MOST: usize = 20;

/// Both systems, with one item, and the store.
struct World {
    series: Series,
    item: String,
    shown: i64,
    held: i64,
    rows: Rows,
    writes: usize,
}

/// What the steps of each task take until what Lightspeed has was written, in the order of the tasks.
pub fn tasks(compiled: &Compiled, series: Series, shown: i64, held: i64) -> Vec<Vec<Cost>> {
    let config = config(series);
    let (mut tenant, _) = compiled.open(&bytes(&config));
    let item = inputs::id(series, 6, 1);
    let mut rows = Rows::new();
    let mut link = |key: String, value: Value| rows.insert(("links".to_owned(), key), value);
    link(format!("variant/{VARIANT}"), json!({"v": 1, "item": item}));
    let variant = format!("gid://shopify/ProductVariant/{VARIANT}");
    link(format!("item/{item}"), json!({"v": 1, "variant": variant}));
    let mut world = World { series, item: item.clone(), shown, held, rows, writes: 0 };
    let mut next = json!({"event":
        {"source": "schedule", "topic": "stock/publish", "cursor": item}});
    let mut all = Vec::new();
    while world.writes == 0 {
        assert!(all.len() < MOST, "nothing is written");
        let at = next["not_before"].as_str().unwrap_or(NOW);
        let task = json!({"contract": 1, "tenant": config["tenant"], "now": at, "mode": "apply",
            "id": format!("task-{}", all.len()), "explain": "reasons", "event": next["event"]});
        let (outcome, costs) = world.task(&mut tenant, &task);
        all.push(costs);
        // What else follows looks for orders that nobody told of.
        let follows = outcome["next"].as_array().into_iter().flatten();
        let mut follows = follows.filter(|next| next["event"]["topic"] == "stock/publish");
        next = follows.next().cloned().unwrap_or_default();
    }
    assert_eq!(world.shown, held);
    all
}

/// One location, served by one outlet.
fn config(series: Series) -> Value {
    let mut config = inputs::config(series);
    let outlet = inputs::id(series, 2, OUTLET);
    config["outlets"] =
        json!([{"id": outlet, "register": config["outlets"][0]["register"].clone()}]);
    config["locations"] = json!([{"id": LOCATION, "outlets": [outlet]}]);
    config["orders"] = json!({"default_outlet": outlet});
    config["stock"] = json!({"publish": true});
    config
}

impl World {
    fn task(&mut self, tenant: &mut Tenant, task: &Value) -> (Value, Vec<Cost>) {
        let at = &task["now"];
        let (mut bodies, mut answers, mut costs) = (Vec::new(), Vec::new(), Vec::new());
        let mut journal = json!({});
        while costs.len() < MOST {
            let (outcome, cost) =
                tenant.step(&bytes(&json!({"task": task, "journal": journal})), &bodies);
            costs.push(cost);
            let outcome: Value = serde_json::from_slice(&outcome).unwrap();
            if outcome["status"] != "asks" {
                assert_eq!(outcome["status"], "done", "{outcome}");
                assert!(outcome.get("exceptions").is_none(), "{outcome}");
                store::commit(
                    &mut self.rows,
                    outcome["commit"].as_array().map_or(&[], Vec::as_slice),
                );
                return (outcome, costs);
            }
            for request in outcome["requests"].as_array().unwrap() {
                let body = self.answer(request);
                answers.push(json!({"id": request["id"], "outcome": "answered", "at": at,
                    "status": 200, "body": bodies.len()}));
                bodies.push(bytes(&body));
            }
            journal = json!({"core": outcome["core"], "revision": outcome["revision"],
                "answers": answers});
        }
        panic!("not finished after {MOST} steps");
    }

    fn answer(&mut self, request: &Value) -> Value {
        let body = &request["body"];
        match request["system"].as_str().unwrap() {
            "store" => self.stored(request),
            "lightspeed" => self.levels(),
            _ if body["query"].as_str().unwrap().contains("query ChangedOrders") => json!({"data":
                {"orders": {"pageInfo": {"hasNextPage": false}, "nodes": []}}}),
            _ if body["query"].as_str().unwrap().contains("query VariantLevels") => self.shelf(),
            _ => {
                self.shown =
                    body["variables"]["input"]["quantities"][0]["quantity"].as_i64().unwrap();
                self.writes += 1;
                json!({"data": {"inventorySetQuantities": {"userErrors": [],
                    "inventoryAdjustmentGroup": {"id": "gid://shopify/InventoryAdjustmentGroup/1"}}}})
            }
        }
    }

    /// As if a person had accepted a tie-out of this configuration.
    fn stored(&mut self, request: &Value) -> Value {
        for key in request["body"]["keys"].as_array().into_iter().flatten() {
            let key = key.as_str().unwrap();
            if key.starts_with("opening/accepted/") {
                self.rows.insert(("stock".to_owned(), key.to_owned()), json!({"v": 1}));
            }
        }
        store::answer(&mut self.rows, request)
    }

    fn levels(&self) -> Value {
        let (item, outlet) = (&self.item, inputs::id(self.series, 2, OUTLET));
        let held = self.held;
        match self.series {
            Series::R => json!({"@attributes": {"next": "", "previous": ""}, "ItemShop": [{
                "itemShopID": "10", "qoh": held.to_string(), "sellable": held.to_string(),
                "backorder": "0", "componentQoh": "0", "componentBackorder": "0",
                "reorderPoint": "0", "reorderLevel": "0", "timeStamp": "2026-11-20T12:00:00+00:00",
                "itemID": item, "shopID": outlet, "onLayaway": "0", "onSpecialOrder": "0",
                "onWorkOrder": "0", "onTransferOut": "0", "onTransferIn": "0",
            }]}),
            Series::X => json!([{
                "id": inputs::id(self.series, 8, 1), "product_id": item, "location_id": outlet,
                "current_inventory_level": held, "version": 59_780_745, "deleted_at": null,
            }]),
        }
    }

    fn shelf(&self) -> Value {
        let item = "gid://shopify/InventoryItem/48000000001001";
        json!({"data": {"nodes": [{
            "id": format!("gid://shopify/ProductVariant/{VARIANT}"),
            "inventoryItem": {"id": item, "inventoryLevels": {
                "pageInfo": {"hasNextPage": false},
                "nodes": [{
                    "isActive": true, "updatedAt": "2026-11-20T14:30:00Z",
                    "item": {"id": item, "tracked": true},
                    "location": {"id": format!("gid://shopify/Location/{LOCATION}"), "isActive": true},
                    "quantities": [
                        {"name": "available", "quantity": self.shown},
                        {"name": "committed", "quantity": 0},
                    ],
                }],
            }},
        }]}})
    }
}
