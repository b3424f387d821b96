//! What each type of balance transaction means: one row a word.
//!
//! Signs stand only where the word leaves no doubt. An entry that nothing but a credit, a debit or
//! their reversal can be has the sign of that.

use crate::domain::payout::{Family, Kind, Role, Sign};

use Family::{
    Adjustment, BalanceMove, Channel, Dispute, DisputeFee, Duty, Goodwill, Lending, PlatformFee,
    Protection, Refund, Reserve, Sale, ShippingLabel, ShopCash, Tax,
};
use Role::{Returned, Transfer};
use Sign::{Any, Minus, Plus};

/// A word, and what it means.
pub(super) type Row = (&'static str, Kind);

const fn kind(family: Family, sign: Sign, role: Role) -> Kind {
    Kind { family, sign, role }
}

const fn part(family: Family, sign: Sign) -> Kind {
    kind(family, sign, Role::Part)
}

/// The values of `ShopifyPaymentsTransactionType`, sorted. Source: Admin GraphQL, 2026-01 to
/// 2026-10, which all have the same.
pub(super) const GRAPHQL: &[Row] = &[
    ("ACH_BANK_FAILURE_DEBIT_FEE", part(PlatformFee, Any)),
    ("ACH_BANK_FAILURE_DEBIT_REVERSAL_FEE", part(PlatformFee, Any)),
    ("ADJUSTMENT", part(Adjustment, Any)),
    ("ADS_PUBLISHER_CREDIT", part(Goodwill, Plus)),
    ("ADS_PUBLISHER_CREDIT_REVERSAL", part(Goodwill, Minus)),
    ("ADVANCE", part(Lending, Any)),
    ("ADVANCE_FUNDING", part(Lending, Any)),
    ("ANOMALY_CREDIT", part(Adjustment, Plus)),
    ("ANOMALY_CREDIT_REVERSAL", part(Adjustment, Minus)),
    ("ANOMALY_DEBIT", part(Adjustment, Minus)),
    ("ANOMALY_DEBIT_REVERSAL", part(Adjustment, Plus)),
    ("APPLICATION_FEE_REFUND", part(Refund, Any)),
    ("BALANCE_TRANSFER_INBOUND", part(BalanceMove, Any)),
    ("BALANCE_TRANSFER_OUTBOUND", part(BalanceMove, Any)),
    ("BILLING_DEBIT", part(PlatformFee, Minus)),
    ("BILLING_DEBIT_REVERSAL", part(PlatformFee, Plus)),
    ("CHANNEL_CREDIT", part(Channel, Plus)),
    ("CHANNEL_CREDIT_REVERSAL", part(Channel, Minus)),
    ("CHANNEL_PROMOTION_CREDIT", part(Channel, Plus)),
    ("CHANNEL_PROMOTION_CREDIT_REVERSAL", part(Channel, Minus)),
    ("CHANNEL_TRANSFER_CREDIT", part(Channel, Plus)),
    ("CHANNEL_TRANSFER_CREDIT_REVERSAL", part(Channel, Minus)),
    ("CHANNEL_TRANSFER_DEBIT", part(Channel, Minus)),
    ("CHANNEL_TRANSFER_DEBIT_REVERSAL", part(Channel, Plus)),
    ("CHARGE", part(Sale, Plus)),
    ("CHARGEBACK_FEE", part(DisputeFee, Minus)),
    ("CHARGEBACK_FEE_REFUND", part(DisputeFee, Plus)),
    ("CHARGEBACK_HOLD", part(Dispute, Minus)),
    ("CHARGEBACK_HOLD_RELEASE", part(Dispute, Plus)),
    ("CHARGEBACK_PROTECTION_CREDIT", part(Protection, Plus)),
    ("CHARGEBACK_PROTECTION_CREDIT_REVERSAL", part(Protection, Minus)),
    ("CHARGEBACK_PROTECTION_DEBIT", part(Protection, Minus)),
    ("CHARGEBACK_PROTECTION_DEBIT_REVERSAL", part(Protection, Plus)),
    ("CHARGE_ADJUSTMENT", part(Sale, Any)),
    ("COLLECTIONS_CREDIT", part(Goodwill, Plus)),
    ("COLLECTIONS_CREDIT_REVERSAL", part(Goodwill, Minus)),
    ("CUSTOMS_DUTY", part(Duty, Any)),
    ("CUSTOMS_DUTY_ADJUSTMENT", part(Duty, Any)),
    ("DISPUTE_REVERSAL", part(Dispute, Plus)),
    ("DISPUTE_WITHDRAWAL", part(Dispute, Minus)),
    ("IMPORT_TAX", part(Duty, Any)),
    ("IMPORT_TAX_ADJUSTMENT", part(Duty, Any)),
    ("IMPORT_TAX_REFUND", part(Duty, Any)),
    ("LENDING_CAPITAL_REFUND", part(Lending, Any)),
    ("LENDING_CAPITAL_REFUND_REVERSAL", part(Lending, Any)),
    ("LENDING_CAPITAL_REMITTANCE", part(Lending, Any)),
    ("LENDING_CAPITAL_REMITTANCE_REVERSAL", part(Lending, Any)),
    ("LENDING_CREDIT", part(Lending, Plus)),
    ("LENDING_CREDIT_REFUND", part(Lending, Any)),
    ("LENDING_CREDIT_REFUND_REVERSAL", part(Lending, Any)),
    ("LENDING_CREDIT_REMITTANCE", part(Lending, Any)),
    ("LENDING_CREDIT_REMITTANCE_REVERSAL", part(Lending, Any)),
    ("LENDING_CREDIT_REVERSAL", part(Lending, Minus)),
    ("LENDING_DEBIT", part(Lending, Minus)),
    ("LENDING_DEBIT_REVERSAL", part(Lending, Plus)),
    ("MARKETPLACE_FEE_CREDIT", part(PlatformFee, Plus)),
    ("MARKETPLACE_FEE_CREDIT_REVERSAL", part(PlatformFee, Minus)),
    ("MARKETS_PRO_CREDIT", part(Duty, Plus)),
    ("MERCHANT_GOODWILL_CREDIT", part(Goodwill, Plus)),
    ("MERCHANT_GOODWILL_CREDIT_REVERSAL", part(Goodwill, Minus)),
    ("MERCHANT_TO_MERCHANT_CREDIT", part(BalanceMove, Plus)),
    ("MERCHANT_TO_MERCHANT_CREDIT_REVERSAL", part(BalanceMove, Minus)),
    ("MERCHANT_TO_MERCHANT_DEBIT", part(BalanceMove, Minus)),
    ("MERCHANT_TO_MERCHANT_DEBIT_REVERSAL", part(BalanceMove, Plus)),
    ("PROMOTION_CREDIT", part(Goodwill, Plus)),
    ("PROMOTION_CREDIT_REVERSAL", part(Goodwill, Minus)),
    ("REFERRAL_FEE", part(PlatformFee, Any)),
    ("REFERRAL_FEE_TAX", part(Tax, Any)),
    ("REFUND", part(Refund, Minus)),
    ("REFUND_ADJUSTMENT", part(Refund, Any)),
    ("REFUND_FAILURE", part(Refund, Plus)),
    ("RESERVED_FUNDS", part(Reserve, Minus)),
    ("RESERVED_FUNDS_REVERSAL", part(Reserve, Plus)),
    ("RESERVED_FUNDS_WITHDRAWAL", part(Reserve, Any)),
    ("RISK_REVERSAL", part(Reserve, Any)),
    ("RISK_WITHDRAWAL", part(Reserve, Any)),
    ("SELLER_PROTECTION_CREDIT", part(Protection, Plus)),
    ("SELLER_PROTECTION_CREDIT_REVERSAL", part(Protection, Minus)),
    ("SHIPPING_LABEL", part(ShippingLabel, Minus)),
    ("SHIPPING_LABEL_ADJUSTMENT", part(ShippingLabel, Any)),
    ("SHIPPING_LABEL_ADJUSTMENT_BASE", part(ShippingLabel, Any)),
    ("SHIPPING_LABEL_ADJUSTMENT_SURCHARGE", part(ShippingLabel, Any)),
    ("SHIPPING_OTHER_CARRIER_CHARGE_ADJUSTMENT", part(ShippingLabel, Any)),
    ("SHIPPING_RETURN_TO_ORIGIN_ADJUSTMENT", part(ShippingLabel, Any)),
    ("SHOPIFY_COLLECTIVE_CREDIT", part(Channel, Plus)),
    ("SHOPIFY_COLLECTIVE_CREDIT_REVERSAL", part(Channel, Minus)),
    ("SHOPIFY_COLLECTIVE_DEBIT", part(Channel, Minus)),
    ("SHOPIFY_COLLECTIVE_DEBIT_REVERSAL", part(Channel, Plus)),
    ("SHOPIFY_SOURCE_CREDIT", part(Channel, Plus)),
    ("SHOPIFY_SOURCE_CREDIT_REVERSAL", part(Channel, Minus)),
    ("SHOPIFY_SOURCE_DEBIT", part(Channel, Minus)),
    ("SHOPIFY_SOURCE_DEBIT_REVERSAL", part(Channel, Plus)),
    ("SHOP_CASH_BILLING_DEBIT", part(ShopCash, Minus)),
    ("SHOP_CASH_BILLING_DEBIT_REVERSAL", part(ShopCash, Plus)),
    ("SHOP_CASH_CAMPAIGN_BILLING_CREDIT", part(ShopCash, Plus)),
    ("SHOP_CASH_CAMPAIGN_BILLING_CREDIT_REVERSAL", part(ShopCash, Minus)),
    ("SHOP_CASH_CAMPAIGN_BILLING_DEBIT", part(ShopCash, Minus)),
    ("SHOP_CASH_CAMPAIGN_BILLING_DEBIT_REVERSAL", part(ShopCash, Plus)),
    ("SHOP_CASH_CREDIT", part(ShopCash, Plus)),
    ("SHOP_CASH_CREDIT_REVERSAL", part(ShopCash, Minus)),
    ("SHOP_CASH_REFUND_DEBIT", part(ShopCash, Minus)),
    ("SHOP_CASH_REFUND_DEBIT_REVERSAL", part(ShopCash, Plus)),
    ("STRIPE_FEE", part(PlatformFee, Any)),
    ("TAX_ADJUSTMENT_CREDIT", part(Tax, Plus)),
    ("TAX_ADJUSTMENT_CREDIT_REVERSAL", part(Tax, Minus)),
    ("TAX_ADJUSTMENT_DEBIT", part(Tax, Minus)),
    ("TAX_ADJUSTMENT_DEBIT_REVERSAL", part(Tax, Plus)),
    ("TRANSFER", kind(BalanceMove, Any, Transfer)),
    ("TRANSFER_CANCEL", kind(BalanceMove, Any, Returned)),
    ("TRANSFER_FAILURE", kind(BalanceMove, Any, Returned)),
    ("TRANSFER_REFUND", kind(BalanceMove, Any, Returned)),
    ("VAT_REFUND_CREDIT", part(Tax, Plus)),
    ("VAT_REFUND_CREDIT_REVERSAL", part(Tax, Minus)),
];

/// What else REST and exports say, sorted by the same letters in upper case. Source: shopify.dev,
/// REST `Transaction` of Shopify Payments; the last taxes are seen in other connectors.
pub(super) const OTHERS: &[Row] = &[
    ("agentic_fee_tax_credit", part(Tax, Plus)),
    ("agentic_fee_tax_credit_reversal", part(Tax, Minus)),
    ("agentic_fee_tax_debit", part(Tax, Minus)),
    ("agentic_fee_tax_debit_reversal", part(Tax, Plus)),
    ("capture", part(Sale, Any)),
    ("chargeback", part(Dispute, Any)),
    ("dispute", part(Dispute, Any)),
    ("payout", kind(BalanceMove, Any, Transfer)),
    ("payout_cancellation", kind(BalanceMove, Any, Returned)),
    ("payout_failure", kind(BalanceMove, Any, Returned)),
    ("reserve", part(Reserve, Any)),
];
