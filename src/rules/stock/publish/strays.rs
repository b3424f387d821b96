//! What is left over once all quantities are decided: stock that nobody counts, outlets that are
//! counted twice, and how new the levels were.

use super::facts::Facts;
use super::levels::{Found, is_ahead};
use super::raise::Raised;
use super::stand::Place;
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::{ShopLevel, Watermark};
use crate::domain::sorting::sorted;
use crate::domain::table::Table;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact};

/// Says which outlets serve several locations: their stock would be sold once at each.
pub(super) fn shared(policy: &Policy, places: &[(Place<'_>, bool)], raised: &mut Raised) {
    for (place, _) in places.iter().filter(|(_, shared)| *shared) {
        for outlet in place.outlets {
            let all = policy.locations.iter();
            let serving = all.filter(|(_, own)| own.contains(outlet)).map(|(id, _)| Fact::text(id));
            let serving: Vec<Fact> = serving.collect();
            if serving.len() > 1 {
                raised.raise(
                    Exception::new(Code::SetupOutletTwice, &format!("outlet/{outlet}"))
                        .with("locations", Fact::List(serving)),
                );
            }
        }
    }
}

/// Stock at a place that nobody counts.
#[derive(Default)]
struct Stray {
    units: i64,
    items: u64,
    inactive: bool,
}

/// Says what Shopify can sell of what is linked to no item, or at a location that no outlet serves.
pub(super) fn strays(facts: &Facts<'_>, policy: &Policy, raised: &mut Raised) {
    let inputs = facts.inputs;
    let linked = inputs.links.iter().map(|link| link.inventory_item).collect();
    let linked: Vec<InventoryItemId> = sorted(linked, Ord::cmp);
    let mut places: Table<LocationId, Stray> = Table::new();
    let mut unlinked: Table<InventoryItemId, i64> = Table::new();
    for shelf in facts.shelves.iter() {
        let ShopLevel { inventory_item, location, .. } = *shelf.level();
        let level = shelf.level();
        let units = level.available.filter(|units| *units > 0 && level.tracked && level.active);
        let Some(units) = units else { continue };
        let only = inputs.only_items;
        if !only.is_empty() && !only.contains(&inventory_item) {
            continue;
        }
        let inactive = !level.location_active || inputs.inactive.contains(&location);
        if inactive || policy.locations.get(&location).is_none() {
            let mut stray = places.remove(&location).unwrap_or_default();
            stray.units = stray.units.saturating_add(units);
            stray.inactive |= inactive;
            super::levels::count(&mut stray.items);
            places.insert(location, stray);
        } else if linked.binary_search(&inventory_item).is_err() {
            let sum = unlinked.get(&inventory_item).copied().unwrap_or_default();
            unlinked.insert(inventory_item, sum.saturating_add(units));
        }
    }
    for (location, stray) in places.iter() {
        let why = if stray.inactive { "location_inactive" } else { "location_unmapped" };
        raised.raise(
            Exception::new(Code::StockUnplaced, &format!("location/{location}"))
                .with("why", why)
                .with("units", Fact::number(stray.units))
                .with("inventory_items", Fact::number(stray.items)),
        );
    }
    for (inventory_item, units) in unlinked.iter() {
        raised.raise(
            Exception::new(Code::StockUnlinked, &format!("inventory_item/{inventory_item}"))
                .with("units", Fact::number(*units)),
        );
    }
}

/// The newest levels, where they are newer than those that are kept. A clock that is ahead marks
/// nothing: whatever comes next would be older.
pub(super) fn watermarks(facts: &Facts<'_>) -> Vec<Watermark> {
    if facts.inputs.watermarks.is_none() {
        return Vec::new();
    }
    let mut marks = Vec::new();
    for item in (0..facts.book.len()).filter(|item| facts.inputs.levels.has(*item)) {
        for outlet in 0_usize.. {
            let Some(outlet_id) = facts.book.outlet_id(outlet) else { break };
            let before = facts.mark(item, outlet);
            let found = facts.inputs.levels.find(item, outlet, facts.inputs.now, before);
            let (Found::Level(level), Some(item_id)) = (found, facts.book.item_id(item)) else {
                continue;
            };
            // One that does not say how new it is is kept all the same: it was there.
            let stamp = level.stamp;
            let same = |before: &Watermark| {
                before.stamp == stamp && (stamp.is_some() || before.units == level.units)
            };
            if is_ahead(level, facts.inputs.now) || before.is_some_and(same) {
                continue;
            }
            let (item, outlet) = (item_id.clone(), outlet_id.clone());
            marks.push(Watermark { item, outlet, stamp, units: level.units });
        }
    }
    sorted(marks, |one, other| (&one.item, &one.outlet).cmp(&(&other.item, &other.outlet)))
}
