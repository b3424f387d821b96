//! How a sale that stands is taken back, step by step: each step is decided from what was answered
//! so far, so that whoever comes after a crash goes on where the last one stopped.

use super::Account;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{ItemId, RegisterId, SaleId};
use crate::domain::sale::SaleKey;
use crate::domain::time::Timestamp;
use crate::report::Issue;

/// What is taken back.
#[derive(Clone, Copy, Debug)]
pub struct Undo<'a> {
    /// Whose sale it is, and where.
    pub key: &'a SaleKey,
    /// The sale.
    pub sale: &'a SaleId,
    /// The order's name.
    pub reference: &'a str,
    /// What its total is in.
    pub currency: Currency,
    /// The register it is taken back on.
    pub register: &'a RegisterId,
    /// When the order was placed.
    pub since: Timestamp,
    /// When the order was cancelled.
    pub at: Timestamp,
    /// What of it.
    pub what: What<'a>,
}

/// What of a sale is taken back.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// Goods and money: the buyer has it back.
    Whole,
    /// The goods only: this item stands for the money, so that the total is zero.
    Goods {
        /// The item.
        money: &'a ItemId,
        /// Items that are no goods, and stay as they were sold.
        helpers: &'a [&'a ItemId],
    },
}

/// An answer, by the name of its step.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The step.
    pub step: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The body as received.
    pub body: &'a [u8],
}

/// What comes next.
#[derive(Clone, Debug)]
pub enum Step {
    /// A look; a record that is not there is an answer.
    Read(&'static str, Request),
    /// A write.
    Write(&'static str, Request),
    /// It is taken back.
    Done,
    /// It cannot be: why, for a person.
    Stuck(&'static str),
}

/// How a series takes a sale back.
pub trait Undoing {
    /// The step after those that were answered.
    ///
    /// # Errors
    /// When an answer is not one.
    fn undo(&self, account: Account<'_>, undo: Undo<'_>, seen: &[Seen<'_>]) -> Result<Step, Issue>;
}

/// The newest answer to a step.
pub(super) fn last<'s, 'b>(seen: &'s [Seen<'b>], step: &str) -> Option<&'s Seen<'b>> {
    seen.iter().rev().find(|seen| seen.step == step)
}
