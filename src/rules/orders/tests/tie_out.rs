//! What Lightspeed will compute, and when that is not what Shopify charged.

use super::super::tax_bound;
use super::*;

/// Quantity, unit price and tax of each line.
type Lines = &'static [(i64, &'static str, &'static str)];

#[test]
fn sales_that_tie() {
    let table: [(Capabilities, &str, &str, Lines, &str, &str, &str); 9] = [
        // 0.0825 x 10.00 = 0.825: both round it to 0.83, once.
        (R, "USD", "0.0825", &[(1, "10.00", "0.83")], "10.83", "0.83", "0.83"),
        // Per line 0.41 + 0.42; per sale 0.0825 x (4.99 + 5.09) = 0.8316: 0.83 both ways.
        (R, "USD", "0.0825", &[(1, "4.99", "0.41"), (1, "5.09", "0.42")], "10.91", "0.83", "0.83"),
        // Contained: the total is the sum of prices. Shopify's 1.67 + 1.67 = 3.34 for 2 lines;
        // Lightspeed's 19.98 / 6 = 3.33. One cent lies within 2 / 2 + 1 = 2 cents.
        (
            R,
            "GBP incl",
            "0.2",
            &[(3, "3.33", "1.67"), (3, "3.33", "1.67")],
            "19.98",
            "3.34",
            "3.33",
        ),
        // Sixths have no end: 10.00 / 6 + 50.00 / 6 is 10.00 all the same.
        (
            R,
            "GBP incl",
            "0.2",
            &[(1, "10.00", "1.67"), (1, "50.00", "8.33")],
            "60.00",
            "10.00",
            "10.00",
        ),
        // 1,001 / 6 = 166.83: Lightspeed keeps two digits, whatever the currency.
        (R, "JPY incl", "0.2", &[(1, "1001", "167")], "1001", "167", "166.83"),
        // 12.350 x 0.2 = 2.470.
        (R, "KWD", "0.2", &[(1, "12.350", "2.470")], "14.820", "2.470", "2.470"),
        // 3 x 2.77333 + 3 x 0.55667 = 8.31999 + 1.67001: 8.32 + 1.67.
        (X, "GBP incl", "0.2", &[(3, "3.33", "1.67")], "9.99", "1.67", "1.67"),
        // X takes Shopify's own tax, so rounding per line ties.
        (X, "USD", "0.0825", &[(1, "1.00", "0.08"), (1, "1.00", "0.08")], "2.16", "0.16", "0.16"),
        (X, "USD", "0", &[(1, "0.00", "0"), (7, "1.99", "0")], "13.93", "0.00", "0.00"),
    ];
    for (series, money, rate, lines, total, tax, lightspeed) in table {
        let sale = Case::new(money, rate, lines, total, tax).sale(series);
        let seen = (sale.total.text(), sale.tax_total.text());
        assert_eq!(seen, (total.to_owned(), lightspeed.to_owned()), "{money} {lines:?}");
    }
}

#[test]
fn two_digits_are_all_lightspeed_keeps() {
    // 1,001 x 0.2 = 200.2: Shopify charges 200 yen, Lightspeed would charge 200.20.
    let case = Case::new("JPY", "0.2", &[(1, "1001", "200")], "1201", "200");
    assert_eq!(case.raised(R), ["TOTAL_NOT_TIED"]);
    assert_eq!(case.sale(X).total.text(), "1201");
    // 12.345 x 0.2 = 2.469: not on either series, whatever the sum.
    let case = Case::new("KWD", "0.2", &[(1, "12.345", "2.469")], "14.814", "2.469");
    assert_eq!(case.raised(R).first().map(String::as_str), Some("TOTAL_NOT_TIED"));
    assert_eq!(case.raised(X).first().map(String::as_str), Some("TOTAL_NOT_TIED"));
}

#[test]
fn r_rounds_once_per_sale_where_shopify_rounds_each_line() {
    // Shopify 0.0825 + 0.0825 = 0.08 + 0.08; Lightspeed 0.165 = 0.17.
    let lines: Lines = &[(1, "1.00", "0.08"), (1, "1.00", "0.08")];
    let case = Case::new("USD", "0.0825", lines, "2.16", "0.16");
    assert_eq!(case.raised(R), ["TOTAL_NOT_TIED"]);
    assert_eq!(case.evidence(R), ["order=2.16", "lightspeed=2.17"]);
}

#[test]
fn many_units_can_outgrow_five_digits() {
    // 1.00 / 3 has no end: 3,000 units of 0.33333 are 999.99.
    let case = Case::new("USD", "0.2", &[(3000, "1.00", "600.00")], "3600.00", "600.00");
    assert_eq!(case.sale(X).total.text(), "3600.00");
    // Tax 500.01 over 3,000 is 0.16667: Lightspeed comes to 500.01. Over 2,000 units
    // 333.33 is 0.166665, so 0.16667, which comes to 333.34.
    let case = Case::new("USD incl", "0.2", &[(2000, "1.00", "333.33")], "2000.00", "333.33");
    // Net 1666.67 / 2000 = 0.833335, so 0.83334, which comes to 1666.68: together 2000.02.
    assert_eq!(case.raised(X), ["TOTAL_NOT_TIED"]);
    assert_eq!(case.evidence(X), ["order=2000.00", "lightspeed=2000.02"]);
}

#[test]
fn a_tax_beyond_the_bound_is_a_wrong_rate_not_rounding() {
    // 120.00 holds 20.00 of tax; one line allows 1.5 cents either way.
    let table =
        [("20.00", true), ("20.01", true), ("19.99", true), ("20.02", false), ("19.98", false)];
    for (tax, ties) in table {
        let lines = [(1, "120.00", tax)];
        let case = Case::new("GBP incl", "0.2", &lines, "120.00", tax);
        match ties {
            true => assert_eq!(case.sale(R).tax_total.text(), "20.00"),
            false => {
                assert_eq!(case.raised(R), ["TAX_NOT_TIED"]);
                let order = format!("order={tax}");
                assert_eq!(case.evidence(R), [&*order, "lightspeed=20.00", "bound=0.015"]);
            }
        }
    }
}

#[test]
fn exactly_the_bound_is_still_rounding() {
    // 2 x 120.00 hold 40.00; two lines allow 2 / 2 + 1 = 2 cents.
    let lines = |tax| [(1, "120.00", "20.01"), (1, "120.00", tax)];
    let case = Case::new("GBP incl", "0.2", &lines("20.01"), "240.00", "40.02");
    assert_eq!(case.sale(R).tax_total.text(), "40.00");
    let case = Case::new("GBP incl", "0.2", &lines("20.02"), "240.00", "40.03");
    assert_eq!(case.evidence(R), ["order=40.03", "lightspeed=40.00", "bound=0.02"]);
}

#[test]
fn both_figures_are_judged() {
    // On top: 100.00 at 20 % is 20.00 for Lightspeed, whatever Shopify charged.
    let case = Case::new("USD", "0.2", &[(1, "100.00", "19.00")], "119.00", "19.00");
    assert_eq!(case.raised(R), ["TOTAL_NOT_TIED", "TAX_NOT_TIED"]);
}

#[test]
fn the_bound_is_half_a_minor_unit_per_taxed_line_plus_one() {
    let one = ("USD", "0.2", 1, "0.015");
    let table = [
        one,
        ("USD", "0.2", 2, "0.02"),
        ("USD", "0.2", 3, "0.025"),
        ("USD", "0", 3, "0.01"),
        ("JPY", "0.2", 4, "3"),
        ("KWD", "0.2", 1, "0.0015"),
    ];
    for (money, rate, count, bound) in table {
        let lines = vec![(1, "10", "2"); count];
        let case = Case::new(money, rate, &lines, "0", "0");
        let bound = number(bound);
        assert_eq!(tax_bound(&case.order).unwrap().amount(), bound, "{money} {rate} {count}");
    }
}
