//! X's sales: made, written anew, returned, on a register that opens and closes.

use serde_json::{Value, json};

use super::tenant::{self, Series};
use super::world::{Reply, Sale, World, cents, fixed, half_up};

impl World {
    /// The id is the client's: one that stands already is refused.
    pub(crate) fn x_new_sale(&mut self, body: &Value) -> Reply {
        let id = body["id"].as_str().unwrap_or_default().to_owned();
        if self.sales.iter().any(|sale| sale.id == id) {
            return Reply::json(409, &json!({"error": "conflict"}));
        }
        let sale = x_sale_of(id, body, self.opening);
        self.sales.push(sale.clone());
        Reply::json(201, &json!({"data": x_row(&sale)}))
    }

    /// The whole of it.
    pub(crate) fn x_rewrite(&mut self, id: &str, body: &Value) -> Reply {
        let Some(place) = self.sales.iter().position(|sale| sale.id == id) else {
            return Reply::json(404, &json!({"error": "not found"}));
        };
        let before = &self.sales[place];
        let after = x_sale_of(id.to_owned(), body, before.opening);
        self.sales[place] = Sale { returns: before.returns.clone(), ..after };
        Reply::json(200, &json!({"data": x_row(&self.sales[place])}))
    }

    pub(crate) fn x_register(&self) -> Reply {
        let opening = self.opening.to_string();
        let row = json!({"is_open": true, "register_open_sequence_id": opening});
        Reply::json(200, &json!({"data": row}))
    }

    /// A parked sale of the same lines the other way.
    pub(crate) fn x_return(&mut self, id: &str) -> Reply {
        let place = self.sales.iter().position(|sale| sale.id == id).unwrap();
        if self.sales[place].state != "closed" {
            return Reply::json(422, &json!({"error": "only closed sales are returned"}));
        }
        let mut body = self.sales[place].body.clone();
        for line in body["line_items"].as_array_mut().unwrap() {
            line["quantity"] = json!(-line["quantity"].as_i64().unwrap());
        }
        body["payments"] = json!([]);
        body["state"] = json!("parked");
        let id = tenant::id(Series::X, 99, self.sales.len() as u64);
        self.sales[place].returns.push(id.clone());
        let sale = x_sale_of(id, &body, self.opening);
        self.sales.push(sale.clone());
        Reply::json(200, &json!({"data": x_row(&sale)}))
    }
}

fn x_sale_of(id: String, body: &Value, opening: u64) -> Sale {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let sum = |part: &dyn Fn(&Value) -> i64| -> i64 {
        let lines = body["line_items"].as_array().unwrap();
        lines.iter().map(|line| part(line) * fixed(&line["quantity"]) / 100_000).sum()
    };
    let net = sum(&|line| fixed(&line["pricing"]["price"]));
    let tax = sum(&|line| fixed(&line["tax"]["amount"]));
    Sale {
        id,
        reference: text(&body["invoice_number"]),
        source: text(&body["source"]["id"]),
        note: String::new(),
        shop: text(&body["fulfillment_outlet_id"]),
        cents: half_up(net, 1000) + half_up(tax, 1000),
        customer: text(&body["customer_id"]),
        state: text(&body["state"]),
        payments: body["payments"].as_array().unwrap().len(),
        body: body.clone(),
        opening,
        returns: Vec::new(),
    }
}

pub(crate) fn x_row(sale: &Sale) -> Value {
    let payments = sale.body["payments"].as_array().into_iter().flatten().map(|payment| {
        let mut payment = payment.clone();
        payment["_metadata"] = json!({"register_open_sequence_id": sale.opening.to_string()});
        payment
    });
    json!({"id": sale.id, "state": sale.state, "date": sale.body["date"], "payments": payments.collect::<Vec<_>>(),
        "line_items": sale.body["line_items"], "source": sale.body["source"],
        "return": {"return_sale_ids": sale.returns},
        "note": sale.note,
        "totals": {"price_incl_tax": cents(sale.cents), "tax": 0}})
}
