//! R-Series: from what was answered to the next step of taking a sale back.

use serde_json::{Value, json};

use super::json as body_of;
use super::undoing::{self, Answer};
use crate::domain::ids::lightspeed::ItemId;
use crate::lightspeed::RSeries;
use crate::lightspeed::undo::{Step, What};

fn step(what: What<'_>, answers: &[Answer]) -> Step {
    undoing::step(&RSeries, what, answers)
}

fn found(purpose: Option<&str>) -> Answer {
    let mut key = json!({"shopify_order": "500", "outlet": "1"});
    if let Some(purpose) = purpose {
        key["purpose"] = json!(purpose);
    }
    let row = json!({
        "saleID": "90", "referenceNumber": "#500", "referenceNumberSource": "Shopify",
        "shopID": "1", "voided": "false", "calcTotal": "-54",
        "SaleNotes": {"InternalNote": {"note": key.to_string()}},
    });
    ("undo.find", 200, json!({"Sale": row}))
}

/// The sale: 2 x 22.50 less 1.00, and shipping; one payment that counts.
fn stored(changes: &[(&str, Value)]) -> Answer {
    let mut row = json!({
        "saleID": "88", "completed": "true", "voided": "false", "customerID": "77", "calcTotal": "54",
        "SaleLines": {"SaleLine": [
            {"saleLineID": "41", "itemID": "301", "unitQuantity": "2", "unitPrice": "22.50",
             "discountAmount": "1", "tax": "true", "taxClassID": "3"},
            {"saleLineID": "42", "itemID": "901", "unitQuantity": "1", "unitPrice": "5", "discountAmount": "0",
             "tax": "false", "taxClassID": "0"},
        ]},
        "SalePayments": {"SalePayment": [
            {"amount": "54", "paymentTypeID": "9", "remoteReference": "801", "archived": "false"},
            {"amount": "54", "paymentTypeID": "9", "remoteReference": "800", "archived": "true"},
        ]},
    });
    for (field, value) in changes {
        row[*field] = value.clone();
    }
    ("undo.sale", 200, json!({"Sale": row}))
}

fn written(step: Step) -> Value {
    let Step::Write("undo.record", request) = step else { panic!("{step:?}") };
    assert_eq!(request.natural_key.as_deref(), Some("sale/500/1/reversal"));
    body_of(&request)
}

/// Fails when the sale is taken for its own reversal, or another's note for ours.
#[test]
fn only_a_reversal_that_says_so_counts() {
    assert!(matches!(step(What::Whole, &[]), Step::Read("undo.find", _)));
    assert!(matches!(step(What::Whole, &[found(Some("reversal"))]), Step::Done));
    for other in [found(None), found(Some("short"))] {
        assert!(matches!(step(What::Whole, &[other]), Step::Read("undo.sale", _)));
    }
}

/// Fails when a payment that was deleted is given back, or a line without its parent.
#[test]
fn lines_and_payments_go_back_as_they_were_sold() {
    let body = written(step(What::Whole, &[found(None), stored(&[])]));
    assert_eq!(
        body["SaleLines"]["SaleLine"],
        json!([
            {"itemID": "301", "unitQuantity": "-2", "unitPrice": "22.5", "discountAmount": "-1", "tax": true,
             "taxClassID": "3", "parentSaleLineID": "41"},
            {"itemID": "901", "unitQuantity": "-1", "unitPrice": "5", "discountID": "0", "tax": false,
             "parentSaleLineID": "42"},
        ])
    );
    let payment = json!({"amount": "-54", "paymentTypeID": "9", "remoteReference": "801#reversal"});
    assert_eq!(body["SalePayments"]["SalePayment"], json!([payment]));
    assert_eq!((&body["completed"], &body["customerID"]), (&json!(true), &json!("77")));
}

/// Fails when money moves although it was kept, or shipping is given back as if it were goods.
#[test]
fn goods_alone_come_to_zero() {
    let (money, shipping) = (ItemId::parse("905").unwrap(), ItemId::parse("901").unwrap());
    let goods = What::Goods { money: &money, helpers: &[&shipping, &money] };
    let body = written(step(goods, &[found(None), stored(&[])]));
    assert_eq!(
        body["SaleLines"]["SaleLine"],
        json!([
            {"itemID": "301", "unitQuantity": "-2", "unitPrice": "22.5", "discountAmount": "-1", "tax": true,
             "taxClassID": "3", "parentSaleLineID": "41"},
            {"itemID": "905", "unitQuantity": "2", "unitPrice": "22.5", "discountAmount": "1", "tax": true,
             "taxClassID": "3"},
        ])
    );
    assert_eq!(body["SalePayments"]["SalePayment"], json!([]));
}

/// Fails when what staff did is done once more, or what cannot be made is tried.
#[test]
fn what_stands_otherwise_is_left_alone() {
    let after = |sale| step(What::Whole, &[found(None), sale]);
    assert!(matches!(after(stored(&[("voided", json!("true"))])), Step::Done));
    for sale in [
        stored(&[("completed", json!("false"))]),
        stored(&[("calcTotal", json!("53.99"))]),
        stored(&[("SalePayments", json!(""))]),
        ("undo.sale", 404, json!({"message": "not found"})),
    ] {
        let what = sale.2.to_string();
        assert!(matches!(after(sale), Step::Stuck(_)), "{what}");
    }
}
