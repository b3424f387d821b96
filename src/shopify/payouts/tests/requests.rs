//! What is asked, and how answers are read.

use super::super::requests::{
    One, decode_payout, decode_payouts, decode_transactions, payout, payouts, transactions,
};
use super::at;
use crate::contract::io::Request;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::time::Timestamp;
use crate::report::Code;

const ROW: &str = r#"{"id":"gid://shopify/ShopifyPaymentsBalanceTransaction/8","type":"REFUND",
    "test":false,"transactionDate":"2026-11-10T07:34:56Z",
    "amount":{"amount":"-1.0","currencyCode":"USD"},"fee":{"amount":"0.0","currencyCode":"USD"},
    "net":{"amount":"-1.0","currencyCode":"USD"},"sourceType":"REFUND",
    "sourceOrderTransactionId":null,"adjustmentReason":null,"associatedOrder":null,
    "associatedPayout":{"id":"gid://shopify/ShopifyPaymentsPayout/5"}}"#;

const PAYOUT: &str = r#"{"id":"gid://shopify/ShopifyPaymentsPayout/5","legacyResourceId":"5",
    "issuedAt":"2026-11-20T00:00:00Z","status":"PAID","transactionType":"DEPOSIT",
    "externalTraceId":null,"net":{"amount":"-1.0","currencyCode":"USD"},"summary":{}}"#;

const LAST: &str = r#"{"hasNextPage":false,"endCursor":"x"}"#;

fn five() -> PayoutId {
    PayoutId::new(5).unwrap()
}

/// The variables of a request.
fn variables(request: &Request) -> String {
    let json = serde_json::to_value(request).unwrap();
    assert_eq!(json["path"], "/admin/api/2026-10/graphql.json");
    json["body"]["variables"].to_string()
}

fn answer(name: &str, rows: &str, info: &str) -> String {
    format!(
        r#"{{"data":{{"shopifyPaymentsAccount":{{"{name}":{{"pageInfo":{info},"nodes":[{rows}]}}}}}}}}"#
    )
}

#[test]
fn requests_say_what_is_wanted() {
    let since = Timestamp::parse("2026-11-20T00:00:00+02:00").unwrap();
    for (request, wanted) in [
        (payouts(None, None, "2026-10"), r#"{"first":50}"#),
        (
            payouts(Some(since), Some("c"), "2026-10"),
            r#"{"after":"c","first":50,"query":"issued_at:>='2026-11-19T22:00:00Z'"}"#,
        ),
        (payout(five(), "2026-10"), r#"{"id":"gid://shopify/ShopifyPaymentsPayout/5"}"#),
        (
            transactions(five(), Some("c"), "2026-10"),
            r#"{"after":"c","first":100,"query":"payments_transfer_id:5"}"#,
        ),
    ] {
        assert_eq!(variables(&request), wanted);
    }
}

#[test]
fn pages_of_payouts_are_read() {
    let page = decode_payouts(answer("payouts", PAYOUT, LAST).as_bytes()).unwrap().unwrap();
    assert_eq!((page.rows.len(), page.after), (1, None));
    let more = LAST.replace("false", "true");
    let page = decode_payouts(answer("payouts", "", &more).as_bytes()).unwrap().unwrap();
    assert_eq!((page.rows.len(), page.after.as_deref()), (0, Some("x")));
}

#[test]
fn pages_of_transactions_are_read() {
    let read = |rows: &str, info: &str| {
        decode_transactions(answer("balanceTransactions", rows, info).as_bytes(), five())
    };
    let page = read(&format!("{ROW},{ROW}"), LAST).unwrap().unwrap();
    assert_eq!((page.rows.len(), page.after), (2, None));
    let page = read(ROW, &LAST.replace("false", "true")).unwrap().unwrap();
    assert_eq!(page.after.as_deref(), Some("x"));
    let nodes = "$.data.shopifyPaymentsAccount.balanceTransactions.nodes[1]";
    for (old, new, path) in [
        ("Payout/5", "Payout/6", ".associatedPayout.id"),
        (r#""gid://shopify/ShopifyPaymentsPayout/5""#, "null", ".associatedPayout.id"),
        ("-1.0", "-1.001", ".amount.amount"),
    ] {
        let bad = ROW.replacen(old, new, 1);
        let found = at(read(&format!("{ROW},{bad}"), LAST));
        assert_eq!(found, (Code::InvalidValue, format!("{nodes}{path}")));
    }
}

#[test]
fn a_shop_that_is_not_on_shopify_payments_is_told_apart() {
    let none = br#"{"data":{"shopifyPaymentsAccount":null,"node":null}}"#;
    assert_eq!(decode_payouts(none).unwrap(), None);
    assert_eq!(decode_transactions(none, five()).unwrap(), None);
    assert_eq!(decode_payout(none).unwrap(), One::NoAccount);
    let gone = br#"{"data":{"shopifyPaymentsAccount":{"id":"x"},"node":null}}"#;
    assert_eq!(decode_payout(gone).unwrap(), One::Gone);
    let there = format!(r#"{{"data":{{"shopifyPaymentsAccount":{{"id":"x"}},"node":{PAYOUT}}}}}"#);
    let found = decode_payout(there.as_bytes()).unwrap();
    assert!(matches!(found, One::There(payout) if payout.id == five()));
}

#[test]
fn other_answers_are_refused() {
    let account = "$.data.shopifyPaymentsAccount";
    for (body, code, path) in [
        (
            r#"{"data":{"shopifyPaymentsAccount":null},"errors":[{"message":"denied"}]}"#,
            Code::VendorRefused,
            "$.errors".to_owned(),
        ),
        (r#"{"data":{}}"#, Code::MissingField, account.to_owned()),
        (
            r#"{"data":{"shopifyPaymentsAccount":{}}}"#,
            Code::MissingField,
            format!("{account}.payouts"),
        ),
        (
            r#"{"data":{"shopifyPaymentsAccount":{"payouts":{"pageInfo":{"hasNextPage":true},"nodes":[]}}}}"#,
            Code::MissingField,
            format!("{account}.payouts.pageInfo.endCursor"),
        ),
        (
            r#"{"data":{"shopifyPaymentsAccount":{"payouts":{"nodes":[]}}}}"#,
            Code::MissingField,
            format!("{account}.payouts.pageInfo"),
        ),
    ] {
        assert_eq!(at(decode_payouts(body.as_bytes())), (code, path), "{body}");
    }
    let other = r#"{"data":{"shopifyPaymentsAccount":{"id":"x"},"node":{"id":"7"}}}"#;
    assert_eq!(at(decode_payout(other.as_bytes())).1, "$.data.node.currency");
}
