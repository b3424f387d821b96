//! How many units are in flight: sold through Shopify and not in the level that was read.

use crate::domain::ids::shopify::LocationId;
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Row, State};
use crate::domain::time::Timestamp;

/// What units in flight are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Units that left, and the level may not know it.
    pub gone: Quantity,
    /// Units still to be sent that the level may not know.
    pub new: Quantity,
    /// The same, of another location that draws on the same outlet.
    pub elsewhere: Quantity,
    /// What Shopify says that orders have taken and not got yet.
    pub committed: Quantity,
    /// Units still to be sent that the level knows.
    pub in_lightspeed: Quantity,
}

impl Parts {
    /// The units in flight.
    ///
    /// # Errors
    /// When the number cannot be held.
    pub fn units(&self) -> Result<Quantity, NumberError> {
        let open = self.new.max(self.committed.checked_sub(&self.in_lightspeed)?);
        self.gone.checked_add(&self.elsewhere)?.checked_add(&open)
    }

    /// Those that rows vouch for.
    pub(super) fn known(&self) -> Result<Quantity, NumberError> {
        self.gone.checked_add(&self.elsewhere)?.checked_add(&self.new)
    }

    /// How many units Shopify says are taken that no row tells of.
    ///
    /// # Errors
    /// When the number cannot be held.
    pub fn unexplained(&self) -> Result<Quantity, NumberError> {
        let told = self.in_lightspeed.checked_add(&self.new)?;
        Ok(self.committed.checked_sub(&told)?.max(Quantity::ZERO))
    }

    pub(super) fn is_zero(&self) -> bool {
        let parts = [&self.gone, &self.new, &self.elsewhere, &self.committed, &self.in_lightspeed];
        parts.into_iter().all(Quantity::is_zero)
    }
}

/// Where a row stands, seen from the location whose quantity is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// At the location.
    Here,
    /// Shopify has not said where, and one of the location's outlets is to give the units. `sole`:
    /// there is no other location that it could be.
    Unplaced {
        /// Whether it is certain.
        sole: bool,
    },
    /// At another location, and one of this location's outlets is to give the units.
    Elsewhere,
}

impl Seen {
    /// Nothing where the row has nothing to do with the location.
    pub(super) fn of(row: &Row, location: LocationId, serves: bool, sole: bool) -> Option<Self> {
        match row.location {
            Some(own) if own == location => Some(Self::Here),
            Some(_) if serves => Some(Self::Elsewhere),
            None if serves => Some(Self::Unplaced { sole }),
            _ => None,
        }
    }
}

/// Whether a level whose read began then may not know the units of a row.
#[must_use]
pub fn counts(row: &Row, read_began_at: Timestamp) -> bool {
    let known = row.confirmed_at.is_some_and(|at| at < read_began_at);
    !(row.state == State::InLightspeed && known)
}

/// Adds a row.
pub(super) fn add(
    parts: &mut Parts,
    row: &Row,
    seen: Seen,
    counts: bool,
) -> Result<(), NumberError> {
    if counts {
        parts.gone = parts.gone.checked_add(&row.quantity.checked_sub(&row.open)?)?;
    }
    let open = match (seen, counts) {
        (Seen::Here | Seen::Unplaced { .. }, true) => &mut parts.new,
        (Seen::Elsewhere, true) => &mut parts.elsewhere,
        (Seen::Here | Seen::Unplaced { sole: true }, false) => &mut parts.in_lightspeed,
        // What Shopify has taken somewhere else explains nothing here.
        (Seen::Elsewhere | Seen::Unplaced { sole: false }, false) => return Ok(()),
    };
    *open = open.checked_add(&row.open)?;
    Ok(())
}

/// The units in flight of one item at one location, with a level whose read began then: `rows` are
/// those of the item there.
///
/// # Errors
/// When a number cannot be held.
pub fn in_flight_of<'r>(
    rows: impl IntoIterator<Item = &'r Row>,
    read_began_at: Timestamp,
    committed: Quantity,
) -> Result<Parts, NumberError> {
    let mut parts = Parts { committed, ..Parts::default() };
    for row in rows {
        add(&mut parts, row, Seen::Here, counts(row, read_began_at))?;
    }
    Ok(parts)
}
