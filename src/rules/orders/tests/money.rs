//! What was paid, and what that makes of the sale.

use super::*;
use crate::domain::sale::Mode;

fn case(transactions: &[Transaction]) -> Case {
    Case { transactions: Some(transactions.to_vec()), ..Case::plain() }
}

fn card(id: u64, kind: &str, amount: &str) -> Transaction {
    transaction(id, kind, "shopify_payments", amount)
}

#[test]
fn each_payment_is_a_tender() {
    let case = case(&[
        transaction(801, "sale", "gift_card", "10.00"),
        transaction(802, "sale", "Gift_Card", "4.00"),
        card(803, "authorization", "40.00"),
        card(804, "capture", "40.00"),
    ]);
    let sale = case.sale(R);
    assert_eq!(tenders(&sale), ["10 10.00", "10 4.00", "9 40.00"]);
    assert_eq!(sale.mode, Mode::Completed);
}

#[test]
fn failed_void_and_pending_payments_are_no_money() {
    let mut failed = card(802, "sale", "54.00");
    failed.status = TransactionStatus::Failed;
    let mut pending = card(803, "sale", "54.00");
    pending.status = TransactionStatus::Pending;
    let case = case(&[failed, pending, card(804, "void", "54.00"), card(801, "sale", "54.00")]);
    assert_eq!(tenders(&case.sale(R)), ["9 54.00"]);
}

#[test]
fn a_refund_comes_off_the_payment_it_names_else_off_its_gateway() {
    let mut refund = card(803, "refund", "6.00");
    refund.parent = Some(TransactionId::new(802).unwrap());
    let paid = [card(801, "sale", "40.00"), card(802, "sale", "20.00")];
    let named = case(&[paid[0].clone(), paid[1].clone(), refund.clone()]);
    assert_eq!(tenders(&named.sale(R)), ["9 40.00", "9 14.00"]);
    refund.parent = None;
    let unnamed = case(&[paid[0].clone(), paid[1].clone(), refund.clone()]);
    assert_eq!(tenders(&unnamed.sale(R)), ["9 34.00", "9 20.00"]);
    refund.gateway = "gift_card".to_owned();
    assert_eq!(case(&[paid[0].clone(), paid[1].clone(), refund]).refused(R), ["REFUND_ELSEWHERE"]);
}

#[test]
fn change_comes_off_the_cash() {
    let case = case(&[
        transaction(801, "sale", "cash", "60.00"),
        transaction(802, "change", "cash", "6.00"),
    ]);
    assert_eq!(tenders(&case.sale(R)), ["11 54.00"]);
}

#[test]
fn a_pending_refund_is_waited_for() {
    let mut refund = card(802, "refund", "6.00");
    refund.status = TransactionStatus::Pending;
    assert_eq!(case(&[card(801, "sale", "54.00"), refund]).refused(R), ["REFUND_PENDING"]);
}

#[test]
fn the_same_transaction_twice_is_one_and_two_of_one_id_are_refused() {
    let sale = card(801, "sale", "54.00");
    assert_eq!(tenders(&case(&[sale.clone(), sale.clone()]).sale(R)), ["9 54.00"]);
    assert_eq!(case(&[sale, card(801, "sale", "53.00")]).refused(R), ["TRANSACTION_UNKNOWN"]);
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let mut status = card(801, "sale", "54.00");
    status.status = TransactionStatus::Other("unknown".to_owned());
    let mut test = card(801, "sale", "54.00");
    test.test = true;
    for odd in [status, test, card(801, "loan", "54.00")] {
        assert_eq!(case(&[odd]).refused(R), ["TRANSACTION_UNKNOWN"]);
    }
    let mut case = Case::plain();
    case.order.financial = Financial::Other("half_paid".to_owned());
    assert_eq!(case.refused(R), ["FINANCIAL_STATUS_UNKNOWN"]);
}

#[test]
fn the_money_decides_between_completed_and_reserve() {
    for financial in [Financial::Pending, Financial::Authorized, Financial::PartiallyPaid] {
        let mut open = case(&[card(801, "sale", "10.00")]);
        open.customer = Some(CustomerId::parse("77").unwrap());
        open.order.financial = financial.clone();
        let sale = open.sale(R);
        assert_eq!((sale.mode, sale.tenders.len()), (Mode::Reserve, 0));
        // Captured in full, whatever the order's status still says.
        let mut full = Case::plain();
        full.order.financial = financial;
        assert_eq!(full.sale(R).mode, Mode::Completed);
    }
}

#[test]
fn too_little_of_a_paid_order_and_too_much_of_any_are_refused() {
    assert_eq!(case(&[card(801, "sale", "53.99")]).refused(R), ["TENDER_DIFFERS"]);
    let mut over = case(&[card(801, "sale", "54.01")]);
    assert_eq!(over.refused(R), ["TENDER_DIFFERS"]);
    over.order.financial = Financial::Pending;
    assert_eq!(over.refused(R), ["TENDER_DIFFERS"]);
}

#[test]
fn transactions_may_be_missing_only_where_no_money_moved() {
    let mut case = Case::plain();
    case.transactions = None;
    assert_eq!(case.refused(X), ["TRANSACTIONS_MISSING"]);
    case.order.financial = Financial::Authorized;
    assert_eq!(case.sale(X).mode, Mode::Reserve);
    case.order.financial = Financial::Expired;
    assert_eq!(case.refused(X), ["ORDER_NOT_PAID"]);
    let mut free = Case::new("USD", &[(1, "5.00", "0", "0")], "0.00", "0.00");
    free.order.lines[0].discount = free.amount("5.00");
    free.transactions = None;
    let sale = free.sale(X);
    assert_eq!((sale.mode, sale.tenders.len()), (Mode::Completed, 0));
}

#[test]
fn a_reservation_on_r_series_needs_a_customer() {
    let mut case = case(&[]);
    case.order.financial = Financial::Pending;
    assert_eq!(case.refused(R), ["ORDER_NO_CUSTOMER"]);
    assert_eq!(case.sale(X).customer, None);
    case.policy.guest = Some(CustomerId::parse("78").unwrap());
    assert_eq!(case.sale(R).customer, Some(CustomerId::parse("78").unwrap()));
    case.customer = Some(CustomerId::parse("77").unwrap());
    assert_eq!(case.sale(R).customer, Some(CustomerId::parse("77").unwrap()));
}

#[test]
fn rounded_cash_ties_with_a_line_of_its_own() {
    // 54.02 due, 54.00 taken.
    let mut case = Case::new("AUD", &[(1, "54.02", "0", "0")], "54.02", "0.00");
    case.order.cash_rounding = case.both("-0.02", "-0.02");
    let rounded = case.paid("54.00");
    assert_eq!(lines(&rounded.sale(R)), ["601 1 x 54.02", "907 1 x -0.02"]);
    assert_eq!(lines(&rounded.sale(X)), ["601 1 x 54.02", "907 -1 x 0.02"]);
    // The amount as it was due, and the rounding beside it.
    let mut case = rounded.paid("54.02");
    case.transactions.as_mut().unwrap()[0].rounding = number("-0.02");
    assert_eq!(tenders(&case.sale(R)), ["9 54.00"]);
}

#[test]
fn cash_given_back_was_rounded_too() {
    // 100.04 was due and 100.05 taken; 50.02 went back, 50.00 of it in coins: 50.02 + 0.01 + 0.02.
    let mut case = Case::new("AUD", &[(1, "50.02", "0", "0")], "50.02", "0.00");
    case.order.cash_rounding = case.both("0.03", "0.03");
    let (mut paid, mut back) =
        (transaction(801, "sale", "cash", "100.04"), transaction(802, "refund", "cash", "50.02"));
    (paid.rounding, back.rounding) = (number("0.01"), number("-0.02"));
    case.transactions = Some(vec![paid, back]);
    assert_eq!(tenders(&case.sale(R)), ["11 50.05"]);
}

#[test]
fn no_refund_is_elsewhere_while_a_payment_is_not_understood() {
    let case = case(&[card(801, "novelty", "60.00"), card(802, "refund", "6.00")]);
    assert_eq!(case.refused(R), ["TRANSACTION_UNKNOWN"]);
}

#[test]
fn a_gateway_needs_a_payment_type_and_one_booked_by_hand_has_a_second_chance() {
    let mut bank = transaction(801, "sale", "Bank deposit", "54.00");
    assert_eq!(case(&[bank.clone()]).refused(R), ["GATEWAY_UNMAPPED"]);
    bank.manual = true;
    assert_eq!(tenders(&case(&[bank]).sale(R)), ["12 54.00"]);
}

#[test]
fn a_payment_in_another_currency_is_refused() {
    let mut case = Case::plain();
    case.transactions.as_mut().unwrap()[0].amount.currency = Some(Currency::parse("EUR").unwrap());
    assert_eq!(case.refused(R), ["CURRENCY_DIFFERS"]);
}
