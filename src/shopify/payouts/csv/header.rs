//! The columns of the export, by their names.

use std::borrow::Cow;

use super::cell::Cell;
use super::{EXPORT_AGAIN, at};
use crate::report::{Code, Issue};

/// The columns that are read, in the order of [`NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Date,
    Type,
    Order,
    PayoutStatus,
    PayoutDate,
    Amount,
    Fee,
    Net,
    Currency,
    PayoutId,
    PresentmentAmount,
    PresentmentCurrency,
}

/// Their names.
const NAMES: [&str; 12] = [
    "Transaction Date",
    "Type",
    "Order",
    "Payout Status",
    "Payout Date",
    "Amount",
    "Fee",
    "Net",
    "Currency",
    "Payout ID",
    "Presentment Amount",
    "Presentment Currency",
];

/// How many of them, from the first, each file has; older files lack the others.
const REQUIRED: usize = 9;

/// Where the columns of a file stand.
pub(super) struct Header {
    /// As many as the first line has.
    columns: usize,
    places: [Option<usize>; NAMES.len()],
}

impl Header {
    /// Reads the first line.
    pub(super) fn read(cells: &[Cow<'_, str>], line: usize) -> Result<Self, Issue> {
        let mut places = [None; NAMES.len()];
        for (place, cell) in cells.iter().enumerate() {
            let named = |name: &&str| name.eq_ignore_ascii_case(cell.trim());
            let known = NAMES.iter().zip(&mut places).find(|(name, _)| named(name));
            let Some((name, own)) = known else { continue };
            if own.replace(place).is_some() {
                let path = format!("{}.{name}", at(line));
                let message = format!("column `{name}` stands twice");
                return Err(Issue::new(Code::DuplicateField, path, message));
            }
        }
        let required = NAMES.iter().zip(&places).take(REQUIRED);
        let missing: Vec<String> = required
            .filter(|(_, place)| place.is_none())
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if missing.is_empty() {
            return Ok(Self { columns: cells.len(), places });
        }
        Err(lacking(cells, line, &missing))
    }

    /// A record below it.
    pub(super) fn row<'r>(
        &'r self,
        cells: &'r [Cow<'r, str>],
        line: usize,
    ) -> Result<Row<'r>, Issue> {
        if cells.len() == self.columns {
            return Ok(Row { header: self, cells, line });
        }
        let message = format!("{} cells below {} columns", cells.len(), self.columns);
        Err(Issue::new(Code::InvalidValue, at(line), message).with_hint(EXPORT_AGAIN))
    }
}

#[cold]
fn lacking(cells: &[Cow<'_, str>], line: usize, missing: &[String]) -> Issue {
    if let [all] = cells
        && let Some(sign) = [';', '\t'].into_iter().find(|sign| all.contains(*sign))
    {
        let sign = sign.escape_default();
        let message = format!(
            "cells are separated by `{sign}`, and not by commas: a spreadsheet wrote this file"
        );
        return Issue::new(Code::InvalidValue, at(line), message).with_hint(EXPORT_AGAIN);
    }
    let message = format!("there is no column {}", missing.join(", "));
    Issue::new(Code::MissingField, at(line), message).with_hint(
        "Hand over the export of payment transactions of Shopify's admin, with all of its columns \
         and their English names.",
    )
}

/// A record of the file.
pub(super) struct Row<'r> {
    header: &'r Header,
    cells: &'r [Cow<'r, str>],
    /// Where it begins.
    pub(super) line: usize,
}

impl Row<'_> {
    /// What stands in a column, without the spaces around it; nothing where there is no column.
    pub(super) fn cell(&self, column: Column) -> Cell<'_> {
        let place = self.header.places.get(column as usize).copied().flatten();
        let text = place.and_then(|place| self.cells.get(place)).map_or("", |cell| cell.trim());
        let name = NAMES.get(column as usize).copied().unwrap_or_default();
        Cell { line: self.line, name, text }
    }
}
