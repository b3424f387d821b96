//! R-Series lines that are kept: which of an answer are an order's, and how much of them is kept.

use serde_json::{Value, json};

use super::{account, json as body_of, money, sale};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, UserId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::quantity::Quantity;
use crate::lightspeed::{LineReservations, RSeries};

fn line(changes: &[(&str, Value)]) -> Value {
    let mut line = json!({
        "saleLineID": "41", "saleID": "0", "isLayaway": "true", "customerID": "77", "shopID": "1", "itemID": "301",
        "unitQuantity": "2", "unitPrice": "22.5", "discountAmount": "0",
        "Note": {"noteID": "9", "note": "shopify:500:601\nGift"},
        "InventorySales": {"InventorySale": {"quantity": "2"}},
    });
    for (field, value) in changes {
        line[*field] = value.clone();
    }
    line
}

fn read(rows: &Value) -> (Vec<(String, Quantity)>, Option<String>) {
    let next = "https://example.com/API/V3/Account/7/SaleLine.json?after=WyI0MSJd";
    let body = json!({"@attributes": {"next": next}, "SaleLine": rows}).to_string();
    let (order, currency) = (OrderId::new(500).unwrap(), Currency::parse("USD").unwrap());
    let page = RSeries.read(body.as_bytes(), order, currency).unwrap();
    (page.lines.into_iter().map(|line| (line.id.to_string(), line.kept)).collect(), page.after)
}

#[test]
fn a_line_counts_if_its_own_fields_say_so() {
    let ours = |changes: &[(&str, Value)]| {
        let (lines, after) = read(&line(changes));
        assert_eq!(after.as_deref(), Some("WyI0MSJd"));
        lines.first().map(|(_, kept)| kept.to_string())
    };
    let some = |units: &str| Some(units.to_owned());
    for (changes, expected) in [
        (vec![], some("2")),
        (vec![("InventorySales", json!(""))], some("0")),
        (
            vec![(
                "InventorySales",
                json!({"InventorySale": [{"quantity": "1"}, {"quantity": "0.5"}]}),
            )],
            some("1.5"),
        ),
        (vec![("saleID", json!("88"))], None),
        (vec![("isLayaway", json!("false"))], None),
        (vec![("Note", json!({"note": "shopify:501:601"}))], None),
        (vec![("Note", json!({"note": "Keep it for Ada"}))], None),
        (vec![("Note", json!(""))], None),
    ] {
        assert_eq!(ours(&changes), expected, "{changes:?}");
    }
    let both = json!([line(&[]), line(&[("saleLineID", json!("42"))])]);
    let ids: Vec<String> = read(&both).0.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["41", "42"]);
    assert!(read(&json!("")).0.is_empty());
}

#[test]
fn a_line_is_kept_as_a_whole_or_as_far_as_there_is_stock() {
    let user = UserId::parse("11").unwrap();
    let mut sale = sale();
    sale.customer = Some(CustomerId::parse("77").unwrap());
    let request = |full| RSeries.reserve(account(&user), &sale, &sale.lines[0], full);
    let (whole, short) = (request(true), request(false));
    assert_ne!(whole.natural_key, short.natural_key);
    assert_eq!(body_of(&whole)["requireFullReservation"], json!(true));
    assert_eq!(body_of(&short)["requireFullReservation"], json!(false));
    assert_eq!(body_of(&whole)["customerID"], "77");
    let page = json!({"@attributes": {}, "SaleLine": line(&[])}).to_string();
    let currency = Currency::parse("USD").unwrap();
    let order = OrderId::new(500).unwrap();
    let kept = RSeries.read(page.as_bytes(), order, currency).unwrap().lines.remove(0);
    assert_eq!((kept.asked, kept.unit_price), (Quantity::whole(2), money("22.50")));
    let gone = RSeries.release(account(&user), order, &kept);
    assert_eq!(
        (gone.method.as_str(), gone.path.as_str()),
        ("DELETE", "/API/V3/Account/797/SaleLine/41.json")
    );
    let fill = RSeries.fill(account(&user), order, &kept);
    assert_eq!(body_of(&fill), json!({"unitQuantity": "2", "requireFullReservation": false}));
}
