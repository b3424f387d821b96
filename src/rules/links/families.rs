//! Variants without any code: the words of product and options are compared with those of the
//! item and its attributes. That alone is a guess; it is a link where a sibling of the variant is
//! linked to a sibling of the item, and neither has another such partner.

use super::pairs;
use super::{By, Link, Sides, Standing, State, Taken};
use crate::domain::catalogue::{Item, Variant};
use crate::domain::code_form;
use crate::domain::ids::shopify::ProductId;
use crate::domain::sorting::Digests;
use crate::domain::table::Table;

/// The families that products are linked to.
type Families<'a> = Table<ProductId, Vec<&'a str>>;

/// Where the items with the same words are that are not linked.
fn words(sides: Sides<'_>, state: &State) -> Digests {
    let items = sides.items.iter().zip(&state.items).enumerate();
    let free = items.filter(|(_, (_, taken))| !matches!(taken, Taken::By(_)));
    Digests::of(free.filter_map(|(place, (item, _))| Some((item_words(item)?, place))).collect())
}

/// The words of a variant, as far as they tell it from its siblings.
#[must_use]
pub fn variant_words(variant: &Variant) -> Option<u64> {
    let options = variant.options.iter().map(String::as_str);
    code_form::words(std::iter::once(variant.title.as_str()).chain(options))
}

/// The words of an item. Its description says the attributes already, mostly: each counts once.
#[must_use]
pub fn item_words(item: &Item) -> Option<u64> {
    let attributes = item.attributes.iter().map(String::as_str);
    code_form::words(std::iter::once(item.title.as_str()).chain(attributes))
}

/// Links them, and tells where the words of the items are that were not linked before.
pub(super) fn link(sides: Sides<'_>, state: &mut State) -> Digests {
    let bare: Vec<usize> = (0..sides.variants.len())
        .filter(|place| sides.keys.is_bare(*place))
        .filter(|place| matches!(state.variants.get(*place), Some(Standing::Open)))
        .collect();
    if bare.is_empty() {
        return Digests::default();
    }
    let families = families(sides, state, &bare);
    let words = words(sides, state);
    let mut found: Vec<(u64, usize)> = Vec::new();
    for variant in &bare {
        if let Some(item) = partner(sides, state, &families, &words, *variant) {
            found.push((u64::try_from(item).unwrap_or(u64::MAX), *variant));
        }
    }
    let by_item = Digests::of(found);
    for group in by_item.groups() {
        // An item that several could be is nobody's.
        let [(item, variant)] = *group else { continue };
        let item = usize::try_from(item).unwrap_or(usize::MAX);
        if let Some(taken) = state.items.get_mut(item) {
            *taken = Taken::By(variant);
        }
        let instead_of = pairs::instead_of(sides, variant, item);
        let link = Link { variant, item, by: By::Attributes, instead_of, renamed: false };
        if let Some(own) = state.variants.get_mut(variant) {
            *own = Standing::Linked(link);
        }
    }
    words
}

/// The one open item with the variant's words, of the one family that its siblings are of.
fn partner(
    sides: Sides<'_>,
    state: &State,
    families: &Families<'_>,
    words: &Digests,
    variant: usize,
) -> Option<usize> {
    let own = sides.variants.get(variant)?;
    let [family] = families.get(&own.product)?.as_slice() else { return None };
    let mut partner = None;
    for item in words.with(variant_words(own)?) {
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
    let mut families: Families<'a> = Table::new();
    for variant in bare.iter().filter_map(|place| sides.variants.get(*place)) {
        let product = variant.product;
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
