//! Tax lines, of whatever is taxed.

use super::money::{Amount, Currencies};
use crate::domain::order::TaxLine;
use crate::report::{Issue, Node};
use crate::shopify::fields::flag;

/// Adds the `tax_lines` of `node` to `taxes`. Those with neither rate nor amount are none.
pub(super) fn decode(
    node: &Node<'_>,
    currencies: Currencies,
    taxes: &mut Vec<TaxLine>,
) -> Result<(), Issue> {
    for tax in node.field("tax_lines")?.items()? {
        let rate = tax.field("rate")?.decimal()?.normalize();
        let amount = currencies.get(&tax, Amount::PRICE)?;
        if !rate.is_zero() || !amount.is_zero() {
            taxes.push(TaxLine { rate, amount, channel_liable: flag(&tax, "channel_liable")? });
        }
    }
    Ok(())
}
