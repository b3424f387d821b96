//! Both dialects: what a look-up's answer proves, and what a request carries.

use serde_json::Value;

use super::{Account, Dialect, Lookup, RSeries, XSeries};
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::{
    ItemId, OutletId, PaymentTypeId, RegisterId, TaxClassId, TaxId, UserId,
};
use crate::domain::ids::shopify::{LineItemId, OrderId, TransactionId};
use crate::domain::money::Money;
use crate::domain::number::parse;
use crate::domain::order::{Address, Buyer};
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Delivery, LineTax, Mode, Sale, SaleKey, SaleLine, Source, Tender};
use crate::domain::time::Timestamp;

const SHOP: &str = "till.myshopify.com";

fn account(user: &UserId) -> Account<'_> {
    Account { shop: SHOP, account: "797", version: "2026-07", user }
}

fn money(text: &str) -> Money {
    Money::new(parse(text).unwrap(), Currency::parse("USD").unwrap())
}

/// 2 x 22.50 plus 20 %: 54.00, at outlet 1, paid with payment type 9.
fn sale() -> Sale {
    Sale {
        key: SaleKey { order: OrderId::new(500).unwrap(), outlet: OutletId::parse("1").unwrap() },
        register: RegisterId::parse("2").unwrap(),
        reference: "#500".to_owned(),
        at: Timestamp::parse("2026-11-20T04:00:00-05:00").unwrap(),
        customer: None,
        mode: Mode::Completed,
        business_day: None,
        delivery: Delivery::None,
        category: Some(TaxId::parse("20").unwrap()),
        note: String::new(),
        lines: vec![SaleLine {
            source: Source::Line(LineItemId::new(601).unwrap()),
            stocked: true,
            reserved: None,
            item: ItemId::parse("301").unwrap(),
            quantity: Quantity::whole(2),
            unit_price: money("22.50"),
            discount: money("0"),
            unit_tax: Some(money("4.50")),
            tax: LineTax {
                rates: vec![parse("0.2").unwrap()],
                inclusive: false,
                id: Some(TaxId::parse("20").unwrap()),
                class: None,
            },
            note: String::new(),
        }],
        tenders: vec![Tender {
            payment_type: PaymentTypeId::parse("9").unwrap(),
            amount: money("54.00"),
            transaction: TransactionId::new(801).unwrap(),
            part: false,
        }],
        total: money("54.00"),
        tax_total: money("9.00"),
        order_tax: money("9.00"),
        tax_bound: money("0.015"),
    }
}

fn json(request: &Request) -> Value {
    serde_json::from_str(request.body.as_ref().unwrap().get()).unwrap()
}

fn recorded(dialect: &dyn Dialect, sale: &Sale) -> Value {
    let user = UserId::parse("11").unwrap();
    let requests = dialect.record_sale(account(&user), sale);
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    json(request)
}

fn found(dialect: &dyn Dialect, body: &str) -> Vec<String> {
    let email = Email::parse("Ada@example.com").unwrap();
    let found = dialect.read_customers(body.as_bytes(), &email).unwrap();
    found.iter().map(ToString::to_string).collect()
}

fn r_customer(id: &str, addresses: &str, archived: &str) -> String {
    format!(
        r#"{{"customerID":"{id}","archived":"{archived}","Contact":{{"Emails":{{"ContactEmail":{addresses}}}}}}}"#
    )
}

#[test]
fn r_a_customer_counts_only_by_its_own_address() {
    let own = r#"{"address":"ADA@example.com","useType":"Primary"}"#;
    let other = r#"{"address":"bob@example.com"}"#;
    let row = r_customer("7", own, "false");
    assert_eq!(found(&RSeries, &format!(r#"{{"Customer":{row}}}"#)), ["7"]);
    let rows = [
        r_customer("1", other, "false"),
        r_customer("2", &format!("[{other},{own}]"), "false"),
        r_customer("3", own, "true"),
        r#"{"customerID":"4","archived":"false","Contact":{"Emails":""}}"#.to_owned(),
    ];
    assert_eq!(found(&RSeries, &format!(r#"{{"Customer":[{}]}}"#, rows.join(","))), ["2"]);
    for none in [r#"{"@attributes":{"count":"0"}}"#, r#"{"Customer":""}"#, r#"{"Customer":[]}"#] {
        assert!(found(&RSeries, none).is_empty(), "{none}");
    }
}

#[test]
fn x_a_customer_counts_only_by_its_own_address() {
    let body = r#"{"data":[{"id":"a","email":"bob@example.com"},{"id":"b","email":" ADA@Example.com"},
        {"id":"c","email":"ada@example.com","deleted_at":"2026-01-01T00:00:00Z"},{"id":"d","email":null}]}"#;
    assert_eq!(found(&XSeries, body), ["b"]);
    assert!(found(&XSeries, r#"{"data":[]}"#).is_empty());
}

fn looked_up(dialect: &dyn Dialect, status: u16, body: &str) -> Lookup {
    let user = UserId::parse("11").unwrap();
    dialect.read_sale(account(&user), status, body.as_bytes(), &sale()).unwrap()
}

fn r_sale(id: &str, fields: &str, note: &str) -> String {
    let note = note.replace('"', "\\\"");
    format!(
        r##"{{"saleID":"{id}","calcTotal":"54","referenceNumber":"#500",{fields}"SaleNotes":{{"InternalNote":{{"note":"{note}"}}}}}}"##
    )
}

#[test]
fn r_a_sale_is_ours_by_the_key_in_its_note() {
    let ours = r#"{"shopify_order":"500","outlet":"1"}"#;
    let other = r#"{"shopify_order":"500","outlet":"2"}"#;
    let source = r#""referenceNumberSource":"Shopify","shopID":"1","#;
    let table = [
        (r_sale("8", source, ours), "found 8"),
        (r_sale("8", r#""voided":"true","#, ours), "absent"),
        (r_sale("8", source, other), "absent"),
        // Another outlet's, keyed in by hand or not.
        (r_sale("8", r#""shopID":"2","#, ""), "absent"),
        (r_sale("8", r#""shopID":"1","#, "typed by hand"), "taken 8"),
        (r_sale("8", "", ours).replace("#500", "#501"), "ignored"),
    ];
    let word = |lookup: Lookup| match lookup {
        Lookup::Absent => "absent".to_owned(),
        Lookup::Found(found) => format!("found {}", found.id),
        Lookup::Taken(id) => format!("taken {id}"),
        Lookup::FilterIgnored => "ignored".to_owned(),
    };
    for (row, expected) in &table {
        let lookup = looked_up(&RSeries, 200, &format!(r#"{{"Sale":{row}}}"#));
        assert_eq!(word(lookup), *expected, "{row}");
    }
    // Among several, ours outweighs a taken one, and that one an ignored filter.
    let all = |rows: &[usize]| {
        let rows: Vec<&str> = rows.iter().map(|row| &*table[*row].0).collect();
        word(looked_up(&RSeries, 200, &format!(r#"{{"Sale":[{}]}}"#, rows.join(","))))
    };
    assert_eq!(
        [all(&[5, 4, 0]), all(&[4, 5]), all(&[1, 5]), all(&[])],
        ["found 8", "taken 8", "ignored", "absent"]
    );
}

#[test]
fn x_a_sale_is_ours_by_the_id_we_chose() {
    let id = recorded(&XSeries, &sale())["id"].as_str().unwrap().to_owned();
    assert_eq!(looked_up(&XSeries, 404, "not even JSON"), Lookup::Absent);
    let nested = format!(r#"{{"data":{{"id":"{id}","totals":{{"price_incl_tax":54.0}}}}}}"#);
    let flat = format!(r#"{{"data":{{"id":"{id}","total_price":45.00,"total_tax":9.00}}}}"#);
    for body in [nested, flat] {
        let Lookup::Found(found) = looked_up(&XSeries, 200, &body) else { panic!("{body}") };
        assert_eq!((found.id.to_string(), found.total), (id.clone(), Some(money("54.00"))));
    }
    let other =
        r#"{"data":{"id":"811e0093-a70c-56ef-87c3-cd338189809c","total_price":1,"total_tax":0}}"#;
    assert_eq!(looked_up(&XSeries, 200, other), Lookup::FilterIgnored);
}

#[test]
fn r_a_sale_names_its_tax_and_never_sends_an_amount() {
    let mut sale = sale();
    let body = recorded(&RSeries, &sale);
    assert_eq!(body["taxCategoryID"], "20");
    assert_eq!(body["completeTime"], "2026-11-20T09:00:00+00:00");
    let line = &body["SaleLines"]["SaleLine"][0];
    assert_eq!((&line["unitPrice"], &line["unitQuantity"]), (&"22.50".into(), &"2".into()));
    assert_eq!((&line["tax"], line.get("taxClassID")), (&true.into(), None));
    assert_eq!(line["Note"]["note"], "shopify:500:601");
    let payment = &body["SalePayments"]["SalePayment"][0];
    assert_eq!(payment["remoteReference"], "gid://shopify/OrderTransaction/801");
    assert_eq!((body.get("customerID"), body.get("ShipTo")), (None, None));
    sale.lines[0].tax.rates.clear();
    sale.lines[0].tax.class = Some(TaxClassId::parse("4").unwrap());
    let body = recorded(&RSeries, &sale);
    let line = &body["SaleLines"]["SaleLine"][0];
    assert_eq!((&line["tax"], &line["taxClassID"]), (&false.into(), &"4".into()));
}

#[test]
fn x_a_sale_that_is_sent_reserves_and_one_that_is_not_is_closed() {
    let mut sale = sale();
    let closed = recorded(&XSeries, &sale);
    assert_eq!(closed["state"], "closed");
    for field in ["attributes", "fulfillment_outlet_id", "fulfillment_details"] {
        assert_eq!(closed.get(field), None, "{field}");
    }
    let to = Address {
        first_name: "Ada".to_owned(),
        line1: "1 Row".to_owned(),
        zip: "12207".to_owned(),
        ..Address::default()
    };
    sale.delivery = Delivery::Ship { to: Some(Box::new(to)), done: false };
    let sent = recorded(&XSeries, &sale);
    assert_eq!((&sent["state"], &sent["attributes"][0]), (&"pending".into(), &"delivery".into()));
    assert_eq!(sent["fulfillment_details"][0]["note"], "Ada, 1 Row, 12207");
    assert_eq!(sent["line_items"][0]["fulfilment_outlet_id"], "1");
    assert_eq!(sent["line_items"][0]["_metadata"]["fulfillment_method"], "DISPATCH");
    assert_eq!(sent["line_items"][0]["pricing"]["price"].to_string(), "22.5");
    assert_eq!(sent["line_items"][0]["tax"]["amount"].to_string(), "4.5");
    // The same sale has the same ids in every run, and its parts differ.
    assert_eq!(
        (&sent["id"], &sent["line_items"][0]["id"]),
        (&closed["id"], &closed["line_items"][0]["id"])
    );
    assert_ne!(sent["id"], sent["payments"][0]["id"]);
}

#[test]
fn a_customer_is_created_without_consent() {
    let user = UserId::parse("11").unwrap();
    let email = Email::parse("Ada@Example.com").unwrap();
    let buyer = Buyer { first_name: Some("Ada".to_owned()), ..Buyer::default() };
    let r = json(&RSeries.create_customer(account(&user), &buyer, &email, "key"));
    let contact = &r["Contact"];
    assert_eq!([&contact["noEmail"], &contact["noPhone"], &contact["noMail"]], [true, true, true]);
    assert_eq!(contact["Emails"]["ContactEmail"][0]["address"], "ada@example.com");
    assert_eq!((&r["lastName"], contact.get("Phones")), (&"".into(), None));
    let x = json(&XSeries.create_customer(account(&user), &buyer, &email, "key"));
    assert_eq!((&x["do_not_email"], &x["email"]), (&true.into(), &"ada@example.com".into()));
    assert_eq!((&x["last_name"], x.get("phone")), (&Value::Null, None));
}

#[test]
fn a_refusal_is_given_in_the_vendors_words() {
    let words = |dialect: &dyn Dialect, body: &str| dialect.refusal(body.as_bytes());
    let r = r#"{"httpCode":"400","message":"Sale could not be completed"}"#;
    assert_eq!(words(&RSeries, r).as_deref(), Some("Sale could not be completed"));
    let x = [
        (r#"{"error":"x","message":"no"}"#, Some("no")),
        (r#"{"error":"x","error_description":"why"}"#, Some("why")),
        (r#"{"errors":[{"message":"first"},{"message":"second"}]}"#, Some("first")),
        (r#"{"error":"only"}"#, Some("only")),
        ("<html>", None),
    ];
    for (body, expected) in x {
        assert_eq!(words(&XSeries, body).as_deref(), expected, "{body}");
    }
}
