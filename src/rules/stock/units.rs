//! Which units of an order need stock, where they are, and whether they left.

use super::in_flight::{Known, Units, line_subject, number, subject};
use super::places::{Pair, Places};
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{LineItemId, LocationId};
use crate::domain::number::NumberError;
use crate::domain::order::{LineKind, Order, OrderLine};
use crate::domain::quantity::Quantity;
use crate::domain::stock::Row;
use crate::domain::table::Table;
use crate::policy::{Linked, Policy};
use crate::report::{Fact, Log, rule};

/// A line with its units by location, before anybody asked which outlet and item these are.
struct Line<'o> {
    line: &'o OrderLine,
    at: Table<Option<LocationId>, Pair>,
    /// What no fulfilment order names.
    rest: Pair,
}

/// The units as the earlier rows have them: their sum is the order's as it was last believed.
#[inline(never)]
pub(super) fn of_rows(rows: &[Row]) -> Result<Vec<Units>, NumberError> {
    let mut sums: Table<(LineItemId, Option<LocationId>, &ItemId, &OutletId), Pair> = Table::new();
    for row in rows {
        let gone = row.quantity.checked_sub(&row.open)?;
        let key = (row.line, row.location, &row.item, &row.outlet);
        let pair = sums.get(&key).copied().unwrap_or_default();
        let open = pair.open.checked_add(&row.open)?;
        sums.insert(key, Pair { open, gone: pair.gone.checked_add(&gone)? });
    }
    let units = |((line, location, item, outlet), pair): (&(_, _, &ItemId, &OutletId), &Pair)| {
        let (line, location) = (*line, *location);
        let (item, outlet) = ((*item).clone(), (*outlet).clone());
        Units { line, item, location, outlet, open: pair.open, gone: pair.gone }
    };
    Ok(sums.iter().map(units).collect())
}

/// The units of an order that need stock of ours, in the order of line and location.
pub(super) fn of_order(
    order: &Order,
    known: Known<'_>,
    policy: &Policy,
    log: &mut Log,
) -> Result<Vec<Units>, NumberError> {
    let places = Places::of(known.fulfilment_orders)?;
    let lost = refunded(order, true)?;
    let all_refunded = refunded(order, false)?;
    let early = early(order, known, policy)?;
    let mut lines: Table<LineItemId, Line<'_>> = Table::new();
    for line in &order.lines {
        let lost = lost.get(&line.id).copied().unwrap_or_default();
        let gone = all_refunded.get(&line.id).copied().unwrap_or_default();
        let now = now(order, line, gone)?;
        let placed = places.place(line.id, now, lost)?;
        let rest = Pair { open: placed.rest, gone: Quantity::ZERO };
        let mut placed_line = Line { line, at: placed.at, rest };
        if order.pos {
            at_the_till(order, &mut placed_line)?;
        }
        if order.fulfilled {
            all_gone(&mut placed_line)?;
        }
        let counted = early.get(&line.id).copied().unwrap_or_default();
        let counted = take_off(&mut placed_line, counted)?;
        if !(now.is_zero() && placed.out.is_zero()) {
            log.explain(rule::STOCK_LINE, &line_subject(order.id, line.id), || {
                let facts = vec![
                    ("now", number(now)),
                    ("out", number(placed.out)),
                    ("counted", number(counted)),
                ];
                let sum = now.checked_add(&placed.out).and_then(|sum| sum.checked_sub(&counted));
                (facts, sum.map_or(Fact::Nothing, number))
            });
        }
        lines.insert(line.id, placed_line);
    }
    let primary = primary(order, &lines, policy);
    let mut units = Vec::new();
    let mut told = Table::new();
    for (_, line) in lines.iter() {
        let mut finder = Finder { order, policy, primary: &primary, told: &mut told };
        finder.line(line, &places, known, &mut units, log)?;
    }
    Ok(units)
}

/// The refunded units by line: all, or those that did not come back.
#[inline(never)]
fn refunded(order: &Order, lost: bool) -> Result<Table<LineItemId, Quantity>, NumberError> {
    let mut sums: Table<LineItemId, Quantity> = Table::new();
    for line in order.refunds.lines.iter().filter(|line| !(lost && line.back)) {
        let sum = sums.get(&line.line).copied().unwrap_or_default();
        sums.insert(line.line, sum.checked_add(&Quantity::new(line.units))?);
    }
    Ok(sums)
}

/// The units that left an old order before go-live: they were counted then.
#[inline(never)]
fn early(
    order: &Order,
    known: Known<'_>,
    policy: &Policy,
) -> Result<Table<LineItemId, Quantity>, NumberError> {
    let mut early: Table<LineItemId, Quantity> = Table::new();
    let go_live = policy.go_live.filter(|go_live| order.processed_at < *go_live);
    for left in known.left.iter().filter(|left| go_live.is_some_and(|live| left.at < live)) {
        let sum = early.get(&left.line).copied().unwrap_or_default();
        early.insert(left.line, sum.checked_add(&left.units)?);
    }
    Ok(early)
}

/// How many units the line has now.
#[inline(never)]
fn now(order: &Order, line: &OrderLine, refunded: Quantity) -> Result<Quantity, NumberError> {
    if order.is_cancelled() {
        return Ok(Quantity::ZERO);
    }
    if let Some(current) = line.current {
        return Ok(Quantity::new(current));
    }
    let ordered = Quantity::new(line.ordered);
    ordered.checked_sub(&refunded.min(ordered))
}

/// What the till sold is taken from the till's location, whatever fulfilment orders say.
#[inline(never)]
fn at_the_till(order: &Order, line: &mut Line<'_>) -> Result<(), NumberError> {
    let mut all = line.rest;
    for (_, units) in line.at.iter() {
        all.open = all.open.checked_add(&units.open)?;
        all.gone = all.gone.checked_add(&units.gone)?;
    }
    line.rest = Pair::default();
    line.at = [(order.sold_at, all)].into_iter().collect();
    Ok(())
}

#[inline(never)]
fn all_gone(line: &mut Line<'_>) -> Result<(), NumberError> {
    let gone = |units: &Pair| Ok(Pair { open: Quantity::ZERO, gone: units.sum()? });
    let at = line.at.iter().map(|(location, units)| Ok((*location, gone(units)?)));
    line.at = at.collect::<Result<_, NumberError>>()?;
    line.rest = gone(&line.rest)?;
    Ok(())
}

/// Takes so many of the units that left off the line; returns how many that were.
#[inline(never)]
fn take_off(line: &mut Line<'_>, most: Quantity) -> Result<Quantity, NumberError> {
    if most.is_zero() {
        return Ok(most);
    }
    let mut left = most;
    let mut less = |units: &Pair| {
        let off = units.gone.min(left);
        left = left.checked_sub(&off)?;
        Ok(Pair { open: units.open, gone: units.gone.checked_sub(&off)? })
    };
    let at = line.at.iter().map(|(location, units)| Ok((*location, less(units)?)));
    let at = at.collect::<Result<_, NumberError>>()?;
    line.rest = less(&line.rest)?;
    line.at = at;
    most.checked_sub(&left)
}

/// The outlets that the order's sales stand at as far as locations say, in posting order; the
/// first takes what has no location.
fn primary(order: &Order, lines: &Table<LineItemId, Line<'_>>, policy: &Policy) -> Vec<OutletId> {
    let lines = lines.iter().map(|(_, line)| line);
    let places = lines.filter(|line| line.line.kind != LineKind::Tip);
    let with_units = places
        .flat_map(|line| line.at.iter())
        .filter(|(_, units)| order.pos || !(units.open.is_zero() && units.gone.is_zero()));
    let used: Vec<&OutletId> =
        with_units.filter_map(|(location, _)| outlet(*location, policy)).collect();
    let posting = policy.posting_order().filter(|outlet| used.contains(outlet));
    posting.cloned().collect()
}

/// The outlet that a location's sales are posted to.
#[inline(never)]
fn outlet(location: Option<LocationId>, policy: &Policy) -> Option<&OutletId> {
    policy.locations.get(&location?).and_then(|outlets| outlets.first())
}

/// Finds the item and the outlet of a line's units.
struct Finder<'a> {
    order: &'a Order,
    policy: &'a Policy,
    primary: &'a [OutletId],
    /// The locations that were spoken of.
    told: &'a mut Table<LocationId, ()>,
}

impl Finder<'_> {
    #[inline(never)]
    fn line(
        &mut self,
        line: &Line<'_>,
        places: &Places,
        known: Known<'_>,
        units: &mut Vec<Units>,
        log: &mut Log,
    ) -> Result<(), NumberError> {
        // What has no location comes first, as in the order of rows.
        let mut all = vec![(None, line.rest)];
        all.extend(line.at.iter().map(|(location, pair)| (Some(*location), *pair)));
        all.retain(|(_, pair)| !(pair.open.is_zero() && pair.gone.is_zero()));
        if all.is_empty() {
            return Ok(());
        }
        let Some(item) = self.item(line.line, places, known, log) else { return Ok(()) };
        for (location, Pair { open, gone }) in all {
            let Some(outlet) = self.outlet(line.line, location, log) else { continue };
            let (line, item, location) = (line.line.id, item.clone(), location.flatten());
            log.explain(rule::STOCK_UNITS, &line_subject(self.order.id, line), || {
                let at = location.map_or(Fact::Nothing, Fact::text);
                let facts = vec![("location", at), ("open", number(open)), ("gone", number(gone))];
                (facts, open.checked_add(&gone).map_or(Fact::Nothing, number))
            });
            units.push(Units { line, item, location, outlet, open, gone });
        }
        Ok(())
    }

    /// The item whose stock the line takes, if it takes any.
    #[inline(never)]
    fn item(
        &self,
        line: &OrderLine,
        places: &Places,
        known: Known<'_>,
        log: &mut Log,
    ) -> Option<ItemId> {
        let subject = line_subject(self.order.id, line.id);
        if matches!(line.kind, LineKind::GiftCard | LineKind::Tip) {
            let why = if line.kind == LineKind::Tip { "tip" } else { "gift_card" };
            self.no_row(line, why, Fact::Nothing, log);
            return None;
        }
        match self.policy.linked(line, places.inventory_item(line.id), known.links) {
            Linked::One { by, key, item } => {
                log.explain(rule::LINE_ITEM, &subject, || {
                    (vec![("by", by.into()), ("key", key)], item.as_str().into())
                });
                Some(item.clone())
            }
            Linked::Several(_) => {
                self.no_row(line, "ambiguous", Fact::Nothing, log);
                None
            }
            Linked::Nothing(why) => {
                self.no_row(line, why, Fact::Nothing, log);
                None
            }
        }
    }

    /// The outlet of units at a location, or of those that have none yet.
    fn outlet(
        &mut self,
        line: &OrderLine,
        location: Option<Option<LocationId>>,
        log: &mut Log,
    ) -> Option<OutletId> {
        let subject = subject(self.order.id);
        let Some(location) = location else {
            let first = self.primary.first();
            let outlet = first.unwrap_or(&self.policy.default_outlet);
            log.explain(rule::STOCK_REST, &line_subject(self.order.id, line.id), || {
                let used = self.primary.iter().map(|outlet| outlet.as_str().into()).collect();
                let default = self.policy.default_outlet.as_str().into();
                (vec![("used", Fact::List(used)), ("default", default)], outlet.as_str().into())
            });
            return Some(outlet.clone());
        };
        let found = outlet(location, self.policy);
        let (Some(outlet), Some(location)) = (found, location) else {
            self.no_row(line, "location_unmapped", location.map_or(Fact::Nothing, Fact::text), log);
            return None;
        };
        if self.told.insert(location, ()).is_none() {
            log.explain(rule::LOCATION_OUTLET, &subject, || {
                (vec![("location", Fact::text(location))], outlet.as_str().into())
            });
        }
        Some(outlet.clone())
    }

    fn no_row(&self, line: &OrderLine, why: &'static str, location: Fact, log: &mut Log) {
        log.explain(rule::STOCK_NO_ROW, &line_subject(self.order.id, line.id), || {
            (vec![("why", why.into()), ("location", location)], "no_row".into())
        });
    }
}
