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

/// All codes. Those that very many have are found by nobody: they tell nothing.
pub(super) struct Keys {
    variants: Vec<VariantCode>,
    items: Vec<ItemCode>,
    /// Where the codes of each variant and of each item begin, and where the last ones end.
    of_variants: Vec<usize>,
    of_items: Vec<usize>,
    /// Where the codes of variants and of items with one exact form are, and those of items with
    /// one loose form.
    exact_variants: Digests,
    exact_items: Digests,
    loose_items: Digests,
    /// Where those of the other side with one exact form begin, for each code.
    meets_items: Vec<usize>,
    meets_variants: Vec<usize>,
    /// The loose forms that very many have.
    common: Vec<u64>,
}

impl Keys {
    pub(super) fn of(variants: &[Variant], items: &[Item]) -> Self {
        let mut own = Vec::with_capacity(variants.len().saturating_mul(2));
        let mut of_variants = Vec::with_capacity(variants.len().saturating_add(1));
        for (place, variant) in variants.iter().enumerate() {
            of_variants.push(own.len());
            for field in [VariantField::Sku, VariantField::Barcode] {
                let form = CodeForm::of(field.of(variant));
                own.extend(form.map(|form| VariantCode { form, field, variant: place }));
            }
        }
        of_variants.push(own.len());
        let mut codes = Vec::with_capacity(items.len().saturating_mul(4));
        let mut of_items = Vec::with_capacity(items.len().saturating_add(1));
        for (item, row) in items.iter().enumerate() {
            of_items.push(codes.len());
            for (place, code) in row.codes.iter().enumerate() {
                let form = CodeForm::of(&code.text);
                codes.extend(form.map(|form| ItemCode { form, field: code.field, item, place }));
            }
        }
        of_items.push(codes.len());
        let common = common(&own, &codes);
        let told = |form: &CodeForm| common.binary_search(&form.loose).is_err();
        let ours = own.iter().map(|code| code.form).enumerate().filter(|(_, form)| told(form));
        let theirs = codes.iter().map(|code| code.form).enumerate().filter(|(_, form)| told(form));
        let exact = |(place, form): (usize, CodeForm)| (form.exact, place);
        let exact_variants = Digests::of(ours.map(exact).collect());
        let exact_items = Digests::of(theirs.clone().map(exact).collect());
        let loose_items = Digests::of(theirs.map(|(place, form)| (form.loose, place)).collect());
        Self {
            meets_items: exact_variants.meet(&exact_items, own.len()),
            meets_variants: exact_items.meet(&exact_variants, codes.len()),
            exact_variants,
            exact_items,
            loose_items,
            variants: own,
            items: codes,
            of_variants,
            of_items,
            common,
        }
    }

    /// Whether one of the variant's codes is one that very many have.
    pub(super) fn is_common(&self, variant: usize) -> bool {
        let codes = self.of_variant(variant).iter();
        !self.common.is_empty()
            && codes.map(|code| code.form.loose).any(|own| self.common.binary_search(&own).is_ok())
    }

    /// Whether the variant at this place has no code.
    pub(super) fn is_bare(&self, variant: usize) -> bool {
        self.of_variant(variant).is_empty()
    }

    /// The codes of the variant at this place.
    pub(super) fn of_variant(&self, variant: usize) -> &[VariantCode] {
        of(&self.variants, &self.of_variants, variant)
    }

    /// One of them.
    pub(super) fn code(&self, variant: usize, field: VariantField) -> Option<&VariantCode> {
        self.of_variant(variant).iter().find(|code| code.field == field)
    }

    /// The codes of the item at this place.
    pub(super) fn of_item(&self, item: usize) -> &[ItemCode] {
        of(&self.items, &self.of_items, item)
    }

    /// The codes of items whose digest is that of a variant's code.
    pub(super) fn items(
        &self,
        variant: usize,
        field: VariantField,
    ) -> impl Iterator<Item = &ItemCode> {
        let from = self.of_variants.get(variant).copied().unwrap_or(usize::MAX);
        let codes = self.of_variant(variant).iter().zip(from..);
        let found = codes.filter(move |(code, _)| code.field == field).map(|(code, place)| {
            let start = self.meets_items.get(place).copied().unwrap_or(usize::MAX);
            self.exact_items.from(start, code.form.exact)
        });
        found.flatten().filter_map(|place| self.items.get(place))
    }

    /// The codes of variants whose digest is that of one of the item's codes of this kind.
    pub(super) fn variants(
        &self,
        item: usize,
        field: CodeField,
    ) -> impl Iterator<Item = (&ItemCode, &VariantCode)> {
        let from = self.of_items.get(item).copied().unwrap_or(usize::MAX);
        let codes = self.of_item(item).iter().zip(from..);
        codes.filter(move |(code, _)| code.field == field).flat_map(move |(code, place)| {
            let start = self.meets_variants.get(place).copied().unwrap_or(usize::MAX);
            let found = self.exact_variants.from(start, code.form.exact);
            found.filter_map(move |place| Some((code, self.variants.get(place)?)))
        })
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

/// What begins at one place of `starts` and ends at the next.
fn of<'c, C>(codes: &'c [C], starts: &[usize], place: usize) -> &'c [C] {
    let end = starts.get(place.wrapping_add(1)).copied().unwrap_or_default();
    starts.get(place).and_then(|start| codes.get(*start..end)).unwrap_or_default()
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
