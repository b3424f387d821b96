//! Sales that staff key by hand, both lists that are read for them, and runs over both.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::host::Host;
use crate::tenant::{self, Series};
use crate::world::{Reply, Sale, World, cents};

/// A sale as staff key it: where, what they write on it, what it comes to, units by place.
pub(crate) struct Till<'a> {
    pub(crate) outlet: u64,
    pub(crate) reference: &'a str,
    pub(crate) note: &'a str,
    pub(crate) cents: i64,
    pub(crate) units: &'a [(u64, i64)],
}

/// All of the plain order.
pub(crate) const ALL: &[(u64, i64)] = &[(1, 2), (2, 1), (3, 3)];

impl Default for Till<'_> {
    fn default() -> Self {
        Self { outlet: 1, reference: "", note: "", cents: tenant::TOTAL_CENTS, units: ALL }
    }
}

impl World {
    /// Orders that Shopify has open, none of which anybody heard of.
    pub(crate) fn has_open(&mut self, numbers: &[u64]) {
        for number in numbers {
            let mut order = tenant::order(*number);
            order["updated_at"] = json!("2026-11-22T10:00:00Z");
            self.orders.insert(number.to_string(), order);
        }
    }

    /// Staff key a sale. Returns its id.
    pub(crate) fn staff_key(&mut self, till: &Till<'_>) -> String {
        let place = self.sales.len() as u64;
        let id = match self.series {
            Series::R => format!("{}", 9001 + place),
            Series::X => tenant::id(Series::X, 88, place),
        };
        let item = |place: u64| tenant::id(self.series, 6, place);
        let lines = till.units.iter().enumerate();
        let lines: Vec<Value> = lines
            .map(|(line, (place, units))| match self.series {
                Series::R => json!({"saleLineID": format!("{id}{line}"), "itemID": item(*place),
                    "unitQuantity": units.to_string(), "parentSaleLineID": "0"}),
                Series::X => json!({"product": {"id": item(*place)}, "quantity": units}),
            })
            .collect();
        let shop = tenant::id(self.series, 2, till.outlet);
        let body = match self.series {
            Series::R => json!({"SaleLines": {"SaleLine": lines}}),
            // What its number is made of is the register's business.
            Series::X => json!({"line_items": lines, "payments": [{"amount": cents(till.cents)}],
                "date": "2026-11-20T00:00:00Z",
                "source": {"type": if till.reference.is_empty() { "USER" } else { "Connector" },
                    "id": till.reference, "outlet_id": shop}}),
        };
        self.sales.push(Sale {
            id: id.clone(),
            reference: till.reference.to_owned(),
            source: String::new(),
            note: till.note.to_owned(),
            shop,
            cents: till.cents,
            customer: String::new(),
            state: if self.series == Series::R { "completed" } else { "closed" }.to_owned(),
            payments: 1,
            body,
            opening: 1,
            returns: Vec::new(),
        });
        id
    }

    /// The open orders with what is told of them for this, two a page.
    pub(crate) fn keyed_orders(&self, variables: &Value) -> Value {
        assert_eq!(variables["query"], "status:open");
        let after = variables["after"].as_str().unwrap_or_default();
        let open = |(number, order): &(&String, &Value)| {
            number.as_str() > after && order["cancelled_at"].is_null()
        };
        let mut rest = self.orders.iter().filter(open).peekable();
        let page: Vec<(&String, &Value)> = rest.by_ref().take(2).collect();
        let whole = json!({"hasNextPage": false});
        let node = |(number, order): &(&String, &Value)| {
            let lines = order["line_items"].as_array().unwrap().iter().map(|line| {
                let variant = format!("gid://shopify/ProductVariant/{}", line["variant_id"]);
                let units = line.get("current_quantity").unwrap_or(&line["quantity"]);
                json!({"currentQuantity": units, "variant": {"id": variant}})
            });
            let places = self.places.iter().map(
                |place| json!({"status": "OPEN", "assignedLocation": place["assignedLocation"]}),
            );
            json!({
                "id": format!("gid://shopify/Order/{number}"),
                "name": order["name"],
                "number": number.parse::<u32>().unwrap(),
                "processedAt": order["processed_at"],
                "email": order["email"],
                "currentTotalPriceSet": {"shopMoney": {
                    "amount": order.get("current_total_price").unwrap_or(&order["total_price"]),
                    "currencyCode": "USD"}},
                "lineItems": {"pageInfo": whole, "nodes": lines.collect::<Vec<_>>()},
                "fulfillmentOrders": {"pageInfo": whole, "nodes": places.collect::<Vec<_>>()},
            })
        };
        let nodes: Vec<Value> = page.iter().map(node).collect();
        let info = json!({"hasNextPage": rest.peek().is_some(),
            "endCursor": page.last().map(|(number, _)| number)});
        json!({"data": {"orders": {"pageInfo": info, "nodes": nodes}}})
    }

    /// X's search for sales.
    pub(crate) fn x_sales(&self, query: &Value) -> Reply {
        assert_eq!(
            (query["order_by"].as_str(), query["page_size"].as_str()),
            (Some("sale_date"), Some("200"))
        );
        let from = query["date_from"].as_str().unwrap();
        let offset: usize = query["offset"].as_str().unwrap().parse().unwrap();
        let shown = self.sales.iter().filter(|_| !self.quirks.shows_no_sales);
        let date = |sale: &Sale| sale.body["date"].as_str().unwrap().to_owned();
        let mut rows: Vec<&Sale> = shown.filter(|sale| *date(sale) >= *from).collect();
        rows.sort_by_key(|sale| date(sale));
        let rows = rows.into_iter().skip(offset).take(200).map(|sale| {
            let source = &sale.body["source"];
            let status = match sale.state.as_str() {
                "voided" => "VOIDED",
                "parked" | "open" => "SAVED",
                "pending" => "AWAITING_DISPATCH",
                _ => "CLOSED",
            };
            let outlet =
                if sale.shop.is_empty() { tenant::outlet(Series::X) } else { sale.shop.clone() };
            let lines = sale.body["line_items"].as_array().unwrap().iter();
            let lines = lines.map(
                |line| json!({"product_id": line["product"]["id"], "quantity": line["quantity"]}),
            );
            json!({"id": sale.id, "outlet_id": outlet, "status": status, "source": source["type"],
                "source_id": source["id"], "invoice_number": sale.reference, "note": sale.note,
                "total_price": cents(sale.cents), "total_tax": 0, "sale_date": date(sale),
                "line_items": lines.collect::<Vec<_>>(), "payments": sale.body["payments"]})
        });
        Reply::json(200, &json!({"data": rows.collect::<Vec<_>>()}))
    }
}

/// An event of the operator.
pub(crate) fn adopt() -> Value {
    json!({"source": "operator", "topic": "adopt/read"})
}

/// Runs the event and all that follows from it, `between` before each of the tasks.
pub(crate) fn run_all(
    host: &mut Host<'_>,
    name: &str,
    first: (&Value, &Value),
    mut between: impl FnMut(&mut World, &Value),
) -> usize {
    let mut queue = VecDeque::from([(first.0.clone(), first.1.clone())]);
    for task in 0.. {
        let Some((event, body)) = queue.pop_front() else { return task };
        assert!(task < 200, "it does not end");
        between(&mut host.world, &event);
        let id = format!("{name}-{task}");
        host.open_event(&id, &event, &body, "apply");
        let outcome = host.run(&id).unwrap();
        assert_ne!(outcome["status"], "refused", "{outcome}");
        let next = outcome["next"].as_array().cloned().unwrap_or_default();
        queue.extend(next.into_iter().map(|next| (next["event"].clone(), json!(null))));
    }
    0
}

/// A whole run.
pub(crate) fn run(host: &mut Host<'_>, name: &str) {
    run_all(host, name, (&adopt(), &json!(null)), |_, _| {});
    assert_eq!(host.world.keys("keyed"), [""; 0], "what was read stays");
    assert_eq!(host.world.keys("claims"), [""; 0]);
}

/// A person decides, and what follows.
pub(crate) fn decide(host: &mut Host<'_>, name: &str, decisions: &Value) {
    let event = json!({"source": "operator", "topic": "adopt/decide", "body": 0});
    run_all(host, name, (&event, &json!({"decisions": decisions})), |_, _| {});
}

/// The open exceptions.
pub(crate) fn open_codes(host: &Host<'_>) -> Vec<String> {
    host.exceptions.keys().map(|(code, subject)| format!("{code} {subject}")).collect()
}

/// The rows of units: how many of them, in which states.
pub(crate) fn flight(world: &World) -> Vec<String> {
    let rows = world.keys("in_flight").into_iter();
    let rows = rows.map(|key| {
        let row = &world.row("in_flight", key).unwrap()["row"];
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let line = text("line");
        format!(
            "{} {} {} {}",
            line.rsplit('/').next().unwrap(),
            text("quantity"),
            text("state"),
            text("reason")
        )
    });
    let mut rows: Vec<String> = rows.collect();
    rows.sort();
    rows
}
