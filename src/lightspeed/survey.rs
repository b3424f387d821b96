//! What set-up reads of an account, and what it makes there.

use super::Account;
use crate::contract::io::Request;
use crate::domain::account;
use crate::domain::ids::lightspeed::ItemId;
use crate::report::Issue;

/// A list of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The account itself.
    Account,
    /// Outlets (X) or shops (R).
    Outlets,
    /// Registers.
    Registers,
    /// Users (X) or employees (R).
    Users,
    /// Taxes (X) or tax categories (R).
    Taxes,
    /// Tax classes (R).
    Classes,
    /// Payment types.
    PaymentTypes,
    /// Price levels (R).
    PriceLevels,
    /// Items that may be helper items.
    Items,
    /// Webhooks (X).
    Webhooks,
    /// Signs of another integration.
    Rivals,
}

/// A read of a [`Part`].
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which.
    pub part: Part,
    /// The flow's step.
    pub step: String,
    /// What the vendor calls the right that it needs.
    pub right: &'static str,
    /// What it is read for.
    pub purpose: &'static str,
    /// The request.
    pub request: Request,
}

/// Which items are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// By SKU.
    pub skus: &'a [String],
    /// By id.
    pub ids: &'a [ItemId],
}

/// An item to be made that stands for what is no product: it keeps no stock and is not taxed.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Its SKU, by which it is found again.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its tax class (R), which only groups it.
    pub class: Option<String>,
}

/// The status of a refusal because it is there already.
pub const TAKEN: u16 = 409;

/// How a series is surveyed.
pub trait Surveying {
    /// All that is read of an account.
    fn survey(&self, account: Account<'_>, wanted: Wanted<'_>) -> Vec<Asked>;

    /// Puts an answer into `into`; returns where the next page begins, if there is one. The
    /// status is a success, or says that what was asked for by its id is not there.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_survey(
        &self,
        account: Account<'_>,
        part: Part,
        body: &[u8],
        into: &mut account::Account,
    ) -> Result<Option<String>, Issue>;

    /// Makes an item.
    fn create_item(
        &self,
        account: Account<'_>,
        item: &NewItem,
        own: &account::Account,
        natural_key: &str,
    ) -> Request;

    /// The id of what was made.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_created(&self, body: &[u8]) -> Result<String, Issue>;

    /// What is still to be done to an item that was made: where a new one keeps stock at first.
    fn finish_item(&self, account: Account<'_>, item: &str, natural_key: &str) -> Option<Request>;

    /// Makes a payment type, where the API can.
    fn create_payment_type(
        &self,
        account: Account<'_>,
        name: &str,
        natural_key: &str,
    ) -> Option<Request>;

    /// Has a topic told of at an address, where there are webhooks. A second one is refused with
    /// [`TAKEN`].
    fn create_webhook(
        &self,
        account: Account<'_>,
        webhook: (&str, &str),
        natural_key: &str,
    ) -> Option<Request>;

    /// Makes a tax class, where there are any.
    fn create_class(&self, account: Account<'_>, name: &str, natural_key: &str) -> Option<Request>;
}
