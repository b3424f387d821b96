//! Inputs and outputs of the pure decisions.

mod in_flight;
mod links;
mod payout;
mod payout_summary;
mod publish;
mod published;

use serde::Serialize;

use super::Explain;
use crate::domain::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, SaleLineId, TaxClassId, TaxId,
};
use crate::domain::ids::shopify::{InventoryItemId, LineItemId, OrderId, TransactionId, VariantId};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node, RawJson};

pub use in_flight::{InFlight, KeyedRow, RowChange, StockInFlight, TakenBySale};
pub use links::{
    DuplicateCode, ItemLink, ItemLinks, KitComponent, LinkCandidate, LinkItems, LinkReview,
    Orphans, Pair, ReviewReason, SkipReason, SkippedVariant, StandingLink,
};
pub use payout::{
    BankMovement, BreakdownPart, JournalFormat, LedgerMovement, LedgerOpening, OrderBreakdown,
    PayoutSummarise, PostedPayout, RecordedTender, ReportFigure, SummaryLineView,
};
pub use payout_summary::{
    BankTie, CertificateView, EntryView, FamilyView, LedgerDayView, LedgerView, MonthView,
    PayoutSummary, PayoutsSummarised, ReconciledRow, Reconciliation, RecordLine, RejectedRow,
    ReportTie, RowName, StatusCount, TheirView,
};
pub use publish::{
    CompleteLevels, EarlierQuantity, GoodsKind, LevelMark, LevelReadAt, SoldAtTill, StockPublish,
    StockedLink, WrittenQuantity,
};
pub use published::{
    ChangeKind, IgnoredRows, InFlightParts, KitStanding, PublishedQuantity, StockPublished,
    StockRequest,
};

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
    pub transactions: Option<RawJson>,
    /// The order's fulfilment orders as Shopify gives them, by REST or GraphQL. Default: there
    /// are none yet, and the order is posted to the default outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<serde_json::Value>>"))]
    pub fulfillment_orders: Option<RawJson>,
    /// What is which item; at least what the order sells. Default: none.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The Lightspeed customer, when known. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// R-Series: the lines that were reserved for this order earlier. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub reserved: Vec<Reserved>,
}

/// An item and what it is known by: at least one of the four.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The Shopify variant. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// The Shopify inventory item. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_item: Option<InventoryItemId>,
    /// The SKU; used only as `orders.link_by` says. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The barcode; used only as `orders.link_by` says. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// The Lightspeed item (R) or product (X).
    pub item: ItemId,
}

/// An order line and the sale line that was reserved for it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reserved {
    /// The order line.
    pub line: LineItemId,
    /// The reserved sale line.
    pub sale_line: SaleLineId,
}

/// `order.to_sale`: one sale per outlet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderSales {
    /// The sales; their sum is the order.
    pub sales: Vec<SaleDecision>,
    /// Why there is to be no sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skipped>,
}

/// Why an order is not to become a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Skipped {
    /// It is a test order.
    TestOrder,
    /// It was placed before the tenant went live.
    BeforeGoLive,
    /// Nothing is left of it, and no money was kept.
    NothingLeft,
}

/// One sale: in neutral words, as the requests that record it, and tied to the order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleDecision {
    /// `sale/<order>/<outlet>`: the same in every run.
    pub key: String,
    /// What it does to stock and money.
    pub mode: SaleMode,
    /// The sale in neutral words.
    pub sale: SaleView,
    /// The requests that record it: method, path and body for Lightspeed.
    pub requests: Vec<SaleRequest>,
    /// How it ties to the order.
    pub tie_out: TieOut,
}

/// What a sale does to stock and money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SaleMode {
    /// It is sold and paid.
    Completed,
    /// Its stock is kept for the buyer; no money is booked.
    Reserve,
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
    /// The day it belongs to, on the outlet's calendar, where the zone's offsets reach back so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_date: Option<String>,
    /// The Lightspeed customer, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// How the goods reach the buyer.
    pub delivery: DeliveryView,
    /// Whether they all did, or are on their way.
    pub fulfilled: bool,
    /// What people wrote about the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// R-Series: the tax category of its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxId>,
    /// What it sells.
    pub lines: Vec<SaleLineView>,
    /// How it was paid.
    pub tenders: Vec<TenderView>,
}

/// How a sale's goods reach the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryView {
    /// They are sent.
    Ship,
    /// The buyer picks them up.
    Pickup,
    /// They have, or there are none.
    None,
}

/// One line of a sale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaleLineView {
    /// What of the order it stands for: `line/<id>`, `shipping/<id>`, `tip`, `duty`, `fee`,
    /// `refund`, `channel_tax`, `cash_rounding` or `rounding`.
    pub source: String,
    /// The item.
    pub item: ItemId,
    /// How many units.
    pub quantity: DecimalText,
    /// The price of one unit, in the form the series asks for.
    pub unit_price: DecimalText,
    /// What is taken off: the whole line (R-Series), or one unit, for information (X-Series).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<DecimalText>,
    /// The tax of one unit, where the series asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_tax: Option<DecimalText>,
    /// Whether it is taxed.
    pub taxed: bool,
    /// X-Series: its tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxId>,
    /// R-Series: its tax class, where the tenant chose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_class: Option<TaxClassId>,
    /// What staff should read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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
    pub body: RawJson,
}

/// How a sale ties to its order. Both totals are equal, or the sale is not made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TieOut {
    /// What the order assigns to the sale.
    pub order_total: Money,
    /// What Lightspeed will compute.
    pub sale_total: Money,
    /// What the order assigns to the sale as tax.
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
        let fields =
            ["explain", "transactions", "fulfillment_orders", "links", "customer", "reserved"];
        node.only(&fields)?;
        // Their entries are the vendor's, but lists they must be.
        drop(node.field("transactions")?.items()?);
        drop(node.field("fulfillment_orders")?.items()?);
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            transactions: node.find("transactions")?,
            fulfillment_orders: node.find("fulfillment_orders")?,
            links: node.find("links")?.unwrap_or_default(),
            customer: node.find("customer")?,
            reserved: node.find("reserved")?.unwrap_or_default(),
        })
    }
}

impl FromJson for Link {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["variant", "inventory_item", "sku", "barcode", "item"])?;
        let link = Self {
            variant: node.find("variant")?,
            inventory_item: node.find("inventory_item")?,
            sku: node.find("sku")?,
            barcode: node.find("barcode")?,
            item: node.get("item")?,
        };
        let ids = link.variant.is_none() && link.inventory_item.is_none();
        if ids && link.sku.is_none() && link.barcode.is_none() {
            let hint = "A link names a variant, an inventory item, a SKU or a barcode.";
            return Err(node.invalid(&"the link names nothing but its item").with_hint(hint));
        }
        Ok(link)
    }
}

impl FromJson for Reserved {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["line", "sale_line"])?;
        Ok(Self { line: node.get("line")?, sale_line: node.get("sale_line")? })
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
