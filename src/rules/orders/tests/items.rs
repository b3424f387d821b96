//! Which item a line sells.

use super::*;
use crate::domain::ids::shopify::InventoryItemId;
use crate::policy::LinkBy;

fn item(text: &str) -> ItemId {
    ItemId::parse(text).unwrap()
}

/// One line that no variant links.
fn case() -> Case {
    Case { links: Links::default(), ..Case::plain() }
}

fn sold(case: &Case) -> String {
    case.sale(R).lines[0].item.to_string()
}

#[test]
fn by_variant_then_inventory_item_then_as_configured() {
    let mut case = case();
    case.order.lines[0].barcode = "5012345678900".to_owned();
    case.policy.link_by = vec![LinkBy::Barcode, LinkBy::Sku];
    case.links.sku(" sku-1 ", item("4"));
    assert_eq!(sold(&case), "4");
    case.links.barcode("5012345678900", item("3"));
    assert_eq!(sold(&case), "3");
    case.at(52, true, 601, 2);
    case.fulfilment_orders[0].lines[0].inventory_item = Some(InventoryItemId::new(71).unwrap());
    case.links.inventory_item(InventoryItemId::new(71).unwrap(), item("2"));
    assert_eq!(sold(&case), "2");
    case.links.variant(VariantId::new(701).unwrap(), item("1"));
    assert_eq!(sold(&case), "1");
    assert_eq!(case.beside(R), [""; 0]);
}

#[test]
fn a_sku_links_nothing_unless_it_is_configured_to() {
    let mut case = case();
    case.links.sku("SKU-1", item("4"));
    assert_eq!((sold(&case), case.beside(R)), ("908".to_owned(), vec!["LINE_UNLINKED"]));
}

#[test]
fn several_candidates_decide_nothing_and_the_same_twice_is_one() {
    let mut case = Case::plain();
    case.links.variant(VariantId::new(701).unwrap(), item("601"));
    assert_eq!(sold(&case), "601");
    case.links.variant(VariantId::new(701).unwrap(), item("2"));
    assert_eq!((sold(&case), case.beside(R)), ("908".to_owned(), vec!["LINK_AMBIGUOUS"]));
}

#[test]
fn a_line_without_a_link_keeps_its_text_and_says_why() {
    let kinds = [
        (LineKind::Custom, "SKU-1", "custom_item"),
        (LineKind::Deleted, "SKU-1", "product_deleted"),
        (LineKind::Variant(VariantId::new(701).unwrap()), " ", "blank_sku"),
        (LineKind::Variant(VariantId::new(701).unwrap()), "SKU-1", "not_linked"),
    ];
    for (kind, sku, why) in kinds {
        let mut case = case();
        case.order.lines[0].kind = kind;
        case.order.lines[0].sku = sku.to_owned();
        case.order.lines[0].variant_title = "Blue".to_owned();
        let (_, log) = case.run(R);
        let told = log.exceptions[0].evidence.0.iter().find(|(name, _)| *name == "why").unwrap();
        assert_eq!(told.1.words(), why);
        let sale = case.sale(R);
        assert_eq!(sale.total, case.amount("54.00"));
        let filled = ["Thing 1", "Blue", sku.trim()].into_iter().filter(|text| !text.is_empty());
        assert_eq!(sale.lines[0].note, filled.collect::<Vec<_>>().join(" / "));
        assert!(!sale.lines[0].stocked);
    }
}

#[test]
fn a_gift_card_is_the_liability_item_and_a_tip_the_tip_item() {
    let mut case = Case::plain();
    case.order.lines[0].kind = LineKind::GiftCard;
    assert_eq!((sold(&case), case.beside(R)), ("901".to_owned(), vec![]));
    case.order.lines[0].kind = LineKind::Tip;
    assert_eq!((sold(&case), case.beside(R)), ("903".to_owned(), vec![]));
}

#[test]
fn a_helper_item_that_is_not_configured_is_told_once() {
    let mut case = Case::new("USD", &[(1, "5.00", "0", "0"), (1, "5.00", "0", "0")], "10.00", "0");
    case.links = Links::default();
    case.policy.helpers.placeholder = None;
    let refused = case.refused(R);
    assert_eq!(refused, ["LINE_UNLINKED", "HELPER_ITEM_MISSING", "LINE_UNLINKED"]);
}
