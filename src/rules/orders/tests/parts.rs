//! What the order comes to.

use super::*;
use crate::domain::order::RefundedLine;

fn gone(case: &Case, units: i64, subtotal: &str, tax: &str) -> RefundedLine {
    RefundedLine {
        line: LineItemId::new(601).unwrap(),
        path: "$.refunds[0].refund_line_items[0].line_item_id".to_owned(),
        units: Decimal::from(units),
        back: true,
        subtotal: case.amount(subtotal),
        tax: case.amount(tax),
    }
}

#[test]
fn discounts_come_off_the_line() {
    // 3 x 9.99 = 29.97, less 10.00 is 19.97; 20 % of it 3.994, so 3.99: 23.96.
    let mut case = Case::new("USD", &[(3, "9.99", "0.2", "3.99")], "23.96", "3.99");
    case.order.lines[0].discount = case.amount("10.00");
    assert_eq!(lines(&case.sale(R)), ["601 3 x 9.99 -10.00"]);
    // 19.97 / 3 = 6.656666…; 3.99 / 3 = 1.33; 10.00 / 3 = 3.333333….
    assert_eq!(lines(&case.sale(X)), ["601 3 x 6.65667 -3.33333 +1.33"]);
}

#[test]
fn refunded_units_leave_with_what_the_refund_says() {
    // 3 x 10.00 less 1.00 = 29.00, tax 5.80. One unit refunded at 9.66 and 1.93:
    // 19.34 and 3.87, together 23.21.
    let mut case = Case::new("USD", &[(3, "10.00", "0.2", "5.80")], "23.21", "3.87");
    case.order.lines[0].discount = case.amount("1.00");
    case.order.lines[0].current = Some(Decimal::TWO);
    case.order.refunds.lines.push(gone(&case, 1, "9.66", "1.93"));
    let sale = case.sale(R);
    assert_eq!(lines(&sale), ["601 2 x 10.00 -0.66"]);
    assert_eq!(sale.order_tax, case.amount("3.87"));
    // Where Shopify does not say how many are left, the refund does.
    case.order.lines[0].current = None;
    assert_eq!(lines(&case.sale(R)), ["601 2 x 10.00 -0.66"]);
}

#[test]
fn units_removed_without_a_refund_take_their_share() {
    // 29.00 over 3 units: 9.67, 9.67, 9.66 by largest remainder; two of them 19.33 or 19.34:
    // 29.00 x 2 / 3 = 19.3333, and 9.6666 for the third: the cent goes to the third. Tax 5.80:
    // 3.8667 and 1.9333: 3.87. Together 23.20.
    let mut case = Case::new("USD", &[(3, "10.00", "0.2", "5.80")], "23.20", "3.87");
    case.order.lines[0].discount = case.amount("1.00");
    case.order.lines[0].current = Some(Decimal::TWO);
    assert_eq!(lines(&case.sale(R)), ["601 2 x 10.00 -0.67"]);
}

#[test]
fn a_refund_of_a_line_that_is_not_there_is_refused() {
    let mut case = Case::plain();
    let mut refund = gone(&case, 1, "1.00", "0.20");
    refund.line = LineItemId::new(699).unwrap();
    case.order.refunds.lines.push(refund);
    assert_eq!(case.refused(R), ["REFUND_LINE_UNKNOWN"]);
}

#[test]
fn tax_that_the_channel_remits_stands_on_its_own_line() {
    // 45.00 plus 9.00 that the channel remits.
    let mut case = Case::plain();
    case.order.lines[0].taxes[0].channel_liable = true;
    let sale = case.sale(X);
    assert_eq!(lines(&sale), ["601 2 x 22.50", "909 1 x 9.00"]);
    assert_eq!((sale.total, sale.tax_total), (case.amount("54.00"), case.amount("0.00")));
    // Contained: 54.00 holds 9.00, and the line keeps 45.00.
    let mut case = Case::new("GBP included", &[(2, "27.00", "0.2", "9.00")], "54.00", "9.00");
    case.order.lines[0].taxes[0].channel_liable = true;
    assert_eq!(lines(&case.sale(R)), ["601 2 x 27.00 -9.00", "909 1 x 9.00"]);
}

#[test]
fn shipping_tip_duties_and_fees_have_lines_of_their_own() {
    // 54.00 + (8.00 less 3.00) + 1.00 + 2.00 + 3.00 + 4.00 = 69.00, tax 9.00 + 1.00.
    let mut case = Case::plain().totals("69.00", "10.00");
    case.shipping("8.00", "3.00", "0.2", "1.00");
    case.order.tip = case.amount("2.00");
    case.order.duties = case.amount("3.00");
    case.order.fees = case.amount("4.00");
    let expected =
        ["601 2 x 22.50", "902 1 x 8.00 -3.00", "903 1 x 2.00", "904 1 x 3.00", "905 1 x 4.00"];
    assert_eq!(lines(&case.sale(R)), expected);
}

#[test]
fn shipping_that_comes_to_nothing_has_no_line() {
    for (price, discount, removed) in [("8.00", "8.00", false), ("8.00", "0", true)] {
        let mut case = Case::plain();
        case.shipping(price, discount, "0", "0");
        case.order.shipping[0].removed = removed;
        assert_eq!(lines(&case.sale(R)), ["601 2 x 22.50"]);
    }
}

#[test]
fn refunded_shipping_comes_off_named_or_not() {
    // 54.00 + 8.00 - 3.00 = 59.00; its tax was 1.60, of which 0.60 went back: tax 10.00.
    for named in [true, false] {
        let mut case = Case::plain().totals("60.00", "10.00");
        case.shipping("8.00", "0", "0.2", "1.60");
        case.order.refunds.shipping_tax = case.amount("0.60");
        if named {
            let id = case.order.shipping[0].id;
            case.order.refunds.shipping.push((id, case.amount("3.00")));
        } else {
            case.order.refunds.unnamed_shipping = case.amount("-3.00");
        }
        assert_eq!(lines(&case.sale(R)), ["601 2 x 22.50", "902 1 x 8.00 -3.00"]);
    }
}

#[test]
fn shipping_is_refunded_without_its_tax_whatever_prices_contain() {
    // 12.00 + 6.00 contain 3.00; of the shipping 2.50 and its tax of 0.50 went back: 15.00.
    let line = (1, "12.00", "0.2", "2.00");
    let mut case = Case::new("GBP included", &[line], "15.00", "2.50");
    case.shipping("6.00", "0", "0.2", "1.00");
    let id = case.order.shipping[0].id;
    case.order.refunds.shipping.push((id, case.amount("2.50")));
    case.order.refunds.shipping_tax = case.amount("0.50");
    assert_eq!(lines(&case.sale(R)), ["601 1 x 12.00", "902 1 x 6.00 -3.00"]);
}

#[test]
fn several_tips_are_one() {
    // 54.00 + 1.00 + 2.00 on lines + 3.00 on none = 60.00.
    let mut case = Case::plain().totals("60.00", "9.00");
    for (id, price) in [(698, "1.00"), (699, "2.00")] {
        case.order.lines.push(OrderLine {
            id: LineItemId::new(id).unwrap(),
            kind: LineKind::Tip,
            ordered: Decimal::ONE,
            current: None,
            price: case.amount(price),
            taxes: Vec::new(),
            ..case.order.lines[0].clone()
        });
    }
    case.order.tip = case.amount("3.00");
    assert_eq!(lines(&case.sale(R)), ["601 2 x 22.50", "903 1 x 6.00"]);
}

#[test]
fn what_a_refund_kept_or_gave_is_a_line() {
    // 54.00, of which 5.00 were given back without goods: 49.00 kept.
    let mut case = Case::plain();
    case.order.refunds.adjustment = case.both("-5.00", "-5.00");
    let case = case.paid("49.00");
    assert_eq!(lines(&case.sale(R)), ["601 2 x 22.50", "906 1 x -5.00"]);
    assert_eq!(lines(&case.sale(X)), ["601 2 x 22.50 +4.50", "906 -1 x 5.00"]);
    // The same where Shopify's total has it taken off already.
    let mut case = Case::plain().totals("49.00", "9.00");
    case.order.refunds.adjustment = case.both("-5.00", "-5.00");
    assert_eq!(case.sale(R).total, case.amount("49.00"));
}

#[test]
fn figures_that_do_not_add_up_are_refused() {
    assert_eq!(Case::plain().totals("54.01", "9.00").refused(R), ["ORDER_TOTALS_DISAGREE"]);
    assert_eq!(Case::plain().totals("54.00", "8.99").refused(R), ["ORDER_TOTALS_DISAGREE"]);
}

#[test]
fn a_line_without_units_is_left_out_and_so_is_its_amount() {
    let mut case = Case::plain();
    case.order.lines.push(OrderLine {
        id: LineItemId::new(699).unwrap(),
        current: Some(Decimal::ZERO),
        ..case.order.lines[0].clone()
    });
    assert_eq!(lines(&case.sale(R)), ["601 2 x 22.50"]);
}
