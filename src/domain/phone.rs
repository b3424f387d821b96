//! Phone numbers: any usual way of writing one becomes E.164.

#[cfg(feature = "schema")]
use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

mod countries;
mod scan;
#[cfg(test)]
mod tests;

use countries::{Trunk, calling_code_of};
use scan::Scanned;

pub use countries::{Country, CountryError};

/// Digits of an E.164 number, calling code included.
const MIN_DIGITS: usize = 7;
const MAX_DIGITS: usize = 15;
/// North America and the +7 countries: ten digits after the calling code, always.
const TEN_DIGIT_CODES: [&str; 2] = ["1", "7"];

/// Italy, San Marino, Ivory Coast, Congo: a leading zero is part of the number. In other
/// countries without a trunk zero, `(0)` is written by habit and dialled by nobody.
const ZERO_STAYS: [&str; 4] = ["39", "378", "225", "242"];

/// A phone number in E.164, with its extension apart. Equal if both are equal.
///
/// Personal data: `Debug` does not print it and there is no `Display`.
#[derive(Clone)]
pub struct Phone {
    e164: Box<str>,
    extension: Option<Box<str>>,
    reasons: Vec<&'static str>,
}

/// Why text is no phone number. Never carries the text: it is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing but spaces and punctuation.
    Blank,
    /// A letter or character that a phone number does not have, or a plus inside.
    IllegalCharacter,
    /// A national number, and no country is known to read it in.
    MissingCountry,
    /// Fewer digits than a number of this country or any country has.
    TooShort,
    /// More digits than a number of this country or any country has.
    TooLong,
    /// No country has this calling code.
    UnknownCallingCode,
    /// An extension marker without one to eleven digits behind it.
    BadExtension,
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "blank phone number",
            Self::IllegalCharacter => "phone number with an illegal character",
            Self::MissingCountry => "national phone number without a country",
            Self::TooShort => "phone number too short",
            Self::TooLong => "phone number too long",
            Self::UnknownCallingCode => "phone number with an unknown calling code",
            Self::BadExtension => "phone number with a malformed extension",
        })
    }
}

impl std::error::Error for PhoneError {}

impl Phone {
    /// Reads a number: `+44 …`, `0044 …` (`011 …` from North America), or the national form of
    /// `default`, with or without its trunk prefix. Whether the number is in use is not known.
    ///
    /// # Errors
    /// Each [`PhoneError`]; [`PhoneError::MissingCountry`] for a national form without `default`.
    pub fn parse(text: &str, default: Option<Country>) -> Result<Self, PhoneError> {
        let scanned = scan::scan(text)?;
        let mut reasons = Vec::new();
        if scanned.punctuated {
            reasons.push("punctuation_removed");
        }
        let mut digits = international(&scanned, default, &mut reasons)?;
        if digits.len() > MAX_DIGITS.saturating_add(2) {
            return Err(PhoneError::TooLong);
        }
        remove_trunk_zero(&mut digits, scanned.zero_in_parentheses, &mut reasons)?;
        check_length(&digits)?;
        if scanned.extension.is_some() {
            reasons.push("extension_split");
        }
        digits.insert(0, '+');
        Ok(Self {
            e164: digits.into(),
            extension: scanned.extension.map(String::into_boxed_str),
            reasons,
        })
    }

    /// The number with plus and calling code, such as `+442079460958`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The digits of the extension.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The steps from the text to [`Phone::e164`], in order: `punctuation_removed`,
    /// `international_prefix`, `plus_missing` (taken for an international number without plus),
    /// `default_country`, `trunk_removed`, `extension_split`.
    #[must_use]
    pub fn reasons(&self) -> Vec<&'static str> {
        self.reasons.clone()
    }

    fn text(&self) -> String {
        let mut text = String::from(&*self.e164);
        if let Some(extension) = &self.extension {
            text.push_str(";ext=");
            text.push_str(extension);
        }
        text
    }

    fn key(&self) -> (&str, Option<&str>) {
        (&self.e164, self.extension())
    }
}

/// The digits from the calling code on.
fn international(
    scanned: &Scanned,
    default: Option<Country>,
    reasons: &mut Vec<&'static str>,
) -> Result<String, PhoneError> {
    let digits = scanned.digits.as_str();
    if scanned.plus {
        return Ok(digits.to_owned());
    }
    let prefix = default.map_or("00", |country| country.international_prefix());
    let rest = digits.strip_prefix(prefix).or_else(|| digits.strip_prefix("00"));
    if let Some(rest) = rest {
        reasons.push("international_prefix");
        return Ok(rest.to_owned());
    }
    let country = default.ok_or(PhoneError::MissingCountry)?;
    let code = country.calling_code();
    let national = match country.trunk() {
        Trunk::Prefix(prefixes) => prefixes
            .iter()
            .find_map(|prefix| digits.strip_prefix(prefix))
            .filter(|rest| !is_whole_without_trunk(code, rest)),
        Trunk::None => None,
    };
    // Eleven and more digits that start with the calling code are no national number anywhere
    // that could start so: somebody left out the plus.
    if national.is_none() && digits.len() >= 11 && digits.starts_with(code) {
        reasons.push("plus_missing");
        return Ok(digits.to_owned());
    }
    reasons.push("default_country");
    if national.is_some() {
        reasons.push("trunk_removed");
    }
    let mut number = String::from(code);
    number.push_str(national.unwrap_or(digits));
    Ok(number)
}

/// In a country of ten digits, `8001234567` is whole: its 8 is no trunk prefix.
fn is_whole_without_trunk(code: &str, rest: &str) -> bool {
    TEN_DIGIT_CODES.contains(&code) && rest.len() == 9
}

/// `+44 (0)20 …` and `+44 020 …`: the zero is dialled inside the country only.
fn remove_trunk_zero(
    digits: &mut String,
    zero_in_parentheses: bool,
    reasons: &mut Vec<&'static str>,
) -> Result<(), PhoneError> {
    let (code, dials_zero) = calling_code_of(digits).ok_or(PhoneError::UnknownCallingCode)?;
    let national = digits.strip_prefix(code).unwrap_or_default();
    let removable = dials_zero || (zero_in_parentheses && !ZERO_STAYS.contains(&code));
    let Some(rest) = national.strip_prefix('0').filter(|_| removable) else {
        return Ok(());
    };
    if rest.starts_with('0') {
        return Err(PhoneError::TooShort);
    }
    let shorter = [code, rest].concat();
    *digits = shorter;
    if !reasons.contains(&"trunk_removed") {
        reasons.push("trunk_removed");
    }
    Ok(())
}

fn check_length(digits: &str) -> Result<(), PhoneError> {
    let ten = TEN_DIGIT_CODES.iter().any(|code| digits.starts_with(code));
    let (least, most) = if ten { (11, 11) } else { (MIN_DIGITS, MAX_DIGITS) };
    match digits.len() {
        length if length < least => Err(PhoneError::TooShort),
        length if length > most => Err(PhoneError::TooLong),
        _ => Ok(()),
    }
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Phone {}

impl PartialOrd for Phone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Phone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

/// `+442079460958`, with `;ext=12` if there is an extension.
impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

#[cfg(feature = "schema")]
text::string_schema!(
    Phone,
    "Phone",
    r"^\+\d{7,15}(;ext=\d{1,11})?$",
    "A phone number in E.164, with its extension behind `;ext=`.",
    "+442079460958",
    "+12025550123;ext=12"
);
