//! The proof that a summary is the payout: what its rows add up to, what the payout says, and what
//! the provider's own summary says.

use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Payout, PayoutStatus, SummaryLine, SummaryPart};

use super::totals::Totals;

/// What the rows add up to, beside what is said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// How many rows count.
    pub rows: u32,
    /// What they leave.
    pub sum: Money,
    /// What the payout says it comes to; exports of rows do not say it.
    pub stated: Option<Money>,
    /// The stated sign was turned: withdrawals are stated without one.
    pub turned: bool,
    /// What the payout says less what its rows leave. Anything but zero, and nothing is posted.
    pub residue: Money,
    /// The provider's own summary beside ours.
    pub theirs: Vec<TheirPart>,
    /// Whether the provider's own summary adds up to the payout, where there is one.
    pub theirs_add_up: Option<bool>,
}

/// A part of the provider's own summary beside what the rows say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TheirPart {
    /// Which.
    pub part: SummaryPart,
    /// Their amount and fee.
    pub theirs: [Money; 2],
    /// Those of the rows.
    pub ours: [Money; 2],
    /// Whether they are the same; the sign of fees is not documented.
    pub agrees: bool,
}

impl Certificate {
    /// # Errors
    /// [`MoneyError`].
    pub(super) fn of(payout: &Payout, totals: &Totals) -> Result<Self, MoneyError> {
        let sum = totals.net()?;
        let mut stated = payout.net;
        let mut turned = false;
        if let Some(net) = stated
            && payout.withdrawal
            && sum.is_negative()
            && net != sum
            && net.checked_neg()? == sum
        {
            stated = Some(sum);
            turned = true;
        }
        // What came back without its rows has nothing to be compared with.
        if totals.rows == 0
            && matches!(payout.status, PayoutStatus::Failed | PayoutStatus::Canceled)
        {
            stated = None;
        }
        let residue = stated.unwrap_or(sum).checked_sub(&sum)?;
        let theirs = compare(&payout.summary, totals)?;
        let theirs_add_up = add_up(payout, stated)?;
        Ok(Self { rows: totals.rows, sum, stated, turned, residue, theirs, theirs_add_up })
    }

    /// Whether the rows are the payout.
    #[must_use]
    pub fn ties(&self) -> bool {
        self.residue.is_zero()
    }
}

fn compare(theirs: &[SummaryLine], totals: &Totals) -> Result<Vec<TheirPart>, MoneyError> {
    let zero = Money::zero(totals.currency);
    let mut parts: Vec<TheirPart> = Vec::new();
    // REST has no group for advances: they stand among the adjustments there.
    let names_advances = theirs.iter().any(|line| line.part == SummaryPart::Advances);
    let part_of = |part| match part {
        SummaryPart::Advances if !names_advances => SummaryPart::Adjustments,
        part => part,
    };
    for line in theirs {
        let mut ours = [zero, zero];
        for own in totals.parts.iter().filter(|own| part_of(own.part) == line.part) {
            ours = [ours[0].checked_add(&own.gross)?, ours[1].checked_add(&own.fee)?];
        }
        let [gross, fee] = ours;
        let agrees = line.gross == gross && (line.fee == fee || line.fee.checked_neg()? == fee);
        let part = TheirPart { part: line.part, theirs: [line.gross, line.fee], ours, agrees };
        parts.push(part);
    }
    // What the rows have and their summary does not name.
    for own in totals.parts.iter().filter(|_| !theirs.is_empty()) {
        let named = theirs.iter().any(|line| line.part == part_of(own.part));
        let moved = !own.gross.is_zero() || !own.fee.is_zero();
        if !named && moved {
            let (theirs, ours) = ([zero, zero], [own.gross, own.fee]);
            parts.push(TheirPart { part: own.part, theirs, ours, agrees: false });
        }
    }
    Ok(parts)
}

/// Fees are taken off, or stated below zero.
fn add_up(payout: &Payout, stated: Option<Money>) -> Result<Option<bool>, MoneyError> {
    let Some(net) = stated.filter(|_| !payout.summary.is_empty()) else { return Ok(None) };
    let gross = Money::sum(payout.currency, payout.summary.iter().map(|own| own.gross))?;
    let fee = Money::sum(payout.currency, payout.summary.iter().map(|own| own.fee))?;
    Ok(Some(gross.checked_sub(&fee)? == net || gross.checked_add(&fee)? == net))
}
