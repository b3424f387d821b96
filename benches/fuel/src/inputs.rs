//! The sample tenants of `js-host/orders`, and a plain order of any number of lines.
//!
//! A line is one piece at 40.00 with 8.875 % tax: 3.55 exactly, so that no number of lines
//! brings in a rounding difference.

use serde_json::{Value, json};

const ORDER: &str = include_str!("../../../js-host/orders/us-1001-one-line.json");
const R_CONFIG: &str = include_str!("../../../js-host/orders/us.R.config.json");
const X_CONFIG: &str = include_str!("../../../js-host/orders/us.X.config.json");

/// Number of the first line's variant; the others count on.
const VARIANT: u64 = 44_100_000_001_001;
/// Net price and tax of a line, in cents.
const PRICE: u64 = 4000;
const TAX: u64 = 355;
/// What they are in the sample.
const SAMPLE_PRICE: &str = "49.95";
const SAMPLE_TAX: &str = "4.43";
const SAMPLE_TOTAL: &str = "54.38";

/// Which Lightspeed the tenant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    R,
    X,
}

/// Both.
pub const BOTH: [Series; 2] = [Series::R, Series::X];

/// The tenant's configuration, with the zone that the facade would fill in.
pub fn config(series: Series) -> Value {
    let text = if series == Series::R { R_CONFIG } else { X_CONFIG };
    let mut config: Value = serde_json::from_str(text).unwrap();
    config["zones"] = json!({"America/New_York": new_york()});
    config
}

/// Summer time from the second Sunday of March to the first of November.
fn new_york() -> Vec<Value> {
    let mut offsets = vec![json!({"from": "1970-01-01T00:00:00Z", "offset": "-05:00"})];
    for year in 2015..2040u32 {
        let march = 8 + sunday_from(year, 3, 8);
        let november = 1 + sunday_from(year, 11, 1);
        let summer = format!("{year}-03-{march:02}T07:00:00Z");
        let winter = format!("{year}-11-{november:02}T06:00:00Z");
        offsets.push(json!({"from": summer, "offset": "-04:00"}));
        offsets.push(json!({"from": winter, "offset": "-05:00"}));
    }
    offsets
}

/// Days until the next Sunday, by Sakamoto's rule; for months after February.
fn sunday_from(year: u32, month: usize, day: u32) -> u32 {
    let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1];
    let weekday = (year + year / 4 - year / 100 + year / 400 + shift + day) % 7;
    (7 - weekday) % 7
}

/// The items and their variants' numbers.
pub fn links(series: Series, lines: u64) -> impl Iterator<Item = (u64, String)> {
    (0..lines).map(move |place| (VARIANT + place, id(series, 6, place + 1)))
}

/// An id in the form of the series; `kind` keeps ids of different things apart.
pub fn id(series: Series, kind: u64, place: u64) -> String {
    match series {
        Series::R => format!("{}", kind * 1000 + place),
        Series::X => format!("0b5e55ed-{kind:04}-4000-8000-{place:012}"),
    }
}

/// The order, as the webhook has it.
pub fn order(lines: u64) -> Value {
    let mut order: Value = serde_json::from_str(ORDER).unwrap();
    let line = order["line_items"][0].take();
    rewrite(&mut order, lines);
    order["line_items"] = (0..lines)
        .map(|place| {
            let mut line = line.clone();
            rewrite(&mut line, 1);
            let number = line["id"].as_u64().unwrap() + place;
            line["id"] = json!(number);
            line["admin_graphql_api_id"] = json!(format!("gid://shopify/LineItem/{number}"));
            line["variant_id"] = json!(VARIANT + place);
            // Fields that live orders have besides: 63 lines are 99 kB with them.
            line["pre_tax_price"] = json!(cents(PRICE));
            line["pre_tax_price_set"] = line["price_set"].clone();
            line["origin_location"] = json!({
                "id": 4_100_000_000_001_u64 + place, "country_code": "US", "province_code": "NY",
                "name": "Harbour & Pine, Pier 7", "address1": "7 Harbour Row", "city": "New York",
            });
            line
        })
        .collect();
    order
}

/// Puts the amounts of so many lines in place of the sample's.
fn rewrite(value: &mut Value, lines: u64) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, lines)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rewrite(field, lines)),
        Value::String(text) => match text.as_str() {
            SAMPLE_PRICE => *text = cents(PRICE * lines),
            SAMPLE_TAX => *text = cents(TAX * lines),
            SAMPLE_TOTAL => *text = total(lines),
            _ => {}
        },
        _ => {}
    }
}

/// What the buyer paid.
pub fn total(lines: u64) -> String {
    cents((PRICE + TAX) * lines)
}

fn cents(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// The order's one payment, as Shopify's GraphQL answers.
pub fn transactions(order: &str, lines: u64) -> Value {
    json!([{
        "id": format!("{}9", order.replace("/Order/", "/OrderTransaction/")),
        "kind": "SALE", "status": "SUCCESS", "gateway": "shopify_payments", "test": false,
        "amountSet": {"shopMoney": {"amount": total(lines), "currencyCode": "USD"}},
    }])
}

/// What stands beside the order for the pure decision.
pub fn context(series: Series, lines: u64, explain: &str) -> Value {
    let order = order(lines);
    let links: Vec<Value> = links(series, lines)
        .map(|(variant, item)| {
            let variant = format!("gid://shopify/ProductVariant/{variant}");
            json!({"variant": variant, "item": item})
        })
        .collect();
    json!({
        "explain": explain,
        "links": links,
        "transactions": transactions(order["admin_graphql_api_id"].as_str().unwrap(), lines),
        "customer": id(series, 7, 1),
    })
}
