//! Whether the clearing account is explained: what it stood at, what was tendered in Lightspeed, what
//! payouts cleared, and which items are open.

use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::Line;
use crate::domain::time::Month;
use crate::policy::{Account, Revenue};

use super::accounts::account;

/// The figures of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// What the account stood at.
    pub opening: Money,
    /// What Lightspeed's sales were paid with through it.
    pub tendered: Money,
    /// What payouts took off it.
    pub cleared: Money,
    /// Tenders that no payout holds yet.
    pub due: Money,
    /// What payouts hold that no tender stands for.
    pub loose: Money,
}

impl Clearing {
    /// What the account stands at.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn closing(&self) -> Result<Money, MoneyError> {
        self.opening.checked_add(&self.tendered)?.checked_sub(&self.cleared)
    }

    /// What of that no item explains.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn unexplained(&self) -> Result<Money, MoneyError> {
        self.closing()?.checked_sub(&self.due)?.checked_add(&self.loose)
    }
}

/// What lines of some months took off the clearing account, added to a sum.
///
/// # Errors
/// [`MoneyError`].
pub fn cleared<'l>(
    mut sum: Money,
    lines: impl Iterator<Item = &'l Line>,
    counts: impl Fn(Month) -> bool,
) -> Result<Money, MoneyError> {
    for line in lines.filter(|line| counts(line.key.month)) {
        let own = account(line.key.family, line.key.part, Revenue::Lightspeed);
        if own == Account::Clearing && line.amount.currency() == sum.currency() {
            sum = sum.checked_add(&line.amount)?;
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::currency::Currency;
    use rust_decimal::Decimal;

    #[test]
    fn what_no_item_explains_is_left() {
        let money = |cents| Money::new(Decimal::new(cents, 2), Currency::parse("USD").unwrap());
        // 10.00 before, 300.00 tendered, 280.00 cleared: 30.00. A sale of 45.00 is not paid out, and
        // a payment of 20.00 has no sale: 25.00 is explained, 5.00 is not.
        let own = Clearing {
            opening: money(1000),
            tendered: money(30_000),
            cleared: money(28_000),
            due: money(4500),
            loose: money(2000),
        };
        assert_eq!(own.closing().unwrap(), money(3000));
        assert_eq!(own.unexplained().unwrap(), money(500));
    }
}
