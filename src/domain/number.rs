//! Numbers read exactly or not at all: decimal text, JSON numbers, named rounding.
//!
//! The only file that may see a float, to refuse what it cannot hold exactly.

use crate::domain::text;
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

mod decimal;
#[cfg(test)]
mod tests;

pub use decimal::{NumberError, Rounding, format, parse, plain, round};
pub(crate) use decimal::{exact_add, unsigned_zero};

/// A JSON number, exact or remembered as not usable.
///
/// Reading it never fails on the value, so a document with one bad number in a field that
/// nobody uses is still read; asking for the value does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(Result<Decimal, NumberError>);

impl Number {
    /// The exact value.
    ///
    /// # Errors
    /// [`NumberError::Unsafe`] if the host marked it, else why it cannot be held exactly.
    pub fn decimal(&self) -> Result<Decimal, NumberError> {
        self.0
    }

    /// The exact value as a whole number from zero up.
    ///
    /// # Errors
    /// As [`Number::decimal`]; [`NumberError::NotWhole`] for a fraction,
    /// [`NumberError::OutOfRange`] below 0 or above `u64`.
    pub fn integer(&self) -> Result<u64, NumberError> {
        let value = self.0?.normalize();
        if value.scale() != 0 {
            return Err(NumberError::NotWhole);
        }
        u64::try_from(value.mantissa()).map_err(|_| NumberError::OutOfRange)
    }

    /// Whether the host could not hold the number exactly.
    #[must_use]
    pub fn is_unsafe(&self) -> bool {
        self.0 == Err(NumberError::Unsafe)
    }

    /// Integers within 2^53 - 1 and at most 15 significant digits survive a double; others may
    /// have been another number before.
    #[expect(clippy::disallowed_types, reason = "the one door for floats, to refuse them")]
    fn from_float(value: f64) -> Self {
        const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
        if !value.is_finite() {
            return Self(Err(NumberError::NotANumber));
        }
        let text = value.to_string();
        let safe_integer = !text.contains('.') && value.abs() <= MAX_SAFE;
        if safe_integer || significant_digits(&text) <= 15 {
            Self(parse(&text))
        } else {
            Self(Err(NumberError::Unsafe))
        }
    }
}

fn significant_digits(text: &str) -> usize {
    let digits = text.trim_start_matches(['-', '0', '.']).trim_end_matches('0');
    digits.bytes().filter(u8::is_ascii_digit).count()
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        Self(Ok(unsigned_zero(value)))
    }
}

/// A JSON string or number, as vendors mix them.
pub(crate) enum TextOrNumber<'de> {
    /// A string, not yet looked at.
    Text(Cow<'de, str>),
    /// A number.
    Number(Number),
}

/// The only key of the map that stands for a number.
enum Key {
    /// How serde_json hands over a number when it keeps all digits.
    Json,
    /// How our JavaScript host marks a number that it can no longer hold exactly.
    Unsafe,
    /// Any other: not a number.
    Other,
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            "$serde_json::private::Number" => Key::Json,
            "$unsafe_number" => Key::Unsafe,
            _ => Key::Other,
        })
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct ScalarVisitor {
    text: bool,
}

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = TextOrNumber<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.text { "a string or a number" } else { "a number" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(TextOrNumber::Number(Number(Ok(value.into()))))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(TextOrNumber::Number(Number(Ok(value.into()))))
    }

    #[expect(clippy::disallowed_types, reason = "serde hands floats over as f64")]
    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(TextOrNumber::Number(Number::from_float(value)))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        self.accept_text(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.accept_text(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        self.accept_text(Cow::Owned(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let number = match map.next_key()? {
            Some(Key::Json) => Number(parse(&map.next_value::<Cow<'de, str>>()?)),
            Some(Key::Unsafe) => {
                map.next_value::<Cow<'de, str>>()?;
                Number(Err(NumberError::Unsafe))
            }
            _ => return Err(A::Error::invalid_type(Unexpected::Map, &self)),
        };
        match map.next_key::<Key>()? {
            None => Ok(TextOrNumber::Number(number)),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

impl ScalarVisitor {
    fn accept_text<'de, E: Error>(self, text: Cow<'de, str>) -> Result<TextOrNumber<'de>, E> {
        if self.text {
            Ok(TextOrNumber::Text(text))
        } else {
            Err(E::invalid_type(Unexpected::Str(&text), &self))
        }
    }
}

impl<'de> Deserialize<'de> for TextOrNumber<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor { text: true })
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(ScalarVisitor { text: false })? {
            TextOrNumber::Number(number) => Ok(number),
            TextOrNumber::Text(_) => Err(D::Error::custom(NumberError::NotANumber)),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0.map_err(serde::ser::Error::custom)?;
        rust_decimal::serde::arbitrary_precision::serialize(&value, serializer)
    }
}

/// The method by which a serde visitor refuses floats, so that no other file names the type, and
/// so that serde's own refusal, which prints the float, is not linked.
macro_rules! refuse_floats {
    () => {
        #[expect(clippy::disallowed_types, reason = "a door for floats, to refuse them")]
        fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(E::custom("a float is never exact"))
        }
    };
}
pub(crate) use refuse_floats;

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

/// A vendor's decimal, written as a JSON string or as a number.
///
/// Reading fails with `UNSAFE_NUMBER: …` if the host marked the number, and with
/// `INVALID_NUMBER: …` for anything else that is no exact decimal. Written as a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LooseDecimal(pub Decimal);

impl<'de> Deserialize<'de> for LooseDecimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let result = match TextOrNumber::deserialize(deserializer)? {
            TextOrNumber::Text(text) => {
                parse(&text).map_err(|e| format!("INVALID_NUMBER: {e}: `{}`", text::excerpt(&text)))
            }
            TextOrNumber::Number(number) => number.decimal().map_err(|e| coded(e).to_owned()),
        };
        result.map(Self).map_err(D::Error::custom)
    }
}

/// The message of a number that cannot be read, starting with its code.
pub(crate) fn coded(error: NumberError) -> &'static str {
    match error {
        NumberError::Unsafe => "UNSAFE_NUMBER: number arrived without its exact digits",
        NumberError::NotANumber => "INVALID_NUMBER: not a plain decimal number",
        NumberError::TooManyDigits => "INVALID_NUMBER: more digits than can be held exactly",
        NumberError::OutOfRange => "INVALID_NUMBER: number out of range",
        NumberError::NotWhole => "INVALID_NUMBER: not a whole number",
    }
}

impl Serialize for LooseDecimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&unsigned_zero(self.0).to_string())
    }
}

/// A decimal of our own contract: a JSON **string** such as `"12.50"`, its scale kept.
///
/// A JSON number is refused: whoever writes one has usually lost digits before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalText(pub Decimal);

impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text::read_text(deserializer, "a decimal string such as \"12.50\"")?;
        match parse(&text) {
            Ok(value) => Ok(Self(value)),
            Err(e) => Err(D::Error::custom(format_args!("{e}: `{}`", text::excerpt(&text)))),
        }
    }
}

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
