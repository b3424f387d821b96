//! The search for X-Series sales by their date, the oldest first, page by page.
//!
//! Source: X20 `GET /search`. The limits may be ignored: each row is checked. A cursor is the moment
//! the page begins at, how many rows of it are left out, and the last row that was seen: a page that
//! ends with it again is no new one.

use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::time::Timestamp;

/// How many rows a page has.
const SIZE: usize = 200;

/// A page of the search, and what was seen of it.
pub(super) struct Search<'a> {
    from: Timestamp,
    offset: usize,
    last: &'a str,
    rows: usize,
    id: String,
    at: Option<Timestamp>,
    kept: bool,
}

/// What comes after a page.
pub(super) enum Next {
    /// Nothing.
    End,
    /// The vendor did not keep to what was asked: the list cannot be read to its end.
    Ignored,
    /// A page that begins here.
    Page(String),
}

impl<'a> Search<'a> {
    /// The page `after` of the sales since a moment.
    pub(super) fn of(since: Timestamp, after: Option<&'a str>) -> Self {
        let read = |after: &'a str| {
            let mut parts = after.splitn(3, ' ');
            let from = Timestamp::parse(parts.next()?).ok()?;
            let offset = parts.next()?.parse().ok()?;
            Some((from, offset, parts.next().unwrap_or_default()))
        };
        let (from, offset, last) = after.and_then(read).unwrap_or((since, 0, ""));
        Self { from, offset, last, rows: 0, id: String::new(), at: None, kept: true }
    }

    /// Asks for it.
    pub(super) fn request(&self) -> Request {
        // Whole seconds, as the vendor writes them.
        let from = Timestamp::from_unix(self.from.unix_seconds(), 0).unwrap_or(self.from);
        Request::read(System::Lightspeed, "GET", "/api/2.0/search")
            .with_query("type", "sales")
            .with_query("date_from", from.to_string())
            .with_query("order_by", "sale_date")
            .with_query("order_direction", "asc")
            .with_query("offset", self.offset.to_string())
            .with_query("page_size", SIZE.to_string())
    }

    /// Its next row.
    pub(super) fn saw(&mut self, id: &SaleId, at: Timestamp) {
        self.rows = self.rows.saturating_add(1);
        // The moment was given in whole seconds.
        self.kept &= self.at.is_none_or(|before| before <= at);
        self.kept &= at.unix_seconds() >= self.from.unix_seconds();
        self.at = Some(at);
        id.as_str().clone_into(&mut self.id);
    }

    /// Whether its rows are in order, and go beyond this moment.
    pub(super) fn is_beyond(&self, end: Timestamp) -> bool {
        self.kept && self.at.is_some_and(|at| at > end)
    }

    /// What comes after it, when all its rows were seen.
    pub(super) fn next(self) -> Next {
        if self.rows < SIZE {
            return Next::End;
        }
        if self.id == self.last {
            return Next::Ignored;
        }
        // The offset stays small as long as order and limit are kept to; else it counts from the
        // start.
        let (from, offset) = match self.at {
            Some(at) if self.kept && at.unix_seconds() > self.from.unix_seconds() => (at, 0),
            _ => (self.from, self.offset.saturating_add(self.rows)),
        };
        Next::Page(format!("{from} {offset} {}", self.id))
    }
}
