//! A Lightspeed sale before it is put into either series' words.

use std::fmt;

use rust_decimal::Decimal;

use super::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, TaxClassId, TaxId,
};
use super::ids::shopify::{LineItemId, OrderId, TransactionId};
use super::money::Money;
use super::order::Address;
use super::quantity::Quantity;
use super::time::Timestamp;

/// What a sale is, whoever writes it: one order has one sale per outlet and purpose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaleKey {
    /// The order.
    pub order: OrderId,
    /// The outlet it is posted to.
    pub outlet: OutletId,
}

impl SaleKey {
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
    /// The register it is recorded on.
    pub register: RegisterId,
    /// The order's name, for people.
    pub reference: String,
    /// When it was made.
    pub at: Timestamp,
    /// Who bought, once known.
    pub customer: Option<CustomerId>,
    /// Where it goes, when it is sent.
    pub delivery: Option<Address>,
    /// The tax of its lines.
    pub tax: SaleTax,
    /// What it sells.
    pub lines: Vec<SaleLine>,
    /// How it was paid.
    pub tenders: Vec<Tender>,
    /// What Lightspeed will compute as its total, tax included.
    pub total: Money,
    /// What Lightspeed will compute as its tax.
    pub tax_total: Money,
}

/// The tax a sale's lines carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleTax {
    /// The Lightspeed tax.
    pub id: TaxId,
    /// The tax class of the lines, where the series has one and the tenant chose one.
    pub class: Option<TaxClassId>,
    /// The rate as a fraction.
    pub rate: Decimal,
    /// Whether prices contain it.
    pub inclusive: bool,
}

/// One line of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleLine {
    /// The order line it stands for.
    pub source: LineItemId,
    /// The item.
    pub item: ItemId,
    /// How many units.
    pub quantity: Quantity,
    /// The price of one unit, in the form the series asks for.
    pub unit_price: Money,
    /// The tax of one unit, where the series asks for it.
    pub unit_tax: Option<Money>,
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
}
