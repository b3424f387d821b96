//! How a payout's summary is recorded, and what was tendered day by day.

use super::{Account, Lookup};
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{OutletId, PaymentTypeId, RegisterId, SaleId};
use crate::domain::money::Money;
use crate::domain::payout::PayoutRecord;
use crate::domain::time::{Date, Timestamp, Zone};
use crate::report::Issue;

/// How a series records payouts, and tells payments by day and type.
pub trait Recording {
    /// Asks whether the record stands already.
    fn find_record(&self, account: Account<'_>, reference: &str) -> Request;

    /// What the answer says about it; `status` is the HTTP status. A row counts only if its own
    /// fields say that it is ours.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_found_record(
        &self,
        account: Account<'_>,
        status: u16,
        body: &[u8],
        reference: &str,
    ) -> Result<RecordLookup, Issue>;

    /// What a page of the newest sales (`Dialect::list_sales`) says about it, where the filter was
    /// ignored, and where the next page begins; none when no older sale can be it, for it was not
    /// recorded before `since`.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_listed_record(
        &self,
        account: Account<'_>,
        body: &[u8],
        reference: &str,
        since: Timestamp,
    ) -> Result<(RecordLookup, Option<String>), Issue>;

    /// Records the summary: a completed sale of nothing.
    fn record_payout(
        &self,
        account: Account<'_>,
        record: &PayoutRecord,
        natural_key: &str,
    ) -> Request;

    /// The sale that was recorded.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one, or says that the sale was left open.
    fn read_recorded_payout(&self, body: &[u8]) -> Result<SaleId, Issue>;

    /// Takes what went to the bank out of the register's drawer, `net` above zero; nothing where
    /// the series has no movements of the drawer.
    fn withdraw(
        &self,
        account: Account<'_>,
        record: &PayoutRecord,
        net: &Money,
        payment_type: &PaymentTypeId,
        natural_key: &str,
    ) -> Option<Request>;

    /// Asks for a page of the register's movements, the newest first, to see whether one stands
    /// already; nothing where there are none.
    fn find_withdraws(
        &self,
        account: Account<'_>,
        register: &RegisterId,
        after: Option<&str>,
    ) -> Option<Request>;

    /// Whether the record's movement is on the page, and where the next page begins.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one.
    fn read_found_withdraw(
        &self,
        body: &[u8],
        reference: &str,
    ) -> Result<(bool, Option<String>), Issue>;

    /// Asks for a page of what was tendered on these days, both among them. `zone` is whose days
    /// they are, where the series tells instants; else they are those of the outlet.
    fn list_tendered(
        &self,
        account: Account<'_>,
        from: Date,
        to: Date,
        zone: &Zone,
        after: Option<&str>,
    ) -> Request;

    /// The page that was asked for with the same days, zone and `after`.
    ///
    /// # Errors
    /// An issue at its path when the answer is not one, when a row does not say what it is of, or
    /// when the vendor did not keep to the order that was asked for.
    fn read_tendered(
        &self,
        body: &[u8],
        currency: Currency,
        zone: &Zone,
        from: Date,
        to: Date,
        after: Option<&str>,
    ) -> Result<TenderedPage, Issue>;
}

/// What a look-up of a record found: one that is not completed is taken.
pub type RecordLookup = Lookup<SaleId>;

/// What was tendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenderedRow {
    /// On which day.
    pub on: Date,
    /// Where.
    pub outlet: OutletId,
    /// With what.
    pub payment_type: PaymentTypeId,
    /// How much; below zero was paid back.
    pub amount: Money,
    /// On which sale, where the series tells. A page has one row for a sale, day and type.
    pub sale: Option<SaleId>,
}

/// A page of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenderedPage {
    /// Its rows. A sale may come again on a later page with all its rows: each counts once.
    pub rows: Vec<TenderedRow>,
    /// Where the next page begins, if there is one.
    pub after: Option<String>,
}
