//! From totals to lines, entries and proof. What is posted is what should stand less what stands:
//! so a first entry, one that amends, and one that takes back are one formula.

use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Family, Issued, Line, LineKey, Part, Payout, PayoutStatus, Posted};
use crate::domain::time::{Date, Month};
use crate::policy::{Policy, UnknownRows};

use super::certificate::Certificate;
use super::entries::{Entry, entries};
use super::rows::RowError;
use super::totals::Totals;

/// Whether a payout is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posting {
    /// Its entries are to be posted.
    Post,
    /// What should stand does stand.
    Nothing,
    /// It is not paid yet.
    Waits,
    /// A person must look at it first.
    Held,
}

/// Why a payout is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Its rows are not the payout.
    Residue,
    /// It has rows that nobody can place.
    Rows,
    /// Its status is a word we do not know.
    Status,
    /// It does not say when it was issued.
    Date,
}

/// What becomes of a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concluded {
    /// Whether it is posted.
    pub posting: Posting,
    /// Why not.
    pub holds: Vec<Hold>,
    /// The day it was issued, on the shop's calendar.
    pub on: Option<Date>,
    /// All lines that should stand.
    pub lines: Vec<Line>,
    /// Those to be posted now.
    pub change: Vec<Line>,
    /// The entries that do.
    pub entries: Vec<Entry>,
    /// The proof.
    pub certificate: Certificate,
}

/// What becomes of a payout whose rows come to `totals`.
///
/// # Errors
/// [`RowError`].
pub fn conclude(
    payout: &Payout,
    totals: &Totals,
    posted: Option<&Posted>,
    policy: &Policy,
) -> Result<Concluded, RowError> {
    let certificate = Certificate::of(payout, totals)?;
    let on = match payout.issued {
        None => None,
        Some(Issued::On(day)) => Some(day),
        Some(Issued::At(at)) => Some(policy.zone.business_day(at).map_err(RowError::Zone)?),
    };
    let came_back = matches!(payout.status, PayoutStatus::Failed | PayoutStatus::Canceled);
    let empty = totals.rows == 0 && came_back;
    let mut holds = Vec::new();
    if !certificate.ties() && !empty {
        holds.push(Hold::Residue);
    }
    let unplaced = totals.quarantined > 0 && policy.payouts.unknown == UnknownRows::Hold;
    if unplaced || totals.rejected > 0 {
        holds.push(Hold::Rows);
    }
    if matches!(payout.status, PayoutStatus::Other(_)) {
        holds.push(Hold::Status);
    }
    if on.is_none() {
        holds.push(Hold::Date);
    }
    let mut lines: Vec<Line> = Vec::new();
    if !empty {
        let own = totals.lines.iter().filter(|(_, amount)| !amount.is_zero());
        lines.extend(own.map(|(key, amount)| Line { key: key.clone(), amount: *amount }));
        lines.extend(last_line(payout, on, totals, &certificate.sum, came_back)?);
    }
    let change = less(&lines, posted.map(|own| own.lines.as_slice()).unwrap_or_default())?;
    let mut posting = match payout.status {
        _ if !holds.is_empty() => Posting::Held,
        PayoutStatus::Scheduled | PayoutStatus::InTransit => Posting::Waits,
        _ if change.is_empty() => Posting::Nothing,
        _ => Posting::Post,
    };
    let mut made = Vec::new();
    if let (Posting::Post, Some(on)) = (posting, on) {
        let times = posted.map_or(0, |own| own.times);
        made = entries(payout, on, times, &change, policy)?;
        // Between parts that stand on one account nothing is posted.
        if made.is_empty() {
            posting = Posting::Nothing;
        }
    }
    Ok(Concluded { posting, holds, on, lines, change, entries: made, certificate })
}

/// What went to the bank, or what came back from it.
fn last_line(
    payout: &Payout,
    on: Option<Date>,
    totals: &Totals,
    sum: &Money,
    came_back: bool,
) -> Result<Option<Line>, MoneyError> {
    let month = match on {
        Some(day) => Some(Month::of(day)),
        None => totals.families.last().map(|own| own.month),
    };
    let Some(month) = month.filter(|_| !sum.is_zero()) else { return Ok(None) };
    let (family, part) =
        if came_back { (Family::BalanceMove, Part::Returned) } else { (Family::Net, Part::Bank) };
    let detail = if came_back { payout.id.to_string() } else { String::new() };
    let key = LineKey { month, family, part, detail, channel: String::new() };
    Ok(Some(Line { key, amount: sum.checked_neg()? }))
}

/// What should stand less what stands, without what comes to nothing.
fn less(lines: &[Line], stands: &[Line]) -> Result<Vec<Line>, MoneyError> {
    let mut change: Vec<Line> = lines.to_vec();
    for own in stands {
        match change.iter_mut().find(|line| line.key == own.key) {
            Some(line) => line.amount.subtract(&own.amount)?,
            None => {
                change.push(Line { key: own.key.clone(), amount: own.amount.checked_neg()? });
            }
        }
    }
    change.retain(|line| !line.amount.is_zero());
    change.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(change)
}
