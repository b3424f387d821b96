//! What GraphQL says in words of its own, and what goldens do not have.

use serde_json::{Value, json};
use tillbridge::domain::order::{Financial, LineKind, Order};
use tillbridge::report::Code;
use tillbridge::shopify::order::graphql::{self, Read};

use super::convert::Rates;
use super::parity::{SIZES, answer, orders_of_goldens};

/// A plain order of one line, changed at these places below the order.
fn changed(changes: &[(&str, Value)]) -> Value {
    let plain = |golden: &super::golden::Golden| golden.name == "order.to_sale/r-us-fulfilled";
    let mut answer = answer(&orders_of_goldens().find(plain).unwrap(), Rates::Fractions);
    for (pointer, value) in changes {
        *answer.pointer_mut(&format!("/data/order/{pointer}")).unwrap() = value.clone();
    }
    answer
}

fn order(changes: &[(&str, Value)]) -> Order {
    match graphql::decode(&[changed(changes).to_string().as_bytes()], &SIZES) {
        Ok(Read::Whole(whole)) => whole.order,
        other => panic!("{changes:?}: {other:?}"),
    }
}

fn bag(amount: &str) -> Value {
    let money = json!({ "amount": amount, "currencyCode": "USD" });
    json!({ "shopMoney": money, "presentmentMoney": money })
}

#[test]
fn what_a_line_without_variant_sells() {
    let tip = ("totalTipReceivedSet", bag("3.0"));
    let none = ("totalTipReceivedSet", bag("0.0"));
    let product = json!({ "id": "gid://shopify/Product/7" });
    for (product, vendor, title, tip, kind) in [
        (product, Value::Null, "Mug", &none, LineKind::Deleted),
        (Value::Null, json!("House"), "Mug", &none, LineKind::Deleted),
        (Value::Null, json!("House"), "Tip", &tip, LineKind::Deleted),
        (Value::Null, json!(" "), "Mug", &none, LineKind::Custom),
        (Value::Null, Value::Null, "Mug", &tip, LineKind::Custom),
        (Value::Null, Value::Null, " tip", &tip, LineKind::Tip),
        (Value::Null, Value::Null, "Tip", &none, LineKind::Custom),
    ] {
        let order = order(&[
            ("lineItems/nodes/0/variant", Value::Null),
            ("lineItems/nodes/0/product", product),
            ("lineItems/nodes/0/vendor", vendor.clone()),
            ("lineItems/nodes/0/title", json!(title)),
            tip.clone(),
        ]);
        assert_eq!(order.lines[0].kind, kind, "{title} {vendor}");
    }
    let gift_card = order(&[("lineItems/nodes/0/isGiftCard", json!(true))]);
    assert_eq!(gift_card.lines[0].kind, LineKind::GiftCard);
}

#[test]
fn statuses_are_known_by_their_words_and_others_are_kept() {
    let unknown = |word: &str| Financial::Other(word.to_owned());
    for (word, status) in [
        (json!("PAID"), Financial::Paid),
        (json!("PARTIALLY_PAID"), Financial::PartiallyPaid),
        (json!("AUTHORIZED"), Financial::Authorized),
        (json!("PENDING"), Financial::Pending),
        (json!("PARTIALLY_REFUNDED"), Financial::PartiallyRefunded),
        (json!("REFUNDED"), Financial::Refunded),
        (json!("VOIDED"), Financial::Voided),
        (json!("EXPIRED"), Financial::Expired),
        (json!("SETTLED_LATER"), unknown("settled_later")),
        (Value::Null, unknown("none")),
    ] {
        assert_eq!(order(&[("displayFinancialStatus", word)]).financial, status);
    }
    for word in ["UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLMENT_NOT_REQUIRED", "RESTOCKED", "X"]
    {
        assert!(!order(&[("displayFulfillmentStatus", json!(word))]).fulfilled, "{word}");
    }
    assert!(order(&[("displayFulfillmentStatus", json!("FULFILLED"))]).fulfilled);
}

#[test]
fn duties_and_fees_are_as_they_are_now_else_as_they_were() {
    let amounts = |now: Value, first: Value, included: bool| {
        let order = order(&[
            ("currentTotalDutiesSet", now.clone()),
            ("originalTotalDutiesSet", first.clone()),
            ("currentTotalAdditionalFeesSet", now),
            ("originalTotalAdditionalFeesSet", first),
            ("dutiesIncluded", json!(included)),
        ]);
        (order.duties.to_string(), order.fees.to_string())
    };
    let said = |duties: &str, fees: &str| (duties.to_owned(), fees.to_owned());
    assert_eq!(amounts(bag("1.0"), bag("2.0"), false), said("1.00 USD", "1.00 USD"));
    assert_eq!(amounts(Value::Null, bag("2.0"), false), said("2.00 USD", "2.00 USD"));
    assert_eq!(amounts(bag("1.0"), bag("2.0"), true), said("0.00 USD", "1.00 USD"));
    assert_eq!(amounts(Value::Null, Value::Null, false), said("0.00 USD", "0.00 USD"));
}

#[test]
fn where_an_order_was_sold_is_said_of_the_till_alone() {
    let location = json!({ "id": "gid://shopify/Location/71" });
    let till = order(&[("sourceName", json!("pos")), ("retailLocation", location.clone())]);
    assert_eq!((till.pos, till.sold_at.map(|id| id.number())), (true, Some(71)));
    let web = order(&[("sourceName", json!("web")), ("retailLocation", location)]);
    assert_eq!((web.pos, web.sold_at), (false, None));
    let nowhere = order(&[("sourceName", json!("POS")), ("retailLocation", Value::Null)]);
    assert_eq!((nowhere.pos, nowhere.sold_at), (true, None));
}

#[test]
fn what_no_rule_carries_over_is_named() {
    let app = json!({ "id": "gid://shopify/App/7" });
    let order = order(&[("estimatedTaxes", json!(true)), ("merchantOfRecordApp", app)]);
    let found: Vec<_> =
        order.unmapped.iter().map(|found| (found.what, found.path.as_str())).collect();
    assert_eq!(
        found,
        [
            ("estimated tax", "$.data.order.estimatedTaxes"),
            ("merchant of record", "$.data.order.merchantOfRecordApp"),
        ]
    );
}

#[test]
fn an_amount_in_a_currency_of_its_own_is_refused() {
    let pointer = "currentTotalTaxSet/shopMoney/currencyCode";
    let bad = changed(&[(pointer, json!("CAD"))]).to_string();
    let issue = graphql::decode(&[bad.as_bytes()], &SIZES).unwrap_err();
    assert_eq!(issue.code, Code::InvalidValue);
    assert_eq!(issue.path, "$.data.order.currentTotalTaxSet.shopMoney.currencyCode");
    let more = changed(&[("lineItems/nodes/0/currentQuantity", json!(1_000))]).to_string();
    let issue = graphql::decode(&[more.as_bytes()], &SIZES).unwrap_err();
    assert_eq!(issue.path, "$.data.order.lineItems.nodes[0].currentQuantity");
}
