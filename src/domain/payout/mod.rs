//! Payouts of a payment provider, and the balance transactions they are made of.

use std::borrow::Cow;

use crate::domain::currency::Currency;
use crate::domain::ids::shopify::{BalanceTransactionId, OrderId, PayoutId, TransactionId};
use crate::domain::money::Money;
use crate::domain::time::{Date, Timestamp};
use crate::domain::words::words;

mod books;
mod record;

pub use books::{
    BankLine, Ledger, Line, LineKey, Movement, OrderMoney, OrderPart, Part, Posted, Recorded,
    ReportLine,
};
pub use record::{PayoutRecord, RecordLine};

words! {
    /// What a part of a payout is: each family is an item of its own in Lightspeed.
    enum Family;
    /// What people call it.
    fn title -> &'static str;
    /// What buyers paid.
    Sale "sale" "sales"
    /// What was paid back to them, and refunds that failed.
    Refund "refund" "refunds"
    /// What taking payments costs.
    Fee "fee" "processing fees"
    /// Amounts that buyers dispute, and those won back.
    Dispute "dispute" "disputes"
    /// What disputes cost.
    DisputeFee "dispute_fee" "dispute fees"
    /// Chargeback and seller protection.
    Protection "protection" "chargeback protection"
    /// What is held back, and released.
    Reserve "reserve" "reserves"
    /// Advances and loans.
    Lending "lending" "lending"
    /// Shipping labels bought from Shopify.
    ShippingLabel "shipping_label" "shipping labels"
    /// Duties and import taxes.
    Duty "duty" "duties and import taxes"
    /// Tax adjustments.
    Tax "tax" "tax adjustments"
    /// Shopify's bills and other fees of the platform.
    PlatformFee "platform_fee" "platform fees"
    /// Shop Cash.
    ShopCash "shop_cash" "Shop Cash"
    /// Collective, marketplaces and other channels.
    Channel "channel" "channel credits"
    /// Credits that Shopify gives.
    Goodwill "goodwill" "credits and promotions"
    /// Between balances, and payouts that came back.
    BalanceMove "balance_move" "balance transfers"
    /// Adjustments that name nothing else.
    Adjustment "adjustment" "adjustments"
    /// What reaches the bank.
    Net "net" "net to bank"
}

/// Which sign the amount of a kind must have. Zero is always possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Money comes in.
    Plus,
    /// Money goes out.
    Minus,
    /// Either: the amount alone tells.
    Any,
}

/// What a row does to the payout it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is a part of it.
    Part,
    /// It is the payout itself, with the other sign: no part of its sum.
    Transfer,
    /// It is an earlier payout that came back.
    Returned,
}

/// What a type of balance transaction means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its family.
    pub family: Family,
    /// The sign its amount must have.
    pub sign: Sign,
    /// What it does to its payout.
    pub role: Role,
}

/// How far a payout is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    /// It will be sent.
    Scheduled,
    /// It was sent and has not arrived.
    InTransit,
    /// It was sent, which is not to say that the bank has it.
    Paid,
    /// The bank sent it back.
    Failed,
    /// It was called off.
    Canceled,
    /// A word we do not know.
    Other(String),
}

/// When a payout was issued: a day of the shop's calendar, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issued {
    /// That day.
    On(Date),
    /// That instant.
    At(Timestamp),
}

words! {
    /// A part of the provider's own summary.
    enum SummaryPart;
    /// Charges.
    Charges "charges"
    /// Refunds.
    Refunds "refunds"
    /// Adjustments: disputes too.
    Adjustments "adjustments"
    /// Reserved funds.
    ReservedFunds "reserved_funds"
    /// Payouts that came back.
    RetriedPayouts "retried_payouts"
    /// Advances.
    Advances "advances"
    /// A rebate for stablecoin payments.
    Rebate "rebate"
}

/// One line of the provider's own summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// Of what.
    pub part: SummaryPart,
    /// The gross amount.
    pub gross: Money,
    /// The fees, as stated: their sign is not documented.
    pub fee: Money,
}

/// A payout: one movement on the bank account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// The payout.
    pub id: PayoutId,
    /// How far it is.
    pub status: PayoutStatus,
    /// When it was issued, where that is told.
    pub issued: Option<Issued>,
    /// Its currency.
    pub currency: Currency,
    /// What it says it comes to. Exports that list only rows do not say it.
    pub net: Option<Money>,
    /// It takes money from the bank account. The sign of `net` is not documented then.
    pub withdrawal: bool,
    /// By what the bank knows it.
    pub trace: Option<String>,
    /// The provider's own summary, where there is one.
    pub summary: Vec<SummaryLine>,
}

/// A movement of the balance that payouts are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceTransaction {
    /// The row; exports to spreadsheets carry no ids.
    pub id: Option<BalanceTransactionId>,
    /// Its type in the provider's words; where we know it, always in the same spelling.
    pub named: Cow<'static, str>,
    /// What that means, where we know it.
    pub kind: Option<Kind>,
    /// No money moved.
    pub test: bool,
    /// The payout it belongs to; none as long as it waits for one.
    pub payout: Option<PayoutId>,
    /// When it happened.
    pub at: Timestamp,
    /// What moved.
    pub amount: Money,
    /// What that cost: above zero takes away.
    pub fee: Money,
    /// What is left: this is what reaches the bank.
    pub net: Money,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// That order's name.
    pub order_name: Option<String>,
    /// The payment or refund of that order.
    pub transaction: Option<TransactionId>,
    /// What the buyer saw, where another currency is told.
    pub presentment: Option<Money>,
}
