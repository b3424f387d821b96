//! A page of a payout's rows, added to what the pages before it came to.

use crate::domain::ids::shopify::TransactionId;
use crate::domain::payout::{BalanceTransaction, Recorded};
use crate::policy::Policy;

use super::reconcile::Known;
use super::rows::{Rows, Taken};
use super::summarise::{Reconciled, Rejected, Unfit};
use super::totals::Totals;

/// What became of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paged<'a> {
    /// Rows that were compared, or that a person must look at.
    pub rows: Vec<Reconciled<'a>>,
    /// Rows that were added to nothing.
    pub rejected: Vec<(usize, Rejected)>,
}

/// Adds a page of rows of one payout, each of which comes once. `held` are the payments and refunds
/// that a row of another page or payout holds.
///
/// # Errors
/// [`Unfit`].
pub fn page<'a>(
    totals: &mut Totals,
    rows: &[BalanceTransaction],
    recorded: &'a [Recorded],
    held: &[TransactionId],
    policy: &'a Policy,
) -> Result<Paged<'a>, Unfit> {
    let mut known = Known::new(Some(recorded), &[], policy.go_live);
    known.held(held);
    let mut taking = Rows::new(known, &policy.zone, false);
    let mut paged = Paged::default();
    for (place, row) in rows.iter().enumerate() {
        if row.net.currency() != totals.currency {
            totals.rejected = totals.rejected.saturating_add(1);
            paged.rejected.push((place, Rejected::Currency));
            continue;
        }
        let taken = taking.take(totals, row);
        let Taken { oddity, standing } =
            taken.map_err(|error| Unfit { row: Some(place), error })?;
        if standing.is_some() || oddity.is_some() {
            paged.rows.push(Reconciled { row: place, standing, oddity });
        }
    }
    Ok(paged)
}
