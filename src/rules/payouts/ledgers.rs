//! Accounts that are carried forward: opening, what moved, closing, for every day.

use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Ledger, Movement};

use super::totals::{LedgerDay, Totals};

/// What an account stood at before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The account.
    pub ledger: Ledger,
    /// How much.
    pub amount: Money,
}

/// An account rolled forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRoll {
    /// The account.
    pub ledger: Ledger,
    /// What it stood at.
    pub opening: Money,
    /// What moved, day by day, with what it stood at in the evening.
    pub days: Vec<(LedgerDay, Money)>,
    /// What it stands at.
    pub closing: Money,
}

/// Rolls the accounts of one currency forward.
///
/// # Errors
/// [`MoneyError`].
pub fn roll<'t>(
    currency: Currency,
    totals: impl Iterator<Item = &'t Totals>,
    openings: &[Opening],
    movements: &[Movement],
) -> Result<Vec<LedgerRoll>, MoneyError> {
    let mut all = Totals::new(currency);
    for own in totals.filter(|own| own.currency == currency) {
        for LedgerDay { ledger, on, up, down } in &own.ledgers {
            all.ledger(*ledger, *on, up)?;
            all.ledger(*ledger, *on, &down.checked_neg()?)?;
        }
    }
    for own in movements.iter().filter(|own| own.amount.currency() == currency) {
        all.ledger(own.ledger, own.on, &own.amount)?;
    }
    let mut rolls = Vec::new();
    for ledger in Ledger::ALL.iter().copied() {
        let own = |own: &&Opening| own.ledger == ledger && own.amount.currency() == currency;
        let opening = openings.iter().find(own).map(|own| own.amount);
        let mut closing = opening.unwrap_or(Money::zero(currency));
        let mut days = Vec::new();
        for day in all.ledgers.iter().filter(|day| day.ledger == ledger) {
            closing.add(&day.up)?;
            closing.subtract(&day.down)?;
            days.push((day.clone(), closing));
        }
        if opening.is_some() || !days.is_empty() {
            let opening = opening.unwrap_or(Money::zero(currency));
            rolls.push(LedgerRoll { ledger, opening, days, closing });
        }
    }
    Ok(rolls)
}
