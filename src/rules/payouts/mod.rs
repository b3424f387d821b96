//! A payout becomes one balanced entry, reconciled row by row, as `docs/payouts.md` says.
//!
//! `rows` decides what each row is, `totals` adds up, `conclude` draws the lines, the entries and
//! the proof from the totals alone: so a payout may be added up page by page.

mod accounts;
mod bank;
mod breakdown;
mod certificate;
mod clearing;
mod conclude;
mod entries;
mod exceptions;
mod ledgers;
mod months;
mod page;
mod reconcile;
mod rows;
mod summarise;
mod totals;
mod turnover;

pub use accounts::account;
pub use bank::{BankMatch, BankStatus};
pub use certificate::{Certificate, TheirPart};
pub use clearing::{Clearing, cleared};
pub use conclude::{Concluded, Hold, Posting, conclude};
pub use entries::{Entry, EntryLine, by_family};
pub use exceptions::{raise, raise_payout, raise_rows, status, subject};
pub use ledgers::{LedgerRoll, Opening, roll};
pub use months::{MonthFamily, MonthReport, ReportDifference};
pub use page::{Paged, page};
pub use reconcile::{Standing, Status, Why};
pub use rows::{Oddity, RowError};
pub use summarise::{Inputs, Reconciled, Rejected, Summarised, Summary, Unfit, summarise};
pub use totals::{Excluded, FamilySum, LedgerDay, Totals};
pub use turnover::{
    Differs, FoundSale, OutletDifference, Place, Posted, SoldOrder, TiedOrder, tie_order,
};
