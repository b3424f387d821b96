//! A sale as it would stand against one that stands: each thing that may differ, by itself.

use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, OutletId};

fn usd(amount: &str) -> Money {
    Money::new(amount.parse().unwrap(), Currency::parse("USD").unwrap())
}

fn units(of: &[(&str, i64)]) -> Table<ItemId, Quantity> {
    of.iter().map(|(item, n)| (ItemId::parse(item).unwrap(), Quantity::whole(*n))).collect()
}

fn paid(of: &[(&str, &str)]) -> Option<Table<PaymentTypeId, Money>> {
    Some(of.iter().map(|(kind, own)| (PaymentTypeId::parse(kind).unwrap(), usd(own))).collect())
}

fn sale() -> Standing {
    Standing {
        outlet: OutletId::parse("1").unwrap(),
        state: KeyedState::Completed,
        total: usd("54.38"),
        tax: usd("4.38"),
        customer: CustomerId::parse("77").ok(),
        is_new: false,
        units: units(&[("12", 2), ("901", 1)]),
        tenders: paid(&[("9", "54.38")]),
    }
}

fn said(ours: &[Standing], theirs: &[Standing]) -> Vec<String> {
    let word = |own: Difference| {
        let about = own.about.map_or(String::new(), |about| format!(" {about}"));
        format!("{}{about}: {} | {}", own.what.word(), own.ours, own.theirs)
    };
    differences(ours, theirs).into_iter().map(word).collect()
}

/// Fails when something that differs is not said, or is said of another thing.
#[test]
fn each_thing_that_differs_is_said_once() {
    let rows: Vec<(Standing, &[&str])> = vec![
        (sale(), &[]),
        (Standing { total: usd("54.380"), ..sale() }, &[]),
        (Standing { total: usd("54.39"), ..sale() }, &["total: 54.38 | 54.39"]),
        (Standing { tax: usd("4.37"), ..sale() }, &["tax: 4.38 | 4.37"]),
        (Standing { outlet: OutletId::parse("2").unwrap(), ..sale() }, &["outlet: 1 | 2"]),
        (Standing { state: KeyedState::Open, ..sale() }, &["state: completed | open"]),
        (Standing { customer: None, ..sale() }, &["customer: 77 | none"]),
        (Standing { is_new: true, ..sale() }, &["customer: 77 | new"]),
        (
            Standing { units: units(&[("12", 1), ("13", 1)]), ..sale() },
            &["units 12: 2 | 1", "units 13: 0 | 1", "units 901: 1 | 0"],
        ),
        (
            Standing { tenders: paid(&[("3", "14.38"), ("9", "40.00"), ("4", "0")]), ..sale() },
            &["payment_type 3: 0 | 14.38", "payment_type 9: 54.38 | 40.00"],
        ),
        // What was not read is not said to differ.
        (Standing { tenders: None, ..sale() }, &[]),
    ];
    for (theirs, expected) in rows {
        assert_eq!(said(&[sale()], &[theirs]), expected);
    }
}

/// Fails when a customer that staff made, as Tillbridge would have, is said to be another one; or when
/// it is not said that they sold to nobody.
#[test]
fn a_new_customer_is_made_by_either_side() {
    let new = Standing { is_new: true, ..sale() };
    assert_eq!(said(std::slice::from_ref(&new), &[sale()]), [""; 0]);
    let nobody = Standing { customer: None, ..sale() };
    assert_eq!(said(&[new], &[nobody]), ["customer: new | none"]);
}

/// Fails when an order that is split is not taken together.
#[test]
fn split_orders_are_taken_together() {
    let part = |outlet: &str, total, tax, items: &[(&str, i64)]| Standing {
        outlet: OutletId::parse(outlet).unwrap(),
        total: usd(total),
        tax: usd(tax),
        units: units(items),
        tenders: paid(&[("9", total)]),
        ..sale()
    };
    let split =
        [part("1", "50.00", "4.00", &[("12", 2)]), part("2", "4.38", "0.38", &[("901", 1)])];
    assert_eq!(said(&[sale()], &split), ["outlet: 1 | 1, 2"]);
    assert_eq!(said(&split, &split), [""; 0]);
}
