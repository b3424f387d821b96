//! What each place comes to, and how a quantity that was decided counts in it.

use super::rows::{Difference, PLACES, PlaceRow, add};
use crate::contract::store::Row;
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::{LocationId, VariantId};
use crate::domain::number::{DecimalText, NumberError};
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::flow::rows::{STOCK, VERSION};
use crate::policy::Policy;
use crate::rules::stock::publish::{Change, Line};

/// How many differences of a place are kept.
const MOST: usize = 50;

/// The places by their names; those that a page changed are stored with its end.
#[derive(Default)]
pub(super) struct Places {
    rows: Table<String, PlaceRow>,
    changed: Table<String, ()>,
}

impl Places {
    /// The rows as the store gave them.
    pub(super) fn of(rows: Vec<(String, PlaceRow)>) -> Self {
        let named = rows.into_iter().filter_map(|(key, row)| {
            Some((key.strip_prefix(PLACES)?.to_owned(), row))
        });
        Self { rows: named.collect(), changed: Table::new() }
    }

    /// The rows that changed.
    pub(super) fn changed(&self) -> impl Iterator<Item = Row> {
        self.changed.iter().filter_map(|(name, ())| {
            Some(Row::put(STOCK, format!("{PLACES}{name}"), self.rows.get(name)?))
        })
    }

    fn at(&mut self, name: String) -> Option<&mut PlaceRow> {
        if self.rows.get(&name).is_none() {
            self.rows.insert(name.clone(), PlaceRow { v: VERSION, ..PlaceRow::default() });
        }
        self.changed.insert(name.clone(), ());
        self.rows.get_mut(&name)
    }

    /// Counts units that no link or no place tells of, of one thing.
    pub(super) fn pile(&mut self, name: String, what: &str, units: Quantity) {
        if units <= Quantity::ZERO {
            return;
        }
        if let Some(place) = self.at(name) {
            add(&mut place.sums, &format!("{what}_units"), units);
            add(&mut place.sums, &format!("{what}_items"), Quantity::whole(1));
        }
    }

    /// Counts a quantity. What would be shown is always the sum of its parts: of goods
    /// `sellable - in_flight - safety + other`, of kits `kits - safety`, and of what is not decided
    /// what Shopify shows, `kept`.
    pub(super) fn line(
        &mut self,
        line: &Line<'_>,
        variant: Option<VariantId>,
    ) -> Result<(), NumberError> {
        let from = line.from.unwrap_or(0);
        let to = line.quantity.map_or(0, |quantity| quantity.max(0));
        let (word, shown) = match line.change {
            Change::Hold => ("held", from),
            Change::Skip => ("skipped", from),
            Change::None => ("same", from),
            _ if line.from.is_none() => ("stock", to),
            _ if to == 0 => ("zero", to),
            _ if to < from => ("fall", to),
            _ => ("rise", to),
        };
        let in_flight = line.parts.units()?.checked_add(&line.by_kits)?;
        let units = Quantity::whole(shown);
        let Some(place) = self.at(location(line.location)) else { return Ok(()) };
        let mut count = |name: &str, by: Quantity| add(&mut place.sums, name, by);
        count("items", Quantity::whole(1));
        count(word, Quantity::whole(1));
        count("shopify", Quantity::whole(from));
        count("shown", units);
        match (line.change, line.sellable) {
            (Change::Hold | Change::Skip, _) => count("kept", units),
            (_, None) => {
                count("safety", line.safety);
                count("kits", units.checked_add(&line.safety)?);
            }
            (_, Some(sellable)) => {
                let left = sellable.checked_sub(&in_flight)?.checked_sub(&line.safety)?;
                count("sellable", sellable);
                count("in_flight", in_flight);
                count("safety", line.safety);
                count("other", units.checked_sub(&left)?);
            }
        }
        if let Some(why) = line.why {
            add(&mut place.why, why, Quantity::whole(1));
        }
        let Some(item) = line.item.filter(|_| shown != from) else { return Ok(()) };
        let text = |own: Quantity| DecimalText(own.value().normalize());
        place.largest.push(Difference {
            item: item.clone(),
            inventory_item: line.inventory_item,
            variant,
            sellable: line.sellable.map(text),
            in_flight: text(in_flight),
            safety: text(line.safety),
            shown: text(units),
            shopify: line.from.map(|from| text(Quantity::whole(from))),
            change: word.to_owned(),
            why: line.why.map(str::to_owned),
        });
        place.largest.sort_by(|one, other| {
            let by_units = other.units().cmp(&one.units());
            by_units.then_with(|| one.inventory_item.cmp(&other.inventory_item))
        });
        place.largest.truncate(MOST);
        Ok(())
    }
}

/// What a location is called.
pub(super) fn location(location: LocationId) -> String {
    format!("location/{location}")
}

/// What an outlet is called: the location that it serves, or itself; and whether it serves one.
pub(super) fn outlet(policy: &Policy, outlet: &str) -> (String, bool) {
    let serves = |(_, outlets): &(&LocationId, &Vec<OutletId>)| {
        outlets.iter().any(|own| own.as_str() == outlet)
    };
    match policy.locations.iter().find(serves) {
        Some((own, _)) => (location(*own), true),
        None => (format!("outlet/{outlet}"), false),
    }
}
