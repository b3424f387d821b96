//! The proleptic Gregorian calendar: days and dates.

use crate::domain::time::TimeError;
use crate::domain::time::read::Scan;
use serde::ser::{Serialize, Serializer};
use std::fmt;

const DAYS_BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// Days from 0001-01-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_162;
const DAYS_IN_400_YEARS: i64 = 146_097;
pub(super) const SECONDS_PER_DAY: i64 = 86_400;

/// A calendar date of the years 1 to 9999, without a time zone. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Year 1 to 9999, month 1 to 12, day 1 to 28, 29, 30 or 31.
    ///
    /// # Errors
    /// [`TimeError::NoSuchTime`] if the calendar has no such day, [`TimeError::OutOfRange`] for
    /// the year.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, TimeError> {
        if !(1..=9999).contains(&year) {
            return Err(TimeError::OutOfRange);
        }
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(year.into()) => 29,
            2 => 28,
            _ => 0,
        };
        if (1..=length).contains(&day) {
            Ok(Self { year, month, day })
        } else {
            Err(TimeError::NoSuchTime)
        }
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`TimeError::Malformed`], [`TimeError::NoSuchTime`], [`TimeError::OutOfRange`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let mut scan = Scan::new(text);
        let date = scan.date()?;
        scan.end()?;
        Ok(date)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01; below zero before.
    #[must_use]
    pub fn unix_days(&self) -> i64 {
        let year = i64::from(self.year);
        let month = usize::from(self.month).saturating_sub(1);
        let leap_day = i64::from(self.month > 2 && is_leap(year));
        days_before_year(year)
            .saturating_add(DAYS_BEFORE_MONTH.get(month).copied().unwrap_or(0))
            .saturating_add(leap_day)
            .saturating_add(i64::from(self.day))
            .saturating_sub(1)
            .saturating_sub(DAYS_TO_1970)
    }

    /// The date so many days later; below zero, earlier.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] outside the years 1 to 9999.
    pub fn plus_days(&self, days: i64) -> Result<Self, TimeError> {
        let seconds = self.unix_days().saturating_add(days).checked_mul(SECONDS_PER_DAY);
        let at = super::Timestamp::from_unix(seconds.ok_or(TimeError::OutOfRange)?, 0)?;
        Ok(at.utc_date())
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days from 0001-01-01 to the first of January of `year`.
fn days_before_year(year: i64) -> i64 {
    let past = year.saturating_sub(1);
    past.saturating_mul(365)
        .saturating_add(past / 4)
        .saturating_sub(past / 100)
        .saturating_add(past / 400)
}

/// The date and the second of its day, for seconds since 1970 within the years 1 to 9999.
pub(super) fn split(unix_seconds: i64) -> (Date, i64) {
    let days = unix_seconds.div_euclid(SECONDS_PER_DAY).saturating_add(DAYS_TO_1970);
    // The mean length of a year gives the year or the one after it.
    let guess = days.saturating_mul(400).div_euclid(DAYS_IN_400_YEARS).saturating_add(1);
    let year = match days {
        days if days >= days_before_year(guess.saturating_add(1)) => guess.saturating_add(1),
        days if days < days_before_year(guess) => guess.saturating_sub(1),
        _ => guess,
    };
    let mut day = days.saturating_sub(days_before_year(year));
    let mut month = 12_u8;
    for before in DAYS_BEFORE_MONTH.iter().rev() {
        let before = before.saturating_add(i64::from(month > 2 && is_leap(year)));
        if day >= before {
            day = day.saturating_sub(before).saturating_add(1);
            break;
        }
        month = month.saturating_sub(1);
    }
    let date = Date {
        year: u16::try_from(year).unwrap_or(u16::MAX),
        month,
        day: u8::try_from(day).unwrap_or(u8::MAX),
    };
    (date, unix_seconds.rem_euclid(SECONDS_PER_DAY))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date",
            "description": "A calendar date without a time zone.",
            "examples": ["2026-11-23"],
        })
    }
}
