//! Orders that do not fit into one answer.

use serde_json::{Value, json};
use tillbridge::domain::ids::shopify::{FulfillmentOrderId, OrderId};
use tillbridge::domain::order::Order;
use tillbridge::shopify::fulfillment_order;
use tillbridge::shopify::order::graphql::{self, Read};
use tillbridge::shopify::order_now::{self, Now};
use tillbridge::shopify::sizes::Sizes;

use super::convert::Rates;
use super::parity::{SIZES, answer, orders_of_goldens};
use super::select::Document;

const NOW: &str = include_str!("../../src/shopify/graphql/order_now.graphql");

fn golden(name: &str) -> Value {
    let name = format!("order.to_sale/{name}");
    let golden = orders_of_goldens().find(|golden| golden.name == name).unwrap();
    answer(&golden, Rates::Fractions)
}

fn decode(pages: &[&Value], sizes: &Sizes) -> Read {
    let pages: Vec<String> = pages.iter().map(|page| page.to_string()).collect();
    let pages: Vec<&[u8]> = pages.iter().map(String::as_bytes).collect();
    graphql::decode(&pages, sizes).unwrap()
}

fn whole(pages: &[&Value]) -> Order {
    match decode(pages, &SIZES) {
        Read::Whole(whole) => whole.order,
        other => panic!("{other:?}"),
    }
}

/// The answer in pages of one line.
fn pages(answer: &Value) -> Vec<Value> {
    let lines = answer["data"]["order"]["lineItems"]["nodes"].as_array().unwrap();
    let page = |(place, line): (usize, &Value)| {
        let mut page = answer.clone();
        let more = place + 1 < lines.len();
        page["data"]["order"]["lineItems"] = json!({
            "pageInfo": { "hasNextPage": more, "endCursor": format!("after {place}") },
            "nodes": [line],
        });
        page
    };
    lines.iter().enumerate().map(page).collect()
}

#[test]
fn pages_of_one_line_are_the_order_of_one_page() {
    let mut split = 0;
    for golden in orders_of_goldens() {
        let answer = answer(&golden, Rates::Fractions);
        let pages = pages(&answer);
        if pages.len() < 2 {
            continue;
        }
        split += 1;
        let so_far: Vec<&Value> = pages.iter().collect();
        for read in 1..pages.len() {
            let after = format!("after {}", read - 1);
            assert_eq!(decode(&so_far[..read], &SIZES), Read::More(after), "{}", golden.name);
        }
        assert_eq!(whole(&so_far), whole(&[&answer]), "{}", golden.name);
    }
    assert!(split >= 20, "{split}");
}

#[test]
fn pages_of_an_order_that_was_changed_between_them_are_no_order() {
    let pages = pages(&golden("x-us-two-locations-and-an-unknown-one"));
    let mut second = pages[1].clone();
    second["data"]["order"]["updatedAt"] = json!("2030-01-01T00:00:00Z");
    assert_eq!(decode(&[&pages[0], &second], &SIZES), Read::Changed);
    let mut second = pages[1].clone();
    second["data"]["order"]["id"] = json!("gid://shopify/Order/7");
    assert_eq!(decode(&[&pages[0], &second], &SIZES), Read::Changed);
    let gone = json!({ "data": { "order": null } });
    assert_eq!(decode(&[&pages[0], &gone], &SIZES), Read::Gone);
    assert_eq!(decode(&[&gone], &SIZES), Read::Gone);
}

#[test]
fn a_list_that_was_cut_is_named() {
    let full = golden("x-us-two-locations-and-an-unknown-one");
    let pointers = places(&full, "/data/order");
    let mut cut = 0;
    for pointer in pointers.iter().filter(|pointer| !pointer.ends_with("/order/lineItems")) {
        let mut answer = full.clone();
        answer.pointer_mut(pointer).unwrap()["pageInfo"]["hasNextPage"] = json!(true);
        let Read::Cut(path) = decode(&[&answer], &SIZES) else { panic!("{pointer}") };
        let plain: String = path.replace('[', ".").replace(']', "").replace('.', "/");
        assert_eq!(plain.trim_start_matches('$'), pointer);
        cut += 1;
    }
    assert!(cut >= 4, "{cut}");
}

/// Pointers to all connections.
fn places(value: &Value, pointer: &str) -> Vec<String> {
    let Some(below) = value.pointer(pointer) else { return Vec::new() };
    let names: Vec<String> = match below {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|place| place.to_string()).collect(),
        _ => Vec::new(),
    };
    let own = below.get("pageInfo").map(|_| pointer.to_owned());
    let inner = names.iter().flat_map(|name| places(value, &format!("{pointer}/{name}")));
    own.into_iter().chain(inner).collect()
}

#[test]
fn a_list_as_long_as_it_may_be_may_go_on() {
    let answer = golden("r-us-kept-back");
    let order = &answer["data"]["order"];
    let refunds = u32::try_from(order["refunds"].as_array().unwrap().len()).unwrap();
    let transactions = u32::try_from(order["transactions"].as_array().unwrap().len()).unwrap();
    assert!(refunds > 0 && transactions > 0);
    let at = |path: &str| Read::Cut(format!("$.data.order.{path}"));
    assert_eq!(decode(&[&answer], &Sizes { refunds, ..SIZES }), at("refunds"));
    assert_eq!(decode(&[&answer], &Sizes { transactions, ..SIZES }), at("transactions"));
    let more = Sizes { refunds: refunds + 1, transactions: transactions + 1, ..SIZES };
    assert!(matches!(decode(&[&answer], &more), Read::Whole(_)));
}

#[test]
fn the_small_query_reads_the_same_state() {
    for golden in orders_of_goldens() {
        let answer = answer(&golden, Rates::Fractions);
        let small = Document::parse(NOW).answer(&answer["data"]).to_string();
        let Read::Whole(whole) = decode(&[&answer], &SIZES) else { panic!("{}", golden.name) };
        let Now::Whole(state) = order_now::decode_answer(small.as_bytes(), &SIZES).unwrap() else {
            panic!("{}", golden.name)
        };
        assert_eq!(state.id, whole.order.id);
        assert_eq!(Some(state.updated_at), whole.order.updated_at);
        assert_eq!(state.cancelled_at, whole.order.cancelled_at);
        assert_eq!(state.transactions, whole.transactions);
        assert_eq!(state.fulfilment_orders, whole.fulfilment_orders);
    }
}

#[test]
fn the_small_query_says_what_is_gone_and_what_was_cut() {
    let read = |text: &str| order_now::decode_answer(text.as_bytes(), &Sizes::FIRST);
    assert_eq!(read(r#"{"data":{"order":null}}"#).unwrap(), Now::Gone);
    let cut = r#"{"data":{"order":{"id":"gid://shopify/Order/7","updatedAt":"2026-11-20T09:00:00Z",
        "cancelledAt":"2026-11-20T10:00:00+01:00","transactions":[],
        "fulfillmentOrders":{"pageInfo":{"hasNextPage":MORE},"nodes":[]}}}}"#;
    let path = "$.data.order.fulfillmentOrders".to_owned();
    assert_eq!(read(&cut.replace("MORE", "true")).unwrap(), Now::Cut(path));
    let Now::Whole(state) = read(&cut.replace("MORE", "false")).unwrap() else { panic!() };
    assert_eq!(state.cancelled_at, Some(state.updated_at), "one instant in two offsets");
}

#[test]
fn requests_carry_the_variables_their_documents_declare() {
    let order = OrderId::new(820_982_911_946_154_508).unwrap();
    let body = |request: tillbridge::contract::io::Request| -> Value {
        serde_json::from_str::<Value>(&serde_json::to_string(&request).unwrap()).unwrap()
    };
    let first = body(graphql::query(order, None, &Sizes::FIRST, "2026-10"));
    assert_eq!(first["path"], "/admin/api/2026-10/graphql.json");
    assert_eq!(
        first["body"]["variables"],
        json!({
            "id": "gid://shopify/Order/820982911946154508", "lines": 15,
            "transactions": 15, "refunds": 4, "refundLines": 8, "places": 5, "placeLines": 15,
        })
    );
    let next = body(graphql::query(order, Some("abc"), &Sizes::LONG, "2026-10"));
    assert_eq!(next["body"]["variables"]["after"], "abc");
    let now = body(order_now::query(order, &Sizes::FIRST, "2026-10"));
    assert_eq!(
        now["body"]["variables"],
        json!({
            "id": "gid://shopify/Order/820982911946154508",
            "transactions": 15, "places": 5, "placeLines": 15,
        })
    );
    let place = FulfillmentOrderId::new(564_786_110).unwrap();
    let whose = body(fulfillment_order::query(place, "2026-10"));
    assert_eq!(
        whose["body"]["variables"],
        json!({ "id": "gid://shopify/FulfillmentOrder/564786110" })
    );
    for (body, start) in [
        (first, "query Order($id:ID!$lines:Int!"),
        (now, "query OrderNow($id:ID!,$transactions:Int!,"),
        (whose, "query FulfillmentOrder($id:ID!){fulfillmentOrder(id:$id){id orderId}}"),
    ] {
        assert!(body["body"]["query"].as_str().unwrap().starts_with(start), "{body}");
    }
}

#[test]
fn a_fulfilment_order_says_which_order_it_is_of() {
    let read = |text: &str| fulfillment_order::decode_answer(text.as_bytes());
    let answer = r#"{"data":{"fulfillmentOrder":{"id":"gid://shopify/FulfillmentOrder/9","orderId":"gid://shopify/Order/7"}}}"#;
    assert_eq!(read(answer).unwrap().unwrap().number(), 7);
    assert_eq!(read(r#"{"data":{"fulfillmentOrder":null}}"#).unwrap(), None);
    for (bad, path) in [
        (r#"{"data":{"fulfillmentOrder":{}}}"#, "$.data.fulfillmentOrder.orderId"),
        (r#"{"data":{"fulfillmentOrder":{"orderId":7}}}"#, "$.data.fulfillmentOrder.orderId"),
        (
            r#"{"data":{"fulfillmentOrder":{"orderId":"gid://shopify/FulfillmentOrder/9"}}}"#,
            "$.data.fulfillmentOrder.orderId",
        ),
        (r#"{"data":{"fulfillmentOrder":[]}}"#, "$.data.fulfillmentOrder"),
        (r#"{"data":{}}"#, "$.data.fulfillmentOrder"),
        (r#"{"data":null}"#, "$.data"),
    ] {
        assert_eq!(read(bad).unwrap_err().path, path, "{bad}");
    }
}
