//! What a payout is compared with and what is made of it: lines of the books.

use crate::domain::ids::lightspeed::SaleId;
use crate::domain::ids::shopify::{OrderId, PayoutId, TransactionId};
use crate::domain::money::Money;
use crate::domain::payout::Family;
use crate::domain::time::{Date, Month, Timestamp};
use crate::domain::words::words;
use rust_decimal::Decimal;

words! {
    /// Which part of its family a line is.
    enum Part;
    /// All of it.
    Whole "whole"
    /// The goods at their prices.
    GrossSales "gross_sales"
    /// What was taken off.
    Discounts "discounts"
    /// Shipping.
    Shipping "shipping"
    /// Tax, by its rate.
    Tax "tax"
    /// Tips.
    Tips "tips"
    /// Duties.
    Duties "duties"
    /// Additional fees that buyers pay.
    AdditionalFees "additional_fees"
    /// Gift cards sold: money owed.
    GiftCardsSold "gift_cards_sold"
    /// Gift cards taken in payment.
    GiftCardsRedeemed "gift_cards_redeemed"
    /// What was paid by store credit.
    StoreCredit "store_credit"
    /// What was paid through another provider.
    OtherGateways "other_gateways"
    /// What the order's own figures call an adjustment: restocking fees, goodwill.
    Adjustments "adjustments"
    /// What another rate of exchange made of it.
    Exchange "exchange"
    /// What no order or sale explains.
    Suspense "suspense"
    /// By how much a row's net is not its amount less its fee.
    Discrepancy "discrepancy"
    /// A payout that came back.
    Returned "returned"
    /// What went to the bank account, or came from it.
    Bank "bank"
}

/// Which line an amount belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    /// The month of the rows.
    pub month: Month,
    /// Their family.
    pub family: Family,
    /// Which part of it.
    pub part: Part,
    /// The type of the rows, the rate of the tax, or the family whose fee it is.
    pub detail: String,
    /// The sales channel, where lines are kept apart by it.
    pub channel: String,
}

/// A line of the summary. All lines of one summary add up to zero: what goes to the bank stands
/// among them with its sign turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub key: LineKey,
    /// How much: above zero it raises the deposit.
    pub amount: Money,
}

/// What was posted for a payout before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The payout.
    pub payout: PayoutId,
    /// How many times something was posted for it.
    pub times: u32,
    /// All of it together.
    pub lines: Vec<Line>,
}

/// A payment or refund as Lightspeed has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The order.
    pub order: OrderId,
    /// That order's name, for rows that name nothing else.
    pub order_name: Option<String>,
    /// The payment or refund of that order, where the sale names it.
    pub transaction: Option<TransactionId>,
    /// The sale.
    pub sale: SaleId,
    /// How much, where that is known; below zero is paid back.
    pub amount: Option<Money>,
}

/// What an order's money is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderMoney {
    /// The order.
    pub order: OrderId,
    /// Its name, for rows that name nothing else.
    pub name: Option<String>,
    /// When it was placed, where that is told.
    pub placed_at: Option<Timestamp>,
    /// Where it was sold.
    pub channel: Option<String>,
    /// It was edited after it was placed.
    pub edited: bool,
    /// Shopify no longer has it.
    pub deleted: bool,
    /// What its payments are made of; together what was and will be paid by this provider.
    pub sale: Vec<OrderPart>,
    /// What its refunds are made of; below zero.
    pub refund: Vec<OrderPart>,
    /// How much of it earlier payouts held, in their currency.
    pub sold_before: Option<Decimal>,
    /// How much of its refunds earlier payouts held, in their currency.
    pub refunded_before: Option<Decimal>,
}

impl OrderMoney {
    /// Whether it was paid in other ways besides.
    #[must_use]
    pub fn is_split(&self) -> bool {
        let others = [Part::OtherGateways, Part::GiftCardsRedeemed, Part::StoreCredit];
        self.sale.iter().any(|own| others.contains(&own.part))
    }
}

/// One part of an order's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderPart {
    /// Which.
    pub part: Part,
    /// The rate of a tax.
    pub detail: String,
    /// How much, with its sign.
    pub amount: Money,
}

/// A movement on the bank account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankLine {
    /// The bank's own id.
    pub id: String,
    /// On which day.
    pub on: Date,
    /// How much; below zero leaves the account.
    pub amount: Money,
    /// By what the payer knows it.
    pub trace: Option<String>,
}

words! {
    /// An account that is carried forward from payout to payout.
    enum Ledger;
    /// Amounts that buyers dispute.
    Disputes "disputes"
    /// What the provider holds back.
    Reserves "reserves"
    /// Gift cards not yet redeemed.
    GiftCards "gift_cards"
    /// Store credit not yet used.
    StoreCredit "store_credit"
}

/// A movement of a ledger that no payout holds, such as a gift card that expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The ledger.
    pub ledger: Ledger,
    /// On which day.
    pub on: Date,
    /// What it is.
    pub what: String,
    /// How much; above zero raises the balance.
    pub amount: Money,
}

/// What a report of the provider says of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: Family,
    /// What it says of the amounts before fees.
    pub gross: Option<Money>,
    /// What it says of the fees.
    pub fee: Option<Money>,
    /// What it says of what is left.
    pub net: Option<Money>,
}
