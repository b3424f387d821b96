//! Who is linked, and by what.

use super::super::{By, InsteadOf, Reason, Skip, VariantField};
use super::*;

const SKU: By = By::Code(VariantField::Sku, CodeField::Sku);
const BARCODE: By = By::Code(VariantField::Barcode, CodeField::Barcode);

/// Scenarios 15, 16. Fails when look-alikes are not linked, blank codes are, or zeros in front
/// are dropped.
#[test]
fn equal_codes_link_one_to_one() {
    let variants = [
        variant(1, " abc\u{2011}1", ""),
        variant(2, "", "4006381333931"),
        variant(3, "", ""),
        variant(4, "00123", ""),
        variant(5, "ＸＬ-9 ", "036000291452"),
    ];
    let items = [
        item("10", "ABC-1", &[]),
        item("20", "", &["4006381333931"]),
        item("30", "", &[]),
        item("40", "123", &[]),
        item("50", "xl-9", &["0036000291452"]),
    ];
    let linking = linked(&variants, &items);
    let expected = [(1, "10".to_owned()), (2, "20".to_owned()), (5, "50".to_owned())];
    assert_eq!(super::pairs(&variants, &items, &linking), expected);
    assert_eq!(by(&linking), [SKU, BARCODE, SKU]);
    // 123 is near; nothing is like a blank one but its words.
    let near = (4, Reason::NearCode, vec!["40".to_owned()]);
    assert_eq!(reviews(&variants, &items, &linking)[1], near);
    assert!(linking.orphan_items.is_empty());
}

/// Fails when a step comes before one that the tenant put first.
#[test]
fn the_tenants_order_decides() {
    let variants = [variant(1, "A", "")];
    let items = [item("10", "A", &[]), with(item("20", "B", &[]), CodeField::VendorCode, "A")];
    let first = |order: &[LinkKey]| {
        let linking = link(&variants, &items, &Known::default(), order, &mut Log::default());
        super::pairs(&variants, &items, &linking)
    };
    assert_eq!(first(&ORDER), [(1, "10".to_owned())]);
    assert_eq!(first(&[LinkKey::VendorCode, LinkKey::Sku]), [(1, "20".to_owned())]);
    assert_eq!(first(&[LinkKey::Barcode]), []);
}

/// Each kind of code that an item has. Fails when one is not looked at, or the wrong one wins.
#[test]
fn every_code_of_an_item_counts() {
    for (sku, barcode, field, expected) in [
        (
            "210000000434",
            "",
            CodeField::SystemSku,
            By::Code(VariantField::Sku, CodeField::SystemSku),
        ),
        (
            "",
            "210000000434",
            CodeField::SystemSku,
            By::Code(VariantField::Barcode, CodeField::SystemSku),
        ),
        ("4006381333931", "", CodeField::Barcode, By::Code(VariantField::Sku, CodeField::Barcode)),
        ("MF-7", "", CodeField::VendorCode, By::Code(VariantField::Sku, CodeField::VendorCode)),
    ] {
        let variants = [variant(1, sku, barcode)];
        let text = if sku.is_empty() { barcode } else { sku };
        let items = [with(item("10", "", &[]), field, text), item("20", "other", &[])];
        assert_eq!(by(&linked(&variants, &items)), [expected], "{field:?}");
    }
    // A barcode is no vendor code.
    let items = [with(item("10", "", &[]), CodeField::VendorCode, "96385074")];
    assert_eq!(by(&linked(&[variant(1, "", "96385074")], &items)), []);
}

/// Scenarios 13, 14. Fails when one of several is taken because it came first.
#[test]
fn several_with_one_code_link_nobody() {
    let twice = [variant(1, "A", ""), variant(2, "a", "")];
    let items = [item("10", "A", &[]), item("20", "B", &[])];
    let linking = linked(&twice, &items);
    assert_eq!(linking.links, []);
    let ten = || vec!["10".to_owned()];
    assert_eq!(
        reviews(&twice, &items, &linking),
        [(1, Reason::DuplicateVariants, ten()), (2, Reason::DuplicateVariants, ten()),]
    );
    assert_eq!(linking.duplicates.len(), 1);
    assert_eq!(linking.duplicates[0].variants.len(), 2);
    assert_eq!(linking.orphan_items, [ItemId::parse("20").unwrap()]);

    let one = [variant(1, "A", "96385074")];
    let items = [item("10", "A", &["96385074"]), item("20", "a ", &[])];
    let linking = linked(&one, &items);
    // Not even when the barcode could decide: a person does, and the likelier one stands first.
    let both = vec!["10".to_owned(), "20".to_owned()];
    assert_eq!(reviews(&one, &items, &linking), [(1, Reason::DuplicateItems, both)]);
    assert_eq!(linking.duplicates[0].items.len(), 2);
}

/// Fails when the codes of one item are taken for two partners.
#[test]
fn one_item_with_two_codes_is_one() {
    let variants = [variant(1, "A", "96385074")];
    let items = [with(item("10", "A", &["96385074", "4006381333931"]), CodeField::VendorCode, "A")];
    assert_eq!(by(&linked(&variants, &items)), [SKU]);
    // UPC and EAN of one item are the barcodes of two variants.
    let variants = [variant(1, "", "96385074"), variant(2, "", "4006381333931")];
    let items = [item("10", "", &["96385074", "4006381333931"])];
    let linking = linked(&variants, &items);
    assert_eq!(linking.links, []);
    let reasons: Vec<Reason> = linking.review.iter().map(|review| review.reason).collect();
    assert_eq!(reasons, [Reason::DuplicateVariants; 2]);
}

/// Fails when a SKU that was used again links goods whose barcodes say that they are others.
#[test]
fn barcodes_that_disagree_are_for_a_person() {
    let variants = [variant(1, "A", "96385074")];
    let items = [item("10", "A", &["4006381333931"])];
    let linking = linked(&variants, &items);
    let ten = vec!["10".to_owned()];
    assert_eq!(reviews(&variants, &items, &linking), [(1, Reason::CodesDisagree, ten)]);
    // The item has none, and another one has the variant's.
    let items = [item("10", "A", &[]), item("20", "", &["96385074"])];
    let both = vec!["10".to_owned(), "20".to_owned()];
    let said = reviews(&variants, &items, &linked(&variants, &items));
    assert_eq!(said, [(1, Reason::CodesDisagree, both)]);
    // One that is equal is enough, and the label that Lightspeed prints is one of them.
    let items = [item("10", "A", &["4006381333931", "96385074"])];
    assert_eq!(by(&linked(&variants, &items)), [SKU]);
    let items = [with(item("10", "A", &["4006381333931"]), CodeField::SystemSku, "96385074")];
    assert_eq!(by(&linked(&variants, &items)), [SKU]);
}

/// Fails when a variant whose item went to another is given the next best.
#[test]
fn an_item_has_one_variant() {
    let variants = [variant(1, "A", ""), variant(2, "B", "96385074")];
    let items = [item("10", "A", &["96385074"])];
    let linking = linked(&variants, &items);
    assert_eq!(super::pairs(&variants, &items, &linking), [(1, "10".to_owned())]);
    let review = &linking.review[0];
    assert_eq!(review.reason, Reason::ItemTaken);
    assert_eq!(review.candidates[0].taken_by, Some(variants[0].id));
}

/// Scenario 71. Fails when a link follows the SKU and not the id.
#[test]
fn a_sku_that_is_renamed_or_swapped_moves_no_link() {
    let variants = [variant(1, "B", ""), variant(2, "A", ""), variant(3, "new", "")];
    let items = [item("10", "A", &[]), item("20", "B", &[]), item("30", "old", &[])];
    let known = known(&[(1, "10"), (2, "20"), (3, "30")]);
    let linking = linked_with(&variants, &items, &known);
    let expected = [(1, "10".to_owned()), (2, "20".to_owned()), (3, "30".to_owned())];
    assert_eq!(super::pairs(&variants, &items, &linking), expected);
    assert!(linking.links.iter().all(|link| link.by == By::Stored && link.renamed));
    assert!(linking.review.is_empty() && linking.orphan_items.is_empty());
}

/// Scenario 17. Fails when a variant or an item that was made anew is not linked, or silently.
#[test]
fn what_was_made_anew_is_linked_and_says_so() {
    // Variant 1 is gone, 2 has its SKU; item 20 is gone, 25 has its SKU, 27's is archived.
    let variants = [variant(2, "A", ""), variant(3, "B", ""), variant(4, "C", "")];
    let mut archived = item("26", "C", &[]);
    archived.archived = true;
    let items = [item("10", "A", &[]), item("25", "B", &[]), archived, item("27", "C", &[])];
    let known = known(&[(1, "10"), (3, "20"), (4, "26")]);
    let linking = linked_with(&variants, &items, &known);
    let instead: Vec<_> = linking.links.iter().map(|link| link.instead_of.clone()).collect();
    let gone = |id: &str| Some(InsteadOf::Item(ItemId::parse(id).unwrap()));
    let variant = Some(InsteadOf::Variant(VariantId::new(1).unwrap()));
    assert_eq!(instead, [variant, gone("20"), gone("26")]);
    assert_eq!(by(&linking), [SKU; 3]);
}

/// Fails when a pair that a person refused is made again, or stands in the way of another.
#[test]
fn a_refused_pair_stays_refused() {
    let variants = [variant(1, "A", "")];
    let items = [item("10", "A", &[]), item("20", "a", &[])];
    let mut known = Known::default();
    known.refused.insert((variants[0].id, ItemId::parse("10").unwrap()), ());
    let linking = linked_with(&variants, &items, &known);
    assert_eq!(super::pairs(&variants, &items, &linking), [(1, "20".to_owned())]);
    known.refused.insert((variants[0].id, ItemId::parse("20").unwrap()), ());
    let linking = linked_with(&variants, &items, &known);
    assert_eq!((linking.links.len(), linking.orphan_variants.len()), (0, 1));
}

/// Fails when a gift card becomes goods, or an archived product takes an item from a living one.
#[test]
fn what_is_not_sold_as_goods_is_skipped() {
    let mut card = variant(1, "A", "");
    card.gift_card = true;
    let mut old = variant(2, "B", "");
    old.archived = true;
    let variants = [card, old, variant(3, "B", "")];
    let items = [item("10", "A", &[]), item("20", "B", &[])];
    let linking = linked(&variants, &items);
    assert_eq!(super::pairs(&variants, &items, &linking), [(3, "20".to_owned())]);
    let skipped: Vec<Skip> = linking.skipped.iter().map(|(_, skip)| *skip).collect();
    assert_eq!(skipped, [Skip::GiftCard, Skip::Archived]);
    // Who is linked stays linked.
    let linking = linked_with(&variants[..2], &items, &known(&[(2, "20")]));
    assert_eq!(super::pairs(&variants, &items, &linking), [(2, "20".to_owned())]);
}

/// Fails when words alone link, or a sibling of another family does.
#[test]
fn without_codes_words_link_where_a_sibling_says_the_family() {
    let bare = |number, size: &str| Variant {
        options: vec!["Red".to_owned(), size.to_owned()],
        ..variant(number, "", "")
    };
    let sibling = |id: &str, sku: &str, size: &str, family: &str| Item {
        title: format!("Shirt Red {size}"),
        attributes: vec!["Red".to_owned(), size.to_owned()],
        family: Some(family.to_owned()),
        ..item(id, sku, &[])
    };
    let variants = [variant(1, "S-S", ""), bare(2, "M"), bare(3, "L")];
    let items = [
        sibling("10", "S-S", "S", "7"),
        sibling("20", "S-M", "M", "7"),
        sibling("30", "S-L", "L", "8"),
        sibling("31", "S-X", "XL", "7"),
    ];
    let linking = linked(&variants, &items);
    let expected = [(1, "10".to_owned()), (2, "20".to_owned())];
    assert_eq!(super::pairs(&variants, &items, &linking), expected);
    assert_eq!(by(&linking), [SKU, By::Attributes]);
    let other = (3, Reason::AttributesAlone, vec!["30".to_owned()]);
    assert_eq!(reviews(&variants, &items, &linking), [other]);
    // Two of the family with the same words.
    let twins = [items[0].clone(), items[1].clone(), sibling("21", "S-M2", "M", "7")];
    assert_eq!(super::pairs(&variants, &twins, &linked(&variants, &twins)).len(), 1);
    let both = [variants[0].clone(), bare(2, "M"), bare(4, "M")];
    assert_eq!(super::pairs(&both, &items, &linked(&both, &items)).len(), 1);
}
