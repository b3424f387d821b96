//! What keeps an order from being posted: each reason alone, then all at once.

use super::*;
use crate::domain::order::{Address, Unmapped};

#[test]
fn a_plain_order_is_one_sale_on_either_series() {
    for capabilities in [R, X] {
        let mut case = Case::plain();
        case.customer = Some(CustomerId::parse("77").unwrap());
        let sale = case.sale(capabilities);
        assert_eq!(sale.key.to_string(), "sale/500/1");
        assert_eq!((sale.register.as_str(), sale.reference.as_str()), ("2", "#500"));
        assert_eq!((sale.total.text(), sale.tax_total.text()), ("54.00".into(), "9.00".into()));
        assert_eq!(sale.customer, case.customer);
        let [tender] = sale.tenders.as_slice() else { panic!("one tender") };
        assert_eq!((tender.payment_type.as_str(), tender.amount.text()), ("9", "54.00".into()));
    }
}

#[test]
fn what_is_not_mapped_is_named_at_its_path_and_nothing_is_posted() {
    let mut case = Case::plain();
    let at = |what, path: &str| Unmapped { what, path: path.to_owned() };
    case.order.unmapped = vec![at("tip", "$.order.total_tip_received")];
    assert_eq!(case.raised(R), ["ORDER_NOT_MAPPED tip"]);
    assert_eq!(case.evidence(X), ["what=tip", "paths=$.order.total_tip_received"]);
    case.order.unmapped = vec![at("duty", "$.a"), at("tip", "$.b"), at("duty", "$.c")];
    assert_eq!(case.raised(R), ["ORDER_NOT_MAPPED duty", "ORDER_NOT_MAPPED tip"]);
}

#[test]
fn figures_of_an_order_with_unmapped_parts_are_not_judged() {
    let mut case = Case::plain();
    case.order.unmapped = vec![Unmapped { what: "tip", path: "$".to_owned() }];
    case.order.total = Money::new(number("59.00"), case.order.currency);
    case.transactions = Some(vec![transaction(801, TransactionKind::Sale, "59.00 USD")]);
    assert_eq!(case.raised(R), ["ORDER_NOT_MAPPED tip"]);
}

#[test]
fn the_orders_currency_must_be_the_tenants() {
    let case = Case::plain();
    let mut log = Log::new(Level::None);
    super::super::not_mapped(&case.order, &policy("EUR"), &mut log);
    assert_eq!(log.exceptions.iter().map(words).collect::<Vec<_>>(), ["CURRENCY_DIFFERS"]);
}

#[test]
fn only_a_paid_order_is_posted() {
    let mut case = Case::plain();
    case.order.financial = Financial::Other("partially_paid".to_owned());
    assert_eq!(case.raised(R), ["ORDER_NOT_PAID"]);
    assert_eq!(case.evidence(R), ["financial_status=partially_paid"]);
}

#[test]
fn an_order_needs_a_usable_address_and_the_reason_names_its_path_only() {
    let mut case = Case::plain();
    case.order.buyer = None;
    assert_eq!(case.evidence(R), ["email=$.customer"]);
    for email in [None, Some("not an address")] {
        case.order.buyer = Some(Buyer {
            email: email.map(str::to_owned),
            email_path: "$.customer.email",
            ..Buyer::default()
        });
        assert_eq!(case.raised(R), ["ORDER_NO_CUSTOMER"]);
        assert_eq!(case.evidence(R), ["email=$.customer.email"]);
    }
}

#[test]
fn an_order_without_lines_is_named_once() {
    let case = Case::new("USD", "0.2", &[], "0.00", "0.00");
    let raised = case.raised(R);
    assert_eq!(raised.first().map(String::as_str), Some("ORDER_NOT_MAPPED order without lines"));
}

#[test]
fn totals_that_disagree_with_the_lines_say_which_and_by_how_much() {
    let mut case = Case::plain();
    case.order.total = Money::new(number("54.01"), case.order.currency);
    case.transactions = Some(vec![transaction(801, TransactionKind::Sale, "54.01 USD")]);
    assert_eq!(case.evidence(R), ["figure=total", "lines=54.00", "order=54.01"]);

    let mut case = Case::plain();
    case.order.tax = Money::new(number("8.99"), case.order.currency);
    assert_eq!(case.raised(R), ["ORDER_TOTALS_DISAGREE"]);
    assert_eq!(case.evidence(R), ["figure=tax", "lines=9.00", "order=8.99"]);
}

#[test]
fn a_contained_tax_is_not_added_to_the_total() {
    // 3 x 3.33 = 9.99, of which 9.99 / 6 = 1.665, so 1.67, is tax.
    let case = Case::new("GBP incl", "0.2", &[(3, "3.33", "1.67")], "9.99", "1.67");
    assert_eq!(case.sale(R).total.text(), "9.99");
    let case = Case::new("GBP incl", "0.2", &[(3, "3.33", "1.67")], "11.66", "1.67");
    assert_eq!(case.raised(R), ["ORDER_TOTALS_DISAGREE"]);
}

#[test]
fn all_reasons_come_at_once_in_the_order_of_precedence() {
    let mut case = Case::plain();
    case.order.financial = Financial::Other("pending".to_owned());
    case.order.buyer = None;
    case.order.lines[0].tax.rate = number("0.19");
    case.links = Links::default();
    case.transactions = None;
    let codes = [
        "ORDER_NOT_PAID",
        "ORDER_NO_CUSTOMER",
        "TAX_UNMAPPED",
        "LINE_UNLINKED",
        "TRANSACTIONS_MISSING",
    ];
    assert_eq!(case.raised(R), codes);
    assert_eq!(case.raised(X), codes);
}

#[test]
fn delivery_is_where_something_is_sent_to() {
    let mut case = Case::plain();
    case.order.ship_to = Some(Address { city: "Leeds".to_owned(), ..Address::default() });
    assert_eq!(case.sale(X).delivery, None);
    case.order.lines[0].requires_shipping = true;
    assert_eq!(case.sale(X).delivery, case.order.ship_to);
}

#[test]
fn a_free_shipping_line_is_dropped_with_a_reason() {
    let mut case = Case::plain();
    case.order.free_shipping = vec!["$.order.shipping_lines[0]".to_owned()];
    let (sale, log) = case.run(R);
    assert_eq!(sale.unwrap().lines.len(), 1);
    let dropped: Vec<_> =
        log.explanations.iter().filter(|reason| reason.rule == "order.shipping.free").collect();
    assert_eq!(dropped.len(), 1);
    assert_eq!(dropped[0].result.words(), "dropped");
}
