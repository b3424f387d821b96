//! Amounts of payouts and of balance transactions.

use rust_decimal::Decimal;

use super::types::Words;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::number::UNSAFE_MARK;
use crate::report::{Code, Issue, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// An amount: GraphQL says its currency beside it. A number that the host marked is kept, to be
/// refused.
pub(super) const MONEY: &Shape =
    &Shape::of(&[("amount", ALL), ("currencyCode", ALL), (UNSAFE_MARK, ALL)]);

/// What the rows before had: almost always the next one has it, too.
#[derive(Clone, Copy, Debug, Default)]
pub struct Met {
    currency: Option<Currency>,
    pub(super) words: Words,
}

impl Met {
    /// The currency that a text names.
    ///
    /// # Errors
    /// If no currency has this code.
    pub(super) fn parse(
        &mut self,
        text: &str,
    ) -> Result<Currency, crate::domain::currency::CurrencyError> {
        match self.currency.filter(|own| own.code() == text) {
            Some(own) => Ok(own),
            None => Currency::parse(text).inspect(|found| self.currency = Some(*found)),
        }
    }

    /// The currency that stands at a place.
    pub(super) fn read(&mut self, node: &Node<'_>) -> Result<Currency, Issue> {
        self.parse(node.text()?).map_err(|error| node.invalid(&error))
    }
}

/// What stands at a place, in `currency`.
///
/// # Errors
/// An issue there when it is no plain number, or finer than the currency's minor unit.
pub(super) fn amount(node: &Node<'_>, currency: Currency) -> Result<Money, Issue> {
    let amount = node.decimal()?;
    match too_fine(amount, currency) {
        Some(message) => Err(node.issue(Code::InvalidValue, message)),
        None => Ok(Money::new(amount, currency)),
    }
}

/// What is to be said of an amount with more decimals than its currency has. Zeros at the end are
/// none.
pub(super) fn too_fine(amount: Decimal, currency: Currency) -> Option<String> {
    let digits = currency.minor_digits();
    if amount.scale() <= digits || amount.normalize().scale() <= digits {
        return None;
    }
    Some(format!("`{amount}` has more decimals than the {digits} of {currency}"))
}

/// An amount that says its currency itself.
///
/// # Errors
/// An issue at the part that is wrong.
pub(super) fn bag(node: &Node<'_>, met: &mut Met) -> Result<Money, Issue> {
    let currency = met.read(&node.field("currencyCode")?)?;
    amount(&node.field("amount")?, currency)
}

/// The same where the currency is known already, and may be left out.
///
/// # Errors
/// As [`bag`], and when it says another currency.
pub(super) fn bag_in(node: &Node<'_>, currency: Currency) -> Result<Money, Issue> {
    let own = node.field("currencyCode")?;
    if !own.is_nothing() && own.text()? != currency.code() {
        return Err(own.invalid(&format_args!("another currency than {currency}")));
    }
    amount(&node.field("amount")?, currency)
}
