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
        let named = rows
            .into_iter()
            .filter_map(|(key, row)| Some((key.strip_prefix(PLACES)?.to_owned(), row)));
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
        let by = units.checked_sub(&Quantity::whole(from))?;
        // Of equal ones the first stays first.
        let smaller = |own: &Difference| own.difference.0.abs() < by.value().abs();
        let at = place.largest.iter().position(smaller).unwrap_or(place.largest.len());
        let own = Difference {
            item: item.clone(),
            inventory_item: line.inventory_item,
            variant,
            sellable: line.sellable.map(text),
            in_flight: text(in_flight),
            safety: text(line.safety),
            shown: text(units),
            shopify: line.from.map(|from| text(Quantity::whole(from))),
            difference: text(by),
            change: word.to_owned(),
            why: line.why.map(str::to_owned),
        };
        place.largest.insert(at, own);
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

#[cfg(test)]
mod tests {
    use super::super::rows::Sums;
    use super::*;
    use crate::domain::ids::lightspeed::ItemId;
    use crate::domain::ids::shopify::InventoryItemId;
    use crate::rules::stock::publish::Parts;

    fn line<'a>(item: &'a ItemId, number: u64, change: Change) -> Line<'a> {
        let inventory_item = InventoryItemId::parse(&number.to_string()).unwrap();
        let location = LocationId::parse("7").unwrap();
        Line { item: Some(item), change, ..Line::new(inventory_item, location) }
    }

    fn number(sums: &Sums, name: &str) -> Quantity {
        Quantity::new(sums.get(name).map_or_else(Default::default, |own| own.0))
    }

    /// Each line as it is decided, with what it counts as and how many would be shown.
    #[test]
    fn what_would_be_shown_is_the_sum_of_its_parts() {
        let item = ItemId::parse("1").unwrap();
        let whole = Quantity::whole;
        let of = |change, from, quantity, sellable: Option<i64>| Line {
            from,
            quantity,
            sellable: sellable.map(whole),
            ..line(&item, 1, change)
        };
        let flight = Parts { new: whole(2), ..Parts::default() };
        let cases = [
            (of(Change::None, Some(5), Some(5), Some(5)), "same", 5),
            // Below zero stays, and what would be shown is what is.
            (of(Change::None, Some(-2), Some(-3), Some(-3)), "same", -2),
            (of(Change::Fall, Some(9), Some(5), Some(5)), "fall", 5),
            (of(Change::Fall, Some(9), Some(-4), Some(-4)), "zero", 0),
            (of(Change::Confirm, Some(1), Some(5), Some(5)), "rise", 5),
            (of(Change::Sweep, Some(1), Some(5), Some(5)), "rise", 5),
            (of(Change::Rise, None, Some(5), Some(5)), "stock", 5),
            (of(Change::Hold, Some(8), None, None), "held", 8),
            (of(Change::Skip, None, None, None), "skipped", 0),
            // A kit, of which one is held back.
            (Line { safety: whole(1), ..of(Change::Rise, Some(1), Some(3), None) }, "rise", 3),
            (
                Line {
                    parts: flight,
                    by_kits: whole(1),
                    safety: Quantity::parse("0.5").unwrap(),
                    sellable: Some(Quantity::parse("9.75").unwrap()),
                    ..of(Change::Fall, Some(7), Some(6), None)
                },
                "fall",
                6,
            ),
        ];
        let mut places = Places::default();
        for (line, word, shown) in &cases {
            let mut alone = Places::default();
            for own in [&mut alone, &mut places] {
                own.line(line, None).unwrap();
            }
            let sums = &alone.rows.get("location/7").unwrap().sums;
            assert_eq!(number(sums, word), whole(1), "{line:?}");
            assert_eq!(number(sums, "shown"), whole(*shown), "{line:?}");
        }
        let place = places.rows.get("location/7").unwrap();
        let of = |name| number(&place.sums, name).value();
        assert_eq!(of("items"), whole(11).value());
        assert_eq!(of("shown"), whole(5 - 2 + 5 + 5 + 5 + 5 + 8 + 3 + 6).value());
        let parts = of("sellable") - of("in_flight") - of("safety");
        assert_eq!(of("shown"), parts + of("kits") + of("kept") + of("other"));
        let differences = place
            .largest
            .iter()
            .map(|own| own.shown.0 - own.shopify.map_or(Quantity::ZERO.value(), |from| from.0));
        assert_eq!(of("shown"), of("shopify") + differences.sum::<rust_decimal::Decimal>());
    }

    #[test]
    fn the_largest_differences_are_kept_and_no_more_than_fifty() {
        let item = ItemId::parse("1").unwrap();
        let mut places = Places::default();
        for number in 1..=120_u64 {
            let units = i64::try_from(number * 37 % 121).unwrap();
            let line = Line {
                from: Some(units),
                quantity: Some(0),
                sellable: Some(Quantity::ZERO),
                ..line(&item, number, Change::Fall)
            };
            places.line(&line, None).unwrap();
        }
        let largest = &places.rows.get("location/7").unwrap().largest;
        let units: Vec<i64> =
            largest.iter().filter_map(|own| Quantity::new(-own.difference.0).as_i64()).collect();
        assert_eq!(units, (71..=120).rev().collect::<Vec<i64>>());
    }
}
