//! Lines of an order: what was bought, and how it is sent.

use rust_decimal::Decimal;

use crate::domain::ids::shopify::{LineItemId, ShippingLineId, VariantId};
use crate::domain::money::Money;

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Its id.
    pub id: LineItemId,
    /// Whether it is a product's, a free text's, a gift card's or the tip's.
    pub kind: LineKind,
    /// The SKU, blank where there is none.
    pub sku: String,
    /// The barcode, where whoever read the order added it: webhooks do not carry it.
    pub barcode: String,
    /// What it is called.
    pub title: String,
    /// The variant's title, blank where there is none.
    pub variant_title: String,
    /// How many units were ordered.
    pub ordered: Decimal,
    /// How many units are left; nothing where Shopify does not say.
    pub current: Option<Decimal>,
    /// The price of one unit, with or without tax as the order says.
    pub price: Money,
    /// The same in the shop's currency.
    pub shop_price: Money,
    /// What its discounts take off the whole line.
    pub discount: Money,
    /// Its taxes, of the whole line.
    pub taxes: Vec<TaxLine>,
    /// Whether it is sent to the buyer.
    pub requires_shipping: bool,
    /// What the buyer asked for: properties, the bundle it is part of.
    pub remarks: Vec<String>,
}

/// What a line sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A variant.
    Variant(VariantId),
    /// A variant that Shopify no longer has.
    Deleted,
    /// A free text.
    Custom,
    /// A gift card.
    GiftCard,
    /// The tip.
    Tip,
}

/// One tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    /// The rate as a fraction.
    pub rate: Decimal,
    /// What it comes to.
    pub amount: Money,
    /// Whether the sales channel remits it, not the merchant.
    pub channel_liable: bool,
}

/// One way of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingLine {
    /// Its id.
    pub id: ShippingLineId,
    /// What it is called.
    pub title: String,
    /// Whether it was taken off the order.
    pub removed: bool,
    /// Its price before discounts.
    pub price: Money,
    /// What its discounts take off.
    pub discount: Money,
    /// Its taxes.
    pub taxes: Vec<TaxLine>,
}
