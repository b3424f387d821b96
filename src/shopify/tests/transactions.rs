//! Transactions in each shape.

use super::at;
use crate::domain::order::{Transaction, TransactionKind, TransactionStatus};
use crate::report::{Code, Issue, Json, Node};
use crate::shopify::transactions;

fn read(text: &str) -> Result<Vec<Transaction>, Issue> {
    let json = Json::parse(text.as_bytes())?;
    transactions::decode(&Node::root(&json, "$.transactions"))
}

/// One transaction, with `fields` besides what each has.
fn one(fields: &str) -> Transaction {
    let text = format!(r#"[{{"id":1,"kind":"sale","status":"success","amount":"1.00"{fields}}}]"#);
    read(&text).unwrap().remove(0)
}

#[test]
fn transactions_are_the_same_in_every_shape() {
    let rest = r#"[{"id":801,"parent_id":800,"kind":"capture","status":"success","gateway":"cash","amount":"9.50","currency":"EUR",
        "amount_rounding":"-0.02","manual_payment_gateway":true,"test":false}]"#;
    let hook = r#"[{"id":8010000000000000000,"admin_graphql_api_id":"gid://shopify/OrderTransaction/801","parent_id":800,"kind":"capture",
        "status":"success","gateway":"cash","amount":9.5,"currency":"eur","amount_rounding":-0.02,"manual_payment_gateway":true}]"#;
    let graphql = r#"[{"id":"gid://shopify/OrderTransaction/801","parentTransaction":{"id":"gid://shopify/OrderTransaction/800"},
        "kind":"CAPTURE","status":"SUCCESS","gateway":"cash","test":false,"manualPaymentGateway":true,
        "amountSet":{"shopMoney":{"amount":"11.9","currencyCode":"USD"},"presentmentMoney":{"amount":"9.5","currencyCode":"EUR"}},
        "amountRoundingSet":{"presentmentMoney":{"amount":"-0.02"}}}]"#;
    let first = read(rest).unwrap();
    let one = &first[0];
    assert_eq!((one.id.number(), one.parent.map(|parent| parent.number())), (801, Some(800)));
    assert_eq!((&one.kind, &one.status), (&TransactionKind::Capture, &TransactionStatus::Success));
    assert_eq!((one.gateway.as_str(), one.manual, one.test), ("cash", true, false));
    assert_eq!(one.amount.value.to_string(), "9.50");
    assert_eq!(one.amount.currency.map(|currency| currency.code()), Some("EUR"));
    assert_eq!(one.rounding.to_string(), "-0.02");
    assert_eq!(read(hook).unwrap(), first);
    assert_eq!(read(graphql).unwrap(), first);
}

#[test]
fn what_is_not_said_is_not_made_up() {
    let bare = one("");
    assert_eq!((bare.parent, bare.amount.currency, bare.gateway.as_str()), (None, None, ""));
    assert!(!bare.manual && !bare.test && bare.rounding.is_zero());
    let nulls = one(
        r#","parent_id":null,"currency":null,"gateway":null,"manual_payment_gateway":null,"amount_rounding":null,"test":null,"parentTransaction":null,"amountRoundingSet":null"#,
    );
    assert_eq!(nulls, bare);
    assert!(one(r#","test":true"#).test);
    let shop = r#","amountSet":{"presentmentMoney":null,"shopMoney":{"amount":"2.0","currencyCode":"USD"}}"#;
    assert_eq!(one(shop).amount.value.to_string(), "2.0");
}

#[test]
fn each_kind_and_status_is_known_by_its_word() {
    let kinds = [
        ("sale", TransactionKind::Sale),
        ("CAPTURE", TransactionKind::Capture),
        ("authorization", TransactionKind::Authorization),
        ("emv_authorization", TransactionKind::Authorization),
        ("void", TransactionKind::Void),
        ("refund", TransactionKind::Refund),
        ("change", TransactionKind::Change),
        ("SUGGESTED_REFUND", TransactionKind::Suggestion),
        ("Cashback", TransactionKind::Other("Cashback".to_owned())),
    ];
    for (word, kind) in kinds {
        let text = format!(r#"[{{"id":1,"kind":"{word}","status":"success","amount":"1"}}]"#);
        assert_eq!(read(&text).unwrap()[0].kind, kind);
    }
    let statuses = [
        ("success", TransactionStatus::Success),
        ("failure", TransactionStatus::Failed),
        ("ERROR", TransactionStatus::Failed),
        ("pending", TransactionStatus::Pending),
        ("awaiting_response", TransactionStatus::Pending),
        ("unknown", TransactionStatus::Other("unknown".to_owned())),
    ];
    for (word, status) in statuses {
        let text = format!(r#"[{{"id":1,"kind":"sale","status":"{word}","amount":"1"}}]"#);
        assert_eq!(read(&text).unwrap()[0].status, status);
    }
}

#[test]
fn what_cannot_be_read_is_refused_at_its_path() {
    let table = [
        (r#"{"id":1,"kind":"sale","amount":"1"}"#, Code::MissingField, "status"),
        (r#"{"id":1,"kind":"sale","status":"success"}"#, Code::MissingField, "amount"),
        (r#"{"kind":"sale","status":"success","amount":"1"}"#, Code::MissingField, "id"),
        (
            r#"{"id":1,"kind":"sale","status":"success","amount":"1","currency":"E"}"#,
            Code::InvalidValue,
            "currency",
        ),
        (
            r#"{"id":1,"kind":"sale","status":"success","amount":"1","parent_id":"x"}"#,
            Code::InvalidValue,
            "parent_id",
        ),
        (
            r#"{"id":1,"kind":"sale","status":"success","amountSet":{}}"#,
            Code::MissingField,
            "amountSet.presentmentMoney.amount",
        ),
    ];
    for (text, code, path) in table {
        let issue = read(&format!("[{text}]")).unwrap_err();
        assert_eq!(
            (issue.code, issue.path.to_string()),
            at(code, &format!("$.transactions[0].{path}")),
            "{text}"
        );
    }
}
