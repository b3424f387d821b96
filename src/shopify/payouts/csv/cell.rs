//! One cell of the export, read exactly.

use super::super::money::{Met, too_fine};
use super::{EXPORT_AGAIN, at};
use crate::domain::currency::Currency;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::money::Money;
use crate::domain::number;
use crate::domain::text::excerpt;
use crate::domain::time::{Date, TimeError, Timestamp};
use crate::report::{Code, Issue};

/// A cell, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Cell<'c> {
    pub(super) line: usize,
    pub(super) name: &'static str,
    pub(super) text: &'c str,
}

impl<'c> Cell<'c> {
    /// An issue at this cell.
    pub(super) fn issue(&self, code: Code, message: impl Into<String>) -> Issue {
        Issue::new(code, format!("{}.{}", at(self.line), self.name), message)
    }

    /// The same about something that Shopify does not write.
    #[cold]
    fn spoilt(&self, what: &str) -> Issue {
        let message = format!("`{}` {what}", excerpt(self.text));
        self.issue(Code::InvalidValue, message).with_hint(EXPORT_AGAIN)
    }

    /// Its text, which must not be blank.
    pub(super) fn given(&self) -> Result<&'c str, Issue> {
        if self.text.is_empty() {
            return Err(self.issue(Code::MissingField, "the cell is blank"));
        }
        Ok(self.text)
    }

    /// A currency.
    pub(super) fn currency(&self, met: &mut Met) -> Result<Currency, Issue> {
        let found = met.parse(self.given()?);
        found.map_err(|error| self.issue(Code::InvalidValue, error.to_string()))
    }

    /// An amount, which is digits with a point and a sign and nothing else.
    pub(super) fn money(&self, currency: Currency) -> Result<Money, Issue> {
        let text = self.given()?;
        if text.starts_with(['\'', '\u{2019}']) {
            return Err(self.spoilt("begins with an apostrophe: a spreadsheet made a text of it"));
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let Some(amount) = number::parse(text).ok().filter(|_| plain) else {
            return Err(self.spoilt("is no plain amount, such as `-12.50`"));
        };
        match too_fine(amount, currency) {
            Some(message) => Err(self.issue(Code::InvalidValue, message)),
            None => Ok(Money::new(amount, currency)),
        }
    }

    /// A payout's id, where one stands.
    pub(super) fn payout(&self) -> Result<Option<PayoutId>, Issue> {
        if self.text.is_empty() {
            return Ok(None);
        }
        if self.text.bytes().all(|byte| byte.is_ascii_digit()) {
            let id = PayoutId::parse(self.text);
            return id.map(Some).map_err(|error| self.spoilt(&format!("is wrong: {error}")));
        }
        Err(self.spoilt("is no payout's id: a spreadsheet has rounded it or made a text of it"))
    }

    /// A day, where one stands.
    pub(super) fn date(&self) -> Result<Option<Date>, Issue> {
        if self.text.is_empty() {
            return Ok(None);
        }
        Date::parse(self.text).map(Some).map_err(|error| match error {
            TimeError::Malformed => self.spoilt(
                "is not a day as Shopify writes it, such as `2026-11-13`: a spreadsheet has \
                 rewritten it",
            ),
            other => self.spoilt(&format!("is wrong: {other}")),
        })
    }

    /// A moment with its offset: `2026-11-10 07:33:09 +0200`.
    pub(super) fn moment(&self) -> Result<Timestamp, Issue> {
        let text = self.given()?;
        match exact(text) {
            Ok(at) => Ok(at),
            Err(TimeError::Malformed) => Err(self.spoilt(
                "is not a time as Shopify writes it, such as `2026-11-10 07:33:09 +0200`: a \
                 spreadsheet has rewritten it",
            )),
            Err(TimeError::MissingOffset) => {
                Err(self.spoilt("has no offset such as `+0200`: it could be anywhere"))
            }
            Err(other) => Err(self.spoilt(&format!("is wrong: {other}"))),
        }
    }
}

fn exact(text: &str) -> Result<Timestamp, TimeError> {
    let (date, rest) = text.split_once(' ').ok_or(TimeError::Malformed)?;
    let Some((time, zone)) = rest.split_once(' ') else {
        // Of the right form it only lacks the offset.
        return Timestamp::parse(&format!("{date}T{rest}"));
    };
    if zone == "UTC" {
        return Timestamp::parse(&format!("{date}T{time}Z"));
    }
    let (hours, minutes) = zone.split_at_checked(3).ok_or(TimeError::Malformed)?;
    Timestamp::parse(&format!("{date}T{time}{hours}:{minutes}"))
}
