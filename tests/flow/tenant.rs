//! Two tenants, one on each series, and a plain order of three lines.
//!
//! By hand: 2 x 10.00 + 1 x 5.00 + 3 x 3.33 = 34.99 net; tax of 10 % by line, as Shopify rounds
//! it, 2.00 + 0.50 + 1.00 = 3.50; total 38.49. R computes 10 % of 34.99 = 3.499, rounded once:
//! 3.50. X multiplies 0.33333 by 3 = 0.99999, and 2.00 + 0.50 + 0.99999 rounds to 3.50.

use serde_json::{Value, json};

/// Which Lightspeed the tenant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    /// R-Series.
    R,
    /// X-Series.
    X,
}

/// Both.
pub(crate) const BOTH: [Series; 2] = [Series::R, Series::X];

/// The tenant's shop.
pub(crate) const SHOP: &str = "harbour.myshopify.com";
/// The tenant's name.
pub(crate) const TENANT: &str = "harbour";
/// The order's total in cents, computed above.
pub(crate) const TOTAL_CENTS: i64 = 3849;
/// The buyer of every order.
pub(crate) const EMAIL: &str = "ada.moreno@example.com";

/// An id in the form of the series; `kind` keeps ids of different things apart.
pub(crate) fn id(series: Series, kind: u64, place: u64) -> String {
    match series {
        Series::R => format!("{}", kind * 100 + place),
        Series::X => format!("0b5e55ed-{kind:04}-4000-8000-{place:012}"),
    }
}

/// The outlet that orders are posted to.
pub(crate) fn outlet(series: Series) -> String {
    id(series, 2, 1)
}

/// The configuration.
pub(crate) fn config(series: Series) -> Value {
    let account = match series {
        Series::R => "7",
        Series::X => "harbour",
    };
    json!({
        "contract": 1,
        "tenant": TENANT,
        "shopify": {"shop": SHOP},
        "lightspeed": {"series": format!("{series:?}"), "account": account, "user": id(series, 1, 1)},
        "currency": "USD",
        "time_zone": "UTC",
        "zones": {"UTC": [{"from": "2020-01-01T00:00:00Z", "offset": "+00:00"}]},
        "outlets": [{"id": outlet(series), "register": id(series, 3, 1)}],
        "payment_types": [{"gateway": "shopify_payments", "id": id(series, 4, 1)}],
        "taxes": [{"rate": "0.1", "id": id(series, 5, 1)}],
        "helper_items": {
            "gift_card": {"item": id(series, 9, 1), "non_inventory": true, "liability": true},
        },
    })
}

const LINES: [(u64, u64, &str, &str); 3] =
    [(1, 2, "10.00", "2.00"), (2, 1, "5.00", "0.50"), (3, 3, "3.33", "1.00")];

/// The variants the order sells, by place.
pub(crate) fn variants() -> impl Iterator<Item = u64> {
    LINES.iter().map(|line| line.0)
}

/// The plain order of this number, as the webhook has it.
pub(crate) fn order(number: u64) -> Value {
    let lines: Vec<Value> = LINES
        .iter()
        .map(|(place, quantity, price, tax)| {
            json!({
                "id": number * 10 + place,
                "variant_id": 44_000 + place,
                "title": "Mug",
                "quantity": quantity,
                "price": price,
                "requires_shipping": true,
                "tax_lines": [{"price": tax, "rate": 0.1}],
            })
        })
        .collect();
    json!({
        "id": number,
        "admin_graphql_api_id": format!("gid://shopify/Order/{number}"),
        "name": format!("#{number}"),
        "created_at": "2026-11-18T10:41:02-05:00",
        "processed_at": "2026-11-18T10:41:01-05:00",
        "currency": "USD",
        "taxes_included": false,
        "financial_status": "paid",
        "email": EMAIL,
        "total_price": "38.49",
        "total_tax": "3.50",
        "customer": {"first_name": "Ada", "last_name": "Moreno", "email": EMAIL},
        "shipping_address": {"first_name": "Ada", "last_name": "Moreno", "address1": "1 Quay",
            "city": "Boston", "zip": "02110", "province_code": "MA", "country_code": "US"},
        "line_items": lines,
    })
}

/// The order's transactions as Shopify's GraphQL answers.
pub(crate) fn transactions(number: &str) -> Value {
    json!({"data": {"order": {"id": format!("gid://shopify/Order/{number}"), "transactions": [{
        "id": format!("gid://shopify/OrderTransaction/{number}9"),
        "kind": "SALE", "status": "SUCCESS", "gateway": "shopify_payments", "test": false,
        "amountSet": {"shopMoney": {"amount": "38.49", "currencyCode": "USD"}},
    }]}}})
}

/// What stands beside the order for the pure decision.
pub(crate) fn context(series: Series, number: u64, explain: &str) -> Value {
    let links: Vec<Value> = variants()
        .map(
            |place| json!({"variant": format!("{}", 44_000 + place), "item": id(series, 6, place)}),
        )
        .collect();
    let answer = transactions(&number.to_string());
    json!({
        "explain": explain,
        "links": links,
        "transactions": answer["data"]["order"]["transactions"],
        "customer": id(series, 7, 1),
    })
}
