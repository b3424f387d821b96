//! Ids: one identity per gid and number, kinds never mixed, digits never lost.

use super::IdError;
use super::lightspeed::{ItemId, TaxId};
use super::shopify::{CustomerId, OrderId, TransactionId, VariantId};

#[test]
fn a_gid_and_its_number_are_one_id() {
    let id = OrderId::new(123).unwrap();
    for text in ["gid://shopify/Order/123", "123", "gid://shopify/Order/123?key=a/b?c"] {
        assert_eq!(OrderId::parse(text).unwrap(), id, "{text}");
    }
    assert_eq!((id.number(), id.gid().as_str()), (123, "gid://shopify/Order/123"));
    assert_eq!(id.to_string(), "123");
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"gid://shopify/Order/123\"");
    assert_eq!(VariantId::KIND, "ProductVariant");
    assert_eq!(TransactionId::new(1).unwrap().gid(), "gid://shopify/OrderTransaction/1");
}

#[test]
fn another_kind_is_named() {
    let error = OrderId::parse("gid://shopify/Customer/123").unwrap_err();
    assert_eq!(error.to_string(), "id of kind `Customer` where Order is expected");
    assert!(CustomerId::parse("gid://shopify/Customer/123").is_ok());
}

#[test]
fn zero_and_nonsense_are_refused() {
    for text in ["0", "000", "gid://shopify/Order/0"] {
        assert_eq!(OrderId::parse(text), Err(IdError::Zero { expected: "Order" }), "{text}");
    }
    assert!(OrderId::new(0).is_err());
    for text in [
        "",
        " 1",
        "+1",
        "-1",
        "1.0",
        "gid://shopify/Order/",
        "gid://shopify/Order",
        "gid://shopify/Order/12/3",
        "gid://shop/Order/1",
        "18446744073709551616",
        "١",
    ] {
        assert!(matches!(OrderId::parse(text), Err(IdError::Malformed { .. })), "{text}");
    }
    let long = "9".repeat(1000);
    assert!(OrderId::parse(&long).unwrap_err().to_string().len() < 100);
}

#[test]
fn ids_beyond_the_safe_integers_keep_their_digits() {
    let id = OrderId::parse("9007199254740993").unwrap();
    assert_eq!(id.number(), 9_007_199_254_740_993);
    assert_eq!(id.gid(), "gid://shopify/Order/9007199254740993");
    let last = OrderId::parse("gid://shopify/Order/18446744073709551615").unwrap();
    assert_eq!(last.number(), u64::MAX);
}

#[test]
fn lightspeed_ids_are_text() {
    let uuid = "0af7b240-ab71-11e7-eddc-9e9a2a1c1f5b";
    assert_eq!(ItemId::parse(uuid).unwrap().as_str(), uuid);
    let number = ItemId::parse("42").unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "\"42\"");
    assert_eq!(number.to_string(), "42");
    assert!(ItemId::parse(&"a".repeat(64)).is_ok());
    for text in ["", " ", "a b", "a/b", "é", &"a".repeat(65)] {
        assert!(TaxId::parse(text).is_err(), "{text}");
    }
    assert_eq!(TaxId::parse("a b").unwrap_err().to_string(), "`a b` is not a tax id");
}
