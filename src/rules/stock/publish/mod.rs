//! What Shopify may sell of what Lightspeed has, for each inventory item at each location. The
//! rules are told in `docs/stock.md`.
//!
//! `book` numbers items and outlets, with `numbers`; `levels` and `facts` lay out what is known, each
//! row once, and `shelved` what lies at locations;
//! `recipes` opens kits; `stand` says how an item stands at a location, of which `flight` is what
//! is in flight; `kits` and `safety` take their part; `lines` decides each quantity and `turn` what
//! is done about it; `raise` keeps what a person must look at. For one item as for thousands.

mod book;
mod facts;
mod flight;
mod kits;
mod levels;
mod lines;
mod numbers;
mod raise;
mod recipes;
mod safety;
mod shelved;
mod stand;
mod strays;
#[cfg(test)]
mod tests;
mod turn;

use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::{Goods, StockLink, Watermark};
use crate::domain::number::NumberError;
use crate::domain::sorting::sorted;
use crate::policy::{Duplicates, Policy};
use crate::report::{Code, Exception, Fact, Log};
use facts::Facts;
use lines::{Target, line};
use raise::Raised;
use stand::Place;

pub use book::Book;
pub use facts::Inputs;
pub use flight::{Parts, counts, in_flight_of};
pub use kits::Component;
pub use levels::{Ignored, Levels};
pub use lines::{LIMIT, Line};
pub use recipes::{Fault, Recipe, Recipes};
pub use turn::Change;

/// For how many quantities there is room at first.
const AT_FIRST: usize = 10_000;

/// The codes that publishing examines.
pub const CODES: &[Code] = &[
    Code::Oversold,
    Code::StockNegative,
    Code::StockDuplicate,
    Code::StockUnlinked,
    Code::StockUnplaced,
    Code::StockForeignChange,
    Code::StockArchived,
    Code::StockOverLimit,
    Code::KitBroken,
    Code::LevelsIncomplete,
    Code::LevelMissing,
    Code::LevelsDisagree,
    Code::LevelBackwards,
    Code::ClockAhead,
];

/// What Shopify may sell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<'a> {
    /// Each inventory item at each location, in their order.
    pub lines: Vec<Line<'a>>,
    /// What nothing was decided from.
    pub ignored: Ignored,
    /// The newest levels that were decided from, where somebody keeps them and they are new.
    pub watermarks: Vec<Watermark>,
}

/// Decides what Shopify may sell of each inventory item at each location.
///
/// # Errors
/// When a number cannot be held.
pub fn publish<'a>(
    inputs: &'a Inputs<'a>,
    policy: &'a Policy,
    log: &mut Log,
) -> Result<Published<'a>, NumberError> {
    let facts = Facts::of(inputs);
    let mut raised = Raised::default();
    let places = places(&facts, policy);
    let count = inputs.links.len().saturating_mul(places.len());
    let mut lines = Vec::with_capacity(count.min(AT_FIRST));
    let links = sorted(inputs.links.iter().collect(), |one: &&StockLink, other| {
        (one.inventory_item, &one.item, one.goods).cmp(&(
            other.inventory_item,
            &other.item,
            other.goods,
        ))
    });
    for group in links.chunk_by(|one, other| one.inventory_item == other.inventory_item) {
        let Some(first) = group.first() else { continue };
        let inventory_item = first.inventory_item;
        if !inputs.only_items.is_empty() && !inputs.only_items.contains(&inventory_item) {
            continue;
        }
        let target = target(&facts, policy, group, first, &mut raised);
        for (place, shared) in &places {
            let location = place.location;
            let one = group.iter().all(|link| link.item == first.item).then_some(&first.item);
            let none = Line { item: one, ..Line::new(inventory_item, location) };
            let decided = match &target {
                Err(why) => none.without(Change::Skip, why, log),
                Ok(_) if inactive(&facts, inventory_item, location) => {
                    none.without(Change::Skip, "location_inactive", log)
                }
                Ok(_) if *shared => none.without(Change::Hold, "outlet_shared", log),
                Ok(target) => line(&facts, policy, *target, place, &mut raised, log)?,
            };
            lines.push(decided);
        }
    }
    strays::shared(policy, &places, &mut raised);
    strays::strays(&facts, policy, &mut raised);
    raised.tell(inputs.only_items, log);
    let mut ignored = inputs.levels.ignored;
    ignored.older = inputs.levels.surplus().saturating_add(facts.shelves_older);
    ignored.in_flight = facts.foreign_rows();
    Ok(Published { lines, ignored, watermarks: strays::watermarks(&facts) })
}

/// The locations that are asked for, and whether an outlet of theirs serves another one, too.
fn places<'a>(facts: &Facts<'_>, policy: &'a Policy) -> Vec<(Place<'a>, bool)> {
    let only = facts.inputs.only_locations;
    let all = policy.locations.iter();
    let asked = all.filter(|(location, _)| only.is_empty() || only.contains(location));
    let sole = policy.locations.iter().count() < 2;
    let place = |(location, outlets): (&LocationId, &'a Vec<OutletId>)| {
        let others = policy.locations.iter().filter(|(other, _)| *other != location);
        let shared = others.flat_map(|(_, own)| own).any(|own| outlets.contains(own));
        let numbers = outlets.iter().filter_map(|own| facts.book.outlet(own.as_str())).collect();
        (Place { location: *location, outlets, numbers, sole }, shared)
    };
    asked.map(place).collect()
}

/// The item of an inventory item, or why it is not decided which one that is.
fn target<'a>(
    facts: &Facts<'_>,
    policy: &Policy,
    group: &[&'a StockLink],
    first: &'a StockLink,
    raised: &mut Raised,
) -> Result<Target<'a>, &'static str> {
    let inventory_item = first.inventory_item;
    if let Some(other) = group.iter().find(|link| link.item != first.item) {
        let mut items: Vec<&ItemId> = group.iter().map(|link| &link.item).collect();
        items.dedup();
        let items = items.into_iter().map(|item| item.as_str().into()).collect();
        let subject = format!("inventory_item/{inventory_item}");
        let variant = first.variant.or(other.variant).map_or(Fact::Nothing, Fact::text);
        raised.raise(
            Exception::new(Code::StockDuplicate, &subject)
                .with("variant", variant)
                .with("items", Fact::List(items)),
        );
        return Err("several_items");
    }
    let number = facts.book.item(first.item.as_str()).unwrap_or(usize::MAX);
    let variants: Vec<InventoryItemId> = facts.variants(number).collect();
    // What keeps no stock is not shared.
    let counted = matches!(first.goods, Goods::Counted | Goods::Archived);
    if variants.len() > 1 && counted && policy.stock.duplicates == Duplicates::Block {
        let of = |own: &InventoryItemId| {
            facts.inputs.links.iter().find(|link| link.inventory_item == *own)
        };
        let named = variants.iter().filter_map(of).filter_map(|link| link.variant);
        let named = named.map(Fact::text).collect();
        raised.raise(
            Exception::new(Code::StockDuplicate, &format!("item/{}", first.item))
                .with("variants", Fact::List(named))
                .with("inventory_items", Fact::List(variants.iter().map(Fact::text).collect())),
        );
        return Err("several_variants");
    }
    let at = variants.iter().position(|own| *own == inventory_item).unwrap_or_default();
    let goods = first.goods;
    Ok(Target { inventory_item, item: &first.item, number, goods, share: (variants.len(), at) })
}

/// Whether Shopify no longer uses a location.
fn inactive(facts: &Facts<'_>, item: InventoryItemId, location: LocationId) -> bool {
    let shelf = facts.shelf(item, location);
    facts.inputs.inactive.contains(&location)
        || shelf.is_some_and(|shelf| !shelf.level().location_active)
}
