//! Quantities of an item: exact, possibly fractional (weighed goods), possibly negative.

use crate::domain::number::{self, NumberError, Rounding, exact_add, plain, unsigned_zero};
use rust_decimal::Decimal;
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// How many of an item. Equal means equal in value: 2 is 2.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(Decimal);

impl Quantity {
    /// None.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A quantity of `value` pieces (or kilograms, metres: the item's own unit).
    #[must_use]
    pub fn new(value: Decimal) -> Self {
        Self(unsigned_zero(value))
    }

    /// A whole quantity.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self(Decimal::from(value))
    }

    /// Reads plain decimal text, as [`number::parse`].
    ///
    /// # Errors
    /// As [`number::parse`].
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        number::parse(text).map(Self::new)
    }

    /// The number.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.0
    }

    /// The exact sum.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if it cannot be held exactly.
    #[inline(never)]
    pub fn checked_add(&self, other: &Self) -> Result<Self, NumberError> {
        exact_add(self.0, other.0).map(Self).ok_or(NumberError::OutOfRange)
    }

    /// The exact difference.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] if it cannot be held exactly.
    #[inline(never)]
    pub fn checked_sub(&self, other: &Self) -> Result<Self, NumberError> {
        self.checked_add(&other.checked_neg()?)
    }

    /// The quantity with the other sign.
    ///
    /// # Errors
    /// None today: each quantity has its negative. A `Result` like its neighbours.
    pub fn checked_neg(&self) -> Result<Self, NumberError> {
        let mut value = self.0;
        value.set_sign_positive(!value.is_sign_positive());
        Ok(Self::new(value))
    }

    /// Whether it has no fraction.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.scale() == 0 || self.0.normalize().scale() == 0
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        // There is no zero below zero here.
        self.0.is_sign_negative()
    }

    /// The next whole quantity downwards: 2.5 -> 2, -2.5 -> -3.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(number::round(self.0, 0, Rounding::Floor))
    }

    /// The whole number, if it has no fraction and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        let value = self.0.normalize();
        if value.scale() == 0 { i64::try_from(value.mantissa()).ok() } else { None }
    }
}

/// The shortest text: `2`, `2.5`, `-1`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0))
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&plain(self.0))
    }
}

#[cfg(feature = "schema")]
crate::domain::text::string_schema!(
    Quantity,
    "Quantity",
    r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$",
    "How many of an item, as an exact decimal string; may be fractional or negative.",
    "3",
    "2.5"
);

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn floor_never_rounds_up() {
        for (from, to) in [("2.5", "2"), ("2.999", "2"), ("-2.5", "-3"), ("-0.5", "-1"), ("3", "3")]
        {
            assert_eq!(quantity(from).floor(), quantity(to), "{from}");
        }
    }

    #[test]
    fn arithmetic_is_exact() {
        let sum = quantity("0.1").checked_add(&quantity("0.2")).unwrap();
        assert_eq!(sum.to_string(), "0.3");
        assert!(sum.checked_sub(&sum).unwrap().is_zero());
        assert!(sum.checked_neg().unwrap().is_negative());
        let large = quantity("70000000000000000000000000000");
        assert_eq!(large.checked_add(&quantity("0.1")), Err(NumberError::OutOfRange));
        assert_eq!(large.checked_add(&large), Err(NumberError::OutOfRange));
    }

    #[test]
    fn whole_is_about_value_not_text() {
        assert!(quantity("2.00").is_whole());
        assert_eq!(quantity("2.00").as_i64(), Some(2));
        assert!(!quantity("2.50").is_whole());
        assert_eq!(quantity("2.5").as_i64(), None);
        assert_eq!(Quantity::whole(2), quantity("2.0"));
    }

    #[test]
    fn json_is_a_string() {
        assert_eq!(serde_json::to_string(&quantity("2.50")).unwrap(), "\"2.5\"");
        assert_eq!(quantity("-0").to_string(), "0");
    }
}
