//! Which item, which tax, and price and tax of one unit in each series' form.

use super::*;

#[test]
fn every_line_without_a_link_is_named() {
    let lines = [(1, "10.00", "2.00"), (1, "10.00", "2.00"), (1, "10.00", "2.00")];
    let mut case = Case::new("USD", "0.2", &lines, "36.00", "6.00");
    let linked = VariantId::new(702).unwrap();
    case.links = [(linked, ItemId::parse("602").unwrap())].into_iter().collect();
    let log = case.run(R).1;
    let keys: Vec<_> = log.exceptions.iter().map(|e| e.dedupe_key.as_str()).collect();
    assert_eq!(keys, ["LINE_UNLINKED:order/500/601", "LINE_UNLINKED:order/500/603"]);
}

#[test]
fn two_rates_are_refused_even_when_one_is_nothing() {
    for second in ["0.0825", "0"] {
        let lines = [(1, "10.00", "2.00"), (1, "10.00", "0.00")];
        let mut case = Case::new("USD", "0.2", &lines, "22.00", "2.00");
        case.order.lines[1].tax.rate = number(second);
        assert_eq!(case.raised(R), ["ORDER_NOT_MAPPED several tax rates"]);
        let shown = format!("second={second}");
        assert_eq!(case.evidence(X), ["what=several tax rates", "first=0.2", &*shown]);
    }
}

#[test]
fn the_tax_is_the_one_of_rate_and_inclusion() {
    assert_eq!(Case::plain().sale(R).tax.id.as_str(), "20");
    let inclusive = Case::new("USD incl", "0.2", &[(1, "12.00", "2.00")], "12.00", "2.00");
    let tax = inclusive.sale(R).tax;
    assert_eq!((tax.id.as_str(), tax.inclusive), ("21", true));
    // A rate that is only configured on top of the price is not the one contained in it.
    let other = Case::new("USD incl", "0.0825", &[(1, "10.83", "0.83")], "10.83", "0.83");
    assert_eq!(other.raised(R), ["TAX_UNMAPPED"]);
    assert_eq!(other.evidence(R), ["rate=0.0825", "contained=yes"]);
}

#[test]
fn no_tax_is_the_same_contained_or_not() {
    for money in ["USD", "USD incl"] {
        let case = Case::new(money, "0", &[(2, "4.50", "0")], "9.00", "0.00");
        let tax = case.sale(R).tax;
        assert_eq!((tax.id.as_str(), tax.inclusive), ("4", false), "{money}");
    }
}

/// Series, prices, rate, quantity, price, tax of the line; total; price and tax of one unit.
type Unit =
    (Capabilities, &'static str, i64, &'static str, &'static str, &'static str, &'static str);

#[test]
fn units_are_as_the_series_asks() {
    let table: [(&str, Unit); 7] = [
        // As it is: Lightspeed computes the tax itself.
        ("0.2", (R, "USD", 3, "3.33", "2.00", "11.99", "3.33 none")),
        ("0.2", (R, "GBP incl", 3, "3.33", "1.67", "9.99", "3.33 none")),
        // 2.00 / 3 = 0.666666...: 0.66667.
        ("0.2", (X, "USD", 3, "3.33", "2.00", "11.99", "3.33 0.66667")),
        // 9.99 - 1.67 = 8.32; / 3 = 2.773333...; 1.67 / 3 = 0.556666...
        ("0.2", (X, "GBP incl", 3, "3.33", "1.67", "9.99", "2.77333 0.55667")),
        // 3 x 4.95 = 14.85 at 15 %: tax 14.85 x 15 / 115 = 1.9369...: 1.94; net 12.91;
        // / 3 = 4.303333...; 1.94 / 3 = 0.646666...
        ("0.15", (X, "NZD incl", 3, "4.95", "1.94", "14.85", "4.30333 0.64667")),
        // 5 x 1,100 = 5,500 at 20 %: tax 5,500 / 6 = 916.66...: 917; net 4,583; / 5 = 916.6.
        ("0.2", (X, "JPY incl", 5, "1100", "917", "5500", "916.6 183.4")),
        // Exactly half of the last digit goes up: 0.30 / 32 = 0.009375; 1.5625 has room to spare.
        ("0.2", (X, "USD", 32, "1.5625", "0.30", "50.30", "1.5625 0.00938")),
    ];
    for (rate, (series, money, quantity, price, tax, total, unit)) in table {
        let case = Case::new(money, rate, &[(quantity, price, tax)], total, tax);
        let lines = super::super::lines::sale_lines(
            &case.order,
            &case.links,
            series,
            &mut Log::new(Level::None),
        );
        let line = &lines.unwrap()[0];
        let tax = line
            .unit_tax
            .map_or("none".to_owned(), |tax| crate::domain::number::plain(tax.amount()));
        let price = crate::domain::number::plain(line.unit_price.amount());
        assert_eq!(format!("{price} {tax}"), unit, "{quantity} x {price} {money}");
    }
}
