//! A page of a payout's rows is added to what the pages before it came to. After the last page the
//! payout is concluded, or waits until its rows are complete.

use super::post::post;
use super::rows::{CountRow, LooseRow, PaidOutRow, PayoutRow, TotalsRow};
use super::tendered::Held;
use super::{
    Asked, CODES, LOOSE, READ, ROW_CODES, held, kept, no_account, parts, put, seen, tendered,
};
use crate::contract::outcome::Checked;
use crate::contract::store::Row;
use crate::domain::ids::shopify::{BalanceTransactionId, PayoutId};
use crate::domain::payout::{BalanceTransaction, Payout};
use crate::domain::time::{Month, Timestamp};
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::journal::Journal;
use crate::flow::rows::{PAYOUTS, VERSION};
use crate::flow::{Tenant, refusal};
use crate::report::{Code, Exception, Fact, Log, RawJson};
use crate::rules::payouts::{
    Hold, Paged, Posting, Rejected, Status, Totals, Why, conclude, page, raise_payout, raise_rows,
};
use crate::shopify::pages::Page;
use crate::shopify::payouts::requests::{self, One};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Reads the page that `asked` names. While a vendor is out it is tried again: what was read before
/// stands, and no poll asks for a payout that is under way.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn read(journal: &Journal<'_>, tenant: Tenant<'_>, asked: Asked) -> Result<Finish, Stop> {
    match one(journal, tenant, asked).await {
        Err(stop) => parts::stopped(journal, stop, asked.event(), parts::is_out),
        end => end,
    }
}

async fn one(journal: &Journal<'_>, tenant: Tenant<'_>, asked: Asked) -> Result<Finish, Stop> {
    let key = asked.payout.to_string();
    // One for all payouts: of two that hold the same payment the second one has to see the first.
    held(journal, tenant, READ).await?;
    let before = kept::<PayoutRow>(journal, "payout.row", &key).await?;
    let stands = before.as_ref().map(|(row, _)| row);
    // The task came twice, another reading has begun, or this one is over.
    let goes_on = stands.filter(|row| row.after.is_some()).map(|row| (row.run, row.page));
    if asked.at.is_some() && goes_on != asked.at {
        return Ok(Finish::default());
    }
    let begun = stands.filter(|_| asked.at.is_some());
    let after = begun.and_then(|row| row.after.as_deref());
    let (payout, rows) = fetch(journal, tenant, asked, after).await?;
    let recorded = tendered::recorded(journal, tenant, &rows.rows);
    let (recorded, held) = join(recorded, tendered::held(journal, &rows.rows)).await;
    let (recorded, held) = (recorded?, held?);
    let mut totals = match begun {
        Some(row) => row.totals.totals().ok_or_else(|| newer(journal))?,
        None => Totals::new(payout.currency),
    };
    let last = begun.and_then(|row| row.last.as_deref());
    let fresh = ascending(journal, rows.rows, last)?;
    let elsewhere = held.elsewhere(asked.payout, &fresh);
    let paged =
        page(&mut totals, &fresh, &recorded, &elsewhere, tenant.policy).map_err(|unfit| {
            let row = unfit.row.and_then(|place| fresh.get(place)).and_then(|row| row.id);
            Exception::new(Code::VendorUnreadable, journal.subject())
                .with("row", row.map_or(Fact::Nothing, Fact::text))
                .with("issue", Fact::text(unfit.error))
        })?;
    let (run, number) = match (begun, stands) {
        (Some(row), _) => (row.run, row.page),
        (None, row) => (row.map_or(1, |row| row.run.saturating_add(1)), 0),
    };
    let mut end = Finish::default();
    said(&asked, number, &paged, &fresh, &mut end);
    end.commit.extend(settled(asked.payout, &paged, &fresh, &held, tenant));
    let own = fresh.last().and_then(|row| row.id).map(|id| id.to_string());
    let row = PayoutRow {
        v: VERSION,
        run,
        page: number.saturating_add(1),
        after: rows.after.clone(),
        last: own.or_else(|| last.map(str::to_owned)),
        seen: seen(&payout),
        at: journal.now(),
        totals: TotalsRow::from(&totals),
        counts: counts(begun.map(|row| row.counts.clone()).unwrap_or_default(), &paged, &fresh),
        posted: stands.and_then(|row| row.posted.clone()),
    };
    let raw = before.as_ref().map(|(_, raw)| raw);
    if rows.after.is_some() {
        end.next.push(Asked { payout: asked.payout, at: Some((run, row.page)) }.event());
        end.commit.push(put(&key, &row, raw));
        return Ok(end);
    }
    over(journal, tenant, Over { payout, totals, row, before: raw }, end).await
}

/// All rows of a payout were read.
pub(super) struct Over<'a> {
    pub(super) payout: Payout,
    pub(super) totals: Totals,
    pub(super) row: PayoutRow,
    pub(super) before: Option<&'a RawJson>,
}

async fn over(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    own: Over<'_>,
    mut end: Finish,
) -> Result<Finish, Stop> {
    let (payout, policy) = (&own.payout, tenant.policy);
    let posted = own.row.posted.as_ref().map(|row| row.posted(payout)).transpose();
    let posted = posted.map_err(|()| newer(journal))?;
    let concluded = conclude(payout, &own.totals, posted.as_ref(), policy)
        .map_err(|error| unfit(journal, &error))?;
    let subject = Asked::all(payout.id).subject();
    end.checked.push(Checked { subject, codes: CODES.to_vec() });
    let waits = concluded.holds == [Hold::Residue] && is_young(journal.now(), payout, tenant);
    // Each poll has it read again, as long as it is not settled.
    if !waits {
        let mut log = Log::default();
        raise_payout(payout, &concluded, &mut log);
        end.exceptions.extend(log.exceptions);
    }
    match concluded.posting {
        Posting::Post | Posting::Nothing => post(journal, tenant, own, &concluded, end).await,
        Posting::Waits | Posting::Held => {
            end.commit.push(put(&payout.id.to_string(), &own.row, own.before));
            Ok(end)
        }
    }
}

/// Rows of a payout may come some days after it.
fn is_young(now: Timestamp, payout: &Payout, tenant: Tenant<'_>) -> bool {
    use crate::domain::payout::Issued;
    let issued = match payout.issued {
        Some(Issued::At(at)) => at,
        Some(Issued::On(day)) => match tenant.policy.zone.day_start(day) {
            Ok(at) => at,
            Err(_) => return false,
        },
        None => return false,
    };
    now.seconds_since(&issued) < tenant.policy.payouts.wait_days.saturating_mul(DAY_SECONDS)
}

/// The payout as it is now, and a page of its rows.
async fn fetch(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: Asked,
    after: Option<&str>,
) -> Result<(Payout, Page<BalanceTransaction>), Stop> {
    const PAYOUT: &str = "payout";
    const ROWS: &str = "payout.rows";
    let version = &tenant.policy.shopify_version;
    let payout = journal.read(PAYOUT, requests::payout(asked.payout, version));
    let rows = journal.read(ROWS, requests::transactions(asked.payout, after, version));
    let (payout, rows) = join(payout, rows).await;
    let (payout, rows) = (payout?, rows?);
    for (step, reply) in [(PAYOUT, &payout), (ROWS, &rows)] {
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, step, reply));
        }
    }
    let payout = match requests::decode_payout(payout.body) {
        Err(issue) => return Err(refusal::unreadable(journal, PAYOUT, &issue)),
        Ok(One::NoAccount) => return Err(no_account(tenant)),
        Ok(One::Gone) => {
            return Err(Exception::new(Code::PayoutStatusUnknown, journal.subject())
                .with("status", "gone")
                .into());
        }
        Ok(One::There(payout)) => *payout,
    };
    let rows = requests::decode_transactions(rows.body, asked.payout)
        .map_err(|issue| refusal::unreadable(journal, ROWS, &issue))?;
    Ok((payout, rows.ok_or_else(|| no_account(tenant))?))
}

/// The rows in the order of their numbers, each once: a list that is read while rows are added to
/// it may show one again, and never one that was passed.
fn ascending(
    journal: &Journal<'_>,
    rows: Vec<BalanceTransaction>,
    last: Option<&str>,
) -> Result<Vec<BalanceTransaction>, Stop> {
    let mut last = last.and_then(|last| BalanceTransactionId::parse(last).ok());
    let mut fresh = Vec::with_capacity(rows.len());
    let mut highest = last;
    for row in rows {
        let disordered = row.id.is_none() || row.id < highest && row.id > last;
        if disordered {
            return Err(Exception::new(Code::VendorUnreadable, journal.subject())
                .with("step", "payout.rows")
                .with("issue", "the rows are not in the order that was asked for")
                .about("order")
                .into());
        }
        highest = highest.max(row.id);
        if row.id > last {
            last = row.id;
            fresh.push(row);
        }
    }
    Ok(fresh)
}

/// What a person must look at of the rows: about the page, so that another page's next reading does
/// not close it.
fn said(
    asked: &Asked,
    page: u32,
    paged: &Paged<'_>,
    rows: &[BalanceTransaction],
    end: &mut Finish,
) {
    let subject = format!("{}/rows/{page}", asked.subject());
    let name = |place: usize| {
        rows.get(place).and_then(|row| row.id).map_or_else(String::new, |id| id.to_string())
    };
    let mut log = Log::default();
    raise_rows(&subject, &paged.rows, rows, &name, &mut log);
    for (place, _) in paged.rejected.iter().filter(|(_, why)| *why == Rejected::Currency) {
        let name = name(*place);
        let exception = Exception::new(Code::PayoutRowCurrency, &subject);
        log.raise(exception.with("row", name.as_str()).about(&name));
    }
    end.exceptions.extend(log.exceptions);
    end.checked.push(Checked { subject, codes: ROW_CODES.to_vec() });
}

/// Which payments the payout holds, and what of it no tender stands for: the proof of the clearing
/// account rests on both.
fn settled(
    payout: PayoutId,
    paged: &Paged<'_>,
    rows: &[BalanceTransaction],
    held: &Held,
    tenant: Tenant<'_>,
) -> Vec<Row> {
    let mut settled = Vec::new();
    for own in &paged.rows {
        let (Some(standing), Some(row)) = (&own.standing, rows.get(own.row)) else { continue };
        let (Some(id), true) = (row.id, row.amount.currency() == tenant.policy.currency) else {
            continue;
        };
        let key = format!("{LOOSE}{id}");
        let loose = match standing.status {
            Status::Matched | Status::Uncompared | Status::OtherCurrency => None,
            Status::AmountDiffers if standing.why == Some(Why::Exchange) => None,
            Status::AmountDiffers => standing.difference,
            Status::SaleMissing | Status::RefundPending => Some(row.amount),
            // What stands in suspense, or on another account, is not on this one.
            _ => continue,
        };
        let day = tenant.policy.zone.business_day(row.at);
        settled.push(match (loose, day) {
            (Some(amount), Ok(day)) => {
                let (month, amount) = (Month::of(day), amount.written());
                let why = standing.status.word().to_owned();
                Row::put(PAYOUTS, key, &LooseRow { v: VERSION, payout, month, amount, why })
            }
            _ => Row::delete(PAYOUTS, key),
        });
        if let (Some(transaction), true) = (row.transaction, standing.by_transaction) {
            settled
                .extend(held.put(transaction, &PaidOutRow { v: VERSION, payout, row: Some(id) }));
        }
    }
    settled
}

fn counts(
    mut counts: Vec<CountRow>,
    paged: &Paged<'_>,
    rows: &[BalanceTransaction],
) -> Vec<CountRow> {
    for own in &paged.rows {
        let Some(standing) = &own.standing else { continue };
        let Some(row) = rows.get(own.row) else { continue };
        let word = standing.status.word();
        let amount = row.amount;
        match counts.iter_mut().find(|own| own.status == word) {
            Some(own) => {
                own.rows = own.rows.saturating_add(1);
                let before = crate::domain::money::Money::new(own.amount.0, amount.currency());
                own.amount = before.checked_add(&amount).unwrap_or(before).written();
            }
            None => {
                let (status, amount) = (word.to_owned(), amount.written());
                counts.push(CountRow { status, rows: 1, amount });
            }
        }
    }
    counts
}

pub(super) fn unfit(journal: &Journal<'_>, error: &dyn std::fmt::Display) -> Stop {
    Exception::new(Code::VendorUnreadable, journal.subject())
        .with("issue", Fact::text(error))
        .about("conclude")
        .into()
}

/// The store holds what a later module wrote.
pub(super) fn newer(journal: &Journal<'_>) -> Stop {
    Exception::new(Code::StoreFailed, journal.subject())
        .with("issue", "the row was written by a later version")
        .into()
}
