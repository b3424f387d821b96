//! Plain decimal text, named rounding, fixed and shortest output.

use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

use super::count_digits;

/// The largest coefficient a `Decimal` holds: 2^96 - 1.
const MAX_COEFFICIENT: u128 = 79_228_162_514_264_337_593_543_950_335;
/// The finest scale a `Decimal` holds.
const MAX_SCALE: i64 = 28;

/// How many digits surely fit an `i64`.
const SHORT: usize = 18;

/// How to round. There is no default: whoever rounds says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// To the nearest, half away from zero: 0.5 -> 1, -0.5 -> -1.
    HalfUp,
    /// To the nearest, half to the even digit: 0.5 -> 0, 1.5 -> 2.
    HalfEven,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceiling,
    /// Drops the digits.
    TowardZero,
}

/// Why a number cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Empty, or with a character that a plain decimal number does not have.
    NotANumber,
    /// More digits than can be held exactly (28 after the point, 28 to 29 in all).
    TooManyDigits,
    /// Too large to be held, or negative where only a count from zero up is possible.
    OutOfRange,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not a plain decimal number",
            Self::TooManyDigits => "more digits than can be held exactly",
            Self::OutOfRange => "number out of range",
        })
    }
}

impl std::error::Error for NumberError {}

/// Rounds to `digits` decimal places. A value that has no more digits is returned as it is.
#[must_use]
pub fn round(value: Decimal, digits: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::Floor => RoundingStrategy::ToNegativeInfinity,
        Rounding::Ceiling => RoundingStrategy::ToPositiveInfinity,
        Rounding::TowardZero => RoundingStrategy::ToZero,
    };
    unsigned_zero(value.round_dp_with_strategy(digits, strategy))
}

/// Reads plain decimal text: optional sign, digits, optional fraction, optional exponent.
///
/// The written scale is kept (`12.50` has two decimals). Nothing is rounded.
///
/// # Errors
/// [`NumberError::NotANumber`] for empty text, spaces, thousands separators, `NaN`, `.5`, `5.`;
/// [`NumberError::TooManyDigits`] and [`NumberError::OutOfRange`] for what cannot be held exactly.
pub fn parse(text: &str) -> Result<Decimal, NumberError> {
    let (negative, unsigned) = split_sign(text);
    if let Some(short) = short(negative, unsigned) {
        return Ok(short);
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return Err(NumberError::NotANumber),
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    if whole.is_empty() {
        return Err(NumberError::NotANumber);
    }
    let (coefficient, zeros) = coefficient(whole, fraction)?;
    let written = i64::try_from(fraction.len()).map_err(|_| NumberError::TooManyDigits)?;
    scaled(negative, coefficient, written.saturating_sub(exponent), zeros)
}

/// A number of so few characters that its digits are an `i64`, and without exponent: almost all
/// are. Nothing where it is another, or none.
fn short(negative: bool, unsigned: &str) -> Option<Decimal> {
    if unsigned.len() > SHORT {
        return None;
    }
    let (mut value, mut digits, mut point) = (0_i64, 0_u32, None);
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value.wrapping_mul(10).wrapping_add(i64::from(byte & 0x0F));
                digits = digits.wrapping_add(1);
            }
            b'.' if point.is_none() && digits > 0 => point = Some(digits),
            _ => return None,
        }
    }
    let scale = digits.wrapping_sub(point.unwrap_or(digits));
    if digits == 0 || (scale == 0 && point.is_some()) {
        return None;
    }
    Decimal::try_new(if negative { value.wrapping_neg() } else { value }, scale).ok()
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn digit(byte: u8) -> Result<u8, NumberError> {
    if byte.is_ascii_digit() { Ok(byte & 0x0F) } else { Err(NumberError::NotANumber) }
}

fn parse_exponent(text: &str) -> Result<i64, NumberError> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() {
        return Err(NumberError::NotANumber);
    }
    let mut value = 0_i64;
    for byte in digits.bytes() {
        value = value.saturating_mul(10).saturating_add(i64::from(digit(byte)?));
    }
    Ok(if negative { value.saturating_neg() } else { value })
}

/// The digits as an integer without its trailing zeros, and how many of these there were.
fn coefficient(whole: &str, fraction: &str) -> Result<(u128, i64), NumberError> {
    let mut value = 0_u128;
    let mut zeros = 0_u32;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = digit(byte)?;
        if digit == 0 {
            zeros = zeros.saturating_add(u32::from(value != 0));
            continue;
        }
        // One failed step is remembered, not returned: a letter further on is the truer error.
        value = shift(value, i64::from(zeros).saturating_add(1))
            .and_then(|shifted| shifted.checked_add(u128::from(digit)))
            .unwrap_or(u128::MAX);
        zeros = 0;
    }
    if value > MAX_COEFFICIENT {
        return Err(NumberError::TooManyDigits);
    }
    Ok((value, i64::from(zeros)))
}

#[inline]
fn shift(value: u128, digits: i64) -> Option<u128> {
    value.checked_mul(10_u128.checked_pow(u32::try_from(digits).ok()?)?)
}

/// `coefficient * 10^(zeros - scale)`, at the written scale where that fits.
fn scaled(
    negative: bool,
    coefficient: u128,
    scale: i64,
    zeros: i64,
) -> Result<Decimal, NumberError> {
    let wanted = scale.clamp(0, MAX_SCALE);
    if coefficient == 0 {
        return decimal(0, wanted);
    }
    let least = scale.saturating_sub(zeros);
    if least > MAX_SCALE {
        return Err(NumberError::TooManyDigits);
    }
    // Trailing zeros of the fraction are given up one by one if they do not fit.
    let mut target = wanted;
    loop {
        if let Some(value) = shift(coefficient, target.saturating_sub(least))
            && value <= MAX_COEFFICIENT
        {
            let value = i128::try_from(value).map_err(|_| NumberError::OutOfRange)?;
            return decimal(if negative { value.saturating_neg() } else { value }, target);
        }
        if target <= least.max(0) {
            return Err(NumberError::OutOfRange);
        }
        target = target.saturating_sub(1);
    }
}

fn decimal(coefficient: i128, scale: i64) -> Result<Decimal, NumberError> {
    let scale = u32::try_from(scale).map_err(|_| NumberError::OutOfRange)?;
    Decimal::try_from_i128_with_scale(coefficient, scale).map_err(|_| NumberError::OutOfRange)
}

/// The exact sum; `None` if a digit could be lost, which takes amounts of more than 27 digits.
pub(crate) fn exact_add(left: Decimal, right: Decimal) -> Option<Decimal> {
    let mut sum = left;
    add_exactly(&mut sum, &right, false)?;
    Some(sum)
}

/// The exact difference; `None` as with [`exact_add`].
pub(crate) fn exact_sub(left: Decimal, right: Decimal) -> Option<Decimal> {
    let mut difference = left;
    add_exactly(&mut difference, &right, true)?;
    Some(difference)
}

/// The same in place, `turned` for the difference: what is added up by the ten thousand is not
/// copied for it.
#[inline(never)]
pub(crate) fn add_exactly(sum: &mut Decimal, other: &Decimal, turned: bool) -> Option<()> {
    *sum = match short_sum(sum, other, turned) {
        Some(short) => short,
        None => long_sum(sum, other, turned)?,
    };
    Some(())
}

#[cold]
#[inline(never)]
fn long_sum(left: &Decimal, right: &Decimal, turned: bool) -> Option<Decimal> {
    let mut right = *right;
    right.set_sign_negative(right.is_sign_negative() != turned);
    let sum = left.checked_add(right)?;
    if sum.scale() >= left.scale().max(right.scale()) {
        return Some(unsigned_zero(sum));
    }
    // Decimal drops fraction digits of the smaller operand when the sum grows too long.
    let needed = left.normalize().scale().max(right.normalize().scale());
    (sum.scale() >= needed).then(|| unsigned_zero(sum))
}

/// The sum of two numbers with as many decimals and few digits: of almost any two amounts.
#[inline]
fn short_sum(left: &Decimal, right: &Decimal, turned: bool) -> Option<Decimal> {
    if left.scale() != right.scale() {
        return None;
    }
    let other = units(right)?;
    // A coefficient is far from the ends of its type.
    let other = if turned { other.wrapping_neg() } else { other };
    let sum = units(left)?.checked_add(other)?;
    let [lo, mid] = [0, 32].map(|bits| {
        u32::try_from(sum.unsigned_abs().wrapping_shr(bits) & u64::from(u32::MAX)).ok()
    });
    Some(Decimal::from_parts(lo?, mid?, 0, sum < 0, left.scale()))
}

/// The coefficient of a number with few digits.
#[inline]
fn units(number: &Decimal) -> Option<i64> {
    let number = number.unpack();
    let units = i64::from(number.mid) << 32 | i64::from(number.lo);
    if number.hi != 0 || units < 0 {
        return None;
    }
    Some(if number.negative { units.wrapping_neg() } else { units })
}

/// Minus zero prints as `-0` and compares equal to zero: it never leaves this file.
pub(crate) fn unsigned_zero(value: Decimal) -> Decimal {
    if value.is_zero() { value.abs() } else { value }
}

/// At least `digits` decimals: pads with zeros, never rounds (round first, by name).
#[must_use]
#[inline(never)]
pub fn format(value: Decimal, digits: u32) -> String {
    NumberText::of(value, digits).as_str().to_owned()
}

/// How many zeros are put behind a number in place.
const ZEROS: u32 = 10;
/// So many characters are twenty digits, these zeros, a point, a sign, and quotes around it.
const LONGEST: usize = 34;

/// The text of [`format()`], which takes no memory unless the number is very long.
pub struct NumberText {
    /// Written from the last character to the first: in its quotes, and zeros before these.
    bytes: [u8; LONGEST],
    /// Where the first quote stands.
    start: usize,
    long: Option<String>,
}

impl NumberText {
    /// That of `value`.
    #[must_use]
    #[inline(never)]
    pub fn of(value: Decimal, digits: u32) -> Self {
        let mut text = Self { bytes: [b'0'; LONGEST], start: LONGEST, long: None };
        let number = value.unpack();
        let mut units = u64::from(number.mid) << 32 | u64::from(number.lo);
        let mut point = number.scale;
        while point > digits && units.is_multiple_of(10) {
            units = units.wrapping_div(10);
            point = point.saturating_sub(1);
        }
        // As many digits as stand behind the point and one before it: the list of them begins with
        // zeros.
        let (all, start) = count_digits(units);
        let behind = usize::try_from(point).unwrap_or(usize::MAX);
        let split = all.len().checked_sub(behind).filter(|split| *split > 0);
        let zeros = digits.saturating_sub(point);
        let Some(split) = split.filter(|_| number.hi == 0 && zeros <= ZEROS) else {
            text.long = Some(formatted_slowly(value, digits));
            return text;
        };
        let whole = all.get(start.min(split.saturating_sub(1))..split).unwrap_or_default();
        text.before(b"\"");
        // These zeros stand there already.
        text.start = text.start.saturating_sub(usize::try_from(zeros).unwrap_or_default());
        if point > 0 || digits > 0 {
            text.before(all.get(split..).unwrap_or_default());
            text.before(b".");
        }
        text.before(whole);
        if number.negative && units != 0 {
            text.before(b"-");
        }
        text.before(b"\"");
        text
    }

    /// Puts characters before those that are there.
    #[inline]
    fn before(&mut self, part: &[u8]) {
        let start = self.start.saturating_sub(part.len());
        let room = self.bytes.get_mut(start..self.start).unwrap_or_default();
        for (own, byte) in room.iter_mut().zip(part) {
            *own = *byte;
        }
        self.start = start;
    }

    /// The text in its quotes, unless it is very long.
    #[must_use]
    pub(super) fn quoted(&self) -> Option<&[u8]> {
        self.bytes.get(self.start..).filter(|_| self.long.is_none())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if let Some(long) = &self.long {
            return long;
        }
        let own = self.bytes.get(self.start.saturating_add(1)..LONGEST.saturating_sub(1));
        own.and_then(|own| std::str::from_utf8(own).ok()).unwrap_or_default()
    }
}

/// The same for numbers of more than nineteen digits.
#[cold]
fn formatted_slowly(value: Decimal, digits: u32) -> String {
    let value = value.normalize();
    let mut text = unsigned_zero(value).to_string();
    if value.scale() == 0 && digits > 0 {
        text.push('.');
    }
    for _ in value.scale()..digits {
        text.push('0');
    }
    text
}

/// The shortest text: no trailing zeros, no exponent, never `-0`.
#[must_use]
pub fn plain(value: Decimal) -> String {
    format(value, 0)
}
