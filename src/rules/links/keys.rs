//! The codes of both catalogues, sorted so that equal ones lie together.

use super::{MOST_SHARING, VariantField};
use crate::domain::catalogue::{CodeField, Item, Variant};
use crate::domain::code_form::CodeForm;

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

/// All codes, by their exact form. Those that very many have are left out: they tell nothing.
pub(super) struct Keys {
    variants: Vec<VariantCode>,
    items: Vec<ItemCode>,
    /// The codes of items, by their loose form: places in `items`.
    loose: Vec<(u64, usize)>,
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
        own.sort_unstable_by_key(|code| (code.form.exact, code.variant));
        codes.sort_unstable_by_key(|code| (code.form.exact, code.item, code.place));
        let mut loose: Vec<(u64, usize)> =
            codes.iter().enumerate().map(|(place, code)| (code.form.loose, place)).collect();
        loose.sort_unstable();
        Self { variants: own, items: codes, loose, has }
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
    pub(super) fn items(&self, exact: u64) -> &[ItemCode] {
        let from = self.items.partition_point(|code| code.form.exact < exact);
        let tail = self.items.get(from..).unwrap_or_default();
        let count = tail.iter().take_while(|code| code.form.exact == exact).count();
        tail.get(..count).unwrap_or_default()
    }

    /// The codes of variants whose digest is this one.
    pub(super) fn variants(&self, exact: u64) -> &[VariantCode] {
        let from = self.variants.partition_point(|code| code.form.exact < exact);
        let tail = self.variants.get(from..).unwrap_or_default();
        let count = tail.iter().take_while(|code| code.form.exact == exact).count();
        tail.get(..count).unwrap_or_default()
    }

    /// The codes of items that are loosely this one.
    pub(super) fn near(&self, loose: u64) -> impl Iterator<Item = &ItemCode> {
        let from = self.loose.partition_point(|(own, _)| *own < loose);
        let tail = self.loose.get(from..).unwrap_or_default();
        let own = tail.iter().take_while(move |(own, _)| *own == loose);
        own.filter_map(|(_, place)| self.items.get(*place))
    }

    /// The codes of variants, those with one digest together.
    pub(super) fn variant_groups(&self) -> impl Iterator<Item = &[VariantCode]> {
        self.variants.chunk_by(|one, other| one.form.exact == other.form.exact)
    }

    /// The codes of items, those with one digest together.
    pub(super) fn item_groups(&self) -> impl Iterator<Item = &[ItemCode]> {
        self.items.chunk_by(|one, other| one.form.exact == other.form.exact)
    }
}

/// The loose forms that more variants and items have than a code can tell apart.
fn common(own: &[VariantCode], codes: &[ItemCode]) -> Vec<u64> {
    let variants = own.iter().map(|code| (code.form.loose, false, code.variant));
    let items = codes.iter().map(|code| (code.form.loose, true, code.item));
    let mut all: Vec<(u64, bool, usize)> = variants.chain(items).collect();
    all.sort_unstable();
    all.dedup();
    let groups = all.chunk_by(|one, other| one.0 == other.0);
    let many = groups.filter(|group| group.len() > MOST_SHARING);
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
