//! Publishes some items: reads in the one order that oversells nothing, decides, writes.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::join::join;
use super::super::journal::Journal;
use super::super::rows::{IN_FLIGHT, STOCK};
use super::super::{refusal, store};
use super::goods::Known;
use super::kept::{self, Kept, KeptRow};
use super::orders::{self, Swept};
use super::write::{self, Wrote};
use super::{Asked, claims, events_for, levels, shop};
use crate::contract::in_flight::InFlightRow;
use crate::contract::outcome::Checked;
use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::level::{EarlierRead, ShopLevel, StockLink, Watermark};
use crate::domain::quantity::Quantity;
use crate::domain::stock::Row;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, FromJson, Issue, Log, Node};
use crate::rules::stock::publish as rule;
use crate::rules::stock::publish::{Book, Change, Inputs, Levels, Line, Recipes};
use crate::shopify::variant_levels::VariantLevels;

/// How many rows in flight one item may have.
const MOST_ROWS: u32 = 500;

/// How long after orders are looked through a quantity is looked at again that waits for them.
const SWEEP_SECONDS: i64 = 5;

/// How soon an item that another task works on is looked at again.
const BUSY_SECONDS: i64 = 2;

/// How long a write that nobody answered may still arrive: whatever passes requests on has given it
/// up by then.
const LATE_SECONDS: i64 = 600;

/// What is examined besides the rule's own.
const CODES: &[Code] = &[
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::TooMuchData,
    Code::ClaimHeld,
];

/// Publishes the items.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part: then nothing is written.
pub async fn publish(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: &Asked,
    log: &mut Log,
) -> Result<Finish, Stop> {
    let mut known = Known::of(&asked.items);
    let (claimed, found) = join(
        claims::take(journal, tenant.task, &asked.items),
        known.variants(journal, tenant.policy, 0),
    )
    .await;
    let ((items, busy), found) = (claimed?, found?);
    let mut end = Finish::default();
    let soon = journal.clock().checked_add_seconds(BUSY_SECONDS);
    if let Ok(soon) = soon {
        let busy = events_for(busy, asked.rise, asked.also);
        end.next_at.extend(busy.into_iter().map(|event| (soon, event)));
    }
    if items.is_empty() {
        return Ok(end);
    }
    let facts = Facts::read(journal, tenant, (items, asked), (known, found)).await?;
    facts.act(journal, tenant, log, end).await
}

/// What is known of both sides, read in order.
struct Facts<'j> {
    items: Vec<ItemId>,
    rise: bool,
    also: bool,
    /// What changes with the items.
    touched: Vec<ItemId>,
    links: Vec<StockLink>,
    /// Those of `links` that are published.
    own: Vec<InventoryItemId>,
    shop_levels: Vec<ShopLevel>,
    kept: Kept,
    swept: Option<Swept>,
    rows: Vec<Row>,
    levels: levels::Read<'j>,
}

impl<'j> Facts<'j> {
    async fn read(
        journal: &Journal<'j>,
        tenant: Tenant<'_>,
        (items, asked): (Vec<ItemId>, &Asked),
        (mut known, found): (Known, Vec<(ItemId, VariantId)>),
    ) -> Result<Self, Stop> {
        let policy = tenant.policy;
        // 1. Shopify's levels, those of kits and components with them; what was kept is guarded by
        // the claim.
        let variants: Vec<_> = found.iter().map(|(_, variant)| *variant).collect();
        let gather = Gather {
            keys: vec![Kept::ORDERS.to_owned(), Kept::DUE.to_owned()],
            prefixes: items.iter().map(|item| format!("{item}/")).collect(),
            limit: MOST_ROWS,
        };
        let (shelves, (linked, kept)) = join(
            shop::read(journal, tenant, 0, &variants),
            join(
                known.links(journal, policy, 0, &found),
                store::gather::<KeptRow>(journal, "stock.kept", STOCK, gather),
            ),
        )
        .await;
        linked?;
        let (mut shelves, kept) = (shelves?, Kept::of(kept?));
        for round in 1_usize.. {
            if known.is_too_deep(round) {
                return Err(Exception::new(Code::KitBroken, journal.subject())
                    .with("why", "kit_too_deep")
                    .about("depth")
                    .into());
            }
            if !known.is_open() {
                break;
            }
            let found = known.variants(journal, policy, round).await?;
            let variants: Vec<_> = found.iter().map(|(_, variant)| *variant).collect();
            let (more, linked) = join(
                shop::read(journal, tenant, round, &variants),
                known.links(journal, policy, round, &found),
            )
            .await;
            linked?;
            shelves.extend(more?);
        }
        // 2. Shopify's orders, where something is to rise.
        let listed = match asked.rise {
            true => Some(orders::changed(journal, tenant, kept.known()).await?),
            false => None,
        };
        // 3. Our rows; which of the orders are known, before them.
        let prefixes = known.goods.iter().map(|(item, _)| format!("{item}/")).collect();
        let (swept, rows) = match listed {
            Some(listed) => {
                let known = orders::known::<FlightRow>(journal, &listed, (prefixes, MOST_ROWS));
                let (swept, rows) = known.await?;
                (Some(swept), rows)
            }
            None => {
                let gather = Gather { prefixes, limit: MOST_ROWS, ..Gather::default() };
                (None, store::gather::<FlightRow>(journal, "stock.rows", IN_FLIGHT, gather).await?)
            }
        };
        let rows = rows.iter().map(|(_, own)| Row::from(&own.row)).collect();
        // 4. Lightspeed's levels, last.
        let all: Vec<ItemId> = known.goods.iter().map(|(item, _)| item.clone()).collect();
        let levels = levels::read(journal, tenant, &all).await?;
        let (links, shop_levels) = linked_levels(&known, shelves);
        let own = links.iter().filter(|link| items.contains(&link.item));
        let own = own.map(|link| link.inventory_item).collect();
        let touched = if asked.also { Vec::new() } else { known.touched(&items) };
        let (rise, also) = (asked.rise, asked.also);
        Ok(Self { items, rise, also, touched, links, own, shop_levels, kept, swept, rows, levels })
    }

    async fn act(
        self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        log: &mut Log,
        mut end: Finish,
    ) -> Result<Finish, Stop> {
        let policy = tenant.policy;
        let book = Book::of(&self.links, policy);
        let mut levels = Levels::new(&book);
        for reply in &self.levels.pages {
            tenant
                .dialect
                .read_levels(reply.body, &mut |row| levels.put(row))
                .map_err(|issue| refusal::unreadable(journal, "stock.levels", &issue))?;
        }
        let recipes = Recipes::of(&book, &self.links, &[], policy);
        let (earlier, written) = (self.kept.earlier(), self.kept.written());
        let mut marks = self.kept.marks();
        let disputed = self.disputed(journal, tenant, &marks)?;
        // Whichever is the newer: what falls may fall at once.
        marks.retain(|mark| !disputed.iter().any(|(own, units)| own == mark && *units < own.units));
        let inputs = Inputs {
            now: journal.clock(),
            read_began_at: self.levels.began_at,
            reads: &[],
            lightspeed_complete: true,
            shopify_complete: true,
            links: &self.links,
            untracked: &[],
            levels: &levels,
            recipes: &recipes,
            shop_levels: &self.shop_levels,
            rows: &self.rows,
            watermarks: Some(&marks),
            earlier: &earlier,
            written: &written,
            till_sales: &[],
            orders_read: self.swept.as_ref().is_some_and(|swept| swept.complete),
            inactive: &[],
            only_items: &self.own,
            only_locations: &[],
        };
        // A kit falls with what it is made of, and takes of it what it has sold.
        let touched = self.touched.iter().cloned();
        end.next.extend(events_for(touched, false, true));
        if self.own.is_empty() {
            // None of them is linked, or none is in Shopify any more: linking tells that.
            return Ok(self.examined(journal, policy, end, log));
        }
        let published = rule::publish(&inputs, policy, log).map_err(|error| {
            Stop::from(
                Exception::new(Code::KitBroken, journal.subject())
                    .with("why", error.to_string().as_str())
                    .about("number"),
            )
        })?;
        let lines = self.held(published.lines, journal.clock(), &mut end);
        let wrote = if policy.stock.publish {
            write::lines(journal, tenant, &lines).await?
        } else {
            Wrote::default()
        };
        for line in &lines {
            let waits =
                (line.change == Change::Confirm || line.again).then(|| self.since(&earlier, line));
            let unsure = match wrote.is_unsure(line) {
                true => journal.clock().checked_add_seconds(LATE_SECONDS).ok(),
                false => self.unsure(line, journal.clock()),
            };
            end.commit.extend(self.kept.line(line, wrote.of(line), (waits, unsure)));
        }
        end.commit.extend(published.watermarks.iter().map(kept::mark));
        self.forget(journal, &disputed, (log, &mut end));
        self.follow(journal, policy, (&lines, &wrote), &mut end);
        end.exceptions.extend(wrote.exceptions);
        Ok(self.examined(journal, policy, end, log))
    }

    /// The levels that are as new as those that were decided from, and say something else, with what
    /// they say: several changes within a second look alike.
    fn disputed(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        marks: &[Watermark],
    ) -> Result<Vec<(Watermark, Quantity)>, Stop> {
        let mut disputed = Vec::new();
        for reply in &self.levels.pages {
            tenant
                .dialect
                .read_levels(reply.body, &mut |row| {
                    let own = |mark: &&Watermark| {
                        mark.item.as_str() == row.item
                            && Some(mark.outlet.as_str()) == row.outlet
                            && Some(mark.stamp) == row.level.stamp
                    };
                    let mark = marks.iter().find(own);
                    let mark = mark.filter(|mark| mark.units != row.level.units);
                    disputed.extend(mark.map(|mark| (mark.clone(), row.level.units)));
                })
                .map_err(|issue| refusal::unreadable(journal, "stock.levels", &issue))?;
        }
        Ok(disputed)
    }

    /// Levels that cannot be put in order with what was decided from, and are higher: that is
    /// forgotten, they are read again soon, and then they count.
    fn forget(
        &self,
        journal: &Journal<'_>,
        disputed: &[(Watermark, Quantity)],
        (log, end): (&mut Log, &mut Finish),
    ) {
        let higher = disputed.iter().filter(|(own, units)| *units > own.units);
        let higher: Vec<&Watermark> = higher.map(|(own, _)| own).collect();
        for own in &higher {
            let subject = format!("level/{}@{}", own.item, own.outlet);
            let said = |one: &Exception| one.code == Code::LevelsDisagree && one.subject == subject;
            log.exceptions.retain(|one| !said(one));
        }
        end.commit.extend(higher.iter().map(|own| kept::forget(own)));
        if let Ok(soon) = journal.clock().checked_add_seconds(BUSY_SECONDS) {
            let items = higher.iter().map(|own| own.item.clone());
            let again =
                events_for(items, self.rise, self.also).into_iter().map(|event| (soon, event));
            end.next_at.extend(again);
        }
    }

    fn unsure(&self, line: &Line<'_>, now: Timestamp) -> Option<Timestamp> {
        self.kept.unsure(line).filter(|until| *until > now)
    }

    /// Nothing rises before the orders that Shopify told of are known, nor while a write that nobody
    /// answered may still arrive: that is said.
    fn held<'a>(&self, lines: Vec<Line<'a>>, now: Timestamp, end: &mut Finish) -> Vec<Line<'a>> {
        let mut lines = lines;
        let rises = |line: &&mut Line<'_>| matches!(line.change, Change::Rise | Change::Confirm);
        for line in lines.iter_mut().filter(rises) {
            let (Some(until), Some(item)) = (self.unsure(line, now), line.item) else { continue };
            (line.change, line.write) = (Change::None, None);
            let subject = format!("stock/{item}@{}", line.location);
            end.exceptions.push(
                Exception::new(Code::VendorUnreachable, &subject)
                    .saying("Shopify never answered a write that raises this; until it can arrive no more, nothing does.")
                    .with("step", "stock.set")
                    .with("until", Fact::text(until))
                    .about("unsure"),
            );
            let again = events_for([item.clone()], true, self.also);
            end.next_at.extend(again.into_iter().map(|event| (until, event)));
        }
        let certain = self.swept.as_ref().is_some_and(|swept| swept.complete);
        for line in lines.iter_mut().filter(|line| line.change == Change::Rise && !certain) {
            (line.change, line.write) = (Change::Sweep, None);
        }
        lines
    }

    /// Since when the quantity is to rise: since its first read, as long as that is waited for.
    fn since(&self, earlier: &[EarlierRead], line: &Line<'_>) -> Timestamp {
        let own = earlier
            .iter()
            .find(|own| own.inventory_item == line.inventory_item && own.location == line.location);
        // A quantity that was lower before has not been read twice.
        let same = own.filter(|own| line.quantity.is_some_and(|quantity| quantity >= own.quantity));
        same.filter(|_| line.change == Change::Confirm)
            .map_or(self.levels.began_at, |own| own.began_at)
    }

    /// What comes after this.
    fn follow(
        &self,
        journal: &Journal<'_>,
        policy: &Policy,
        (lines, wrote): (&[Line<'_>], &Wrote),
        end: &mut Finish,
    ) {
        let of = |is: &dyn Fn(&Line<'_>) -> bool| -> Vec<ItemId> {
            lines.iter().filter(|line| is(line)).filter_map(|line| line.item.cloned()).collect()
        };
        let mut later = |items: Vec<ItemId>, seconds: i64, rise: bool| {
            if let Ok(at) = journal.clock().checked_add_seconds(seconds) {
                let events = events_for(items, rise, self.also);
                end.next_at.extend(events.into_iter().map(|event| (at, event)));
            }
        };
        // Whoever sees something else at Shopify than was read looks again at once.
        later(of(&|line| wrote.is_stale(line)), 0, self.rise);
        later(
            of(&|line| line.change == Change::Confirm || line.again),
            policy.stock.confirm_after,
            true,
        );
        let waits = of(&|line| line.change == Change::Sweep);
        if self.swept.is_none() {
            later(waits.clone(), 0, true);
        }
        end.commit.extend(self.swept.iter().filter_map(|swept| swept.until.clone()));
        // What was decided without them may rest on units that an order took that nobody told of.
        if self.swept.as_ref().is_none_or(|swept| !swept.complete) {
            let due = orders::soon(journal, &self.kept, end);
            if let (true, Ok(at)) = (self.swept.is_some(), due.checked_add_seconds(SWEEP_SECONDS)) {
                let events = events_for(waits, true, self.also);
                end.next_at.extend(events.into_iter().map(|event| (at, event)));
            }
        }
    }

    /// What was examined of which item, so that what was said before and is not so any more is
    /// closed.
    fn examined(
        &self,
        journal: &Journal<'_>,
        policy: &Policy,
        mut end: Finish,
        log: &mut Log,
    ) -> Finish {
        end.exceptions.append(&mut log.exceptions);
        let mut subjects: Vec<String> = vec![journal.subject().to_owned()];
        for item in &self.items {
            subjects.push(format!("item/{item}"));
            let places = policy.locations.iter();
            subjects.extend(places.map(|(location, _)| format!("stock/{item}@{location}")));
            let outlets = policy.outlets.iter();
            subjects.extend(outlets.map(|(outlet, _)| format!("level/{item}@{outlet}")));
        }
        subjects.extend(self.own.iter().map(|own| format!("inventory_item/{own}")));
        // A check of the configuration says which locations no outlet serves.
        end.exceptions.retain(|exception| exception.code != Code::StockUnplaced);
        let raised = end.exceptions.iter().map(|exception| exception.subject.clone());
        subjects.extend(raised);
        let once: Table<String, ()> = subjects.into_iter().map(|own| (own, ())).collect();
        let codes: Vec<Code> = rule::CODES.iter().chain(CODES).copied().collect();
        end.checked.extend(
            once.iter()
                .map(|(subject, ())| Checked { subject: subject.clone(), codes: codes.clone() }),
        );
        end
    }
}

/// The links of all that Shopify has, and its levels.
fn linked_levels(known: &Known, shelves: Vec<VariantLevels>) -> (Vec<StockLink>, Vec<ShopLevel>) {
    let (mut links, mut levels) = (Vec::new(), Vec::new());
    for (item, good) in known.goods.iter() {
        let Some(own) = shelves.iter().find(|own| Some(own.variant) == good.variant) else {
            continue;
        };
        links.push(StockLink {
            inventory_item: own.inventory_item,
            variant: Some(own.variant),
            item: item.clone(),
            goods: good.goods,
            kit: good.kit.clone(),
        });
        levels.extend(own.levels.iter().copied());
    }
    (links, levels)
}

/// A row of [`IN_FLIGHT`].
struct FlightRow {
    row: InFlightRow,
}

impl FromJson for FlightRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { row: node.get("row")? })
    }
}
