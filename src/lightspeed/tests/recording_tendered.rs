//! What was tendered day by day, in both series' shapes, odd rows among them.

use serde_json::{Value, json};

use super::account;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::UserId;
use crate::domain::time::{Date, Timestamp, Zone, ZoneOffset};
use crate::lightspeed::recording::{Recording, TenderedPage, TenderedRow};
use crate::lightspeed::{RSeries, XSeries};
use crate::report::{Code, Issue};

/// New York: five hours behind.
fn zone() -> Zone {
    let from = Timestamp::parse("2020-01-01T00:00:00Z").unwrap();
    Zone::new("America/New_York", vec![ZoneOffset { from, offset_seconds: -18_000 }]).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The page of 20 and 21 November.
fn read(series: &dyn Recording, body: &Value, after: Option<&str>) -> Result<TenderedPage, Issue> {
    let usd = Currency::parse("USD").unwrap();
    let (from, to) = (day("2026-11-20"), day("2026-11-21"));
    series.read_tendered(body.to_string().as_bytes(), usd, &zone(), from, to, after)
}

fn listed(series: &dyn Recording, after: Option<&str>) -> (String, String) {
    let user = UserId::parse("11").unwrap();
    let (from, to) = (day("2026-11-20"), day("2026-11-21"));
    let request = series.list_tendered(account(&user), from, to, &zone(), after);
    let query = request.query.iter().map(|(name, value)| format!("{name}={value}"));
    (request.path.clone(), query.collect::<Vec<_>>().join("&"))
}

fn word(row: &TenderedRow) -> String {
    let sale = row.sale.as_ref().map(|sale| format!(" on {sale}")).unwrap_or_default();
    let TenderedRow { on, outlet, payment_type, amount, .. } = row;
    format!("{on}@{outlet} {payment_type} {}{sale}", amount.text())
}

fn words(page: &TenderedPage) -> Vec<String> {
    page.rows.iter().map(word).collect()
}

fn refused(series: &dyn Recording, body: &Value) -> (Code, String) {
    let issue = read(series, body, None).unwrap_err();
    (issue.code, issue.path.clone())
}

fn r_row(date: &str, shop: &str, kind: &str, amount: &str) -> Value {
    json!({"date": date, "shopID": shop, "paymentTypeID": kind, "paymentTypeName": "Shopify Payments",
        "amount": amount})
}

/// Fails when the report is asked for otherwise than by its days.
#[test]
fn r_the_report_is_asked_for_with_a_day_more_at_either_end() {
    let (path, query) = listed(&RSeries, None);
    assert_eq!(path, "/API/V3/Account/797/Reports/Accounting/PaymentsByDay.json");
    assert_eq!(query, "endDate=2026-11-22&startDate=2026-11-19");
    assert_eq!(
        listed(&RSeries, Some("MTAw")).1,
        "after=MTAw&endDate=2026-11-22&startDate=2026-11-19"
    );
}

/// Fails when one of R-Series' spellings of a list is not read, or a row of another day counts.
#[test]
fn r_the_report_tells_days_shops_and_types() {
    let page = |rows: &Value, next: &str| {
        read(&RSeries, &json!({"@attributes": {"next": next}, "Payments": rows}), None).unwrap()
    };
    let rows = json!([
        r_row("11/19/2026", "1", "9", "1.00"),
        r_row("11/20/2026", "1", "9", "565.00"),
        r_row("11/20/2026", "2", "9", "-12.50"),
        r_row("11/21/2026", "1", "3", "0.00"),
        r_row("11/21/2026", "1", "9", "7"),
        r_row("11/22/2026", "1", "9", "2.00"),
    ]);
    let next = "https://api.lightspeedapp.com/API/V3/Account/797/Reports/Accounting/PaymentsByDay.json?after=MTAw";
    let several = page(&rows, next);
    assert_eq!(
        words(&several),
        ["2026-11-20@1 9 565.00", "2026-11-20@2 9 -12.50", "2026-11-21@1 9 7.00"]
    );
    assert_eq!(several.after.as_deref(), Some("MTAw"));
    let one = page(&rows[1], "");
    assert_eq!((words(&one), one.after), (vec!["2026-11-20@1 9 565.00".to_owned()], None));
    assert!(page(&json!(""), "").rows.is_empty());
    assert!(read(&RSeries, &json!({"@attributes": {"count": "0"}}), None).unwrap().rows.is_empty());
}

/// Fails when a row is dropped or guessed that does not say what it is of.
#[test]
fn r_a_row_that_is_of_nothing_is_refused_at_its_place() {
    let good = r_row("11/20/2026", "1", "9", "565.00");
    let with = |field: &str, value: Value| {
        let mut bad = good.clone();
        match value {
            Value::Null => drop(bad.as_object_mut().unwrap().remove(field)),
            value => bad[field] = value,
        }
        json!({"Payments": [good, bad]})
    };
    use Code::{InvalidValue, MissingField};
    for (field, value, code) in [
        ("shopID", Value::Null, MissingField),
        ("shopID", json!("0"), InvalidValue),
        ("shopID", json!(""), InvalidValue),
        ("paymentTypeID", Value::Null, MissingField),
        ("paymentTypeID", json!("0"), InvalidValue),
        ("amount", json!("1,565.00"), InvalidValue),
        ("amount", Value::Null, MissingField),
        ("date", json!("2026-11-20"), InvalidValue),
        ("date", json!("20/11/2026"), InvalidValue),
        ("date", json!("11/20/2026/1"), InvalidValue),
        ("date", json!("11/20/26"), InvalidValue),
    ] {
        let expected = (code, format!("$.Payments[1].{field}"));
        assert_eq!(refused(&RSeries, &with(field, value.clone())), expected, "{value}");
    }
}

fn x_sale(id: &str, at: &str, payments: Value) -> Value {
    json!({"id": id, "status": "CLOSED", "outlet_id": "1", "sale_date": at, "payments": payments})
}

fn flat(kind: &str, amount: Value, at: &str) -> Value {
    json!({"retailer_payment_type_id": kind, "amount": amount, "payment_date": at})
}

const NOON: &str = "2026-11-20T17:00:00+00:00";

/// Fails when the search misses a sale of the days in the shop's zone.
#[test]
fn x_sales_are_searched_from_some_days_before_to_the_end_of_the_last() {
    let (path, query) = listed(&XSeries, None);
    assert_eq!(path, "/api/2.0/search");
    let from = |from: &str, offset: &str| {
        let limits = format!("date_from={from}&date_to=2026-11-22T05:00:00Z&offset={offset}");
        format!("{limits}&order_by=sale_date&order_direction=asc&page_size=200&type=sales")
    };
    assert_eq!(query, from("2026-11-13T05:00:00Z", "0"));
    let after = Some("2026-11-20T17:00:00Z 3 s9");
    assert_eq!(listed(&XSeries, after).1, from("2026-11-20T17:00:00Z", "3"));
}

/// Fails when a payment counts on another day than its own, or one counts that stands no longer.
#[test]
fn x_payments_count_on_their_own_days() {
    let nested = json!({
        "id": "s3", "state": "closed", "date": NOON, "source": {"type": "USER", "outlet_id": "2"},
        "payments": [{"type": {"config_id": "9"}, "amount": 4, "date": "2026-11-21T20:00:00Z"}],
    });
    let mut voided = x_sale("s4", NOON, json!([flat("9", json!(50), NOON)]));
    voided["status"] = json!("VOIDED");
    let mut void = nested.clone();
    (void["state"], void["id"]) = (json!("voided"), json!("s5"));
    let mut deleted = flat("9", json!(8), NOON);
    deleted["deleted_at"] = json!(NOON);
    let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let body = json!({"data": [
        // Before the days; paid on the first, late in the evening of the shop, and after the last.
        x_sale("s1", "2026-11-15T17:00:00+00:00", json!([
            flat("9", number("10.10"), "2026-11-21T04:59:59+00:00"),
            flat("9", json!(3), "2026-11-22T05:00:00+00:00"),
            flat("9", json!(2), "2026-11-20T04:59:59+00:00"),
        ])),
        // Twice the same, another, none, and one without a day of its own.
        x_sale("s2", NOON, json!([
            flat("9", json!(1), NOON), flat("3", number("-2.5"), NOON), flat("9", json!(1), NOON),
            flat("9", json!(0), NOON), flat("8", json!(6), ""), deleted,
        ])),
        nested, voided, void,
        x_sale("s6", NOON, Value::Null),
        json!({"id": "s7", "status": "SAVED", "sale_date": NOON}),
    ]});
    let page = read(&XSeries, &body, None).unwrap();
    assert_eq!(
        words(&page),
        [
            "2026-11-20@1 9 10.10 on s1",
            "2026-11-20@1 9 2.00 on s2",
            "2026-11-20@1 3 -2.50 on s2",
            "2026-11-20@1 8 6.00 on s2",
            "2026-11-21@2 9 4.00 on s3",
        ]
    );
    assert_eq!(page.after, None);
}

/// Fails when a payment is dropped or guessed that does not say what it is of.
#[test]
fn x_a_payment_that_is_of_nothing_is_refused_at_its_place() {
    let bad = |payment: Value| json!({"data": [x_sale("s1", NOON, json!([payment]))]});
    let place = |rest: &str| format!("$.data[0].payments[0]{rest}");
    use Code::{InvalidValue, MissingField, WrongType};
    let no_type = json!({"amount": 5, "payment_date": NOON});
    assert_eq!(refused(&XSeries, &bad(no_type)), (InvalidValue, place("")));
    let no_amount = json!({"retailer_payment_type_id": "9"});
    assert_eq!(refused(&XSeries, &bad(no_amount)), (MissingField, place(".amount")));
    let no_offset = flat("9", json!(5), "2026-11-20 17:00:00");
    assert_eq!(refused(&XSeries, &bad(no_offset)), (InvalidValue, place(".payment_date")));
    // Before the zone has any offset.
    let ancient = flat("9", json!(5), "2019-11-20T17:00:00Z");
    assert_eq!(refused(&XSeries, &bad(ancient)), (InvalidValue, place("")));
    let mut nowhere = bad(flat("9", json!(5), NOON));
    nowhere["data"][0].as_object_mut().unwrap().remove("outlet_id");
    assert_eq!(refused(&XSeries, &nowhere), (MissingField, "$.data[0].outlet_id".to_owned()));
    assert_eq!(refused(&XSeries, &json!({"data": null})), (WrongType, "$.data".to_owned()));
    assert_eq!(refused(&XSeries, &json!({})), (MissingField, "$.data".to_owned()));
}

/// Fails when pages are not read to the end of the days, or for ever.
#[test]
fn x_pages_are_read_until_the_days_are_over() {
    let page = |at: &str, after| {
        let sales: Vec<Value> = (0..200).map(|n| x_sale(&format!("s{n}"), at, json!([]))).collect();
        read(&XSeries, &json!({"data": sales}), after)
    };
    let next = page(NOON, None).unwrap().after;
    assert_eq!(next.as_deref(), Some("2026-11-20T17:00:00Z 0 s199"));
    // The upper limit was ignored.
    assert_eq!(page("2026-11-22T05:00:01Z", None).unwrap().after, None);
    let again = page(NOON, next.as_deref()).unwrap_err();
    assert_eq!((again.code, again.path.as_str()), (Code::InvalidValue, "$.data"));
    assert_eq!(read(&XSeries, &json!({"data": []}), next.as_deref()).unwrap().after, None);
}
