//! Payouts of Shopify Payments: looked for by schedule, for nothing tells of them; read page by page
//! into the store; summarised, posted once, and recorded in Lightspeed. `docs/payouts.md` tells the
//! rules.
//!
//! `proof` says of each month whether the clearing account is explained, `turnover` of each day whether
//! Lightspeed has what Shopify sold; `parts` is what both do alike. `poll` finds payouts, `read` adds up a page of one in a
//! task of its own, `tendered` is what Lightspeed's sales were paid with, `post` keeps the entries, `record` writes to
//! Lightspeed.

mod parts;
mod poll;
mod post;
mod proof;
mod read;
mod record;
mod rows;
mod tendered;
mod turnover;

use super::Tenant;
use super::claim::Claim;
use super::finish::Stop;
use super::journal::Journal;
use super::rows::PAYOUTS;
use super::store;
use crate::contract::io::Event;
use crate::contract::store::Row;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{Payout, PayoutStatus};
use crate::domain::time::Month;
use crate::report::{Code, Exception, FromJson, RawJson, read as document};
use crate::rules::payouts::status;

pub use poll::poll;
pub use proof::{PROOF, proof};
pub use read::read;
pub use turnover::{TURNOVER, day_of, turnover};

/// What it is about.
pub const SUBJECT: &str = "payouts";

/// Shopify is to be asked for payouts; `cursor` is where it goes on.
pub const POLL: &str = "payouts/poll";

/// A payout is to be read: `cursor` is its number, or `<number>/<run>/<page>` where it goes on.
pub const READ: &str = "payouts/read";

/// The gateway whose payment type stands for what payouts pay.
const GATEWAY: &str = "shopify_payments";

/// What payouts hold that no tender stands for.
const LOOSE: &str = "loose/";

/// What is said of a payout as a whole.
const CODES: &[Code] = &[
    Code::PayoutResidue,
    Code::PayoutStatusUnknown,
    Code::PayoutSummaryWrong,
    Code::PayoutJournalOnly,
    Code::PayoutNotRecorded,
    Code::SaleVoided,
    Code::SaleReferenceTaken,
    Code::RFilterIgnored,
    Code::ClaimHeld,
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
];

/// What is said of its rows.
const ROW_CODES: &[Code] = &[
    Code::PayoutRowUnknown,
    Code::PayoutRowSign,
    Code::PayoutRowNet,
    Code::PayoutRowCurrency,
    Code::PayoutRowTest,
    Code::PayoutSaleMissing,
    Code::PayoutAmountDiffers,
    Code::PayoutRefundPending,
    Code::PayoutRefundFailed,
    Code::PayoutUnplaced,
];

/// A page of a payout that is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The payout.
    pub payout: PayoutId,
    /// Which reading, and how many pages of it were read; none begins a new one.
    pub at: Option<(u32, u32)>,
}

impl Asked {
    /// What a cursor asks for.
    #[must_use]
    pub fn parse(cursor: &str) -> Option<Self> {
        let mut parts = cursor.split('/');
        let payout = PayoutId::parse(parts.next()?).ok()?;
        let at = match (parts.next(), parts.next(), parts.next()) {
            (None, _, _) => None,
            (Some(run), Some(page), None) => Some((run.parse().ok()?, page.parse().ok()?)),
            _ => return None,
        };
        Some(Self { payout, at })
    }

    /// The payout is to be read from its first row.
    #[must_use]
    pub fn all(payout: PayoutId) -> Self {
        Self { payout, at: None }
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("payout/{}", self.payout)
    }

    fn event(&self) -> Event {
        let cursor = match self.at {
            None => self.payout.to_string(),
            Some((run, page)) => format!("{}/{run}/{page}", self.payout),
        };
        Event::scheduled(READ, Some(cursor))
    }
}

/// The month, and how far its proof is, that a cursor asks for.
#[must_use]
pub fn month_of(cursor: &str) -> Option<(Month, Option<u32>)> {
    parts::asked(cursor, Month::parse)
}

/// What Shopify says of a payout, as far as a change of it asks for another look.
fn seen(payout: &Payout) -> String {
    let net = payout.net.map_or_else(String::new, |net| net.to_string());
    format!("{} {net}", status(&payout.status))
}

/// Whether it has come to an end, or may have.
fn is_over(payout: &Payout) -> bool {
    !matches!(payout.status, PayoutStatus::Scheduled | PayoutStatus::InTransit)
}

/// Claims what the task changes, so that no other one reads it before this one ends: what both
/// changed neither could store.
async fn held(journal: &Journal<'_>, tenant: Tenant<'_>, key: &str) -> Result<(), Stop> {
    let mut claim = Claim::take(journal, tenant.task, key, Vec::new()).await?;
    // What is written to Lightspeed has a claim of its own.
    claim.own(journal, tenant.task).await
}

/// A row with what it stands as, for whoever changes it.
async fn kept<T: FromJson>(
    journal: &Journal<'_>,
    step: &str,
    key: &str,
) -> Result<Option<(T, RawJson)>, Stop> {
    let Some(raw) = store::get::<RawJson>(journal, step, PAYOUTS, key).await? else {
        return Ok(None);
    };
    let row = document::document(raw.as_bytes(), "$").map_err(|issue| {
        Stop::from(
            Exception::new(Code::StoreFailed, journal.subject())
                .with("step", step)
                .with("issue", crate::report::Fact::text(issue)),
        )
    })?;
    Ok(Some((row, raw)))
}

/// A row that changes only what was read.
fn put(key: &str, value: &impl serde::Serialize, before: Option<&RawJson>) -> Row {
    let row = Row::put(PAYOUTS, key, value);
    match before {
        Some(before) => row.if_value(before.clone()),
        None => row.if_absent(),
    }
}

/// The shop is not on Shopify Payments.
fn no_account(tenant: Tenant<'_>) -> Stop {
    Exception::new(Code::PayoutNoAccount, SUBJECT).with("shop", tenant.policy.shop.as_str()).into()
}
