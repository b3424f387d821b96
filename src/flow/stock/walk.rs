//! Looks at what changed in Lightspeed, and at everything: both only say which items are to be
//! published.

use serde::{Serialize, Serializer};

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::journal::Journal;
use super::super::rows::{LINKS, STOCK, VERSION};
use super::super::{refusal, store};
use super::{RECONCILE, SUBJECT, TALKS, events, kept};
use crate::contract::io::Event;
use crate::contract::store::{Gather, Row, Scan};
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::level::{LevelRow, Stamp, Watermark};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{Code, FromJson, Issue, Node, RawJson};

/// The key of how far Lightspeed's changes are known.
const KEY: &str = "poll";

/// How many pages of changes are read in one task.
const PAGES: usize = 4;

/// How many links are looked at in one task.
const LINKS_AT_ONCE: u32 = 150;

/// The prefix of links, seen from the items.
const ITEMS: &str = "item/";

/// The row at [`KEY`].
#[derive(Clone, Debug, Default, Serialize)]
struct PollRow {
    v: u32,
    /// Since when changes are read.
    since: String,
    /// Where the next page of them begins, while there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// The newest of them so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<Newest>,
    /// What the newest was when all had been read, and since when it is that.
    #[serde(skip_serializing_if = "Option::is_none")]
    stood: Option<Stood>,
    /// Nobody asked before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    first: bool,
}

/// The newest change, and when it was seen first.
#[derive(Clone, Copy, Debug, Serialize)]
struct Stood {
    newest: Newest,
    at: Timestamp,
}

impl FromJson for Stood {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { newest: node.get("newest")?, at: node.get("at")? })
    }
}

/// How new a level is, as a text: a moment, or a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Newest(Stamp);

impl Serialize for Newest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Stamp::At(at) => at.serialize(serializer),
            Stamp::Version(version) => serializer.collect_str(&version),
        }
    }
}

impl FromJson for Newest {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        match node.text()?.parse::<u64>() {
            Ok(version) => Ok(Self(Stamp::Version(version))),
            Err(_) => node.parsed(Timestamp::parse).map(|at| Self(Stamp::At(at))),
        }
    }
}

/// A level that changed, as it was kept.
struct Changed {
    item: ItemId,
    mark: Watermark,
}

impl Changed {
    /// Nothing for a row that is the sum of others, or that does not say how new it is.
    fn of(row: &LevelRow<'_>) -> Option<Self> {
        let item = ItemId::parse(row.item).ok()?;
        let outlet = OutletId::parse(row.outlet?).ok()?;
        let (stamp, units) = (Some(row.level.stamp?), row.level.units);
        Some(Self { mark: Watermark { item: item.clone(), outlet, stamp, units }, item })
    }
}

/// Asks Lightspeed which levels changed since the last time, and has those items published.
///
/// # Errors
/// [`Stop`] when Lightspeed or the store does not do its part.
pub async fn poll(journal: &Journal<'_>, tenant: Tenant<'_>) -> Result<Finish, Stop> {
    let before = store::get::<PollRow>(journal, "stock.poll", STOCK, KEY).await?;
    let dialect = tenant.dialect;
    let mut row = before.unwrap_or_else(|| PollRow {
        v: VERSION,
        since: dialect.changes_from(journal.now()),
        first: true,
        ..PollRow::default()
    });
    let mut changed: Vec<Changed> = Vec::new();
    let mut more = true;
    for page in 0..PAGES {
        let step = format!("stock.poll.{page}");
        let request = dialect.changed_levels(tenant.account, &row.since, row.after.as_deref());
        let reply = journal.read(&step, request).await?;
        if !reply.is_success() {
            return Err(refusal::of(journal, tenant, &step, &reply));
        }
        let newest = &mut row.newest;
        let after = dialect
            .read_changed(reply.body, &mut |level| {
                *newest = (*newest).max(level.level.stamp.map(Newest));
                changed.extend(Changed::of(&level));
            })
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        // The same page again tells nothing more.
        if after.is_none() || after == row.after {
            more = false;
            break;
        }
        row.after = after;
    }
    let first = row.first;
    if !more {
        let before = row.stood;
        let stood = row.newest.map(|newest| {
            let same = before.filter(|before| before.newest == newest);
            same.unwrap_or(Stood { newest, at: journal.now() })
        });
        let newest = stood.map(|own| (own.newest.0, own.at));
        let since = dialect.changes_since(&row.since, newest, journal.now());
        row = PollRow { v: VERSION, since, stood, ..PollRow::default() };
    }
    let mut end = Finish::with(Vec::new(), SUBJECT, TALKS);
    // The first time only says from where on: what stands is for the reconciliation.
    if !first {
        let items = fresh(journal, changed).await?;
        end.next.extend(events(items, false));
    }
    end.commit.push(Row::put(STOCK, KEY, &row));
    if more {
        end.next.push(Event::scheduled(super::POLL, None));
    }
    Ok(end)
}

/// The items of which a level is another than the one that was decided from.
async fn fresh(journal: &Journal<'_>, changed: Vec<Changed>) -> Result<Vec<ItemId>, Stop> {
    let items: Table<ItemId, ()> = changed.iter().map(|own| (own.item.clone(), ())).collect();
    let gather = Gather {
        prefixes: items.iter().map(|(item, ())| format!("{item}/outlet/")).collect(),
        limit: LINKS_AT_ONCE,
        ..Gather::default()
    };
    let rows = store::gather(journal, "stock.marks", STOCK, gather).await?;
    let marks = kept::Kept::of(rows).marks();
    // What was read of it may not have said how new it is: then it is the number that tells.
    let same = |own: &Watermark, mark: &Watermark| {
        (&own.item, &own.outlet, own.units) == (&mark.item, &mark.outlet, mark.units)
            && mark.stamp.is_none_or(|stamp| own.stamp == Some(stamp))
    };
    let is_new = |own: &&Changed| !marks.iter().any(|mark| same(&own.mark, mark));
    let fresh: Table<ItemId, ()> =
        changed.iter().filter(is_new).map(|own| (own.item.clone(), ())).collect();
    Ok(fresh.iter().map(|(item, ())| item.clone()).collect())
}

/// Has all linked items published, a page of links at a time: what is right is not written.
///
/// # Errors
/// [`Stop`] when the store does not do its part.
pub async fn reconcile(
    journal: &Journal<'_>,
    _tenant: Tenant<'_>,
    after: Option<&str>,
) -> Result<Finish, Stop> {
    let scan = Scan {
        prefix: ITEMS.to_owned(),
        after: after.map(|after| format!("{ITEMS}{after}")),
        limit: LINKS_AT_ONCE,
    };
    let page = store::page::<RawJson>(journal, "stock.links", LINKS, scan).await?;
    let items =
        page.rows.iter().filter_map(|(key, _)| ItemId::parse(key.strip_prefix(ITEMS)?).ok());
    // Lightspeed was not asked: what is said of it is not over.
    let mut end = Finish::with(Vec::new(), SUBJECT, &[Code::StoreFailed]);
    end.next.extend(events(items, false));
    let after = page.after.as_deref().and_then(|after| after.strip_prefix(ITEMS));
    end.next.extend(after.map(|after| Event::scheduled(RECONCILE, Some(after.to_owned()))));
    Ok(end)
}

impl FromJson for PollRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            since: node.get("since")?,
            after: node.find("after")?,
            newest: node.find("newest")?,
            stood: node.find("stood")?,
            first: node.find("first")?.unwrap_or_default(),
        })
    }
}
