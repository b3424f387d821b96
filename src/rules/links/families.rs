//! Variants without any code: the words of product and options are compared with those of the
//! item and its attributes. That alone is a guess; it is a link where a sibling of the variant is
//! linked to a sibling of the item, and neither has another such partner.

use super::pairs;
use super::{By, Link, Sides, Standing, State, Taken};
use crate::domain::catalogue::{Item, Variant};
use crate::domain::code_form;
use crate::domain::ids::shopify::ProductId;
use crate::domain::table::Table;

/// The families that products are linked to.
type Families<'a> = Table<ProductId, Vec<&'a str>>;

/// The words of items, those with one digest together.
pub(super) struct Words(Vec<(u64, usize)>);

impl Words {
    pub(super) fn of(items: &[Item]) -> Self {
        let words = items.iter().enumerate();
        let words = words.filter_map(|(place, item)| Some((of_item(item)?, place)));
        let mut words: Vec<(u64, usize)> = words.collect();
        words.sort_unstable();
        Self(words)
    }

    /// The items whose words are these.
    pub(super) fn with(&self, words: u64) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(own, _)| *own < words);
        let tail = self.0.get(from..).unwrap_or_default();
        tail.iter().take_while(move |(own, _)| *own == words).map(|(_, place)| *place)
    }
}

/// The words of a variant, as far as they tell it from its siblings.
pub(super) fn of_variant(variant: &Variant) -> Option<u64> {
    let options = variant.options.iter().map(String::as_str);
    code_form::words(std::iter::once(variant.title.as_str()).chain(options))
}

/// The words of an item. Its description says the attributes already, mostly: each counts once.
pub(super) fn of_item(item: &Item) -> Option<u64> {
    let attributes = item.attributes.iter().map(String::as_str);
    code_form::words(std::iter::once(item.title.as_str()).chain(attributes))
}

pub(super) fn link(sides: Sides<'_>, state: &mut State) {
    let bare: Vec<usize> = (0..sides.variants.len())
        .filter(|place| sides.keys.is_bare(*place))
        .filter(|place| matches!(state.variants.get(*place), Some(Standing::Open)))
        .collect();
    if bare.is_empty() {
        return;
    }
    let families = families(sides, state, &bare);
    let words = Words::of(sides.items);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for variant in &bare {
        if let Some(item) = partner(sides, state, &families, &words, *variant) {
            found.push((item, *variant));
        }
    }
    found.sort_unstable();
    for same_item in found.chunk_by(|one, other| one.0 == other.0) {
        let [(item, variant)] = *same_item else { continue };
        if let Some(taken) = state.items.get_mut(item) {
            *taken = Taken::By(variant);
        }
        let instead_of = pairs::instead_of(sides, variant, item);
        let link = Link { variant, item, by: By::Attributes, instead_of, renamed: false };
        if let Some(own) = state.variants.get_mut(variant) {
            *own = Standing::Linked(link);
        }
    }
}

/// The one open item with the variant's words, of the one family that its siblings are of.
fn partner(
    sides: Sides<'_>,
    state: &State,
    families: &Families<'_>,
    words: &Words,
    variant: usize,
) -> Option<usize> {
    let own = sides.variants.get(variant)?;
    let [family] = families.get(&own.product)?.as_slice() else { return None };
    let mut partner = None;
    for item in words.with(of_variant(own)?) {
        let row = sides.items.get(item)?;
        let fits = state.items.get(item) == Some(&Taken::Open)
            && row.family.as_deref() == Some(*family)
            && !sides.refused(variant, item);
        if fits && partner.replace(item).is_some() {
            return None;
        }
    }
    partner
}

/// The families of the items that siblings of these variants are linked to.
fn families<'a>(sides: Sides<'a>, state: &State, bare: &[usize]) -> Families<'a> {
    let mut products: Vec<ProductId> =
        bare.iter().filter_map(|place| Some(sides.variants.get(*place)?.product)).collect();
    products.sort_unstable();
    products.dedup();
    let mut families: Families<'a> = Table::new();
    for product in products {
        let known = sides.known.families.get(&product).map(Vec::as_slice).unwrap_or_default();
        families.insert(product, known.iter().map(String::as_str).collect());
    }
    for standing in &state.variants {
        let Standing::Linked(link) = standing else { continue };
        let product = sides.variants.get(link.variant).map(|variant| variant.product);
        let family = sides.items.get(link.item).and_then(|item| item.family.as_deref());
        if let (Some(product), Some(family)) = (product, family)
            && let Some(own) = families.get_mut(&product)
            && !own.contains(&family)
        {
            own.push(family);
        }
    }
    families
}
