//! All sales of an account since a moment, whoever made them, page by page.

use super::Account;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::keyed::KeyedSale;
use crate::domain::time::Timestamp;
use crate::report::Issue;

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedPage {
    /// Its sales that are not older than was asked for. One may come again on a later page.
    pub sales: Vec<KeyedSale>,
    /// How many rows it had, older ones among them.
    pub rows: usize,
    /// Where the next page begins, if there is one.
    pub after: Option<String>,
    /// The vendor did not keep to the order or the limits that were asked for, so that the list
    /// cannot be read to its end.
    pub ignored: bool,
}

/// How a series lists its sales.
pub trait Keying {
    /// Asks for a page of the sales since a moment.
    fn list_keyed(&self, account: Account<'_>, since: Timestamp, after: Option<&str>) -> Request;

    /// The page that was asked for with the same `since` and `after`; totals are in `currency`.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_keyed(
        &self,
        body: &[u8],
        currency: Currency,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<KeyedPage, Issue>;

    /// How many such pages are read in one task.
    fn keyed_pages(&self) -> u32;

    /// Asks for one sale by its id.
    fn get_keyed(&self, account: Account<'_>, sale: &SaleId) -> Request;

    /// The sale in the answer to [`Keying::get_keyed`].
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_one_keyed(&self, body: &[u8], currency: Currency) -> Result<KeyedSale, Issue>;
}
