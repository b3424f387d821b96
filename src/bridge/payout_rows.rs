//! The balance transactions of a call, and the payouts they belong to: as given, or as an export
//! names them.

use crate::contract::decisions::RowName;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{BalanceTransaction, Issued, Payout, PayoutStatus};
use crate::domain::time::Date;
use crate::report::{Code, Issue, Json, Node, RawJson};
use crate::shopify::payouts::csv::{CsvRow, each_row};
use crate::shopify::payouts::list::{each_transaction, payouts};

const ROOT: &str = "$.transactions";
/// How long a row is at least, as Shopify writes them: a guess, so that few rows need be moved.
const ROW_BYTES: usize = 384;

/// What was handed over.
pub(super) struct Given {
    pub(super) payouts: Vec<Payout>,
    pub(super) rows: Vec<BalanceTransaction>,
    /// The line of each row, where they come from an export.
    lines: Vec<usize>,
}

impl Given {
    /// # Errors
    /// What is wrong with the payload or the payouts, at its path.
    pub(super) fn read(given: Option<&RawJson>, payload: &[u8]) -> Result<Self, Issue> {
        let payouts = match given {
            Some(given) => payouts(given.as_bytes(), "$.payouts")?,
            None => Vec::new(),
        };
        once(&payouts)?;
        let mut own = Self { payouts, rows: Vec::new(), lines: Vec::new() };
        match payload.trim_ascii_start().first() {
            Some(b'{' | b'[') => own.json(payload, given.is_some())?,
            Some(b'"') => {
                let json = Json::parse(payload).map_err(|issue| issue.below(ROOT))?;
                let text = Node::root(&json, ROOT).text()?;
                own.export(text.as_bytes(), given.is_some())?;
            }
            _ => own.export(payload, given.is_some())?,
        }
        Ok(own)
    }

    fn json(&mut self, payload: &[u8], payouts: bool) -> Result<(), Issue> {
        if !payouts {
            let message = "the payouts of these rows are missing";
            return Err(Issue::new(Code::MissingField, "$.payouts", message).with_hint(
                "Hand over the payouts as Shopify gives them; only exports name their own.",
            ));
        }
        self.rows.reserve(payload.len().wrapping_div(ROW_BYTES));
        let rows = &mut self.rows;
        let listed = each_transaction(payload, ROOT, |_, row| {
            rows.push(row);
            Ok(())
        })?;
        if listed.more {
            let message = "there are more rows than these";
            return Err(Issue::new(Code::InvalidValue, ROOT, message)
                .with_hint("Read all pages, and hand over their rows together."));
        }
        Ok(())
    }

    fn export(&mut self, file: &[u8], given: bool) -> Result<(), Issue> {
        let mut found: Vec<CsvRow> = Vec::new();
        each_row(file, ROOT, |row| {
            found.push(row);
            Ok(())
        })?;
        // Where some rows name their payout, the others wait for one.
        let unnamed = found.iter().all(|own| own.transaction.payout.is_none());
        for mut own in found {
            let line = own.line;
            let at = |message: &str| {
                Issue::new(Code::InvalidValue, format!("{ROOT}[line {line}]"), message)
            };
            let waits = own.payout_status == Some(PayoutStatus::Other("pending".to_owned()));
            if unnamed
                && !waits
                && let Some(date) = own.payout_date
            {
                own.transaction.payout = Some(self.of_date(date).map_err(at)?);
            }
            if !given && let Some(id) = own.transaction.payout {
                self.name(id, &own).map_err(at)?;
            }
            self.rows.push(own.transaction);
            self.lines.push(line);
        }
        Ok(())
    }

    /// Files of an older form name payouts by their day alone.
    fn of_date(&self, date: Date) -> Result<PayoutId, &'static str> {
        let mut same = self.payouts.iter().filter(|own| own.issued == Some(Issued::On(date)));
        match (same.next(), same.next()) {
            (Some(own), None) => Ok(own.id),
            _ => Err(
                "the file has no column `Payout ID`, and not exactly one of the payouts that were handed over is of the row's day: export again, or hand over that payout with the day in the shop's time zone",
            ),
        }
    }

    /// Puts the payout that a row names among those there are.
    fn name(&mut self, id: PayoutId, row: &CsvRow) -> Result<(), &'static str> {
        let (status, issued) = (row.payout_status.clone(), row.payout_date.map(Issued::On));
        let Some(status) = status else {
            return Err("the row names a payout and no `Payout Status`");
        };
        let Some(own) = self.payouts.iter().rev().find(|own| own.id == id) else {
            self.payouts.push(Payout {
                id,
                status,
                issued,
                currency: row.transaction.net.currency(),
                net: None,
                withdrawal: false,
                trace: None,
                summary: Vec::new(),
            });
            return Ok(());
        };
        if own.status != status || own.issued != issued {
            return Err("two rows of one payout name another status or day");
        }
        Ok(())
    }

    /// What a row is called: its number, or its line.
    pub(super) fn name_of(&self, place: usize) -> RowName {
        match (self.rows.get(place).and_then(|row| row.id), self.lines.get(place)) {
            (Some(id), _) => RowName::Id(id),
            (None, Some(line)) => RowName::Line(*line),
            (None, None) => RowName::Place(place),
        }
    }
}

fn once(payouts: &[Payout]) -> Result<(), Issue> {
    let Some(place) = again(payouts.iter().map(|own| own.id)) else { return Ok(()) };
    let id = payouts.get(place).map_or_else(String::new, |own| own.id.to_string());
    let message = format!("payout {id} stands twice");
    Err(Issue::new(Code::InvalidValue, format!("$.payouts[{place}]"), message))
}

/// The first place of a payout that stands before it already.
pub(super) fn again(payouts: impl Iterator<Item = PayoutId>) -> Option<usize> {
    let mut known: Vec<(u64, usize)> =
        payouts.enumerate().map(|(place, own)| (own.number(), place)).collect();
    known.sort_unstable();
    let pairs = known.windows(2).filter_map(|pair| match pair {
        [(one, _), (other, place)] if one == other => Some(*place),
        _ => None,
    });
    pairs.min()
}
