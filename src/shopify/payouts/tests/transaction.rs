//! One balance transaction, in the shape of REST and of GraphQL.

use super::super::money::Met;
use super::super::transaction::{ROW, decode};
use super::at;
use crate::domain::payout::{BalanceTransaction, Family};
use crate::report::{Code, Issue, Json, Node};

const REST: &str = r#"{"id":746296004,"type":"charge","test":false,"payout_id":623721858,
    "payout_status":"paid","currency":"USD","amount":"10.00","fee":"2.00","net":"8.00",
    "source_id":746296004,"source_type":"charge","source_order_id":625362839,
    "source_order_transaction_id":890672011,"processed_at":"2024-01-10T07:34:56-05:00",
    "adjustment_order_transactions":null,"adjustment_reason":null}"#;

const GRAPHQL: &str = r##"{"id":"gid://shopify/ShopifyPaymentsBalanceTransaction/4",
    "type":"DISPUTE_WITHDRAWAL","test":false,"transactionDate":"2026-11-14T12:00:00Z",
    "amount":{"amount":"-99.0","currencyCode":"USD"},"fee":{"amount":"15.0","currencyCode":"USD"},
    "net":{"amount":"-114.0","currencyCode":"USD"},"sourceType":"DISPUTE","sourceId":"700004",
    "sourceOrderTransactionId":"8800000000090","adjustmentReason":null,
    "associatedOrder":{"id":"gid://shopify/Order/6100000001990","name":"#1990"},
    "associatedPayout":{"id":"gid://shopify/ShopifyPaymentsPayout/148156579998","status":"PAID"},
    "adjustmentsOrders":[]}"##;

fn read(text: &str) -> Result<BalanceTransaction, Issue> {
    let json = Json::narrow(text.as_bytes(), ROW).unwrap();
    decode(&Node::root(&json, "$"), &mut Met::default())
}

#[test]
fn rest_is_read() {
    let row = read(REST).unwrap();
    assert_eq!(row.id.map(|id| id.number()), Some(746_296_004));
    assert_eq!((&*row.named, row.kind.unwrap().family), ("CHARGE", Family::Sale));
    assert_eq!(row.payout.map(|id| id.number()), Some(623_721_858));
    assert_eq!(row.at.to_string(), "2024-01-10T12:34:56Z");
    assert_eq!(
        [row.amount, row.fee, row.net].map(|money| money.to_string()),
        ["10.00 USD", "2.00 USD", "8.00 USD"]
    );
    assert_eq!(row.order.map(|id| id.number()), Some(625_362_839));
    assert_eq!(row.transaction.map(|id| id.number()), Some(890_672_011));
    assert_eq!((row.test, row.order_name, row.presentment), (false, None, None));
}

#[test]
fn graphql_is_read() {
    let row = read(GRAPHQL).unwrap();
    assert_eq!(row.id.map(|id| id.number()), Some(4));
    assert_eq!((&*row.named, row.kind.unwrap().family), ("DISPUTE_WITHDRAWAL", Family::Dispute));
    assert_eq!(row.payout.map(|id| id.number()), Some(148_156_579_998));
    assert_eq!(
        [row.amount, row.fee, row.net].map(|money| money.to_string()),
        ["-99.00 USD", "15.00 USD", "-114.00 USD"]
    );
    assert_eq!(row.order.map(|id| id.number()), Some(6_100_000_001_990));
    assert_eq!(row.order_name.as_deref(), Some("#1990"));
    assert_eq!(row.transaction.map(|id| id.number()), Some(8_800_000_000_090));
    let number = GRAPHQL.replace("\"8800000000090\"", "8800000000090");
    assert_eq!(read(&number).unwrap(), row);
}

#[test]
fn what_may_be_null_may() {
    let text = REST.replace("623721858", "null").replace("625362839", "null");
    let row = read(&text.replace("890672011", "null").replace("false", "true")).unwrap();
    assert_eq!((row.payout, row.order, row.transaction, row.test), (None, None, None, true));
    let order = r##"{"id":"gid://shopify/Order/6100000001990","name":"#1990"}"##;
    let payout = r#""gid://shopify/ShopifyPaymentsPayout/148156579998","status":"PAID""#;
    let text = GRAPHQL.replace(order, "null").replace(payout, r#"null,"status":"PENDING""#);
    let row = read(&text.replace("\"8800000000090\"", "null")).unwrap();
    assert_eq!((row.payout, row.order, row.order_name, row.transaction), (None, None, None, None));
}

#[test]
fn a_type_that_nobody_knows_stays_as_it_is() {
    let row = read(&REST.replace(r#""type":"charge""#, r#""type":"moon_fee""#)).unwrap();
    assert_eq!((&*row.named, row.kind), ("moon_fee", None));
    let text = REST.replace(r#""type":"charge""#, r#""type":"debit""#);
    let text = text.replace(r#""adjustment_reason":null"#, r#""adjustment_reason":"moon""#);
    let row = read(&text).unwrap();
    assert_eq!((&*row.named, row.kind), ("debit/moon", None));
}

#[test]
fn rest_is_refused_where_it_is_wrong() {
    for (old, new, code, path) in [
        (r#""id":746296004,"#, "", Code::MissingField, "$.id"),
        ("746296004", "-7", Code::InvalidValue, "$.id"),
        (r#""type":"charge","#, "", Code::MissingField, "$.type"),
        (r#""type":"charge""#, r#""type":3"#, Code::WrongType, "$.type"),
        (r#""currency":"USD","#, "", Code::MissingField, "$.currency"),
        ("USD", "dollars", Code::InvalidValue, "$.currency"),
        ("10.00", "1,010.00", Code::InvalidValue, "$.amount"),
        ("10.00", "10.005", Code::InvalidValue, "$.amount"),
        ("\"10.00\"", r#"{"$unsafe_number":"1e22"}"#, Code::UnsafeNumber, "$.amount"),
        (r#""fee":"2.00","#, "", Code::MissingField, "$.fee"),
        ("\"8.00\"", "null", Code::WrongType, "$.net"),
        ("T07:34:56-05:00", "T07:34:56", Code::InvalidValue, "$.processed_at"),
        ("2024-01-10T07:34:56-05:00", "2013-11-01", Code::InvalidValue, "$.processed_at"),
        ("\"2024-01-10T07:34:56-05:00\"", "1704890096", Code::WrongType, "$.processed_at"),
        ("623721858", "1.5", Code::InvalidValue, "$.payout_id"),
        (
            "890672011",
            r#"{"$unsafe_number":"8e20"}"#,
            Code::UnsafeNumber,
            "$.source_order_transaction_id",
        ),
        (r#""test":false"#, r#""test":"no""#, Code::WrongType, "$.test"),
    ] {
        assert!(REST.contains(old), "{old}");
        assert_eq!(at(read(&REST.replacen(old, new, 1))), (code, path.to_owned()), "{old} {new}");
    }
}

#[test]
fn graphql_is_refused_where_it_is_wrong() {
    for (old, new, code, path) in [
        ("BalanceTransaction/4", "Payout/4", Code::InvalidValue, "$.id"),
        (
            r#""transactionDate":"2026-11-14T12:00:00Z","#,
            "",
            Code::MissingField,
            "$.transactionDate",
        ),
        ("12:00:00Z", "12:00:00", Code::InvalidValue, "$.transactionDate"),
        (
            r#""15.0","currencyCode":"USD""#,
            r#""15.0","currencyCode":"EUR""#,
            Code::InvalidValue,
            "$.fee.currencyCode",
        ),
        (
            r#""-114.0","currencyCode":"USD""#,
            r#""-114.0","currencyCode":"EUR""#,
            Code::InvalidValue,
            "$.net.currencyCode",
        ),
        ("-99.0", "-99.001", Code::InvalidValue, "$.amount.amount"),
        ("\"-99.0\"", r#"{"$unsafe_number":"-99"}"#, Code::UnsafeNumber, "$.amount.amount"),
        ("shopify/Order/", "shopify/Product/", Code::InvalidValue, "$.associatedOrder.id"),
        ("PaymentsPayout/", "PaymentsDispute/", Code::InvalidValue, "$.associatedPayout.id"),
        ("8800000000090", "x8", Code::InvalidValue, "$.sourceOrderTransactionId"),
    ] {
        assert!(GRAPHQL.contains(old), "{old}");
        let text = GRAPHQL.replacen(old, new, 1);
        assert_eq!(at(read(&text)), (code, path.to_owned()), "{old} {new}");
    }
}
