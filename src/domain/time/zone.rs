//! A time zone as the list of its UTC offsets, and the business day of an instant in it.

use crate::domain::text;
use crate::domain::time::civil::{self, Date};
use crate::domain::time::read::Scan;
use crate::domain::time::{TimeError, Timestamp};
use serde::Serialize;
use serde::ser::Serializer;
use std::fmt;

/// No place on earth is further from UTC than 14 hours; 18 is what calendars allow.
const MAX_OFFSET: i32 = 64_800;

/// From when on which UTC offset is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneOffset {
    /// The first instant of this offset.
    pub from: Timestamp,
    /// Seconds to the east of UTC; written as `"-05:00"`.
    #[serde(rename = "offset", serialize_with = "write_offset")]
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = OFFSET_PATTERN)))]
    pub offset_seconds: i32,
}

#[cfg(feature = "schema")]
const OFFSET_PATTERN: &str = r"^[+-]\d\d:\d\d(:\d\d)?$";

/// A time zone: its name and its UTC offsets in order of time.
///
/// In JSON it is the array of its offsets; the name is the key it stands under
/// ([`Zone::named`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "Vec<ZoneOffset>")]
#[cfg_attr(feature = "schema", schemars(with = "Vec<ZoneOffset>"))]
pub struct Zone {
    name: String,
    offsets: Vec<ZoneOffset>,
}

/// Why a list of offsets is no time zone, or says nothing about an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneError {
    /// The list is empty.
    Empty,
    /// The list is not in order of time, or has an instant twice.
    NotAscending(Timestamp),
    /// More than 18 hours from UTC.
    OffsetTooLarge(i32),
    /// The instant is before the first entry of the list.
    BeforeFirst {
        /// The zone's name.
        zone: String,
        /// The instant that was asked.
        at: Timestamp,
    },
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("time zone without offsets"),
            Self::NotAscending(from) => {
                write!(f, "offsets of a time zone are not in order of time at `{from}`")
            }
            Self::OffsetTooLarge(seconds) => {
                write!(f, "UTC offset of `{seconds}` seconds is more than 18 hours")
            }
            Self::BeforeFirst { zone, at } => {
                write!(f, "time zone `{}` has no offset for `{at}`", text::excerpt(zone))
            }
        }
    }
}

impl std::error::Error for ZoneError {}

impl Zone {
    /// A zone by its IANA name, with offsets in ascending order of `from`.
    ///
    /// # Errors
    /// [`ZoneError::Empty`], [`ZoneError::NotAscending`], [`ZoneError::OffsetTooLarge`].
    pub fn new(name: &str, offsets: Vec<ZoneOffset>) -> Result<Self, ZoneError> {
        let mut last: Option<Timestamp> = None;
        for entry in &offsets {
            if last.is_some_and(|last| last >= entry.from) {
                return Err(ZoneError::NotAscending(entry.from));
            }
            if entry.offset_seconds.saturating_abs() > MAX_OFFSET {
                return Err(ZoneError::OffsetTooLarge(entry.offset_seconds));
            }
            last = Some(entry.from);
        }
        match last {
            Some(_) => Ok(Self { name: name.to_owned(), offsets }),
            None => Err(ZoneError::Empty),
        }
    }

    /// The same offsets under a name; for a zone read from JSON, which has none.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// The IANA name, such as `America/New_York`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The offsets, in ascending order of time.
    #[must_use]
    pub fn offsets(&self) -> &[ZoneOffset] {
        &self.offsets
    }

    /// The UTC offset in force, in seconds to the east.
    ///
    /// # Errors
    /// [`ZoneError::BeforeFirst`]: an offset is never guessed.
    pub fn offset_at(&self, at: Timestamp) -> Result<i32, ZoneError> {
        let count = self.offsets.partition_point(|entry| entry.from <= at);
        count
            .checked_sub(1)
            .and_then(|position| self.offsets.get(position))
            .map(|entry| entry.offset_seconds)
            .ok_or_else(|| ZoneError::BeforeFirst { zone: self.name.clone(), at })
    }

    /// When a date begins in this zone. Where the clocks skip its midnight, that is when they do.
    ///
    /// # Errors
    /// [`ZoneError::BeforeFirst`].
    pub fn day_start(&self, date: Date) -> Result<Timestamp, ZoneError> {
        let midnight = date.unix_days().saturating_mul(civil::SECONDS_PER_DAY);
        let at = |offset: i32| {
            let seconds = midnight.saturating_sub(i64::from(offset));
            Timestamp::from_unix(seconds, 0).unwrap_or(Timestamp::FIRST)
        };
        // The offset of half a day before and after: around a change both are tried.
        let about = |hours: i64| {
            let seconds = midnight.saturating_add(hours.saturating_mul(3600));
            Timestamp::from_unix(seconds, 0).unwrap_or(Timestamp::LAST)
        };
        let later = at(self.offset_at(about(14))?);
        let earlier = self.offset_at(about(-14)).map_or(later, at);
        let first = earlier.min(later);
        let belongs = |at: Timestamp| self.business_day(at).is_ok_and(|own| own == date);
        Ok(if belongs(first) { first } else { earlier.max(later) })
    }

    /// The date on the wall calendar in this zone. An instant has one offset, so an hour that
    /// the clocks repeat or skip is no special case.
    ///
    /// # Errors
    /// [`ZoneError::BeforeFirst`].
    pub fn business_day(&self, at: Timestamp) -> Result<Date, ZoneError> {
        let offset = i64::from(self.offset_at(at)?);
        // At both ends of the calendar a local date could leave it: the last day stands in.
        let local = at.checked_add_seconds(offset).unwrap_or(if offset < 0 {
            Timestamp::FIRST
        } else {
            Timestamp::LAST
        });
        Ok(civil::split(local.unix_seconds()).0)
    }
}

impl From<Zone> for Vec<ZoneOffset> {
    fn from(zone: Zone) -> Self {
        zone.offsets
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn write_offset<S: Serializer>(seconds: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    let sign = if *seconds < 0 { '-' } else { '+' };
    let size = seconds.unsigned_abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 {
        serializer.collect_str(&format_args!("{sign}{hours:02}:{minutes:02}"))
    } else {
        serializer.collect_str(&format_args!("{sign}{hours:02}:{minutes:02}:{rest:02}"))
    }
}

impl ZoneOffset {
    /// Seconds to the east from `+HH:MM` or `-HH:MM`.
    ///
    /// # Errors
    /// [`TimeError::Malformed`], [`TimeError::OutOfRange`].
    pub fn parse_offset(text: &str) -> Result<i32, TimeError> {
        let mut scan = Scan::new(text);
        let seconds = scan.signed_offset(true)?;
        scan.end()?;
        i32::try_from(seconds).map_err(|_| TimeError::OutOfRange)
    }
}
