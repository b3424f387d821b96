//! Which Shopify variant is which Lightspeed item.
//!
//! Who is linked stays linked. Then, in the order the tenant chose, a variant and an item are
//! linked that have the same code where nobody else on either side has it ([`pairs`]); last those
//! without any code whose words are the same and whose siblings are linked ([`families`]). What is
//! not certain is for a person, with the candidates and what speaks for each ([`review`]).
//!
//! Whether two are linked depends on those that share a code with them, and on what takes those
//! away at an earlier step, and on nothing else: so a catalogue of any size can be decided a part
//! at a time.

mod families;
mod keys;
mod pairs;
mod review;
mod stored;
#[cfg(test)]
mod tests;
mod words;

use rust_decimal::Decimal;

use crate::domain::catalogue::{CodeField, Item, Variant};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{ProductId, VariantId};
use crate::domain::table::Table;
use crate::policy::LinkKey;
use crate::report::Log;
use keys::Keys;

pub use families::{item_words, variant_words};

/// How many may share a code: a code that more have ("n/a", "0") tells nothing.
pub const MOST_SHARING: usize = 40;

/// What is known before the catalogues are looked at.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The links that stand, by variant.
    pub links: Table<VariantId, KnownLink>,
    /// The same by item.
    pub variants: Table<ItemId, VariantId>,
    /// Pairs that a person refused.
    pub refused: Table<(VariantId, ItemId), ()>,
    /// The families that variants of a product are linked to, as far as they are not among
    /// `links`.
    pub families: Table<ProductId, Vec<String>>,
}

impl Known {
    /// The variant that each of these items, in the order of their ids, is linked to.
    fn by_item(&self, items: &[Item]) -> Vec<Option<VariantId>> {
        let mut variants = vec![None; items.len()];
        for (item, variant) in self.variants.iter() {
            let place = items.binary_search_by(|own| own.id.cmp(item));
            if let Some(own) = place.ok().and_then(|place| variants.get_mut(place)) {
                *own = Some(*variant);
            }
        }
        variants
    }
}

/// A link that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLink {
    /// The item.
    pub item: ItemId,
    /// Whether a person made it.
    pub by_hand: bool,
}

/// What is linked, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linking {
    /// The links, by variant.
    pub links: Vec<Link>,
    /// What a person must look at, what is worth most first.
    pub review: Vec<Review>,
    /// Codes that several have on one side.
    pub duplicates: Vec<Duplicate>,
    /// Variants that nothing is like.
    pub orphan_variants: Vec<VariantId>,
    /// Items that nothing is like.
    pub orphan_items: Vec<ItemId>,
    /// Variants that are not to be linked.
    pub skipped: Vec<(VariantId, Skip)>,
}

/// A variant and its item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The variant's place in the catalogue.
    pub variant: usize,
    /// The item's place in the catalogue.
    pub item: usize,
    /// What they were linked by.
    pub by: By,
    /// Whom the link is taken over from.
    pub instead_of: Option<InsteadOf>,
    /// Their codes do not agree any more: one of them was renamed.
    pub renamed: bool,
}

/// What a link was made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It stood before.
    Stored,
    /// A person made it.
    Hand,
    /// The variant's code equals one of the item's.
    Code(VariantField, CodeField),
    /// The words and values of both are the same, and a sibling is linked to a sibling.
    Attributes,
}

/// The codes that a variant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantField {
    /// Its SKU.
    Sku,
    /// Its barcode.
    Barcode,
}

impl VariantField {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sku => "sku",
            Self::Barcode => "barcode",
        }
    }
}

impl By {
    /// The words for it: two fields that are the same are `sku=sku`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Hand => "hand",
            Self::Attributes => "words",
            Self::Code(own, other) => Evidence::Same(own, other).words(),
        }
    }
}

impl Evidence {
    /// The words for it: two fields that are the same are `sku=sku`, that are nearly so `sku~sku`.
    #[must_use]
    pub fn words(self) -> &'static str {
        use CodeField::{Barcode, Sku, SystemSku, VendorCode};
        match self {
            Self::Words => "words",
            Self::Price => "price",
            Self::Same(VariantField::Sku, Sku) => "sku=sku",
            Self::Same(VariantField::Sku, SystemSku) => "sku=system_sku",
            Self::Same(VariantField::Sku, Barcode) => "sku=barcode",
            Self::Same(VariantField::Sku, VendorCode) => "sku=vendor_code",
            Self::Same(VariantField::Barcode, Sku) => "barcode=sku",
            Self::Same(VariantField::Barcode, SystemSku) => "barcode=system_sku",
            Self::Same(VariantField::Barcode, Barcode) => "barcode=barcode",
            Self::Same(VariantField::Barcode, VendorCode) => "barcode=vendor_code",
            Self::Near(VariantField::Sku, Sku) => "sku~sku",
            Self::Near(VariantField::Sku, SystemSku) => "sku~system_sku",
            Self::Near(VariantField::Sku, Barcode) => "sku~barcode",
            Self::Near(VariantField::Sku, VendorCode) => "sku~vendor_code",
            Self::Near(VariantField::Barcode, Sku) => "barcode~sku",
            Self::Near(VariantField::Barcode, SystemSku) => "barcode~system_sku",
            Self::Near(VariantField::Barcode, Barcode) => "barcode~barcode",
            Self::Near(VariantField::Barcode, VendorCode) => "barcode~vendor_code",
        }
    }
}

impl Reason {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DuplicateItems => "duplicate_items",
            Self::DuplicateVariants => "duplicate_variants",
            Self::CodesDisagree => "codes_disagree",
            Self::ItemTaken => "item_taken",
            Self::ItemArchived => "item_archived",
            Self::NearCode => "near_code",
            Self::AttributesAlone => "words_alone",
            Self::CommonCode => "common_code",
            Self::ItemGone => "item_gone",
        }
    }
}

/// What was there before a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InsteadOf {
    /// The variant was linked to an item that is gone.
    Item(ItemId),
    /// The item was linked to a variant that is gone.
    Variant(VariantId),
}

/// A variant that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The variant's place in the catalogue.
    pub variant: usize,
    /// Why nothing was decided.
    pub reason: Reason,
    /// What it may be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// What the stock in question is worth.
    pub worth: Decimal,
    /// The item it was linked to that is gone.
    pub gone: Option<ItemId>,
}

/// Why nothing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Several items have its code.
    DuplicateItems,
    /// Several variants have the code of its item.
    DuplicateVariants,
    /// One code speaks for the item, and the barcodes speak against it.
    CodesDisagree,
    /// The item with its code is linked to another variant.
    ItemTaken,
    /// The item with its code is archived.
    ItemArchived,
    /// Only looser forms of the codes are equal.
    NearCode,
    /// Only words and values are equal.
    AttributesAlone,
    /// Its code is one that very many have.
    CommonCode,
    /// The item it was linked to is gone, and no other is like it.
    ItemGone,
}

/// An item that a variant may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The item's place in the catalogue.
    pub item: usize,
    /// What speaks for it.
    pub because: Vec<Evidence>,
    /// The variant it is linked to.
    pub taken_by: Option<VariantId>,
}

/// What speaks for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Two codes are the same.
    Same(VariantField, CodeField),
    /// Two codes are the same in their loosest form.
    Near(VariantField, CodeField),
    /// The words and values are the same.
    Words,
    /// The price is the same.
    Price,
}

/// A code that several have on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The code, as the first of them has it.
    pub code: String,
    /// The variants that have it.
    pub variants: Vec<VariantId>,
    /// The items that have it.
    pub items: Vec<ItemId>,
}

/// Why a variant is not to be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It is a gift card: sold ones are money owed, recorded on their own item.
    GiftCard,
    /// Its product is archived.
    Archived,
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Sides<'a> {
    variants: &'a [Variant],
    items: &'a [Item],
    keys: &'a Keys,
    known: &'a Known,
    /// The variants that the items were linked to before.
    former: &'a [Option<VariantId>],
    order: &'a [LinkKey],
}

impl Sides<'_> {
    /// Whether a person said that these two are not the same.
    fn refused(&self, variant: usize, item: usize) -> bool {
        if self.known.refused.is_empty() {
            return false;
        }
        let (Some(variant), Some(item)) = (self.variants.get(variant), self.items.get(item)) else {
            return false;
        };
        self.known.refused.get(&(variant.id, item.id.clone())).is_some()
    }
}

/// How far each variant and each item is.
struct State {
    variants: Vec<Standing>,
    items: Vec<Taken>,
}

/// How far a variant is.
#[derive(Clone, Debug)]
enum Standing {
    /// Nothing is decided.
    Open,
    /// It is linked.
    Linked(Link),
    /// It must not be linked without a person.
    Blocked(Reason),
    /// It is not to be linked.
    Skipped(Skip),
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// Nothing is decided.
    Open,
    /// It is linked to the variant at this place.
    By(usize),
    /// It must not be linked without a person.
    Blocked,
    /// It was archived.
    Archived,
}

/// Whether a link was made by the code that comes first in this order: nothing but those who have
/// the same one can matter to it.
#[must_use]
pub fn is_by_first(by: By, order: &[LinkKey]) -> bool {
    match by {
        By::Stored | By::Hand => true,
        By::Attributes => false,
        By::Code(own, other) => pairs::all(order).next() == Some((own, other)),
    }
}

/// Links two catalogues, each in the order of its ids.
pub fn link(
    variants: &[Variant],
    items: &[Item],
    known: &Known,
    order: &[LinkKey],
    log: &mut Log,
) -> Linking {
    let keys = Keys::of(variants, items);
    let former = known.by_item(items);
    let sides = Sides { variants, items, keys: &keys, known, former: &former, order };
    let mut state = stored::begin(sides);
    pairs::link(sides, &mut state);
    let words = families::link(sides, &mut state);
    words::explain(sides, &state, log);
    review::conclude(sides, &state, &words)
}
