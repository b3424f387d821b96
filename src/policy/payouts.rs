//! What payouts become in the books, checked.

use super::{Revenue, UnknownRows};
use crate::domain::ids::lightspeed::{ItemId, RegisterId};
use crate::domain::table::Table;
use crate::domain::time::Date;
use crate::domain::words::words;

/// For how many days what belongs to a payout may be missing.
pub const PAYOUT_WAIT_DAYS: u32 = 7;

/// What payouts become in the books.
#[derive(Clone, Debug)]
pub struct PayoutPolicy {
    /// The register they are recorded on.
    pub register: Option<RegisterId>,
    /// The item of each family.
    pub items: Table<String, ItemId>,
    /// Whether they are recorded in Lightspeed.
    pub record: bool,
    /// The tenant's own accounts.
    pub accounts: Vec<(Account, String)>,
    /// What the books take revenue from.
    pub revenue: Revenue,
    /// What becomes of a payout with rows that nobody can place.
    pub unknown: UnknownRows,
    /// Whether a payout of two months is split between them.
    pub split_months: bool,
    /// For how many days what belongs to a payout may be missing.
    pub wait_days: i64,
    /// Up to and including this day the books are closed.
    pub locked_through: Option<Date>,
}

words! {
    /// What stands on an account.
    enum Account;
    /// Its code in the default chart, and what it is called there.
    fn by_default -> (&'static str, &'static str);
    /// What reached the bank.
    Bank "bank" ("1000", "Bank")
    /// What buyers paid and the provider has not paid out.
    Clearing "clearing" ("1150", "Shopify Payments clearing")
    /// What buyers paid through others.
    OtherGateways "other_gateways" ("1151", "Other gateways clearing")
    /// Payouts that came back.
    Returned "returned_payouts" ("1155", "Payouts returned by the bank")
    /// What a payout carries from one month to the next.
    CarriedForward "carried_forward" ("1158", "Payouts carried forward")
    /// Between balances.
    BalanceTransfers "balance_transfers" ("1159", "Balance transfers")
    /// What the provider holds back.
    Reserves "reserves" ("1160", "Reserves held by Shopify")
    /// What buyers dispute.
    Disputes "disputes" ("1170", "Disputed payments")
    /// Shop Cash.
    ShopCash "shop_cash" ("1180", "Shop Cash")
    /// What nobody can explain yet.
    Suspense "suspense" ("2190", "Payout suspense")
    /// Gift cards not yet redeemed.
    GiftCards "gift_cards" ("2200", "Gift cards outstanding")
    /// Store credit not yet used.
    StoreCredit "store_credit" ("2205", "Store credit outstanding")
    /// Tax of sales.
    TaxPayable "tax_payable" ("2210", "Sales tax payable")
    /// Tax that the provider adjusts.
    TaxAdjustments "tax_adjustments" ("2215", "Tax adjustments by Shopify")
    /// Tips.
    TipsPayable "tips_payable" ("2220", "Tips payable")
    /// Duties.
    DutiesPayable "duties_payable" ("2230", "Duties and import taxes")
    /// Advances and loans.
    Lending "lending" ("2300", "Shopify lending")
    /// Goods.
    Sales "sales" ("4000", "Sales")
    /// Refunds.
    SalesReturns "sales_returns" ("4010", "Sales returns")
    /// Discounts.
    Discounts "discounts" ("4020", "Discounts")
    /// Shipping that buyers pay.
    ShippingIncome "shipping_income" ("4030", "Shipping income")
    /// Other income.
    OtherIncome "other_income" ("4090", "Other income")
    /// Credits that the provider gives.
    Credits "credits" ("4900", "Credits from Shopify")
    /// Channels.
    Channels "channels" ("4950", "Channel settlements")
    /// What taking payments costs.
    Fees "fees" ("6000", "Payment processing fees")
    /// What disputes cost.
    DisputeFees "dispute_fees" ("6010", "Dispute fees")
    /// Chargeback and seller protection.
    Protection "protection" ("6020", "Chargeback protection")
    /// Shipping labels.
    ShippingLabels "shipping_labels" ("6030", "Shipping labels")
    /// The platform's bills.
    PlatformFees "platform_fees" ("6040", "Shopify bills and fees")
    /// Adjustments.
    Adjustments "adjustments" ("6090", "Payout adjustments")
    /// What other rates of exchange made.
    Exchange "exchange" ("7000", "Exchange differences")
}

impl PayoutPolicy {
    /// The code of an account in the tenant's books.
    #[must_use]
    pub fn code(&self, account: Account) -> &str {
        let own = self.accounts.iter().find(|(name, _)| *name == account);
        own.map_or(account.by_default().0, |(_, code)| code)
    }
}
