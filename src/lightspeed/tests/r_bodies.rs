//! R-Series bodies: the completed sale, and the lines that reserve.

use serde_json::{Value, json};

use super::{account, json, line, money, recorded, sale, shipping};
use crate::contract::io::Request;
use crate::domain::capabilities::Negative;
use crate::domain::ids::lightspeed::{CustomerId, SaleLineId, TaxClassId, UserId};
use crate::domain::ids::shopify::LineItemId;
use crate::domain::order::Address;
use crate::domain::sale::{Delivery, Mode, Sale, Source};
use crate::lightspeed::{Dialect, RSeries};

fn lines(sale: &Sale) -> Value {
    recorded(&RSeries, sale)["SaleLines"]["SaleLine"].clone()
}

fn reserved(sale: &Sale) -> Vec<Request> {
    let user = UserId::parse("11").unwrap();
    RSeries.record_sale(account(&user), sale)
}

#[test]
fn it_names_its_tax_and_never_sends_an_amount() {
    let mut sale = sale();
    let body = recorded(&RSeries, &sale);
    assert_eq!(body["taxCategoryID"], "20");
    assert_eq!(body["completed"], true);
    assert_eq!(body["completeTime"], "2026-11-20T09:00:00+00:00");
    assert_eq!((body.get("customerID"), body.get("ShipTo")), (None, None));
    assert_eq!(
        lines(&sale),
        json!([{
            "itemID": "301", "unitQuantity": "2", "unitPrice": "22.50", "discountID": "0",
            "tax": true, "Note": {"note": "shopify:500:601"},
        }])
    );
    // Without a category nothing is taxed; `0` would be one, and mean none without a word.
    sale.category = None;
    assert_eq!(recorded(&RSeries, &sale).get("taxCategoryID"), None);
}

#[test]
fn each_line_says_whether_and_as_which_class_it_is_taxed() {
    let mut sale = sale();
    sale.lines.push(shipping("5.00"));
    sale.lines[0].tax.class = Some(TaxClassId::parse("4").unwrap());
    let lines = lines(&sale);
    assert_eq!((&lines[0]["tax"], &lines[0]["taxClassID"]), (&true.into(), &"4".into()));
    assert_eq!((&lines[1]["tax"], lines[1].get("taxClassID")), (&false.into(), None));
}

#[test]
fn a_line_has_a_discount_amount_or_a_discount_id() {
    let mut sale = sale();
    sale.lines[0].discount = money("10.00");
    let lines = lines(&sale);
    assert_eq!((&lines[0]["discountAmount"], lines[0].get("discountID")), (&"10.00".into(), None));
}

#[test]
fn what_takes_money_off_is_one_unit_below_zero() {
    assert_eq!(RSeries.capabilities().negative, Negative::Price);
    let mut sale = sale();
    sale.lines.push(line(Source::Refund, "906", 1, "-3.50", "0"));
    let lines = lines(&sale);
    assert_eq!((&lines[1]["unitQuantity"], &lines[1]["unitPrice"]), (&"1".into(), &"-3.50".into()));
}

#[test]
fn a_line_is_known_by_its_source_and_then_by_words() {
    let mut sale = sale();
    let misplaced = Source::Misplaced(LineItemId::new(601).unwrap());
    sale.lines.push(line(misplaced, "908", 1, "22.50", "4.50"));
    sale.lines.push(shipping("5.00"));
    sale.lines.push(line(Source::Tip, "902", 1, "2.00", "0"));
    sale.lines[1].note = "Teapot, blue\nSKU TP-1".to_owned();
    let lines = lines(&sale);
    let notes: Vec<&Value> = (0..4).map(|place| &lines[place]["Note"]["note"]).collect();
    assert_eq!(
        notes,
        [
            "shopify:500:601",
            "shopify:500:601\nTeapot, blue\nSKU TP-1",
            "shopify:500:shipping/45",
            "shopify:500:tip"
        ]
    );
}

#[test]
fn the_key_is_internal_and_what_people_wrote_is_printed() {
    let mut sale = sale();
    let key =
        json!({"note": r#"{"shopify_order":"500","outlet":"1","shop":"till.myshopify.com"}"#});
    assert_eq!(recorded(&RSeries, &sale)["SaleNotes"], json!({"InternalNote": key}));
    sale.note = "Ring twice".to_owned();
    assert_eq!(
        recorded(&RSeries, &sale)["SaleNotes"],
        json!({"InternalNote": key, "PrintedNote": {"note": "Ring twice"}})
    );
}

#[test]
fn a_payment_that_pays_several_sales_says_which_share_it_is() {
    let mut sale = sale();
    let reference = |sale: &Sale| {
        recorded(&RSeries, sale)["SalePayments"]["SalePayment"][0]["remoteReference"].clone()
    };
    assert_eq!(reference(&sale), "gid://shopify/OrderTransaction/801");
    sale.tenders[0].part = true;
    assert_eq!(reference(&sale), "gid://shopify/OrderTransaction/801#1");
}

#[test]
fn what_is_to_be_sent_or_picked_up_is_not_shipped() {
    let to = Address { line1: "1 Row".to_owned(), zip: "12207".to_owned(), ..Address::default() };
    let to = Box::new(to);
    let table = [
        (Delivery::None, None),
        (Delivery::PickUp { done: true }, None),
        (Delivery::PickUp { done: false }, Some((false, None))),
        (Delivery::Ship { to: None, done: false }, Some((false, None))),
        (Delivery::Ship { to: Some(to.clone()), done: false }, Some((false, Some("1 Row")))),
        (Delivery::Ship { to: Some(to), done: true }, Some((true, Some("1 Row")))),
    ];
    for (delivery, expected) in table {
        let mut sale = sale();
        sale.delivery = delivery;
        let body = recorded(&RSeries, &sale);
        let seen = body.get("ShipTo").map(|ship_to| {
            let contact = ship_to.get("Contact");
            let address = contact.map(|contact| &contact["Addresses"]["ContactAddress"]);
            (ship_to["shipped"].as_bool().unwrap(), address.and_then(|it| it["address1"].as_str()))
        });
        assert_eq!(seen, expected, "{:?}", sale.delivery);
    }
}

#[test]
fn a_line_that_was_reserved_is_named_and_says_nothing_else() {
    let mut sale = sale();
    sale.lines[0].reserved = Some(SaleLineId::parse("4711").unwrap());
    sale.lines.push(shipping("5.00"));
    let lines = lines(&sale);
    assert_eq!(lines[0], json!({"saleLineID": "4711"}));
    assert_eq!(lines[1]["itemID"], "901");
}

#[test]
fn a_reservation_is_one_line_for_each_that_has_stock() {
    assert!(RSeries.capabilities().reserves_lines);
    let mut sale = sale();
    sale.mode = Mode::Reserve;
    sale.tenders.clear();
    sale.customer = Some(CustomerId::parse("77").unwrap());
    let gift_card = line(Source::Line(LineItemId::new(602).unwrap()), "905", 1, "25.00", "0");
    sale.lines.push(gift_card);
    sale.lines[1].stocked = false;
    sale.lines.push(line(Source::Line(LineItemId::new(603).unwrap()), "303", 1, "8.00", "1.60"));
    sale.lines[2].discount = money("1.00");
    sale.lines[2].tax.class = Some(TaxClassId::parse("4").unwrap());
    sale.lines.push(shipping("5.00"));
    let requests = reserved(&sale);
    let keys: Vec<&str> =
        requests.iter().map(|request| request.natural_key.as_deref().unwrap()).collect();
    assert_eq!(keys, ["sale/500/1/line/601", "sale/500/1/line/603"]);
    for request in &requests {
        assert_eq!(request.method, "POST");
        assert_eq!(request.path, "/API/V3/Account/797/SaleLine.json");
    }
    assert_eq!(
        json(&requests[0]),
        json!({
            "customerID": "77", "employeeID": "11", "shopID": "1", "isLayaway": true,
            "requireFullReservation": true, "itemID": "301", "unitQuantity": "2",
            "unitPrice": "22.50", "discountID": "0", "tax": true,
            "Note": {"note": "shopify:500:601"},
        })
    );
    let second = json(&requests[1]);
    assert_eq!(
        [&second["discountAmount"], &second["taxClassID"], &second["itemID"]],
        ["1.00", "4", "303"]
    );
}
