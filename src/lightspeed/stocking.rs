//! How stock levels are read.

use super::Account;
use crate::contract::io::Request;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{LevelRow, Stamp};
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

/// What is done with each level of an answer.
pub type Each<'e> = dyn FnMut(LevelRow<'_>) + 'e;

/// How a series lists stock levels.
pub trait Stocking {
    /// A row of levels.
    ///
    /// # Errors
    /// An issue at its path when it is not one.
    fn read_level<'n>(&self, node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue>;

    /// How many items have their levels on one page, of an account with so many outlets.
    fn items_a_page(&self, outlets: usize) -> usize;

    /// Asks for the levels of some items at all outlets.
    fn list_levels(&self, account: Account<'_>, items: &[ItemId], after: Option<&str>) -> Request;

    /// Reads the levels in the answer; returns where the next page begins, if there is one.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_levels(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue>;

    /// From where on changes are asked for when nobody ever asked.
    fn changes_from(&self, now: Timestamp) -> String;

    /// Asks for a page of the levels that changed `since`.
    fn changed_levels(&self, account: Account<'_>, since: &str, after: Option<&str>) -> Request;

    /// Reads the levels in the answer; returns where the next page begins, if there is one.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_changed(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue>;

    /// From where on changes are asked for the next time, when all `since` have been read and the
    /// newest of them is this one, which was seen first at that moment.
    fn changes_since(
        &self,
        since: &str,
        newest: Option<(Stamp, Timestamp)>,
        now: Timestamp,
    ) -> String;
}
