//! Calendar months, which books are kept by.

use super::{Date, TimeError};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A month of the years 1 to 9999. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Its last day.
    last: Date,
}

impl Month {
    /// The month a day belongs to.
    #[must_use]
    pub fn of(day: Date) -> Self {
        let mut days = [31, 30, 29, 28].into_iter();
        let last = days.find_map(|last| Date::new(day.year(), day.month(), last).ok());
        Self { last: last.unwrap_or(day) }
    }

    /// Reads `YYYY-MM`.
    ///
    /// # Errors
    /// As [`Date::parse`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        if text.len() != 7 {
            return Err(TimeError::Malformed);
        }
        Date::parse(&format!("{text}-01")).map(Self::of)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(&self) -> Date {
        // Each month has one.
        Date::new(self.last.year(), self.last.month(), 1).unwrap_or(self.last)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.last
    }
}

/// `2026-03`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.last.year(), self.last.month())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
crate::domain::text::string_schema!(
    Month,
    "Month",
    r"^\d{4}-\d{2}$",
    "A calendar month.",
    "2026-03"
);
