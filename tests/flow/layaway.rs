//! The lines that R keeps for a customer: layaways, as far as there is stock.

use serde_json::{Value, json};

use super::world::{Reply, World, collapsed};

/// A line that R keeps for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// `saleLineID`.
    pub(crate) id: String,
    /// As it was sent.
    pub(crate) body: Value,
    /// How many units were kept.
    pub(crate) units: i64,
}

impl World {
    pub(crate) fn r_kept(&self, query: &Value) -> Reply {
        let asked = query["customerID"].as_str().unwrap();
        let own = self.kept.iter().rev().filter(|kept| kept.body["customerID"] == asked);
        let rows: Vec<Value> = own.map(kept_row).collect();
        Reply::json(200, &collapsed("SaleLine", rows))
    }

    fn free(&self, item: &str) -> i64 {
        let all = self.short.get(item).copied().unwrap_or(i64::MAX);
        let own = self.kept.iter().filter(|kept| kept.body["itemID"] == item);
        own.fold(all, |left, kept| left - kept.units)
    }

    pub(crate) fn r_keep(&mut self, body: &Value) -> Reply {
        let units: i64 = body["unitQuantity"].as_str().unwrap().parse().unwrap();
        let free = self.free(body["itemID"].as_str().unwrap());
        if free < units && body["requireFullReservation"] == json!(true) {
            return Reply::json(422, &json!({"message": "only so many can be reserved"}));
        }
        let id = format!("{}", 7001 + self.performed.len());
        let kept = Kept { id, body: body.clone(), units: units.min(free) };
        self.kept.push(kept.clone());
        Reply::json(200, &json!({"SaleLine": kept_row(&kept)}))
    }

    pub(crate) fn r_fill(&mut self, id: &str, body: &Value) -> Reply {
        let place = self.kept.iter().position(|kept| kept.id == id).expect("it stands");
        let units: i64 = body["unitQuantity"].as_str().unwrap().parse().unwrap();
        self.kept[place].units = 0;
        let free = self.free(self.kept[place].body["itemID"].as_str().unwrap());
        self.kept[place].units = units.min(free);
        Reply::json(200, &json!({"SaleLine": kept_row(&self.kept[place])}))
    }

    pub(crate) fn r_let_go(&mut self, id: &str) -> Reply {
        let Some(place) = self.kept.iter().position(|kept| kept.id == id) else {
            return Reply::json(404, &json!({"message": "not found"}));
        };
        let gone = self.kept.remove(place);
        Reply::json(200, &json!({"SaleLine": kept_row(&gone)}))
    }
}

fn kept_row(kept: &Kept) -> Value {
    let mut row = kept.body.clone();
    row["saleLineID"] = json!(kept.id);
    row["saleID"] = json!("0");
    row["isLayaway"] = json!("true");
    if kept.units > 0 {
        row["InventorySales"] = json!({"InventorySale": {"quantity": kept.units.to_string()}});
    }
    row
}
