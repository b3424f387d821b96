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
pub(crate) use decimal::{add_exactly, exact_add, exact_sub, unsigned_zero};

/// The only field of the object by which a JavaScript host marks a number that it can no longer
/// hold exactly; its value is the text of what the host has.
pub const UNSAFE_MARK: &str = "$unsafe_number";

/// Puts a count behind a text, without the machinery of formatting.
pub fn push_count(text: &mut String, count: u64) {
    let (digits, start) = count_digits(count);
    let written = digits.get(start..).and_then(|digits| std::str::from_utf8(digits).ok());
    text.push_str(written.unwrap_or_default());
}

/// Writes a count as a text of digits, which takes no memory.
pub(crate) fn serialize_count<S: Serializer>(count: u64, to: S) -> Result<S::Ok, S::Error> {
    let (digits, start) = count_digits(count);
    let digits = digits.get(start..).unwrap_or_default();
    let mut text = [b'"'; 22];
    if let Some(room) = text.get_mut(1..=digits.len()) {
        room.copy_from_slice(digits);
    }
    let length = digits.len().saturating_add(2);
    text::serialize_quoted(text.get(..length).unwrap_or_default(), to)
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
        for pair in block.rchunks_exact_mut(2) {
            let rest = low.wrapping_div(100);
            let two = low.wrapping_sub(rest.wrapping_mul(100));
            // Divided by ten, as long as it is below a hundred.
            let ten = two.wrapping_mul(103) >> 10;
            let one = two.wrapping_sub(ten.wrapping_mul(10));
            pair.copy_from_slice(&[ten, one].map(|digit| b'0' | digit.to_le_bytes()[0]));
            low = rest;
            start = start.wrapping_sub(2);
            if low == 0 && left == 0 {
                return (digits, if ten == 0 { start.wrapping_add(1) } else { start });
            }
        }
    }
    (digits, start)
}

/// The number that a text of digits is; none of another text, or where it is too large to be sure.
pub(crate) fn count_of(text: &str) -> Option<u64> {
    let (blocks, rest) = text.as_bytes().as_chunks::<8>();
    let mut count = 0_u64;
    for block in blocks {
        count = count.wrapping_mul(100_000_000).wrapping_add(eight_digits(block)?);
    }
    for byte in rest {
        if !byte.is_ascii_digit() {
            return None;
        }
        count = count.wrapping_mul(10).wrapping_add(u64::from(byte & 0x0F));
    }
    Some(count).filter(|_| (1..20).contains(&text.len()))
}

/// Whether a text has nothing but digits.
pub(crate) fn is_digits(text: &str) -> bool {
    let (blocks, rest) = text.as_bytes().as_chunks::<8>();
    blocks.iter().all(|block| eight_digits(block).is_some()) && rest.iter().all(u8::is_ascii_digit)
}

/// The number that eight digits are, taken together: ids have a dozen, and lists ten thousands of
/// ids.
#[inline]
pub(crate) fn eight_digits(text: &[u8; 8]) -> Option<u64> {
    let digits = u64::from_le_bytes(*text) ^ 0x3030_3030_3030_3030;
    // What is above nine reaches sixteen with six more.
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF)
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
        let text = NumberText::of(self.0, self.0.scale());
        match text.quoted() {
            Some(quoted) => text::serialize_quoted(quoted, serializer),
            None => serializer.serialize_str(text.as_str()),
        }
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
