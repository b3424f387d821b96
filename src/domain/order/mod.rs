//! A Shopify order as rules see it: exact values, no wire names.

mod fulfilment;
mod line;
mod payment;
mod person;
mod refund;

use super::currency::Currency;
use super::ids::shopify::{LocationId, OrderId};
use super::money::Money;
use super::time::Timestamp;

pub use fulfilment::{DeliveryMethod, FulfilmentLine, FulfilmentOrder};
pub use line::{LineKind, OrderLine, ShippingLine, TaxLine};
pub use payment::{Amount, Financial, Transaction, TransactionKind, TransactionStatus};
pub use person::{Address, Buyer};
pub use refund::{RefundedLine, Refunds};

/// An order as it is now. Its amounts are in the presentment currency, which is what the buyer
/// paid in and the only one in which Shopify's figures add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its name, such as `#1001`: what people search for, not unique.
    pub name: String,
    /// When it was placed.
    pub processed_at: Timestamp,
    /// When Shopify last changed it, where Shopify says so: of two pictures of one order the later
    /// is the truth.
    pub updated_at: Option<Timestamp>,
    /// The location it was sold at, for an order of Shopify's point of sale.
    pub sold_at: Option<LocationId>,
    /// Whether it was placed at Shopify's point of sale.
    pub pos: bool,
    /// Whether it is only a test.
    pub test: bool,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<Timestamp>,
    /// Whether all of it was fulfilled.
    pub fulfilled: bool,
    /// The shop's currency.
    pub shop_currency: Currency,
    /// The presentment currency, which all amounts are in that do not say otherwise.
    pub currency: Currency,
    /// Whether prices contain their tax.
    pub taxes_included: bool,
    /// What Shopify says about its money.
    pub financial: Financial,
    /// What Shopify says it comes to now.
    pub stated: Stated,
    /// Who bought.
    pub buyer: Option<Buyer>,
    /// Where it goes.
    pub ship_to: Option<Address>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// How it is sent.
    pub shipping: Vec<ShippingLine>,
    /// The tip that no line stands for.
    pub tip: Money,
    /// Duties that are not in the prices.
    pub duties: Money,
    /// The tax on them.
    pub duty_taxes: Vec<TaxLine>,
    /// Additional fees.
    pub fees: Money,
    /// What refunds and edits took away before the order was first looked at.
    pub refunds: Refunds,
    /// By how much the cash taken differs from what was due.
    pub cash_rounding: Both,
    /// What people wrote: note, attributes, purchase order, terms, company.
    pub remarks: Vec<String>,
    /// What the order has that is not part of this picture. An order with any of these is not
    /// posted: half an order is worse than none.
    pub unmapped: Vec<Unmapped>,
}

impl Order {
    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled_at.is_some()
    }

    /// Whether the buyer paid in another currency than the shop's.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.currency != self.shop_currency
    }
}

/// What Shopify says the order comes to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The total, tax included.
    pub total: Both,
    /// The tax within it.
    pub tax: Both,
}

/// One amount in both of an order's currencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// In the presentment currency.
    pub presentment: Money,
    /// In the shop's currency.
    pub shop: Money,
}

/// Something an order has that no rule carries over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// What it is, such as `estimated tax`.
    pub what: &'static str,
    /// Where it stands in the order, such as `$.estimated_taxes`.
    pub path: String,
}
