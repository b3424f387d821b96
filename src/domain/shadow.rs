//! What would have stood in Lightspeed, beside what stands there.

use super::ids::lightspeed::{CustomerId, ItemId, OutletId, PaymentTypeId};
use super::keyed::KeyedState;
use super::money::Money;
use super::quantity::Quantity;
use super::table::Table;

/// A sale as it would stand, or stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its outlet.
    pub outlet: OutletId,
    /// How far it is; one that only keeps stock is open.
    pub state: KeyedState,
    /// What it comes to, tax included.
    pub total: Money,
    /// The tax in it.
    pub tax: Money,
    /// Who bought.
    pub customer: Option<CustomerId>,
    /// Whether the customer is one that would be created.
    pub is_new: bool,
    /// Its units of each item.
    pub units: Table<ItemId, Quantity>,
    /// What was paid with each payment type, where that is known.
    pub tenders: Option<Table<PaymentTypeId, Money>>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: What,
    /// The item or the payment type it is about.
    pub about: Option<String>,
    /// What would have stood.
    pub ours: String,
    /// What stands.
    pub theirs: String,
}

/// What may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// What it comes to.
    Total,
    /// The tax in it.
    Tax,
    /// Where it is.
    Outlet,
    /// Whether it is completed.
    State,
    /// Whom it is sold to.
    Customer,
    /// The units of an item.
    Units,
    /// What was paid with a payment type.
    PaymentType,
}

impl What {
    /// Each with its word.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("total", Self::Total),
        ("tax", Self::Tax),
        ("outlet", Self::Outlet),
        ("state", Self::State),
        ("customer", Self::Customer),
        ("units", Self::Units),
        ("payment_type", Self::PaymentType),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}
