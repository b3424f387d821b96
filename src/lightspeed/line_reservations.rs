//! Stock that is kept for a customer line by line, before there is a sale.

use super::Account;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId, SaleLineId};
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Sale, SaleLine};
use crate::report::Issue;

/// How a series keeps stock line by line.
pub trait LineReservations {
    /// Asks for the lines that are kept for a customer: the first page, or the one behind `after`.
    fn find(&self, account: Account<'_>, customer: &CustomerId, after: Option<&str>) -> Request;

    /// Those of a page that are `order`'s.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read(&self, body: &[u8], order: OrderId, currency: Currency) -> Result<Page, Issue>;

    /// Keeps the stock of a line: all of it or nothing where `full`, else as much as there is.
    fn reserve(&self, account: Account<'_>, sale: &Sale, line: &SaleLine, full: bool) -> Request;

    /// Tries again to keep all of a line of which less was kept.
    fn fill(&self, account: Account<'_>, order: OrderId, line: &ReservedLine) -> Request;

    /// Gives a line's stock back.
    fn release(&self, account: Account<'_>, order: OrderId, line: &ReservedLine) -> Request;
}

/// A page of the lines that are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The order's.
    pub lines: Vec<ReservedLine>,
    /// Where the next page begins.
    pub after: Option<String>,
}

/// A line that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservedLine {
    /// What it is known by.
    pub id: SaleLineId,
    /// The order line it is kept for.
    pub line: LineItemId,
    /// The customer it is kept for.
    pub customer: CustomerId,
    /// Where.
    pub outlet: OutletId,
    /// What.
    pub item: ItemId,
    /// How many units were asked for.
    pub asked: Quantity,
    /// How many are really kept.
    pub kept: Quantity,
    /// The price of a unit that it is to be sold at.
    pub unit_price: Money,
    /// What is taken off the line.
    pub discount: Money,
}
