//! Whole payloads in each shape, and what is said of others.

use super::super::list::{Listed, each_transaction, payouts};
use super::at;
use crate::report::{Code, Issue};

const ROW: &str = r#"{"id":7,"type":"charge","currency":"USD","amount":"1.00","fee":"0.10",
    "net":"0.90","processed_at":"2026-11-10T07:34:56Z"}"#;

const OTHER: &str = r#"{"id":"gid://shopify/ShopifyPaymentsBalanceTransaction/8","type":"REFUND",
    "transactionDate":"2026-11-10T07:34:56Z","amount":{"amount":"-1.0","currencyCode":"USD"},
    "fee":{"amount":"0.0","currencyCode":"USD"},"net":{"amount":"-1.0","currencyCode":"USD"}}"#;

const PAYOUT: &str =
    r#"{"id":7,"status":"paid","date":"2026-11-12","currency":"USD","amount":"41.90"}"#;

fn read(payload: &str) -> Result<(Vec<String>, Listed), Issue> {
    let mut rows = Vec::new();
    let listed = each_transaction(payload.as_bytes(), "$", |place, row| {
        rows.push(format!("{place} {}", row.id.map_or(0, |id| id.number())));
        Ok(())
    })?;
    Ok((rows, listed))
}

fn places(payload: &str) -> Vec<String> {
    let (rows, listed) = read(payload).unwrap_or_else(|issue| panic!("{issue:?} {payload}"));
    assert_eq!(rows.len(), listed.rows);
    rows
}

fn answer(account: &str) -> String {
    format!(r#"{{"data":{{"shopifyPaymentsAccount":{account}}},"extensions":{{"cost":{{}}}}}}"#)
}

#[test]
fn each_shape_is_read() {
    let full = ".data.shopifyPaymentsAccount.balanceTransactions";
    for (payload, list, behind) in [
        (format!(r#"{{"transactions":[{ROW},{OTHER}]}}"#), ".transactions", ""),
        (format!(" \n[{ROW},{OTHER}]"), "", ""),
        (
            format!(r#"{{"nodes":[{ROW},{OTHER}],"pageInfo":{{"hasNextPage":false}}}}"#),
            ".nodes",
            "",
        ),
        (
            format!(r#"{{"edges":[{{"node":{ROW}}},{{"cursor":"x","node":{OTHER}}}]}}"#),
            ".edges",
            ".node",
        ),
        (
            answer(&format!(r#"{{"balanceTransactions":{{"nodes":[{ROW},{OTHER}]}}}}"#)),
            &format!("{full}.nodes"),
            "",
        ),
        (
            answer(&format!(
                r#"{{"id":"x","balanceTransactions":{{"edges":[{{"node":{ROW}}},{{"node":{OTHER}}}]}}}}"#
            )),
            &format!("{full}.edges"),
            ".node",
        ),
        (
            format!(
                r#"{{"shopifyPaymentsAccount":{{"balanceTransactions":{{"nodes":[{ROW},{OTHER}]}}}}}}"#
            ),
            ".shopifyPaymentsAccount.balanceTransactions.nodes",
            "",
        ),
    ] {
        let rows = [format!("${list}[0]{behind} 7"), format!("${list}[1]{behind} 8")];
        assert_eq!(places(&payload), rows, "{payload}");
    }
}

#[test]
fn an_empty_list_is_a_list() {
    for payload in [
        r#"{"transactions":[]}"#,
        "[]",
        r#"{"nodes":[]}"#,
        &answer(r#"{"balanceTransactions":{"nodes":[]}}"#),
    ] {
        assert_eq!(read(payload).unwrap(), (Vec::new(), Listed::default()), "{payload}");
    }
}

#[test]
fn it_is_said_that_there_are_more() {
    let info = r#""pageInfo":{"hasNextPage":true,"endCursor":"abc"}"#;
    let all = Listed { rows: 1, more: true, after: Some("abc".to_owned()) };
    for payload in [
        format!(r#"{{{info},"nodes":[{ROW}]}}"#),
        format!(r#"{{"nodes":[{ROW}],{info}}}"#),
        answer(&format!(r#"{{"balanceTransactions":{{"nodes":[{ROW}],{info}}}}}"#)),
    ] {
        assert_eq!(read(&payload).unwrap().1, all, "{payload}");
    }
    let unsaid = format!(r#"{{"nodes":[{ROW}],"pageInfo":{{"hasNextPage":true}}}}"#);
    assert_eq!(read(&unsaid).unwrap().1, Listed { after: None, ..all });
}

#[test]
fn issues_stand_at_their_row() {
    let bad = ROW.replace("1.00", "1,000.00");
    for (payload, path) in [
        (format!(r#"{{"transactions":[{ROW},{bad}]}}"#), "$.transactions[1].amount"),
        (format!("[{bad}]"), "$[0].amount"),
        (format!(r#"{{"edges":[{{"node":{bad}}}]}}"#), "$.edges[0].node.amount"),
        (
            answer(&format!(r#"{{"balanceTransactions":{{"nodes":[{ROW},{bad}]}}}}"#)),
            "$.data.shopifyPaymentsAccount.balanceTransactions.nodes[1].amount",
        ),
    ] {
        assert_eq!(at(read(&payload)), (Code::InvalidValue, path.to_owned()));
    }
    let payload = format!(r#"{{"transactions":[{bad}]}}"#);
    let issue = each_transaction(payload.as_bytes(), "$.lists", |_, _| Ok(())).unwrap_err();
    assert_eq!(issue.path, "$.lists.transactions[0].amount");
}

#[test]
fn what_the_caller_says_of_a_row_stands_at_it() {
    for (payload, path) in [
        (format!(r#"{{"transactions":[{ROW}]}}"#), "$.p.transactions[0].id"),
        (format!(r#"{{"edges":[{{"node":{ROW}}}]}}"#), "$.p.edges[0].node.id"),
    ] {
        let twice = || Err(Issue::new(Code::DuplicateField, "$.id", "twice"));
        let issue = each_transaction(payload.as_bytes(), "$.p", |_, _| twice()).unwrap_err();
        assert_eq!(issue.path, path);
    }
}

#[test]
fn other_payloads_are_refused_with_the_shapes() {
    for (payload, code) in [
        ("7", Code::WrongType),
        ("\"csv\"", Code::WrongType),
        ("null", Code::WrongType),
        ("{}", Code::MissingField),
        (r#"{"payouts":[]}"#, Code::MissingField),
        (r#"{"data":{"orders":{"nodes":[]}}}"#, Code::MissingField),
        (r#"{"data":{}}"#, Code::MissingField),
    ] {
        let issue = read(payload).unwrap_err();
        assert_eq!((issue.code, &*issue.path), (code, "$"), "{payload}");
        assert!(issue.hint.contains(r#"{"transactions": [...]}"#), "{}", issue.hint);
    }
}

#[test]
fn lists_that_are_none_are_refused() {
    for (payload, code, path) in [
        (r#"{"transactions":null}"#, Code::WrongType, "$.transactions"),
        (r#"{"transactions":{}}"#, Code::WrongType, "$.transactions"),
        (r#"{"transactions":[null]}"#, Code::WrongType, "$.transactions[0]"),
        (r#"{"transactions":[[]]}"#, Code::WrongType, "$.transactions[0]"),
        (r#"{"edges":[{}]}"#, Code::MissingField, "$.edges[0].node"),
        (r#"{"transactions":[],"transactions":[]}"#, Code::DuplicateField, "$.transactions"),
        (r#"{"transactions":[],"nodes":[]}"#, Code::DuplicateField, "$.nodes"),
        (r#"{"transactions":[{"id":x}]}"#, Code::InvalidJson, "$.transactions[0].id"),
        (r#"{"errors":[{"message":"no"}]}"#, Code::VendorRefused, "$.errors"),
        (r#"{"errors":"Not found"}"#, Code::VendorRefused, "$.errors"),
        (
            r#"{"data":{"shopifyPaymentsAccount":null},"errors":[{"message":"no"}]}"#,
            Code::VendorRefused,
            "$.errors",
        ),
        (
            r#"{"data":{"shopifyPaymentsAccount":null}}"#,
            Code::InvalidValue,
            "$.data.shopifyPaymentsAccount",
        ),
        (
            r#"{"data":{"shopifyPaymentsAccount":{"balanceTransactions":{}}}}"#,
            Code::MissingField,
            "$.data.shopifyPaymentsAccount.balanceTransactions.nodes",
        ),
    ] {
        assert_eq!(at(read(payload)), (code, path.to_owned()), "{payload}");
    }
    assert!(read(r#"{"transactions":[],"errors":[]}"#).is_ok());
}

#[test]
fn payouts_are_read_in_each_shape() {
    let read = |payload: &str| payouts(payload.as_bytes(), "$").map(|payouts| payouts.len());
    for (payload, count) in [
        (PAYOUT.to_owned(), 1),
        (format!(r#"{{"payout":{PAYOUT}}}"#), 1),
        (format!(r#"{{"payouts":[{PAYOUT},{PAYOUT}]}}"#), 2),
        (format!("[{PAYOUT}]"), 1),
        (format!(r#"{{"nodes":[{PAYOUT}]}}"#), 1),
        (format!(r#"{{"edges":[{{"node":{PAYOUT}}}]}}"#), 1),
        (answer(&format!(r#"{{"payouts":{{"nodes":[{PAYOUT}]}}}}"#)), 1),
        (format!(r#"{{"data":{{"node":{PAYOUT}}}}}"#), 1),
        (r#"{"payouts":[]}"#.to_owned(), 0),
    ] {
        assert_eq!(read(&payload).unwrap(), count, "{payload}");
    }
    let bad = PAYOUT.replace("41.90", "x");
    for (payload, code, path) in [
        ("7".to_owned(), Code::WrongType, "$"),
        ("{}".to_owned(), Code::MissingField, "$"),
        (format!(r#"{{"transactions":[{ROW}]}}"#), Code::MissingField, "$"),
        (bad.clone(), Code::InvalidValue, "$.amount"),
        (format!(r#"{{"payout":{bad}}}"#), Code::InvalidValue, "$.payout.amount"),
        (format!(r#"{{"payouts":[{PAYOUT},{bad}]}}"#), Code::InvalidValue, "$.payouts[1].amount"),
        (
            format!(r#"{{"edges":[{{"node":{bad}}}]}}"#),
            Code::InvalidValue,
            "$.edges[0].node.amount",
        ),
        (r#"{"payouts":7}"#.to_owned(), Code::WrongType, "$.payouts"),
        (r#"{"payouts":[],"nodes":[]}"#.to_owned(), Code::DuplicateField, "$.nodes"),
        (r#"{"errors":[{}]}"#.to_owned(), Code::VendorRefused, "$.errors"),
        (answer("null"), Code::InvalidValue, "$.data.shopifyPaymentsAccount"),
    ] {
        assert_eq!(at(read(&payload)), (code, path.to_owned()), "{payload}");
    }
    let issue = payouts(b"{\"payouts\":[{}]}", "$.given").unwrap_err();
    assert_eq!(issue.path, "$.given.payouts[0].id");
}
