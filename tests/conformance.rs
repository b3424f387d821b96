//! Requests against the vendors' own documents: X-Series bodies against the official OpenAPI,
//! R-Series bodies against the fields that its documentation names.
//!
//! The official files lie beside the repository (`TILLBRIDGE_SHARED`, else `../shared`). Where
//! they are not, the test says so on stderr; what does not need them runs all the same.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "tests"
)]

mod golden;

use std::fs;

use golden::{shared, text};
use serde_json::{Value, json};
use tillbridge::domain::currency::Currency;
use tillbridge::domain::email::Email;
use tillbridge::domain::ids::lightspeed::{
    ItemId, OutletId, PaymentTypeId, RegisterId, TaxId, UserId,
};
use tillbridge::domain::ids::shopify::PayoutId;
use tillbridge::domain::money::Money;
use tillbridge::domain::number::parse;
use tillbridge::domain::order::Buyer;
use tillbridge::domain::payout::{PayoutRecord, RecordLine};
use tillbridge::domain::time::Timestamp;
use tillbridge::lightspeed::{Account, Dialect, RSeries, XSeries};

/// The official document, or nothing, said aloud.
fn openapi() -> Option<Value> {
    let path = "schemas/lightspeed/x-series-2026-07.subset.openapi.json";
    let Some(file) = shared(path) else {
        eprintln!("SKIPPED: {path} is not beside the repository, so nothing was validated");
        return None;
    };
    Some(serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap())
}

/// What is wrong with a value, by its path.
fn faults(api: &Value, name: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(api, &json!({ "$ref": format!("#/components/schemas/{name}") }), value, "$", &mut found);
    found
}

/// The schema with its reference followed and its `allOf` laid together.
fn resolved(api: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema.get("$ref") {
        let pointer = text(reference);
        let target = api.pointer(pointer.strip_prefix('#').unwrap());
        return resolved(api, target.unwrap_or_else(|| panic!("{pointer} is not there")));
    }
    let Some(parts) = schema.get("allOf") else { return schema.clone() };
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts.as_array().unwrap() {
        let part = resolved(api, part);
        for (name, property) in part["properties"].as_object().unwrap() {
            whole["properties"][name] = property.clone();
        }
        let required = part.get("required").and_then(Value::as_array).cloned();
        whole["required"].as_array_mut().unwrap().extend(required.unwrap_or_default());
    }
    whole
}

fn walk(api: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let schema = resolved(api, schema);
    for keyword in schema.as_object().unwrap().keys() {
        let known = [
            "type",
            "properties",
            "required",
            "items",
            "enum",
            "format",
            "default",
            "description",
            "example",
            "title",
        ];
        assert!(known.contains(&keyword.as_str()), "{path}: keyword `{keyword}` is not checked");
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect(),
        one => vec![text(one)],
    };
    if !types.iter().any(|kind| is(kind, value)) {
        found.push(format!("{path}: {value} is not {types:?}"));
        return;
    }
    if let Some(words) = schema.get("enum")
        && !words.as_array().unwrap().contains(value)
    {
        found.push(format!("{path}: {value} is none of {words}"));
    }
    if schema.get("format") == Some(&json!("uuid")) && !uuid(value) {
        found.push(format!("{path}: {value} is not a UUID"));
    }
    if let Some(fields) = value.as_object() {
        object(api, &schema, fields, path, found);
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        walk(api, &schema["items"], item, &format!("{path}[{place}]"), found);
    }
}

fn object(
    api: &Value,
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    path: &str,
    found: &mut Vec<String>,
) {
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !fields.contains_key(&text(name)) {
            found.push(format!("{path}.{}: missing", text(name)));
        }
    }
    for (name, field) in fields {
        let path = format!("{path}.{name}");
        match schema["properties"].get(name) {
            Some(property) => walk(api, property, field, &path, found),
            None => found.push(format!("{path}: no such property")),
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_number() && text(value).bytes().all(|b| b.is_ascii_digit()),
        other => panic!("type `{other}` is not checked"),
    }
}

fn uuid(value: &Value) -> bool {
    let text = text(value);
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// The requests of every decided golden of a series, by the golden's name.
fn bodies(x: bool) -> Vec<(String, Value)> {
    let mut bodies = Vec::new();
    for golden in golden::all().into_iter().filter(|golden| golden.is_x() == x) {
        for sale in golden.sales() {
            for request in sale["requests"].as_array().unwrap() {
                bodies.push((golden.name.clone(), request.clone()));
            }
        }
    }
    assert!(bodies.len() >= 40, "only {} bodies", bodies.len());
    bodies
}

#[test]
fn x_sales_are_what_the_official_document_asks_for() {
    let Some(api) = openapi() else { return };
    for (name, request) in bodies(true) {
        assert_eq!(
            [&request["method"], &request["path"]],
            ["POST", "/api/2026-07/sales"],
            "{name}"
        );
        let found = faults(&api, "SaleRequest", &request["body"]);
        assert!(found.is_empty(), "{}: {found:#?}", name);
    }
}

#[test]
fn the_validator_finds_planted_faults() {
    let Some(api) = openapi() else { return };
    let good = bodies(true).remove(0).1["body"].clone();
    let plant = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        faults(&api, "SaleRequest", &body)
    };
    let without = |parent: &str, field: &str| {
        let mut body = good.clone();
        body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(field).unwrap();
        faults(&api, "SaleRequest", &body)
    };
    let mut extra = good.clone();
    extra["line_items"][0]["fulfillment_outlet_id"] = json!("with two l");
    let mut half = good.clone();
    half["fulfillment_details"] = json!([{ "type": "PICK_UP", "note": "" }]);
    let found = [
        plant("/state", json!("open")),
        plant("/id", json!("500")),
        plant("/line_items/0/pricing/price", json!("22.50")),
        plant("/line_items/0/_metadata/sequence", json!(0.5)),
        plant("/payments", json!({})),
        without("/source", "author_id"),
        without("/line_items/0/tax", "amount"),
        without("/payments/0", "type"),
        faults(&api, "SaleRequest", &extra),
        faults(&api, "SaleRequest", &half),
    ];
    for (place, found) in found.iter().enumerate() {
        assert_eq!(found.len(), 1, "fault {place}: {found:?}");
    }
}

fn created(dialect: &dyn Dialect, buyer: &Buyer) -> Value {
    let user = UserId::parse("11").unwrap();
    let email = Email::parse("ada@example.com").unwrap();
    let account =
        Account { shop: "till.myshopify.com", account: "797", version: "2026-07", user: &user };
    let request = dialect.create_customer(account, buyer, &email, "customer/1");
    serde_json::from_str(request.body.unwrap().get()).unwrap()
}

fn buyers() -> [Buyer; 2] {
    let full = Buyer {
        first_name: Some("Ada".to_owned()),
        last_name: Some("Moreno".to_owned()),
        phone: Some("+15185550142".to_owned()),
        ..Buyer::default()
    };
    [Buyer::default(), full]
}

#[test]
fn x_customers_are_what_the_official_document_asks_for() {
    let Some(api) = openapi() else { return };
    for buyer in buyers() {
        let found = faults(&api, "CustomerBase", &created(&XSeries, &buyer));
        assert!(found.is_empty(), "{found:#?}");
    }
    assert_eq!(faults(&api, "CustomerBase", &json!({ "first_name": "Ada" })).len(), 1);
}

/// A payout's record with all that one can have.
fn payout(dialect: &dyn Dialect, id: fn(u32) -> String) -> Value {
    let usd = Currency::parse("USD").unwrap();
    let line = |item: u32, amount: &str| RecordLine {
        item: ItemId::parse(&id(item)).unwrap(),
        amount: Money::new(parse(amount).unwrap(), usd),
        what: "sales".to_owned(),
    };
    let record = PayoutRecord {
        reference: "P7001-A1".to_owned(),
        payout: PayoutId::new(7001).unwrap(),
        register: RegisterId::parse(&id(2)).unwrap(),
        outlet: OutletId::parse(&id(1)).unwrap(),
        at: Timestamp::parse("2026-11-20T09:00:00Z").unwrap(),
        note: "Shopify payout".to_owned(),
        lines: vec![line(501, "2.97"), line(502, "-2.97"), line(503, "0")],
        tax: Some(TaxId::parse(&id(21)).unwrap()),
        payment: Some(PaymentTypeId::parse(&id(9)).unwrap()),
    };
    let user = UserId::parse(&id(11)).unwrap();
    let account =
        Account { shop: "till.myshopify.com", account: "797", version: "2026-07", user: &user };
    let request = dialect.record_payout(account, &record, "payout/7001/A1");
    serde_json::from_str(request.body.unwrap().get()).unwrap()
}

#[test]
fn x_payout_records_are_what_the_official_document_asks_for() {
    let Some(api) = openapi() else { return };
    let good = payout(&XSeries, |id| format!("00000000-0000-4000-8000-{id:012}"));
    let found = faults(&api, "SaleRequest", &good);
    assert!(found.is_empty(), "{found:#?}");
    // Its ids are looked at.
    let bad = payout(&XSeries, |id| id.to_string());
    assert_eq!(faults(&api, "SaleRequest", &bad).len(), 10);
}

/// Fields of `POST Sale.json` (Rdoc endpoints/sale.md, saleline.md, salepayment.md), by path.
const R_SALE: &[&str] = &[
    "employeeID",
    "registerID",
    "shopID",
    "customerID",
    "completed",
    "completeTime",
    "referenceNumber",
    "referenceNumberSource",
    "taxCategoryID",
    "enablePromotions",
    "SaleLines",
    "SaleLines.SaleLine",
    "SaleLines.SaleLine.saleLineID",
    "SaleLines.SaleLine.itemID",
    "SaleLines.SaleLine.unitQuantity",
    "SaleLines.SaleLine.unitPrice",
    "SaleLines.SaleLine.tax",
    "SaleLines.SaleLine.taxClassID",
    "SaleLines.SaleLine.discountAmount",
    "SaleLines.SaleLine.discountID",
    "SaleLines.SaleLine.Note",
    "SaleLines.SaleLine.Note.note",
    "SalePayments",
    "SalePayments.SalePayment",
    "SalePayments.SalePayment.amount",
    "SalePayments.SalePayment.paymentTypeID",
    "SalePayments.SalePayment.remoteReference",
    "SaleNotes",
    "SaleNotes.InternalNote",
    "SaleNotes.InternalNote.note",
    "SaleNotes.PrintedNote",
    "SaleNotes.PrintedNote.note",
    "ShipTo",
    "ShipTo.firstName",
    "ShipTo.lastName",
    "ShipTo.company",
    "ShipTo.shipped",
    "ShipTo.Contact",
    "ShipTo.Contact.Addresses",
    "ShipTo.Contact.Addresses.ContactAddress",
    "ShipTo.Contact.Addresses.ContactAddress.address1",
    "ShipTo.Contact.Addresses.ContactAddress.address2",
    "ShipTo.Contact.Addresses.ContactAddress.city",
    "ShipTo.Contact.Addresses.ContactAddress.stateCode",
    "ShipTo.Contact.Addresses.ContactAddress.zip",
    "ShipTo.Contact.Addresses.ContactAddress.countryCode",
];

/// Fields of a `POST SaleLine.json` that reserves (Rdoc endpoints/saleline.md,
/// tutorials/reservations.md), by path.
const R_RESERVATION: &[&str] = &[
    "customerID",
    "employeeID",
    "shopID",
    "itemID",
    "isLayaway",
    "requireFullReservation",
    "unitQuantity",
    "unitPrice",
    "discountID",
    "tax",
    "Note",
    "Note.note",
];

/// Fields of `POST Customer.json` (Rdoc endpoints/customer.md), by path.
const R_CUSTOMER: &[&str] = &[
    "firstName",
    "lastName",
    "Contact",
    "Contact.noEmail",
    "Contact.noPhone",
    "Contact.noMail",
    "Contact.Emails",
    "Contact.Emails.ContactEmail",
    "Contact.Emails.ContactEmail.address",
    "Contact.Emails.ContactEmail.useType",
    "Contact.Phones",
    "Contact.Phones.ContactPhone",
    "Contact.Phones.ContactPhone.number",
    "Contact.Phones.ContactPhone.useType",
];

/// The paths of every field of a body; places in lists do not count.
fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
    for item in value.as_array().into_iter().flatten() {
        paths(item, path, found);
    }
    for (name, field) in value.as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        paths(field, &path, found);
        found.push(path);
    }
}

fn only(body: &Value, known: &[&str], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    paths(body, "", &mut found);
    let unknown: Vec<&String> =
        found.iter().filter(|path| !known.contains(&path.as_str())).collect();
    assert!(unknown.is_empty(), "{name}: {unknown:?} are in no documentation");
    found
}

/// Ids that a sale or reservation must have: the vendor refuses 0, and takes a tax category of 0
/// for none at all.
fn ids(body: &Value, required: &[&str], name: &str) {
    for field in required {
        assert!(body.get(field).is_some(), "{name}: no {field}");
    }
    for field in ["employeeID", "registerID", "shopID", "customerID", "taxCategoryID", "itemID"] {
        let id = body.get(field).map_or_else(|| "1".to_owned(), text);
        assert!(id.parse::<u64>().is_ok_and(|id| id > 0), "{name}: {field} {id}");
    }
}

#[test]
fn r_bodies_have_only_documented_fields() {
    let (mut sales, mut reservations) = (Vec::new(), Vec::new());
    for (name, request) in bodies(false) {
        let body = &request["body"];
        assert_eq!(request["method"], "POST", "{name}");
        match text(&request["path"]).strip_prefix("/API/V3/Account/214365/") {
            Some("Sale.json") => {
                sales.extend(only(body, R_SALE, &name));
                ids(body, &["employeeID", "registerID", "shopID"], &name);
                assert_eq!(body["completed"], true, "{name}");
                taxed(body, &name);
            }
            Some("SaleLine.json") => {
                reservations.extend(only(body, R_RESERVATION, &name));
                ids(body, &["customerID", "employeeID", "shopID", "itemID"], &name);
                let flags = [&body["isLayaway"], &body["requireFullReservation"]];
                assert_eq!(flags, [true, true], "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    let record = payout(&RSeries, |id| id.to_string());
    only(&record, R_SALE, "payout");
    ids(&record, &["employeeID", "registerID", "shopID"], "payout");
    taxed(&record, "payout");
    let mut customers = Vec::new();
    for buyer in buyers() {
        customers.extend(only(&created(&RSeries, &buyer), R_CUSTOMER, "customer"));
    }
    for (known, met) in [(R_SALE, sales), (R_RESERVATION, reservations), (R_CUSTOMER, customers)] {
        for field in known {
            assert!(
                met.iter().any(|path| path == field),
                "`{field}` is in no body: remove it here"
            );
        }
    }
}

/// A taxed line needs a category: without one the shop's own would tax it.
fn taxed(body: &Value, name: &str) {
    let lines = body["SaleLines"]["SaleLine"].as_array().unwrap();
    if lines.iter().any(|line| line.get("tax") == Some(&json!(true))) {
        assert!(body.get("taxCategoryID").is_some(), "{name}: taxed, and no category");
    }
    for line in lines {
        let discounts =
            ["discountAmount", "discountID"].iter().filter(|it| line.get(*it).is_some());
        assert!(discounts.count() <= 1, "{name}: a line has one kind of discount");
    }
}

/// The lists above against the fact sheet, where it is at hand.
#[test]
fn r_fields_stand_in_the_fact_sheet() {
    let path = "reference/lightspeed.md";
    let Some(file) = shared(path) else {
        eprintln!("SKIPPED: {path} is not beside the repository, so no field was looked up");
        return;
    };
    let sheet = fs::read_to_string(file).unwrap();
    let section = |from: &str, to: &str| {
        let rest = sheet.split_once(from).unwrap().1;
        rest.split_once(to).unwrap().0.to_owned()
    };
    let customer = section("## 4.R", "## 4.X");
    // An address is described with the customer, the rest of `ShipTo` with shipping.
    let ship_to = sheet.lines().find(|line| line.contains("Customer shipping = `ShipTo")).unwrap();
    let reserving = section("### Reserving stock", "## 2.X");
    let sale = [&section("## 3.R", "### R refunds"), &reserving, &customer, ship_to].concat();
    let reservation = sale.clone();
    for (fields, section) in [(R_SALE, sale), (R_RESERVATION, reservation), (R_CUSTOMER, customer)]
    {
        let words: Vec<&str> =
            section.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for field in fields {
            let name = field.rsplit('.').next().unwrap();
            assert!(words.contains(&name), "`{name}` is not in the fact sheet");
        }
    }
}
