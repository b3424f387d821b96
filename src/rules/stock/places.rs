//! Where the units of a line are, and whether they left, as fulfilment orders say.

use crate::domain::ids::shopify::{InventoryItemId, LineItemId, LocationId};
use crate::domain::number::NumberError;
use crate::domain::order::FulfilmentOrder;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;

/// What the fulfilment orders say, line by line.
#[derive(Default)]
pub(super) struct Places {
    lines: Table<LineItemId, Vec<Named>>,
    inventory_items: Table<LineItemId, InventoryItemId>,
}

/// Units of a line that one fulfilment order names.
struct Named {
    location: Option<LocationId>,
    /// Whether any of the fulfilment order is still to be done.
    to_do: bool,
    units: Pair,
}

/// Units still to be sent, and units that left.
#[derive(Clone, Copy, Default)]
pub(super) struct Pair {
    pub(super) open: Quantity,
    pub(super) gone: Quantity,
}

impl Pair {
    pub(super) fn sum(self) -> Result<Quantity, NumberError> {
        self.open.checked_add(&self.gone)
    }

    #[inline(never)]
    fn add(&mut self, other: Self) -> Result<(), NumberError> {
        self.open = self.open.checked_add(&other.open)?;
        self.gone = self.gone.checked_add(&other.gone)?;
        Ok(())
    }

    /// No more than `most` together; what is still to be sent gives way.
    fn at_most(self, most: Quantity) -> Result<Self, NumberError> {
        let gone = self.gone.min(most);
        Ok(Self { open: self.open.min(most.checked_sub(&gone)?), gone })
    }
}

/// The units of a line by location.
pub(super) struct Placed {
    pub(super) at: Table<Option<LocationId>, Pair>,
    /// Those that no fulfilment order names.
    pub(super) rest: Quantity,
    /// Those that are no longer the line's, left, and did not come back; they stand in `at`.
    pub(super) out: Quantity,
}

impl Places {
    #[inline(never)]
    pub(super) fn of(orders: &[FulfilmentOrder]) -> Result<Self, NumberError> {
        let mut places = Self::default();
        for order in orders {
            for line in &order.lines {
                if let Some(item) = line.inventory_item {
                    places.inventory_items.insert(line.line, item);
                }
                let open = Quantity::new(line.unsent);
                let gone = Quantity::new(line.units).checked_sub(&open)?;
                let units = Pair { open, gone };
                let named = Named { location: order.location, to_do: order.open, units };
                match places.lines.get_mut(&line.line) {
                    Some(all) => all.push(named),
                    None => drop(places.lines.insert(line.line, vec![named])),
                }
            }
        }
        Ok(places)
    }

    /// The inventory item of a line, where a fulfilment order says it.
    pub(super) fn inventory_item(&self, line: LineItemId) -> Option<InventoryItemId> {
        self.inventory_items.get(&line).copied()
    }

    /// Places the units that a line has now; `lost` of those it had were refunded and did not
    /// come back.
    #[inline(never)]
    pub(super) fn place(
        &self,
        line: LineItemId,
        now: Quantity,
        lost: Quantity,
    ) -> Result<Placed, NumberError> {
        let named: &[Named] = self.lines.get(&line).map_or(&[], Vec::as_slice);
        let mut at: Table<Option<LocationId>, Pair> = Table::new();
        let mut rest = now;
        for to_do in [true, false] {
            let group = by_location(named.iter().filter(|named| named.to_do == to_do))?;
            if rest.is_zero() {
                break;
            }
            // Where several locations name too many, nobody knows which of them are right, and
            // what is to be sent must not be sold again.
            let all_count = to_do && group.iter().nth(1).is_some();
            for (location, units) in group.iter() {
                let units = if all_count { *units } else { units.at_most(rest)? };
                if !all_count {
                    rest = rest.checked_sub(&units.sum()?)?;
                }
                add(&mut at, *location, units)?;
            }
            if all_count {
                let sum = group
                    .iter()
                    .try_fold(Quantity::ZERO, |sum, (_, units)| sum.checked_add(&units.sum()?))?;
                rest = rest.checked_sub(&sum.min(rest))?;
            }
        }
        let out = out(named, &mut at, lost)?;
        Ok(Placed { at, rest, out })
    }
}

/// Adds the units that left, are no longer the line's and did not come back.
#[inline(never)]
fn out(
    named: &[Named],
    at: &mut Table<Option<LocationId>, Pair>,
    lost: Quantity,
) -> Result<Quantity, NumberError> {
    let mut more: Table<Option<LocationId>, Pair> = Table::new();
    let mut sum = Quantity::ZERO;
    for (location, units) in by_location(named.iter())?.iter() {
        let counted = at.get(location).copied().unwrap_or_default().gone;
        let gone = units.gone.checked_sub(&counted.min(units.gone))?;
        sum = sum.checked_add(&gone)?;
        more.insert(*location, Pair { open: Quantity::ZERO, gone });
    }
    let out = sum.min(lost);
    let mut left = out;
    for (location, units) in more.iter() {
        let units = units.at_most(left)?;
        left = left.checked_sub(&units.gone)?;
        if !units.gone.is_zero() {
            add(at, *location, units)?;
        }
    }
    Ok(out)
}

fn by_location<'n>(
    named: impl Iterator<Item = &'n Named>,
) -> Result<Table<Option<LocationId>, Pair>, NumberError> {
    let mut group = Table::new();
    for named in named {
        add(&mut group, named.location, named.units)?;
    }
    Ok(group)
}

fn add(
    group: &mut Table<Option<LocationId>, Pair>,
    location: Option<LocationId>,
    units: Pair,
) -> Result<(), NumberError> {
    match group.get_mut(&location) {
        Some(sum) => sum.add(units),
        None => {
            group.insert(location, units);
            Ok(())
        }
    }
}
