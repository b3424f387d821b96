//! Money: an exact amount in one currency, without operators.

use crate::domain::currency::Currency;
use crate::domain::number::{self, DecimalText, Rounding, add_exactly, unsigned_zero};
use rust_decimal::Decimal;
use serde::Serialize;
use std::cmp::Ordering;
use std::fmt;

mod allocate;
#[cfg(test)]
mod tests;

/// An exact amount in one currency. Equal means equal in value: 12.5 is 12.50.
#[derive(Clone, Copy, Debug, Eq, Serialize)]
#[serde(into = "Wire")]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// How money is written: `{"amount": "12.50", "currency": "USD"}`.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Wire {
    /// The amount in the currency's major unit.
    amount: DecimalText,
    /// The currency.
    currency: Currency,
}

/// Why an amount cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// Two amounts of different currencies were to be combined.
    CurrencyMismatch {
        /// The currency of the amount that was asked.
        left: Currency,
        /// The currency of the amount it was given.
        right: Currency,
    },
    /// The result has more digits than can be held exactly.
    Overflow,
    /// A division by zero.
    DivisionByZero,
    /// A share was asked for a weight below zero.
    NegativeWeight,
    /// There is something to share out and no weight above zero.
    AllWeightsZero,
    /// An amount to be shared out has more digits than the currency's minor unit.
    FinerThanMinorUnit,
}

/// Equal in value and currency. Written out, for a `Decimal` is compared in a kilobyte of code that
/// would stand wherever two amounts are compared.
impl PartialEq for Money {
    #[inline(never)]
    fn eq(&self, other: &Self) -> bool {
        self.currency == other.currency && self.amount == other.amount
    }
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CurrencyMismatch { left, right } => {
                return write!(f, "amounts in `{left}` and `{right}` cannot be combined");
            }
            Self::Overflow => "amount has more digits than can be held exactly",
            Self::DivisionByZero => "amount divided by zero",
            Self::NegativeWeight => "weight below zero",
            Self::AllWeightsZero => "no weight above zero to share the amount by",
            Self::FinerThanMinorUnit => "amount has more digits than its currency's minor unit",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// `amount` in the currency's major unit (dollars, not cents), any number of decimals.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount: unsigned_zero(amount), currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// The amount in the major unit.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the amount is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.amount.is_zero()
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        // Zero has no sign here.
        self.amount.is_sign_negative()
    }

    fn same_currency(&self, other: &Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }

    fn of(&self, amount: Option<Decimal>) -> Result<Self, MoneyError> {
        amount.map(|amount| Self::new(amount, self.currency)).ok_or(MoneyError::Overflow)
    }

    /// The exact sum.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut sum = *self;
        sum.add(other)?;
        Ok(sum)
    }

    /// The exact difference.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut difference = *self;
        difference.subtract(other)?;
        Ok(difference)
    }

    /// Adds exactly, in place: for what is added up over a list. After an error it is what it was.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn add(&mut self, other: &Self) -> Result<(), MoneyError> {
        self.move_by(other, false)
    }

    /// Subtracts like that.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn subtract(&mut self, other: &Self) -> Result<(), MoneyError> {
        self.move_by(other, true)
    }

    #[inline(never)]
    fn move_by(&mut self, other: &Self, turned: bool) -> Result<(), MoneyError> {
        self.same_currency(other)?;
        add_exactly(&mut self.amount, &other.amount, turned).ok_or(MoneyError::Overflow)
    }

    /// The amount with the other sign.
    ///
    /// # Errors
    /// None today: each amount has its negative. A `Result` like its neighbours.
    pub fn checked_neg(&self) -> Result<Self, MoneyError> {
        let mut amount = self.amount;
        amount.set_sign_positive(!amount.is_sign_positive());
        Ok(Self::new(amount, self.currency))
    }

    /// The product with a number. Digits beyond the 28th decimal are rounded half to even.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] if the product is too large to keep ten decimals.
    #[inline(never)]
    pub fn checked_mul(&self, factor: Decimal) -> Result<Self, MoneyError> {
        /// Enough for each minor unit and unit price; what is lost behind it cannot reach a cent.
        const KEPT: u32 = 10;
        if let Some(product) = self.amount.checked_mul(factor)
            && product.scale() == self.amount.scale().saturating_add(factor.scale())
        {
            // All digits are there, as almost always.
            return Ok(Self::new(product, self.currency));
        }
        let (left, right) = (self.amount.normalize(), factor.normalize());
        let exact = left.scale().saturating_add(right.scale());
        let product = left.checked_mul(right).ok_or(MoneyError::Overflow)?;
        if !product.is_zero() && product.scale() < exact.min(KEPT) {
            return Err(MoneyError::Overflow);
        }
        Ok(Self::new(product, self.currency))
    }

    /// The quotient by a number, to at most 28 decimals: round it before it is money to be paid.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`].
    #[inline(never)]
    pub fn checked_div(&self, divisor: Decimal) -> Result<Self, MoneyError> {
        if divisor.is_zero() {
            return Err(MoneyError::DivisionByZero);
        }
        self.of(self.amount.checked_div(divisor))
    }

    /// The exact sum of amounts that are all in `currency`; zero if there are none.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        let mut total = Self::zero(currency);
        for amount in amounts {
            total.add(&amount)?;
        }
        Ok(total)
    }

    /// Which of two amounts is larger.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`].
    pub fn compare(&self, other: &Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    /// Whether it is at most `other`; amounts of two currencies never are.
    #[must_use]
    #[inline(never)]
    pub fn is_at_most(&self, other: &Self) -> bool {
        self.currency == other.currency && self.amount <= other.amount
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self::new(self.amount.abs(), self.currency)
    }

    /// Rounded to the currency's minor digits.
    #[must_use]
    pub fn round(&self, rounding: Rounding) -> Self {
        self.round_to(self.currency.minor_digits(), rounding)
    }

    /// Rounded to `digits` decimals.
    #[must_use]
    #[inline(never)]
    pub fn round_to(&self, digits: u32, rounding: Rounding) -> Self {
        Self::new(number::round(self.amount, digits, rounding), self.currency)
    }

    /// Shares the amount out by weight, in minor units, by largest remainder.
    ///
    /// The parts are in the order of the weights and add up to the amount exactly; each is less
    /// than one minor unit from its exact share. Of equal remainders the first gets the unit. A
    /// zero weight gets zero. A negative amount is shared out like its positive, with the sign.
    /// Zero can be shared out by any weights.
    ///
    /// # Errors
    /// [`MoneyError::NegativeWeight`]; [`MoneyError::AllWeightsZero`] (also for no weights) unless
    /// the amount is zero; [`MoneyError::FinerThanMinorUnit`]: round first;
    /// [`MoneyError::Overflow`].
    pub fn allocate(&self, weights: &[Decimal]) -> Result<Vec<Self>, MoneyError> {
        let digits = self.currency.minor_digits();
        let parts = allocate::allocate(self.amount, digits, weights)?;
        Ok(parts.into_iter().map(|part| Self::new(part, self.currency)).collect())
    }

    /// The amount with the currency's minor digits (`12.50`, JPY `1250`), or with more if it has
    /// more. Never rounds.
    #[must_use]
    pub fn text(&self) -> String {
        number::format(self.amount, self.currency.minor_digits())
    }

    /// The amount alone, with the digits of [`Money::text`].
    #[must_use]
    pub fn written(&self) -> DecimalText {
        // The scale is raised, never lowered: serialising must not round.
        let digits = self.currency.minor_digits();
        if self.amount.scale() == digits {
            return DecimalText(self.amount);
        }
        let mut amount = self.amount.normalize();
        if amount.scale() < digits {
            amount.rescale(digits);
        }
        DecimalText(amount)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.text(), self.currency)
    }
}

impl From<Money> for Wire {
    fn from(money: Money) -> Self {
        Self { amount: money.written(), currency: money.currency }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = <Wire as schemars::JsonSchema>::json_schema(generator);
        schema.insert("description".to_owned(), "An exact amount in one currency.".into());
        schema.insert(
            "examples".to_owned(),
            serde_json::json!([{"amount": "12.50", "currency": "USD"}]),
        );
        schema
    }
}
