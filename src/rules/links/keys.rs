//! The codes of both catalogues, sorted so that equal ones lie together.

use super::{MOST_SHARING, VariantField};
use crate::domain::catalogue::{CodeField, Item, Variant};
use crate::domain::code_form::CodeForm;
use crate::domain::sorting::Digests;

/// A code of a variant.
#[derive(Clone, Copy, Debug)]
pub(super) struct VariantCode {
    pub form: CodeForm,
    pub field: VariantField,
    pub variant: usize,
}

/// A code of an item; `place` is its place among the item's.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemCode {
    pub form: CodeForm,
    pub field: CodeField,
    pub item: usize,
    pub place: usize,
}

/// All codes. Those that very many have are left out: they tell nothing.
pub(super) struct Keys {
    variants: Vec<VariantCode>,
    items: Vec<ItemCode>,
    /// Where the codes of variants and of items with one exact form are, and those of items with
    /// one loose form.
    exact_variants: Digests,
    exact_items: Digests,
    loose_items: Digests,
    /// What codes each variant has.
    has: Vec<Has>,
}

/// What codes a variant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Has {
    /// None.
    Nothing,
    /// Some.
    Codes,
    /// Some, one of which very many have.
    CommonCode,
}

impl Keys {
    pub(super) fn of(variants: &[Variant], items: &[Item]) -> Self {
        let mut own = Vec::with_capacity(variants.len().saturating_mul(2));
        let mut has = vec![Has::Nothing; variants.len()];
        for (place, variant) in variants.iter().enumerate() {
            for field in [VariantField::Sku, VariantField::Barcode] {
                let Some(form) = CodeForm::of(field.of(variant)) else { continue };
                own.push(VariantCode { form, field, variant: place });
                if let Some(has) = has.get_mut(place) {
                    *has = Has::Codes;
                }
            }
        }
        let mut codes = Vec::with_capacity(items.len().saturating_mul(4));
        for (item, row) in items.iter().enumerate() {
            for (place, code) in row.codes.iter().enumerate() {
                if let Some(form) = CodeForm::of(&code.text) {
                    codes.push(ItemCode { form, field: code.field, item, place });
                }
            }
        }
        let common = common(&own, &codes);
        if !common.is_empty() {
            let is_common = |form: &CodeForm| common.binary_search(&form.loose).is_ok();
            for code in own.iter().filter(|code| is_common(&code.form)) {
                if let Some(has) = has.get_mut(code.variant) {
                    *has = Has::CommonCode;
                }
            }
            own.retain(|code| !is_common(&code.form));
            codes.retain(|code| !is_common(&code.form));
        }
        let exact_variants = own.iter().enumerate().map(|(place, code)| (code.form.exact, place));
        let exact_items = codes.iter().enumerate().map(|(place, code)| (code.form.exact, place));
        let loose_items = codes.iter().enumerate().map(|(place, code)| (code.form.loose, place));
        Self {
            exact_variants: Digests::of(exact_variants.collect()),
            exact_items: Digests::of(exact_items.collect()),
            loose_items: Digests::of(loose_items.collect()),
            variants: own,
            items: codes,
            has,
        }
    }

    /// Whether one of the variant's codes is one that very many have.
    pub(super) fn is_common(&self, variant: usize) -> bool {
        self.has.get(variant) == Some(&Has::CommonCode)
    }

    /// Whether the variant at this place has no code.
    pub(super) fn is_bare(&self, variant: usize) -> bool {
        self.has.get(variant) == Some(&Has::Nothing)
    }

    /// The codes of items whose digest is this one.
    pub(super) fn items(&self, exact: u64) -> impl Iterator<Item = &ItemCode> {
        self.exact_items.with(exact).filter_map(|place| self.items.get(place))
    }

    /// The codes of variants whose digest is this one.
    pub(super) fn variants(&self, exact: u64) -> impl Iterator<Item = &VariantCode> {
        self.exact_variants.with(exact).filter_map(|place| self.variants.get(place))
    }

    /// The codes of items that are loosely this one.
    pub(super) fn near(&self, loose: u64) -> impl Iterator<Item = &ItemCode> {
        self.loose_items.with(loose).filter_map(|place| self.items.get(place))
    }

    /// The codes of variants, those with one digest together where there are several.
    pub(super) fn variant_groups(&self) -> impl Iterator<Item = Vec<&VariantCode>> {
        let groups = self.exact_variants.groups().filter(|group| group.len() > 1);
        groups
            .map(|group| group.iter().filter_map(|(_, place)| self.variants.get(*place)).collect())
    }

    /// The codes of items, those with one digest together where there are several.
    pub(super) fn item_groups(&self) -> impl Iterator<Item = Vec<&ItemCode>> {
        let groups = self.exact_items.groups().filter(|group| group.len() > 1);
        groups.map(|group| group.iter().filter_map(|(_, place)| self.items.get(*place)).collect())
    }
}

/// Into how many parts digests are counted, and how a digest tells its part.
const BUCKETS: usize = 1 << 16;
const BUCKET_SHIFT: u32 = 64 - 16;

/// The loose forms that more variants and items have than a code can tell apart.
fn common(own: &[VariantCode], codes: &[ItemCode]) -> Vec<u64> {
    let variants = own.iter().map(|code| (code.form.loose, code.variant.wrapping_mul(2)));
    let items =
        codes.iter().map(|code| (code.form.loose, code.item.wrapping_mul(2).wrapping_add(1)));
    let all: Vec<(u64, usize)> = variants.chain(items).collect();
    // Mostly there are none, and counting shows it sooner than sorting.
    let mut counts = vec![0_u8; BUCKETS];
    let bucket = |loose: u64| usize::try_from(loose >> BUCKET_SHIFT).unwrap_or_default();
    for (loose, _) in &all {
        if let Some(count) = counts.get_mut(bucket(*loose)) {
            *count = count.saturating_add(1);
        }
    }
    let full = |loose: u64| {
        counts.get(bucket(loose)).is_some_and(|count| usize::from(*count) > MOST_SHARING)
    };
    let all = Digests::of(all.into_iter().filter(|(loose, _)| full(*loose)).collect()).once();
    let many = all.groups().filter(|group| group.len() > MOST_SHARING);
    many.filter_map(|group| group.first()).map(|(loose, ..)| *loose).collect()
}

impl VariantField {
    /// The code in this field.
    pub(super) fn of(self, variant: &Variant) -> &str {
        match self {
            Self::Sku => &variant.sku,
            Self::Barcode => &variant.barcode,
        }
    }
}

/// The code at a place of an item.
pub(super) fn text<'i>(items: &'i [Item], code: &ItemCode) -> &'i str {
    let item = items.get(code.item);
    item.and_then(|item| item.codes.get(code.place)).map_or("", |code| &code.text)
}
