//! What an order's money did.

use rust_decimal::Decimal;

use crate::domain::currency::Currency;
use crate::domain::ids::shopify::TransactionId;

/// What Shopify says about an order's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Financial {
    /// Captured in full.
    Paid,
    /// Captured in part.
    PartiallyPaid,
    /// Promised by the buyer's bank, not captured.
    Authorized,
    /// Nothing promised yet.
    Pending,
    /// Captured, and given back in part.
    PartiallyRefunded,
    /// Captured, and given back.
    Refunded,
    /// The promise was given up.
    Voided,
    /// The promise ran out.
    Expired,
    /// Any other status, as Shopify spells it.
    Other(String),
}

/// An amount whose currency may not be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub value: Decimal,
    /// In which currency, if it is said.
    pub currency: Option<Currency>,
}

/// One movement of an order's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its id.
    pub id: TransactionId,
    /// What kind of movement.
    pub kind: TransactionKind,
    /// What became of it.
    pub status: TransactionStatus,
    /// The transaction it follows: what a refund is off, what a capture takes.
    pub parent: Option<TransactionId>,
    /// The gateway, as Shopify names it.
    pub gateway: String,
    /// Whether the gateway is one that a merchant books by hand.
    pub manual: bool,
    /// How much, in the order's presentment currency where Shopify says so.
    pub amount: Amount,
    /// What cash was rounded by, where Shopify says so.
    pub rounding: Decimal,
    /// Whether it is only a test.
    pub test: bool,
}

/// What kind of movement a transaction is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransactionKind {
    /// Authorised and captured at once.
    Sale,
    /// An authorised amount is taken.
    Capture,
    /// An amount is promised.
    Authorization,
    /// An authorisation is given up.
    Void,
    /// Money goes back.
    Refund,
    /// Cash handed back over the counter.
    Change,
    /// Shopify's proposal, which moves nothing.
    Suggestion,
    /// Anything else, as Shopify spells it.
    Other(String),
}

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransactionStatus {
    /// Done.
    Success,
    /// Not done and not to be done.
    Failed,
    /// Not done yet.
    Pending,
    /// Anything else, as Shopify spells it.
    Other(String),
}
