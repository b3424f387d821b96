//! Which transactions are tenders: exactly one that took the order's total.

use super::*;
use TransactionKind::{Authorization, Capture, Refund, Sale as Paid, Void};

fn failed(mut transaction: Transaction) -> Transaction {
    transaction.status = TransactionStatus::Failed;
    transaction
}

fn with(transactions: Vec<Transaction>) -> Case {
    Case { transactions: Some(transactions), ..Case::plain() }
}

#[test]
fn money_is_taken_once_however_it_came_about() {
    let sale = || transaction(801, Paid, "54.00 USD");
    let capture = || transaction(802, Capture, "54.00 USD");
    let table = [
        (801, vec![sale()]),
        (802, vec![transaction(801, Authorization, "54.00 USD"), capture()]),
        (802, vec![failed(sale()), transaction(802, Paid, "54.00 USD")]),
        (801, vec![sale(), failed(transaction(803, Refund, "54.00 USD"))]),
        (
            802,
            vec![
                transaction(801, Authorization, "60.00 USD"),
                transaction(803, Void, "60.00 USD"),
                capture(),
            ],
        ),
    ];
    for (id, transactions) in table {
        let sale = with(transactions).sale(R);
        let ids: Vec<u64> = sale.tenders.iter().map(|tender| tender.transaction.number()).collect();
        assert_eq!(ids, [id]);
    }
}

#[test]
fn without_transactions_no_tender_is_guessed() {
    let case = Case { transactions: None, ..Case::plain() };
    assert_eq!(case.raised(R), ["TRANSACTIONS_MISSING"]);
}

#[test]
fn what_is_not_known_to_have_taken_nothing_is_refused() {
    let mut pending = transaction(802, Paid, "1.00 USD");
    pending.status = TransactionStatus::Other("pending".to_owned());
    let mut test = transaction(802, Capture, "1.00 USD");
    test.test = true;
    let table = [
        (pending, "transaction with status `pending`"),
        (test, "test payment"),
        (transaction(802, Refund, "1.00 USD"), "refund"),
        (
            transaction(802, TransactionKind::Other("emv_authorization".to_owned()), "1.00 USD"),
            "transaction of kind `emv_authorization`",
        ),
    ];
    for (odd, what) in table {
        let case = with(vec![transaction(801, Paid, "54.00 USD"), odd]);
        assert_eq!(case.raised(R), [format!("ORDER_NOT_MAPPED {what}")]);
        assert_eq!(case.evidence(R)[1], "transaction=802");
    }
}

#[test]
fn a_second_tender_is_named_with_what_stays_open() {
    let case =
        with(vec![transaction(801, Paid, "50.00 USD"), transaction(802, Capture, "3.00 USD")]);
    assert_eq!(case.raised(X), ["ORDER_NOT_MAPPED second tender"]);
    assert_eq!(case.evidence(X), ["what=second tender", "count=2", "open=1.00"]);
}

#[test]
fn one_tender_must_bring_the_total_exactly() {
    for (amount, captured) in
        [("53.99 USD", "53.99"), ("54.01 USD", "54.01"), ("54.001 USD", "54.001")]
    {
        let case = with(vec![transaction(801, Paid, amount)]);
        assert_eq!(case.raised(R), ["TENDER_DIFFERS"]);
        let captured = format!("captured={captured}");
        assert_eq!(case.evidence(R), ["transaction=801", &*captured, "order=54.00"]);
    }
}

#[test]
fn an_authorisation_alone_took_nothing() {
    let case = with(vec![transaction(801, Authorization, "54.00 USD")]);
    assert_eq!(case.raised(R), ["TENDER_DIFFERS"]);
    assert_eq!(case.evidence(R), ["captured=0", "order=54.00"]);
}

#[test]
fn a_payment_in_another_currency_is_not_compared_by_number() {
    let case = with(vec![transaction(801, Paid, "54.00 EUR")]);
    assert_eq!(case.raised(R), ["CURRENCY_DIFFERS"]);
    assert_eq!(case.evidence(R), ["transaction=801", "payment=EUR", "order=USD"]);
}

#[test]
fn the_gateway_decides_the_payment_type_however_it_is_spelled() {
    let mut payment = transaction(801, Paid, "54.00 USD");
    payment.gateway = "Shopify_Payments".to_owned();
    assert_eq!(with(vec![payment.clone()]).sale(R).tenders[0].payment_type.as_str(), "9");
    payment.gateway = "paypal".to_owned();
    let case = with(vec![payment]);
    assert_eq!(case.raised(R), ["GATEWAY_UNMAPPED"]);
    assert_eq!(case.evidence(R), ["gateway=paypal"]);
}
