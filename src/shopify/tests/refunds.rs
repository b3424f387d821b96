//! What refunds take away, in each shape that Shopify has given it.

use super::{at, bag, plain, same, texts};
use crate::domain::order::Refunds;
use crate::report::Code;

fn refunds(list: &str) -> Refunds {
    plain().order("refunds", list).ok().refunds
}

fn adjustment(kind: &str, reason: &str, amount: &str, tax: &str) -> String {
    format!(r#"{{"kind":{kind},"reason":"{reason}","amount":"{amount}","tax_amount":"{tax}"}}"#)
}

#[test]
fn refunded_lines_keep_their_numbers_and_their_place() {
    let read = refunds(
        r#"[{"refund_line_items":[{"line_item_id":601,"quantity":2,"subtotal":195.67,"total_tax":3.98}]},
            {"refund_line_items":[
              {"line_item_id":601,"quantity":1,"subtotal":0,"total_tax":"0.00","line_item":{"id":602}},
              {"line_item_id":9000000000000000000,"quantity":1,"subtotal":"5.00","total_tax":1,
               "line_item":{"admin_graphql_api_id":"gid://shopify/LineItem/603"}}]}]"#,
    );
    let lines: Vec<_> = read
        .lines
        .iter()
        .map(|line| {
            (line.line.number(), line.units.to_string(), line.subtotal.text(), line.tax.text())
        })
        .collect();
    let expected =
        [(601, "2", "195.67", "3.98"), (601, "1", "0.00", "0.00"), (603, "1", "5.00", "1.00")];
    let expected: Vec<_> = expected
        .iter()
        .map(|(id, units, subtotal, tax)| (*id, (*units).into(), (*subtotal).into(), (*tax).into()))
        .collect();
    assert_eq!(lines, expected);
    assert_eq!(read.lines[2].path, "$.order.refunds[1].refund_line_items[1]");
}

#[test]
fn an_adjustment_is_its_amount_and_its_tax() {
    let kept = adjustment("null", "Refund discrepancy", "3.00", "0.30");
    let given = adjustment(r#""refund_discrepancy""#, "Customer", "-1.00", "-0.05");
    let read = refunds(&format!(
        r#"[{{"order_adjustments":[{kept}]}},{{"order_adjustments":[{given}],"refund_shipping_lines":[]}}]"#
    ));
    assert_eq!(read.adjustment.presentment.text(), "2.25");
    assert_eq!(read.adjustment.shop.text(), "2.25");
    assert!(read.unnamed_shipping.is_zero() && read.shipping_tax.is_zero());
    let without_tax = refunds(r#"[{"order_adjustments":[{"amount":"1.00"}]}]"#);
    assert_eq!(without_tax.adjustment.presentment.text(), "1.00");
}

#[test]
fn shipping_that_was_given_back_is_taken_once() {
    let line = |tax: &str| {
        format!(r#"{{"shipping_line_id":801,"subtotal_amount_set":{}{tax}}}"#, same("5.00"))
    };
    let with_tax = line(&format!(r#","tax_amount_set":{}"#, same("0.40")));
    let by_kind = adjustment(r#""shipping_refund""#, "Damage", "-5.00", "-0.50");
    let by_reason = adjustment("null", "SHIPPING REFUND", "-5.00", "-0.50");
    // refund_shipping_lines, order_adjustments; lines, tax, unnamed
    let table = [
        (line(""), String::new(), 1, "0.00", "0.00"),
        (line(""), by_kind.clone(), 1, "0.50", "0.00"),
        (line(""), by_reason.clone(), 1, "0.50", "0.00"),
        (with_tax.clone(), String::new(), 1, "0.40", "0.00"),
        (with_tax, by_kind.clone(), 1, "0.40", "0.00"),
        (String::new(), by_kind, 0, "0.50", "-5.00"),
        (String::new(), by_reason, 0, "0.50", "-5.00"),
    ];
    for (lines, adjustments, named, tax, unnamed) in table {
        let text = format!(
            r#"[{{"refund_shipping_lines":[{lines}],"order_adjustments":[{adjustments}]}}]"#
        );
        let read = refunds(&text);
        assert_eq!(read.shipping.len(), named, "{text}");
        for (id, amount) in &read.shipping {
            assert_eq!((id.number(), amount.text()), (801, "5.00".into()), "{text}");
        }
        assert_eq!(
            (read.shipping_tax.text(), read.unnamed_shipping.text()),
            (tax.into(), unnamed.into()),
            "{text}"
        );
        assert!(read.adjustment.presentment.is_zero(), "{text}");
    }
}

#[test]
fn each_refund_is_read_in_its_own_shape() {
    let old = adjustment(r#""shipping_refund""#, "Shipping refund", "-2.00", "-0.20");
    let read = refunds(&format!(
        r#"[{{"order_adjustments":[{old}]}},{{"refund_shipping_lines":[{{"shipping_line":{{"id":802}},"subtotal_amount_set":{}}}]}}]"#,
        same("3.00")
    ));
    assert_eq!(
        (read.unnamed_shipping.text(), read.shipping_tax.text()),
        ("-2.00".into(), "0.20".into())
    );
    assert_eq!((read.shipping[0].0.number(), read.shipping[0].1.text()), (802, "3.00".into()));
}

#[test]
fn in_two_currencies_refunds_are_read_from_the_bags() {
    let refund = format!(
        r#"[{{"refund_line_items":[{{"line_item_id":601,"quantity":1,"subtotal":10.0,"total_tax":1.0,
             "subtotal_set":{},"total_tax_set":{}}}],
             "order_adjustments":[{{"amount":"3.00","tax_amount":"0.30","reason":"Restock","amount_set":{},"tax_amount_set":{}}}]}}]"#,
        bag("10.00", "8.00"),
        bag("1.00", "0.80"),
        bag("3.00", "2.40"),
        bag("0.30", "0.24"),
    );
    let read = plain().foreign().order("refunds", &refund).ok().refunds;
    let line = &read.lines[0];
    let amounts =
        texts([&line.subtotal, &line.tax, &read.adjustment.presentment, &read.adjustment.shop]);
    assert_eq!(amounts, ["8.00 EUR", "0.80 EUR", "2.64 EUR", "3.30 USD"]);
}

#[test]
fn what_a_refund_cannot_hold_is_refused_at_its_path() {
    let line = "refund_line_items[0]";
    let table = [
        (
            r#"{"refund_line_items":[{"quantity":1,"subtotal":1,"total_tax":0}]}"#,
            Code::MissingField,
            format!("{line}.line_item_id"),
        ),
        (
            r#"{"refund_line_items":[{"line_item_id":1,"quantity":-1,"subtotal":1,"total_tax":0}]}"#,
            Code::InvalidValue,
            format!("{line}.quantity"),
        ),
        (
            r#"{"refund_line_items":[{"line_item_id":1,"quantity":1,"total_tax":0}]}"#,
            Code::MissingField,
            format!("{line}.subtotal"),
        ),
        (
            r#"{"refund_line_items":[{"line_item_id":1,"quantity":1,"subtotal":{"$unsafe_number":"1.1"},"total_tax":0}]}"#,
            Code::UnsafeNumber,
            format!("{line}.subtotal"),
        ),
        (
            r#"{"order_adjustments":[{"reason":"x"}]}"#,
            Code::MissingField,
            "order_adjustments[0].amount".to_owned(),
        ),
        (
            r#"{"refund_shipping_lines":[{"shipping_line_id":1}]}"#,
            Code::MissingField,
            "refund_shipping_lines[0].subtotal_amount_set".to_owned(),
        ),
    ];
    for (refund, code, path) in table {
        let text = plain().order("refunds", &format!("[{refund}]"));
        assert_eq!(text.refused(), at(code, &format!("refunds[0].{path}")), "{refund}");
    }
}
