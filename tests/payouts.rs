//! Shopify's own samples of payouts, and the official list of types, read in place.
//!
//! The files lie beside the repository (`TILLBRIDGE_SHARED`, else `../shared`). Where they are not,
//! each test says so on stderr.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "tests"
)]

mod golden;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use golden::shared;
use serde_json::Value;
use tillbridge::domain::payout::{BalanceTransaction, Role, SummaryPart};
use tillbridge::shopify::payouts::csv::each_row;
use tillbridge::shopify::payouts::list::{each_transaction, payouts};
use tillbridge::shopify::payouts::types::{Said, graphql_names, meaning};

/// A file beside the repository, or nothing, said aloud.
fn official(path: &str) -> Option<Vec<u8>> {
    let Some(file) = shared(path) else {
        eprintln!("SKIPPED: {path} is not beside the repository, so nothing was checked");
        return None;
    };
    Some(fs::read_to_string(file).unwrap().into_bytes())
}

fn rows(payload: &[u8]) -> Vec<BalanceTransaction> {
    let mut rows = Vec::new();
    let listed = each_transaction(payload, "$", |_, row| {
        rows.push(row);
        Ok(())
    });
    assert_eq!(listed.unwrap().rows, rows.len());
    rows
}

#[test]
fn every_type_of_the_official_schema_is_known_and_no_other() {
    let Some(text) = official("schemas/shopify/ENUMS_2026-07.json") else { return };
    let enums: BTreeMap<String, Value> = serde_json::from_slice(&text).unwrap();
    let listed = enums["ShopifyPaymentsTransactionType"].as_array().unwrap();
    let official: BTreeSet<&str> = listed.iter().map(|name| name.as_str().unwrap()).collect();
    let known: BTreeSet<&str> = graphql_names().collect();
    let missing: Vec<_> = official.difference(&known).collect();
    assert!(missing.is_empty(), "types of the schema that mean nothing here: {missing:?}");
    let invented: Vec<_> = known.difference(&official).collect();
    assert!(invented.is_empty(), "types that the schema does not have: {invented:?}");
    assert!(official.iter().all(|name| meaning(Said::word(name)).1.is_some()));
}

#[test]
fn all_rows_of_the_rest_sample_are_read() {
    let path = "fixtures/shopify/rest-2026-07/balance_transactions_for_payout.json";
    let Some(text) = official(path) else { return };
    let rows = rows(&text);
    assert_eq!(rows.len(), 50);
    // Reversals of adjustments do not say what they reverse.
    let unknown: Vec<_> = rows.iter().filter(|row| row.kind.is_none()).collect();
    assert_eq!(unknown.len(), 6);
    assert!(unknown.iter().all(|row| ["credit", "debit"].contains(&&*row.named)), "{unknown:?}");
    assert!(rows.iter().filter_map(|row| row.kind).all(|kind| kind.role == Role::Part));
    // The sums of the file, by hand.
    let sum = |of: fn(&BalanceTransaction) -> String| -> i64 {
        let cents = |text: String| text.replace('.', "").parse::<i64>().unwrap();
        rows.iter().map(|row| cents(of(row))).sum()
    };
    let file: Value = serde_json::from_slice(&text).unwrap();
    let written = |name: &str| -> i64 {
        let list = file["transactions"].as_array().unwrap().iter();
        list.map(|row| row[name].as_str().unwrap().replace('.', "").parse::<i64>().unwrap()).sum()
    };
    assert_eq!(sum(|row| row.amount.amount().to_string()), written("amount"));
    assert_eq!(sum(|row| row.fee.amount().to_string()), written("fee"));
    assert_eq!(sum(|row| row.net.amount().to_string()), written("net"));
}

#[test]
fn the_payouts_of_the_rest_samples_are_read() {
    for (path, count) in [("payout.json", 1), ("payouts.json", 8)] {
        let Some(text) = official(&format!("fixtures/shopify/rest-2026-07/{path}")) else { return };
        let payouts = payouts(&text, "$").unwrap();
        assert_eq!(payouts.len(), count, "{path}");
        assert!(payouts.iter().all(|payout| payout.summary.len() == 5), "{path}");
    }
}

#[test]
fn a_full_answer_of_graphql_is_read_for_both() {
    let path = "fixtures/shopify/derived-synthetic/payout_graphql_dispute_reserve_label.json";
    let Some(text) = official(path) else { return };
    let payouts = payouts(&text, "$").unwrap();
    let [payout] = payouts.as_slice() else { panic!("{payouts:?}") };
    assert_eq!(payout.summary.last().unwrap().part, SummaryPart::Rebate);
    let rows = rows(&text);
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row.kind.is_some() && row.payout == Some(payout.id)));
    let money =
        tillbridge::domain::money::Money::sum(payout.currency, rows.iter().map(|row| row.net));
    assert_eq!(Some(money.unwrap()), payout.net);
}

#[test]
fn the_export_is_read() {
    let path = "fixtures/shopify/derived-synthetic/payment_transactions_export.csv";
    let Some(text) = official(path) else { return };
    let mut names = Vec::new();
    let count = each_row(&text, "$", |row| {
        names.push((row.transaction.named, row.line));
        Ok(())
    });
    assert_eq!(count.unwrap(), 3);
    assert_eq!(names, [("CHARGE".into(), 2), ("REFUND".into(), 3), ("CHARGE".into(), 4)]);
    let path =
        "fixtures/shopify/derived-synthetic/payment_transactions_export_header_business_entity.csv";
    let Some(text) = official(path) else { return };
    assert_eq!(each_row(&text, "$", |_| Ok(())).unwrap(), 0);
}
