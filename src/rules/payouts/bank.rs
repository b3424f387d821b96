//! Which movement on the bank account a payout is: by its trace id, else the only candidate; never a
//! guess among several.

use crate::domain::ids::shopify::PayoutId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::BankLine;
use crate::domain::time::Date;

/// How many days a payout and its movement may lie apart.
const DAYS: i64 = 10;

/// How a payout stands to the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankStatus {
    /// Trace id and amount are the same.
    Traced,
    /// It is the only movement of that amount, and the movement has no other payout.
    Only,
    /// The trace id is the same, and the amount is not: a bank fee, mostly.
    Differs,
    /// Several movements, or several payouts, are alike.
    Several,
    /// There is none of that amount; some add up to it.
    AddsUp,
    /// There is none.
    Missing,
    /// Nothing moves.
    Nothing,
}

impl BankStatus {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Traced => "traced",
            Self::Only => "only_candidate",
            Self::Differs => "amount_differs",
            Self::Several => "several_candidates",
            Self::AddsUp => "adds_up",
            Self::Missing => "missing",
            Self::Nothing => "nothing_moves",
        }
    }
}

/// A payout as the bank should see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) payout: PayoutId,
    pub(super) on: Date,
    pub(super) net: Money,
    pub(super) trace: Option<&'a str>,
}

/// How a payout stands to the bank, and which movements that is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankMatch<'a> {
    /// The payout.
    pub payout: PayoutId,
    /// How.
    pub status: BankStatus,
    /// The movements: those it is, or those it may be.
    pub lines: Vec<&'a BankLine>,
    /// Payouts that share them.
    pub with: Vec<PayoutId>,
    /// What the bank moved less what was expected.
    pub difference: Option<Money>,
}

/// Matches payouts and movements.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn match_bank<'a>(
    payouts: &[Expected<'_>],
    lines: &'a [BankLine],
) -> Result<Vec<BankMatch<'a>>, MoneyError> {
    let mut matches = Vec::with_capacity(payouts.len());
    for own in payouts {
        let found = match by_trace(own, payouts, lines)? {
            Some(found) => found,
            None => by_amount(own, payouts, lines)?,
        };
        matches.push(found);
    }
    Ok(matches)
}

fn plain<'a>(own: &Expected<'_>, status: BankStatus, lines: Vec<&'a BankLine>) -> BankMatch<'a> {
    BankMatch { payout: own.payout, status, lines, with: Vec::new(), difference: None }
}

/// Everything of one trace id is one transfer, be it several payouts or several movements.
fn by_trace<'a>(
    own: &Expected<'_>,
    payouts: &[Expected<'_>],
    lines: &'a [BankLine],
) -> Result<Option<BankMatch<'a>>, MoneyError> {
    let Some(trace) = own.trace else { return Ok(None) };
    let same = |line: &&BankLine| {
        line.trace.as_deref() == Some(trace) && line.amount.currency() == own.net.currency()
    };
    let found: Vec<&BankLine> = lines.iter().filter(same).collect();
    if found.is_empty() {
        return Ok(None);
    }
    let sharing = payouts
        .iter()
        .filter(|other| other.trace == Some(trace) && other.net.currency() == own.net.currency());
    let sharing: Vec<&Expected<'_>> = sharing.collect();
    let currency = own.net.currency();
    let moved = Money::sum(currency, found.iter().map(|line| line.amount))?;
    let expected = Money::sum(currency, sharing.iter().map(|other| other.net))?;
    let difference = moved.checked_sub(&expected)?;
    let status = if difference.is_zero() { BankStatus::Traced } else { BankStatus::Differs };
    let others = sharing.iter().map(|other| other.payout).filter(|other| *other != own.payout);
    let mut found = plain(own, status, found);
    found.with = others.collect();
    found.difference = (!difference.is_zero()).then_some(difference);
    Ok(Some(found))
}

/// Whether a movement may be the payout: as much, near in time, and neither is known to be another.
fn may_be(own: &Expected<'_>, payouts: &[Expected<'_>], line: &BankLine) -> bool {
    let traced = line.trace.as_deref();
    let anothers = traced.is_some_and(|trace| {
        own.trace.is_some_and(|own| own != trace)
            || payouts.iter().any(|other| other.payout != own.payout && other.trace == Some(trace))
    });
    let apart = line.on.unix_days().saturating_sub(own.on.unix_days()).saturating_abs();
    !anothers && apart <= DAYS && line.amount.currency() == own.net.currency()
}

fn by_amount<'a>(
    own: &Expected<'_>,
    payouts: &[Expected<'_>],
    lines: &'a [BankLine],
) -> Result<BankMatch<'a>, MoneyError> {
    if own.net.is_zero() {
        return Ok(plain(own, BankStatus::Nothing, Vec::new()));
    }
    let near: Vec<&BankLine> = lines.iter().filter(|line| may_be(own, payouts, line)).collect();
    let same: Vec<&BankLine> = near.iter().filter(|line| line.amount == own.net).copied().collect();
    let rivals = payouts.iter().filter(|other| {
        other.payout != own.payout
            && other.net == own.net
            && same.iter().any(|line| may_be(other, payouts, line))
    });
    let rivals: Vec<PayoutId> = rivals.map(|other| other.payout).collect();
    match same.len() {
        0 => adds_up(own, &near),
        1 if rivals.is_empty() => Ok(plain(own, BankStatus::Only, same)),
        _ => {
            let mut found = plain(own, BankStatus::Several, same);
            found.with = rivals;
            Ok(found)
        }
    }
}

/// Two movements that together are the payout are shown to a person, never matched.
fn adds_up<'a>(own: &Expected<'_>, near: &[&'a BankLine]) -> Result<BankMatch<'a>, MoneyError> {
    /// More movements than that around one payout: not a look a person would take either.
    const MOST: usize = 200;
    let near = near.get(..near.len().min(MOST)).unwrap_or_default();
    for (place, one) in near.iter().enumerate() {
        for other in near.iter().skip(place.saturating_add(1)) {
            if one.amount.checked_add(&other.amount)? == own.net {
                return Ok(plain(own, BankStatus::AddsUp, vec![*one, *other]));
            }
        }
    }
    Ok(plain(own, BankStatus::Missing, Vec::new()))
}
