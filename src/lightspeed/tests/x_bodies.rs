//! X-Series bodies: states, how goods reach the buyer, lines and their ids.

use serde_json::{Value, json};

use super::{line, money, recorded, sale, shipping};
use crate::domain::capabilities::Negative;
use crate::domain::ids::lightspeed::TaxId;
use crate::domain::ids::shopify::LineItemId;
use crate::domain::order::Address;
use crate::domain::sale::{Delivery, Mode, Source};
use crate::lightspeed::{Dialect, XSeries};

fn ship(done: bool) -> Delivery {
    let to = Address {
        first_name: "Ada".to_owned(),
        line1: "1 Row".to_owned(),
        zip: "12207".to_owned(),
        ..Address::default()
    };
    Delivery::Ship { to: Some(Box::new(to)), done }
}

#[test]
fn the_state_says_what_becomes_of_stock_and_money() {
    use Mode::{Completed, Reserve};
    let (delivery, pickup) = (Some(("delivery", "DISPATCH")), Some(("pickup", "PICKUP")));
    let table = [
        (Completed, Delivery::None, "closed", None),
        (Completed, ship(true), "closed", None),
        (Completed, Delivery::PickUp { done: true }, "closed", None),
        (Completed, ship(false), "pending", delivery),
        (Completed, Delivery::PickUp { done: false }, "pending", pickup),
        (Reserve, Delivery::None, "parked", None),
        (Reserve, ship(false), "pending", delivery),
        (Reserve, Delivery::PickUp { done: false }, "pending", pickup),
        // The goods are gone although nothing is paid: parked would put them back.
        (Reserve, ship(true), "pending", delivery),
        (Reserve, Delivery::PickUp { done: true }, "pending", pickup),
    ];
    for (mode, delivery, state, kept) in table {
        let case = format!("{mode:?} {delivery:?}");
        let body = recorded(&XSeries, &sale_with(mode, delivery));
        assert_eq!(body["state"], state, "{case}");
        let attributes = kept.map(|(attribute, _)| json!([attribute]));
        assert_eq!(body.get("attributes"), attributes.as_ref(), "{case}");
        let kind = body.pointer("/fulfillment_details/0/type").and_then(Value::as_str);
        assert_eq!(kind, kept.map(|(_, method)| method), "{case}");
        let line = &body["line_items"][0];
        let method = line["_metadata"].get("fulfillment_method").and_then(Value::as_str);
        assert_eq!(method, kept.map(|(_, method)| method), "{case}");
        let outlet = kept.map(|_| json!("1"));
        assert_eq!(body.get("fulfillment_outlet_id"), outlet.as_ref(), "{case}");
        assert_eq!(line.get("fulfilment_outlet_id"), outlet.as_ref(), "{case}");
    }
}

fn sale_with(mode: Mode, delivery: Delivery) -> crate::domain::sale::Sale {
    let mut sale = sale();
    (sale.mode, sale.delivery) = (mode, delivery);
    sale
}

#[test]
fn the_address_stands_in_the_note_of_the_fulfilment() {
    let note = |delivery| {
        let body = recorded(&XSeries, &sale_with(Mode::Completed, delivery));
        body["fulfillment_details"][0]["note"].as_str().unwrap().to_owned()
    };
    assert_eq!(note(ship(false)), "Ada, 1 Row, 12207");
    assert_eq!(note(Delivery::Ship { to: None, done: false }), "The order has no address.");
    assert_eq!(note(Delivery::PickUp { done: false }), "The buyer picks it up.");
}

#[test]
fn only_goods_are_delivered() {
    let mut sale = sale_with(Mode::Completed, ship(false));
    sale.lines.push(shipping("5.00"));
    let body = recorded(&XSeries, &sale);
    let shipping = &body["line_items"][1];
    assert_eq!(shipping["_metadata"], json!({"is_price_override": true, "sequence": 1}));
    assert_eq!(shipping.get("fulfilment_outlet_id"), None);
}

#[test]
fn a_line_has_the_price_discount_and_tax_of_one_unit_and_its_own_tax() {
    let mut sale = sale();
    sale.lines[0].discount = money("3.33333");
    sale.lines.push(line(Source::Line(LineItemId::new(602).unwrap()), "302", 1, "4", "0.4"));
    sale.lines[1].tax.id = Some(TaxId::parse("22").unwrap());
    sale.lines.push(shipping("5.00"));
    let body = recorded(&XSeries, &sale);
    let lines = &body["line_items"];
    // As text: numbers are compared as they are written.
    assert_eq!(
        lines[0]["pricing"].to_string(),
        r#"{"discount":3.33333,"loyalty_amount":0,"price":22.5}"#
    );
    assert_eq!(lines[0]["tax"].to_string(), r#"{"amount":4.5,"id":"20"}"#);
    assert_eq!(lines[1]["pricing"]["discount"].to_string(), "0");
    assert_eq!(lines[1]["tax"].to_string(), r#"{"amount":0.4,"id":"22"}"#);
    assert_eq!(lines[2]["tax"].to_string(), r#"{"amount":0,"id":"21"}"#);
}

#[test]
fn what_takes_money_off_is_minus_one_unit() {
    assert_eq!(XSeries.capabilities().negative, Negative::Quantity);
    let mut sale = sale();
    sale.lines.push(line(Source::Refund, "906", -1, "3.50", "0"));
    let line = &recorded(&XSeries, &sale)["line_items"][1];
    assert_eq!([line["quantity"].to_string(), line["pricing"]["price"].to_string()], ["-1", "3.5"]);
}

#[test]
fn notes_stand_only_where_somebody_wrote_and_name_no_id() {
    assert!(XSeries.capabilities().blackens_card_numbers);
    let mut sale = sale();
    let body = recorded(&XSeries, &sale);
    assert_eq!((body.get("note"), body["line_items"][0].get("attributes")), (None, None));
    sale.note = "Ring twice".to_owned();
    sale.lines[0].note = "Engraving: Ada".to_owned();
    let body = recorded(&XSeries, &sale);
    assert_eq!(body["note"], "Ring twice");
    assert_eq!(
        body["line_items"][0]["attributes"],
        json!([{"name": "line_note", "value": "Engraving: Ada"}])
    );
}

/// The expected ids were computed with Python: uuid5(uuid5(NAMESPACE_DNS, "tillbridge"),
/// "till.myshopify.com/sale/500/1" + each of "", "/line/601", "/line/601/unmapped",
/// "/shipping/45", "/tip", "/payment/801").
#[test]
fn the_same_sale_has_the_same_ids_in_every_run() {
    let mut sale = sale();
    let misplaced = Source::Misplaced(LineItemId::new(601).unwrap());
    sale.lines.push(line(misplaced, "908", 1, "22.50", "4.50"));
    sale.lines.push(shipping("5.00"));
    sale.lines.push(line(Source::Tip, "902", 1, "2.00", "0"));
    let body = recorded(&XSeries, &sale);
    let mut ids = vec![&body["id"]];
    ids.extend((0..4).map(|place| &body["line_items"][place]["id"]));
    ids.push(&body["payments"][0]["id"]);
    assert_eq!(ids, IDS);
    sale.mode = Mode::Reserve;
    assert_eq!(recorded(&XSeries, &sale)["id"], IDS[0], "reserved and completed are one sale");
}

const IDS: [&str; 6] = [
    "bb07d683-f3a0-5475-954f-1cab5069db35",
    "83857c30-bad0-5024-b806-53a183788630",
    "339f655b-b53a-5e5b-8a34-c85b1868c4fc",
    "d44f8c9b-be66-5899-8994-2d379f333c75",
    "62117c41-4b2b-5bb4-a28d-831ce04665bc",
    "dcd94e54-317a-564e-b513-5668fad1128e",
];
