//! The characters of a phone number: digits, plus, punctuation, extension.

use crate::domain::phone::PhoneError;
use crate::domain::text;

/// Longer texts are no phone numbers; also bounds the work.
const MAX_LENGTH: usize = 80;
const MAX_EXTENSION: usize = 11;
/// The longest first: `ext` is a prefix of `extension`.
const MARKERS: [&str; 6] = [";ext=", "extension", "extn", "ext", "x", "#"];

/// What a text says before any country is known.
pub(super) struct Scanned {
    /// Whether it starts with a plus.
    pub(super) plus: bool,
    /// ASCII digits, without the extension.
    pub(super) digits: String,
    /// Whether `(0)` is written somewhere.
    pub(super) zero_in_parentheses: bool,
    /// Whether anything else than plus and ASCII digits was written before the extension.
    pub(super) punctuated: bool,
    /// The digits of the extension.
    pub(super) extension: Option<String>,
}

pub(super) fn scan(text: &str) -> Result<Scanned, PhoneError> {
    if text.len() > MAX_LENGTH.saturating_mul(4) || text.chars().count() > MAX_LENGTH {
        return Err(PhoneError::TooLong);
    }
    let plain: String = text
        .chars()
        .filter(|c| !text::is_invisible(*c))
        .map(|c| text::plain_char(c).to_ascii_lowercase())
        .collect();
    let plain = plain.trim();
    let plain = plain.strip_prefix("tel:").unwrap_or(plain);
    let (number, extension) = split_extension(plain)?;
    let mut digits = String::with_capacity(16);
    let mut plus = false;
    for c in number.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            '-' | '.' | '(' | ')' | '/' | '[' | ']' | '\u{B7}' => {}
            c if c.is_whitespace() => {}
            _ => return Err(PhoneError::IllegalCharacter),
        }
    }
    if digits.is_empty() {
        return Err(PhoneError::Blank);
    }
    let clean = digits.len().saturating_add(usize::from(plus));
    let punctuated = clean != number.len() || !text.starts_with(number);
    let zero_in_parentheses = number.contains("(0)");
    Ok(Scanned { plus, digits, zero_in_parentheses, punctuated, extension })
}

/// The number, and the digits behind the first extension marker.
fn split_extension(text: &str) -> Result<(&str, Option<String>), PhoneError> {
    let first = text.char_indices().find_map(|(position, _)| {
        let rest = text.get(position..)?;
        MARKERS.iter().find_map(|marker| Some((position, rest.strip_prefix(marker)?)))
    });
    let Some((position, rest)) = first else {
        return Ok((text, None));
    };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || ".:=-".contains(c));
    let good =
        (1..=MAX_EXTENSION).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    if !good {
        return Err(PhoneError::BadExtension);
    }
    let number = text.get(..position).unwrap_or_default();
    Ok((number.trim_end(), Some(rest.to_owned())))
}
