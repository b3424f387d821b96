//! Reading times: RFC 3339, the HTTP date, UTC offsets.

use crate::domain::time::civil::{Date, SECONDS_PER_DAY};
use crate::domain::time::{TimeError, Timestamp};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// 1970-01-01 was a Thursday.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The rest of a text that is read from the left.
pub(super) struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Exactly `count` digits (at most nine).
    #[inline]
    pub(super) fn digits(&mut self, count: usize) -> Result<u32, TimeError> {
        let (digits, rest) = self.0.split_at_checked(count).ok_or(TimeError::Malformed)?;
        let mut value = 0_u32;
        for byte in digits.bytes() {
            if !byte.is_ascii_digit() {
                return Err(TimeError::Malformed);
            }
            value = value.wrapping_mul(10).wrapping_add(u32::from(byte & 0x0F));
        }
        self.0 = rest;
        Ok(value)
    }

    #[inline]
    fn two(&mut self) -> Result<u8, TimeError> {
        self.digits(2).and_then(|value| u8::try_from(value).map_err(|_| TimeError::Malformed))
    }

    /// The next character, if it is one of `choices`, which are ASCII.
    #[inline]
    pub(super) fn one_of(&mut self, choices: &[u8]) -> Option<u8> {
        let next = *self.0.as_bytes().first().filter(|byte| choices.contains(byte))?;
        self.0 = self.0.get(1..)?;
        Some(next)
    }

    #[inline]
    fn expect(&mut self, choices: &[u8]) -> Result<u8, TimeError> {
        self.one_of(choices).ok_or(TimeError::Malformed)
    }

    /// The position of the name that comes next.
    fn name(&mut self, names: &[&str]) -> Result<usize, TimeError> {
        let (position, name) = names
            .iter()
            .enumerate()
            .find(|(_, name)| self.0.starts_with(**name))
            .ok_or(TimeError::Malformed)?;
        self.0 = self.0.strip_prefix(*name).unwrap_or_default();
        Ok(position)
    }

    fn literal(&mut self, text: &str) -> Result<(), TimeError> {
        self.0 = self.0.strip_prefix(text).ok_or(TimeError::Malformed)?;
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn end(&self) -> Result<(), TimeError> {
        if self.is_empty() { Ok(()) } else { Err(TimeError::Malformed) }
    }

    fn year(&mut self) -> Result<u16, TimeError> {
        self.digits(4).and_then(|year| u16::try_from(year).map_err(|_| TimeError::Malformed))
    }

    /// `YYYY-MM-DD`.
    pub(super) fn date(&mut self) -> Result<Date, TimeError> {
        let year = self.year()?;
        self.expect(b"-")?;
        let month = self.two()?;
        self.expect(b"-")?;
        let day = self.two()?;
        Date::new(year, month, day)
    }

    /// `HH:MM:SS` as the second of the day.
    fn time_of_day(&mut self) -> Result<i64, TimeError> {
        let hour = self.two()?;
        self.expect(b":")?;
        let minute = self.two()?;
        self.expect(b":")?;
        let second = self.two()?;
        match (hour, minute, second) {
            (0..=23, 0..=59, 60) => Err(TimeError::LeapSecond),
            (0..=23, 0..=59, 0..=59) => Ok(seconds(hour, minute, second)),
            _ => Err(TimeError::NoSuchTime),
        }
    }

    /// `.5` and so on as nanoseconds; zero if there is no fraction.
    fn fraction(&mut self) -> Result<u32, TimeError> {
        if self.one_of(b".").is_none() {
            return Ok(0);
        }
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        let length = self.0.len().saturating_sub(rest.len());
        let digits = self.0.get(..length).unwrap_or_default();
        self.0 = rest;
        if digits.is_empty() {
            return Err(TimeError::Malformed);
        }
        let digits = digits.trim_end_matches('0');
        if digits.len() > 9 {
            return Err(TimeError::TooPrecise);
        }
        format!("{digits:0<9}").parse().map_err(|_| TimeError::Malformed)
    }

    /// `Z` or `±HH:MM`, as seconds to the east of UTC.
    fn offset(&mut self) -> Result<i64, TimeError> {
        if self.is_empty() {
            return Err(TimeError::MissingOffset);
        }
        if self.one_of(b"Zz").is_some() {
            return Ok(0);
        }
        self.signed_offset(false)
    }

    /// `±HH:MM`, and `±HH:MM:SS` where seconds are allowed.
    pub(super) fn signed_offset(&mut self, with_seconds: bool) -> Result<i64, TimeError> {
        let sign = self.expect(b"+-")?;
        let hour = self.two()?;
        self.expect(b":")?;
        let minute = self.two()?;
        let second = if with_seconds && self.one_of(b":").is_some() { self.two()? } else { 0 };
        if hour > 23 || minute > 59 || second > 59 {
            return Err(TimeError::NoSuchTime);
        }
        let offset = seconds(hour, minute, second);
        Ok(if sign == b'-' { offset.saturating_neg() } else { offset })
    }
}

fn seconds(hour: u8, minute: u8, second: u8) -> i64 {
    i64::from(hour)
        .saturating_mul(3600)
        .saturating_add(i64::from(minute).saturating_mul(60))
        .saturating_add(i64::from(second))
}

fn unix(date: Date, second_of_day: i64) -> i64 {
    date.unix_days().saturating_mul(SECONDS_PER_DAY).saturating_add(second_of_day)
}

pub(super) fn rfc3339(text: &str) -> Result<Timestamp, TimeError> {
    let mut scan = Scan::new(text);
    let date = scan.date()?;
    scan.expect(b"Tt")?;
    let second = scan.time_of_day()?;
    let nanos = scan.fraction()?;
    let offset = scan.offset()?;
    scan.end()?;
    Timestamp::from_unix(unix(date, second).saturating_sub(offset), nanos)
}

pub(super) fn http_date(text: &str) -> Result<Timestamp, TimeError> {
    let mut scan = Scan::new(text);
    let weekday = scan.name(&WEEKDAYS)?;
    scan.literal(", ")?;
    let day = scan.two()?;
    scan.literal(" ")?;
    let month = scan.name(&MONTHS)?.saturating_add(1);
    scan.literal(" ")?;
    let year = scan.year()?;
    scan.literal(" ")?;
    let second = scan.time_of_day()?;
    scan.literal(" GMT")?;
    scan.end()?;
    let month = u8::try_from(month).map_err(|_| TimeError::Malformed)?;
    let date = Date::new(year, month, day)?;
    if usize::try_from(date.unix_days().rem_euclid(7)) != Ok(weekday) {
        return Err(TimeError::NoSuchTime);
    }
    Timestamp::from_unix(unix(date, second), 0)
}
