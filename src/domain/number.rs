//! Numbers read exactly or not at all: decimal text, named rounding, JSON numbers as written.

use crate::domain::text;
use rust_decimal::Decimal;
use serde::ser::{Serialize, Serializer};

mod decimal;
#[cfg(test)]
mod tests;

pub use decimal::{NumberError, Rounding, format, parse, plain, round};
pub(crate) use decimal::{exact_add, exact_sub, unsigned_zero};

/// The only field of the object by which a JavaScript host marks a number that it can no longer
/// hold exactly; its value is the text of what the host has.
pub const UNSAFE_MARK: &str = "$unsafe_number";

/// What is wrong with a number under [`UNSAFE_MARK`].
#[must_use]
pub fn unsafe_message(given: &str) -> String {
    format!("`{}` may have lost digits", text::excerpt(given))
}

/// A decimal that is written as a JSON number, digit by digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonNumber(pub Decimal);

impl JsonNumber {
    /// Writes the text of a number as a JSON number.
    pub(crate) fn serialize_text<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
        match text.parse::<serde_json::Number>() {
            Ok(number) => number.serialize(to),
            Err(error) => Err(serde::ser::Error::custom(error)),
        }
    }
}

impl Serialize for JsonNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize_text(&plain(self.0), serializer)
    }
}

/// A decimal of our own contract: a JSON **string** such as `"12.50"`, its scale kept.
///
/// A JSON number is refused: whoever writes one has usually lost digits before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalText(pub Decimal);

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&unsigned_zero(self.0).to_string())
    }
}

#[cfg(feature = "schema")]
text::string_schema!(
    DecimalText,
    "Decimal",
    r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$",
    "An exact decimal number as a string; never a JSON number.",
    "12.50",
    "-3"
);
