//! Which orders are not posted.

use super::*;

#[test]
fn a_test_order_is_skipped_whatever_else_is_wrong_with_it() {
    let mut case = Case::plain();
    case.order.test = true;
    case.order.lines.clear();
    assert_eq!(case.skipped(R), Skip::TestOrder);
}

#[test]
fn an_order_placed_before_going_live_is_skipped_and_one_at_that_moment_is_not() {
    let mut case = Case::plain();
    case.order.processed_at = Timestamp::parse("2026-10-31T23:59:59.999Z").unwrap();
    assert_eq!(case.skipped(X), Skip::BeforeGoLive);
    case.order.processed_at = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
    case.sale(X);
}

#[test]
fn a_shop_in_another_currency_is_refused() {
    let mut case = Case::plain();
    case.policy.currency = Currency::parse("CAD").unwrap();
    assert_eq!(case.refused(R), ["CURRENCY_DIFFERS"]);
}

#[test]
fn an_order_without_lines_is_refused() {
    let mut case = Case::plain().totals("0.00", "0.00").paid("0.00");
    case.order.lines.clear();
    assert_eq!(case.refused(R), ["ORDER_NOT_MAPPED"]);
}

#[test]
fn a_cancelled_order_is_skipped_when_no_money_was_kept() {
    let mut case = Case::plain();
    case.order.cancelled_at = Some(case.order.processed_at);
    case.order.financial = Financial::Voided;
    case.transactions = None;
    assert_eq!(case.skipped(R), Skip::NothingLeft);
    case.order.financial = Financial::Refunded;
    assert_eq!(case.refused(R), ["TRANSACTIONS_MISSING"]);
    let mut refund = transaction(802, "refund", "shopify_payments", "54.00");
    case.transactions =
        Some(vec![transaction(801, "sale", "shopify_payments", "54.00"), refund.clone()]);
    assert_eq!(case.skipped(R), Skip::NothingLeft);
    refund.amount.value = number("53.99");
    case.transactions = Some(vec![transaction(801, "sale", "shopify_payments", "54.00"), refund]);
    assert_eq!(case.refused(R), ["CANCELLED_NOT_REFUNDED"]);
}

#[test]
fn an_order_edited_down_to_nothing_is_skipped() {
    let mut case = Case::plain().totals("0.00", "0.00");
    case.order.lines[0].current = Some(Decimal::ZERO);
    case.transactions = Some(Vec::new());
    assert_eq!(case.skipped(X), Skip::NothingLeft);
}
