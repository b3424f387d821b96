//! What both series' lists say of sales that staff keyed, in the shapes that were recorded and
//! documented.

use serde_json::{Value, json};

use super::account;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::UserId;
use crate::domain::keyed::{KeyedSale, KeyedState};
use crate::domain::time::Timestamp;
use crate::lightspeed::keyed::KeyedPage;
use crate::lightspeed::{Dialect, RSeries, XSeries};

const SINCE: &str = "2026-11-20T00:00:00Z";

fn page(series: &dyn Dialect, body: &Value, after: Option<&str>) -> KeyedPage {
    let currency = Currency::parse("USD").unwrap();
    let since = Timestamp::parse(SINCE).unwrap();
    series.read_keyed(body.to_string().as_bytes(), currency, since, after).unwrap()
}

fn query(series: &dyn Dialect, after: Option<&str>) -> Vec<String> {
    let user = UserId::parse("11").unwrap();
    let since = Timestamp::parse(SINCE).unwrap();
    let request = series.list_keyed(account(&user), since, after);
    let query = request.query.iter().map(|(name, value)| format!("{name}={value}"));
    query.filter(|own| !own.starts_with("load")).collect()
}

/// One sale in one line.
fn line(sale: &KeyedSale) -> String {
    let texts = sale.texts.iter().map(|own| format!("{}:{}", own.field.word(), own.text));
    let units = sale.units.iter().map(|(item, units)| format!("{units}x{item}"));
    let flags = [("ours", sale.ours), ("back", sale.takes_back), ("again", sale.taken_back)];
    let flags = flags.into_iter().filter(|(_, set)| *set).map(|(word, _)| word.to_owned());
    let customer = sale.customer.iter().map(|customer| format!("by {customer}"));
    let mut words = vec![
        format!("{}@{}", sale.id, sale.outlet),
        sale.at.to_string(),
        sale.state.word().to_owned(),
        format!("{}/{}", sale.total.amount(), sale.tax.amount()),
    ];
    words.extend(texts.chain(units).chain(customer).chain(flags));
    words.extend(sale.order.iter().map(|order| format!("of {order}")));
    words.extend(sale.returns.iter().map(|part| format!("-{part}")));
    words.join(" ")
}

fn lines(page: &KeyedPage) -> Vec<String> {
    page.sales.iter().map(line).collect()
}

/// As recorded: texts everywhere, one line as an object, `0` for none.
fn r_sale(id: &str, more: Value) -> Value {
    let mut sale = json!({
        "saleID": id, "createTime": "2026-11-20T10:00:00+00:00", "timeStamp": "2026-11-21T10:00:00+00:00",
        "completeTime": "2026-11-20T10:05:00+00:00", "completed": "true", "archived": "false",
        "voided": "false", "referenceNumber": "", "referenceNumberSource": "", "calcTotal": "39.98",
        "calcTax1": "1.5", "calcTax2": "2.99", "customerID": "0", "shopID": "1",
        "SaleLines": {"SaleLine": {"saleLineID": "37", "unitQuantity": "2", "itemID": "12",
            "parentSaleLineID": "0"}},
    });
    for (name, value) in more.as_object().unwrap() {
        sale[name] = value.clone();
    }
    sale
}

/// Fails when a spelling of R's is misread, or one of our own sales is taken for staff's.
#[test]
fn r_sales_as_they_are_written() {
    let note = r#"{"shopify_order":"500","outlet":"1"}"#;
    let two = json!([
        {"saleLineID": "37", "unitQuantity": "2", "itemID": "12", "parentSaleLineID": "0"},
        {"saleLineID": "38", "unitQuantity": "1.5", "itemID": "12", "parentSaleLineID": "0"},
        {"saleLineID": "39", "unitQuantity": "1", "itemID": "0", "parentSaleLineID": "0"},
    ]);
    let back = json!({"SaleLine": {"saleLineID": "40", "unitQuantity": "-1", "itemID": "12",
        "parentSaleLineID": "37"}});
    let rows = [
        (json!({}), "39@1 2026-11-20T10:05:00Z completed 39.98/4.49 2x12"),
        (
            json!({"referenceNumber": "R498753102", "customerID": "77", "SaleLines": {"SaleLine": two}}),
            "39@1 2026-11-20T10:05:00Z completed 39.98/4.49 reference:R498753102 3.5x12 by 77",
        ),
        (
            json!({"SaleNotes": {"PrintedNote": {"note": "web 1001"}, "InternalNote": {"note": " "}}, "SaleLines": ""}),
            "39@1 2026-11-20T10:05:00Z completed 39.98/4.49 note:web 1001",
        ),
        (
            json!({"SaleNotes": {"InternalNote": {"note": note}}}),
            "39@1 2026-11-20T10:05:00Z completed 39.98/4.49 note:{\"shopify_order\":\"500\",\"outlet\":\"1\"} 2x12 ours of 500",
        ),
        (
            json!({"referenceNumber": "P7001", "referenceNumberSource": "ShopifyPayout"}),
            "39@1 2026-11-20T10:05:00Z completed 39.98/4.49 reference:P7001 2x12 ours",
        ),
        (
            json!({"completed": "false", "completeTime": null, "calcTax1": "", "calcTax2": "0"}),
            "39@1 2026-11-20T10:00:00Z open 39.98/0 2x12",
        ),
        (json!({"voided": "true"}), "39@1 2026-11-20T10:05:00Z voided 39.98/4.49 2x12"),
        (
            json!({"calcTotal": "-19.99", "calcTax1": "0", "calcTax2": "0", "SaleLines": back}),
            "39@1 2026-11-20T10:05:00Z completed -19.99/0 -1x12 back -37",
        ),
    ];
    for (more, expected) in rows {
        let body = json!({"@attributes": {"count": "1"}, "Sale": r_sale("39", more)});
        assert_eq!(lines(&page(&RSeries, &body, None)), [expected]);
    }
}

/// Fails when R's pages are not read to the first sale that is too old, or beyond it.
#[test]
fn r_pages_end_where_sales_are_older() {
    assert_eq!(query(&RSeries, None), ["limit=100", "sort=-saleID"]);
    assert_eq!(query(&RSeries, Some("WyI+")), ["after=WyI+", "limit=100", "sort=-saleID"]);
    let next = "https://api.lightspeedapp.com/API/V3/Account/7/Sale.json?limit=100&after=WyI%2B";
    let body = |rows: Value| json!({"@attributes": {"next": next}, "Sale": rows});
    let old = json!({"createTime": "2026-11-19T23:59:59+00:00"});
    let legacy = json!({"createTime": null, "timeStamp": "2026-11-19T23:59:59+00:00"});
    let seen = |rows| {
        let page = page(&RSeries, &body(rows), None);
        (page.sales.len(), page.rows, page.after, page.ignored)
    };
    let (two, one) = (r_sale("2", json!({})), r_sale("1", json!({})));
    assert_eq!(seen(json!([two, one])), (2, 2, Some("WyI+".to_owned()), false));
    assert_eq!(seen(json!([two, r_sale("1", old)])), (1, 2, None, false));
    assert_eq!(seen(json!([two, r_sale("1", legacy)])), (1, 2, None, false));
    // In another order nobody knows where it ends.
    assert_eq!(seen(json!([one, two])), (2, 2, None, true));
    let empty = page(&RSeries, &json!({"@attributes": {"count": "0"}}), None);
    assert_eq!((empty.rows, empty.after, empty.ignored), (0, None, false));
}

fn x_flat(id: &str, more: Value) -> Value {
    let mut sale = json!({
        "id": id, "outlet_id": "b1e04bd8-f019", "customer_id": "b1cabb53-f019", "invoice_number": "1036",
        "status": "CLOSED", "note": "", "short_code": "xamfvy", "total_price": 200, "total_tax": 30,
        "created_at": "2026-11-20T21:09:59+00:00", "sale_date": "2026-11-20T10:37:56+00:00",
        "line_items": [{"product_id": "188a87aa-06fe", "quantity": 1}, {"product_id": "188a87aa-06fe", "quantity": 1}],
        "payments": [{"amount": 230}],
    });
    for (name, value) in more.as_object().unwrap() {
        sale[name] = value.clone();
    }
    sale
}

/// Fails when a form of X's is misread: flat and nested, staff's and programs', waiting and done.
#[test]
fn x_sales_as_they_are_written() {
    let head = "a-1@b1e04bd8-f019 2026-11-20T10:37:56Z";
    let tail = "2x188a87aa-06fe by b1cabb53-f019";
    let counted = "counter:1036 counter:xamfvy";
    let rows = [
        (json!({}), format!("{head} completed 230/30 {counted} {tail}")),
        (
            json!({"source": "USER", "customer_id": ""}),
            format!("{head} completed 230/30 {counted} 2x188a87aa-06fe"),
        ),
        (
            json!({"source": "SHOPIFY", "source_id": "5610000001001", "note": "web 1001"}),
            format!(
                "{head} completed 230/30 reference:5610000001001 reference:1036 note:web 1001 counter:xamfvy {tail}"
            ),
        ),
        (
            json!({"source": "ShopifySync", "source_id": "gid://shopify/Order/500#1"}),
            format!(
                "{head} completed 230/30 reference:gid://shopify/Order/500#1 reference:1036 counter:xamfvy {tail} ours of 500"
            ),
        ),
        (
            json!({"source": "ShopifyPayout"}),
            format!("{head} completed 230/30 reference:1036 counter:xamfvy {tail} ours"),
        ),
        (json!({"status": "VOIDED"}), format!("{head} voided 230/30 {counted} {tail}")),
        (json!({"status": "SAVED"}), format!("{head} open 230/30 {counted} {tail}")),
        (json!({"status": "LAYBY"}), format!("{head} open 230/30 {counted} {tail}")),
        (json!({"status": "LAYBY_CLOSED"}), format!("{head} completed 230/30 {counted} {tail}")),
        (
            json!({"status": "AWAITING_DISPATCH"}),
            format!("{head} completed 230/30 {counted} {tail}"),
        ),
        (
            json!({"status": "AWAITING_PICKUP", "payments": [{"amount": 230, "deleted_at": "2026-11-21"}]}),
            format!("{head} open 230/30 {counted} {tail}"),
        ),
        (
            json!({"status": "SAVED", "return_for": "b8ca3a65-0183", "total_price": -200, "total_tax": -30,
                "line_items": [{"product_id": "188a87aa-06fe", "quantity": -1}]}),
            format!(
                "{head} open -230/-30 {counted} -1x188a87aa-06fe by b1cabb53-f019 back -b8ca3a65-0183"
            ),
        ),
    ];
    for (more, expected) in rows {
        let read = page(&XSeries, &json!({"data": [x_flat("a-1", more)]}), None);
        assert_eq!(lines(&read), [expected]);
        assert_eq!(read.sales[0].parts, ["a-1"]);
    }
    let nested = |state: &str, paid: &str, again: Value| {
        let paid: Value = serde_json::from_str(paid).unwrap();
        let row = json!({
            "id": "a-1", "state": state, "attributes": ["delivery"], "date": "2026-11-20T10:37:56Z",
            "invoice_number": "#1040", "note": null, "short_code": null,
            "source": {"id": null, "type": "USER", "outlet_id": "b1e04bd8-f019"},
            "totals": {"price": 39.78, "tax": 5.22, "price_incl_tax": 45.0},
            "line_items": [{"product": {"id": "188a87aa-06fe"}, "quantity": 2}],
            "payments": [{"amount": paid}],
            "return": {"is_return": false, "original_sale_id": null, "return_sale_ids": again},
        });
        lines(&page(&XSeries, &json!({"data": [row]}), None)).remove(0)
    };
    let said = |state: &str| format!("{head} {state} 45.0/5.22 counter:#1040 2x188a87aa-06fe");
    assert_eq!(nested("pending", "45.0", json!([])), said("completed"));
    assert_eq!(nested("pending", "40.0", json!([])), said("open"));
    assert_eq!(nested("parked", "45.0", json!([])), said("open"));
    assert_eq!(nested("closed", "45.0", json!(["a-2"])), format!("{} again", said("completed")));
    assert_eq!(nested("voided", "0.0", json!([])), said("voided"));
}

/// Fails when X's search is not read to its end, or goes round in circles where it ignores limits.
#[test]
fn x_pages_go_on_from_the_last_moment() {
    let first = [
        "date_from=2026-11-20T00:00:00Z",
        "offset=0",
        "order_by=sale_date",
        "order_direction=asc",
        "page_size=200",
        "type=sales",
    ];
    assert_eq!(sorted(query(&XSeries, None)), sorted(first.map(str::to_owned).to_vec()));
    let rows = |from: usize, minute: &dyn Fn(usize) -> usize| -> Value {
        let row = |at: usize| {
            let date = format!("2026-11-20T{:02}:{:02}:00+00:00", minute(at) / 60, minute(at) % 60);
            x_flat(&format!("s-{at}"), json!({"sale_date": date}))
        };
        json!({"data": (from..from + 200).map(row).collect::<Vec<_>>()})
    };
    let after = |body: &Value, after: Option<&str>| page(&XSeries, body, after).after;
    let next = after(&rows(0, &|at| at + 1), None).unwrap();
    assert_eq!(next, "2026-11-20T03:20:00Z 0 s-199");
    let asked = sorted(query(&XSeries, Some(&next)));
    assert!(asked.contains(&"date_from=2026-11-20T03:20:00Z".to_owned()), "{asked:?}");
    // All in one second, in no order, or the limit is ignored: counted from the start.
    assert_eq!(after(&rows(0, &|_| 0), None).unwrap(), "2026-11-20T00:00:00Z 200 s-199");
    assert_eq!(after(&rows(0, &|at| 300 - at), None).unwrap(), "2026-11-20T00:00:00Z 200 s-199");
    let ignored = page(&XSeries, &rows(0, &|at| at + 1), Some("2026-11-20T03:20:00Z 0 s-9"));
    assert_eq!(ignored.after.unwrap(), "2026-11-20T03:20:00Z 200 s-199");
    // The same page once more.
    let same = page(&XSeries, &rows(0, &|at| at + 1), Some("2026-11-20T03:20:00Z 200 s-199"));
    assert_eq!((same.after, same.ignored), (None, true));
    // A page that is not full is the last; a row that is too old is left out.
    let old = x_flat("s-0", json!({"sale_date": "2026-11-19T23:59:59+00:00"}));
    let last = page(&XSeries, &json!({"data": [old, x_flat("s-1", json!({}))]}), None);
    assert_eq!((last.sales.len(), last.rows, last.after), (1, 2, None));
    let none = json!({"error": "x"}).to_string();
    let currency = Currency::parse("USD").unwrap();
    let since = Timestamp::parse(SINCE).unwrap();
    let series: &dyn Dialect = &XSeries;
    assert!(series.read_keyed(none.as_bytes(), currency, since, None).is_err());
    assert_eq!(KeyedState::Open.word(), "open");
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}
