//! Largest remainder: sharing out whole minor units so that no cent is lost.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::domain::money::MoneyError;
use rust_decimal::Decimal;

/// Weights and remainders stay below this, so that `2 * remainder + weight` fits in `u128`.
const LIMIT: u128 = 1 << 126;

/// `total` in parts by `weights`, each a multiple of 10^-`digits`.
pub(super) fn allocate(
    total: Decimal,
    digits: u32,
    weights: &[Decimal],
) -> Result<Vec<Decimal>, MoneyError> {
    if weights.iter().any(|weight| *weight < Decimal::ZERO) {
        return Err(MoneyError::NegativeWeight);
    }
    let total = total.normalize();
    if total.scale() > digits {
        return Err(MoneyError::FinerThanMinorUnit);
    }
    if total.is_zero() {
        return Ok(vec![Decimal::ZERO; weights.len()]);
    }
    let units = integer(total, digits)?;
    let weights = integers(weights)?;
    let whole = sum(&weights)?;
    if whole == 0 {
        return Err(MoneyError::AllWeightsZero);
    }
    shares(units, &weights, whole)?
        .into_iter()
        .map(|share| {
            let share = i128::try_from(share).map_err(|_| MoneyError::Overflow)?;
            let mut part = Decimal::try_from_i128_with_scale(share, digits)
                .map_err(|_| MoneyError::Overflow)?;
            part.set_sign_negative(total.is_sign_negative() && share != 0);
            Ok(part)
        })
        .collect()
}

/// `|value| * 10^digits`, for a value with at most `digits` decimals.
fn integer(value: Decimal, digits: u32) -> Result<u128, MoneyError> {
    digits
        .checked_sub(value.scale())
        .and_then(|zeros| 10_u128.checked_pow(zeros))
        .and_then(|factor| value.mantissa().unsigned_abs().checked_mul(factor))
        .ok_or(MoneyError::Overflow)
}

/// The weights as integers in the same proportion.
fn integers(weights: &[Decimal]) -> Result<Vec<u128>, MoneyError> {
    let digits = weights.iter().map(|weight| weight.normalize().scale()).max().unwrap_or(0);
    weights.iter().map(|weight| integer(weight.normalize(), digits)).collect()
}

fn sum(weights: &[u128]) -> Result<u128, MoneyError> {
    weights
        .iter()
        .try_fold(0_u128, |sum, weight| sum.checked_add(*weight))
        .filter(|sum| *sum < LIMIT)
        .ok_or(MoneyError::Overflow)
}

/// Whole units by weight; what the rounding down leaves goes to the largest remainders.
fn shares(units: u128, weights: &[u128], whole: u128) -> Result<Vec<u128>, MoneyError> {
    let mut shares = Vec::with_capacity(weights.len());
    // The largest comes first, of equal ones the earlier.
    let mut remainders = BinaryHeap::with_capacity(weights.len());
    let mut left = units;
    for (position, weight) in weights.iter().enumerate() {
        let (share, remainder) =
            multiply_divide(units, *weight, whole).ok_or(MoneyError::Overflow)?;
        left = left.checked_sub(share).ok_or(MoneyError::Overflow)?;
        shares.push(share);
        remainders.push((remainder, Reverse(position)));
    }
    // Fewer units are left than there are remainders above zero, so a zero weight gets none.
    while left > 0
        && let Some((_, Reverse(position))) = remainders.pop()
    {
        if let Some(share) = shares.get_mut(position) {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    Ok(shares)
}

/// Quotient and remainder of `units * weight / whole`, for `weight <= whole < 2^126`.
fn multiply_divide(units: u128, weight: u128, whole: u128) -> Option<(u128, u128)> {
    if let Some(product) = units.checked_mul(weight) {
        return Some((product.checked_div(whole)?, product.checked_rem(whole)?));
    }
    // Too wide for one multiplication: long multiplication and division by the bits of `units`,
    // the highest first.
    let (mut quotient, mut remainder) = (0_u128, 0_u128);
    for bit in (0..128_u32).rev() {
        let set = units.checked_shr(bit)? & 1;
        quotient = quotient.checked_mul(2)?;
        remainder = remainder.checked_mul(2)?.checked_add(weight.checked_mul(set)?)?;
        while remainder >= whole {
            remainder = remainder.checked_sub(whole)?;
            quotient = quotient.checked_add(1)?;
        }
    }
    Some((quotient, remainder))
}
