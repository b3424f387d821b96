//! Which payouts there are that nothing, or not all, was made of.

use super::rows::{OPEN, OpenRow, POLL as ROW, PayoutRow, PollRow};
use super::{Asked, POLL, SUBJECT, held, is_over, kept, no_account, put, seen};
use crate::contract::io::Event;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{Issued, Payout, PayoutStatus};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::finish::{Finish, Stop};
use crate::flow::join::join;
use crate::flow::journal::Journal;
use crate::flow::rows::{PAYOUTS, VERSION};
use crate::flow::{Tenant, refusal, store};
use crate::report::Code;
use crate::shopify::pages::Page;
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
    held(journal, tenant, "payouts/poll").await?;
    let before = kept::<PollRow>(journal, "poll.row", ROW).await?;
    let since = since(journal.now(), before.as_ref().map(|(row, _)| row.until), tenant);
    let listed = listed(journal, tenant, since, after);
    let ((page, open), returned) = {
        let first = join(listed, unsettled(journal, after));
        let ((page, open), returned) = join(first, returned(journal, tenant, after)).await;
        ((page?, open?), returned?)
    };
    let mut payouts = page.rows;
    for payout in returned {
        if !payouts.iter().any(|own| own.id == payout.id) {
            payouts.push(payout);
        }
    }
    let rows = known(journal, &payouts, &open).await?;
    let codes: Vec<Code> =
        refusal::CODES.iter().copied().chain([Code::PayoutNoAccount, Code::ClaimHeld]).collect();
    let mut end = Finish::with(Vec::new(), SUBJECT, &codes);
    let mut asked: Vec<PayoutId> = Vec::new();
    for payout in &payouts {
        let row = rows.get(&payout.id.to_string());
        let posted = row.and_then(|row| row.posted.as_ref());
        let news = posted.is_none_or(|posted| posted.seen != seen(payout));
        // One that came back and was never posted was nobody's.
        let ours = posted.is_some() || since_issued(payout, since);
        if !news || !ours {
            continue;
        }
        if !open.contains(&payout.id) {
            let own = OpenRow { v: VERSION, since: journal.now() };
            end.commit.push(Row::put(PAYOUTS, format!("{OPEN}{}", payout.id), &own));
        }
        // What is not over is not posted.
        if is_over(payout) {
            asked.push(payout.id);
        }
    }
    asked.extend(open.iter().filter(|id| !payouts.iter().any(|own| own.id == **id)));
    asked.retain(|id| !is_under_way(rows.get(&id.to_string()), journal.now()));
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

/// Whether its rows are being read: a large payout takes longer than from one poll to the next.
fn is_under_way(row: Option<&PayoutRow>, now: Timestamp) -> bool {
    row.is_some_and(|row| row.after.is_some() && now.seconds_since(&row.at) < DAY_SECONDS)
}

fn since_issued(payout: &Payout, since: Timestamp) -> bool {
    match payout.issued {
        Some(Issued::At(at)) => at >= since,
        Some(Issued::On(_)) | None => true,
    }
}

/// A page of the payouts issued since then.
async fn listed(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    since: Timestamp,
    after: Option<&str>,
) -> Result<Page<Payout>, Stop> {
    const STEP: &str = "payouts.list";
    let request = requests::payouts(Some(since), after, &tenant.policy.shopify_version);
    let reply = journal.read(STEP, request).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let page = requests::decode_payouts(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    page.ok_or_else(|| no_account(tenant))
}

/// The payouts that came back last, however long ago they were issued: asked for with the first page
/// only.
async fn returned(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    after: Option<&str>,
) -> Result<Vec<Payout>, Stop> {
    let mut found = Vec::new();
    for status in ["failed", "canceled"].into_iter().filter(|_| after.is_none()) {
        let step = format!("payouts.{status}");
        let request = requests::of_status(status, &tenant.policy.shopify_version);
        let reply = journal.read(&step, request).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let page = requests::decode_payouts(reply.body)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        found.extend(page.map(|page| page.rows).unwrap_or_default());
    }
    // The vendor may not know the word.
    found.retain(|payout| matches!(payout.status, PayoutStatus::Failed | PayoutStatus::Canceled));
    Ok(found)
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
    open: &[PayoutId],
) -> Result<Table<String, PayoutRow>, Stop> {
    let mut ids: Vec<PayoutId> = payouts.iter().map(|payout| payout.id).collect();
    ids.extend(open);
    ids.sort_unstable();
    ids.dedup();
    let keys = ids.iter().map(PayoutId::to_string).collect();
    let gather = Gather { keys, prefixes: Vec::new(), limit: 0 };
    let rows = store::gather::<PayoutRow>(journal, "payouts.rows", PAYOUTS, gather).await?;
    Ok(rows.into_iter().collect())
}
