//! What is left to a person: each variant that is not linked with the items it may be, the
//! likeliest first; codes that several have; and what nothing is like.

use rust_decimal::Decimal;

use super::families;
use super::keys;
use super::pairs;
use super::{
    By, Candidate, Duplicate, Evidence, Linking, MOST_SHARING, Reason, Review, Sides, Standing,
    State, Taken, VariantField,
};
use crate::domain::catalogue::CodeField;
use crate::domain::sorting::{Digests, sorted};

/// How many candidates are shown.
const MOST_CANDIDATES: usize = 5;

pub(super) fn conclude(sides: Sides<'_>, state: &State, words: &Digests) -> Linking {
    let mut linking = Linking { duplicates: duplicates(sides), ..Linking::default() };
    let mut named = vec![false; sides.items.len()];
    for (variant, standing) in state.variants.iter().enumerate() {
        let reason = match standing {
            Standing::Linked(link) => {
                let stored = matches!(link.by, By::Stored | By::Hand);
                let renamed = stored && !pairs::any_same(sides, link.variant, link.item);
                linking.links.push(super::Link { renamed, ..link.clone() });
                continue;
            }
            Standing::Skipped(skip) => {
                linking.skipped.extend(sides.variants.get(variant).map(|own| (own.id, *skip)));
                continue;
            }
            Standing::Blocked(reason) => Some(*reason),
            Standing::Open => None,
        };
        let Some(review) = review(sides, state, words, variant, reason) else {
            linking.orphan_variants.extend(sides.variants.get(variant).map(|own| own.id));
            continue;
        };
        for candidate in &review.candidates {
            if let Some(named) = named.get_mut(candidate.item) {
                *named = true;
            }
        }
        linking.review.push(review);
    }
    let items = sides.items.iter().zip(&state.items).zip(&named);
    let alone = items
        .filter(|((_, taken), named)| !**named && !matches!(taken, Taken::By(_) | Taken::Archived));
    linking.orphan_items = alone.map(|((item, _), _)| item.id.clone()).collect();
    // All else is in the order of the ids already.
    linking.review = sorted(linking.review, |one, other| other.worth.cmp(&one.worth));
    linking
}

/// What a person has to look at about a variant; nothing if no item is like it.
fn review(
    sides: Sides<'_>,
    state: &State,
    words: &Digests,
    variant: usize,
    reason: Option<Reason>,
) -> Option<Review> {
    let own = sides.variants.get(variant)?;
    let known = sides.known.links.get(&own.id);
    let gone = known.map(|known| known.item.clone());
    let mut candidates = candidates(sides, state, words, variant);
    let reason = reason.or_else(|| found_reason(state, &candidates));
    let common = sides.keys.is_common(variant);
    let reason = reason.or_else(|| common.then_some(Reason::CommonCode));
    let reason = reason.or_else(|| gone.is_some().then_some(Reason::ItemGone))?;
    candidates.truncate(MOST_CANDIDATES);
    let worth = candidates.iter().filter_map(|candidate| sides.items.get(candidate.item));
    let worth = worth.map(|item| item.worth).fold(own.worth, Decimal::max);
    Some(Review { variant, reason, candidates, worth, gone })
}

/// Why it is for a person, judged by the likeliest candidate.
fn found_reason(state: &State, candidates: &[Candidate]) -> Option<Reason> {
    let first = candidates.first()?;
    let archived = state.items.get(first.item) == Some(&Taken::Archived);
    let same = first.because.iter().any(|evidence| matches!(evidence, Evidence::Same(..)));
    let near = first.because.iter().any(|evidence| matches!(evidence, Evidence::Near(..)));
    Some(match (same, near) {
        (true, _) if archived => Reason::ItemArchived,
        (true, _) | (_, true) => Reason::NearCode,
        _ => Reason::AttributesAlone,
    })
}

/// The items that are like the variant in any way, the likeliest first.
fn candidates(sides: Sides<'_>, state: &State, words: &Digests, variant: usize) -> Vec<Candidate> {
    let Some(own) = sides.variants.get(variant) else { return Vec::new() };
    let mut found: Vec<(usize, Vec<Evidence>)> = Vec::new();
    let mut say =
        |item: usize, evidence: Evidence| match found.iter_mut().find(|(own, _)| *own == item) {
            Some((_, because)) if because.contains(&evidence) => {}
            Some((_, because)) => because.push(evidence),
            None => found.push((item, vec![evidence])),
        };
    for field in [VariantField::Sku, VariantField::Barcode] {
        let Some(code) = sides.keys.code(variant, field) else { continue };
        for other in sides.keys.near(code.form.loose) {
            let same = pairs::is_same(sides, code, other);
            let evidence = if same { Evidence::Same } else { Evidence::Near };
            say(other.item, evidence(field, other.field));
        }
    }
    if sides.keys.is_bare(variant)
        && let Some(own) = families::variant_words(own)
    {
        let free = |item: &usize| !matches!(state.items.get(*item), Some(Taken::By(_)));
        let alike = words.with(own).filter(free).take(MOST_SHARING);
        alike.for_each(|item| say(item, Evidence::Words));
    }
    let mut candidates: Vec<(i32, Candidate)> = Vec::new();
    for (item, mut because) in found {
        let Some(row) = sides.items.get(item) else { continue };
        if sides.refused(variant, item) {
            continue;
        }
        if row.price.is_some() && row.price == own.price {
            because.push(Evidence::Price);
        }
        let taken_by = match state.items.get(item) {
            Some(Taken::By(other)) => sides.variants.get(*other).map(|other| other.id),
            _ => None,
        };
        let mut weight: i32 = because.iter().map(|evidence| evidence.weight()).sum();
        if row.archived || taken_by.is_some() {
            weight = weight.saturating_sub(OUT_OF_REACH);
        }
        candidates.push((weight, Candidate { item, because, taken_by }));
    }
    let candidates = sorted(candidates, |(one, first), (other, second)| {
        other.cmp(one).then_with(|| first.item.cmp(&second.item))
    });
    candidates.into_iter().map(|(_, candidate)| candidate).collect()
}

/// An item that cannot be had comes behind all that can.
const OUT_OF_REACH: i32 = 1000;

impl Evidence {
    fn weight(self) -> i32 {
        match self {
            Self::Same(VariantField::Sku, CodeField::Sku) => 100,
            Self::Same(_, CodeField::Barcode) => 90,
            Self::Same(..) => 60,
            Self::Near(VariantField::Sku, CodeField::Sku) => 40,
            Self::Near(..) => 20,
            Self::Words => 30,
            Self::Price => 10,
        }
    }
}

/// Codes of one kind that several variants, or several items, have.
fn duplicates(sides: Sides<'_>) -> Vec<Duplicate> {
    let mut found: Vec<(u64, Duplicate)> = Vec::new();
    for group in sides.keys.variant_groups() {
        for field in [VariantField::Sku, VariantField::Barcode] {
            let own = group.iter().filter(|code| code.field == field);
            let own = own.filter_map(|code| sides.variants.get(code.variant));
            let own = own.filter(|variant| !variant.archived && !variant.gift_card);
            let ids: Vec<_> = own.clone().map(|variant| variant.id).collect();
            if let (Some(first), 2..) = (own.clone().next(), ids.len()) {
                let exact = group.first().map_or(0, |code| code.form.exact);
                let code = field.of(first).trim().to_owned();
                found.push((exact, Duplicate { code, variants: ids, items: Vec::new() }));
            }
        }
    }
    for group in sides.keys.item_groups() {
        for field in [CodeField::Sku, CodeField::Barcode] {
            let own = group.iter().filter(|code| code.field == field);
            let own = own.filter_map(|code| Some((code, sides.items.get(code.item)?)));
            let mut ids: Vec<_> = own
                .clone()
                .filter(|(_, item)| !item.archived)
                .map(|(_, item)| item.id.clone())
                .collect();
            ids.dedup();
            let Some((code, _)) = own.clone().next().filter(|_| ids.len() > 1) else { continue };
            let exact = code.form.exact;
            let text = keys::text(sides.items, code).trim().to_owned();
            match found.iter_mut().find(|(other, own)| *other == exact && own.items.is_empty()) {
                Some((_, own)) => own.items = ids,
                None => {
                    found.push((exact, Duplicate { code: text, variants: Vec::new(), items: ids }))
                }
            }
        }
    }
    let found: Vec<Duplicate> = found.into_iter().map(|(_, duplicate)| duplicate).collect();
    sorted(found, |one, other| one.code.cmp(&other.code))
}
