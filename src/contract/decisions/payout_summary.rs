//! Output of `payout.summarise`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::payout::SummaryLineView;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{ItemId, SaleId};
use crate::domain::ids::shopify::{BalanceTransactionId, OrderId, PayoutId, TransactionId};
use crate::domain::number::{DecimalText, serialize_count};
use crate::domain::time::{Date, Month, Timestamp};
use crate::report::journal::{Journal, QuickBooksJournal, XeroJournal};

/// What a row is called: its number, or its line in an export. There may be thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowName {
    /// The balance transaction's number.
    Id(BalanceTransactionId),
    /// The line of an export that names no number.
    Line(usize),
    /// Its place.
    Place(usize),
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Place(place) => write!(f, "row {place}"),
        }
    }
}

impl Serialize for RowName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => serialize_count(id.number(), to),
            other => to.collect_str(other),
        }
    }
}

/// `payout.summarise`: payout by payout, and what stands over all of them.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayoutsSummarised<'a> {
    /// Payout by payout.
    pub payouts: Vec<PayoutSummary<'a>>,
    /// Rows that were added to nothing, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<RejectedRow>,
    /// How many rows wait for a payout.
    pub waiting: u32,
    /// Accounts that are carried forward.
    pub ledgers: Vec<LedgerView>,
    /// Month by month.
    pub months: Vec<MonthView>,
    /// Figures of the finance report beside ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub report: Vec<ReportTie>,
    /// How payouts stand to the bank.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bank: Vec<BankTie>,
    /// All entries as rows of a spreadsheet, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
}

/// One payout.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayoutSummary<'a> {
    /// The payout.
    pub payout: PayoutId,
    /// How far it is, in lower case.
    pub status: String,
    /// The day it was issued, on the shop's calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// Its currency.
    pub currency: Currency,
    /// What reached the bank; below zero, what was taken from it.
    pub net: DecimalText,
    /// `post`, `nothing`, `waits` or `held`.
    pub posting: &'static str,
    /// Why it is held: `residue`, `rows`, `status`, `date`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held_for: Vec<&'static str>,
    /// What its rows come to, by month and family.
    pub families: Vec<FamilyView>,
    /// All lines that should stand. Keep them: they are `posted` of the next time.
    pub lines: Vec<SummaryLineView>,
    /// The entries to be posted now.
    pub entries: Vec<EntryView>,
    /// What is to be recorded in Lightspeed now, by family: adds up to zero.
    pub record: Vec<RecordLine>,
    /// The proof.
    pub certificate: CertificateView,
    /// Its payments and refunds beside Lightspeed's, where those were handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<Reconciliation<'a>>,
}

/// What the rows of a family come to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FamilyView {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: &'static str,
    /// How many rows.
    pub rows: u32,
    /// What moved.
    pub gross: DecimalText,
    /// What that cost.
    pub fee: DecimalText,
    /// What is left.
    pub net: DecimalText,
}

/// An entry, in the forms that were asked for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryView {
    /// The entry itself.
    #[serde(flatten)]
    pub journal: Journal,
    /// The same in Xero's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xero: Option<XeroJournal>,
    /// The same in the words of QuickBooks Online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quickbooks: Option<QuickBooksJournal>,
}

/// A line of the record in Lightspeed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordLine {
    /// The family.
    pub family: &'static str,
    /// Its item, where the configuration names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// How much.
    pub amount: DecimalText,
}

/// The proof that a summary is the payout.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CertificateView {
    /// How many rows count.
    pub rows: u32,
    /// What they leave.
    pub sum: DecimalText,
    /// What the payout says it comes to; absent where nothing but rows was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<DecimalText>,
    /// The stated sign was turned: withdrawals are stated without one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub turned: bool,
    /// What the payout says less what its rows leave.
    pub residue: DecimalText,
    /// Whether that is nothing.
    pub ties: bool,
    /// What the entries debit.
    pub debits: DecimalText,
    /// What they credit.
    pub credits: DecimalText,
    /// What they debit the bank with.
    pub to_bank: DecimalText,
    /// Rows that are the payout itself, and count in no sum.
    pub transfers: u32,
    /// Rows that are tests.
    pub tests: u32,
    /// Rows that were there twice.
    pub twice: u32,
    /// Rows that nobody can place.
    pub quarantined: u32,
    /// Rows of the payout that were added to nothing.
    pub rejected: u32,
    /// Shopify's own summary beside ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub theirs: Vec<TheirView>,
    /// Whether Shopify's own summary adds up to the payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs_add_up: Option<bool>,
}

/// A part of Shopify's own summary beside ours.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TheirView {
    /// Which.
    pub part: &'static str,
    /// Their amount.
    pub gross: DecimalText,
    /// Their fee.
    pub fee: DecimalText,
    /// That of the rows.
    pub our_gross: DecimalText,
    /// Their fee.
    pub our_fee: DecimalText,
    /// Whether they are the same.
    pub agrees: bool,
}

/// Payments and refunds beside Lightspeed's.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reconciliation<'a> {
    /// How many rows stand how, and what they come to.
    pub counts: Vec<StatusCount>,
    /// The rows.
    pub rows: Vec<ReconciledRow<'a>>,
}

/// How many rows stand so.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// How they stand.
    pub status: &'static str,
    /// How many.
    pub rows: u32,
    /// What they come to.
    pub amount: DecimalText,
}

/// A row beside Lightspeed's sale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReconciledRow<'a> {
    /// The balance transaction's number, or `line <number>` of the export.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub row: RowName,
    /// Its type in Shopify's words.
    #[serde(rename = "type")]
    pub named: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// How it stands.
    pub status: &'static str,
    /// How much.
    pub amount: DecimalText,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The order's transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionId>,
    /// Whether it was found by `transaction` or by `order`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'static str>,
    /// The sale, or the first of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<&'a SaleId>,
    /// What Lightspeed has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<DecimalText>,
    /// The row less that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<DecimalText>,
    /// Why it differs, or what is odd about the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// A row that was added to nothing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RejectedRow {
    /// The row.
    pub row: String,
    /// `elsewhere`, `currency` or `twice`.
    pub why: &'static str,
    /// The payout it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payout: Option<PayoutId>,
    /// What it leaves.
    pub net: DecimalText,
    /// In which currency.
    pub currency: Currency,
}

/// An account that is carried forward.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerView {
    /// The account.
    pub ledger: &'static str,
    /// Its currency.
    pub currency: Currency,
    /// What it stood at.
    pub opening: DecimalText,
    /// Day by day.
    pub days: Vec<LedgerDayView>,
    /// What it stands at.
    pub closing: DecimalText,
}

/// What moved on a day.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerDayView {
    /// The day.
    pub on: Date,
    /// What raised the balance.
    pub up: DecimalText,
    /// What lowered it.
    pub down: DecimalText,
    /// What it stood at in the evening.
    pub closing: DecimalText,
}

/// What a family comes to in a month.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthView {
    /// Its currency.
    pub currency: Currency,
    /// All its rows.
    #[serde(flatten)]
    pub all: FamilyView,
    /// What payouts hold of what is left.
    pub paid: DecimalText,
    /// What waits for a payout.
    pub waiting: DecimalText,
}

/// A figure of the finance report beside ours.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportTie {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: &'static str,
    /// The currency.
    pub currency: Currency,
    /// `gross`, `fee` or `net`.
    pub figure: &'static str,
    /// What the report says.
    pub theirs: DecimalText,
    /// What the rows say.
    pub ours: DecimalText,
    /// Theirs less ours.
    pub difference: DecimalText,
    /// What the difference is: `none`, `waiting` (rows that no payout holds yet) or `unexplained`.
    pub why: &'static str,
}

/// How a payout stands to the bank.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BankTie {
    /// The payout.
    pub payout: PayoutId,
    /// `traced`, `only_candidate`, `amount_differs`, `several_candidates`, `adds_up`, `missing` or
    /// `nothing_moves`. Only the first two are matches.
    pub status: &'static str,
    /// The bank's movements: those it is, or those it may be.
    pub lines: Vec<String>,
    /// Payouts that share them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<PayoutId>,
    /// What the bank moved less what was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<DecimalText>,
}
