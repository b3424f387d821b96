//! Which account of the books a line stands on.

use crate::domain::payout::{Family, Part};
use crate::policy::{Account, Revenue};

/// The account of a part of a family.
#[must_use]
pub fn account(family: Family, part: Part, revenue: Revenue) -> Account {
    match part {
        Part::Bank => Account::Bank,
        Part::Returned => Account::Returned,
        Part::Suspense | Part::Discrepancy => Account::Suspense,
        Part::Exchange => Account::Exchange,
        _ if matches!(family, Family::Sale | Family::Refund) => match revenue {
            // Revenue is in the books already: what buyers paid with is cleared, whatever for.
            Revenue::Lightspeed => Account::Clearing,
            Revenue::Payouts => of_order(family, part),
        },
        _ => of_family(family),
    }
}

fn of_order(family: Family, part: Part) -> Account {
    match part {
        Part::Discounts => Account::Discounts,
        Part::Shipping => Account::ShippingIncome,
        Part::Tax => Account::TaxPayable,
        Part::Tips => Account::TipsPayable,
        Part::Duties => Account::DutiesPayable,
        Part::AdditionalFees | Part::Adjustments => Account::OtherIncome,
        Part::GiftCardsSold | Part::GiftCardsRedeemed => Account::GiftCards,
        Part::StoreCredit => Account::StoreCredit,
        Part::OtherGateways => Account::OtherGateways,
        _ if family == Family::Refund => Account::SalesReturns,
        _ => Account::Sales,
    }
}

fn of_family(family: Family) -> Account {
    match family {
        Family::Sale | Family::Refund => Account::Clearing,
        Family::Fee => Account::Fees,
        Family::Dispute => Account::Disputes,
        Family::DisputeFee => Account::DisputeFees,
        Family::Protection => Account::Protection,
        Family::Reserve => Account::Reserves,
        Family::Lending => Account::Lending,
        Family::ShippingLabel => Account::ShippingLabels,
        Family::Duty => Account::DutiesPayable,
        Family::Tax => Account::TaxAdjustments,
        Family::PlatformFee => Account::PlatformFees,
        Family::ShopCash => Account::ShopCash,
        Family::Channel => Account::Channels,
        Family::Goodwill => Account::Credits,
        Family::BalanceMove => Account::BalanceTransfers,
        Family::Adjustment => Account::Adjustments,
        Family::Net => Account::Bank,
    }
}
