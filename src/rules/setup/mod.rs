//! Set-up: from two accounts to a configuration, and whether one still fits them.
//!
//! `propose` fills what is missing and never touches what is there; `verify` holds what is there
//! against the accounts. `helpers` are the items that stand for what is no product, `names` tells
//! which name means which gateway, register or user.

mod helpers;
mod names;
mod places;
mod propose;
#[cfg(test)]
mod tests;
mod verify;
mod webhooks;

pub use helpers::{Helper, helpers};
pub use propose::{Make, Proposal, name_item, propose};
pub use verify::{Finding, SUBJECT, Used, name_of, used, verify};

use crate::domain::account::{Account, Recent, Shop};

/// The webhooks there are flows for.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    /// Of Shopify, as `ORDERS_CREATE`.
    pub shopify: Vec<String>,
    /// Of Lightspeed X-Series, as `inventory.update`.
    pub lightspeed: Vec<String>,
}

/// What was read of the two systems.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The Shopify shop.
    pub shop: &'a Shop,
    /// Its newest orders.
    pub recent: &'a Recent,
    /// The Lightspeed account.
    pub account: &'a Account,
}
