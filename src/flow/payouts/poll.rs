//! Which payouts there are that nothing, or not all, was made of.

use super::rows::{OPEN, OpenRow, POLL as ROW, PayoutRow, PollRow};
use super::{Asked, POLL, SUBJECT, is_over, kept, no_account, put, seen};
use crate::contract::io::Event;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::Payout;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::journal::Journal;
use crate::flow::rows::{PAYOUTS, VERSION};
use crate::flow::{Tenant, refusal, store};
use crate::report::Code;
use crate::shopify::payouts::requests;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// How much of what was looked at already is looked at again: payouts change after they are issued,
/// and their rows come late.
const OVERLAP_SECONDS: i64 = 7 * DAY_SECONDS;

/// How far back the first look goes, unless the tenant went live later.
const FIRST_SECONDS: i64 = 30 * DAY_SECONDS;

/// How many payouts that are not settled are looked at again by one task.
const MOST_OPEN: u32 = 100;

/// Has each payout read that is new, changed, or not settled: a page of Shopify's list.
///
/// # Errors
/// [`Stop`] when Shopify does not do its part.
pub async fn poll(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    after: Option<&str>,
) -> Result<Finish, Stop> {
    const STEP: &str = "payouts.list";
    let before = kept::<PollRow>(journal, "poll.row", ROW).await?;
    let since = since(journal.now(), before.as_ref().map(|(row, _)| row.until), tenant);
    let request = requests::payouts(Some(since), after, &tenant.policy.shopify_version);
    let (reply, open) = join(journal.read(STEP, request), unsettled(journal, after)).await;
    let (reply, open) = (reply?, open?);
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let page = requests::decode_payouts(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    let page = page.ok_or_else(|| no_account(tenant))?;
    let rows = known(journal, &page.rows).await?;
    let codes: Vec<Code> = refusal::CODES.iter().copied().chain([Code::PayoutNoAccount]).collect();
    let mut end = Finish::with(Vec::new(), SUBJECT, &codes);
    let mut asked: Vec<PayoutId> = Vec::new();
    for payout in &page.rows {
        let row = rows.get(&payout.id.to_string());
        let posted = row.and_then(|row| row.posted.as_ref());
        if posted.is_some_and(|posted| posted.seen == seen(payout)) || !is_over(payout) {
            continue;
        }
        if !open.contains(&payout.id) {
            let own = OpenRow { v: VERSION, since: journal.now() };
            end.commit.push(Row::put(PAYOUTS, format!("{OPEN}{}", payout.id), &own));
        }
        asked.push(payout.id);
    }
    asked.extend(open.iter().filter(|id| !page.rows.iter().any(|own| own.id == **id)));
    // Of one that is not over yet the list says so again.
    end.next.extend(asked.into_iter().map(|payout| Asked::all(payout).event()));
    match page.after {
        Some(after) => end.next.push(Event::scheduled(POLL, Some(after))),
        None => {
            let row = PollRow { v: VERSION, until: journal.now() };
            end.commit.push(put(ROW, &row, before.as_ref().map(|(_, raw)| raw)));
        }
    }
    Ok(end)
}

/// Payouts issued before then are settled, or known not to be.
fn since(now: Timestamp, until: Option<Timestamp>, tenant: Tenant<'_>) -> Timestamp {
    let back = |from: Timestamp, seconds: i64| {
        from.checked_add_seconds(seconds.saturating_neg()).unwrap_or(Timestamp::FIRST)
    };
    match (until, tenant.policy.go_live) {
        (Some(until), _) => back(until, OVERLAP_SECONDS),
        (None, Some(go_live)) => back(now, FIRST_SECONDS).max(go_live),
        (None, None) => back(now, FIRST_SECONDS),
    }
}

/// The payouts that are not settled: asked for with the first page only.
async fn unsettled(journal: &Journal<'_>, after: Option<&str>) -> Result<Vec<PayoutId>, Stop> {
    if after.is_some() {
        return Ok(Vec::new());
    }
    let scan = Scan { prefix: OPEN.to_owned(), after: None, limit: MOST_OPEN };
    let page = store::page::<OpenRow>(journal, "payouts.open", PAYOUTS, scan).await?;
    let id = |key: &str| PayoutId::parse(key.strip_prefix(OPEN)?).ok();
    Ok(page.rows.iter().filter_map(|(key, _)| id(key)).collect())
}

/// What was made of the payouts so far.
async fn known(
    journal: &Journal<'_>,
    payouts: &[Payout],
) -> Result<Table<String, PayoutRow>, Stop> {
    let keys = payouts.iter().map(|payout| payout.id.to_string()).collect();
    let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
    let rows = store::gather::<PayoutRow>(journal, "payouts.rows", PAYOUTS, gather).await?;
    Ok(rows.into_iter().collect())
}
