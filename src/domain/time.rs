//! Instants, calendar dates and time zones as lists of UTC offsets; no time-zone database.

use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::fmt;

mod civil;
mod month;
mod read;
#[cfg(test)]
mod tests;
mod zone;

pub use civil::Date;
pub use month::Month;
pub use zone::{Zone, ZoneError, ZoneOffset};

/// 0001-01-01T00:00:00Z.
const FIRST_SECOND: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z.
const LAST_SECOND: i64 = 253_402_300_799;
const NANOS_PER_SECOND: u32 = 1_000_000_000;

/// An instant between the years 1 and 9999 in UTC, to the nanosecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// Why text or numbers are no instant or date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// Not the form that was asked for.
    Malformed,
    /// A date and time without an offset: it could be anywhere.
    MissingOffset,
    /// Second 60: a leap second has no place on the Unix time line.
    LeapSecond,
    /// The 30th of February, hour 24, or a weekday that does not belong to the date.
    NoSuchTime,
    /// Outside the years 1 to 9999.
    OutOfRange,
    /// Finer than a nanosecond.
    TooPrecise,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a time in the expected form",
            Self::MissingOffset => "time without a UTC offset",
            Self::LeapSecond => "leap second",
            Self::NoSuchTime => "no such date or time of day",
            Self::OutOfRange => "time outside the years 1 to 9999",
            Self::TooPrecise => "time finer than a nanosecond",
        })
    }
}

impl std::error::Error for TimeError {}

impl Timestamp {
    /// The first instant there is: 0001-01-01T00:00:00Z.
    pub const FIRST: Self = Self { seconds: FIRST_SECOND, nanos: 0 };
    /// The last instant there is, less than a second before the year 10000.
    pub const LAST: Self = Self { seconds: LAST_SECOND, nanos: NANOS_PER_SECOND - 1 };

    /// Seconds since 1970-01-01T00:00:00Z, and nanoseconds after that second (below 10^9).
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`].
    pub fn from_unix(seconds: i64, nanos: u32) -> Result<Self, TimeError> {
        if (FIRST_SECOND..=LAST_SECOND).contains(&seconds) && nanos < NANOS_PER_SECOND {
            Ok(Self { seconds, nanos })
        } else {
            Err(TimeError::OutOfRange)
        }
    }

    /// Reads RFC 3339 with any offset, such as `2026-11-23T14:00:00.5-05:00`.
    ///
    /// # Errors
    /// Each [`TimeError`]; a missing offset and second 60 have their own.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        read::rfc3339(text)
    }

    /// Reads the date form of HTTP headers, such as `Tue, 24 Nov 2026 08:12:31 GMT`.
    ///
    /// # Errors
    /// As [`Timestamp::parse`]; [`TimeError::NoSuchTime`] also for the wrong weekday.
    pub fn parse_http_date(text: &str) -> Result<Self, TimeError> {
        read::http_date(text)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`Timestamp::unix_seconds`].
    #[must_use]
    pub fn subsec_nanos(&self) -> u32 {
        self.nanos
    }

    /// Later by `seconds`, or earlier if below zero.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`].
    pub fn checked_add_seconds(&self, seconds: i64) -> Result<Self, TimeError> {
        let seconds = self.seconds.checked_add(seconds).ok_or(TimeError::OutOfRange)?;
        Self::from_unix(seconds, self.nanos)
    }

    /// Whole seconds from `other` to this, rounded down; below zero if `other` is later.
    #[must_use]
    pub fn seconds_since(&self, other: &Self) -> i64 {
        let seconds = self.seconds.saturating_sub(other.seconds);
        seconds.saturating_sub(i64::from(self.nanos < other.nanos))
    }

    /// The calendar date in UTC.
    #[must_use]
    pub fn utc_date(&self) -> Date {
        civil::split(self.seconds).0
    }

    /// As printed, but with the offset `+00:00` in place of `Z`, for vendors that want digits.
    #[must_use]
    pub fn rfc3339_offset_zero(&self) -> String {
        let mut text = self.to_string();
        text.pop();
        text.push_str("+00:00");
        text
    }
}

/// RFC 3339 in UTC with only the fraction digits needed: `2026-11-23T19:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, second) = civil::split(self.seconds);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(f, "{date}T{hour:02}:{minute:02}:{:02}", second % 60)?;
        if self.nanos != 0 {
            let digits = format!("{:09}", self.nanos);
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// As printed. Whole seconds, as almost always, are put down digit by digit: lists have ten
/// thousands of them.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.nanos != 0 {
            return serializer.collect_str(self);
        }
        let (date, second) = civil::split(self.seconds);
        let second = u32::try_from(second).unwrap_or_default();
        let mut text = *b"\"0000-00-00T00:00:00Z\"";
        let parts: [(usize, usize, u32); 6] = [
            (1, 4, u32::from(date.year())),
            (6, 2, u32::from(date.month())),
            (9, 2, u32::from(date.day())),
            (12, 2, second / 3600),
            (15, 2, second / 60 % 60),
            (18, 2, second % 60),
        ];
        for (start, digits, number) in parts {
            let mut left = number;
            for place in (start..start.saturating_add(digits)).rev() {
                if let Some(byte) = text.get_mut(place) {
                    *byte = b'0' | u8::try_from(left % 10).unwrap_or_default();
                }
                left /= 10;
            }
        }
        text::serialize_quoted(&text, serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "An instant, RFC 3339; written in UTC.",
            "examples": ["2026-11-23T19:00:00Z", "2026-11-23T14:00:00-05:00"],
        })
    }
}
