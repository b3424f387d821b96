//! Which outlet sends which units of which line.

use rust_decimal::Decimal;

use super::parts::{Part, add as plus, number, sub};
use super::{Known, part_subject, subject};
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::{InventoryItemId, LineItemId, LocationId};
use crate::domain::money::MoneyError;
use crate::domain::order::{DeliveryMethod, Order};
use crate::domain::sale::Source;
use crate::domain::table::Table;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// Where an order's units are.
pub(super) struct Places<'p> {
    /// The outlets that have a sale, in posting order; the first is the primary one.
    pub(super) outlets: Vec<&'p OutletId>,
    /// For each part, in their order, its units by place in `outlets`.
    pub(super) parts: Vec<Table<Place, Decimal>>,
    /// The inventory item of a line, where a fulfilment order says it.
    pub(super) inventory_items: Table<LineItemId, InventoryItemId>,
    /// How goods reach the buyer from each place, and whether that is still to be done.
    pub(super) ways: Vec<(Place, DeliveryMethod, bool)>,
}

/// The place of some units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// An outlet, by its place in posting order.
    Outlet(usize),
    /// A location that no outlet serves.
    Unmapped,
}

/// Units of one line at one place.
struct At {
    place: Place,
    open: bool,
    units: Decimal,
}

/// Nothing when the fulfilment orders contradict the order: then the log says so.
pub(super) fn places<'p>(
    order: &Order,
    parts: &[Part<'_>],
    known: Known<'_>,
    policy: &'p Policy,
    log: &mut Log,
) -> Result<Option<Places<'p>>, MoneyError> {
    let all: Vec<&OutletId> = policy.posting_order().collect();
    let mut map = Map { order, policy, all: &all, seen: Table::new() };
    let mut lines: Table<LineItemId, Vec<At>> = Table::new();
    let mut inventory_items = Table::new();
    let mut ways = Vec::new();
    for fulfilment_order in known.fulfilment_orders {
        for line in &fulfilment_order.lines {
            if let Some(item) = line.inventory_item {
                inventory_items.insert(line.line, item);
            }
        }
        // One that has nothing left to do with the order needs no outlet.
        if fulfilment_order.lines.iter().all(|line| line.units.is_zero()) {
            continue;
        }
        let place = map.place(fulfilment_order.location, log);
        ways.push((place, fulfilment_order.method, fulfilment_order.open));
        for line in &fulfilment_order.lines {
            let at = At { place, open: fulfilment_order.open, units: line.units };
            match lines.get_mut(&line.line) {
                Some(places) => places.push(at),
                None => drop(lines.insert(line.line, vec![at])),
            }
        }
    }
    let till = order.pos.then(|| map.place(order.sold_at, log));
    let mut placed = Vec::with_capacity(parts.len());
    let mut agree = true;
    for part in parts {
        let Some(line) = part.line.filter(|_| matches!(part.source, Source::Line(_))) else {
            placed.push(Table::new());
            continue;
        };
        let units = match (till, lines.get(&line.id)) {
            (Some(place), _) => Some([(place, part.units)].into_iter().collect()),
            (None, Some(places)) => take(part.units, places)?,
            (None, None) => Some(Table::new()),
        };
        agree &= units.is_some();
        if units.is_none() {
            log.raise(
                Exception::new(Code::FulfilmentOrdersDisagree, &subject(order))
                    .with("line", Fact::text(line.id))
                    .with("units", number(part.units))
                    .about(&line.id.to_string()),
            );
        }
        placed.push(units.unwrap_or_default());
    }
    let mut places = Places { outlets: Vec::new(), parts: placed, inventory_items, ways };
    places.settle(order, parts, &all, till, log)?;
    Ok(agree.then_some(places))
}

/// The units of a line by place: what is still to be sent first, then what was sent. Nothing
/// when more units are named than there are, at several places.
fn take(units: Decimal, places: &[At]) -> Result<Option<Table<Place, Decimal>>, MoneyError> {
    let mut taken: Table<Place, Decimal> = Table::new();
    let mut left = units;
    for open in [true, false] {
        let mut group: Table<Place, Decimal> = Table::new();
        let mut sum = Decimal::ZERO;
        for at in places.iter().filter(|at| at.open == open && !at.units.is_zero()) {
            sum = plus(sum, at.units)?;
            add(&mut group, at.place, at.units)?;
        }
        if left.is_zero() {
            break;
        }
        if sum > left {
            let Some(place) = only(&group) else { return Ok(None) };
            group = [(place, left)].into_iter().collect();
            sum = left;
        }
        for (place, units) in group.iter() {
            add(&mut taken, *place, *units)?;
        }
        left = sub(left, sum)?;
    }
    Ok(Some(taken))
}

/// The place of all units, if they are at one.
fn only(group: &Table<Place, Decimal>) -> Option<Place> {
    let mut places = group.iter().map(|(place, _)| *place);
    places.next().filter(|_| places.next().is_none())
}

fn add(group: &mut Table<Place, Decimal>, place: Place, units: Decimal) -> Result<(), MoneyError> {
    match group.get_mut(&place) {
        Some(sum) => *sum = plus(*sum, units)?,
        None => drop(group.insert(place, units)),
    }
    Ok(())
}

impl<'p> Places<'p> {
    /// Decides which outlets have a sale and gives what nobody placed to the primary one.
    fn settle(
        &mut self,
        order: &Order,
        parts: &[Part<'_>],
        all: &[&'p OutletId],
        till: Option<Place>,
        log: &mut Log,
    ) -> Result<(), MoneyError> {
        let mut used: Vec<usize> = Vec::new();
        for number in 0..all.len() {
            if self.parts.iter().any(|placed| placed.get(&Place::Outlet(number)).is_some()) {
                used.push(number);
            }
        }
        if let (true, Some(Place::Outlet(number))) = (used.is_empty(), till) {
            // A till sells tips and fees too.
            used.push(number);
        }
        if used.is_empty() {
            used.push(0);
            if let Some(outlet) = all.first() {
                log.explain(rule::ORDER_OUTLET, &subject(order), || {
                    (Vec::new(), outlet.as_str().into())
                });
            }
        }
        self.outlets = used.iter().filter_map(|number| all.get(*number).copied()).collect();
        for (place, _, _) in &mut self.ways {
            if let Place::Outlet(number) = place {
                *number = renumbered(&used, *number);
            }
        }
        let primary = Place::Outlet(0);
        for (part, placed) in parts.iter().zip(&mut self.parts) {
            let mut left = part.units;
            let mut own = Table::new();
            for (place, units) in placed.iter() {
                left = sub(left, *units)?;
                let place = match place {
                    Place::Outlet(number) => Place::Outlet(renumbered(&used, *number)),
                    Place::Unmapped => Place::Unmapped,
                };
                own.insert(place, *units);
            }
            if !left.is_zero() {
                if !own.is_empty() {
                    log.explain(rule::LINE_REST, &part_subject(order, part.source), || {
                        let outlet = self.outlets.first().map_or("", |outlet| outlet.as_str());
                        (vec![("units", number(left))], outlet.into())
                    });
                }
                add(&mut own, primary, left)?;
            }
            *placed = own;
        }
        Ok(())
    }
}

/// The place of an outlet among those that have a sale; of one that has none, a place nobody has.
fn renumbered(used: &[usize], number: usize) -> usize {
    used.iter().position(|own| *own == number).unwrap_or(usize::MAX)
}

/// From locations to places, each told once.
struct Map<'a> {
    order: &'a Order,
    policy: &'a Policy,
    all: &'a [&'a OutletId],
    seen: Table<LocationId, Place>,
}

impl Map<'_> {
    fn place(&mut self, location: Option<LocationId>, log: &mut Log) -> Place {
        let subject = subject(self.order);
        let Some(location) = location else {
            log.raise(
                Exception::new(Code::LocationUnmapped, &subject)
                    .with("location", Fact::Nothing)
                    .about("none"),
            );
            return Place::Unmapped;
        };
        if let Some(place) = self.seen.get(&location) {
            return *place;
        }
        let outlet = self.policy.locations.get(&location).and_then(|outlets| outlets.first());
        let number = self.all.iter().position(|own| Some(*own) == outlet);
        let place = match (outlet, number) {
            (Some(outlet), Some(number)) => {
                log.explain(rule::LOCATION_OUTLET, &subject, || {
                    (vec![("location", Fact::text(location))], outlet.as_str().into())
                });
                Place::Outlet(number)
            }
            _ => {
                log.raise(
                    Exception::new(Code::LocationUnmapped, &subject)
                        .with("location", Fact::text(location))
                        .about(&location.to_string()),
                );
                Place::Unmapped
            }
        };
        self.seen.insert(location, place);
        place
    }
}
