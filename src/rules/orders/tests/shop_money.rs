//! A buyer's currency that is not the shop's.

use super::*;

/// 3 x 9.99 EUR with 20 % contained, and 4.00 EUR of shipping: 33.97 EUR, tax 5.00. In the shop's
/// dollars that is 36.51, tax 5.37.
fn case() -> Case {
    let mut case = Case::new("EUR included", &[(3, "9.99", "0.2", "5.00")], "33.97", "5.00");
    case.shipping("4.00", "0", "0", "0");
    let usd = Currency::parse("USD").unwrap();
    case.order.shop_currency = usd;
    case.policy.currency = usd;
    case.order.stated =
        Stated { total: case.both("33.97", "36.51"), tax: case.both("5.00", "5.37") };
    case.order.lines[0].shop_price = Money::new(number("10.73"), usd);
    case.transactions.as_mut().unwrap()[0].amount.currency = Some(case.order.currency);
    case
}

#[test]
fn the_shops_total_is_shared_by_what_the_buyer_paid() {
    // Nets: 24.97 and 4.00 EUR. 36.51 - 5.37 = 31.14 dollars: 31.14 x 24.97 / 28.97 = 26.840…,
    // 31.14 x 4 / 28.97 = 4.2996…: 26.84 and 4.30. The line with its tax: 32.21.
    // 3 x 10.73 = 32.19 is less than that: 32.21 / 3 = 10.7366…, so 10.74, less 0.01.
    let sale = case().sale(R);
    assert_eq!(lines(&sale), ["601 3 x 10.74 -0.01", "902 1 x 4.30"]);
    assert_eq!(
        (sale.total.text(), tenders(&sale)),
        ("36.51".to_owned(), vec!["9 36.51".to_owned()])
    );
}

#[test]
fn several_tenders_are_shared_likewise() {
    let mut case = case();
    let mut gift = transaction(802, "sale", "gift_card", "10.00");
    gift.amount.currency = Some(case.order.currency);
    let payments = case.transactions.as_mut().unwrap();
    payments[0].amount.value = number("23.97");
    payments.push(gift);
    // 36.51 x 23.97 / 33.97 = 25.7623…, 36.51 x 10 / 33.97 = 10.7477…: the cent goes to the second.
    assert_eq!(tenders(&case.sale(R)), ["9 25.76", "10 10.75"]);
}

#[test]
fn a_payment_that_does_not_say_its_currency_is_refused() {
    let mut case = case();
    case.transactions.as_mut().unwrap()[0].amount.currency = None;
    assert_eq!(case.refused(R), ["CURRENCY_DIFFERS"]);
    let usd = case.order.shop_currency;
    case.transactions.as_mut().unwrap()[0].amount.currency = Some(usd);
    assert_eq!(case.refused(R), ["CURRENCY_DIFFERS"]);
}
