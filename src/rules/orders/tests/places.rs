//! Which outlet sends what.

use super::*;
use crate::domain::sale::Delivery;

/// 3 x 10.00 and 1 x 5.00, untaxed.
fn case() -> Case {
    let mut case =
        Case::new("USD", &[(3, "10.00", "0", "0"), (1, "5.00", "0", "0")], "35.00", "0.00");
    case.order.lines.iter_mut().for_each(|line| line.requires_shipping = true);
    case
}

/// Each sale as `outlet: lines; total`.
fn shown(case: &Case) -> Vec<String> {
    let shown = |sale: &Sale| {
        format!("{}: {}; {}", sale.key.outlet, lines(sale).join(", "), sale.total.text())
    };
    case.sales(R).iter().map(shown).collect()
}

#[test]
fn without_fulfilment_orders_the_default_outlet_has_it() {
    assert_eq!(shown(&case()), ["2: 601 3 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn a_location_posts_to_the_first_outlet_of_its_list() {
    let mut case = case();
    case.at(51, true, 601, 3);
    case.at(51, true, 602, 1);
    assert_eq!(shown(&case), ["1: 601 3 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn the_sum_of_the_sales_is_the_order_and_shipping_stands_once() {
    // 10.00 of discount on three units: two at outlet 2 come to 20 of 30, 6.67; one 3.33.
    let mut case = case().totals("29.00", "0.00");
    case.order.lines[0].discount = case.amount("10.00");
    case.shipping("4.00", "0", "0", "0");
    case.at(53, true, 601, 1);
    case.at(52, true, 601, 2);
    case.at(53, true, 602, 1);
    let expected = [
        // 20.00 x 2 / 3 = 13.3333 and 6.6667: the cent goes to the larger remainder.
        "2: 601 2 x 10.00 -6.67, 902 1 x 4.00; 17.33",
        "3: 601 1 x 10.00 -3.33, 602 1 x 5.00; 11.67",
    ];
    assert_eq!(shown(&case), expected);
    let sales = case.sales(R);
    assert_eq!(tenders(&sales[0]), ["9 17.33"]);
    assert_eq!(tenders(&sales[1]), ["9 11.67"]);
    assert!(sales.iter().all(|sale| sale.tenders[0].part));
}

#[test]
fn units_at_a_location_nobody_serves_stand_on_the_placeholder() {
    let mut case = case();
    case.at(59, true, 601, 1);
    case.at(51, true, 601, 2);
    assert_eq!(case.beside(R), ["LOCATION_UNMAPPED"]);
    assert_eq!(shown(&case), ["1: 601 2 x 10.00, 908 1 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn a_fulfilment_order_without_units_needs_no_outlet() {
    // Moved away from a location that nobody serves before anything was sent there.
    let mut case = case();
    case.at(59, false, 601, 0);
    case.at(51, true, 601, 3);
    assert!(case.beside(R).is_empty());
    assert_eq!(shown(&case), ["1: 601 3 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn what_is_still_to_be_sent_comes_before_what_was_sent() {
    // The order was moved: its first fulfilment order is closed and still names the unit.
    let mut case = case();
    case.at(51, false, 602, 1);
    case.at(52, true, 602, 1);
    case.at(52, true, 601, 3);
    assert_eq!(shown(&case), ["2: 601 3 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn more_units_than_there_are_at_several_places_are_refused_and_at_one_they_are_cut() {
    let mut several = case();
    several.at(51, true, 602, 1);
    several.at(52, true, 602, 1);
    assert_eq!(several.refused(R), ["FULFILMENT_ORDERS_DISAGREE"]);
    let mut one = case();
    one.at(51, true, 602, 2);
    one.at(51, true, 601, 3);
    assert_eq!(shown(&one), ["1: 601 3 x 10.00, 602 1 x 5.00; 35.00"]);
}

#[test]
fn an_order_of_the_till_is_posted_where_it_was_sold() {
    let mut case = case();
    case.order.pos = true;
    case.order.sold_at = Some(LocationId::new(53).unwrap());
    case.at(51, true, 601, 3);
    let sale = case.sale(R);
    assert_eq!((sale.key.outlet.as_str(), sale.delivery), ("3", Delivery::None));
}

#[test]
fn a_till_without_goods_left_still_has_its_sale() {
    let mut case = Case::plain().totals("2.00", "0.00").paid("2.00");
    case.order.lines[0].current = Some(Decimal::ZERO);
    case.order.tip = case.amount("2.00");
    case.order.pos = true;
    case.order.sold_at = Some(LocationId::new(53).unwrap());
    assert_eq!(case.sale(R).key.outlet.as_str(), "3");
}

#[test]
fn the_fulfilment_orders_say_how_goods_reach_the_buyer() {
    let mut case = case();
    assert_eq!(case.sale(X).delivery, Delivery::Ship { to: None, done: false });
    case.order.fulfilled = true;
    assert_eq!(case.sale(X).delivery, Delivery::Ship { to: None, done: true });
    case.at(51, true, 601, 3);
    case.at(51, false, 602, 1);
    assert_eq!(case.sale(X).delivery, Delivery::Ship { to: None, done: false });
    case.fulfilment_orders[0].method = DeliveryMethod::PickUp;
    assert_eq!(case.sale(X).delivery, Delivery::PickUp { done: false });
    case.fulfilment_orders.iter_mut().for_each(|order| order.method = DeliveryMethod::None);
    assert_eq!(case.sale(X).delivery, Delivery::None);
}
