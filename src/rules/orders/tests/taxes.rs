//! Which tax a line has.

use super::*;

/// A line of 100.00 per set of rates and amounts, tax on top.
fn case(sets: &[&[(&str, &str)]], total: &str, tax: &str) -> Case {
    let plain: Vec<_> = sets.iter().map(|_| (1, "100.00", "0", "0")).collect();
    let mut case = Case::new("USD", &plain, total, tax);
    for (line, set) in case.order.lines.iter_mut().zip(sets) {
        line.taxes = super::taxes(set, line.price.currency());
    }
    case
}

/// `category; class or id of each line`.
fn shown(case: &Case, capabilities: Capabilities) -> String {
    let sale = case.sale(capabilities);
    let line = |line: &SaleLine| {
        let class = line.tax.class.as_ref().map(|class| class.to_string());
        let id = line.tax.id.as_ref().map(|id| id.to_string());
        class.or(id).unwrap_or_else(|| "none".to_owned())
    };
    let lines: Vec<String> = sale.lines.iter().map(line).collect();
    let category = sale.category.as_ref().map_or("none", |id| id.as_str());
    format!("{category}; {}", lines.join(" "))
}

#[test]
fn on_r_series_the_lines_share_the_first_category_that_has_all_rates() {
    assert_eq!(shown(&case(&[&[("0.2", "20")]], "120.00", "20.00"), R), "20; 20");
    assert_eq!(shown(&case(&[&[("0.05", "5")]], "105.00", "5.00"), R), "20; 5");
    let two = case(&[&[("0.05", "5")], &[("0.07", "7"), ("0.05", "5")]], "217.00", "17.00");
    assert_eq!(shown(&two, R), "30; 6 30");
    let none = case(&[&[("0.2", "20")], &[("0.07", "7"), ("0.05", "5")]], "232.00", "32.00");
    assert_eq!(none.refused(R), ["TAX_UNMAPPED"; 2]);
}

#[test]
fn two_taxes_may_be_one_of_their_sum() {
    let mut case = case(&[&[("0.15", "15"), ("0.05", "5")]], "120.00", "20.00");
    assert_eq!(shown(&case, R), "20; 20");
    assert_eq!(shown(&case, X), "none; 20");
    case.policy.taxes.retain(|tax| tax.id.as_str() != "20");
    assert_eq!(case.refused(R), ["TAX_UNMAPPED"]);
}

#[test]
fn an_untaxed_line_needs_a_tax_on_x_series_only() {
    let mut case = case(&[&[], &[("0.2", "20")]], "220.00", "20.00");
    assert_eq!(shown(&case, R), "20; none 20");
    assert_eq!(shown(&case, X), "none; 4 20");
    case.policy.taxes.retain(|tax| !tax.rate.is_zero());
    assert_eq!(shown(&case, R), "20; none 20");
    assert_eq!(case.refused(X), ["TAX_UNMAPPED"]);
}

#[test]
fn a_sale_without_tax_names_the_category_of_none_if_there_is_one() {
    let mut case = case(&[&[]], "100.00", "0.00");
    assert_eq!(shown(&case, R), "4; none");
    case.policy.taxes.retain(|tax| !tax.rate.is_zero());
    assert_eq!(shown(&case, R), "none; none");
}

#[test]
fn contained_and_added_are_two_taxes() {
    let contained = Case::new("GBP included", &[(1, "120.00", "0.2", "20.00")], "120.00", "20.00");
    assert_eq!(shown(&contained, R), "21; 21");
    let missing = Case::new("GBP included", &[(1, "105.00", "0.05", "5.00")], "105.00", "5.00");
    assert_eq!(missing.refused(R), ["TAX_UNMAPPED"]);
}
