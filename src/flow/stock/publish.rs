//! Publishes some items: reads in the one order that oversells nothing, decides, writes.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::join::join;
use super::super::journal::Journal;
use super::super::rows::{IN_FLIGHT, STOCK};
use super::super::{open_orders, refusal, store};
use super::goods::Known;
use super::kept::{self, Kept, KeptRow};
use super::orders::{self, Swept};
use super::write::{self, Wrote};
use super::{Asked, SUBJECT, claims, events_for, levels, shop, tills};
use crate::contract::in_flight::InFlightRow;
use crate::contract::outcome::Checked;
use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::level::{EarlierRead, ShopLevel, StockLink, Watermark};
use crate::domain::stock::Row;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::{Code, Exception, FromJson, Issue, Log, Node};
use crate::rules::stock::publish as rule;
use crate::rules::stock::publish::{Book, Change, Inputs, Levels, Line, Recipes};
use crate::shopify::variant_levels::VariantLevels;

/// How many rows in flight one item may have.
const MOST_ROWS: u32 = 500;

/// How soon a quantity whose orders were not known is looked at again.
const SWEEP_SECONDS: i64 = 5;

/// How soon an item that another task works on is looked at again.
const BUSY_SECONDS: i64 = 2;

/// What is examined besides the rule's own.
const CODES: &[Code] = &[
    Code::VendorRefused,
    Code::VendorUnreadable,
    Code::VendorUnreachable,
    Code::TooMuchData,
    Code::ClaimHeld,
    Code::StoreFailed,
    Code::TooManyRounds,
];

/// What is examined of the levels that items and what they are made of have.
const LEVEL_CODES: &[Code] = &[
    Code::Oversold,
    Code::StockNegative,
    Code::LevelsIncomplete,
    Code::LevelMissing,
    Code::LevelsDisagree,
    Code::LevelBackwards,
    Code::ClockAhead,
];

/// Publishes the items. What is wrong with several of them is found out of each alone, so that it is
/// said of that one, is closed with it, and keeps no other from being published.
///
/// # Errors
/// [`Stop`] when a vendor or the store does not do its part: then nothing is written.
pub async fn publish(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    asked: &Asked,
    log: &mut Log,
) -> Result<Finish, Stop> {
    if asked.told && !tenant.policy.stock.publish {
        return Ok(Finish::default());
    }
    let mut end = match look(journal, tenant, asked, log).await {
        Err(Stop::Exception(exception)) if exception.subject == SUBJECT => {
            Finish { exceptions: vec![exception], ..Finish::default() }
        }
        end => end?,
    };
    let said = end.exceptions.len();
    end.exceptions.retain(|exception| exception.subject != SUBJECT);
    if end.exceptions.len() < said {
        for item in &asked.items {
            end.next.append(&mut events_for([item.clone()], asked.rise, asked.also));
        }
    }
    Ok(end)
}

/// Looks at the items.
async fn look(
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
    // Who works on the others examines them.
    known.items.clone_from(&items);
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
    /// The items, and what they are made of.
    below: Vec<ItemId>,
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
        // 1. Shopify's levels, those of kits and components with them.
        let (mut shelves, mut found) = (Vec::new(), found);
        for round in 0_usize.. {
            if known.is_too_deep(round) {
                return Err(Exception::new(Code::KitBroken, journal.subject())
                    .with("why", "kit_too_deep")
                    .about("depth")
                    .into());
            }
            if round > 0 {
                if !known.is_open() {
                    break;
                }
                found = known.variants(journal, policy, round).await?;
            }
            if found.is_empty() {
                continue;
            }
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
        let changed = match asked.rise {
            true => Some(orders::changed(journal, tenant).await?),
            false => None,
        };
        // Which of them are known, before our rows: what is known by now is in these. A task that
        // ends between the two would leave neither its rows nor a doubt.
        let swept = match changed {
            Some(changed) => Some(orders::unknown(journal, changed).await?),
            None => None,
        };
        // 3. Our rows; what was kept is guarded by the claim.
        let gather = Gather {
            prefixes: known.goods.iter().map(|(item, _)| format!("{item}/")).collect(),
            limit: MOST_ROWS,
            ..Gather::default()
        };
        let (rows, kept) = join(
            store::gather::<FlightRow>(journal, "stock.rows", IN_FLIGHT, gather.clone()),
            store::gather::<KeptRow>(journal, "stock.kept", STOCK, gather),
        )
        .await;
        let (rows, kept) = (rows?, Kept::of(kept?));
        let rows = rows.iter().map(|(_, own)| Row::from(&own.row)).collect();
        // 4. Lightspeed's levels, last.
        let below = known.below();
        let levels = levels::read(journal, tenant, &below).await?;
        let (links, shop_levels) = linked_levels(&known, shelves);
        let own = links.iter().filter(|link| items.contains(&link.item));
        let own = own.map(|link| link.inventory_item).collect();
        let touched = if asked.also { Vec::new() } else { known.touched() };
        let (rise, also) = (asked.rise, asked.also);
        Ok(Self {
            items,
            rise,
            also,
            touched,
            below,
            links,
            own,
            shop_levels,
            kept,
            swept,
            rows,
            levels,
        })
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
        let marks = self.kept.marks();
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
            orders_read: self.swept.as_ref().is_some_and(Swept::is_complete),
            inactive: &[],
            only_items: &self.own,
            only_locations: &[],
        };
        // A kit falls with what it is made of, and takes of it what it has sold.
        let touched = self.touched.iter().cloned();
        end.next.extend(events_for(touched, false, true));
        if self.own.is_empty() {
            // None of them is linked, or none is in Shopify any more: linking tells that.
            return Ok(self.examined(policy, end, log));
        }
        let published = rule::publish(&inputs, policy, log).map_err(|error| {
            Stop::from(
                Exception::new(Code::KitBroken, journal.subject())
                    .with("why", error.to_string().as_str())
                    .about("number"),
            )
        })?;
        let lines = self.held(published.lines);
        let wrote = if policy.stock.publish {
            write::lines(journal, tenant, &lines).await?
        } else {
            Wrote::default()
        };
        let till = tills::name(journal, tenant, (&book, &recipes), &self.kept, log).await;
        for line in &lines {
            let waits =
                (line.change == Change::Confirm || line.again).then(|| self.since(&earlier, line));
            let of = |own: &&tills::Sold| Some(&own.0) == line.item && own.1 == line.location;
            let till = till.iter().find(of).map(|own| own.2.clone()).unwrap_or_default();
            end.commit.extend(self.kept.line(line, wrote.of(line), waits, till));
        }
        end.commit.extend(published.watermarks.iter().map(kept::mark));
        self.forget(journal, tenant, &marks, (log, &mut end))?;
        self.follow(journal, policy, (&lines, &wrote), &mut end);
        end.exceptions.extend(wrote.exceptions);
        Ok(self.examined(policy, end, log))
    }

    /// The levels that are as new as those that were decided from, and say something else: several
    /// changes within a second look alike. They are read again, and then they count.
    fn disputed<'m>(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        marks: &'m [Watermark],
    ) -> Result<Vec<&'m Watermark>, Stop> {
        let mut disputed = Vec::new();
        for reply in &self.levels.pages {
            tenant
                .dialect
                .read_levels(reply.body, &mut |row| {
                    let own = |mark: &&Watermark| {
                        mark.item.as_str() == row.item
                            && Some(mark.outlet.as_str()) == row.outlet
                            && mark.stamp.is_some()
                            && mark.stamp == row.level.stamp
                    };
                    let mark = marks.iter().find(own);
                    disputed.extend(mark.filter(|mark| mark.units != row.level.units));
                })
                .map_err(|issue| refusal::unreadable(journal, "stock.levels", &issue))?;
        }
        Ok(disputed)
    }

    /// Levels that cannot be put in order with what was decided from: that is forgotten, and they are
    /// looked at again soon.
    fn forget(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        marks: &[Watermark],
        (log, end): (&mut Log, &mut Finish),
    ) -> Result<(), Stop> {
        let disputed = self.disputed(journal, tenant, marks)?;
        for own in &disputed {
            let subject = format!("level/{}@{}", own.item, own.outlet);
            let said = |one: &Exception| one.code == Code::LevelsDisagree && one.subject == subject;
            log.exceptions.retain(|one| !said(one));
        }
        end.commit.extend(disputed.iter().map(|own| kept::forget(own)));
        if let Ok(soon) = journal.clock().checked_add_seconds(BUSY_SECONDS) {
            let items = disputed.iter().map(|own| own.item.clone());
            let again =
                events_for(items, self.rise, self.also).into_iter().map(|event| (soon, event));
            end.next_at.extend(again);
        }
        Ok(())
    }

    /// Nothing rises before the orders that Shopify told of are known.
    fn held<'a>(&self, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
        let mut lines = lines;
        let certain = self.swept.as_ref().is_some_and(Swept::is_complete);
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
        let Some(swept) = &self.swept else {
            later(of(&|line| line.change == Change::Sweep), 0, true);
            return;
        };
        later(of(&|line| line.change == Change::Sweep), SWEEP_SECONDS, true);
        end.commit.extend(swept.until.clone());
        end.next.extend(swept.unknown.iter().map(|order| open_orders::one(*order)));
    }

    /// What was examined of which item, so that what was said before and is not so any more is
    /// closed.
    fn examined(&self, policy: &Policy, mut end: Finish, log: &mut Log) -> Finish {
        end.exceptions.append(&mut log.exceptions);
        // A check of the configuration says which locations no outlet serves.
        end.exceptions.retain(|exception| exception.code != Code::StockUnplaced);
        let all: Vec<Code> = rule::CODES.iter().chain(CODES).copied().collect();
        let mut checked = |subject: String, codes: &[Code]| {
            end.checked.push(Checked { subject, codes: codes.to_vec() });
        };
        for item in &self.below {
            let own = self.items.contains(item);
            let codes = if own { &all } else { LEVEL_CODES };
            if own {
                checked(format!("item/{item}"), codes);
            }
            for (location, _) in policy.locations.iter() {
                checked(format!("stock/{item}@{location}"), codes);
            }
            for (outlet, _) in policy.outlets.iter() {
                checked(format!("level/{item}@{outlet}"), codes);
            }
        }
        for own in &self.own {
            checked(format!("inventory_item/{own}"), &all);
        }
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
