//! What stands on the order itself.

use super::{at, bag, plain, same};
use crate::domain::order::{Financial, Unmapped};
use crate::report::Code;
use crate::shopify::order;

#[test]
fn a_plain_order_is_read_from_the_fields_that_have_it() {
    let order = plain().ok();
    assert_eq!((order.id.number(), order.name.as_str()), (501, "#1"));
    assert_eq!(order.processed_at.to_string(), "2026-11-20T09:00:00Z");
    assert_eq!(order.financial, Financial::Paid);
    assert_eq!(
        (order.stated.total.presentment.to_string(), order.is_foreign()),
        ("11.00 USD".into(), false)
    );
    assert_eq!(order.stated.tax.shop.to_string(), "1.00 USD");
    assert!(
        !order.taxes_included
            && !order.test
            && !order.is_cancelled()
            && !order.fulfilled
            && !order.pos
    );
    assert!(order.ship_to.is_none() && order.remarks.is_empty() && order.unmapped.is_empty());
    assert!(order.tip.is_zero() && order.duties.is_zero() && order.fees.is_zero());
    assert!(order.cash_rounding.presentment.is_zero() && order.refunds.lines.is_empty());
}

#[test]
fn the_gid_comes_before_the_number_and_processed_before_created() {
    let order = plain()
        .order("admin_graphql_api_id", r#""gid://shopify/Order/9007199254740993""#)
        .order("id", r#"{"$unsafe_number":"9007199254740992"}"#)
        .order("processed_at", r#""2026-11-19T01:00:00+02:00""#)
        .ok();
    assert_eq!(order.id.number(), 9_007_199_254_740_993);
    assert_eq!(order.processed_at.to_string(), "2026-11-18T23:00:00Z");
}

#[test]
fn instants_are_compared_in_any_offset() {
    let at = |time: &str| plain().order("updated_at", time).order("cancelled_at", time).ok();
    let first = at(r#""2026-11-20T10:00:00-05:00""#);
    let same = at(r#""2026-11-20T15:00:00Z""#);
    let later = at(r#""2026-11-20T15:00:01.5Z""#);
    assert_eq!(first, same);
    assert_eq!(first.updated_at.unwrap().to_string(), "2026-11-20T15:00:00Z");
    assert_eq!(first.cancelled_at, first.updated_at);
    assert!(first.updated_at < later.updated_at);
    assert_eq!(plain().ok().updated_at, None);
    assert_eq!(at("null").cancelled_at, None);
}

#[test]
fn an_instant_that_is_none_is_refused() {
    for field in ["updated_at", "cancelled_at"] {
        for (value, code) in [
            (r#""yesterday""#, Code::InvalidValue),
            (r#""2026-11-20T10:00:00""#, Code::InvalidValue),
            ("true", Code::WrongType),
            ("1763632800", Code::WrongType),
        ] {
            assert_eq!(plain().order(field, value).refused(), at(code, field), "{value}");
        }
    }
}

#[test]
fn an_id_can_be_read_alone() {
    let read = |text: &str| order::decode_id(text.as_bytes(), "$.body");
    assert_eq!(read(r#"{"id":77}"#).unwrap().number(), 77);
    let gid = r#"{"id":1,"admin_graphql_api_id":"gid://shopify/Order/78"}"#;
    assert_eq!(read(gid).unwrap().number(), 78);
    let issue = read(r#"{"name":"x"}"#).unwrap_err();
    assert_eq!((issue.code, issue.path.to_string()), at(Code::MissingField, "$.body.id"));
}

#[test]
fn each_financial_status_is_known_by_its_word_in_any_case() {
    let table = [
        (r#""paid""#, Financial::Paid),
        (r#""PARTIALLY_PAID""#, Financial::PartiallyPaid),
        (r#""authorized""#, Financial::Authorized),
        (r#""Pending""#, Financial::Pending),
        (r#""partially_refunded""#, Financial::PartiallyRefunded),
        (r#""refunded""#, Financial::Refunded),
        (r#""voided""#, Financial::Voided),
        (r#""expired""#, Financial::Expired),
        (r#""disputed""#, Financial::Other("disputed".to_owned())),
        ("null", Financial::Other("none".to_owned())),
        ("", Financial::Other("none".to_owned())),
    ];
    for (word, meaning) in table {
        assert_eq!(plain().order("financial_status", word).ok().financial, meaning, "{word}");
    }
}

#[test]
fn flags_are_set_by_what_says_so() {
    let order = plain()
        .order("test", "true")
        .order("cancelled_at", r#""2026-11-20T10:00:00Z""#)
        .order("fulfillment_status", r#""fulfilled""#)
        .order("taxes_included", "true")
        .ok();
    assert!(order.test && order.is_cancelled() && order.fulfilled && order.taxes_included);
    let order = plain()
        .order("test", "null")
        .order("cancelled_at", "null")
        .order("fulfillment_status", r#""partial""#)
        .ok();
    assert!(!order.test && !order.is_cancelled() && !order.fulfilled);
}

#[test]
fn only_an_order_of_the_point_of_sale_was_sold_at_its_location() {
    let sold = |source: &str| {
        let order = plain().order("source_name", source).order("location_id", "91").ok();
        (order.pos, order.sold_at.map(|location| location.number()))
    };
    assert_eq!(sold(r#""pos""#), (true, Some(91)));
    assert_eq!(sold(r#""POS""#), (true, Some(91)));
    // A draft order names a location too.
    assert_eq!(sold(r#""shopify_draft_order""#), (false, None));
    assert_eq!(sold("null"), (false, None));
    let nowhere = plain().order("source_name", r#""pos""#).order("location_id", "null").ok();
    assert!(nowhere.pos && nowhere.sold_at.is_none());
}

#[test]
fn what_it_comes_to_now_comes_before_what_it_came_to() {
    let order = plain()
        .order("current_total_price", r#""7.70""#)
        .order("current_total_tax", r#""0.70""#)
        .ok();
    assert_eq!(order.stated.total.presentment.text(), "7.70");
    assert_eq!(order.stated.tax.presentment.text(), "0.70");
    let order = plain()
        .foreign()
        .order("current_total_price", r#""7.70""#)
        .order("current_total_price_set", &bag("7.70", "6.16"))
        .ok();
    let total = order.stated.total;
    assert_eq!(
        (total.presentment.to_string(), total.shop.to_string()),
        ("6.16 EUR".into(), "7.70 USD".into())
    );
    // Nothing is said of the current tax.
    let tax = order.stated.tax;
    assert_eq!(
        (tax.presentment.to_string(), tax.shop.to_string()),
        ("0.80 EUR".into(), "1.00 USD".into())
    );
}

#[test]
fn duties_fees_and_cash_rounding_are_in_bags() {
    let order = plain()
        .order("original_total_duties_set", &same("9.00"))
        .order("current_total_duties_set", &same("6.00"))
        .order("original_total_additional_fees_set", &same("1.25"))
        .order("total_cash_rounding_payment_adjustment_set", &same("-0.02"))
        .order("total_cash_rounding_refund_adjustment_set", &same("0.01"))
        .line("duties", r#"[{"id":1,"tax_lines":[{"rate":0.2,"price":"1.20"}]},{"id":2,"tax_lines":[{"rate":0,"price":"0.00"}]}]"#)
        .ok();
    assert_eq!((order.duties.text(), order.fees.text()), ("6.00".into(), "1.25".into()));
    assert_eq!(order.cash_rounding.presentment.text(), "-0.03");
    assert_eq!(order.cash_rounding.shop.text(), "-0.03");
    let taxes: Vec<_> = order.duty_taxes.iter().map(|tax| tax.amount.text()).collect();
    assert_eq!(taxes, ["1.20"]);
}

#[test]
fn what_the_current_figure_says_is_not_taken_from_the_first() {
    let order = plain()
        .order("original_total_duties_set", &same("9.00"))
        .order("current_total_duties_set", &same("0.00"))
        .order("original_total_additional_fees_set", &same("2.00"))
        .order("current_total_additional_fees_set", &same("1.00"))
        .line("duties", r#"[{"tax_lines":[{"rate":0.2,"price":"1.80"}]}]"#)
        .ok();
    assert!(order.duties.is_zero() && order.duty_taxes.is_empty());
    assert_eq!(order.fees.text(), "1.00");
    let first = plain().order("original_total_duties_set", &same("9.00")).ok();
    assert_eq!(first.duties.text(), "9.00");
}

#[test]
fn duties_that_are_in_the_prices_are_none() {
    let order = plain()
        .order("duties_included", "true")
        .order("current_total_duties_set", &same("6.00"))
        .line("duties", r#"[{"tax_lines":[{"rate":0.2,"price":"1.20"}]}]"#)
        .ok();
    assert!(order.duties.is_zero() && order.duty_taxes.is_empty());
}

#[test]
fn the_buyer_is_the_order_before_its_customer() {
    let customer =
        r#"{"first_name":" Ada ","last_name":null,"email":"c@example.com","phone":"+15185550142"}"#;
    let text = || plain().order("phone", r#"" ""#).order("customer", customer);
    let buyer = text().ok().buyer.unwrap();
    assert_eq!((buyer.email.as_deref(), buyer.email_path), (Some("ada@example.com"), "$.email"));
    assert_eq!((buyer.first_name.as_deref(), buyer.last_name), (Some("Ada"), None));
    assert_eq!(buyer.phone.as_deref(), Some("+15185550142"));
    let buyer = text().order("email", r#""""#).order("phone", r#""+1""#).ok().buyer.unwrap();
    assert_eq!(
        (buyer.email.as_deref(), buyer.email_path),
        (Some("c@example.com"), "$.customer.email")
    );
    assert_eq!(buyer.phone.as_deref(), Some("+1"));
    assert_eq!(plain().order("email", "null").ok().buyer, None);
    let by_phone = plain().order("email", "").order("customer", r#"{"phone":"+2"}"#).ok();
    assert_eq!(by_phone.buyer.unwrap().phone.as_deref(), Some("+2"));
}

#[test]
fn the_address_is_read_field_by_field() {
    let address = r#"{"first_name":"A","last_name":"B","company":"C","address1":"D","address2":null,"city":" E ","zip":"F","province_code":"G","country_code":"H"}"#;
    let to = plain().order("shipping_address", address).ok().ship_to.unwrap();
    let read = [
        to.first_name,
        to.last_name,
        to.company,
        to.line1,
        to.line2,
        to.city,
        to.zip,
        to.province_code,
        to.country_code,
    ];
    assert_eq!(read, ["A", "B", "C", "D", "", "E", "F", "G", "H"]);
}

#[test]
fn what_no_rule_carries_over_is_named_at_its_path() {
    let table = [
        ("estimated_taxes", "true", Some("estimated tax")),
        ("estimated_taxes", "false", None),
        ("estimated_taxes", "null", None),
        ("merchant_of_record_app_id", "12", Some("merchant of record")),
        ("merchant_of_record_app_id", "null", None),
        ("something_new", r#"{"a":[1]}"#, None),
    ];
    for (field, value, what) in table {
        let found = plain().order(field, value).ok().unmapped;
        let path = format!("$.order.{field}");
        let named: Vec<_> = what.map(|what| Unmapped { what, path }).into_iter().collect();
        assert_eq!(found, named, "{field} {value}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_at_its_path() {
    let table = [
        ("currency", "", Code::MissingField, "currency"),
        ("currency", r#""XYZ""#, Code::InvalidValue, "currency"),
        ("presentment_currency", r#""E""#, Code::InvalidValue, "presentment_currency"),
        ("name", "", Code::MissingField, "name"),
        ("created_at", "", Code::MissingField, "created_at"),
        ("created_at", r#""yesterday""#, Code::InvalidValue, "created_at"),
        ("total_price", "", Code::MissingField, "total_price"),
        ("total_tax", "", Code::MissingField, "total_tax"),
        ("total_tax", "null", Code::WrongType, "total_tax"),
        ("total_tax", "true", Code::WrongType, "total_tax"),
        ("current_total_price", r#""1,000.00""#, Code::InvalidValue, "current_total_price"),
        ("id", r#""gid://shopify/Product/501""#, Code::InvalidValue, "id"),
        ("id", r#"{"$unsafe_number":"5e20"}"#, Code::UnsafeNumber, "id"),
        ("taxes_included", r#""no""#, Code::WrongType, "taxes_included"),
        ("taxes_included", "", Code::MissingField, "taxes_included"),
        ("test", "1", Code::WrongType, "test"),
        ("line_items", "7", Code::WrongType, "line_items"),
        ("refunds", "{}", Code::WrongType, "refunds"),
        ("total_tip_received", r#""some""#, Code::InvalidValue, "total_tip_received"),
        ("customer", "3", Code::WrongType, "customer"),
    ];
    for (field, value, code, path) in table {
        assert_eq!(plain().order(field, value).refused(), at(code, path), "{field} {value}");
    }
    let twice = plain().json().replacen('{', r#"{"currency":"EUR","#, 1);
    let issue = order::decode(twice.as_bytes(), "$").unwrap_err();
    assert_eq!((issue.code, issue.path.to_string()), at(Code::DuplicateField, "$.currency"));
}
