//! That Lightspeed comes to the same.

use super::*;

#[test]
fn r_series_rounds_each_tax_of_all_lines_once() {
    // Shopify: 1.02 x 5 % = 0.051, so 0.05, three times: 0.15, together 3.21.
    // R: 3.06 x 5 % = 0.153: 0.15.
    let line = (1, "1.02", "0.05", "0.05");
    let case = Case::new("USD", &[line, line, line], "3.21", "0.15");
    let sale = case.sale(R);
    assert_eq!((sale.total, sale.tax_total), (case.amount("3.21"), case.amount("0.15")));
    assert_eq!(sale.lines.len(), 3);
}

#[test]
fn a_cent_of_rounding_goes_on_its_line() {
    // Shopify: 0.30 x 5 % = 0.015, so 0.02, three times: 0.06, together 0.96.
    // R: 0.90 x 5 % = 0.045, so 0.05: 0.95. One cent is missing.
    let line = (1, "0.30", "0.05", "0.02");
    let case = Case::new("USD", &[line, line, line], "0.96", "0.06");
    let sale = case.sale(R);
    assert_eq!(words(&sale.lines[3]), "907 1 x 0.01");
    assert_eq!((sale.total, sale.tax_total), (case.amount("0.96"), case.amount("0.05")));
    // The bound: three halves of a cent, plus one.
    assert_eq!(sale.tax_bound, case.amount("0.025"));
    // X is sent the taxes, and needs no line.
    assert_eq!(case.sale(X).lines.len(), 3);
}

#[test]
fn each_of_two_taxes_is_rounded() {
    // 1.30 x 5 % = 0.065, so 0.07; 1.30 x 7 % = 0.091, so 0.09: together 0.16.
    let mut case = Case::new("USD", &[(1, "1.30", "0", "0")], "1.46", "0.16");
    case.order.lines[0].taxes = taxes(&[("0.07", "0.09"), ("0.05", "0.07")], case.order.currency);
    let sale = case.sale(R);
    assert_eq!((sale.lines.len(), sale.tax_total), (1, case.amount("0.16")));
}

#[test]
fn what_rounding_does_not_explain_is_refused() {
    // 45.00 at 20 % is 9.00; one tax line allows 0.015.
    let cent = Case::new("USD", &[(2, "22.50", "0.2", "9.01")], "54.01", "9.01");
    assert_eq!(words(&cent.sale(R).lines[1]), "907 1 x 0.01");
    let two = Case::new("USD", &[(2, "22.50", "0.2", "9.02")], "54.02", "9.02");
    assert_eq!(two.refused(R), ["TOTAL_NOT_TIED", "TAX_NOT_TIED"]);
    // Contained, the total ties whatever the tax.
    let tax = Case::new("GBP included", &[(1, "54.00", "0.2", "9.02")], "54.00", "9.02");
    assert_eq!(tax.refused(R), ["TAX_NOT_TIED"]);
}

#[test]
fn sixths_that_end_on_half_a_cent_are_rounded_up() {
    // 0.15 + 0.12 contain 20 %: 0.27 / 6 = 0.045, so 0.05; 0.15 contains 15 %.
    let lines = [(1, "0.15", "0.2", "0.03"), (1, "0.12", "0.2", "0.02")];
    let sale = Case::new("GBP included", &lines, "0.27", "0.05").sale(R);
    assert_eq!(sale.tax_total.text(), "0.05");
}

#[test]
fn contained_rates_without_end_are_added_up() {
    // 1,000.00 / 6 = 166.666..., 1.00 x 15 / 115 = 0.1304...: 166.797 together.
    let lines = [(1, "1000.00", "0.2", "166.67"), (1, "1.00", "0.15", "0.13")];
    let mut case = Case::new("GBP included", &lines, "1001.00", "166.80");
    let of = |id: &str| case.policy.taxes.iter().find(|tax| tax.id.as_str() == id).unwrap().clone();
    case.policy.taxes.push(crate::policy::Tax { id: of("21").id, ..of("15") });
    assert_eq!(case.sale(R).tax_total.text(), "166.80");
}

#[test]
fn a_total_finer_than_the_series_keeps_is_refused() {
    let case = Case::new("KWD", &[(1, "1.235", "0", "0")], "1.235", "0");
    assert_eq!(case.refused(R), ["TOTAL_NOT_TIED"]);
    assert_eq!(Case::new("KWD", &[(1, "1.230", "0", "0")], "1.23", "0").sale(R).lines.len(), 1);
}

#[test]
fn yen_tie_although_lightspeed_keeps_two_digits() {
    // 1,234 contains 20 %: 205.67, and Shopify says 206.
    let case = Case::new("JPY included", &[(1, "1234", "0.2", "206")], "1234", "206");
    let sale = case.sale(R);
    assert_eq!((sale.total.amount(), sale.tax_total.amount()), (number("1234"), number("205.67")));
}

#[test]
fn a_rounding_line_needs_its_item() {
    let line = (1, "0.30", "0.05", "0.02");
    let mut case = Case::new("USD", &[line, line, line], "0.96", "0.06");
    case.policy.helpers.rounding = None;
    assert!(case.refused(R).contains(&"HELPER_ITEM_MISSING"));
}
