//! Both dialects: what a look-up's answer proves, and what a request carries.

mod keyed;
mod r_bodies;
mod r_reserved;
mod r_reversal;
mod recording;
mod recording_tendered;
mod tenders;
mod undoing;
mod x_bodies;
mod x_reversal;

use serde_json::Value;

use super::{Account, Dialect, Lookup, RSeries, XSeries};
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::{ItemId, OutletId, PaymentTypeId, RegisterId, TaxId, UserId};
use crate::domain::ids::shopify::{LineItemId, OrderId, ShippingLineId, TransactionId};
use crate::domain::money::Money;
use crate::domain::number::parse;
use crate::domain::order::Buyer;
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
        mode: Mode::Completed,
        register: RegisterId::parse("2").unwrap(),
        reference: "#500".to_owned(),
        at: Timestamp::parse("2026-11-20T04:00:00-05:00").unwrap(),
        business_day: None,
        customer: None,
        delivery: Delivery::None,
        category: Some(TaxId::parse("20").unwrap()),
        note: String::new(),
        lines: vec![line(Source::Line(LineItemId::new(601).unwrap()), "301", 2, "22.50", "4.50")],
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

/// A taxed line of goods; one without a unit tax is not taxed.
fn line(source: Source, item: &str, quantity: i64, price: &str, unit_tax: &str) -> SaleLine {
    let taxed = unit_tax != "0";
    SaleLine {
        source,
        item: ItemId::parse(item).unwrap(),
        stocked: matches!(source, Source::Line(_)),
        reserved: None,
        quantity: Quantity::whole(quantity),
        unit_price: money(price),
        discount: money("0"),
        unit_tax: Some(money(unit_tax)),
        tax: LineTax {
            rates: taxed.then(|| parse("0.2").unwrap()).into_iter().collect(),
            inclusive: false,
            id: Some(TaxId::parse(if taxed { "20" } else { "21" }).unwrap()),
            class: None,
        },
        note: String::new(),
    }
}

fn shipping(price: &str) -> SaleLine {
    line(Source::Shipping(ShippingLineId::new(45).unwrap()), "901", 1, price, "0")
}

fn json(request: &Request) -> Value {
    serde_json::from_str(request.body.as_ref().unwrap().get()).unwrap()
}

fn recorded(dialect: &dyn Dialect, sale: &Sale) -> Value {
    let user = UserId::parse("11").unwrap();
    let requests = dialect.record_sale(account(&user), sale);
    assert_eq!(requests.len(), 1);
    json(&requests[0])
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
    dialect.read_sale(account(&user), status, body.as_bytes(), (&sale()).into()).unwrap()
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
        Lookup::Voided(id) => format!("voided {id}"),
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
    let says = |word: &str, payments: &str| {
        let body = format!(
            r#"{{"data":{{"id":"{id}",{word},"payments":[{payments}],"totals":{{"price_incl_tax":54}}}}}}"#
        );
        match looked_up(&XSeries, 200, &body) {
            Lookup::Found(found) => {
                if found.open {
                    "open"
                } else {
                    "sold"
                }
            }
            Lookup::Voided(_) => "voided",
            other => panic!("{other:?}"),
        }
    };
    for (word, payments, expected) in [
        (r#""state":"pending""#, "", "open"),
        (r#""state":"parked""#, "", "open"),
        (r#""status":"AWAITING_PICKUP""#, "", "open"),
        (r#""state":"pending""#, "{}", "sold"),
        (r#""state":"closed""#, "", "sold"),
        (r#""state":"voided""#, "", "voided"),
        (r#""status":"VOIDED""#, "", "voided"),
    ] {
        assert_eq!(says(word, payments), expected, "{word} {payments}");
    }
    let other =
        r#"{"data":{"id":"811e0093-a70c-56ef-87c3-cd338189809c","total_price":1,"total_tax":0}}"#;
    assert_eq!(looked_up(&XSeries, 200, other), Lookup::FilterIgnored);
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
