//! `link.items`: both catalogues in; links, and what is left to a person, out.

use super::Bridge;
use super::decide::{Answer, level, raw};
use crate::contract::decisions::{
    DuplicateCode, ItemLink, ItemLinks, KitComponent, LinkCandidate, LinkItems, LinkReview,
    Orphans, Pair, ReviewReason, SkipReason, SkippedVariant, StandingLink,
};
use crate::domain::catalogue::{Item, Kit, Variant};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::sorting::{common_start, rank, ranked, sorted};
use crate::domain::text::excerpt;
use crate::lightspeed::{RSeries, XSeries};
use crate::policy::{Policy, Series};
use crate::report::{Code, Exception, Issue, Json, Log, Node, Part, Shape, read};
use crate::rules::links::{self, Evidence, InsteadOf, Known, KnownLink, Linking, Reason, Skip};
use crate::shopify::variants;

const R_CATALOGUES: &Shape =
    &Shape::of(&[("shopify", variants::VARIANT), ("lightspeed", RSeries::ITEM)]);
const X_CATALOGUES: &Shape =
    &Shape::of(&[("shopify", variants::VARIANT), ("lightspeed", XSeries::ITEM)]);

impl Bridge {
    pub(super) fn link_items(&self, context: &[u8], payload: &[u8]) -> Answer {
        let context: LinkItems = read::document(context, "$")?;
        let mut log = Log::new(level(context.explain));
        let (variants, items) = self.catalogues(payload)?;
        let known = known(context.links, context.refused)?;
        let sides =
            [("shopify", variants.is_empty()), ("lightspeed", items.is_empty())].into_iter();
        for (side, _) in sides.filter(|(_, empty)| *empty && !known.links.is_empty()) {
            // Taken as it is, it would break every link.
            log.raise(Exception::new(Code::CatalogueIncomplete, "links").with("catalogue", side));
        }
        if !log.exceptions.is_empty() {
            return Ok((None, log));
        }
        let linking = links::link(&variants, &items, &known, &self.policy.link_order, &mut log);
        Ok((raw(&view(&self.policy, &variants, &items, linking)), log))
    }

    fn catalogues(&self, payload: &[u8]) -> Result<(Vec<Variant>, Vec<Item>), Issue> {
        let shape = match self.policy.series {
            Series::R => R_CATALOGUES,
            Series::X => X_CATALOGUES,
        };
        let dialect = self.dialect();
        let (mut variants, mut items) = (Vec::new(), Vec::new());
        let mut seen: Vec<String> = Vec::new();
        Json::each(payload, shape, |Part { name, place, json }| {
            let Some(place) = place else { return field(name, json, &mut seen) };
            let node = Node::root(json, "$");
            let read = match &**name {
                "shopify" => variants::decode(&node).map(|variant| variants.push(variant)),
                "lightspeed" => dialect.read_item(&node).map(|item| items.push(item)),
                _ => Ok(()),
            };
            read.map_err(|issue| issue.below(&format!("{ROOT}.{name}[{place}]")))
        })
        .map_err(|issue| if issue.path.starts_with(ROOT) { issue } else { issue.below(ROOT) })?;
        for side in SIDES {
            if !seen.iter().any(|own| own == side) {
                let message = format!("field `{side}` is missing");
                return Err(Issue::new(Code::MissingField, format!("{ROOT}.{side}"), message));
            }
        }
        let variants = ranked(variants, |own| own.id.number(), |one, other| one.id.cmp(&other.id));
        let common = common_start(items.iter().map(|item| item.id.as_str()));
        let order = |one: &Item, other: &Item| one.id.cmp(&other.id);
        let items = ranked(items, |item| rank(item.id.as_str(), common), order);
        Ok((newest(variants, |variant| &variant.id), newest(items, |item| &item.id)))
    }
}

const ROOT: &str = "$.catalogues";
const SIDES: [&str; 2] = ["shopify", "lightspeed"];

/// What stands in a field as a whole must be a list, and the field one of the two.
fn field(name: &str, json: &Json<'_>, seen: &mut Vec<String>) -> Result<(), Issue> {
    let path = if name.is_empty() { ROOT.to_owned() } else { format!("{ROOT}.{}", excerpt(name)) };
    let whole = Node::root(json, &path);
    if name.is_empty() {
        return Err(whole.wrong("an object"));
    }
    if !SIDES.contains(&name) {
        return Err(whole
            .issue(Code::UnknownField, format!("there is no field `{}`", excerpt(name)))
            .with_hint("The fields are `shopify` and `lightspeed`."));
    }
    if seen.iter().any(|own| own == name) {
        return Err(whole.issue(Code::DuplicateField, format!("field `{name}` stands twice")));
    }
    if !json.is_list() {
        return Err(whole.wrong("a list"));
    }
    seen.push(name.to_owned());
    Ok(())
}

/// Each once: what moved from page to page while they were read stands on both, and counts as it
/// was read last.
fn newest<T, K: Ord>(mut rows: Vec<T>, id: fn(&T) -> &K) -> Vec<T> {
    // The later one of two is the one that is kept.
    rows.reverse();
    rows.dedup_by(|earlier, later| id(earlier) == id(later));
    rows.reverse();
    rows
}

fn known(links: Vec<StandingLink>, refused: Vec<Pair>) -> Result<Known, Issue> {
    let mut known = Known::default();
    let links = sorted(links, |one, other| one.variant.cmp(&other.variant));
    let items = links.iter().map(|link| (link.item.clone(), link.variant)).collect();
    for (item, variant) in sorted(items, Ord::cmp) {
        let twice = known.variants.get(&item).copied();
        if let Some(other) = twice {
            let message = format!("item `{item}` is linked to variants {other} and {variant}");
            return Err(Issue::new(Code::InvalidValue, "$.links", message));
        }
        known.variants.insert(item, variant);
    }
    for link in links {
        let StandingLink { variant, item, by_hand } = link;
        if known.links.insert(variant, KnownLink { item, by_hand }).is_some() {
            let message = format!("variant {variant} is linked twice");
            return Err(Issue::new(Code::InvalidValue, "$.links", message));
        }
    }
    let refused = refused.into_iter().map(|pair| (pair.variant, pair.item)).collect();
    for pair in sorted(refused, Ord::cmp) {
        known.refused.insert(pair, ());
    }
    Ok(known)
}

fn view(policy: &Policy, variants: &[Variant], items: &[Item], linking: Linking) -> ItemLinks {
    let links = linking.links.into_iter().filter_map(|link| {
        let (variant, item) = (variants.get(link.variant)?, items.get(link.item)?);
        let (kit, kit_untold) = kit(policy, item);
        let (instead_of_item, instead_of_variant) = match link.instead_of {
            Some(InsteadOf::Item(item)) => (Some(item), None),
            Some(InsteadOf::Variant(variant)) => (None, Some(variant)),
            None => (None, None),
        };
        Some(ItemLink {
            variant: variant.id,
            item: item.id.clone(),
            by: link.by.words(),
            instead_of_item,
            instead_of_variant,
            renamed: link.renamed,
            untracked: !variant.tracked || !item.tracked,
            kit,
            kit_untold,
        })
    });
    let review = linking.review.into_iter().filter_map(|review| {
        let candidates = review.candidates.into_iter().filter_map(|candidate| {
            Some(LinkCandidate {
                item: items.get(candidate.item)?.id.clone(),
                because: candidate.because.into_iter().map(Evidence::words).collect(),
                taken_by: candidate.taken_by,
            })
        });
        Some(LinkReview {
            variant: variants.get(review.variant)?.id,
            reason: reason_word(review.reason),
            worth: DecimalText(review.worth.normalize()),
            candidates: candidates.collect(),
            gone: review.gone,
        })
    });
    let duplicates = linking.duplicates.into_iter();
    let duplicates = duplicates.map(|own| DuplicateCode {
        code: own.code,
        variants: own.variants,
        items: own.items,
    });
    let skipped = linking.skipped.into_iter().map(|(variant, skip)| SkippedVariant {
        variant,
        reason: match skip {
            Skip::GiftCard => SkipReason::GiftCard,
            Skip::Archived => SkipReason::Archived,
        },
    });
    ItemLinks {
        links: links.collect(),
        review: review.collect(),
        duplicates: duplicates.collect(),
        orphans: Orphans { variants: linking.orphan_variants, items: linking.orphan_items },
        skipped: skipped.collect(),
    }
}

/// What an item is made of: as the tenant says, else as the catalogue does.
fn kit(policy: &Policy, item: &Item) -> (Vec<KitComponent>, bool) {
    let component = |(item, quantity): &(ItemId, Quantity)| KitComponent {
        item: item.clone(),
        quantity: DecimalText(quantity.value()),
    };
    if let Some(own) = policy.kits.get(&item.id) {
        return (own.iter().map(component).collect(), false);
    }
    match &item.kit {
        None => (Vec::new(), false),
        Some(Kit::Untold) => (Vec::new(), true),
        Some(Kit::Recipe(recipe)) => (recipe.iter().map(component).collect(), false),
    }
}

fn reason_word(reason: Reason) -> ReviewReason {
    match reason {
        Reason::DuplicateItems => ReviewReason::DuplicateItems,
        Reason::DuplicateVariants => ReviewReason::DuplicateVariants,
        Reason::CodesDisagree => ReviewReason::CodesDisagree,
        Reason::ItemTaken => ReviewReason::ItemTaken,
        Reason::ItemArchived => ReviewReason::ItemArchived,
        Reason::NearCode => ReviewReason::NearCode,
        Reason::AttributesAlone => ReviewReason::WordsAlone,
        Reason::CommonCode => ReviewReason::CommonCode,
        Reason::ItemGone => ReviewReason::ItemGone,
    }
}
