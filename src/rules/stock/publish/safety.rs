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
        Some(Safety::Percent(percent)) => {
            let base = sellable.value().max(Decimal::ZERO);
            let share = base.checked_mul(percent).ok_or(NumberError::OutOfRange)?;
            let share = share.checked_div(Decimal::ONE_HUNDRED).ok_or(NumberError::OutOfRange)?;
            Quantity::new(round(share, 0, Rounding::Ceiling))
        }
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

fn words(safety: Option<Safety>) -> Fact {
    match safety {
        None => Fact::Nothing,
        Some(Safety::Units(units)) => Fact::number(units),
        Some(Safety::Percent(percent)) => Fact::Text(format!("{} %", plain(percent))),
    }
}
