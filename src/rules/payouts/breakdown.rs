//! What a payment is made of, when its order's money is known.

use rust_decimal::Decimal;

use crate::domain::money::{Money, MoneyError};
use crate::domain::number::Rounding;
use crate::domain::payout::OrderPart;

/// The parts of an order's money that an amount holds, as much of each as the amount is of all; of
/// the part of the order that lies between `before` and `before` and the amount. They add up to the
/// amount exactly, and those of all payments of an order to its money exactly. Nothing where the
/// parts come to nothing, or to the other sign.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn shares(
    parts: &[OrderPart],
    before: &Money,
    amount: &Money,
) -> Result<Option<Vec<Money>>, MoneyError> {
    let mut total = Decimal::ZERO;
    for part in parts {
        total = total.checked_add(part.amount.amount()).ok_or(MoneyError::Overflow)?;
    }
    let upto = before.checked_add(amount)?;
    if total.is_zero() || total.is_sign_negative() != amount.is_negative() {
        return Ok(None);
    }
    let mut found = Vec::with_capacity(parts.len());
    let (mut reached, mut low, mut high) =
        (Decimal::ZERO, edge(&Decimal::ZERO, total, before)?, edge(&Decimal::ZERO, total, &upto)?);
    for part in parts {
        reached = reached.checked_add(part.amount.amount()).ok_or(MoneyError::Overflow)?;
        let (next_low, next_high) = (edge(&reached, total, before)?, edge(&reached, total, &upto)?);
        let own = next_high.checked_sub(&high)?.checked_sub(&next_low.checked_sub(&low)?)?;
        found.push(own);
        (low, high) = (next_low, next_high);
    }
    Ok(Some(found))
}

/// As much of `upto` as `reached` is of `total`, in whole minor units.
fn edge(reached: &Decimal, total: Decimal, upto: &Money) -> Result<Money, MoneyError> {
    if *reached == total {
        return Ok(*upto);
    }
    upto.checked_mul(*reached)?.checked_div(total).map(|own| own.round(Rounding::HalfUp))
}
