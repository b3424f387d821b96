//! How the sales of a page were paid, beside what the page says of them.

use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{PaymentTypeId, SaleId};
use crate::domain::money::Money;
use crate::domain::table::Table;
use crate::report::Issue;

/// What each sale of a page was paid with.
pub type Tenders = Table<SaleId, Table<PaymentTypeId, Money>>;

/// How a series tells the payments of the sales that it lists.
pub trait Tendering {
    /// Whether the list of sales begins with the oldest.
    fn oldest_first(&self) -> bool;

    /// Asks for a page of sales with their payments.
    fn with_tenders(&self, list: Request) -> Request;

    /// The payments in a page of sales, by sale and payment type.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_tenders(&self, body: &[u8], currency: Currency) -> Result<Tenders, Issue>;
}

/// Adds an amount to what was paid with a payment type.
pub(super) fn add(paid: &mut Table<PaymentTypeId, Money>, kind: PaymentTypeId, amount: Money) {
    let sum = paid.get(&kind).map_or(Ok(amount), |before| before.checked_add(&amount));
    paid.insert(kind, sum.unwrap_or(amount));
}
