//! Sales that staff keyed by hand into Lightspeed, and the orders that they may stand for.

use super::ids::lightspeed::{CustomerId, ItemId, OutletId, SaleId};
use super::ids::shopify::OrderId;
use super::money::Money;
use super::quantity::Quantity;
use super::table::Table;
use super::time::Timestamp;

/// An order as far as a keyed sale can tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedOrder {
    /// The order.
    pub id: OrderId,
    /// Its name, as people write it: `#1001`.
    pub name: String,
    /// Its number, which the name contains as a rule.
    pub number: Option<u64>,
    /// What it comes to, in the shop's currency, tax included.
    pub total: Money,
    /// When it was placed.
    pub at: Timestamp,
    /// The Lightspeed customer of its buyer, if known.
    pub customer: Option<CustomerId>,
    /// Its units of each Lightspeed item, as far as they are linked.
    pub units: Table<ItemId, Quantity>,
    /// The outlets it may be at; none where that is not known.
    pub outlets: Vec<OutletId>,
}

/// A Lightspeed sale, whoever made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedSale {
    /// The sale.
    pub id: SaleId,
    /// Where it was made.
    pub outlet: OutletId,
    /// When it was made.
    pub at: Timestamp,
    /// How far it is.
    pub state: KeyedState,
    /// Whether it is one that Tillbridge made.
    pub ours: bool,
    /// Of which order it is then, where it says so.
    pub order: Option<OrderId>,
    /// Whether it takes goods back.
    pub takes_back: bool,
    /// Whether another sale took it back, wholly or in part.
    pub taken_back: bool,
    /// What people or programs wrote on it.
    pub texts: Vec<KeyedText>,
    /// What it comes to, tax included.
    pub total: Money,
    /// The tax in it.
    pub tax: Money,
    /// Who bought.
    pub customer: Option<CustomerId>,
    /// Its units of each item.
    pub units: Table<ItemId, Quantity>,
    /// What a return may name: the ids of its lines (R-Series) or its own (X-Series).
    pub parts: Vec<String>,
    /// The parts of other sales that it takes back.
    pub returns: Vec<String>,
}

/// How far a sale is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyedState {
    /// It is not: its goods or its money are still to be booked.
    Open,
    /// Goods and money are booked.
    Completed,
    /// It was made void.
    Voided,
}

/// A text on a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedText {
    /// Where it stands.
    pub field: KeyedField,
    /// The text.
    pub text: String,
}

/// Where a text stands on a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyedField {
    /// Made to hold another system's number.
    Reference,
    /// What Lightspeed numbers its own sales with: it may look like an order's number by chance.
    Counter,
    /// Free text.
    Note,
}

impl KeyedState {
    /// Each with its word.
    pub const WORDS: [(&'static str, Self); 3] =
        [("open", Self::Open), ("completed", Self::Completed), ("voided", Self::Voided)];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}

impl KeyedField {
    /// Each with its word.
    pub const WORDS: [(&'static str, Self); 3] =
        [("reference", Self::Reference), ("counter", Self::Counter), ("note", Self::Note)];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}
