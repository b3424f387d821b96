//! The order webhook as Shopify delivers it, API versions 2024-10 to 2026-10: only the fields
//! that are read, all of them optional, because vendors add, drop and null fields.
//!
//! Source: shopify.dev, webhook topic `orders/create`.

use serde::Deserialize;

use crate::domain::number::{LooseDecimal, Number};

/// An order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Order {
    pub(super) id: Option<Number>,
    pub(super) admin_graphql_api_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) created_at: Option<String>,
    pub(super) processed_at: Option<String>,
    pub(super) cancelled_at: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) presentment_currency: Option<String>,
    pub(super) taxes_included: Option<bool>,
    pub(super) test: Option<bool>,
    pub(super) financial_status: Option<String>,
    pub(super) source_name: Option<String>,
    pub(super) total_price: Option<LooseDecimal>,
    pub(super) total_tax: Option<LooseDecimal>,
    pub(super) total_discounts: Option<LooseDecimal>,
    pub(super) total_tip_received: Option<LooseDecimal>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) note: Option<String>,
    pub(super) note_attributes: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) po_number: Option<String>,
    pub(super) company: Option<serde::de::IgnoredAny>,
    pub(super) payment_terms: Option<serde::de::IgnoredAny>,
    pub(super) customer: Option<Customer>,
    pub(super) shipping_address: Option<Address>,
    pub(super) line_items: Option<Vec<Line>>,
    pub(super) line_item_groups: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) shipping_lines: Option<Vec<ShippingLine>>,
    pub(super) discount_codes: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) discount_applications: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) refunds: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) returns: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) original_total_duties_set: Option<Bag>,
    pub(super) current_total_duties_set: Option<Bag>,
    pub(super) original_total_additional_fees_set: Option<Bag>,
    pub(super) current_total_additional_fees_set: Option<Bag>,
    pub(super) total_cash_rounding_payment_adjustment_set: Option<Bag>,
    pub(super) total_cash_rounding_refund_adjustment_set: Option<Bag>,
}

/// A buyer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Customer {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// A postal address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) company: Option<String>,
    pub(super) address1: Option<String>,
    pub(super) address2: Option<String>,
    pub(super) city: Option<String>,
    pub(super) zip: Option<String>,
    pub(super) province_code: Option<String>,
    pub(super) country_code: Option<String>,
}

/// A line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Line {
    pub(super) id: Option<Number>,
    pub(super) admin_graphql_api_id: Option<String>,
    pub(super) variant_id: Option<Number>,
    pub(super) title: Option<String>,
    pub(super) quantity: Option<Number>,
    pub(super) current_quantity: Option<Number>,
    pub(super) price: Option<LooseDecimal>,
    pub(super) total_discount: Option<LooseDecimal>,
    pub(super) gift_card: Option<bool>,
    pub(super) requires_shipping: Option<bool>,
    pub(super) tax_lines: Option<Vec<TaxLine>>,
    pub(super) discount_allocations: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) duties: Option<Vec<serde::de::IgnoredAny>>,
    pub(super) properties: Option<Properties>,
    pub(super) sales_line_item_group_id: Option<serde::de::IgnoredAny>,
}

/// A tax of a line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TaxLine {
    pub(super) price: Option<LooseDecimal>,
    pub(super) rate: Option<LooseDecimal>,
    pub(super) channel_liable: Option<bool>,
}

/// A shipping line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ShippingLine {
    pub(super) price: Option<LooseDecimal>,
    pub(super) discounted_price: Option<LooseDecimal>,
    pub(super) tax_lines: Option<Vec<TaxLine>>,
}

/// An amount in two currencies. `currency_code` is not read: only whether there is any amount.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Bag {
    pub(super) shop_money: Option<BagAmount>,
    pub(super) presentment_money: Option<BagAmount>,
}

/// One side of a [`Bag`].
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BagAmount {
    pub(super) amount: Option<LooseDecimal>,
}

impl Bag {
    /// Whether either side is not zero.
    pub(super) fn is_something(&self) -> bool {
        let sides = [&self.shop_money, &self.presentment_money];
        sides.into_iter().flatten().any(|side| side.amount.is_some_and(|amount| !amount.0.is_zero()))
    }
}

/// Line properties come as an array or an object; only their number is of interest.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub(super) count: usize,
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> serde::de::Visitor<'de> for PropertiesVisitor {
    type Value = Properties;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("line properties")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Properties, A::Error> {
        let mut count = 0_usize;
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {
            count = count.saturating_add(1);
        }
        Ok(Properties { count })
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut count = 0_usize;
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {
            count = count.saturating_add(1);
        }
        Ok(Properties { count })
    }
}
