//! A Lightspeed sale before it is put into either series' words.

use std::fmt;

use rust_decimal::Decimal;

use super::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, SaleLineId, TaxClassId, TaxId,
};
use super::ids::shopify::{LineItemId, OrderId, ShippingLineId, TransactionId};
use super::money::Money;
use super::number::push_count;
use super::order::Address;
use super::quantity::Quantity;
use super::time::{Date, Timestamp};

/// What a sale is, whoever writes it: one order has one sale per outlet and purpose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaleKey {
    /// The order.
    pub order: OrderId,
    /// The outlet it is posted to.
    pub outlet: OutletId,
}

impl SaleKey {
    /// The same at another outlet.
    #[must_use]
    pub fn at(&self, outlet: OutletId) -> Self {
        Self { order: self.order, outlet }
    }

    /// The key within its table: `<order>/<outlet>`.
    #[must_use]
    pub fn row(&self) -> String {
        format!("{}/{}", self.order, self.outlet)
    }
}

impl fmt::Display for SaleKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "sale/{}/{}", self.order, self.outlet)
    }
}

/// One sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// What it is.
    pub key: SaleKey,
    /// Whether it is recorded as done or only reserves.
    pub mode: Mode,
    /// The register it is recorded on.
    pub register: RegisterId,
    /// The order's name, for people.
    pub reference: String,
    /// When it was made.
    pub at: Timestamp,
    /// The day it belongs to, on the outlet's calendar; nothing where the zone's offsets do not
    /// reach that far back.
    pub business_day: Option<Date>,
    /// Who bought, once known.
    pub customer: Option<CustomerId>,
    /// How the goods reach the buyer.
    pub delivery: Delivery,
    /// The tax category all of its lines share, where the series has one and they need one.
    pub category: Option<TaxId>,
    /// What people wrote about the order, blank where they did not.
    pub note: String,
    /// What it sells.
    pub lines: Vec<SaleLine>,
    /// How it was paid.
    pub tenders: Vec<Tender>,
    /// What it comes to, tax included.
    pub total: Money,
    /// What Lightspeed will compute as its tax.
    pub tax_total: Money,
    /// What the order assigns to it as tax.
    pub order_tax: Money,
    /// How far the two taxes may lie apart.
    pub tax_bound: Money,
}

/// What a sale does to stock and money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is sold and paid.
    Completed,
    /// Its stock is kept for the buyer; no money is booked.
    Reserve,
}

/// How a sale's goods reach the buyer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// They have, or there are none.
    None,
    /// They are sent to an address, if the order says one.
    Ship {
        /// Where.
        to: Option<Box<Address>>,
        /// Whether all of them are on their way.
        done: bool,
    },
    /// The buyer picks them up.
    PickUp {
        /// Whether all of them were.
        done: bool,
    },
}

/// One line of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleLine {
    /// What of the order it stands for.
    pub source: Source,
    /// The item.
    pub item: ItemId,
    /// Whether the item keeps stock: then it can be reserved and delivered.
    pub stocked: bool,
    /// The line that was reserved for it earlier.
    pub reserved: Option<SaleLineId>,
    /// How many units.
    pub quantity: Quantity,
    /// The price of one unit, in the form the series asks for.
    pub unit_price: Money,
    /// What is taken off: the whole line (R-Series) or one unit, for information (X-Series).
    pub discount: Money,
    /// The tax of one unit, where the series asks for it.
    pub unit_tax: Option<Money>,
    /// Its tax.
    pub tax: LineTax,
    /// What staff should read, blank where there is nothing.
    pub note: String,
}

/// What of an order a sale line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// An order line.
    Line(LineItemId),
    /// Units of an order line at a location that is not configured.
    Misplaced(LineItemId),
    /// A shipping line.
    Shipping(ShippingLineId),
    /// The tip.
    Tip,
    /// Duties.
    Duty,
    /// Additional fees.
    Fee,
    /// What refunds gave back beyond or short of the goods.
    Refund,
    /// Tax that the sales channel remits.
    ChannelTax,
    /// What cash was rounded by.
    CashRounding,
    /// What the series' rounding leaves.
    Rounding,
}

impl Source {
    /// Puts it in the sale's own words, `line/123` or `tip`, behind a text.
    pub fn put(&self, text: &mut String) {
        let (word, id) = match self {
            Self::Line(id) | Self::Misplaced(id) => ("line/", Some(id.number())),
            Self::Shipping(id) => ("shipping/", Some(id.number())),
            Self::Tip => ("tip", None),
            Self::Duty => ("duty", None),
            Self::Fee => ("fee", None),
            Self::Refund => ("refund", None),
            Self::ChannelTax => ("channel_tax", None),
            Self::CashRounding => ("cash_rounding", None),
            Self::Rounding => ("rounding", None),
        };
        text.push_str(word);
        if let Some(id) = id {
            push_count(text, id);
        }
    }
}

/// As the sale's own words.
impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.put(&mut text);
        formatter.write_str(&text)
    }
}

/// The tax of a sale line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTax {
    /// The rates Lightspeed computes from, tax 1 and tax 2; none where it is not taxed.
    pub rates: Vec<Decimal>,
    /// Whether the price contains them.
    pub inclusive: bool,
    /// The tax (X-Series) or tax category (R-Series).
    pub id: Option<TaxId>,
    /// The tax class, where the series has one and the tenant chose one.
    pub class: Option<TaxClassId>,
}

/// One payment of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// The payment type.
    pub payment_type: PaymentTypeId,
    /// How much.
    pub amount: Money,
    /// The Shopify transaction it stands for.
    pub transaction: TransactionId,
    /// Whether it is only a part of that transaction's money.
    pub part: bool,
}
