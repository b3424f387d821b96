//! What is held back: the most telling of what was said.

use rust_decimal::Decimal;

use super::stand::At;
use crate::domain::number::{NumberError, Rounding, plain, round};
use crate::domain::quantity::Quantity;
use crate::policy::{Candidates, Safety};
use crate::report::{Fact, Log, rule};

/// How much of `sellable` is held back. Of a kit only what names the kit itself: the rest is held
/// back of what it is made of.
pub(super) fn safety(
    candidates: Candidates,
    kit: bool,
    sellable: Quantity,
    at: &At<'_>,
    log: &mut Log,
) -> Result<Quantity, NumberError> {
    let chosen = if kit { candidates.of_item() } else { candidates.chosen() };
    let held = match chosen {
        None => return Ok(Quantity::ZERO),
        Some(Safety::Units(units)) => Quantity::new(units),
        Some(Safety::Percent(percent)) => share(sellable.max(Quantity::ZERO), percent)?,
    };
    log.explain(rule::STOCK_SAFETY, at, || {
        let facts = vec![
            ("item_location", words(candidates.item_location)),
            ("item", words(candidates.item)),
            ("location", words(candidates.location)),
            ("tenant", words(candidates.tenant)),
            ("kit", kit.into()),
            ("sellable", Fact::from(&sellable)),
        ];
        (facts, Fact::from(&held))
    });
    Ok(held)
}

/// So many hundredths, rounded up to whole units.
fn share(base: Quantity, percent: Decimal) -> Result<Quantity, NumberError> {
    // Whole numbers, which nearly all are, need no division of decimals.
    if let (Some(units), Some(percent)) = (base.as_i64(), Quantity::new(percent).as_i64())
        && let Some(share) = units.checked_mul(percent).and_then(|share| share.checked_add(99))
    {
        return Ok(Quantity::whole(share.checked_div(100).unwrap_or_default()));
    }
    let share = base.value().checked_mul(percent).ok_or(NumberError::OutOfRange)?;
    let share = share.checked_div(Decimal::ONE_HUNDRED).ok_or(NumberError::OutOfRange)?;
    Ok(Quantity::new(round(share, 0, Rounding::Ceiling)))
}

fn words(safety: Option<Safety>) -> Fact {
    match safety {
        None => Fact::Nothing,
        Some(Safety::Units(units)) => Fact::number(units),
        Some(Safety::Percent(percent)) => Fact::Text(format!("{} %", plain(percent))),
    }
}
