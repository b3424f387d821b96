//! Input of `payout.summarise`.

use serde::Serialize;

use crate::contract::Explain;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::{OrderId, PayoutId, TransactionId};
use crate::domain::number::DecimalText;
use crate::domain::time::{Date, Month, Timestamp};
use crate::report::{FromJson, Issue, Node, RawJson};

/// `payout.summarise`: what stands beside the balance transactions, which are the payload: as REST
/// or GraphQL gives them, or the text of the export from Shopify Admin (CSV).
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayoutSummarise {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// The payouts as Shopify gives them, by REST or GraphQL: one, or a list. Default: those that the
    /// export names, and then no total proves that its rows are all there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub payouts: Option<RawJson>,
    /// What the orders' money is made of. Default: not known; payments and refunds are whole lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub orders: Vec<OrderBreakdown>,
    /// The payments and refunds that Lightspeed has, through Shopify Payments. Default: not known,
    /// and nothing is reconciled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Vec<RecordedTender>>,
    /// What was posted for these payouts before. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub posted: Vec<PostedPayout>,
    /// What moved on the bank account. Default: not known, and nothing is matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Vec<BankMovement>>,
    /// What accounts that are carried forward stood at. Default: zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub openings: Vec<LedgerOpening>,
    /// What moved these accounts outside of payouts. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub movements: Vec<LedgerMovement>,
    /// What Shopify's finance report says. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub report: Vec<ReportFigure>,
    /// Whether lines are kept apart by sales channel. Default `false`.
    #[serde(default)]
    pub by_channel: bool,
    /// Whether rows that match are counted and not listed. Default `false`.
    #[serde(default)]
    pub only_unmatched: bool,
    /// In which other forms entries are written, besides the neutral one. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub formats: Vec<JournalFormat>,
}

/// A form of journal entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalFormat {
    /// Rows of a spreadsheet.
    Csv,
    /// Xero's manual journals.
    Xero,
    /// The journal entries of QuickBooks Online.
    Quickbooks,
}

/// What an order's money is made of, by its sales agreements.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderBreakdown {
    /// The order.
    pub order: OrderId,
    /// Its name: rows of exports name nothing else. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was placed. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Timestamp>,
    /// The sales channel. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether it was edited after it was placed. Default `false`.
    #[serde(default)]
    pub edited: bool,
    /// Whether Shopify no longer has it. Default `false`.
    #[serde(default)]
    pub deleted: bool,
    /// The currency of its amounts. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What it sells, with signs: together what Shopify Payments takes of it. What is paid in other
    /// ways stands here below zero. Default: not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub sale: Vec<BreakdownPart>,
    /// What its refunds are made of, with signs: together what Shopify Payments pays back, below
    /// zero. Default: not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub refund: Vec<BreakdownPart>,
    /// How much of its payments earlier payouts held, in their currency. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sold_before: Option<DecimalText>,
    /// How much of its refunds earlier payouts held, below zero, in their currency. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_before: Option<DecimalText>,
}

/// A part of an order's money.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BreakdownPart {
    /// `gross_sales`, `discounts`, `shipping`, `tax`, `tips`, `duties`, `additional_fees`,
    /// `gift_cards_sold`, `gift_cards_redeemed`, `store_credit`, `other_gateways` or `adjustments`.
    pub part: String,
    /// The rate of a tax. Default: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = "")))]
    pub detail: String,
    /// How much, with its sign.
    pub amount: DecimalText,
}

/// A payment or refund as Lightspeed has it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordedTender {
    /// The order.
    pub order: OrderId,
    /// The order's name. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The order's transaction. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionId>,
    /// The sale.
    pub sale: SaleId,
    /// How much; refunds are below zero. Default: not known, as of sales that staff keyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<DecimalText>,
    /// Its currency. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// What was posted for a payout before.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PostedPayout {
    /// The payout.
    pub payout: PayoutId,
    /// How many times something was posted for it.
    pub times: u32,
    /// All lines together, as `lines` of the summary that was posted last.
    pub lines: Vec<SummaryLineView>,
}

/// A line of a summary: all of one summary add up to zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummaryLineView {
    /// The month of its rows.
    pub month: Month,
    /// Its family.
    pub family: String,
    /// Which part of it. Default `whole`.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub part: String,
    /// The type of the rows, the rate of the tax, or the family whose fee it is. Default: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = "")))]
    pub detail: String,
    /// The sales channel. Default: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = "")))]
    pub channel: String,
    /// How much: above zero it raises the deposit.
    pub amount: DecimalText,
}

const WHOLE: &str = "whole";

#[cfg(feature = "schema")]
fn whole() -> String {
    WHOLE.to_owned()
}

fn is_whole(part: &str) -> bool {
    part == WHOLE
}

/// A movement on the bank account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BankMovement {
    /// The bank's own id.
    pub id: String,
    /// The day.
    pub on: Date,
    /// How much; below zero leaves the account.
    pub amount: DecimalText,
    /// Its currency. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The trace id it carries. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// What an account that is carried forward stood at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerOpening {
    /// `disputes`, `reserves`, `gift_cards` or `store_credit`.
    pub ledger: String,
    /// How much.
    pub amount: DecimalText,
    /// Its currency. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// What moved such an account outside of payouts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerMovement {
    /// The account.
    pub ledger: String,
    /// The day.
    pub on: Date,
    /// What it is, such as `expired`.
    pub what: String,
    /// How much; above zero raises the balance.
    pub amount: DecimalText,
    /// Its currency. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// A figure of Shopify's finance report.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportFigure {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: String,
    /// The amounts before fees. Default: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<DecimalText>,
    /// The fees. Default: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<DecimalText>,
    /// What is left. Default: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<DecimalText>,
    /// Its currency. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

impl FromJson for PayoutSummarise {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "explain",
            "payouts",
            "orders",
            "recorded",
            "posted",
            "bank",
            "openings",
            "movements",
            "report",
            "by_channel",
            "only_unmatched",
            "formats",
        ])?;
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            payouts: node.find("payouts")?,
            orders: node.find("orders")?.unwrap_or_default(),
            recorded: node.find("recorded")?,
            posted: node.find("posted")?.unwrap_or_default(),
            bank: node.find("bank")?,
            openings: node.find("openings")?.unwrap_or_default(),
            movements: node.find("movements")?.unwrap_or_default(),
            report: node.find("report")?.unwrap_or_default(),
            by_channel: node.find("by_channel")?.unwrap_or_default(),
            only_unmatched: node.find("only_unmatched")?.unwrap_or_default(),
            formats: node.find("formats")?.unwrap_or_default(),
        })
    }
}

impl FromJson for OrderBreakdown {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "order",
            "name",
            "placed_at",
            "channel",
            "edited",
            "deleted",
            "currency",
            "sale",
            "refund",
            "sold_before",
            "refunded_before",
        ])?;
        Ok(Self {
            order: node.get("order")?,
            name: node.find("name")?,
            placed_at: node.find("placed_at")?,
            channel: node.find("channel")?,
            edited: node.find("edited")?.unwrap_or_default(),
            deleted: node.find("deleted")?.unwrap_or_default(),
            currency: node.find("currency")?,
            sale: node.find("sale")?.unwrap_or_default(),
            refund: node.find("refund")?.unwrap_or_default(),
            sold_before: node.find("sold_before")?,
            refunded_before: node.find("refunded_before")?,
        })
    }
}

impl FromJson for BreakdownPart {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["part", "detail", "amount"])?;
        Ok(Self {
            part: node.get("part")?,
            detail: node.find("detail")?.unwrap_or_default(),
            amount: node.get("amount")?,
        })
    }
}

impl FromJson for RecordedTender {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let mut fields = node.exactly()?;
        let order = fields.next("order")?;
        let transaction = fields.next("transaction")?;
        let sale = fields.next("sale")?;
        let amount = fields.next("amount")?;
        let [name, currency] = [fields.next("name")?, fields.next("currency")?];
        fields.end(&["order", "name", "transaction", "sale", "amount", "currency"])?;
        Ok(Self {
            order: FromJson::from_json(&order)?,
            name: name.given()?,
            transaction: transaction.given()?,
            sale: FromJson::from_json(&sale)?,
            amount: amount.given()?,
            currency: currency.given()?,
        })
    }
}

impl FromJson for PostedPayout {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["payout", "times", "lines"])?;
        Ok(Self {
            payout: node.get("payout")?,
            times: node.get("times")?,
            lines: node.get("lines")?,
        })
    }
}

impl FromJson for SummaryLineView {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["month", "family", "part", "detail", "channel", "amount"])?;
        Ok(Self {
            month: node.get("month")?,
            family: node.get("family")?,
            part: node.find("part")?.unwrap_or_else(|| WHOLE.to_owned()),
            detail: node.find("detail")?.unwrap_or_default(),
            channel: node.find("channel")?.unwrap_or_default(),
            amount: node.get("amount")?,
        })
    }
}

impl FromJson for BankMovement {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["id", "on", "amount", "currency", "trace"])?;
        Ok(Self {
            id: node.get("id")?,
            on: node.get("on")?,
            amount: node.get("amount")?,
            currency: node.find("currency")?,
            trace: node.find("trace")?,
        })
    }
}

impl FromJson for LedgerOpening {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["ledger", "amount", "currency"])?;
        Ok(Self {
            ledger: node.get("ledger")?,
            amount: node.get("amount")?,
            currency: node.find("currency")?,
        })
    }
}

impl FromJson for LedgerMovement {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["ledger", "on", "what", "amount", "currency"])?;
        Ok(Self {
            ledger: node.get("ledger")?,
            on: node.get("on")?,
            what: node.get("what")?,
            amount: node.get("amount")?,
            currency: node.find("currency")?,
        })
    }
}

impl FromJson for ReportFigure {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["month", "family", "gross", "fee", "net", "currency"])?;
        Ok(Self {
            month: node.get("month")?,
            family: node.get("family")?,
            gross: node.find("gross")?,
            fee: node.find("fee")?,
            net: node.find("net")?,
            currency: node.find("currency")?,
        })
    }
}

impl FromJson for JournalFormat {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("csv", Self::Csv), ("xero", Self::Xero), ("quickbooks", Self::Quickbooks)])
    }
}
