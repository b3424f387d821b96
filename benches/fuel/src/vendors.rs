//! Shopify and Lightspeed, as far as one plain order needs them.

use serde_json::{Value, json};

use crate::inputs::{self, Series};

/// What stands outside, and how much was made there.
pub struct Vendors {
    series: Series,
    lines: u64,
    /// Customers that were created.
    pub customers: usize,
    /// Sales that were created.
    pub sales: usize,
}

impl Vendors {
    /// Empty ones; the order has so many lines.
    pub fn new(series: Series, lines: u64) -> Self {
        Self { series, lines, customers: 0, sales: 0 }
    }

    /// Status and body.
    pub fn answer(&mut self, request: &Value) -> (u16, Value) {
        let body = &request["body"];
        if request["system"] == "shopify" {
            let order = body["variables"]["id"].as_str().unwrap();
            let transactions = inputs::transactions(order, self.lines);
            return (
                200,
                json!({"data": {"order": {
                    "id": order,
                    "updatedAt": "2020-01-01T00:00:00Z",
                    "cancelledAt": null,
                    "transactions": transactions,
                    "fulfillmentOrders": {"pageInfo": {"hasNextPage": false}, "nodes": []},
                }}}),
            );
        }
        let name = request["path"].as_str().unwrap().rsplit('/').next().unwrap();
        match (self.series, request["method"].as_str().unwrap(), name) {
            (Series::R, "GET", _) => (200, json!({"@attributes": {"count": "0"}})),
            (Series::R, "POST", "Customer.json") => {
                (200, json!({"Customer": {"customerID": self.new_customer()}}))
            }
            (Series::R, "POST", "Sale.json") => (200, json!({"Sale": self.r_sale(body)})),
            (Series::X, "GET", "search") => (200, json!({"data": []})),
            (Series::X, "GET", _) => (404, json!({"error": "not found"})),
            (Series::X, "POST", "customers") => (201, json!({"data": {"id": self.new_customer()}})),
            (Series::X, "POST", "sales") => (201, json!({"data": self.x_sale(body)})),
            _ => panic!("no such endpoint: {request}"),
        }
    }

    fn new_customer(&mut self) -> String {
        self.customers += 1;
        inputs::id(self.series, 7, 1)
    }

    fn r_sale(&mut self, body: &Value) -> Value {
        self.sales += 1;
        json!({
            "saleID": "9001",
            "referenceNumber": body["referenceNumber"],
            "referenceNumberSource": body["referenceNumberSource"],
            "shopID": body["shopID"],
            "voided": "false",
            "calcTotal": inputs::total(self.lines),
            "SaleNotes": body["SaleNotes"],
        })
    }

    fn x_sale(&mut self, body: &Value) -> Value {
        self.sales += 1;
        json!({"id": body["id"], "totals": {"price_incl_tax": inputs::total(self.lines)}})
    }
}
