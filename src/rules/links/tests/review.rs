//! What is left to a person.

use super::super::{Evidence, MOST_SHARING, VariantField};
use super::*;

/// Fails when the likeliest is not the first, or what cannot be had stands before what can.
#[test]
fn candidates_stand_in_the_order_of_what_speaks_for_them() {
    let own = variant(1, "A-1", "96385074");
    let other = variant(2, "Z", "");
    let mut archived = item("05", "A-1", &["96385074"]);
    archived.archived = true;
    let items = [
        archived,
        item("10", "A1", &[]),
        with(item("20", "", &["96385074"]), CodeField::VendorCode, "A-1"),
        with(item("30", "Z", &[]), CodeField::Barcode, "96385074"),
    ];
    let variants = [own, other];
    let linking = linked(&variants, &items);
    let review = linking.review.iter().find(|review| review.variant == 0).unwrap();
    let ids: Vec<&str> = review.candidates.iter().map(|own| items[own.item].id.as_str()).collect();
    assert_eq!(ids, ["20", "10", "05", "30"]);
    let because = &review.candidates[0].because;
    assert!(because.contains(&Evidence::Same(VariantField::Barcode, CodeField::Barcode)));
    assert!(because.contains(&Evidence::Price));
    assert_eq!(review.candidates[3].taken_by, Some(variants[1].id));
}

/// Fails when what is worth little stands before what is worth much.
#[test]
fn what_is_worth_most_stands_first() {
    let worth = |number: u64, sku: &str, worth: i64| Variant {
        worth: Decimal::from(worth),
        ..variant(number, sku, "")
    };
    let variants = [worth(1, "A1", 5), worth(2, "B1", 50), worth(3, "C1", 7), worth(4, "D1", 7)];
    let mut rich = item("10", "A-1", &[]);
    rich.worth = Decimal::from(90);
    let items = [rich, item("20", "B-1", &[]), item("30", "C-1", &[]), item("40", "D-1", &[])];
    let linking = linked(&variants, &items);
    let order: Vec<u64> = reviews(&variants, &items, &linking).iter().map(|own| own.0).collect();
    assert_eq!(order, [1, 2, 3, 4]);
    assert_eq!(linking.review[0].worth, Decimal::from(90));
}

/// Fails when "n/a" makes all that have it one.
#[test]
fn a_code_that_very_many_have_tells_nothing() {
    let count = u64::try_from(MOST_SHARING).unwrap();
    let variants: Vec<Variant> = (1..=count).map(|number| variant(number, "n/a", "")).collect();
    let items = [item("10", "N/A", &[])];
    let linking = linked(&variants, &items);
    assert!(linking.review.iter().all(|review| review.reason == Reason::CommonCode));
    assert_eq!((linking.review.len(), linking.links.len()), (MOST_SHARING, 0));
    assert!(linking.review.iter().all(|review| review.candidates.is_empty()));
    // One fewer, and they are what they are.
    let linking = linked(&variants[1..], &items);
    assert!(linking.review.iter().all(|review| review.reason == Reason::DuplicateVariants));
}

/// Fails when a link that broke is forgotten without a word.
#[test]
fn an_item_that_is_gone_is_said() {
    let variants = [variant(1, "A", ""), variant(2, "B", "")];
    let mut archived = item("20", "B", &[]);
    archived.archived = true;
    let items = [archived, item("30", "C", &[])];
    let linking = linked_with(&variants, &items, &known(&[(1, "10"), (2, "20")]));
    let twenty = vec!["20".to_owned()];
    let said = reviews(&variants, &items, &linking);
    assert_eq!(said, [(1, Reason::ItemGone, vec![]), (2, Reason::ItemArchived, twenty)]);
    let gone: Vec<_> =
        linking.review.iter().map(|own| own.gone.as_ref().unwrap().as_str()).collect();
    assert_eq!(gone, ["10", "20"]);
    assert_eq!(linking.orphan_items, [ItemId::parse("30").unwrap()]);
}
