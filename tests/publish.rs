//! What is published, over generated shops: it is what a plain count says, comes out the same in
//! whatever order rows come, and never rises for more that is in flight.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests"
)]

#[cfg(test)]
#[path = "publish/made.rs"]
mod made;

#[cfg(test)]
#[path = "publish/stocktake.rs"]
mod stocktake;

#[cfg(test)]
mod properties {
    use std::cell::Cell;
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};
    use serde_json::{Value, json};

    use crate::made::{Row, Shop, State, shop};

    fn over<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
        let config = Config { failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&strategy, test).unwrap_or_else(|error| panic!("{error}"));
    }

    type Place = (u64, u64);

    /// The number at the end of a gid, or a text that is a number.
    fn number(value: &Value) -> i64 {
        value.as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap()
    }

    /// The quantities that were decided, and what is written of them.
    fn quantities(answer: &Value) -> BTreeMap<Place, (i64, Option<i64>)> {
        let lines = answer["output"]["quantities"].as_array().unwrap().iter();
        let decided = lines.filter(|line| line.get("quantity").is_some());
        let place = |line: &Value| {
            let [item, location] = ["inventory_item", "location"].map(|name| number(&line[name]));
            (u64::try_from(item).unwrap(), u64::try_from(location).unwrap())
        };
        let pair = |line: &Value| (number(&line["quantity"]), line.get("write").map(number));
        decided.map(|line| (place(line), pair(line))).collect()
    }

    /// The plain count, in halves of a unit.
    fn counted(shop: &Shop, item: usize, location: u64) -> i64 {
        let sellable: i64 = shop
            .levels
            .iter()
            .filter(|(own, outlet, _)| *own == item && Shop::serves(location, *outlet))
            .map(|(_, _, halves)| halves)
            .sum();
        let own = flight(shop, item, location, shop.committed(item, location));
        let kit = flight(shop, Shop::KIT, location, shop.committed(Shop::KIT, location));
        let in_kits = Shop::RECIPE.iter().filter(|(of, _)| *of == item).map(|(_, need)| need * kit);
        sellable - 2 * (own + in_kits.sum::<i64>())
    }

    fn flight(shop: &Shop, item: usize, location: u64, committed: i64) -> i64 {
        let (mut gone, mut new, mut elsewhere, mut known) = (0, 0, 0, 0);
        for row in shop.rows.iter().filter(|row| row.item == item) {
            let serves = Shop::serves(location, row.outlet);
            let here = row.location == Some(location);
            if !here && !serves {
                continue;
            }
            let foreign = row.location.is_some() && !here;
            match (row.counts(), foreign) {
                (true, true) => (gone, elsewhere) = (gone + row.gone, elsewhere + row.open),
                (true, false) => (gone, new) = (gone + row.gone, new + row.open),
                (false, _) if here => known += row.open,
                (false, _) => {}
            }
        }
        gone + elsewhere + new.max(committed - known)
    }

    /// What can be sold at most, whatever is held back.
    fn promised(shop: &Shop, item: usize, location: u64) -> i64 {
        if item != Shop::KIT {
            return counted(shop, item, location).div_euclid(2);
        }
        let each = Shop::RECIPE.iter();
        each.map(|(of, need)| counted(shop, *of, location).div_euclid(2 * need)).min().unwrap()
    }

    /// I4, and more: each quantity is exactly what a plain count says, rounded down once over all
    /// outlets of the location, and nothing below zero is written.
    #[test]
    fn a_quantity_is_what_a_plain_count_says() {
        let (cases, lines, short, kits, flying) =
            (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
        over(shop(), |shop| {
            let answer = shop.decide();
            prop_assert_eq!(&answer["status"], "decided");
            let decided = quantities(&answer);
            for item in 0..=Shop::KIT {
                for location in [71, 72] {
                    let (quantity, write) = decided[&(Shop::inventory_item(item), location)];
                    let promised = promised(&shop, item, location);
                    prop_assert_eq!(quantity, promised.max(0), "{} at {}", item, location);
                    if let Some(write) = write {
                        prop_assert!(write >= 0 && write <= promised.max(0));
                    }
                    lines.set(lines.get() + 1);
                    short.set(short.get() + u32::from(promised < 0));
                    kits.set(kits.get() + u32::from(item == Shop::KIT && promised > 0));
                }
            }
            flying.set(flying.get() + u32::from(!shop.rows.is_empty()));
            cases.set(cases.get() + 1);
            Ok(())
        });
        let (cases, lines) = (cases.get(), lines.get());
        let (short, kits, flying) = (short.get(), kits.get(), flying.get());
        println!(
            "{cases} shops, {lines} quantities: {short} short, {kits} of kits, {flying} shops with rows in flight"
        );
        assert!(cases < 200 || (short * 20 > lines && kits * 20 > cases && flying * 2 > cases));
    }

    /// I6: in whatever order rows, levels and links come.
    #[test]
    fn the_order_of_rows_changes_nothing() {
        over((shop(), any::<u64>()), |(shop, seed)| {
            let mixed = shop.mixed(seed);
            let (one, other) = (shop.decide(), mixed.decide());
            prop_assert_eq!(&one["output"], &other["output"]);
            prop_assert_eq!(&one["exceptions"], &other["exceptions"]);
            Ok(())
        });
    }

    /// More in flight never raises anything.
    #[test]
    fn more_in_flight_raises_nothing() {
        let fell = Cell::new(0);
        let more = (0..=Shop::KIT, 1_i64..4, 0_u8..3, prop::sample::select(vec![71_u64, 72]));
        over((shop(), more), |(shop, (item, units, kind, location))| {
            let mut later = shop.clone();
            let outlet = if location == 71 { 1 } else { 5 };
            match kind {
                0 => later.shelf_mut(item, location).1 += units,
                kind => later.rows.push(Row {
                    order: 9999,
                    item,
                    location: Some(location),
                    outlet,
                    open: if kind == 1 { units } else { 0 },
                    gone: if kind == 1 { 0 } else { units },
                    state: if kind == 1 { State::Seen } else { State::Fulfilled },
                }),
            }
            let (before, after) = (quantities(&shop.decide()), quantities(&later.decide()));
            for (place, (quantity, _)) in &after {
                prop_assert!(*quantity <= before[place].0, "{:?} rises", place);
                fell.set(fell.get() + u32::from(*quantity < before[place].0));
            }
            Ok(())
        });
        println!("{} quantities fell", fell.get());
        assert!(fell.get() > 50);
    }

    /// What is missing in a feed that is not whole is never zero.
    #[test]
    fn what_is_missing_is_not_zero() {
        let held = Cell::new(0);
        over((shop(), any::<u64>()), |(shop, missing)| {
            let mut part = shop.clone();
            let mut place = 0;
            part.levels.retain(|_| {
                place += 1;
                missing >> (place % 64) & 1 == 0
            });
            part.complete = false;
            let answer = part.decide();
            let whole = quantities(&shop.decide());
            let holds = |line: &&Value| line["change"] == "hold";
            let lines = answer["output"]["quantities"].as_array().unwrap();
            held.set(held.get() + lines.iter().filter(holds).count());
            for (place, (quantity, _)) in quantities(&answer) {
                prop_assert_eq!(quantity, whole[&place].0);
            }
            let said = answer["exceptions"].as_array().cloned().unwrap_or_default();
            let said = said.iter().any(|own| own["code"] == "LEVELS_INCOMPLETE");
            prop_assert_eq!(said, lines.iter().any(|line| holds(&line)));
            Ok(())
        });
        println!("{} quantities held", held.get());
        assert!(held.get() > 100);
    }

    /// What was decided and written is right the next time.
    #[test]
    fn twice_is_once() {
        over(shop(), |shop| {
            let mut next = shop.clone();
            for (place, (_, write)) in quantities(&shop.decide()) {
                if let Some(write) = write {
                    next.write(place, write);
                }
            }
            let answer = next.decide();
            prop_assert_eq!(&answer["output"]["requests"], &json!([]));
            Ok(())
        });
    }
}
