//! Lightspeed Retail's words. What differs between the two series ends in their folders; what
//! a flow sees is a [`Dialect`].

pub mod keyed;
pub mod line_reservations;
mod r_series;
pub mod recording;
pub mod stocking;
pub mod survey;
pub mod tenders;
#[cfg(test)]
mod tests;
pub mod undo;
mod x_series;

use crate::contract::io::Request;
use crate::domain::capabilities::Capabilities;
use crate::domain::catalogue::Item;
use crate::domain::currency::Currency;
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::{CustomerId, SaleId, UserId};
use crate::domain::money::Money;
use crate::domain::order::Buyer;
use crate::domain::sale::{Sale, SaleKey};
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

pub use keyed::Keying;
pub use line_reservations::LineReservations;
pub use r_series::RSeries;
pub use recording::Recording;
pub use stocking::Stocking;
pub use survey::Surveying;
pub use tenders::Tendering;
pub use undo::Undoing;
pub use x_series::XSeries;

/// The account that requests are for.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The Shopify shop, which the sales come from.
    pub shop: &'a str,
    /// R-Series account id or X-Series domain prefix.
    pub account: &'a str,
    /// The API version, where the series has one.
    pub version: &'a str,
    /// Who sales are recorded as.
    pub user: &'a UserId,
}

/// How a series spells what the flows need. A look-up's answer is checked: a row counts only if
/// its own field equals what was asked for.
pub trait Dialect: Undoing + Surveying + Stocking + Keying + Tendering + Recording {
    /// What the series can express.
    fn capabilities(&self) -> Capabilities;

    /// An item of the catalogue.
    ///
    /// # Errors
    /// An issue at its path when it is not one.
    fn read_item(&self, node: &Node<'_>) -> Result<Item, Issue>;

    /// Asks for a page of the catalogue, archived items among it, in an order in which what is
    /// added while it is read comes last.
    fn list_items(&self, account: Account<'_>, after: Option<&str>) -> Request;

    /// The items in the answer, and where the next page begins.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_items(&self, body: &[u8]) -> Result<ItemPage, Issue>;

    /// How many such pages are read in one task.
    fn item_pages(&self) -> u32;

    /// Asks for the customers with an e-mail address.
    fn find_customers(&self, account: Account<'_>, email: &Email) -> Request;

    /// The customers in the answer whose own address equals `email`.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_customers(&self, body: &[u8], email: &Email) -> Result<Vec<CustomerId>, Issue>;

    /// Creates a customer.
    fn create_customer(
        &self,
        account: Account<'_>,
        buyer: &Buyer,
        email: &Email,
        natural_key: &str,
    ) -> Request;

    /// The customer that was created.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_created_customer(&self, body: &[u8]) -> Result<CustomerId, Issue>;

    /// Asks whether the sale stands already.
    fn find_sale(&self, account: Account<'_>, sale: Wanted<'_>) -> Request;

    /// What the answer says about it; `status` is the HTTP status.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_sale(
        &self,
        account: Account<'_>,
        status: u16,
        body: &[u8],
        sale: Wanted<'_>,
    ) -> Result<Lookup, Issue>;

    /// Asks for the newest sales, a page at a time, where [`Lookup::FilterIgnored`] came of
    /// asking for one; nothing where there is no such list.
    fn list_sales(&self, account: Account<'_>, after: Option<&str>) -> Option<Request>;

    /// What a page of that list says about the sale.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_listed(&self, body: &[u8], sale: Wanted<'_>) -> Result<Listed, Issue>;

    /// Records the sale: one request, or one for each line where lines are reserved.
    fn record_sale(&self, account: Account<'_>, sale: &Sale) -> Vec<Request>;

    /// Writes a sale anew that stands, but keeps stock only, or keeps other stock than it is to:
    /// where a reservation is a sale. Writing it twice is writing it once.
    fn rewrite_sale(&self, account: Account<'_>, sale: &Sale) -> Option<Request>;

    /// How stock is kept where a reservation is no sale.
    fn line_reservations(&self) -> Option<&dyn LineReservations>;

    /// The sale that was recorded.
    ///
    /// # Errors
    /// When the answer is not one.
    fn read_recorded(&self, body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue>;

    /// The vendor's own words for why it refused a request, if the body has any.
    fn refusal(&self, body: &[u8]) -> Option<String>;
}

/// A page of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPage {
    /// Its items.
    pub items: Vec<Item>,
    /// Where the next page begins, if there is one.
    pub after: Option<String>,
}

/// What a sale is known by to whoever looks for it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What it is.
    pub key: &'a SaleKey,
    /// The order's name.
    pub reference: &'a str,
    /// What its total is in.
    pub currency: Currency,
    /// Whether it is not the sale that is wanted, but the one that takes it back.
    pub reversal: bool,
    /// When the order was placed: no sale of it is older.
    pub since: Timestamp,
}

impl<'a> From<&'a Sale> for Wanted<'a> {
    fn from(sale: &'a Sale) -> Self {
        let currency = sale.total.currency();
        let (key, reference) = (&sale.key, sale.reference.as_str());
        Self { key, reference, currency, reversal: false, since: sale.at }
    }
}

/// What a look-up of a sale found, or of the record of a payout
/// ([`RecordLookup`](recording::RecordLookup)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<F = Recorded> {
    /// There is none.
    Absent,
    /// It stands already.
    Found(F),
    /// It stood, and was voided.
    Voided(SaleId),
    /// There is one with this reference that is not known to be ours, or is not what a record is.
    Taken(SaleId),
    /// The vendor ignored the filter, so that nothing is known.
    FilterIgnored,
}

/// What a page of the newest sales says about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it shows of it.
    pub lookup: Lookup,
    /// Where the next page begins; nothing when no older sale can be the one.
    pub after: Option<String>,
}

/// A sale as Lightspeed holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: SaleId,
    /// Its total as Lightspeed computed it, where the answer says.
    pub total: Option<Money>,
    /// Whether it only keeps stock: no money was booked on it yet.
    pub open: bool,
}
