//! Linking, decision by decision.

mod pairs;
mod review;

use rust_decimal::Decimal;

use super::{By, Known, KnownLink, Linking, Reason, link};
use crate::domain::catalogue::{CodeField, Item, ItemCode, Variant};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{ProductId, VariantId};
use crate::policy::LinkKey;
use crate::report::Log;
use crate::report::log::Level;

const ORDER: [LinkKey; 3] = [LinkKey::Sku, LinkKey::Barcode, LinkKey::VendorCode];

/// A variant of product 1.
pub(super) fn variant(number: u64, sku: &str, barcode: &str) -> Variant {
    Variant {
        id: VariantId::new(number).unwrap(),
        product: ProductId::new(1).unwrap(),
        inventory_item: None,
        sku: sku.to_owned(),
        barcode: barcode.to_owned(),
        title: "Shirt".to_owned(),
        options: Vec::new(),
        price: Some(Decimal::TEN),
        worth: Decimal::ZERO,
        tracked: true,
        gift_card: false,
        archived: false,
    }
}

/// An item with a SKU and barcodes.
pub(super) fn item(id: &str, sku: &str, barcodes: &[&str]) -> Item {
    let sku = (!sku.is_empty()).then(|| code(CodeField::Sku, sku));
    let barcodes = barcodes.iter().map(|text| code(CodeField::Barcode, text));
    Item {
        id: ItemId::parse(id).unwrap(),
        codes: sku.into_iter().chain(barcodes).collect(),
        title: "Shirt".to_owned(),
        attributes: Vec::new(),
        family: None,
        price: Some(Decimal::TEN),
        worth: Decimal::ZERO,
        tracked: true,
        archived: false,
        kit: None,
    }
}

pub(super) fn code(field: CodeField, text: &str) -> ItemCode {
    ItemCode { field, text: text.to_owned() }
}

pub(super) fn with(mut item: Item, field: CodeField, text: &str) -> Item {
    item.codes.push(code(field, text));
    item
}

pub(super) fn linked(variants: &[Variant], items: &[Item]) -> Linking {
    linked_with(variants, items, &Known::default())
}

pub(super) fn linked_with(variants: &[Variant], items: &[Item], known: &Known) -> Linking {
    link(variants, items, known, &ORDER, &mut Log::new(Level::None))
}

/// What is linked, as numbers and ids.
pub(super) fn pairs(variants: &[Variant], items: &[Item], linking: &Linking) -> Vec<(u64, String)> {
    let pair =
        |link: &super::Link| (variants[link.variant].id.number(), items[link.item].id.to_string());
    linking.links.iter().map(pair).collect()
}

/// What is left to a person: the variant, why, and the candidates.
pub(super) fn reviews(
    variants: &[Variant],
    items: &[Item],
    linking: &Linking,
) -> Vec<(u64, Reason, Vec<String>)> {
    let ids = |review: &super::Review| {
        review.candidates.iter().map(|own| items[own.item].id.to_string()).collect()
    };
    let review = |own: &super::Review| (variants[own.variant].id.number(), own.reason, ids(own));
    linking.review.iter().map(review).collect()
}

pub(super) fn known(links: &[(u64, &str)]) -> Known {
    let mut known = Known::default();
    for (number, item) in links {
        let (variant, item) = (VariantId::new(*number).unwrap(), ItemId::parse(item).unwrap());
        known.variants.insert(item.clone(), variant);
        known.links.insert(variant, KnownLink { item, by_hand: false });
    }
    known
}

pub(super) fn by(linking: &Linking) -> Vec<By> {
    linking.links.iter().map(|link| link.by).collect()
}
