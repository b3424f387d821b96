//! Each spelling leads to what the type means, and nothing else does.

use super::super::types::{Said, graphql_names, meaning, other_names};
use crate::domain::payout::{Family, Kind, Role, Sign};

fn kind(word: &str) -> Option<Kind> {
    meaning(Said::word(word)).1
}

fn adjusted(word: &str, reason: Option<&str>, source: &str) -> (String, Option<(Family, Sign)>) {
    let (name, kind) = meaning(Said { word, reason, source: Some(source) });
    (name.into_owned(), kind.map(|kind| (kind.family, kind.sign)))
}

fn part(family: Family, sign: Sign) -> Option<Kind> {
    Some(Kind { family, sign, role: Role::Part })
}

#[test]
fn the_tables_are_sorted_and_have_each_word_once() {
    let upper = |name: &str| name.to_ascii_uppercase();
    let graphql: Vec<String> = graphql_names().map(upper).collect();
    let others: Vec<String> = other_names().map(upper).collect();
    for table in [&graphql, &others] {
        assert!(table.is_sorted_by(|one, next| one < next), "{table:?}");
    }
    assert!(others.iter().all(|name| !graphql.contains(name)));
    assert_eq!(graphql.len(), 113);
}

#[test]
fn every_word_finds_itself_in_each_spelling() {
    for name in graphql_names().chain(other_names()) {
        let (found, kind) = meaning(Said::word(name));
        assert_eq!((&*found, kind.is_some()), (name, true));
        for other in [
            name.to_ascii_lowercase(),
            name.to_ascii_uppercase(),
            name.to_ascii_lowercase().replace('_', " "),
            name.replace('_', "-"),
            format!(" {name} "),
        ] {
            assert_eq!(meaning(Said::word(&other)), (found.clone(), kind), "{other}");
        }
    }
}

#[test]
fn a_word_that_is_known_is_not_copied() {
    for word in ["charge", "CHARGE", "chargeback fee", "capture"] {
        assert!(matches!(meaning(Said::word(word)).0, std::borrow::Cow::Borrowed(_)), "{word}");
    }
}

#[test]
fn an_unknown_type_means_nothing() {
    for word in ["", "CHARGE_", "CHARG", "CHARGES", "crypto_fee", "credit", "debit", "_CHARGE", "Æ"]
    {
        assert_eq!(meaning(Said::word(word)), (word.to_owned().into(), None), "{word}");
    }
}

#[test]
fn signs_are_told_where_the_word_leaves_no_doubt() {
    for (word, family, sign) in [
        ("CHARGE", Family::Sale, Sign::Plus),
        ("CHARGE_ADJUSTMENT", Family::Sale, Sign::Any),
        ("capture", Family::Sale, Sign::Any),
        ("REFUND", Family::Refund, Sign::Minus),
        ("REFUND_FAILURE", Family::Refund, Sign::Plus),
        ("DISPUTE_WITHDRAWAL", Family::Dispute, Sign::Minus),
        ("DISPUTE_REVERSAL", Family::Dispute, Sign::Plus),
        ("dispute", Family::Dispute, Sign::Any),
        ("chargeback", Family::Dispute, Sign::Any),
        ("CHARGEBACK_HOLD", Family::Dispute, Sign::Minus),
        ("CHARGEBACK_HOLD_RELEASE", Family::Dispute, Sign::Plus),
        ("CHARGEBACK_FEE", Family::DisputeFee, Sign::Minus),
        ("CHARGEBACK_FEE_REFUND", Family::DisputeFee, Sign::Plus),
        ("RESERVED_FUNDS", Family::Reserve, Sign::Minus),
        ("RESERVED_FUNDS_REVERSAL", Family::Reserve, Sign::Plus),
        ("reserve", Family::Reserve, Sign::Any),
        ("SHIPPING_LABEL", Family::ShippingLabel, Sign::Minus),
        ("SHIPPING_LABEL_ADJUSTMENT", Family::ShippingLabel, Sign::Any),
        ("CUSTOMS_DUTY", Family::Duty, Sign::Any),
        ("VAT_REFUND_CREDIT", Family::Tax, Sign::Plus),
        ("BILLING_DEBIT", Family::PlatformFee, Sign::Minus),
        ("BILLING_DEBIT_REVERSAL", Family::PlatformFee, Sign::Plus),
        ("MARKETPLACE_FEE_CREDIT_REVERSAL", Family::PlatformFee, Sign::Minus),
        ("PROMOTION_CREDIT", Family::Goodwill, Sign::Plus),
        ("MERCHANT_TO_MERCHANT_DEBIT", Family::BalanceMove, Sign::Minus),
        ("adjustment", Family::Adjustment, Sign::Any),
        ("SHOPIFY_COLLECTIVE_DEBIT_REVERSAL", Family::Channel, Sign::Plus),
        ("seller_protection_credit_reversal", Family::Protection, Sign::Minus),
        ("advance_funding", Family::Lending, Sign::Any),
    ] {
        assert_eq!(kind(word), part(family, sign), "{word}");
    }
}

#[test]
fn the_payout_itself_and_those_that_came_back_are_no_parts() {
    let moved = |role| Some(Kind { family: Family::BalanceMove, sign: Sign::Any, role });
    for word in ["TRANSFER", "transfer", "payout"] {
        assert_eq!(kind(word), moved(Role::Transfer), "{word}");
    }
    for word in [
        "TRANSFER_FAILURE",
        "TRANSFER_CANCEL",
        "TRANSFER_REFUND",
        "payout_failure",
        "payout cancellation",
    ] {
        assert_eq!(kind(word), moved(Role::Returned), "{word}");
    }
}

#[test]
fn credit_and_debit_are_what_their_reason_says() {
    for (word, reason, name, family) in [
        ("debit", "tax_adjustment", "TAX_ADJUSTMENT_DEBIT", Family::Tax),
        ("credit", "tax_adjustment", "TAX_ADJUSTMENT_CREDIT", Family::Tax),
        ("debit", "billing", "BILLING_DEBIT", Family::PlatformFee),
        ("debit", "channel_transfer", "CHANNEL_TRANSFER_DEBIT", Family::Channel),
        ("debit", "shop_cash_refund", "SHOP_CASH_REFUND_DEBIT", Family::ShopCash),
        (
            "debit",
            "shop_cash_campaign_billing",
            "SHOP_CASH_CAMPAIGN_BILLING_DEBIT",
            Family::ShopCash,
        ),
        ("credit", "shop_cash", "SHOP_CASH_CREDIT", Family::ShopCash),
        ("credit", "chargeback_protection", "CHARGEBACK_PROTECTION_CREDIT", Family::Protection),
        ("debit", "chargeback_protection", "CHARGEBACK_PROTECTION_DEBIT", Family::Protection),
        ("credit", "anomaly", "ANOMALY_CREDIT", Family::Adjustment),
        ("credit", "shopify_collective_credit", "SHOPIFY_COLLECTIVE_CREDIT", Family::Channel),
        ("debit", "shopify_collective_debit", "SHOPIFY_COLLECTIVE_DEBIT", Family::Channel),
    ] {
        let found = adjusted(word, Some(reason), "adjustment");
        assert_eq!(found, (name.to_owned(), Some((family, Sign::Any))), "{word} {reason}");
    }
}

#[test]
fn without_a_reason_only_an_adjustment_is_one() {
    let own = Some((Family::Adjustment, Sign::Any));
    assert_eq!(adjusted("debit", None, "adjustment"), ("debit".to_owned(), own));
    assert_eq!(adjusted("Credit", Some(" "), "ADJUSTMENT"), ("credit".to_owned(), own));
    let reversal = "Payments::Balance::AdjustmentReversal";
    assert_eq!(adjusted("credit", None, reversal), ("credit".to_owned(), None));
}

#[test]
fn a_reason_that_nobody_knows_stands_behind_the_type() {
    for reason in ["new_thing", "charge", "transfer", "refund", "billing_reversal"] {
        let found = adjusted("credit", Some(reason), "adjustment");
        assert_eq!(found, (format!("credit/{reason}"), None));
    }
    // Bills are debited only.
    assert_eq!(adjusted("credit", Some("billing"), "adjustment").1, None);
    assert_eq!(adjusted("crypto", Some("x"), "adjustment"), ("crypto/x".to_owned(), None));
}
