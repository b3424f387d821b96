//! What publishing would change, per place, before the first level is written: a person sees it and
//! accepts it. Read, decided and counted as publishing does it, page by page over all links; the
//! totals are rows that each page adds to with its end, so that a run may be interrupted anywhere.

mod accept;
mod places;
mod rows;

use super::super::Tenant;
use super::super::claim::Claim;
use super::super::finish::{Finish, Stop};
use super::super::join::join;
use super::super::journal::Journal;
use super::super::rows::{LINKS, STOCK, VERSION};
use super::super::{refusal, store};
use super::facts::{Decided, Facts};
use super::goods::Known;
use super::{Asked, levels, shop};
use crate::contract::io::Event;
use crate::contract::store::{Row, Scan};
use crate::domain::digest;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::report::log::Level;
use crate::report::{Log, RawJson};
use places::Places;
use rows::{PlaceRow, RUN, RunRow, counted};

pub(super) use accept::Gate;
pub use accept::{Accepted, accept};

/// What all of it is about: no two tasks of it run beside one another.
pub const SUBJECT: &str = "stock/opening";

/// The topic of comparing what would be shown with what Shopify shows.
pub const OPENING: &str = "stock/opening";

/// The topic of accepting it: the body is `{"run", "by"}`.
pub const ACCEPT: &str = "stock/accept";

/// The state of a run that is over.
const DONE: &str = "done";

/// How many links are looked at in one task: each may bring components and kits.
const PAGE: u32 = 25;

/// How much later a page is tried again that a vendor or the store did not give.
const AGAIN_SECONDS: i64 = 120;

/// What is gone through, and the prefix of its rows in table `links`: what is linked; variants that
/// are linked to nothing, and those that a person must decide; items that nothing is like.
const PHASES: [(&str, &str); 4] = [
    ("linked", "item/"),
    ("unlinked", "orphan/variant/"),
    ("unsure", "review/"),
    ("unsold", "orphan/item/"),
];

/// A page of a run.
struct Work<'w, 'j> {
    journal: &'w Journal<'j>,
    tenant: Tenant<'w>,
    run: RunRow,
    places: Places,
}

/// Begins a run, or goes on with one at the cursor. Nothing is written to a vendor.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part.
pub async fn run(journal: &Journal<'_>, tenant: Tenant<'_>, own: &Event) -> Result<Finish, Stop> {
    let cursor = own.cursor.as_deref();
    let mut parts = cursor.unwrap_or_default().splitn(3, '|').skip(1);
    let (word, after) = (parts.next(), parts.next().filter(|after| !after.is_empty()));
    let phase = PHASES.iter().position(|(own, _)| Some(*own) == word);
    // One that begins reads a page as well, and makes nothing of it.
    let prefix = phase.and_then(|phase| PHASES.get(phase)).map_or("run", |(_, prefix)| *prefix);
    let mut claim = Claim::take(journal, tenant.task, SUBJECT, Vec::new()).await?;
    claim.own(journal, tenant.task).await?;
    let scan = Scan {
        prefix: prefix.to_owned(),
        after: after.map(|after| format!("{prefix}{after}")),
        limit: PAGE,
    };
    // What was counted before is read once nobody else counts.
    let (counted, page) =
        join(counted(journal), store::page::<RawJson>(journal, "opening.links", LINKS, scan)).await;
    let ((last, before), page) = (counted?, page?);
    let ids: Vec<&str> = page.rows.iter().filter_map(|(key, _)| key.strip_prefix(prefix)).collect();
    if cursor.is_none() {
        return Ok(begin(journal, tenant, &before));
    }
    // Another run was begun since, or this page was counted already.
    let Some((run, phase)) = last.filter(|last| Some(last.cursor.as_str()) == cursor).zip(phase)
    else {
        return Ok(Finish::with(Vec::new(), SUBJECT, &[]));
    };
    let mut work = Work { journal, tenant, run, places: Places::of(before) };
    let counted = match phase {
        0 => work.linked(&ids).await,
        3 => work.unsold(&ids).await,
        _ => work.unlinked(&ids).await,
    };
    let mut end = Finish::with(Vec::new(), SUBJECT, refusal::CODES);
    match counted {
        Ok(()) => {
            let after = page.after.as_deref().and_then(|after| after.strip_prefix(prefix));
            work.hand_on(phase, after, &mut end);
        }
        // Whatever it is, a run of many pages does not end for it: the page is tried again.
        Err(Stop::Exception(exception)) => {
            end.exceptions.push(exception);
            end.again_at = journal.clock().checked_add_seconds(AGAIN_SECONDS).ok();
        }
        Err(stop) => return Err(stop),
    }
    Ok(end)
}

fn begin(journal: &Journal<'_>, tenant: Tenant<'_>, before: &[(String, PlaceRow)]) -> Finish {
    let name: String = digest::hex96([tenant.task.as_bytes()]).chars().take(12).collect();
    let mut end = Finish::with(Vec::new(), SUBJECT, &[]);
    end.commit.extend(before.iter().map(|(key, _)| Row::delete(STOCK, key)));
    let run = RunRow {
        v: VERSION,
        run: name,
        state: String::new(),
        cursor: String::new(),
        digest: tenant.policy.stock.digest.clone(),
        began_at: journal.now(),
        until: journal.now(),
        linked: 0,
        gone: 0,
    };
    hand_on(run, Some(0), None, &mut end);
    end
}

/// The run's row, and what follows.
fn hand_on(mut run: RunRow, phase: Option<usize>, after: Option<&str>, end: &mut Finish) {
    let word = phase.and_then(|phase| PHASES.get(phase)).map_or(DONE, |(word, _)| *word);
    word.clone_into(&mut run.state);
    run.cursor = match phase {
        Some(_) => format!("{}|{word}|{}", run.run, after.unwrap_or_default()),
        None => String::new(),
    };
    end.next.extend(phase.map(|_| Event::scheduled(OPENING, Some(run.cursor.clone()))));
    end.commit.push(Row::put(STOCK, RUN, &run));
}

impl Work<'_, '_> {
    fn hand_on(mut self, phase: usize, after: Option<&str>, end: &mut Finish) {
        self.run.until = self.journal.clock();
        end.commit.extend(self.places.changed());
        let following = if after.is_some() { phase } else { phase.saturating_add(1) };
        let following = Some(following).filter(|own| *own < PHASES.len());
        hand_on(self.run, following, after, end);
    }

    /// Counts what publishing would make of these items.
    async fn linked(&mut self, ids: &[&str]) -> Result<(), Stop> {
        let items: Vec<ItemId> = ids.iter().filter_map(|id| ItemId::parse(id).ok()).collect();
        let asked = Asked { items: items.clone(), rise: false, also: true, told: false };
        let mut known = Known::of(&items);
        let found = known.variants(self.journal, self.tenant.policy, 0).await?;
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.run.linked = self.run.linked.saturating_add(count(items.len()));
        if items.is_empty() {
            return Ok(());
        }
        let facts = Facts::read(self.journal, self.tenant, (items, &asked), (known, found)).await?;
        let gone = facts.items.len().saturating_sub(facts.own.len());
        self.run.gone = self.run.gone.saturating_add(count(gone));
        // What publishing would say is said when it publishes.
        let mut log = Log::new(Level::None);
        let (journal, tenant) = (self.journal, self.tenant);
        let counted =
            facts.decide(journal, tenant, &mut log, async |decided: Decided<'_>, _: &mut Log| {
                for line in &decided.published.lines {
                    let link =
                        facts.links.iter().find(|own| own.inventory_item == line.inventory_item);
                    self.places
                        .line(line, link.and_then(|link| link.variant))
                        .map_err(|error| Facts::number(journal, &error))?;
                }
                Ok(())
            });
        counted.await?;
        self.unplaced(&facts)
    }

    /// Counts what lies where nobody counts: at locations that no outlet serves, and at outlets
    /// that serve no location.
    fn unplaced(&mut self, facts: &Facts<'_>) -> Result<(), Stop> {
        let policy = self.tenant.policy;
        for level in &facts.shop_levels {
            let own = facts.own.contains(&level.inventory_item) && level.tracked && level.active;
            if own && policy.locations.get(&level.location).is_none() {
                let units = Quantity::whole(level.available.unwrap_or(0));
                self.places.pile(places::location(level.location), "unplaced", units);
            }
        }
        let (places, items) = (&mut self.places, &facts.items);
        lying(self.journal, self.tenant, &facts.levels, &mut |item, outlet, units| {
            let (name, serves) = places::outlet(policy, outlet);
            if !serves && items.iter().any(|own| own.as_str() == item) {
                places.pile(name, "unplaced", units);
            }
        })
    }

    /// Counts what Shopify can sell of variants that are linked to nothing.
    async fn unlinked(&mut self, ids: &[&str]) -> Result<(), Stop> {
        let variants: Vec<VariantId> =
            ids.iter().filter_map(|id| VariantId::parse(id).ok()).collect();
        for shelf in shop::read(self.journal, self.tenant, 0, &variants).await? {
            for level in shelf.levels.iter().filter(|level| level.tracked && level.active) {
                let units = Quantity::whole(level.available.unwrap_or(0));
                self.places.pile(places::location(level.location), "unlinked", units);
            }
        }
        Ok(())
    }

    /// Counts what Lightspeed has of items that no variant is like.
    async fn unsold(&mut self, ids: &[&str]) -> Result<(), Stop> {
        let items: Vec<ItemId> = ids.iter().filter_map(|id| ItemId::parse(id).ok()).collect();
        if items.is_empty() {
            return Ok(());
        }
        let read = levels::read(self.journal, self.tenant, &items).await?;
        let (places, policy) = (&mut self.places, self.tenant.policy);
        lying(self.journal, self.tenant, &read, &mut |_, outlet, units| {
            places.pile(places::outlet(policy, outlet).0, "unsold", units);
        })
    }
}

/// Tells each level that was read, of an item at an outlet, once.
fn lying(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    read: &levels::Read<'_>,
    each: &mut dyn FnMut(&str, &str, Quantity),
) -> Result<(), Stop> {
    let mut once: Table<String, ()> = Table::new();
    for reply in &read.pages {
        tenant
            .dialect
            .read_levels(reply.body, &mut |row| {
                let Some(outlet) = row.outlet else { return };
                if once.insert(format!("{}@{outlet}", row.item), ()).is_none() {
                    each(row.item, outlet, row.level.units);
                }
            })
            .map_err(|issue| refusal::unreadable(journal, "stock.levels", &issue))?;
    }
    Ok(())
}
