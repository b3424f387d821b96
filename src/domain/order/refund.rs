//! What refunds and edits took away.

use rust_decimal::Decimal;

use super::Both;
use crate::domain::ids::shopify::{LineItemId, ShippingLineId};
use crate::domain::money::Money;

/// All refunds of an order together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunds {
    /// Units that are gone, with what they came to.
    pub lines: Vec<RefundedLine>,
    /// What was taken off a shipping line, without tax whatever the prices contain.
    pub shipping: Vec<(ShippingLineId, Money)>,
    /// The tax that was taken off with it, named line or not, where Shopify says it.
    pub shipping_tax: Money,
    /// What older API versions take off shipping without saying off which line, without tax;
    /// below zero.
    pub unnamed_shipping: Money,
    /// What was given back beyond or short of the goods: above zero, the merchant kept it.
    pub adjustment: Both,
}

/// Units of one line that are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundedLine {
    /// The line.
    pub line: LineItemId,
    /// Where the refund names it.
    pub path: String,
    /// How many.
    pub units: Decimal,
    /// Whether they are on the shelf again, or never left it.
    pub back: bool,
    /// What they came to, discounts taken off, with tax where prices contain it.
    pub subtotal: Money,
    /// Their tax.
    pub tax: Money,
}
