//! How the series write a line.

use super::*;

#[test]
fn r_series_keeps_the_price_and_x_series_the_unit_to_five_digits() {
    // 3 x 4.95 contains 20 %: 14.85 / 6 = 2.475, so 2.48. Net 12.37 / 3 = 4.123333…
    let case = Case::new("GBP included", &[(3, "4.95", "0.2", "2.48")], "14.85", "2.48");
    assert_eq!(lines(&case.sale(R)), ["601 3 x 4.95"]);
    assert_eq!(lines(&case.sale(X)), ["601 3 x 4.12333 +0.82667"]);
}

#[test]
fn the_discount_of_a_unit_is_stated_without_the_tax_in_it() {
    // 2 x 12.00 less 2.40 = 21.60 contains 3.60: net 18.00, 9.00 a unit; the discount of 2.40
    // over 1.2 is 2.00 for both, 1.00 for one.
    let mut case = Case::new("GBP included", &[(2, "12.00", "0.2", "3.60")], "21.60", "3.60");
    case.order.lines[0].discount = case.amount("2.40");
    assert_eq!(lines(&case.sale(X)), ["601 2 x 9.00 -1.00 +1.80"]);
}

#[test]
fn a_line_for_nothing_is_posted() {
    let mut case = Case::new("USD", &[(1, "5.00", "0", "0"), (1, "0.00", "0", "0")], "0.00", "0");
    case.order.lines[0].discount = case.amount("5.00");
    case.transactions = Some(Vec::new());
    assert_eq!(lines(&case.sale(R)), ["601 1 x 5.00 -5.00", "602 1 x 0.00"]);
    assert_eq!(lines(&case.sale(X)), ["601 1 x 0.00 -5.00", "602 1 x 0.00"]);
}
