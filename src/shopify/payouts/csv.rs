//! The file `payment_transactions_export_*.csv` that Shopify's admin makes.
//!
//! Columns are found by their names: their order changed before, and some were added (`Payout ID`,
//! `VAT`, the business entity). The file is only good as Shopify made it. A spreadsheet that opened
//! it rounds ids, drops offsets and rewrites dates and amounts, so each cell is read exactly or the
//! file is refused at its line. It has no ids of rows, of orders or of payments, and does not say
//! that a row is a test.

mod cell;
mod header;
mod reader;

use super::money::Met;
use super::payout;
use super::types::{self, Said};
use crate::domain::money::Money;
use crate::domain::payout::{BalanceTransaction, PayoutStatus};
use crate::domain::time::Date;
use crate::report::{Code, Issue};
use header::{Column, Header, Row};
use reader::{Fault, Reader};

/// What to do about a file that a spreadsheet has changed.
const EXPORT_AGAIN: &str = "Export the payment transactions from Shopify's admin again, and hand \
    over the file as it is: do not open it in a spreadsheet first.";

/// A row of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvRow {
    /// What it says of the balance.
    pub transaction: BalanceTransaction,
    /// The day of its payout, which is all that names the payout in files without its id.
    pub payout_date: Option<Date>,
    /// How far the payout is. A row that waits for one says `pending`, which is a word of its own.
    pub payout_status: Option<PayoutStatus>,
    /// The line of the file at which it begins, from 1.
    pub line: usize,
}

/// Reads an export and hands over each row; says how many there were. Paths begin with `root`:
/// `$[line 12].Amount`.
///
/// # Errors
/// An issue at its line and column: of what is wrong with the file, or the first of `each`, whose
/// own path counts from the row.
pub fn each_row(
    file: &[u8],
    root: &str,
    each: impl FnMut(CsvRow) -> Result<(), Issue>,
) -> Result<usize, Issue> {
    read(file, each).map_err(|issue| issue.below(root))
}

fn read(file: &[u8], mut each: impl FnMut(CsvRow) -> Result<(), Issue>) -> Result<usize, Issue> {
    let text = text(file)?;
    let mut reader = Reader::new(text);
    let mut cells = Vec::new();
    let Some(first) = reader.next(&mut cells).map_err(broken)? else {
        return Err(Issue::new(Code::MissingField, "$", "the file is empty"));
    };
    let header = Header::read(&cells, first)?;
    let (mut count, mut blank, mut met) = (0_usize, None, [Met::default(); 2]);
    while let Some(line) = reader.next(&mut cells).map_err(broken)? {
        if cells.iter().all(|cell| cell.trim().is_empty()) && cells.len() <= 1 {
            blank = blank.or(Some(line));
            continue;
        }
        if let Some(line) = blank {
            return Err(Issue::new(Code::InvalidValue, at(line), "a blank line between rows"));
        }
        let row = decode(&header.row(&cells, line)?, &mut met)?;
        each(row).map_err(|issue| issue.below(&at(line)))?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

/// The path of a line.
fn at(line: usize) -> String {
    format!("$[line {line}]")
}

/// The file as text, without the mark that some programs begin it with.
fn text(file: &[u8]) -> Result<&str, Issue> {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    std::str::from_utf8(file).map_err(|error| {
        let before = file.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        let message = "this is no text in UTF-8, as Shopify writes it";
        Issue::new(Code::InvalidValue, at(line), message).with_hint(EXPORT_AGAIN)
    })
}

fn broken((line, fault): (usize, Fault)) -> Issue {
    let message = match fault {
        Fault::Open => "a quotation mark is opened and never closed",
        Fault::Behind => "text behind a closing quotation mark",
        Fault::Inside => "a quotation mark in a cell that does not begin with one",
    };
    Issue::new(Code::InvalidValue, at(line), message).with_hint(EXPORT_AGAIN)
}

fn decode(row: &Row<'_>, met: &mut [Met; 2]) -> Result<CsvRow, Issue> {
    let [own, shown] = met;
    let currency = row.cell(Column::Currency).currency(own)?;
    let money = |column| row.cell(column).money(currency);
    let amount = money(Column::Amount)?;
    let (named, kind) = types::meaning(Said::word(row.cell(Column::Type).given()?));
    let status = row.cell(Column::PayoutStatus).text;
    Ok(CsvRow {
        transaction: BalanceTransaction {
            id: None,
            named,
            kind,
            test: false,
            payout: row.cell(Column::PayoutId).payout()?,
            at: row.cell(Column::Date).moment()?,
            amount,
            fee: money(Column::Fee)?,
            net: money(Column::Net)?,
            order: None,
            order_name: Some(row.cell(Column::Order).text)
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            transaction: None,
            presentment: presentment(row, &amount, shown)?,
        },
        payout_date: row.cell(Column::PayoutDate).date()?,
        payout_status: Some(status).filter(|word| !word.is_empty()).map(payout::status),
        line: row.line,
    })
}

/// What the buyer saw, where that is another currency. Refunds state it without their sign.
fn presentment(row: &Row<'_>, amount: &Money, met: &mut Met) -> Result<Option<Money>, Issue> {
    let value = row.cell(Column::PresentmentAmount);
    let currency = row.cell(Column::PresentmentCurrency);
    if value.text.is_empty() && currency.text.is_empty() {
        return Ok(None);
    }
    let money = value.money(currency.currency(met)?)?;
    if money.currency() == amount.currency() {
        return Ok(None);
    }
    if amount.is_zero() || money.is_negative() == amount.is_negative() {
        return Ok(Some(money));
    }
    let other = money.checked_neg();
    other.map(Some).map_err(|error| value.issue(Code::InvalidValue, error.to_string()))
}
