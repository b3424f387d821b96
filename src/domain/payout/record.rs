//! A payout's summary as it is recorded where the sales are.

use crate::domain::ids::lightspeed::{ItemId, OutletId, PaymentTypeId, RegisterId, TaxId};
use crate::domain::ids::shopify::PayoutId;
use crate::domain::money::Money;
use crate::domain::time::Timestamp;

/// A payout's summary as Lightspeed is to record it: its lines add up to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutRecord {
    /// What it is known by, such as `P7001-A1`: one record each.
    pub reference: String,
    /// The payout.
    pub payout: PayoutId,
    /// The register it is recorded on.
    pub register: RegisterId,
    /// Where that register stands.
    pub outlet: OutletId,
    /// When it counts; not in the future.
    pub at: Timestamp,
    /// One line for people.
    pub note: String,
    /// Its lines.
    pub lines: Vec<RecordLine>,
    /// The tax that is none, where lines name their tax (X-Series).
    pub tax: Option<TaxId>,
    /// The type of a payment of nothing, where a sale without payments is not taken.
    pub payment: Option<PaymentTypeId>,
}

/// A line of such a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// The item that stands for its family.
    pub item: ItemId,
    /// How much, with its sign.
    pub amount: Money,
    /// What it is, for people.
    pub what: String,
}
