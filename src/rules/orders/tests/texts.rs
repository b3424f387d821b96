//! What staff read.

use super::*;

fn note(remarks: &[&str], capabilities: Capabilities) -> String {
    let mut case = Case::plain();
    case.order.remarks = remarks.iter().map(|text| (*text).to_owned()).collect();
    case.sale(capabilities).note
}

#[test]
fn remarks_stand_one_below_the_other() {
    assert_eq!(note(&["Ring twice 🔔", "PO 77", "שלום"], R), "Ring twice 🔔\nPO 77\nשלום");
}

#[test]
fn a_long_text_is_cut_between_characters() {
    let long = "é".repeat(1_001);
    assert_eq!(note(&[&long], R), "é".repeat(1_000));
    assert_eq!(note(&[&"é".repeat(1_000)], R), "é".repeat(1_000));
}

#[test]
fn what_x_series_would_blacken_is_replaced() {
    let table = [
        ("card 4242 4242 4242 4242, thanks", "card [number removed], thanks"),
        ("4242-4242-4242-4242", "[number removed]"),
        ("x4242424242424242 y", "x[number removed] y"),
        // Thirteen digits that pass: 4222222222222.
        ("4222222222222", "[number removed]"),
        // One digit off does not pass; twelve are too few, twenty too many.
        ("4242424242424241", "4242424242424241"),
        ("424242424242", "424242424242"),
        ("42424242424242424242", "42424242424242424242"),
        ("4242 4242 4242  4242", "4242 4242 4242  4242"),
    ];
    for (given, kept) in table {
        assert_eq!(note(&[given], X), kept);
        assert_eq!(note(&[given], R), given, "R-Series keeps texts as they are");
    }
}

#[test]
fn a_line_says_what_the_buyer_asked_for_and_shipping_its_name() {
    let mut case = Case::plain().totals("58.00", "9.00");
    case.order.lines[0].remarks = vec!["Engraving: A & B".to_owned(), "Bundle: Set".to_owned()];
    case.shipping("4.00", "0", "0", "0");
    let sale = case.sale(R);
    let notes: Vec<&str> = sale.lines.iter().map(|line| line.note.as_str()).collect();
    assert_eq!(notes, ["Engraving: A & B\nBundle: Set", "Standard"]);
}
