//! Amounts: alone or in bags, in which currency, and the tip.

use super::{at, bag, plain, same, texts};
use crate::domain::order::LineKind;
use crate::report::Code;

#[test]
fn in_one_currency_amounts_are_read_as_they_stand() {
    for (written, read) in [
        (r#""10.00""#, "10.00 USD"),
        ("195.67", "195.67 USD"),
        ("0", "0.00 USD"),
        (r#""9.1234567""#, "9.1234567 USD"),
        (r#"" 3.5 ""#, "3.50 USD"),
    ] {
        let line = &plain().line("price", written).ok().lines[0];
        assert_eq!(texts([&line.price, &line.shop_price]), [read, read]);
    }
    // The bag says nothing new, and is not even looked at.
    let line = &plain().line("price_set", &bag("1.00", "2.00")).ok().lines[0];
    assert_eq!(line.price.to_string(), "10.00 USD");
    // Unless the amount stands only there.
    let line = &plain().line("price", "null").line("price_set", &same("4.00")).ok().lines[0];
    assert_eq!(texts([&line.price, &line.shop_price]), ["4.00 USD", "4.00 USD"]);
}

#[test]
fn without_a_presentment_currency_it_is_the_shops() {
    let order = plain().order("currency", r#""jpy""#).order("presentment_currency", "null").ok();
    assert_eq!((order.currency.code(), order.shop_currency.code()), ("JPY", "JPY"));
    assert!(!order.is_foreign());
}

#[test]
fn in_two_currencies_amounts_are_read_from_the_bags() {
    let order = plain()
        .foreign()
        .line(
            "discount_allocations",
            &format!(r#"[{{"amount":"2.00","amount_set":{}}}]"#, bag("2.00", "1.60")),
        )
        .shipping("discounted_price", r#""3.00""#)
        .shipping("discounted_price_set", &bag("3.00", "2.40"))
        .order("current_total_duties_set", &bag("6.00", "4.80"))
        .order("total_cash_rounding_payment_adjustment_set", &bag("-0.03", "-0.02"))
        .ok();
    assert!(order.is_foreign());
    assert_eq!((order.currency.code(), order.shop_currency.code()), ("EUR", "USD"));
    let line = &order.lines[0];
    let read = texts([&line.price, &line.shop_price, &line.discount, &line.taxes[0].amount]);
    assert_eq!(read, ["8.00 EUR", "10.00 USD", "1.60 EUR", "0.80 EUR"]);
    let shipping = &order.shipping[0];
    assert_eq!(texts([&shipping.price, &shipping.discount]), ["4.00 EUR", "1.60 EUR"]);
    let rest = [&order.duties, &order.cash_rounding.presentment, &order.cash_rounding.shop];
    assert_eq!(texts(rest), ["4.80 EUR", "-0.02 EUR", "-0.03 USD"]);
    assert_eq!(texts([&order.tip, &order.fees]), ["0.00 EUR", "0.00 EUR"]);
}

#[test]
fn in_two_currencies_an_amount_without_its_bag_is_refused() {
    let missing = |path| at(Code::MissingField, path);
    assert_eq!(
        plain().foreign().order("total_price_set", "").refused(),
        missing("total_price_set")
    );
    assert_eq!(
        plain().foreign().line("price_set", "").refused(),
        missing("line_items[0].price_set")
    );
    let now = plain().foreign().order("current_total_tax", r#""0.70""#);
    assert_eq!(now.refused(), missing("current_total_tax_set"));
    let shipping = plain().foreign().shipping("discounted_price", r#""3.00""#);
    assert_eq!(shipping.refused(), missing("shipping_lines[0].discounted_price_set"));
    let neither = plain().foreign().line("price_set", "").line("price", "");
    assert_eq!(neither.refused(), missing("line_items[0].price_set"));
    let tax = plain().foreign().line("tax_lines", r#"[{"rate":0.1,"price":"1.00"}]"#);
    assert_eq!(tax.refused(), missing("line_items[0].tax_lines[0].price_set"));
}

#[test]
fn a_bag_in_another_currency_is_refused() {
    let invalid = |path| at(Code::InvalidValue, path);
    let text = plain().foreign().line("price_set", &same("10.00"));
    assert_eq!(text.refused(), invalid("line_items[0].price_set.presentment_money.currency_code"));
    let text = plain().foreign().line("price_set", &bag("10.00", "8.00").replace("USD", "CAD"));
    assert_eq!(text.refused(), invalid("line_items[0].price_set.shop_money.currency_code"));
    let text = plain().order("current_total_duties_set", &bag("1.00", "1.00"));
    assert_eq!(text.refused(), invalid("current_total_duties_set.presentment_money.currency_code"));
    let text = plain().foreign().line("price_set", r#"{"presentment_money":{"amount":"8.00"}}"#);
    let path = "line_items[0].price_set.presentment_money.currency_code";
    assert_eq!(text.refused(), at(Code::MissingField, path));
}

#[test]
fn a_tip_is_what_no_line_stands_for() {
    let tip_line = r#"{"id":1,"title":" TIP ","quantity":1,"price":"2.00","tax_lines":[]}"#;
    let other = r#"{"id":2,"title":"Tip jar","quantity":2,"price":"2.00","tax_lines":[]}"#;
    let discounted = r#"{"id":3,"title":"Tip","quantity":2,"price":"2.00","discount_allocations":[{"amount":"1.00"}]}"#;
    let product = r#"{"id":4,"title":"Tip","variant_id":9,"quantity":1,"price":"2.00"}"#;
    let table = [
        (r#""2.00""#, vec![], "2.00", 0),
        (r#""2.00""#, vec![tip_line], "0.00", 1),
        (r#""3.50""#, vec![tip_line], "1.50", 1),
        (r#""1.00""#, vec![tip_line], "0.00", 1),
        (r#""9.00""#, vec![tip_line, tip_line, other, discounted], "2.00", 3),
        (r#""3.00""#, vec![product], "3.00", 0),
        (r#""0.00""#, vec![tip_line], "0.00", 0),
        ("null", vec![tip_line], "0.00", 0),
    ];
    for (received, lines, left, tips) in table {
        let text = plain()
            .order("total_tip_received", received)
            .order("line_items", &format!("[{}]", lines.join(",")));
        let order = text.ok();
        let found = order.lines.iter().filter(|line| line.kind == LineKind::Tip).count();
        assert_eq!((order.tip.text(), found), (left.to_owned(), tips), "{received} {lines:?}");
        assert!(order.unmapped.is_empty());
    }
}

#[test]
fn a_tip_in_another_currency_needs_a_line() {
    let tipped = || plain().foreign().order("total_tip_received", r#""2.00""#);
    let order = tipped().ok();
    assert!(order.tip.is_zero());
    let named: Vec<_> =
        order.unmapped.iter().map(|found| (found.what, found.path.as_str())).collect();
    assert_eq!(named, [("tip in a foreign currency", "$.order.total_tip_received")]);
    let line =
        tipped().line("title", r#""Tip""#).line("variant_id", "null").line("product_id", "null");
    let order = line.ok();
    assert!(order.tip.is_zero() && order.unmapped.is_empty());
    assert_eq!(order.lines[0].kind, LineKind::Tip);
    let none = plain().foreign().order("total_tip_received", r#""0.00""#).ok();
    assert!(none.unmapped.is_empty());
}
