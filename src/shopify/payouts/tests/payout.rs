//! One payout, in the shape of REST and of GraphQL.

use super::super::payout::{decode, status};
use super::at;
use crate::domain::payout::{Issued, Payout, PayoutStatus, SummaryPart};
use crate::report::{Code, Issue, Json, Node};

const REST: &str = r#"{"id":623721858,"status":"paid","date":"2026-11-12","currency":"USD",
    "amount":"41.90","summary":{"adjustments_fee_amount":"0.12","adjustments_gross_amount":"2.13",
    "charges_fee_amount":"1.32","charges_gross_amount":"44.52","refunds_fee_amount":"-0.23",
    "refunds_gross_amount":"-3.54","reserved_funds_fee_amount":"0.00",
    "reserved_funds_gross_amount":"0.00","retried_payouts_fee_amount":"0.00",
    "retried_payouts_gross_amount":"0.00"}}"#;

const GRAPHQL: &str = r#"{"id":"gid://shopify/ShopifyPaymentsPayout/148156579998",
    "legacyResourceId":"148156579998","issuedAt":"2026-11-20T00:00:00Z","status":"PAID",
    "transactionType":"DEPOSIT","externalTraceId":" TRACE-7 ","net":{"amount":"1793.93","currencyCode":"USD"},
    "summary":{"chargesFee":{"amount":"66.55","currencyCode":"USD"},
    "chargesGross":{"amount":"2274.0","currencyCode":"USD"},"refundsFee":{"amount":"0.0"},
    "refundsFeeGross":{"amount":"-140.0"},"advanceFees":{"amount":"0.0"},
    "advanceGross":{"amount":"5.0"},"usdcRebateCreditAmount":{"amount":"1.5","currencyCode":"USD"}}}"#;

fn read(text: &str) -> Result<Payout, Issue> {
    let json = Json::parse(text.as_bytes()).unwrap();
    decode(&Node::root(&json, "$"))
}

fn lines(payout: &Payout) -> Vec<(SummaryPart, String, String)> {
    let line = payout.summary.iter();
    line.map(|line| (line.part, line.gross.to_string(), line.fee.to_string())).collect()
}

#[test]
fn rest_is_read() {
    let payout = read(REST).unwrap();
    assert_eq!(payout.id.number(), 623_721_858);
    assert_eq!(payout.status, PayoutStatus::Paid);
    assert!(matches!(payout.issued, Some(Issued::On(date)) if date.to_string() == "2026-11-12"));
    assert_eq!(payout.net.unwrap().to_string(), "41.90 USD");
    assert_eq!((payout.withdrawal, &payout.trace), (false, &None));
    let line = |part, gross: &str, fee: &str| (part, gross.to_owned(), fee.to_owned());
    assert_eq!(
        lines(&payout),
        [
            line(SummaryPart::Charges, "44.52 USD", "1.32 USD"),
            line(SummaryPart::Refunds, "-3.54 USD", "-0.23 USD"),
            line(SummaryPart::Adjustments, "2.13 USD", "0.12 USD"),
            line(SummaryPart::ReservedFunds, "0.00 USD", "0.00 USD"),
            line(SummaryPart::RetriedPayouts, "0.00 USD", "0.00 USD"),
        ]
    );
}

#[test]
fn graphql_is_read() {
    let payout = read(GRAPHQL).unwrap();
    assert_eq!(payout.id.number(), 148_156_579_998);
    assert!(
        matches!(payout.issued, Some(Issued::At(at)) if at.to_string() == "2026-11-20T00:00:00Z")
    );
    assert_eq!(payout.net.unwrap().to_string(), "1793.93 USD");
    assert_eq!(payout.trace.as_deref(), Some("TRACE-7"));
    assert!(!payout.withdrawal);
    let line = |part, gross: &str, fee: &str| (part, gross.to_owned(), fee.to_owned());
    assert_eq!(
        lines(&payout),
        [
            line(SummaryPart::Charges, "2274.00 USD", "66.55 USD"),
            line(SummaryPart::Refunds, "-140.00 USD", "0.00 USD"),
            line(SummaryPart::Advances, "5.00 USD", "0.00 USD"),
            line(SummaryPart::Rebate, "1.50 USD", "0.00 USD"),
        ]
    );
    assert!(read(&GRAPHQL.replace("DEPOSIT", "WITHDRAWAL")).unwrap().withdrawal);
}

#[test]
fn what_may_be_left_out_may() {
    let payout =
        read(r#"{"id":1,"status":"scheduled","currency":"JPY","amount":1200,"date":null}"#)
            .unwrap();
    assert_eq!(payout.net.unwrap().to_string(), "1200 JPY");
    assert_eq!((payout.issued, payout.summary), (None, Vec::new()));
    let own =
        r#"{"legacyResourceId":"5","status":"PAID","net":{"amount":"1.0","currencyCode":"EUR"}}"#;
    assert_eq!(read(own).unwrap().id.number(), 5);
}

#[test]
fn amounts_are_exact() {
    let huge = REST.replace("\"41.90\"", "9007199254740993.10");
    assert_eq!(read(&huge).unwrap().net.unwrap().amount().to_string(), "9007199254740993.10");
    // Zeros are no digits.
    assert!(read(&REST.replace("41.90", "41.9000")).is_ok());
}

#[test]
fn statuses_are_read_in_either_case_and_others_kept() {
    for (word, known) in [
        ("scheduled", PayoutStatus::Scheduled),
        ("IN_TRANSIT", PayoutStatus::InTransit),
        ("in transit", PayoutStatus::InTransit),
        ("PAID", PayoutStatus::Paid),
        ("failed", PayoutStatus::Failed),
        ("CANCELED", PayoutStatus::Canceled),
        ("cancelled", PayoutStatus::Canceled),
        ("Frozen", PayoutStatus::Other("Frozen".to_owned())),
    ] {
        assert_eq!(status(word), known, "{word}");
    }
}

#[test]
fn rest_is_refused_where_it_is_wrong() {
    for (old, new, code, path) in [
        (r#""id":623721858,"#, "", Code::MissingField, "$.id"),
        ("623721858", "0", Code::InvalidValue, "$.id"),
        ("623721858", r#"{"$unsafe_number":"6e20"}"#, Code::UnsafeNumber, "$.id"),
        (r#""currency":"USD","#, "", Code::MissingField, "$.currency"),
        ("USD", "USX", Code::InvalidValue, "$.currency"),
        (r#""status":"paid","#, "", Code::MissingField, "$.status"),
        ("2026-11-12", "12/11/2026", Code::InvalidValue, "$.date"),
        ("2026-11-12", "2026-02-30", Code::InvalidValue, "$.date"),
        ("41.90", "1,041.90", Code::InvalidValue, "$.amount"),
        ("41.90", "41.905", Code::InvalidValue, "$.amount"),
        ("41.90", "$41.90", Code::InvalidValue, "$.amount"),
        ("\"41.90\"", "true", Code::WrongType, "$.amount"),
        ("\"41.90\"", "null", Code::WrongType, "$.amount"),
        ("\"41.90\"", r#"{"$unsafe_number":"41.9"}"#, Code::UnsafeNumber, "$.amount"),
        ("44.52", "44.525", Code::InvalidValue, "$.summary.charges_gross_amount"),
        ("-0.23", "x", Code::InvalidValue, "$.summary.refunds_fee_amount"),
        (r#""charges_fee_amount":"1.32","#, "", Code::MissingField, "$.summary.charges_fee_amount"),
    ] {
        assert!(REST.contains(old), "{old}");
        assert_eq!(at(read(&REST.replacen(old, new, 1))), (code, path.to_owned()), "{old} {new}");
    }
    assert_eq!(at(read("7")), (Code::WrongType, "$".to_owned()));
    let yen = r#"{"id":1,"status":"paid","currency":"JPY","amount":"12.50"}"#;
    assert_eq!(at(read(yen)), (Code::InvalidValue, "$.amount".to_owned()));
}

#[test]
fn graphql_is_refused_where_it_is_wrong() {
    for (old, new, code, path) in [
        ("ShopifyPaymentsPayout/", "Order/", Code::InvalidValue, "$.id"),
        (r#"Id":"148156579998""#, r#"Id":"7""#, Code::InvalidValue, "$.legacyResourceId"),
        ("2026-11-20T00:00:00Z", "2026-11-20T00:00:00", Code::InvalidValue, "$.issuedAt"),
        ("DEPOSIT", "SIDEWAYS", Code::InvalidValue, "$.transactionType"),
        (r#","currencyCode":"USD"}"#, "}", Code::MissingField, "$.net.currencyCode"),
        ("1793.93", "1793.931", Code::InvalidValue, "$.net.amount"),
        (
            r#""66.55","currencyCode":"USD""#,
            r#""66.55","currencyCode":"EUR""#,
            Code::InvalidValue,
            "$.summary.chargesFee.currencyCode",
        ),
        (
            r#""1.5","currencyCode":"USD""#,
            r#""1.5","currencyCode":"USDC""#,
            Code::InvalidValue,
            "$.summary.usdcRebateCreditAmount.currencyCode",
        ),
        (r#"{"amount":"-140.0"}"#, "{}", Code::MissingField, "$.summary.refundsFeeGross.amount"),
        (r#""refundsFee":{"amount":"0.0"},"#, "", Code::MissingField, "$.summary.refundsFee"),
    ] {
        assert!(GRAPHQL.contains(old), "{old}");
        let text = GRAPHQL.replacen(old, new, 1);
        assert_eq!(at(read(&text)), (code, path.to_owned()), "{old} {new}");
    }
    let none = r#"{"issuedAt":"2026-11-20T00:00:00Z","status":"PAID"}"#;
    assert_eq!(at(read(none)), (Code::MissingField, "$.id".to_owned()));
}
