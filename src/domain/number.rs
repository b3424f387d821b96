//! Numbers read exactly or not at all: decimal text, named rounding, JSON numbers as written.
//!
//! The only file that may name a float, to refuse what it cannot hold exactly.

use crate::domain::text;
use rust_decimal::Decimal;
use serde::ser::{Serialize, Serializer};

mod decimal;
#[cfg(test)]
mod tests;

pub use decimal::{NumberError, NumberText, Rounding, format, parse, plain, round};
pub(crate) use decimal::{exact_add, exact_sub, unsigned_zero};

/// The only field of the object by which a JavaScript host marks a number that it can no longer
/// hold exactly; its value is the text of what the host has.
pub const UNSAFE_MARK: &str = "$unsafe_number";

/// Puts a count behind a text, without the machinery of formatting.
pub fn push_count(text: &mut String, count: u64) {
    let (digits, start) = count_digits(count);
    let written = digits.get(start..).and_then(|digits| std::str::from_utf8(digits).ok());
    text.push_str(written.unwrap_or_default());
}

/// The digits of a count, and where they begin.
pub(crate) fn count_digits(count: u64) -> ([u8; 20], usize) {
    // A number of 32 bits is divided by ten much faster than one of 64: so eight digits at once.
    const BLOCK: u64 = 100_000_000;
    let mut digits = [b'0'; 20];
    let (mut left, mut start) = (count, digits.len());
    for block in digits.rchunks_mut(8) {
        let mut low = u32::try_from(left.wrapping_rem(BLOCK)).unwrap_or_default();
        left = left.wrapping_div(BLOCK);
        for digit in block.iter_mut().rev() {
            *digit = b'0' | u8::try_from(low.wrapping_rem(10)).unwrap_or_default();
            low = low.wrapping_div(10);
            start = start.wrapping_sub(1);
            if low == 0 && left == 0 {
                return (digits, start);
            }
        }
    }
    (digits, start)
}

/// What is wrong with a number under [`UNSAFE_MARK`].
#[must_use]
pub fn unsafe_message(given: &str) -> String {
    format!("`{}` may have lost digits", text::excerpt(given))
}

/// The methods by which a serde writer refuses floats with an error, so that no other file names
/// their types.
macro_rules! refuse_floats {
    ($error:expr) => {
        #[expect(clippy::disallowed_types, reason = "a door for floats, to refuse them")]
        fn serialize_f32(self, _: f32) -> Result<(), Self::Error> {
            Err($error)
        }

        #[expect(clippy::disallowed_types, reason = "a door for floats, to refuse them")]
        fn serialize_f64(self, _: f64) -> Result<(), Self::Error> {
            Err($error)
        }
    };
}
pub(crate) use refuse_floats;

/// By this name serde_json takes a text as a number.
const WRITTEN: &str = "$serde_json::private::Number";

/// A decimal that is written as a JSON number, digit by digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonNumber(pub Decimal);

impl JsonNumber {
    /// Writes the text of a number as a JSON number, digit by digit.
    pub(crate) fn serialize_text<S: Serializer>(number: &str, to: S) -> Result<S::Ok, S::Error> {
        text::serialize_written(WRITTEN, number.as_bytes(), to)
    }
}

impl Serialize for JsonNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize_text(NumberText::of(self.0, 0).as_str(), serializer)
    }
}

/// A decimal of our own contract: a JSON **string** such as `"12.50"`, its scale kept.
///
/// A JSON number is refused: whoever writes one has usually lost digits before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalText(pub Decimal);

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(NumberText::of(self.0, self.0.scale()).as_str())
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
