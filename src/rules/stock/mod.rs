//! What of Lightspeed's stock Shopify may sell. The rules are told in `docs/stock.md`.
//!
//! `publish` decides the quantities.
//!
//! `in_flight` decides which units of an order a Lightspeed level may not contain: `units` says
//! which units there are, `places` where they are and whether they left, `states` how far
//! Lightspeed is with them, `changes` what that makes of the rows that stood before.

mod changes;
mod in_flight;
mod places;
pub mod publish;
mod states;
mod units;

#[cfg(test)]
mod tests;

use crate::report::Code;

pub use changes::Change;
pub use in_flight::{Decided, Known, in_flight};

/// The codes that this capability examines.
pub const CODES: &[Code] = &[Code::FulfilledNotPosted, Code::ReservedShort];
