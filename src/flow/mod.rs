//! Flows: what is done about an event, told as the business would tell it.
//!
//! A flow is an `async fn` that asks the journal and awaits the answer. It keeps nothing between
//! calls: each step runs it again from its start, and finds the answers it was given before.

pub mod adopt;
pub mod claim;
pub mod customer;
pub mod finish;
pub mod join;
pub mod journal;
pub mod links;
pub mod open_orders;
pub mod order;
pub mod payouts;
pub mod placed;
pub mod refusal;
pub mod request_id;
pub mod retry;
pub mod rows;
pub mod run;
pub mod setup;
pub mod shadow;
pub mod stock;
pub mod store;

#[cfg(test)]
mod tests;

pub use finish::{Finish, Stop};
pub use journal::{Journal, Reply, Written};

use crate::lightspeed::{Account, Dialect};
use crate::policy::Policy;

/// Whom a flow works for.
#[derive(Clone, Copy)]
pub struct Tenant<'a> {
    /// What the tenant decided.
    pub policy: &'a Policy,
    /// How its Lightspeed series is spoken to.
    pub dialect: &'a dyn Dialect,
    /// Its Lightspeed account.
    pub account: Account<'a>,
    /// The task's id, which claims carry.
    pub task: &'a str,
}
