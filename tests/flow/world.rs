//! What stands outside the module: a small Lightspeed R or X, Shopify's transactions, and the
//! host's store. It keeps every effect and a list of what was performed.
//!
//! Times are whole seconds since Monday, 2026-11-23T00:00:00Z; amounts are integers, computed here on their own.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::convert::{Rates, Webhook};
use super::layaway::Kept;
use super::store::mac;
use super::tenant::{self, Series};
use super::x_sales::x_row;

/// The RFC 3339 text of a second of the world.
pub(crate) fn time(second: i64) -> String {
    let (day, rest) = (second.div_euclid(86_400), second.rem_euclid(86_400));
    assert!((0..7).contains(&day), "second {second} is outside the world's week");
    format!("2026-11-{:02}T{:02}:{:02}:{:02}Z", 23 + day, rest / 3600, rest / 60 % 60, rest % 60)
}

/// The second of a text that [`time`] or the module wrote.
pub(crate) fn second(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap().parse::<i64>().unwrap();
    assert!(text.starts_with("2026-11-") && text.ends_with('Z'), "{text}");
    (part(8..10) - 23) * 86_400 + part(11..13) * 3600 + part(14..16) * 60 + part(17..19)
}

/// A decimal text in units of 1/100,000.
pub(crate) fn fixed(value: &Value) -> i64 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{part:0<5}").parse().unwrap()
}

pub(crate) fn half_up(value: i64, unit: i64) -> i64 {
    if value < 0 { -half_up(-value, unit) } else { (value + unit / 2) / unit }
}

/// The payments of an order, all of them given back.
fn with_refund(mut money: Value) -> Value {
    let mut back = money[0].clone();
    back["kind"] = json!("REFUND");
    back["id"] = json!("gid://shopify/OrderTransaction/77");
    back["parentTransaction"] = json!({"id": money[0]["id"]});
    money.as_array_mut().unwrap().push(back);
    money
}

/// A sale in Lightspeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sale {
    /// `saleID`, or the id the client chose.
    pub(crate) id: String,
    /// `referenceNumber` (R) or `invoice_number` (X).
    pub(crate) reference: String,
    /// `referenceNumberSource`.
    pub(crate) source: String,
    /// The internal note.
    pub(crate) note: String,
    /// `shopID`.
    pub(crate) shop: String,
    /// Its total, computed by the vendor.
    pub(crate) cents: i64,
    /// Whom it was sold to.
    pub(crate) customer: String,
    /// How it stands: X says `pending`, `closed` or `voided`.
    pub(crate) state: String,
    /// How many payments it has.
    pub(crate) payments: usize,
    /// As it was sent.
    pub(crate) body: Value,
    /// The register's opening it was booked in, and the sales that return it (X).
    pub(crate) opening: u64,
    /// The sales that return it.
    pub(crate) returns: Vec<String>,
}

/// A customer in Lightspeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Customer {
    /// Its id.
    pub(crate) id: String,
    /// Its e-mail address.
    pub(crate) email: String,
}

/// An answer over HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// A reply with a JSON body.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), body: serde_json::to_vec(body).unwrap() }
    }
}

/// What the vendor does against its documentation.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quirks {
    /// R answers every sale, whatever `referenceNumber` asks for.
    pub(crate) r_ignores_reference: bool,
    /// R answers its sales the oldest first, whatever `sort` asks for.
    pub(crate) r_ignores_sort: bool,
    /// R answers so many sales a page; 0 is all.
    pub(crate) r_page: usize,
    /// The list of sales comes empty.
    pub(crate) shows_no_sales: bool,
    /// X answers the look-up of a sale with this one, whatever id was asked for.
    pub(crate) x_answers_first_sale: bool,
    /// Customers answer the search only so many were created later: an index that lags.
    pub(crate) search_misses_newest: bool,
    /// Every customer is answered, whatever e-mail was asked for.
    pub(crate) search_ignores_filter: bool,
}

/// Everything outside the module.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The series.
    pub(crate) series: Series,
    /// The second it is.
    pub(crate) clock: i64,
    /// The vendor's oddities.
    pub(crate) quirks: Quirks,
    /// Lightspeed's sales.
    pub(crate) sales: Vec<Sale>,
    /// Lightspeed's customers.
    pub(crate) customers: Vec<Customer>,
    /// The lines that R keeps.
    pub(crate) kept: Vec<Kept>,
    /// How many units R has of an item to keep, where it is short of them.
    pub(crate) short: BTreeMap<String, i64>,
    /// No money came in for any order yet.
    pub(crate) unpaid: bool,
    /// All money was given back.
    pub(crate) refunded: bool,
    /// Which opening X's register is in.
    pub(crate) opening: u64,
    /// The host's store, by table and key.
    pub(crate) store: BTreeMap<(String, String), Value>,
    /// Orders that Shopify has in a newer picture than their webhook; null where there is none.
    pub(crate) orders: BTreeMap<String, Value>,
    /// The fulfilment orders of every order, as GraphQL has them.
    pub(crate) places: Vec<Value>,
    /// Sales as the vendor lists them to whoever asks for all.
    pub(crate) keyed: Vec<Value>,
    /// Ids of the requests that were performed, each with its task.
    pub(crate) performed: Vec<(String, String)>,
}

impl World {
    /// A world whose links stand and whose Lightspeed is empty.
    pub(crate) fn new(series: Series) -> Self {
        let mut store = BTreeMap::new();
        for place in tenant::variants() {
            let key = format!("variant/{}", 44_000 + place);
            let row = json!({"v": 1, "item": tenant::id(series, 6, place)});
            store.insert(("links".to_owned(), key), row);
        }
        Self {
            series,
            clock: 0,
            quirks: Quirks::default(),
            sales: Vec::new(),
            customers: Vec::new(),
            kept: Vec::new(),
            short: BTreeMap::new(),
            unpaid: false,
            refunded: false,
            opening: 1,
            store,
            orders: BTreeMap::new(),
            places: Vec::new(),
            keyed: Vec::new(),
            performed: Vec::new(),
        }
    }

    /// With the buyer known to Lightspeed.
    pub(crate) fn with_customer(mut self) -> Self {
        self.add_customer(tenant::EMAIL);
        self
    }

    /// A customer more.
    pub(crate) fn add_customer(&mut self, email: &str) -> String {
        let id = tenant::id(self.series, 7, 1 + self.customers.len() as u64);
        self.customers.push(Customer { id: id.clone(), email: email.to_owned() });
        id
    }

    /// The store knows the buyer, whom Lightspeed has as its first customer.
    pub(crate) fn know_customer(&mut self) {
        let row = json!({"v": 1, "customer": self.customers[0].id});
        self.store.insert(("customers".to_owned(), mac(tenant::EMAIL)), row);
    }

    /// A row of the store.
    pub(crate) fn row(&self, table: &str, key: &str) -> Option<&Value> {
        self.store.get(&(table.to_owned(), key.to_owned()))
    }

    /// The keys of a table.
    pub(crate) fn keys(&self, table: &str) -> Vec<&str> {
        self.store.keys().filter(|(own, _)| own == table).map(|(_, key)| key.as_str()).collect()
    }

    /// Carries out a request and answers it.
    pub(crate) fn perform(&mut self, request: &Value) -> Reply {
        let text = |field: &str| request[field].as_str().unwrap_or_default();
        match text("system") {
            "store" => self.store_answer(text("method"), text("path"), &request["body"]),
            "shopify"
                if request["body"]["query"].as_str().unwrap().contains("fulfillmentOrder(") =>
            {
                let place = request["body"]["variables"]["id"].as_str().unwrap();
                Reply::json(200, &self.order_of(place))
            }
            "shopify" if request["body"]["query"].as_str().unwrap().contains("KeyedOrders") => {
                Reply::json(200, &self.keyed_orders(&request["body"]["variables"]))
            }
            "shopify" if request["body"]["variables"].get("query").is_some() => {
                Reply::json(200, &self.open_orders(&request["body"]["variables"]))
            }
            "shopify" => {
                let order = request["body"]["variables"]["id"].as_str().unwrap();
                let number = order.rsplit('/').next().unwrap();
                let whole = request["body"]["query"].as_str().unwrap().contains("$lines");
                Reply::json(200, &self.shopify_answer(number, whole))
            }
            "lightspeed" => {
                let path = text("path");
                let name = path.rsplit('/').next().unwrap();
                let (query, body) = (&request["query"], &request["body"]);
                match (self.series, text("method"), name) {
                    (Series::R, "GET", "Customer.json") => self.r_customers(query),
                    (Series::R, "POST", "Customer.json") => self.r_new_customer(body),
                    (Series::R, "GET", "Sale.json")
                        if query["load_relations"].as_str().unwrap().contains("SalePayments") =>
                    {
                        self.listed(query)
                    }
                    (Series::R, "GET", "Sale.json") => self.r_sales(query),
                    (Series::R, "POST", "Sale.json") => self.r_new_sale(body),
                    (Series::R, "GET", id) if path.contains("/Sale/") => {
                        self.r_sale(id.trim_end_matches(".json"))
                    }
                    (Series::R, "GET", "SaleLine.json") => self.r_kept(query),
                    (Series::R, "POST", "SaleLine.json") => self.r_keep(body),
                    (Series::R, "PUT", id) => self.r_fill(id.trim_end_matches(".json"), body),
                    (Series::R, "DELETE", id) => self.r_let_go(id.trim_end_matches(".json")),
                    (Series::X, "PUT", id) => self.x_rewrite(id, body),
                    (Series::X, "GET", "search") if query["type"] == "sales" => {
                        self.x_listed(query)
                    }
                    (Series::X, "GET", "search") => self.x_customers(query),
                    (Series::X, "POST", "customers") => self.x_new_customer(body),
                    (Series::X, "POST", "sales") => self.x_new_sale(body),
                    (Series::X, "POST", "return") => {
                        self.x_return(path.rsplit('/').nth(2).unwrap())
                    }
                    (Series::X, "GET", _) if path.contains("/registers/") => self.x_register(),
                    (Series::X, "GET", id) => self.x_sale(id),
                    _ => panic!("no such endpoint: {request}"),
                }
            }
            other => panic!("no such system: {other}"),
        }
    }

    /// Which order a fulfilment order is of: all that there are are of order 1001.
    fn order_of(&self, place: &str) -> Value {
        let known = self.places.iter().any(|own| own["id"] == place);
        let order = known.then(|| json!({"id": place, "orderId": "gid://shopify/Order/1001"}));
        json!({"data": {"fulfillmentOrder": order}})
    }

    /// What GraphQL says of an order: that nothing moved since its webhook, unless `orders` has a
    /// newer picture of it.
    fn shopify_answer(&self, number: &str, whole: bool) -> Value {
        let money = match self.unpaid {
            true => json!([]),
            false => tenant::transactions(number)["data"]["order"]["transactions"].take(),
        };
        let money = if self.refunded { with_refund(money) } else { money };
        let places = json!({"pageInfo": {"hasNextPage": false}, "nodes": self.places});
        let picture = self.orders.get(number);
        if picture == Some(&Value::Null) {
            return json!({"data": {"order": null}});
        }
        if whole {
            let order = picture.expect("nobody asks for an order that did not move");
            let webhook = Webhook { order, rates: Rates::Fractions, tip: None };
            let mut answer = webhook.answer(&money, &json!([]));
            answer["order"]["fulfillmentOrders"] = places;
            return json!({"data": answer});
        }
        let updated =
            picture.map_or("2020-01-01T00:00:00Z", |order| order["updated_at"].as_str().unwrap());
        json!({"data": {"order": {
            "id": format!("gid://shopify/Order/{number}"),
            "updatedAt": updated,
            "cancelledAt": null,
            "transactions": money,
            "fulfillmentOrders": places,
        }}})
    }

    fn found(&self, email: &str) -> Vec<&Customer> {
        let newest = self.customers.len();
        let shown = newest - usize::from(self.quirks.search_misses_newest && newest > 0);
        let all = self.customers.iter().take(shown);
        all.filter(|row| self.quirks.search_ignores_filter || row.email == email).collect()
    }

    fn r_customers(&self, query: &Value) -> Reply {
        let rows = self.found(query["Contact.email"].as_str().unwrap());
        let rows = rows.into_iter().map(|row| {
            let emails = json!({"ContactEmail": {"address": row.email, "useType": "Primary"}});
            json!({"customerID": row.id, "archived": "false", "Contact": {"Emails": emails}})
        });
        Reply::json(200, &collapsed("Customer", rows.collect()))
    }

    fn r_new_customer(&mut self, body: &Value) -> Reply {
        let email = &body["Contact"]["Emails"]["ContactEmail"][0]["address"];
        let id = self.add_customer(email.as_str().unwrap());
        Reply::json(200, &json!({"Customer": {"customerID": id}}))
    }

    fn r_sales(&self, query: &Value) -> Reply {
        let Some(asked) = query["referenceNumber"].as_str() else { return self.r_newest(query) };
        let all = self.sales.iter();
        let rows = all.filter(|row| self.quirks.r_ignores_reference || row.reference == asked);
        Reply::json(200, &collapsed("Sale", rows.map(r_row).collect()))
    }

    fn r_newest(&self, query: &Value) -> Reply {
        assert_eq!(query["sort"], "-saleID");
        let start: usize = query["after"].as_str().map_or(0, |after| after.parse().unwrap());
        let shown = self.sales.iter().filter(|_| !self.quirks.shows_no_sales);
        let mut rows: Vec<Value> = shown.map(r_row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row["saleID"].as_str().unwrap().to_owned()));
        if self.quirks.r_ignores_sort {
            rows.reverse();
        }
        let size = if self.quirks.r_page == 0 { rows.len() } else { self.quirks.r_page };
        let left = rows.len().saturating_sub(start + size);
        let mut answer = collapsed("Sale", rows.into_iter().skip(start).take(size).collect());
        if left > 0 {
            let next = format!("https://example.com/Sale.json?after={}", start + size);
            answer["@attributes"]["next"] = json!(next);
        }
        Reply::json(200, &answer)
    }

    /// One completed sale: net by line, tax of the whole rounded once. A line that is kept is named.
    fn r_new_sale(&mut self, body: &Value) -> Reply {
        let lines = body["SaleLines"]["SaleLine"].as_array().unwrap();
        let mut sold = Vec::new();
        for line in lines {
            let Some(id) = line["saleLineID"].as_str() else {
                if self.gives_too_much_back(line) {
                    return Reply::json(400, &json!({"message": "more than was sold"}));
                }
                sold.push(line.clone());
                continue;
            };
            let place = self.kept.iter().position(|kept| kept.id == id);
            let Some(place) = place else {
                return Reply::json(400, &json!({"message": "no such line"}));
            };
            assert_eq!(self.kept[place].body["customerID"], body["customerID"]);
            sold.push(self.kept.remove(place).body);
        }
        let lines = sold;
        let net: i64 = lines
            .iter()
            .map(|line| fixed(&line["unitPrice"]) * fixed(&line["unitQuantity"]) / 100_000)
            .sum();
        let tax = half_up(net / 10, 1000);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let payments = body["SalePayments"]["SalePayment"].as_array().unwrap();
        let paid: i64 = payments.iter().map(|payment| fixed(&payment["amount"])).sum();
        if paid != net + tax * 1000 {
            return Reply::json(400, &json!({"message": "Payments do not match the total"}));
        }
        let id = format!("{}", 9001 + self.sales.len());
        let mut own = body.clone();
        own["SaleLines"]["SaleLine"] = lines
            .into_iter()
            .enumerate()
            .map(|(place, mut line)| {
                line["saleLineID"] = json!(format!("{id}{place}"));
                line["tax"] = json!(line["tax"].to_string());
                line
            })
            .collect();
        let sale = Sale {
            reference: text(&body["referenceNumber"]),
            source: text(&body["referenceNumberSource"]),
            note: text(&body["SaleNotes"]["InternalNote"]["note"]),
            shop: text(&body["shopID"]),
            cents: net / 1000 + tax,
            customer: text(&body["customerID"]),
            state: "completed".to_owned(),
            payments: payments.len(),
            body: own,
            opening: self.opening,
            returns: Vec::new(),
            id,
        };
        self.sales.push(sale.clone());
        Reply::json(200, &json!({"Sale": r_row(&sale)}))
    }

    /// Whether a line returns more of its parent than is left of it.
    fn gives_too_much_back(&self, line: &Value) -> bool {
        let Some(parent) = line["parentSaleLineID"].as_str() else { return false };
        let all = self.sales.iter().filter(|sale| sale.state != "voided");
        let all = all.flat_map(|sale| sale.body["SaleLines"]["SaleLine"].as_array().unwrap());
        let about = |own: &&Value| own["saleLineID"] == parent || own["parentSaleLineID"] == parent;
        let units = |line: &Value| fixed(&line["unitQuantity"]);
        all.filter(about).map(units).sum::<i64>() + units(line) < 0
    }

    fn r_sale(&self, id: &str) -> Reply {
        let Some(sale) = self.sales.iter().find(|sale| sale.id == id) else {
            return Reply::json(404, &json!({"message": "not found"}));
        };
        let mut row = r_row(sale);
        for field in ["customerID", "SaleLines", "SalePayments"] {
            row[field] = sale.body[field].clone();
        }
        row["completed"] = json!("true");
        Reply::json(200, &json!({"Sale": row}))
    }

    fn x_customers(&self, query: &Value) -> Reply {
        let rows = self.found(query["email"].as_str().unwrap());
        let rows = rows.into_iter().map(|row| json!({"id": row.id, "email": row.email}));
        Reply::json(200, &json!({"data": rows.collect::<Vec<_>>()}))
    }

    fn x_new_customer(&mut self, body: &Value) -> Reply {
        let id = self.add_customer(body["email"].as_str().unwrap());
        Reply::json(201, &json!({"data": {"id": id}}))
    }

    fn x_sale(&self, id: &str) -> Reply {
        let first = self.quirks.x_answers_first_sale;
        match self.sales.iter().find(|sale| first || sale.id == id) {
            Some(sale) => Reply::json(200, &json!({"data": x_row(sale)})),
            None => Reply::json(404, &json!({"error": "not found"})),
        }
    }
}

pub(crate) fn cents(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100)
}

fn r_row(sale: &Sale) -> Value {
    json!({
        "saleID": sale.id,
        "referenceNumber": sale.reference,
        "referenceNumberSource": sale.source,
        "shopID": sale.shop,
        "voided": (sale.state == "voided").to_string(),
        "completed": (sale.state != "open").to_string(),
        "createTime": sale.body["createTime"].as_str().unwrap_or("2026-11-20T00:00:00+00:00"),
        "customerID": if sale.customer.is_empty() { "0" } else { &sale.customer },
        "SaleLines": sale.body["SaleLines"],
        "calcTotal": cents(sale.cents),
        "SaleNotes": {"InternalNote": {"note": sale.note}},
    })
}

/// R's way with lists: none is no field, one is an object.
pub(crate) fn collapsed(name: &str, mut rows: Vec<Value>) -> Value {
    let count = rows.len();
    let mut answer = json!({"@attributes": {"count": count.to_string()}});
    match count {
        0 => {}
        1 => answer[name] = rows.remove(0),
        _ => answer[name] = Value::Array(rows),
    }
    answer
}
