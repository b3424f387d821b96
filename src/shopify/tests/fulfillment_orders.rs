//! Fulfilment orders in each shape.

use super::at;
use crate::domain::order::{DeliveryMethod, FulfilmentOrder};
use crate::report::{Code, Issue, Json, Node};
use crate::shopify::fulfillment_orders;

fn read(text: &str) -> Result<Vec<FulfilmentOrder>, Issue> {
    let json = Json::parse(text.as_bytes())?;
    fulfillment_orders::decode(&Node::root(&json, "$.fulfillment_orders"))
}

#[test]
fn fulfilment_orders_are_the_same_in_every_shape() {
    let rest = r#"[{"id":1,"status":"in_progress","assigned_location_id":24826418,"assigned_location":{"location_id":24826418},
        "delivery_method":{"method_type":"pick_up"},
        "line_items":[{"id":9,"line_item_id":601,"quantity":2,"fulfillable_quantity":1,"inventory_item_id":49}]}]"#;
    let nested = rest.replace(r#""assigned_location_id":24826418,"#, "");
    let graphql = r#"[{"id":"gid://shopify/FulfillmentOrder/1","status":"IN_PROGRESS",
        "assignedLocation":{"location":{"id":"gid://shopify/Location/24826418"}},"deliveryMethod":{"methodType":"PICK_UP"},
        "lineItems":{"nodes":[{"id":"gid://shopify/FulfillmentOrderLineItem/9","totalQuantity":2,"remainingQuantity":1,
        "inventoryItemId":"gid://shopify/InventoryItem/49","lineItem":{"id":"gid://shopify/LineItem/601"}}]}}]"#;
    let first = read(rest).unwrap();
    let one = &first[0];
    assert_eq!(one.location.map(|location| location.number()), Some(24_826_418));
    assert_eq!((one.open, one.method), (true, DeliveryMethod::PickUp));
    let line = &one.lines[0];
    assert_eq!((line.line.number(), line.units.to_string()), (601, "2".to_owned()));
    assert_eq!(line.inventory_item.map(|item| item.number()), Some(49));
    assert_ne!(nested, rest);
    assert_eq!(read(&nested).unwrap(), first);
    assert_eq!(read(graphql).unwrap(), first);
}

#[test]
fn a_status_says_whether_anything_is_left_to_do() {
    // Nothing: it is left out.
    let table = [
        (r#""open""#, Some(true)),
        (r#""in_progress""#, Some(true)),
        (r#""SCHEDULED""#, Some(true)),
        (r#""on_hold""#, Some(true)),
        (r#""somewhere""#, Some(true)),
        ("null", Some(true)),
        (r#""closed""#, Some(false)),
        (r#""INCOMPLETE""#, Some(false)),
        (r#""cancelled""#, None),
        (r#""CANCELLED""#, None),
    ];
    for (status, open) in table {
        let read = read(&format!(r#"[{{"status":{status}}}]"#)).unwrap();
        assert_eq!(read.first().map(|order| order.open), open, "{status}");
    }
}

#[test]
fn a_closed_one_stands_for_what_left_from_it() {
    // status, units, what is left of them; units that count
    let table = [
        ("open", 3, "1", 3),
        ("closed", 3, "0", 3),
        ("closed", 3, "null", 3),
        ("closed", 3, "3", 0),
        ("incomplete", 3, "1", 2),
    ];
    for (status, all, left, counted) in table {
        let rest = format!(
            r#"[{{"status":"{status}","line_items":[{{"line_item_id":601,"quantity":{all},"fulfillable_quantity":{left}}}]}}]"#
        );
        let graphql = format!(
            r#"[{{"status":"{status}","lineItems":{{"nodes":[{{"lineItem":{{"id":"601"}},"totalQuantity":{all},"remainingQuantity":{left}}}]}}}}]"#
        );
        for text in [rest, graphql] {
            let read = read(&text).unwrap();
            assert_eq!(read[0].lines[0].units.to_string(), counted.to_string(), "{text}");
        }
    }
}

#[test]
fn a_method_says_how_goods_reach_the_buyer() {
    let table = [
        (r#"{"method_type":"shipping"}"#, DeliveryMethod::Ship),
        (r#"{"method_type":"local"}"#, DeliveryMethod::Ship),
        (r#"{"method_type":"pickup_point"}"#, DeliveryMethod::Ship),
        (r#"{"method_type":"pick_up"}"#, DeliveryMethod::PickUp),
        (r#"{"method_type":"none"}"#, DeliveryMethod::None),
        (r#"{"method_type":"RETAIL"}"#, DeliveryMethod::None),
        (r#"{"method_type":"drone"}"#, DeliveryMethod::Ship),
        (r#"{"method_type":null}"#, DeliveryMethod::Ship),
        ("null", DeliveryMethod::Ship),
    ];
    for (delivery, method) in table {
        let read = read(&format!(r#"[{{"delivery_method":{delivery}}}]"#)).unwrap();
        assert_eq!(read[0].method, method, "{delivery}");
    }
}

#[test]
fn what_is_not_said_is_not_made_up() {
    let bare = r#"[{"assigned_location_id":null,"assignedLocation":{"location":null},"line_items":[{"line_item_id":601,"quantity":0}]}]"#;
    let read = read(bare).unwrap();
    assert_eq!((read[0].location, read[0].lines[0].inventory_item), (None, None));
    assert!(read[0].lines[0].units.is_zero());
}

#[test]
fn what_cannot_be_read_is_refused_at_its_path() {
    let line = "line_items[0]";
    let table = [
        (r#"{"line_items":[{"quantity":1}]}"#, Code::MissingField, format!("{line}.line_item_id")),
        (r#"{"line_items":[{"line_item_id":1}]}"#, Code::MissingField, format!("{line}.quantity")),
        (
            r#"{"line_items":[{"line_item_id":1,"quantity":0.5}]}"#,
            Code::InvalidValue,
            format!("{line}.quantity"),
        ),
        (
            r#"{"lineItems":{"nodes":[{"totalQuantity":1,"lineItem":{"id":"gid://shopify/Order/1"}}]}}"#,
            Code::InvalidValue,
            "lineItems.nodes[0].lineItem.id".to_owned(),
        ),
        (
            r#"{"assigned_location_id":{"$unsafe_number":"9e17"}}"#,
            Code::UnsafeNumber,
            "assigned_location_id".to_owned(),
        ),
        (
            r#"{"status":"closed","line_items":[{"line_item_id":1,"quantity":1,"fulfillable_quantity":2}]}"#,
            Code::InvalidValue,
            format!("{line}.fulfillable_quantity"),
        ),
        (r#"{"status":3}"#, Code::WrongType, "status".to_owned()),
        (r#"{"line_items":3}"#, Code::WrongType, "line_items".to_owned()),
    ];
    for (text, code, path) in table {
        let issue = read(&format!("[{text}]")).unwrap_err();
        assert_eq!(
            (issue.code, issue.path.to_string()),
            at(code, &format!("$.fulfillment_orders[0].{path}")),
            "{text}"
        );
    }
}
