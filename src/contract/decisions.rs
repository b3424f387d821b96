//! Inputs and outputs of the pure decisions.

use serde::Serialize;
use serde_json::value::RawValue;

use super::Explain;
use crate::domain::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, TaxId,
};
use crate::domain::ids::shopify::{LineItemId, OrderId, TransactionId, VariantId};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// `order.to_sale`: what stands beside the order, which is the payload.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderToSale {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// The order's transactions as Shopify gives them, by REST or GraphQL. Default: they
    /// were not read, and then an order whose money moved is not posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<serde_json::Value>>"))]
    pub transactions: Option<Box<RawValue>>,
    /// Which variant is which item; at least those the order sells. Default: none.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The Lightspeed customer, when known. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
}

/// A variant and the item it is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The Shopify variant.
    pub variant: VariantId,
    /// The Lightspeed item (R) or product (X).
    pub item: ItemId,
}

/// `order.to_sale`: one sale per outlet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderSales {
    /// The sales; their sum is the order.
    pub sales: Vec<SaleDecision>,
}

/// One sale: in neutral words, as the request that records it, and tied to the order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleDecision {
    /// `sale/<order>/<outlet>`: the same in every run.
    pub key: String,
    /// The sale in neutral words.
    pub sale: SaleView,
    /// The request that records it: method, path and body for Lightspeed.
    pub request: SaleRequest,
    /// How it ties to the order.
    pub tie_out: TieOut,
}

/// A sale in neutral words.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleView {
    /// The order.
    pub order: OrderId,
    /// The outlet or shop.
    pub outlet: OutletId,
    /// The register.
    pub register: RegisterId,
    /// The order's name.
    pub reference: String,
    /// When it was made.
    pub at: Timestamp,
    /// The Lightspeed customer, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The tax of its lines.
    pub tax: TaxId,
    /// What it sells.
    pub lines: Vec<SaleLineView>,
    /// How it was paid.
    pub tenders: Vec<TenderView>,
}

/// One line of a sale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleLineView {
    /// The order line.
    pub source: LineItemId,
    /// The item.
    pub item: ItemId,
    /// How many units.
    pub quantity: DecimalText,
    /// The price of one unit, in the form the series asks for.
    pub unit_price: DecimalText,
    /// The tax of one unit, where the series asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_tax: Option<DecimalText>,
}

/// One payment of a sale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TenderView {
    /// The payment type.
    pub payment_type: PaymentTypeId,
    /// How much.
    pub amount: Money,
    /// The Shopify transaction.
    pub transaction: TransactionId,
}

/// A request to Lightspeed, for a host with a connector of its own.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleRequest {
    /// The HTTP method.
    pub method: String,
    /// The path below the vendor's base URL.
    pub path: String,
    /// The JSON body.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub body: Box<RawValue>,
}

/// How a sale ties to its order. Both pairs are equal, or the sale is not made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TieOut {
    /// What the order comes to.
    pub order_total: Money,
    /// What Lightspeed will compute.
    pub sale_total: Money,
    /// The order's tax.
    pub order_tax: Money,
    /// What Lightspeed will compute as tax.
    pub sale_tax: Money,
    /// How far the two taxes may lie apart: half a minor unit per Shopify tax line, plus one.
    pub tax_bound: Money,
}

/// `customer.keys`: what stands beside the customer, which is the payload.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerKeys {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// ISO 3166 code of the country whose national phone numbers are meant. Default: the
    /// tenant's `customers.default_country`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
}

/// `customer.keys`: the payload.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerGiven {
    /// The e-mail address as given. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number as given. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// `customer.keys`: the keys to look a customer up by.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerKeyring {
    /// The e-mail address.
    pub email: Key,
    /// The phone number.
    pub phone: Key,
}

/// One key in its normal form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Key {
    /// The normal form; absent when nothing usable was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normal: Option<String>,
    /// A second form that other spellings of the same mailbox share (e-mail at Gmail), or the
    /// extension (phone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What was done to it, or why there is none.
    pub reasons: Vec<String>,
}

impl FromJson for OrderToSale {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["explain", "transactions", "links", "customer"])?;
        // Its entries are the vendor's, but a list it must be.
        drop(node.field("transactions")?.items()?);
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            transactions: node.find("transactions")?,
            links: node.find("links")?.unwrap_or_default(),
            customer: node.find("customer")?,
        })
    }
}

impl FromJson for Link {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["variant", "item"])?;
        Ok(Self { variant: node.get("variant")?, item: node.get("item")? })
    }
}

impl FromJson for CustomerKeys {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["explain", "default_country"])?;
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            default_country: node.find("default_country")?,
        })
    }
}

impl FromJson for CustomerGiven {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["email", "phone"])?;
        Ok(Self { email: node.find("email")?, phone: node.find("phone")? })
    }
}
