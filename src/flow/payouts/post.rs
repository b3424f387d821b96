//! The entries of a payout are kept for whoever keeps the books, and its summary is recorded in
//! Lightspeed: each once, together with what was posted.

use serde::Serialize;

use super::read::Over;
use super::record::{Made, record};
use super::rows::{LineRow, OPEN, PostedRow};
use super::{put, seen};
use crate::contract::store::Row;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{Payout, Posted};
use crate::domain::time::Timestamp;
use crate::flow::Tenant;
use crate::flow::finish::{Finish, Stop};
use crate::flow::journal::Journal;
use crate::flow::rows::{PAYOUTS, VERSION};
use crate::report::journal::{self, QuickBooksJournal, XeroJournal};
use crate::rules::payouts::{Concluded, Entry, Posting};

/// An entry, in every form that books take it in.
#[derive(Serialize)]
struct EntryRow {
    v: u32,
    payout: PayoutId,
    at: Timestamp,
    journal: journal::Journal,
    csv: String,
    xero: XeroJournal,
    quickbooks: QuickBooksJournal,
}

pub(super) async fn post(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    own: Over<'_>,
    concluded: &Concluded,
    mut end: Finish,
) -> Result<Finish, Stop> {
    let Over { payout, mut row, before, .. } = own;
    let mut records = row.posted.as_ref().map(|row| row.records.clone()).unwrap_or_default();
    let mut times = row.posted.as_ref().map_or(0, |row| row.times);
    if concluded.posting == Posting::Post {
        let written = record(journal, tenant, &payout, concluded, times).await?;
        end.exceptions.extend(written.exceptions);
        end.commit.extend(written.way);
        match written.made {
            Made::Stands(id) => records.push(id),
            // What would have been made is told by the journal.
            Made::Nothing => {}
        }
        times = times.saturating_add(1);
    }
    for entry in &concluded.entries {
        let kept = entry_row(&payout, entry, journal.now());
        end.commit.push(Row::put(PAYOUTS, format!("entry/{}", entry.reference), &kept));
    }
    let lines = concluded.lines.iter().map(|line| LineRow::of(&line.key, &line.amount)).collect();
    let at = match (&row.posted, concluded.posting) {
        (Some(before), Posting::Nothing) => before.at,
        _ => journal.now(),
    };
    row.posted = Some(PostedRow { times, seen: seen(&payout), at, lines, records });
    end.commit.push(put(&payout.id.to_string(), &row, before));
    end.commit.push(Row::delete(PAYOUTS, format!("{OPEN}{}", payout.id)));
    Ok(end)
}

fn entry_row(payout: &Payout, entry: &Entry, at: Timestamp) -> EntryRow {
    let neutral = entry.journal();
    EntryRow {
        v: VERSION,
        payout: payout.id,
        at,
        csv: journal::csv(std::slice::from_ref(&neutral)),
        xero: neutral.xero(),
        quickbooks: neutral.quickbooks(),
        journal: neutral,
    }
}

impl PostedRow {
    /// What was posted, unless a later module wrote words that are none of ours.
    pub(super) fn posted(&self, payout: &Payout) -> Result<Posted, ()> {
        let lines = self.lines.iter().map(|row| row.line(payout.currency));
        let lines = lines.collect::<Option<Vec<_>>>().ok_or(())?;
        Ok(Posted { payout: payout.id, times: self.times, lines })
    }
}
