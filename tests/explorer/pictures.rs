//! An order of one unit as Shopify has it: in a webhook, and in its GraphQL.

use serde_json::{Value, json};

use super::convert::{Rates, Webhook};
use super::ids;
use super::state::{Order, Phase};

/// The order as a webhook has it, at the phase and second that are said.
pub(crate) fn webhook(place: usize, phase: Phase, updated: u16) -> Value {
    let number = ids::order(place);
    let sent = phase == Phase::Fulfilled;
    let cancelled = phase == Phase::Cancelled;
    let mut order = json!({
        "id": number,
        "admin_graphql_api_id": format!("gid://shopify/Order/{number}"),
        "name": format!("#{number}"),
        "created_at": "2026-11-22T10:00:00Z",
        "processed_at": "2026-11-22T10:00:00Z",
        "updated_at": ids::time(updated),
        "currency": "USD",
        "taxes_included": false,
        "financial_status": if cancelled { "refunded" } else { "paid" },
        "fulfillment_status": if sent { json!("fulfilled") } else { Value::Null },
        "total_price": "11.00",
        "total_tax": "1.00",
        "line_items": [{
            "id": number * 10 + 1, "variant_id": ids::VARIANT, "title": "Mug", "quantity": 1,
            "price": "10.00", "requires_shipping": true,
            "tax_lines": [{"price": "1.00", "rate": 0.1}],
        }],
    });
    if cancelled {
        order["cancelled_at"] = json!(ids::time(updated));
    }
    order
}

fn transactions(place: usize, phase: Phase) -> Value {
    let number = ids::order(place);
    let paid = json!({
        "id": format!("gid://shopify/OrderTransaction/{number}1"),
        "kind": "SALE", "status": "SUCCESS", "gateway": "shopify_payments", "test": false,
        "amountSet": {"shopMoney": {"amount": "11.00", "currencyCode": "USD"},
            "presentmentMoney": {"amount": "11.00", "currencyCode": "USD"}},
    });
    if phase != Phase::Cancelled {
        return json!([paid]);
    }
    let mut back = paid.clone();
    back["id"] = json!(format!("gid://shopify/OrderTransaction/{number}2"));
    back["kind"] = json!("REFUND");
    back["parentTransaction"] = json!({"id": paid["id"]});
    json!([paid, back])
}

fn places(place: usize, own: Order) -> Value {
    let number = ids::order(place);
    let (status, left) = match own.phase {
        Phase::Open => ("OPEN", 1),
        Phase::Fulfilled => ("CLOSED", 0),
        _ => return json!([]),
    };
    let location = ids::location(own.location as usize);
    json!([{
        "id": format!("gid://shopify/FulfillmentOrder/{number}7"),
        "status": status,
        "assignedLocation": {"location": {"id": format!("gid://shopify/Location/{location}")}},
        "deliveryMethod": {"methodType": "SHIPPING"},
        "lineItems": {"pageInfo": {"hasNextPage": false}, "nodes": [{
            "totalQuantity": 1, "remainingQuantity": left, "inventoryItemId": null,
            "lineItem": {"id": format!("gid://shopify/LineItem/{number}1")}}]},
    }])
}

/// The order as GraphQL has it now.
pub(crate) fn whole(place: usize, own: Order) -> String {
    let order = webhook(place, own.phase, own.updated);
    let webhook = Webhook { order: &order, rates: Rates::Fractions, tip: None };
    let answer = webhook.answer(&transactions(place, own.phase), &places(place, own));
    json!({ "data": answer }).to_string()
}

/// What changes of it most often.
pub(crate) fn now(place: usize, own: Order) -> String {
    let order = webhook(place, own.phase, own.updated);
    json!({"data": {"order": {
        "id": order["admin_graphql_api_id"],
        "updatedAt": order["updated_at"],
        "cancelledAt": order["cancelled_at"],
        "transactions": transactions(place, own.phase),
        "fulfillmentOrders": {"pageInfo": {"hasNextPage": false}, "nodes": places(place, own)},
    }}})
    .to_string()
}

/// An id as a text, however it stands.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
