//! How the sales of a page were paid, in both series' shapes.

use serde_json::{Value, json};

use super::account;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::UserId;
use crate::domain::time::Timestamp;
use crate::lightspeed::keyed::Keying;
use crate::lightspeed::tenders::Tendering;
use crate::lightspeed::{Dialect, RSeries, XSeries};

const TYPE: &str = "0b5e55ed-0004-4000-8000-000000000001";

/// `sale: type amount, …` of each sale.
fn paid(series: &dyn Dialect, body: &Value) -> Vec<String> {
    let usd = Currency::parse("USD").unwrap();
    let all = series.read_tenders(body.to_string().as_bytes(), usd).unwrap();
    let one = |(sale, paid): (&_, &crate::domain::table::Table<_, crate::domain::money::Money>)| {
        let words: Vec<String> = paid
            .iter()
            .map(|(kind, amount): (&crate::domain::ids::lightspeed::PaymentTypeId, _)| {
                format!("{kind} {}", amount.text())
            })
            .collect();
        format!("{sale}: {}", words.join(", "))
    };
    all.iter().map(one).collect()
}

/// Fails when one of R-Series' spellings of a list is not read, or what is no payment counts.
#[test]
fn r_series_payments_are_a_relation() {
    let user = UserId::parse("11").unwrap();
    let since = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
    let list = RSeries.with_tenders(RSeries.list_keyed(account(&user), since, None));
    assert!(list.query.get("load_relations").unwrap().contains("SalePayments"));
    let payment = |kind: &str, amount: &str| json!({"paymentTypeID": kind, "amount": amount});
    let body = json!({"Sale": [
        {"saleID": "5", "SalePayments": {"SalePayment": payment("9", "54.38")}},
        {"saleID": "6", "SalePayments": {"SalePayment": [payment("9", "10"), payment("3", "0"), payment("9", "2.5"), payment("1", "-1.00"), payment("0", "7")]}},
        {"saleID": "7", "SalePayments": ""},
        {"saleID": "8"},
    ]});
    assert_eq!(paid(&RSeries, &body), ["5: 9 54.38", "6: 1 -1.00, 9 12.50", "7: ", "8: "]);
    assert_eq!(paid(&RSeries, &json!({"Sale": {"saleID": "5"}})), ["5: "]);
}

/// Fails when a flat or a nested payment is not read, or one that was deleted counts.
#[test]
fn x_series_payments_stand_in_their_sale() {
    let flat = |amount: &str| {
        let amount: Value = serde_json::from_str(amount).unwrap();
        json!({"retailer_payment_type_id": TYPE, "amount": amount})
    };
    let body = json!({"data": [
        {"id": "s1", "payments": [flat("54.38")]},
        {"id": "s2", "payments": [{"type": {"config_id": TYPE}, "amount": 4}, flat("1.5")]},
        {"id": "s3", "payments": [{"retailer_payment_type_id": TYPE, "amount": 9, "deleted_at": "2026-11-20T00:00:00Z"}]},
        {"id": "s4"},
    ]});
    assert_eq!(
        paid(&XSeries, &body),
        [
            format!("s1: {TYPE} 54.38"),
            format!("s2: {TYPE} 5.50"),
            "s3: ".to_owned(),
            "s4: ".to_owned()
        ]
    );
    let user = UserId::parse("11").unwrap();
    let since = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
    let list = XSeries.list_keyed(account(&user), since, None);
    assert_eq!(XSeries.with_tenders(list.clone()).query, list.query);
    assert!(XSeries.oldest_first() && !RSeries.oldest_first());
}
