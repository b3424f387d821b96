//! A payout's record in both series: what is sent, and what a look-up proves.

use serde_json::{Value, json};

use super::{SHOP, account, json, money};
use crate::contract::io::Request;
use crate::domain::ids::lightspeed::{
    ItemId, OutletId, PaymentTypeId, RegisterId, SaleId, TaxId, UserId,
};
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{PayoutRecord, RecordLine};
use crate::domain::time::Timestamp;
use crate::lightspeed::recording::{RecordLookup, Recording};
use crate::lightspeed::{RSeries, XSeries};

const REFERENCE: &str = "P7001-A1";

/// 100.00 sold, 2.97 of fees, the rest to the bank.
fn record() -> PayoutRecord {
    let line = |item: &str, amount: &str, what: &str| RecordLine {
        item: ItemId::parse(item).unwrap(),
        amount: money(amount),
        what: what.to_owned(),
    };
    PayoutRecord {
        reference: REFERENCE.to_owned(),
        payout: PayoutId::new(7001).unwrap(),
        register: RegisterId::parse("2").unwrap(),
        outlet: OutletId::parse("1").unwrap(),
        at: Timestamp::parse("2026-11-20T04:00:00-05:00").unwrap(),
        note: "Shopify payout of 20 November".to_owned(),
        lines: vec![
            line("501", "100", "sales"),
            line("502", "-2.97", "processing fees"),
            line("503", "-97.03", "net to bank"),
        ],
        tax: Some(TaxId::parse("21").unwrap()),
        payment: None,
    }
}

fn sent(series: &dyn Recording, record: &PayoutRecord) -> Request {
    let user = UserId::parse("11").unwrap();
    series.record_payout(account(&user), record, "payout/7001/A1")
}

fn with_payment() -> PayoutRecord {
    PayoutRecord { payment: Some(PaymentTypeId::parse("9").unwrap()), ..record() }
}

/// Fails when a field of the body is missing, spelled otherwise, or one more is sent.
#[test]
fn r_the_record_is_a_completed_sale_of_nothing() {
    let request = sent(&RSeries, &record());
    assert_eq!((&*request.method, &*request.path), ("POST", "/API/V3/Account/797/Sale.json"));
    assert_eq!(request.natural_key.as_deref(), Some("payout/7001/A1"));
    let line = |item: &str, price: &str, what: &str| {
        json!({"itemID": item, "unitQuantity": "1", "unitPrice": price, "discountID": "0",
            "tax": false, "Note": {"note": what}})
    };
    let mut expected = json!({
        "employeeID": "11", "registerID": "2", "shopID": "1", "completed": true,
        "completeTime": "2026-11-20T09:00:00+00:00",
        "referenceNumber": "P7001-A1", "referenceNumberSource": "ShopifyPayout",
        "enablePromotions": false,
        "SaleLines": {"SaleLine": [
            line("501", "100.00", "sales"),
            line("502", "-2.97", "processing fees"),
            line("503", "-97.03", "net to bank"),
        ]},
        "SaleNotes": {
            "InternalNote": {"note":
                r#"{"shopify_payout":"7001","reference":"P7001-A1","shop":"till.myshopify.com"}"#},
            "PrintedNote": {"note": "Shopify payout of 20 November"},
        },
    });
    assert_eq!(json(&request), expected);
    expected["SalePayments"] = json!({"SalePayment": [
        {"amount": "0", "paymentTypeID": "9", "remoteReference": "P7001-A1"},
    ]});
    assert_eq!(json(&sent(&RSeries, &with_payment())), expected);
}

/// The expected ids were computed with Python: uuid5(uuid5(NAMESPACE_DNS, "tillbridge"),
/// "till.myshopify.com/payout/P7001-A1" + each of "", "/line/0" to "/line/2", "/payment").
const IDS: [&str; 5] = [
    "924661d8-5b41-5387-a684-d43fac5eacde",
    "0880685c-9e3e-5508-a9c3-61721d7e4b71",
    "8ba71a17-40d5-5a48-8b9e-ae3c7ca457c6",
    "24c32789-0b74-5bae-ac46-d608b6594d24",
    "4fa934a9-bac8-51e8-a4fa-9865e70e78d9",
];

/// Fails when a field of the body is missing, spelled otherwise, or one more is sent; when an
/// amount below zero is no minus one unit; when a number is not written as it is.
#[test]
fn x_the_record_is_a_closed_sale_of_nothing() {
    let request = sent(&XSeries, &record());
    assert_eq!((&*request.method, &*request.path), ("POST", "/api/2026-07/sales"));
    assert_eq!(request.natural_key.as_deref(), Some("payout/7001/A1"));
    let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let line = |place: usize, (item, quantity, price): (&str, &str, &str), what: &str| {
        json!({
            "id": IDS[place + 1], "product": {"id": item}, "quantity": number(quantity),
            "pricing": {"price": number(price), "discount": 0, "loyalty_amount": 0},
            "tax": {"id": "21", "amount": 0}, "status": "CONFIRMED",
            "attributes": [{"name": "line_note", "value": what}],
            "_metadata": {"is_price_override": true, "sequence": place},
        })
    };
    let mut expected = json!({
        "id": IDS[0],
        "source": {"author_id": "11", "register_id": "2", "type": "ShopifyPayout", "id": "P7001-A1"},
        "state": "closed", "date": "2026-11-20T09:00:00Z", "invoice_number": "P7001-A1",
        "note": "Shopify payout of 20 November",
        "line_items": [
            line(0, ("501", "1", "100"), "sales"),
            line(1, ("502", "-1", "2.97"), "processing fees"),
            line(2, ("503", "-1", "97.03"), "net to bank"),
        ],
        "payments": [],
    });
    assert_eq!(json(&request), expected);
    expected["payments"] = json!([{
        "id": IDS[4], "type": {"config_id": "9"}, "amount": 0, "date": "2026-11-20T09:00:00Z",
        "source": {"register_id": "2"},
    }]);
    assert_eq!(json(&sent(&XSeries, &with_payment())), expected);
}

fn found(series: &dyn Recording, status: u16, body: &Value) -> String {
    let user = UserId::parse("11").unwrap();
    let body = body.to_string();
    let found = series.read_found_record(account(&user), status, body.as_bytes(), REFERENCE);
    match found.unwrap() {
        RecordLookup::Absent => "absent".to_owned(),
        RecordLookup::Found(id) => format!("found {id}"),
        RecordLookup::Voided(id) => format!("voided {id}"),
        RecordLookup::Taken(id) => format!("taken {id}"),
        RecordLookup::FilterIgnored => "ignored".to_owned(),
    }
}

/// A row as Lightspeed shows the record, changed at one place.
fn r_row(id: &str, pointer: &str, value: &str) -> Value {
    let note = json!({"shopify_payout": "7001", "reference": REFERENCE, "shop": SHOP});
    let mut row = json!({
        "saleID": id, "completed": "true", "voided": "false", "referenceNumber": REFERENCE,
        "referenceNumberSource": "ShopifyPayout",
        "SaleNotes": {"InternalNote": {"noteID": "3", "note": note.to_string()}},
    });
    if !pointer.is_empty() {
        *row.pointer_mut(pointer).unwrap() = json!(value);
    }
    row
}

/// Fails when a row counts that is not ours, or one that is ours does not.
#[test]
fn r_a_record_is_ours_by_its_reference_source_and_note() {
    const NOTE: &str = "/SaleNotes/InternalNote/note";
    let other_shop = r#"{"shopify_payout":"7001","reference":"P7001-A1","shop":"b.myshopify.com"}"#;
    let other_payout =
        r#"{"shopify_payout":"7001","reference":"P7001","shop":"till.myshopify.com"}"#;
    let order = r#"{"shopify_order":"500","outlet":"1"}"#;
    for (pointer, value, expected) in [
        ("", "", "found 8"),
        ("/referenceNumber", "P7001", "ignored"),
        ("/referenceNumberSource", "", "taken 8"),
        ("/voided", "true", "voided 8"),
        ("/completed", "false", "taken 8"),
        (NOTE, "typed by hand", "taken 8"),
        (NOTE, other_shop, "taken 8"),
        (NOTE, other_payout, "taken 8"),
        // The sale of an order whose name is a payout's reference.
        (NOTE, order, "absent"),
    ] {
        let body = json!({"Sale": r_row("8", pointer, value)});
        assert_eq!(found(&RSeries, 200, &body), expected, "{pointer} {value}");
    }
    let mut lookalike = r_row("8", NOTE, "typed by hand");
    lookalike["voided"] = json!("true");
    assert_eq!(found(&RSeries, 200, &json!({"Sale": lookalike})), "absent");
    assert_eq!(found(&RSeries, 200, &json!({"@attributes": {"count": "0"}})), "absent");
    // Among several the one that says most counts, wherever it stands.
    let rows = [
        r_row("5", "/referenceNumber", "P1"),
        r_row("6", NOTE, ""),
        r_row("7", "/voided", "true"),
        r_row("8", "", ""),
    ];
    for (count, expected) in [(1, "ignored"), (2, "taken 6"), (3, "voided 7"), (4, "found 8")] {
        let mut rows = rows[..count].to_vec();
        assert_eq!(found(&RSeries, 200, &json!({"Sale": rows})), expected);
        rows.reverse();
        assert_eq!(found(&RSeries, 200, &json!({"Sale": rows})), expected);
    }
}

/// Fails when a page of the newest sales is not read, or the pages do not end where they may.
#[test]
fn r_a_record_is_found_among_the_newest_sales() {
    let user = UserId::parse("11").unwrap();
    let since = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
    let read = |series: &dyn Recording, rows: &[Value]| {
        let next = "https://api.lightspeedapp.com/API/V3/Account/797/Sale.json?after=Wz%3D";
        let body = json!({"@attributes": {"next": next}, "Sale": rows}).to_string();
        series.read_listed_record(account(&user), body.as_bytes(), REFERENCE, since).unwrap()
    };
    let id = |id: &str| SaleId::parse(id).unwrap();
    let other = |id: &str, at: &str| {
        let mut row = r_row(id, "/referenceNumber", "#500");
        row["createTime"] = json!(at);
        row
    };
    let (new, old) = ("2026-11-20T00:00:00+00:00", "2026-11-19T23:59:59+00:00");
    let after = Some("Wz=".to_owned());
    let own = r_row("8", "", "");
    assert_eq!(read(&RSeries, &[other("9", new)]), (RecordLookup::Absent, after.clone()));
    assert_eq!(read(&RSeries, &[other("9", old)]), (RecordLookup::Absent, None));
    let found = RecordLookup::Found(id("8"));
    assert_eq!(read(&RSeries, &[other("9", new), own.clone()]), (found.clone(), after.clone()));
    let taken = r_row("7", "/completed", "false");
    assert_eq!(read(&RSeries, &[own.clone(), taken.clone()]).0, found);
    assert_eq!(read(&RSeries, &[other("9", new), taken]), (RecordLookup::Taken(id("7")), after));
    // In another order nobody knows whether it comes later.
    let unknown = (RecordLookup::FilterIgnored, None);
    assert_eq!(read(&RSeries, &[other("8", new), other("9", new)]), unknown);
    assert_eq!(read(&RSeries, &[own, other("9", new)]).0, found);
    assert_eq!(read(&XSeries, &[]), unknown);
}

/// Fails when the look-up rests on something else than the reference and the note.
#[test]
fn a_record_is_asked_for_by_what_was_sent() {
    let user = UserId::parse("11").unwrap();
    let request = RSeries.find_record(account(&user), REFERENCE);
    assert_eq!(request.path, "/API/V3/Account/797/Sale.json");
    let query: Vec<_> =
        request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(query, ["limit=100", r#"load_relations=["SaleNotes"]"#, "referenceNumber=P7001-A1"]);
    let request = XSeries.find_record(account(&user), REFERENCE);
    assert_eq!(request.path, format!("/api/2026-07/sales/{}", IDS[0]));
}

/// Fails when a sale counts that is not ours or not closed, in either form of the answer.
#[test]
fn x_a_record_is_ours_by_the_id_we_chose() {
    let nested = json!({
        "id": IDS[0], "state": "closed", "date": "2026-11-20T09:00:00Z", "invoice_number": REFERENCE,
        "source": {"author": {"id": "11"}, "id": REFERENCE, "type": "ShopifyPayout",
            "outlet_id": "1", "register_id": "2"},
        "line_items": [{"id": IDS[1], "product": {"id": "501"}, "quantity": 1,
            "pricing": {"price": 100.0, "discount": 0}, "tax": {"id": "21", "amount": 0}}],
        "payments": [], "return": {"is_return": false, "original_sale_id": null, "return_sale_ids": []},
    });
    let flat = json!({
        "id": IDS[0], "status": "CLOSED", "source": "ShopifyPayout", "source_id": REFERENCE,
        "outlet_id": "1", "register_id": "2", "invoice_number": REFERENCE, "total_price": 0,
        "total_tax": 0,
    });
    let (here, taken) = (format!("found {}", IDS[0]), format!("taken {}", IDS[0]));
    let (void, ignored) = (format!("voided {}", IDS[0]), "ignored".to_owned());
    for (row, pointer, value, expected) in [
        (&nested, "/state", "closed", &here),
        (&nested, "/state", "voided", &void),
        (&nested, "/state", "parked", &taken),
        (&nested, "/source/type", "USER", &taken),
        (&nested, "/source/id", "P7001", &taken),
        (&nested, "/id", IDS[1], &ignored),
        (&flat, "/status", "CLOSED", &here),
        (&flat, "/status", "VOIDED", &void),
        (&flat, "/status", "SAVED", &taken),
        (&flat, "/source", "USER", &taken),
        (&flat, "/source_id", "P7001", &taken),
    ] {
        let mut row = row.clone();
        *row.pointer_mut(pointer).unwrap() = json!(value);
        assert_eq!(found(&XSeries, 200, &json!({"data": row})), *expected, "{pointer} {value}");
    }
    assert_eq!(found(&XSeries, 404, &json!("not found")), "absent");
}

/// Fails when the id is looked for at another place, or a sale that was left open counts.
#[test]
fn what_was_recorded_is_named_in_the_answer() {
    let id = |series: &dyn Recording, body: &Value| {
        let read = series.read_recorded_payout(body.to_string().as_bytes());
        read.map(|id: SaleId| id.to_string()).map_err(|issue| issue.path.clone())
    };
    let r = |completed: &str| json!({"Sale": {"saleID": "8", "completed": completed}});
    assert_eq!(id(&RSeries, &r("true")).as_deref(), Ok("8"));
    assert_eq!(id(&RSeries, &r("false")).unwrap_err(), "$.Sale.completed");
    assert_eq!(id(&RSeries, &json!({})).unwrap_err(), "$.Sale.saleID");
    assert_eq!(id(&XSeries, &json!({"data": {"id": "s8"}})).as_deref(), Ok("s8"));
    assert_eq!(id(&XSeries, &json!({"data": {}})).unwrap_err(), "$.data.id");
}

/// Fails when the movement adds to the drawer, or is not found again by what it says.
#[test]
fn r_what_went_to_the_bank_leaves_the_drawer() {
    let user = UserId::parse("11").unwrap();
    let kind = PaymentTypeId::parse("9").unwrap();
    let net = money("97.03");
    let request = RSeries.withdraw(account(&user), &record(), &net, &kind, "payout/7001/A1/bank");
    let request = request.unwrap();
    assert_eq!(
        (&*request.method, &*request.path, request.natural_key.as_deref()),
        ("POST", "/API/V3/Account/797/RegisterWithdraw.json", Some("payout/7001/A1/bank"))
    );
    let body = json(&request);
    assert_eq!(
        body,
        json!({
            "amount": "-97.03", "employeeID": "11", "paymentTypeID": "9", "registerID": "2",
            "notes": "Shopify payout P7001-A1: Shopify payout of 20 November",
        })
    );
    let notes =
        |notes: &str| json!({"registerWithdrawID": "4", "amount": "-97.03", "notes": notes});
    let own = notes(body["notes"].as_str().unwrap());
    let lookalikes = ["Shopify payout P7001: x", "P7001-A1", "Shopify payout P7001-A10: x", ""];
    let mut rows: Vec<Value> = lookalikes.map(notes).to_vec();
    let next = "https://api.lightspeedapp.com/API/V3/Account/797/RegisterWithdraw.json?after=Wz%3D";
    let read = |rows: &Value, next: &str| {
        let body = json!({"@attributes": {"next": next}, "RegisterWithdraw": rows});
        RSeries.read_found_withdraw(body.to_string().as_bytes(), REFERENCE).unwrap()
    };
    assert_eq!(read(&json!(rows), next), (false, Some("Wz=".to_owned())));
    assert_eq!(read(&own, ""), (true, None));
    rows.insert(1, own);
    assert_eq!(read(&json!(rows), ""), (true, None));
    assert_eq!(RSeries.read_found_withdraw(b"{}", REFERENCE).unwrap(), (false, None));
}

/// Fails when the pages do not begin with the newest, or another register's are asked for.
#[test]
fn r_movements_are_listed_by_register() {
    let user = UserId::parse("11").unwrap();
    let register = RegisterId::parse("2").unwrap();
    let query = |after| {
        let request = RSeries.find_withdraws(account(&user), &register, after).unwrap();
        assert_eq!(request.path, "/API/V3/Account/797/RegisterWithdraw.json");
        let query = request.query.iter().map(|(name, value)| format!("{name}={value}"));
        query.collect::<Vec<_>>().join("&")
    };
    assert_eq!(query(None), "limit=100&registerID=2&sort=-registerWithdrawID");
    assert_eq!(query(Some("Wz=")), "after=Wz=&limit=100&registerID=2&sort=-registerWithdrawID");
}

/// Fails when X-Series is taken to have movements of the drawer.
#[test]
fn x_has_no_movements_of_the_drawer() {
    let user = UserId::parse("11").unwrap();
    let (kind, record) = (PaymentTypeId::parse("9").unwrap(), record());
    let net = money("97.03");
    assert!(XSeries.withdraw(account(&user), &record, &net, &kind, "key").is_none());
    assert!(XSeries.find_withdraws(account(&user), &record.register, None).is_none());
}
