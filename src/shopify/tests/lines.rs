//! Order lines and shipping lines.

use rust_decimal::Decimal;

use super::{at, plain, texts};
use crate::domain::ids::shopify::VariantId;
use crate::domain::order::LineKind;
use crate::report::Code;

#[test]
fn a_line_is_read_from_the_fields_that_have_it() {
    let line = &plain()
        .line("id", r#"{"$unsafe_number":"9007199254740992"}"#)
        .line("admin_graphql_api_id", r#""gid://shopify/LineItem/9007199254740993""#)
        .line("sku", r#"" A-1""#)
        .line("barcode", r#""0042""#)
        .line("title", r#""Hat""#)
        .line("variant_title", r#""Red""#)
        .line("quantity", "3")
        .line("current_quantity", "2")
        .line("requires_shipping", "true")
        .line("total_discount", r#""9.99""#)
        .line("discount_allocations", r#"[{"amount":"3.34"},{"amount":"0.01"}]"#)
        .ok()
        .lines[0];
    assert_eq!(line.id.number(), 9_007_199_254_740_993);
    // A SKU is compared by the rules, so nothing is taken off it here.
    let words = [&line.sku, &line.barcode, &line.title, &line.variant_title];
    assert_eq!(words, [" A-1", "0042", "Hat", "Red"]);
    assert_eq!((line.ordered, line.current), (Decimal::from(3), Some(Decimal::from(2))));
    assert!(line.requires_shipping);
    assert_eq!(texts([&line.price, &line.discount]), ["10.00 USD", "3.35 USD"]);
}

#[test]
fn what_is_absent_or_null_is_blank() {
    let line = &plain().line("sku", "null").line("variant_title", "null").ok().lines[0];
    assert_eq!([&line.sku, &line.barcode, &line.title, &line.variant_title], ["", "", "", ""]);
    assert_eq!((line.current, line.requires_shipping), (None, false));
    assert!(line.discount.is_zero() && line.remarks.is_empty());
    let none = &plain().line("current_quantity", "null").line("tax_lines", "null").ok().lines[0];
    assert!(none.current.is_none() && none.taxes.is_empty());
}

#[test]
fn what_a_line_sells() {
    let variant = LineKind::Variant(VariantId::new(701).unwrap());
    // gift_card, variant_id, product_id, product_exists
    let table = [
        ("false", "701", "711", "true", variant),
        ("null", "701", "null", "false", variant),
        ("false", "null", "711", "true", LineKind::Deleted),
        ("false", "null", "711", "false", LineKind::Deleted),
        ("false", "null", "null", "false", LineKind::Custom),
        ("false", "", "", "", LineKind::Custom),
        ("true", "701", "711", "true", LineKind::GiftCard),
        ("true", "null", "null", "false", LineKind::GiftCard),
    ];
    for (gift_card, variant, product, exists, kind) in table {
        let text = plain()
            .line("gift_card", gift_card)
            .line("variant_id", variant)
            .line("product_id", product)
            .line("product_exists", exists);
        assert_eq!(text.ok().lines[0].kind, kind, "{}", text.json());
    }
}

#[test]
fn quantities_are_whole_and_never_more_than_was_ordered() {
    for (ordered, current, units) in [("0", "0", 0), ("2", "0", 2), ("2", "2", 2), ("5.0", "1", 5)]
    {
        let line =
            &plain().line("quantity", ordered).line("current_quantity", current).ok().lines[0];
        assert_eq!(line.ordered, Decimal::from(units));
    }
    let invalid = |path: &str| at(Code::InvalidValue, &format!("line_items[0].{path}"));
    for bad in ["-1", "1.5", r#""-2""#, r#""two""#] {
        assert_eq!(plain().line("quantity", bad).refused(), invalid("quantity"), "{bad}");
        let now = plain().line("quantity", "3").line("current_quantity", bad);
        assert_eq!(now.refused(), invalid("current_quantity"), "{bad}");
    }
    let more = plain().line("quantity", "1").line("current_quantity", "2");
    assert_eq!(more.refused(), invalid("current_quantity"));
    let none = plain().line("quantity", "");
    assert_eq!(none.refused(), at(Code::MissingField, "line_items[0].quantity"));
}

#[test]
fn taxes_of_nothing_are_none() {
    let taxes = r#"[
        {"rate":0,"price":"0.00"},
        {"rate":0.050,"price":"0.00","channel_liable":null},
        {"rate":"0.0975","price":0.98,"channel_liable":true},
        {"rate":0,"price":"0.01","channel_liable":false}]"#;
    let line = &plain().line("tax_lines", taxes).ok().lines[0];
    let read: Vec<_> = line
        .taxes
        .iter()
        .map(|tax| (tax.rate.to_string(), tax.amount.text(), tax.channel_liable))
        .collect();
    let expected = [("0.05", "0.00", false), ("0.0975", "0.98", true), ("0", "0.01", false)];
    let expected: Vec<_> = expected
        .iter()
        .map(|(rate, amount, liable)| ((*rate).into(), (*amount).into(), *liable))
        .collect();
    assert_eq!(read, expected);
}

#[test]
fn what_a_line_cannot_hold_is_refused_at_its_path() {
    let table = [
        ("id", "0", Code::InvalidValue, "id"),
        ("variant_id", r#""red""#, Code::InvalidValue, "variant_id"),
        ("variant_id", r#"{"$unsafe_number":"9.1e17"}"#, Code::UnsafeNumber, "variant_id"),
        ("price", "", Code::MissingField, "price"),
        ("price", r#""ten""#, Code::InvalidValue, "price"),
        ("tax_lines", r#"[{"price":"1.00"}]"#, Code::MissingField, "tax_lines[0].rate"),
        ("tax_lines", r#"[{"rate":0.1}]"#, Code::MissingField, "tax_lines[0].price"),
        (
            "tax_lines",
            r#"[{"rate":0.1,"price":"1","channel_liable":"no"}]"#,
            Code::WrongType,
            "tax_lines[0].channel_liable",
        ),
        ("discount_allocations", r#"[{}]"#, Code::MissingField, "discount_allocations[0].amount"),
        ("discount_allocations", r#"{"a":1}"#, Code::WrongType, "discount_allocations"),
        ("gift_card", r#""yes""#, Code::WrongType, "gift_card"),
        ("sku", "7", Code::WrongType, "sku"),
    ];
    for (field, value, code, path) in table {
        let path = format!("line_items[0].{path}");
        assert_eq!(plain().line(field, value).refused(), at(code, &path), "{field} {value}");
    }
}

#[test]
fn shipping_is_discounted_by_allocations_else_by_its_discounted_price() {
    // discounted_price, discount_allocations, discount
    let table = [
        ("", "", "0.00"),
        (r#""5.00""#, "[]", "0.00"),
        (r#""3.00""#, "[]", "2.00"),
        (r#""0.00""#, "null", "5.00"),
        (r#""5.00""#, r#"[{"amount":"1.25"},{"amount":"0.50"}]"#, "1.75"),
    ];
    for (discounted, allocations, discount) in table {
        let text = plain()
            .shipping("title", r#""Standard""#)
            .shipping("discounted_price", discounted)
            .shipping("discount_allocations", allocations)
            .shipping("tax_lines", r#"[{"rate":0.2,"price":"1.00"},{"rate":0,"price":"0.00"}]"#);
        let line = &text.ok().shipping[0];
        assert_eq!(line.discount.text(), discount, "{discounted} {allocations}");
        assert_eq!((line.id.number(), line.title.as_str(), line.removed), (801, "Standard", false));
        assert_eq!(texts(line.taxes.iter().map(|tax| &tax.amount)), ["1.00 USD"]);
        assert_eq!(line.price.text(), "5.00");
    }
    assert!(plain().shipping("is_removed", "true").ok().shipping[0].removed);
    let nameless = plain().shipping("id", "");
    assert_eq!(nameless.refused(), at(Code::MissingField, "shipping_lines[0].id"));
}
