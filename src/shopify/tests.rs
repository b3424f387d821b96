//! Reading orders and transactions: what is read from where, and what is named as not mapped.

use super::{order, transactions};
use crate::domain::order::{Financial, Order, Transaction, TransactionKind, TransactionStatus};
use crate::report::{Code, Issue, Json, Node};

/// A plain order; `{…}` marks where a test adds fields.
fn text(order: &str, line: &str, shipping: &str) -> String {
    format!(
        r##"{{"id":501,"name":"#1","currency":"USD","taxes_included":false,"total_price":"11.00",
        "total_tax":"1.00","financial_status":"paid","created_at":"2026-11-20T09:00:00Z",
        "email":"ada@example.com","presentment_currency":"USD","source_name":"web","line_items":[
        {{"id":601,"variant_id":701,"quantity":1,"current_quantity":1,"price":"10.00",
        "tax_lines":[{{"rate":0.1,"price":"1.00"}}]{line}}}],
        "shipping_lines":[{{"price":"0.00","discounted_price":"0.00","tax_lines":[]{shipping}}}]{order}}}"##
    )
}

fn read(text: &str) -> Result<Order, Issue> {
    order::decode(text.as_bytes(), "$.order")
}

fn unmapped(text: &str) -> Vec<String> {
    let order = read(text).unwrap();
    order.unmapped.iter().map(|found| format!("{} {}", found.what, found.path)).collect()
}

/// Field of the order, its value, and what it is called; none: it says nothing.
const ORDER: &[(&str, &str, &str)] = &[
    ("test", "true", "test flag"),
    ("test", "false", ""),
    ("cancelled_at", r#""2026-11-20T10:00:00Z""#, "cancellation"),
    ("cancelled_at", "null", ""),
    ("total_discounts", r#""0.01""#, "discount"),
    ("total_discounts", r#""0.00""#, ""),
    ("discount_codes", r#"[{"code":"X"}]"#, "discount"),
    ("discount_codes", "[]", ""),
    ("discount_applications", "[{}]", "discount"),
    ("total_tip_received", r#""3.00""#, "tip"),
    ("total_tip_received", "0.0", ""),
    ("original_total_duties_set", BAG, "duty"),
    ("original_total_duties_set", PRESENTED, "duty"),
    ("original_total_duties_set", EMPTY_BAG, ""),
    ("current_total_duties_set", BAG, "duty"),
    ("original_total_additional_fees_set", BAG, "additional fee"),
    ("current_total_additional_fees_set", BAG, "additional fee"),
    ("total_cash_rounding_payment_adjustment_set", NEGATIVE, "cash rounding"),
    ("total_cash_rounding_payment_adjustment_set", EMPTY_BAG, ""),
    ("total_cash_rounding_refund_adjustment_set", NEGATIVE, "cash rounding"),
    ("refunds", r#"[{"id":1}]"#, "refund"),
    ("refunds", "[]", ""),
    ("returns", r#"[{"id":1}]"#, "return"),
    ("company", r#"{"id":1}"#, "company"),
    ("company", "null", ""),
    ("po_number", r#""PO-1""#, "purchase order number"),
    ("po_number", r#""  ""#, ""),
    ("payment_terms", r#"{"id":1}"#, "payment term"),
    ("estimated_taxes", "true", "estimated tax"),
    ("estimated_taxes", "false", ""),
    ("merchant_of_record_app_id", "1", "merchant of record"),
    ("merchant_of_record_app_id", "null", ""),
    ("note", r#""ring twice""#, "note"),
    ("note", r#""""#, ""),
    ("note_attributes", r#"[{"name":"a","value":"b"}]"#, "note attribute"),
    ("line_item_groups", r#"[{"id":1}]"#, "bundle"),
];
const BAG: &str = r#"{"shop_money":{"amount":"2.00"},"presentment_money":{"amount":"2.00"}}"#;
const PRESENTED: &str = r#"{"shop_money":{"amount":"0.00"},"presentment_money":{"amount":"0.01"}}"#;
const NEGATIVE: &str =
    r#"{"shop_money":{"amount":"-0.02"},"presentment_money":{"amount":"-0.02"}}"#;
const EMPTY_BAG: &str = r#"{"shop_money":{"amount":"0.00"},"presentment_money":{"amount":"0"}}"#;

#[test]
fn everything_an_order_can_have_beyond_the_plain_one_is_named_at_its_path() {
    assert!(unmapped(&text("", "", "")).is_empty());
    for (field, value, what) in ORDER {
        let found = unmapped(&text(&format!(r#","{field}":{value}"#), "", ""));
        match *what {
            "" => assert!(found.is_empty(), "{field} {value}: {found:?}"),
            what => assert_eq!(found, [format!("{what} $.order.{field}")], "{field} {value}"),
        }
    }
}

#[test]
fn everything_a_line_can_have_is_named_at_its_path() {
    let table = [
        ("gift_card", "true", "gift card"),
        ("gift_card", "false", ""),
        ("discount_allocations", r#"[{"amount":"1.00"}]"#, "discount"),
        ("total_discount", r#""1.00""#, "discount"),
        ("total_discount", r#""0.00""#, ""),
        ("duties", r#"[{"id":1}]"#, "duty"),
        ("properties", r#"[{"name":"a","value":"b"}]"#, "line property"),
        ("properties", "{}", ""),
        ("sales_line_item_group_id", "71", "bundle"),
        ("sales_line_item_group_id", "null", ""),
    ];
    for (field, value, what) in table {
        let found = unmapped(&text("", &format!(r#","{field}":{value}"#), ""));
        match what {
            "" => assert!(found.is_empty(), "{field} {value}: {found:?}"),
            _ => assert_eq!(found, [format!("{what} $.order.line_items[0].{field}")], "{value}"),
        }
    }
}

#[test]
fn shipping_that_costs_anything_is_named() {
    for (from, to, field) in [
        (r#""price":"0.00","discounted"#, r#""price":"6.00","discounted"#, "price"),
        (r#""discounted_price":"0.00""#, r#""discounted_price":"6.00""#, "discounted_price"),
    ] {
        let found = unmapped(&text("", "", "").replace(from, to));
        assert_eq!(found, [format!("shipping charge $.order.shipping_lines[0].{field}")]);
    }
    let found = unmapped(&text("", "", r#","discount_allocations":[{}]"#));
    assert_eq!(found, ["discount $.order.shipping_lines[0].discount_allocations"]);
    for (tax, named) in [
        (r#"[{"rate":0.2,"price":"0.00"}]"#, true),
        (r#"[{"rate":0,"price":"0.10"}]"#, true),
        (r#"[{"rate":0,"price":"0.00"}]"#, false),
    ] {
        let order = text("", "", "").replace(r#""tax_lines":[]"#, &format!(r#""tax_lines":{tax}"#));
        let found = unmapped(&order);
        assert_eq!(found == ["shipping tax $.order.shipping_lines[0].tax_lines"], named, "{tax}");
        assert_eq!(found.len(), usize::from(named));
    }
}

#[test]
fn what_takes_more_than_a_field_is_named_too() {
    let table = [
        (
            r#""presentment_currency":"USD""#,
            r#""presentment_currency":"EUR""#,
            "foreign presentment currency $.order.presentment_currency",
        ),
        (
            r#""source_name":"web""#,
            r#""source_name":"pos""#,
            "point-of-sale origin $.order.source_name",
        ),
        (
            r#""variant_id":701"#,
            r#""variant_id":null"#,
            "custom item $.order.line_items[0].variant_id",
        ),
        (
            r#""current_quantity":1"#,
            r#""current_quantity":0"#,
            "changed quantity $.order.line_items[0].current_quantity",
        ),
        (
            r#""price":"1.00"}]"#,
            r#""price":"1.00"},{"rate":0.02,"price":"0.20"}]"#,
            "second tax $.order.line_items[0].tax_lines",
        ),
        (
            r#""price":"1.00"}]"#,
            r#""price":"1.00","channel_liable":true}]"#,
            "channel-liable tax $.order.line_items[0].tax_lines[0].channel_liable",
        ),
    ];
    for (from, to, what) in table {
        let plain = text("", "", "");
        assert!(plain.contains(from));
        assert_eq!(unmapped(&plain.replace(from, to)), [what]);
    }
}

#[test]
fn a_second_tax_of_nothing_adds_nothing_on_either_side() {
    let plain = text("", "", "");
    let nothing = r#"{"rate":0,"price":"0.00","channel_liable":false}"#;
    for taxes in [
        format!(r#""tax_lines":[{nothing},{{"rate":0.1,"price":"1.00"}}]"#),
        format!(r#""tax_lines":[{{"rate":0.10,"price":"1.00"}},{nothing}]"#),
    ] {
        let order = read(&plain.replace(r#""tax_lines":[{"rate":0.1,"price":"1.00"}]"#, &taxes));
        let order = order.unwrap();
        assert!(order.unmapped.is_empty());
        let tax = &order.lines[0].tax;
        assert_eq!((tax.rate.to_string(), tax.amount.text()), ("0.1".into(), "1.00".into()));
    }
}

#[test]
fn an_order_is_read_from_the_fields_that_have_it() {
    let order = read(&text("", "", "")).unwrap();
    assert_eq!(order.id.number(), 501);
    assert_eq!(order.processed_at.to_string(), "2026-11-20T09:00:00Z");
    assert_eq!(order.financial, Financial::Paid);
    assert_eq!(order.free_shipping, ["$.order.shipping_lines[0]"]);
    let order = read(&text(
        r#","processed_at":"2026-11-19T01:00:00+02:00","admin_graphql_api_id":"gid://shopify/Order/9007199254740993""#,
        r#","admin_graphql_api_id":"gid://shopify/LineItem/602","requires_shipping":true"#,
        "",
    ))
    .unwrap();
    assert_eq!((order.id.number(), order.lines[0].id.number()), (9_007_199_254_740_993, 602));
    assert_eq!(order.processed_at.to_string(), "2026-11-18T23:00:00Z");
    assert!(order.lines[0].requires_shipping);
    let unpaid = text("", "", "").replace(r#""financial_status":"paid","#, "");
    assert_eq!(read(&unpaid).unwrap().financial, Financial::Other("none".to_owned()));
}

#[test]
fn the_buyer_is_the_order_before_its_customer() {
    let customer = r#","phone":" ","customer":{"first_name":" Ada ","last_name":null,"email":"c@example.com","phone":"+15185550142"}"#;
    let buyer = read(&text(customer, "", "")).unwrap().buyer.unwrap();
    assert_eq!(buyer.email.as_deref(), Some("ada@example.com"));
    assert_eq!((buyer.email_path, buyer.first_name.as_deref()), ("$.email", Some("Ada")));
    assert_eq!((buyer.last_name, buyer.phone.as_deref()), (None, Some("+15185550142")));
    let without = text(customer, "", "").replace(r#""email":"ada@example.com","#, "");
    let buyer = read(&without).unwrap().buyer.unwrap();
    assert_eq!(
        (buyer.email.as_deref(), buyer.email_path),
        (Some("c@example.com"), "$.customer.email")
    );
    let nobody = text("", "", "").replace(r#""email":"ada@example.com","#, "");
    assert_eq!(read(&nobody).unwrap().buyer, None);
}

#[test]
fn what_cannot_be_read_is_refused_at_its_path() {
    let table = [
        (r#""price":"10.00""#, r#""price":"ten""#, Code::InvalidValue, "line_items[0].price"),
        (r#""quantity":1,"c"#, r#""quantity":0,"c"#, Code::InvalidValue, "line_items[0].quantity"),
        (
            r#""quantity":1,"c"#,
            r#""quantity":1.5,"c"#,
            Code::InvalidValue,
            "line_items[0].quantity",
        ),
        (r#""currency":"USD","t"#, r#""currency":"XYZ","t"#, Code::InvalidValue, "currency"),
        (r#""total_tax":"1.00","#, "", Code::MissingField, "total_tax"),
        (r#""id":501"#, r#""id":"gid://shopify/Product/501""#, Code::InvalidValue, "id"),
        (r#""id":501"#, r#""id":{"$unsafe_number":"5e20"}"#, Code::UnsafeNumber, "id"),
        (r#""name":"#, r#""currency":"EUR","name":"#, Code::DuplicateField, "currency"),
        (
            r#""taxes_included":false"#,
            r#""taxes_included":"no""#,
            Code::WrongType,
            "taxes_included",
        ),
    ];
    for (from, to, code, path) in table {
        let plain = text("", "", "");
        assert!(plain.contains(from), "{from}");
        let issue = read(&plain.replace(from, to)).unwrap_err();
        assert_eq!((issue.code, issue.path.to_string()), (code, format!("$.order.{path}")), "{to}");
    }
}

fn payments(text: &str) -> Result<Vec<Transaction>, Issue> {
    let json = Json::parse(text.as_bytes())?;
    transactions::decode(&Node::root(&json, "$.transactions"))
}

#[test]
fn transactions_are_the_same_in_every_shape() {
    let rest = r#"[{"id":801,"kind":"capture","status":"success","gateway":"g","amount":"9.50","currency":"USD"}]"#;
    let hook = r#"[{"id":8010000000000000000,"admin_graphql_api_id":"gid://shopify/OrderTransaction/801","kind":"capture","status":"success","gateway":"g","amount":9.5,"currency":"usd","test":false}]"#;
    let graphql = r#"[{"id":"gid://shopify/OrderTransaction/801","kind":"CAPTURE","status":"SUCCESS","gateway":"g","test":false,"amountSet":{"shopMoney":{"amount":"9.5","currencyCode":"USD"},"presentmentMoney":{"amount":"8.0","currencyCode":"EUR"}}}]"#;
    let first = payments(rest).unwrap();
    assert_eq!((first[0].id.number(), &first[0].kind), (801, &TransactionKind::Capture));
    assert_eq!(first[0].amount.to_string(), "9.50 USD");
    assert_eq!(payments(hook).unwrap(), first);
    assert_eq!(payments(graphql).unwrap(), first);
}

#[test]
fn words_of_a_transaction_that_nobody_knows_are_kept() {
    let text = r#"[{"id":1,"kind":"EMV_AUTHORIZATION","status":"AWAITING_RESPONSE","gateway":"g","amount":"1","currency":"USD"},
        {"id":2,"kind":"void","status":"error","gateway":"g","amount":"1","currency":"USD","test":true}]"#;
    let read = payments(text).unwrap();
    assert_eq!(read[0].kind, TransactionKind::Other("EMV_AUTHORIZATION".to_owned()));
    assert_eq!(read[0].status, TransactionStatus::Other("AWAITING_RESPONSE".to_owned()));
    assert_eq!(
        (&read[1].kind, &read[1].status),
        (&TransactionKind::Void, &TransactionStatus::Failed)
    );
    assert!(read[1].test && !read[0].test);
    let issue = payments(r#"[{"id":1,"kind":"sale"}]"#).unwrap_err();
    assert_eq!(
        (issue.code, issue.path.to_string()),
        (Code::MissingField, "$.transactions[0].status".into())
    );
}

#[test]
fn the_answer_to_the_query_is_an_order_or_none_or_refused() {
    let answer = |text: &str| transactions::decode_answer(text.as_bytes());
    assert_eq!(answer(r#"{"data":{"order":null}}"#).unwrap(), None);
    assert_eq!(answer(r#"{"data":{"order":{"transactions":[]}}}"#).unwrap(), Some(Vec::new()));
    let refused = answer(r#"{"data":null,"errors":[{"message":"denied"}]}"#).unwrap_err();
    assert_eq!(refused.code, Code::VendorRefused);
}
