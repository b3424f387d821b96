//! Which of Shopify's orders have changed that nobody here has heard of. Before a quantity rises, the
//! units that they took must be known; and whatever is published without asking has them looked for
//! soon after, for an order may be placed and sent before its webhook comes, if it comes at all.

use serde::Serialize;

use super::super::finish::{Finish, Stop};
use super::super::journal::Journal;
use super::super::rows::{IN_FLIGHT, SEEN, STOCK, VERSION};
use super::super::{Tenant, open_orders, refusal, store};
use super::kept::Kept;
use crate::contract::io::Event;
use crate::contract::store::{Gather, Picture, Row, Then};
use crate::domain::ids::shopify::OrderId;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};
use crate::shopify::changed_orders::{self, Changed};

/// The topic of it; `cursor` is where it goes on.
pub const CHANGED: &str = "orders/changed";

/// How much of what was read already is read again: what is listed late is not missed.
const OVERLAP_SECONDS: i64 = 120;

/// How far back the first look goes.
const FIRST_SECONDS: i64 = 3_600;

/// How often what is published has Shopify's orders looked through: a busy shop does not have it
/// done for each sale, and an order that nobody told of is not hidden longer than that.
const SWEEP_SECONDS: i64 = 15;

/// How long an order that was asked for is waited for before it is asked for again.
const AGAIN_SECONDS: i64 = 600;

/// How many pages one task reads.
const PAGES: usize = 3;

/// A row of [`SEEN`]: how new the newest is that was seen of an order, or that was asked for.
#[derive(Serialize)]
struct SeenRow {
    v: u32,
    updated_at: Timestamp,
    /// When it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
}

/// Orders that changed, the oldest change first.
pub(super) struct Listed {
    orders: Vec<Changed>,
    since: Timestamp,
    /// Where the rest begins, if there is more.
    after: Option<String>,
}

/// What a raise was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Swept {
    /// Whether every change that Shopify told of is known.
    pub(super) complete: bool,
    /// How far orders are known now.
    pub(super) until: Option<Row>,
}

/// Asks Shopify which orders changed since they were all known.
///
/// # Errors
/// [`Stop`] when Shopify does not do its part.
pub(super) async fn changed(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    known: Option<Timestamp>,
) -> Result<Listed, Stop> {
    let (from, seconds) = match known {
        Some(until) => (until, OVERLAP_SECONDS),
        None => (journal.now(), FIRST_SECONDS),
    };
    let since = from.checked_add_seconds(seconds.saturating_neg()).unwrap_or(from);
    list(journal, tenant, since, None).await
}

async fn list(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    since: Timestamp,
    mut after: Option<String>,
) -> Result<Listed, Stop> {
    let mut orders = Vec::new();
    for page in 0..PAGES {
        let step = format!("stock.orders.{page}");
        let query = changed_orders::query(since, after.as_deref(), &tenant.policy.shopify_version);
        let reply = journal.read(&step, query).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let page = changed_orders::decode(reply.body)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        orders.extend(page.rows);
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    Ok(Listed { orders, since, after })
}

/// Which of them are known as they are now, and then the rows in flight below `prefixes`: what is
/// known by now is in these. The other way round, a task that ends between the two would leave
/// neither its rows nor a doubt.
///
/// # Errors
/// [`Stop`] when the store does not answer.
pub(super) async fn known<T: FromJson>(
    journal: &Journal<'_>,
    listed: &Listed,
    (prefixes, limit): (Vec<String>, u32),
) -> Result<(Swept, Vec<(String, T)>), Stop> {
    let rows = Then { table: IN_FLIGHT.to_owned(), prefixes, limit, ..Then::default() };
    let body = Picture {
        keys: listed.orders.iter().map(|own| key(own.order)).collect(),
        then: vec![rows],
        ..Picture::default()
    };
    let mut picture = store::picture(journal, "stock.rows", SEEN, body).await?;
    let seen: Table<String, SeenRow> = picture.part(journal)?.into_iter().collect();
    let unknown = listed.orders.iter().position(|own| !is_known(&seen, own));
    let complete = unknown.is_none() && listed.after.is_none();
    let known = listed.orders.get(..unknown.unwrap_or(listed.orders.len()));
    let until = known.and_then(<[Changed]>::last).map(|own| Kept::until(own.updated_at));
    Ok((Swept { complete, until }, picture.part(journal)?))
}

fn is_known(seen: &Table<String, SeenRow>, own: &Changed) -> bool {
    seen.get(key(own.order).as_str()).is_some_and(|row| row.updated_at >= own.updated_at)
}

fn key(order: OrderId) -> String {
    format!("order/{order}")
}

/// Has Shopify's orders looked through soon, unless that is about to happen: whatever was read until
/// now was read before it. Returns when.
pub(super) fn soon(journal: &Journal<'_>, kept: &Kept, end: &mut Finish) -> Timestamp {
    let now = journal.clock();
    let due = match kept.due() {
        // In a preview nothing is kept of it.
        _ if journal.is_preview() => return now,
        Some(due) if due > now => return due,
        Some(due) => due.checked_add_seconds(SWEEP_SECONDS).unwrap_or(now).max(now),
        None => now,
    };
    end.commit.push(Kept::is_due(due));
    end.next_at.push((due, Event::scheduled(CHANGED, None)));
    due
}

/// Looks through the orders that changed since they were all known, and has those looked at that
/// nobody here has heard of. Only what is known moves the mark.
///
/// # Errors
/// [`Stop`] when Shopify or the store does not do its part.
pub async fn sweep(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    cursor: Option<&str>,
) -> Result<Finish, Stop> {
    let (listed, mut all_known) = match cursor.and_then(Place::parse) {
        Some(place) => {
            let after = Some(place.after.to_owned());
            (list(journal, tenant, place.since, after).await?, place.all_known)
        }
        None => {
            let gather = Gather { keys: vec![Kept::ORDERS.to_owned()], ..Gather::default() };
            let rows = store::gather(journal, "stock.kept", STOCK, gather).await?;
            (changed(journal, tenant, Kept::of(rows).known()).await?, true)
        }
    };
    let asked = |order: OrderId| format!("asked/{order}");
    let keys = listed.orders.iter().flat_map(|own| [key(own.order), asked(own.order)]).collect();
    let gather = Gather { keys, ..Gather::default() };
    let rows = store::gather::<SeenRow>(journal, "stock.seen", SEEN, gather).await?;
    let seen: Table<String, SeenRow> = rows.into_iter().collect();
    let mut end = Finish::with(Vec::new(), open_orders::SUBJECT, refusal::CODES);
    let (mut until, now) = (None, journal.clock());
    for own in &listed.orders {
        let asked = asked(own.order);
        let before = seen.get(asked.as_str());
        if is_known(&seen, own) {
            if all_known {
                until = Some(own.updated_at);
            }
            end.commit.extend(before.map(|_| Row::delete(SEEN, asked)));
            continue;
        }
        all_known = false;
        let waits = |row: &&SeenRow| {
            let since = row.at.map(|at| now.seconds_since(&at));
            row.updated_at == own.updated_at && since.is_some_and(|since| since < AGAIN_SECONDS)
        };
        if before.filter(waits).is_none() {
            let row = SeenRow { v: VERSION, updated_at: own.updated_at, at: Some(now) };
            end.commit.push(Row::put(SEEN, asked, &row));
            end.next.push(open_orders::one(own.order));
        }
    }
    end.commit.extend(until.map(Kept::until));
    let rest =
        listed.after.map(|after| Place { since: listed.since, all_known, after: &after }.event());
    end.next.extend(rest);
    Ok(end)
}

/// Where it goes on.
struct Place<'a> {
    since: Timestamp,
    /// Whether all that came before is known.
    all_known: bool,
    after: &'a str,
}

impl<'a> Place<'a> {
    /// Nothing for a cursor that is not one: then it begins anew.
    fn parse(cursor: &'a str) -> Option<Self> {
        let mut parts = cursor.splitn(3, ',');
        let since = Timestamp::parse(parts.next()?).ok()?;
        Some(Self { since, all_known: parts.next()? == "known", after: parts.next()? })
    }

    fn event(&self) -> Event {
        let known = if self.all_known { "known" } else { "open" };
        Event::scheduled(CHANGED, Some(format!("{},{known},{}", self.since, self.after)))
    }
}

impl FromJson for SeenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, updated_at: node.get("updated_at")?, at: node.find("at")? })
    }
}
