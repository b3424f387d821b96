//! What staff key at the tills, and how both series list it.

use serde_json::{Value, json};

use crate::tenant::{self, Series};
use crate::world::{Reply, World, collapsed};

/// A sale that staff keyed, in the vendor's words.
pub(crate) struct Keyed {
    /// Its number.
    pub(crate) id: u64,
    /// Its reference (R-Series) or note (X-Series).
    pub(crate) reference: String,
    /// When it was made.
    pub(crate) at: String,
    /// The place of its outlet.
    pub(crate) outlet: u64,
    /// With its tax.
    pub(crate) total: &'static str,
    /// In it.
    pub(crate) tax: &'static str,
    /// Whether it was sold to the buyer.
    pub(crate) customer: bool,
    /// Of each item.
    pub(crate) units: [i64; 3],
    /// The place of its payment type.
    pub(crate) payment_type: u64,
    /// `completed`, `open` or `voided`.
    pub(crate) state: &'static str,
    /// In whose words.
    pub(crate) series: Series,
}

/// All is as Tillbridge would have it.
pub(crate) fn keyed(series: Series, id: u64, reference: &str) -> Keyed {
    Keyed {
        id,
        reference: reference.to_owned(),
        at: "2026-11-18T17:00:00Z".to_owned(),
        outlet: 1,
        total: "38.49",
        tax: "3.50",
        customer: true,
        units: [2, 1, 3],
        payment_type: 1,
        state: "completed",
        series,
    }
}

impl Keyed {
    fn lines(&self) -> impl Iterator<Item = (u64, i64)> {
        (1..).zip(self.units).filter(|(_, units)| *units != 0)
    }

    /// Its row in the vendor's list.
    pub(crate) fn row(&self) -> Value {
        let id = |kind, place| tenant::id(self.series, kind, place);
        match self.series {
            Series::R => {
                let line = |(place, units): (u64, i64)| json!({"saleLineID": format!("{}{place}", self.id), "itemID": id(6, place), "unitQuantity": units.to_string()});
                json!({
                    "saleID": self.id.to_string(), "createTime": self.at, "completeTime": self.at, "timeStamp": self.at,
                    "completed": (self.state == "completed").to_string(), "voided": (self.state == "voided").to_string(),
                    "referenceNumber": self.reference, "shopID": id(2, self.outlet),
                    "customerID": if self.customer { id(7, 1) } else { "0".to_owned() },
                    "calcTotal": self.total, "calcTax1": self.tax, "calcTax2": "0",
                    "SaleLines": {"SaleLine": self.lines().map(line).collect::<Vec<_>>()},
                    "SalePayments": {"SalePayment": {"amount": self.total, "paymentTypeID": id(4, self.payment_type)}},
                })
            }
            Series::X => {
                let number = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
                let line = |(place, units): (u64, i64)| json!({"product_id": id(6, place), "quantity": units});
                let net = cents(self.total) - cents(self.tax);
                let state = match self.state {
                    "completed" => "CLOSED",
                    "voided" => "VOIDED",
                    _ => "SAVED",
                };
                json!({
                    "id": id(8, self.id), "outlet_id": id(2, self.outlet), "sale_date": self.at, "status": state,
                    "source": "USER", "invoice_number": "31", "note": self.reference,
                    "customer_id": if self.customer { json!(id(7, 1)) } else { Value::Null },
                    "total_price": number(&format!("{}.{:02}", net / 100, net % 100)), "total_tax": number(self.tax),
                    "line_items": self.lines().map(line).collect::<Vec<_>>(),
                    "payments": [{"amount": number(self.total), "retailer_payment_type_id": id(4, self.payment_type)}],
                })
            }
        }
    }
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// How both series list their sales.
impl World {
    /// X's search for sales: of what staff keyed, where that is what the world is about.
    pub(crate) fn x_listed(&self, query: &Value) -> Reply {
        if self.keyed.is_empty() { self.x_sales(query) } else { self.listed(query) }
    }

    /// A page of what staff keyed.
    pub(crate) fn listed(&self, query: &Value) -> Reply {
        match self.series {
            Series::R => {
                assert_eq!(query["load_relations"], r#"["SaleLines","SaleNotes","SalePayments"]"#);
                assert_eq!(query["sort"], "-saleID");
                let number = |row: &Value| row["saleID"].as_str().unwrap().parse::<u64>().unwrap();
                let mut rows = self.keyed.clone();
                rows.sort_by_key(|row| std::cmp::Reverse(number(row)));
                if self.quirks.r_ignores_sort {
                    rows.reverse();
                }
                let start: usize =
                    query["after"].as_str().map_or(0, |after| after.parse().unwrap());
                let left = rows.len().saturating_sub(start + 100);
                let page = rows.into_iter().skip(start).take(100).collect();
                let mut answer = collapsed("Sale", page);
                if left > 0 {
                    answer["@attributes"]["next"] =
                        json!(format!("https://example.com/Sale.json?after={}", start + 100));
                }
                Reply::json(200, &answer)
            }
            Series::X => {
                let number = |field: &str| query[field].as_str().unwrap().parse::<usize>().unwrap();
                let from = query["date_from"].as_str().unwrap();
                let mut rows = self.keyed.clone();
                let (from, offset) = match self.quirks.x_answers_first_sale {
                    true => ("", 0),
                    false => (from, number("offset")),
                };
                rows.retain(|row| row["sale_date"].as_str().unwrap() >= from);
                rows.sort_by_key(|row| row["sale_date"].as_str().unwrap().to_owned());
                let page: Vec<Value> =
                    rows.into_iter().skip(offset).take(number("page_size")).collect();
                Reply::json(200, &json!({"data": page}))
            }
        }
    }
}
