//! Payouts with their rows, whole: what `totals` and `conclude` make of each, row by row compared
//! with Lightspeed, and what stands over all of them.

use std::cmp::Ordering;

use crate::domain::currency::Currency;
use crate::domain::ids::shopify::PayoutId;
use crate::domain::money::MoneyError;
use crate::domain::payout::{
    BalanceTransaction, BankLine, Movement, OrderMoney, Payout, Posted, Recorded, ReportLine,
};
use crate::domain::sorting::sorted;
use crate::policy::Policy;

use super::bank::{BankMatch, Expected, match_bank};
use super::conclude::{Concluded, conclude};
use super::ledgers::{LedgerRoll, Opening, roll};
use super::months::{MonthReport, months};
use super::reconcile::{Known, Standing};
use super::rows::{Oddity, RowError, Rows, Taken};
use super::totals::Totals;

/// What there is to go by.
pub struct Inputs<'a> {
    /// The payouts.
    pub payouts: &'a [Payout],
    /// Their balance transactions, and such as wait for a payout.
    pub rows: &'a [BalanceTransaction],
    /// What orders are made of, where that is known.
    pub orders: &'a [OrderMoney],
    /// The payments and refunds that Lightspeed has. Without them nothing is compared.
    pub recorded: Option<&'a [Recorded]>,
    /// What was posted before.
    pub posted: &'a [Posted],
    /// What the bank moved. Without them nothing is matched.
    pub bank: Option<&'a [BankLine]>,
    /// What accounts stood at.
    pub openings: &'a [Opening],
    /// What moved them besides.
    pub movements: &'a [Movement],
    /// What the provider's own report says.
    pub report: &'a [ReportLine],
    /// Whether lines are kept apart by sales channel.
    pub by_channel: bool,
}

/// A row that was compared, or that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled<'a> {
    /// Its place among the rows.
    pub row: usize,
    /// How it stands to Lightspeed.
    pub standing: Option<Standing<'a>>,
    /// What is odd about it.
    pub oddity: Option<Oddity>,
}

/// A row that is not added to anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It belongs to a payout that was not handed over.
    Elsewhere,
    /// It has another currency than its payout.
    Currency,
    /// Another row has its id, or is word for word the same without one.
    Twice,
}

/// One payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary<'a> {
    /// The payout.
    pub payout: &'a Payout,
    /// What its rows come to.
    pub totals: Totals,
    /// What becomes of it.
    pub concluded: Concluded,
    /// Its rows.
    pub rows: Vec<Reconciled<'a>>,
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summarised<'a> {
    /// Payout by payout, in the order given.
    pub summaries: Vec<Summary<'a>>,
    /// Rows that were added to nothing.
    pub rejected: Vec<(usize, Rejected)>,
    /// How many rows wait for a payout.
    pub waiting: u32,
    /// Accounts carried forward, by currency.
    pub ledgers: Vec<LedgerRoll>,
    /// Months, by currency.
    pub months: Vec<MonthReport>,
    /// How payouts stand to the bank.
    pub bank: Vec<BankMatch<'a>>,
}

/// A row that cannot be added at all, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Its place among the rows; none where it is a payout.
    pub row: Option<usize>,
    /// Why.
    pub error: RowError,
}

impl From<MoneyError> for Unfit {
    fn from(error: MoneyError) -> Self {
        Self { row: None, error: RowError::Money(error) }
    }
}

/// Summarises payouts.
///
/// # Errors
/// [`Unfit`].
pub fn summarise<'a>(inputs: &Inputs<'a>, policy: &'a Policy) -> Result<Summarised<'a>, Unfit> {
    let known = Known::new(inputs.recorded, inputs.orders, policy.go_live);
    let mut rows = Rows::new(known, &policy.zone, inputs.by_channel);
    let index =
        sorted(inputs.payouts.iter().enumerate().collect(), |one, other| one.1.id.cmp(&other.1.id));
    let mut open: Vec<(Totals, Vec<Reconciled<'a>>)> =
        inputs.payouts.iter().map(|own| (Totals::new(own.currency), Vec::new())).collect();
    let mut waiting: Vec<Totals> = Vec::new();
    let mut rejected: Vec<(usize, Rejected)> = Vec::new();
    let mut last: Option<&BalanceTransaction> = None;
    for place in in_order(inputs.rows) {
        let Some(row) = inputs.rows.get(place) else { continue };
        let same = last.is_some_and(|own| own.id == row.id && (own.id.is_some() || own == row));
        let again = last.filter(|_| same);
        last = Some(row);
        let fit = |error| Unfit { row: Some(place), error };
        let Some(payout) = row.payout else {
            if let Some(own) = again {
                if own != row || row.id.is_none() {
                    rejected.push((place, Rejected::Twice));
                }
                continue;
            }
            let currency = row.net.currency();
            if !waiting.iter().any(|own| own.currency == currency) {
                waiting.push(Totals::new(currency));
            }
            if let Some(totals) = waiting.iter_mut().find(|own| own.currency == currency) {
                rows.take(totals, row).map_err(fit)?;
            }
            continue;
        };
        let Some((totals, list)) = find(&index, payout).and_then(|place| open.get_mut(place))
        else {
            rejected.push((place, Rejected::Elsewhere));
            continue;
        };
        if row.net.currency() != totals.currency {
            totals.rejected = totals.rejected.saturating_add(1);
            rejected.push((place, Rejected::Currency));
            continue;
        }
        if let Some(own) = again {
            // The same row again changes nothing; another row of that id leaves open which holds.
            if own == row && row.id.is_some() {
                totals.excluded.twice = totals.excluded.twice.saturating_add(1);
            } else {
                totals.rejected = totals.rejected.saturating_add(1);
                rejected.push((place, Rejected::Twice));
            }
            continue;
        }
        let Taken { oddity, standing } = rows.take(totals, row).map_err(fit)?;
        if standing.is_some() || oddity.is_some() {
            list.push(Reconciled { row: place, standing, oddity });
        }
    }
    let mut summaries = Vec::with_capacity(open.len());
    for (payout, (totals, rows)) in inputs.payouts.iter().zip(open) {
        let posted = inputs.posted.iter().find(|own| own.payout == payout.id);
        let concluded = conclude(payout, &totals, posted, policy)
            .map_err(|error| Unfit { row: None, error })?;
        summaries.push(Summary { payout, totals, concluded, rows });
    }
    over_all(inputs, summaries, rejected, &waiting)
}

/// What stands over all payouts.
fn over_all<'a>(
    inputs: &Inputs<'a>,
    summaries: Vec<Summary<'a>>,
    rejected: Vec<(usize, Rejected)>,
    waiting: &[Totals],
) -> Result<Summarised<'a>, Unfit> {
    let mut currencies: Vec<Currency> = inputs.payouts.iter().map(|own| own.currency).collect();
    currencies.extend(waiting.iter().map(|own| own.currency));
    currencies.extend(inputs.openings.iter().map(|own| own.amount.currency()));
    currencies.extend(inputs.movements.iter().map(|own| own.amount.currency()));
    let mut seen: Vec<Currency> = Vec::new();
    currencies.retain(|own| {
        let first = !seen.contains(own);
        seen.push(*own);
        first
    });
    let (mut ledgers, mut by_month) = (Vec::new(), Vec::new());
    for currency in currencies {
        let paid = || summaries.iter().map(|own| &own.totals);
        ledgers.extend(roll(currency, paid(), inputs.openings, inputs.movements)?);
        let none = Totals::new(currency);
        let waits = waiting.iter().find(|own| own.currency == currency).unwrap_or(&none);
        by_month.push(months(currency, paid(), waits, inputs.report)?);
    }
    let mut bank = Vec::new();
    if let Some(lines) = inputs.bank {
        let expected = summaries.iter().filter_map(|own| {
            let certificate = &own.concluded.certificate;
            Some(Expected {
                payout: own.payout.id,
                on: own.concluded.on?,
                net: certificate.stated.unwrap_or(certificate.sum),
                trace: own.payout.trace.as_deref(),
            })
        });
        bank = match_bank(&expected.collect::<Vec<_>>(), lines)?;
    }
    let waiting = waiting.iter().map(|own| own.rows).fold(0, u32::saturating_add);
    Ok(Summarised { summaries, rejected, waiting, ledgers, months: by_month, bank })
}

/// The places of the rows in an order that does not depend on the one they came in.
fn in_order(rows: &[BalanceTransaction]) -> Vec<usize> {
    let compare = |one: usize, other: usize| match (rows.get(one), rows.get(other)) {
        (Some(one), Some(other)) => order(one, other),
        _ => Ordering::Equal,
    };
    let places: Vec<usize> = (0..rows.len()).collect();
    if places.is_sorted_by(|one, other| compare(*one, *other) != Ordering::Greater) {
        return places;
    }
    sorted(places, |one, other| compare(*one, *other))
}

fn order(one: &BalanceTransaction, other: &BalanceTransaction) -> Ordering {
    match one.id.cmp(&other.id) {
        Ordering::Equal => order_of_same(one, other),
        ids => ids,
    }
}

#[cold]
fn order_of_same(one: &BalanceTransaction, other: &BalanceTransaction) -> Ordering {
    if one == other {
        return Ordering::Equal;
    }
    // Without ids, or with one id for two rows: by all that they say.
    let key = |own: &BalanceTransaction| {
        (
            own.at,
            own.named.clone(),
            own.order_name.clone(),
            own.order,
            own.transaction,
            own.payout,
            [own.amount.amount(), own.fee.amount(), own.net.amount()],
        )
    };
    key(one).cmp(&key(other))
}

fn find(index: &[(usize, &Payout)], payout: PayoutId) -> Option<usize> {
    let place = index.binary_search_by(|(_, own)| own.id.cmp(&payout)).ok()?;
    index.get(place).map(|(place, _)| *place)
}
