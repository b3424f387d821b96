//! Publishes some items: reads in the one order that oversells nothing, decides, writes.

use super::super::Tenant;
use super::super::finish::{Finish, Stop};
use super::super::join::join;
use super::super::journal::Journal;
use super::super::rows::{IN_FLIGHT, STOCK};
use super::super::{open_orders, refusal, store};
use super::goods::Known;
use super::kept::{self, Kept, KeptRow};
use super::opening::Gate;
use super::orders::{self, Swept};
use super::write::{self, Wrote};
use super::{Asked, SUBJECT, claims, events_for, in_parts, levels, shop};
use crate::contract::in_flight::InFlightRow;
use crate::contract::outcome::Checked;
use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::level::{EarlierRead, ShopLevel, StockLink, Watermark};
use crate::domain::number::NumberError;
use crate::domain::stock::Row;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, FromJson, Issue, Log, Node};
use crate::rules::stock::publish as rule;
use crate::rules::stock::publish::{Book, Change, Inputs, Levels, Line, Published, Recipes};
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
    let (items, busy) = claimed?;
    let mut end = Finish::default();
    let soon = journal.clock().checked_add_seconds(BUSY_SECONDS);
    if let Ok(soon) = soon {
        let busy = events_for(busy, asked.rise, asked.also);
        end.next_at.extend(busy.into_iter().map(|event| (soon, event)));
    }
    if items.is_empty() {
        return Ok(end);
    }
    let each: Vec<&ItemId> = items.iter().collect();
    let halves = in_parts(&each, each.len().div_ceil(2), asked.rise, asked.also);
    let facts = match found {
        Ok(found) => Facts::read(journal, tenant, (items, asked), (known, found)).await,
        Err(stop) => Err(stop),
    };
    match facts {
        // Kits may bring more than one task holds.
        Err(Stop::Exception(own)) if own.code == Code::TooMuchData && halves.len() > 1 => {
            end.next.extend(halves);
            Ok(end)
        }
        facts => facts?.act(journal, tenant, log, end).await,
    }
}

/// What is known of both sides, read in order.
pub(super) struct Facts<'j> {
    pub(super) items: Vec<ItemId>,
    rise: bool,
    also: bool,
    /// What changes with the items.
    touched: Vec<ItemId>,
    pub(super) links: Vec<StockLink>,
    /// Those of `links` that are published.
    pub(super) own: Vec<InventoryItemId>,
    pub(super) shop_levels: Vec<ShopLevel>,
    kept: Kept,
    gate: Gate,
    swept: Option<Swept>,
    rows: Vec<Row>,
    pub(super) levels: levels::Read<'j>,
}

impl<'j> Facts<'j> {
    /// Reads both sides.
    pub(super) async fn read(
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
            keys: Gate::keys(policy),
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
        let (mut shelves, kept) = (shelves?, kept?);
        let (gate, kept) = (Gate::of(policy, &kept), Kept::of(kept));
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
        // 3. Our rows.
        let gather = Gather {
            prefixes: known.goods.iter().map(|(item, _)| format!("{item}/")).collect(),
            limit: MOST_ROWS,
            ..Gather::default()
        };
        let rows = store::gather::<FlightRow>(journal, "stock.rows", IN_FLIGHT, gather).await?;
        let rows = rows.iter().map(|(_, own)| Row::from(&own.row)).collect();
        // 4. Lightspeed's levels, last.
        let all: Vec<ItemId> = known.goods.iter().map(|(item, _)| item.clone()).collect();
        let levels = levels::read(journal, tenant, &all).await?;
        let (links, shop_levels) = linked_levels(&known, shelves);
        let own = links.iter().filter(|link| items.contains(&link.item));
        let own = own.map(|link| link.inventory_item).collect();
        let touched = if asked.also { Vec::new() } else { known.touched(&items) };
        let (rise, also) = (asked.rise, asked.also);
        #[rustfmt::skip]
        let all = Self { items, rise, also, touched, links, own, shop_levels, kept, gate, swept, rows, levels };
        Ok(all)
    }

    async fn act(
        self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        log: &mut Log,
        mut end: Finish,
    ) -> Result<Finish, Stop> {
        // A kit falls with what it is made of, and takes of it what it has sold.
        let touched = self.touched.iter().cloned();
        end.next.extend(events_for(touched, false, true));
        if self.own.is_empty() {
            // None of them is linked, or none is in Shopify any more: linking tells that.
            return Ok(self.examined(journal, tenant.policy, end, log));
        }
        self.decide(journal, tenant, log, async |published: Published<'_>, log: &mut Log| {
            self.carry_out(journal, tenant, published, (log, end)).await
        })
        .await
    }

    /// Decides what Shopify may sell of it, and does something with that.
    pub(super) async fn decide<T>(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        log: &mut Log,
        then: impl AsyncFnOnce(Published<'_>, &mut Log) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
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
            lightspeed_complete: self.levels.complete,
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
        let published = rule::publish(&inputs, policy, log);
        then(published.map_err(|error| Self::number(journal, &error))?, log).await
    }

    /// A number that cannot be held.
    pub(super) fn number(journal: &Journal<'_>, error: &NumberError) -> Stop {
        Exception::new(Code::KitBroken, journal.subject())
            .with("why", error.to_string().as_str())
            .about("number")
            .into()
    }

    /// Writes what was decided, and keeps what is needed next time.
    async fn carry_out(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        published: Published<'_>,
        (log, mut end): (&mut Log, Finish),
    ) -> Result<Finish, Stop> {
        let policy = tenant.policy;
        let (earlier, marks) = (self.kept.earlier(), self.kept.marks());
        let mut lines = self.held(published.lines);
        end.exceptions.extend(self.shut(journal, policy, &mut lines));
        let codes = vec![Code::StockNotOpened];
        end.checked.push(Checked { subject: SUBJECT.to_owned(), codes });
        let wrote = if policy.stock.publish {
            write::lines(journal, tenant, &lines).await?
        } else {
            Wrote::default()
        };
        for line in &lines {
            let waits =
                (line.change == Change::Confirm || line.again).then(|| self.since(&earlier, line));
            end.commit.extend(self.kept.line(line, wrote.of(line), waits));
        }
        end.commit.extend(published.watermarks.iter().map(kept::mark));
        self.forget(journal, tenant, &marks, (log, &mut end))?;
        self.follow(journal, policy, (&lines, &wrote), &mut end);
        end.exceptions.extend(wrote.exceptions);
        Ok(self.examined(journal, policy, end, log))
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
                            && Some(mark.stamp) == row.level.stamp
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

    /// Nothing is written before a person has accepted what it comes to. Who published before there
    /// were tie-outs goes on with what was written then, until one is accepted.
    fn shut(
        &self,
        journal: &Journal<'_>,
        policy: &Policy,
        lines: &mut [Line<'_>],
    ) -> Option<Exception> {
        if !policy.stock.publish || self.gate.open || journal.is_shadow() {
            return None;
        }
        let before = if self.gate.ever { Vec::new() } else { self.kept.written() };
        let mut count: i64 = 0;
        for line in lines.iter_mut().filter(|line| line.write.is_some()) {
            let place = (line.inventory_item, line.location);
            if !before.iter().any(|own| (own.inventory_item, own.location) == place) {
                line.write = None;
                count = count.saturating_add(1);
            }
        }
        let exception = Exception::new(Code::StockNotOpened, SUBJECT);
        Some(exception.with("would_write", Fact::number(count)))
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
