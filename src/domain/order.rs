//! A Shopify order as rules see it: exact values, no wire names.

use std::fmt;

use rust_decimal::Decimal;

use super::currency::Currency;
use super::ids::shopify::{LineItemId, OrderId, TransactionId, VariantId};
use super::money::Money;
use super::quantity::Quantity;
use super::time::Timestamp;

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its name, such as `#1001`: what people search for, not unique.
    pub name: String,
    /// When it was placed.
    pub processed_at: Timestamp,
    /// The shop's currency, which all amounts here are in.
    pub currency: Currency,
    /// Whether prices contain their tax.
    pub taxes_included: bool,
    /// What Shopify says about its money.
    pub financial: Financial,
    /// What it comes to, tax included.
    pub total: Money,
    /// The tax within `total`.
    pub tax: Money,
    /// Who bought.
    pub buyer: Option<Buyer>,
    /// Where it goes.
    pub ship_to: Option<Address>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// Shipping lines that cost nothing, by their place in the order.
    pub free_shipping: Vec<String>,
    /// What the order has that is not part of this picture. An order with any of these is not
    /// posted: half an order is worse than none.
    pub unmapped: Vec<Unmapped>,
}

/// Something an order has that no rule carries over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// What it is, such as `discount`.
    pub what: &'static str,
    /// Where it stands in the order, such as `$.line_items[0].discount_allocations`.
    pub path: String,
}

/// What Shopify says about an order's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Financial {
    /// Captured in full.
    Paid,
    /// Any other status, as Shopify spells it.
    Other(String),
}

/// Who bought. Its `Debug` shows no value, for a log is no place for persons.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Buyer {
    /// First name, if any.
    pub first_name: Option<String>,
    /// Last name, if any.
    pub last_name: Option<String>,
    /// E-mail address as given.
    pub email: Option<String>,
    /// Phone number as given.
    pub phone: Option<String>,
    /// Where the e-mail address stands in the order.
    pub email_path: &'static str,
}

/// A postal address as given. Its `Debug` shows no value, as with [`Buyer`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Company.
    pub company: String,
    /// First line.
    pub line1: String,
    /// Second line.
    pub line2: String,
    /// City.
    pub city: String,
    /// Postal code.
    pub zip: String,
    /// Code of the state or province.
    pub province_code: String,
    /// ISO 3166 country code.
    pub country_code: String,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Its id.
    pub id: LineItemId,
    /// The variant it sells.
    pub variant: VariantId,
    /// What it is called.
    pub title: String,
    /// How many units.
    pub quantity: Quantity,
    /// The price of one unit, with or without tax as the order says.
    pub price: Money,
    /// Its tax.
    pub tax: LineTax,
    /// Whether it is sent to the buyer.
    pub requires_shipping: bool,
}

/// The tax of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTax {
    /// The rate as a fraction; zero where there is no tax.
    pub rate: Decimal,
    /// What it comes to for the whole line.
    pub amount: Money,
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
    /// The gateway, as Shopify names it.
    pub gateway: String,
    /// How much, in the shop's currency.
    pub amount: Money,
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
    /// Anything else, as Shopify spells it.
    Other(String),
}

impl fmt::Debug for Buyer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Buyer(..)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Address(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_person() {
        let buyer = Buyer { last_name: Some("Moreno".to_owned()), ..Buyer::default() };
        let address = Address { city: "Leeds".to_owned(), ..Address::default() };
        assert_eq!(format!("{:?}", (buyer, address)), "(Buyer(..), Address(..))");
    }
}
