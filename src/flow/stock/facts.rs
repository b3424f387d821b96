//! What is known of both sides about some items, read in the one order that oversells nothing, and
//! what is decided from it.

use super::super::finish::Stop;
use super::super::join::join;
use super::super::journal::Journal;
use super::super::rows::{IN_FLIGHT, STOCK};
use super::super::{Tenant, refusal, store};
use super::goods::Known;
use super::kept::{Kept, KeptRow};
use super::opening::Gate;
use super::orders::{self, Swept};
use super::{Asked, levels, shop};
use crate::contract::in_flight::InFlightRow;
use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::level::{LevelRow, ShopLevel, StockLink, Watermark};
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::domain::stock::Row;
use crate::report::{Code, Exception, FromJson, Issue, Log, Node};
use crate::rules::stock::publish as rule;
use crate::rules::stock::publish::{Book, Inputs, Levels, Published, Recipes};
use crate::shopify::variant_levels::VariantLevels;

/// How many rows in flight one item may have.
const MOST_ROWS: u32 = 500;

/// What is known of both sides, read in order.
pub(super) struct Facts<'j> {
    pub(super) items: Vec<ItemId>,
    pub(super) rise: bool,
    pub(super) also: bool,
    /// What changes with the items.
    pub(super) touched: Vec<ItemId>,
    /// The items, and what they are made of.
    pub(super) below: Vec<ItemId>,
    pub(super) links: Vec<StockLink>,
    /// Those of `links` that are published.
    pub(super) own: Vec<InventoryItemId>,
    pub(super) shop_levels: Vec<ShopLevel>,
    pub(super) kept: Kept,
    pub(super) gate: Gate,
    pub(super) swept: Option<Swept>,
    rows: Vec<Row>,
    pub(super) levels: levels::Read<'j>,
}

/// What is decided, and what it is decided by.
pub(super) struct Decided<'d> {
    pub(super) published: Published<'d>,
    pub(super) book: &'d Book<'d>,
    pub(super) recipes: &'d Recipes,
    /// Levels that are as new as those that were decided from before, and what they say now.
    pub(super) disputed: &'d [(Watermark, Quantity)],
}

impl<'j> Facts<'j> {
    /// Reads both sides.
    ///
    /// # Errors
    /// [`Stop`] when a vendor or the store does not do its part.
    pub(super) async fn read(
        journal: &Journal<'j>,
        tenant: Tenant<'_>,
        (items, asked): (Vec<ItemId>, &Asked),
        (mut known, found): (Known, Vec<(ItemId, VariantId)>),
    ) -> Result<Self, Stop> {
        let policy = tenant.policy;
        // 1. Shopify's levels, those of kits and components with them; what was kept is guarded by
        // the claim.
        let mut keys = vec![Kept::ORDERS.to_owned(), Kept::DUE.to_owned()];
        keys.extend(Gate::keys(policy));
        let gather = Gather { keys, prefixes: prefixes(&items), limit: MOST_ROWS };
        let (shelves, kept) = join(
            shelves(journal, tenant, &mut known, found),
            store::gather::<KeptRow>(journal, "stock.kept", STOCK, gather),
        )
        .await;
        let (shelves, kept) = (shelves?, kept?);
        let (gate, mut kept) = (Gate::of(policy, &kept), Kept::of(kept));
        // 2. Shopify's orders, where something is to rise.
        let listed = match asked.rise {
            true => Some(orders::changed(journal, tenant, kept.known()).await?),
            false => None,
        };
        // 3. Our rows; which of the orders are known, before them.
        let below = known.below();
        let parts: Vec<ItemId> = below.iter().filter(|own| !items.contains(own)).cloned().collect();
        let all: Vec<ItemId> = known.goods.iter().map(|(item, _)| item.clone()).collect();
        let (rows, more) =
            join(in_flight(journal, listed.as_ref(), prefixes(&all)), kept_of(journal, &parts))
                .await;
        let (swept, rows) = rows?;
        kept.add(more?);
        // 4. Lightspeed's levels, last.
        let levels = levels::read(journal, tenant, &below).await?;
        let (links, shop_levels) = linked_levels(&known, shelves);
        let own = links.iter().filter(|link| items.contains(&link.item));
        let own = own.map(|link| link.inventory_item).collect();
        Ok(Self {
            touched: if asked.also { Vec::new() } else { known.touched() },
            rise: asked.rise,
            also: asked.also,
            items,
            below,
            links,
            own,
            shop_levels,
            kept,
            gate,
            swept,
            rows,
            levels,
        })
    }

    /// Decides what Shopify may sell of it, and does something with that.
    ///
    /// # Errors
    /// [`Stop`] when a level or a number cannot be read, and what `then` stops for.
    pub(super) async fn decide<T>(
        &self,
        journal: &Journal<'_>,
        tenant: Tenant<'_>,
        log: &mut Log,
        then: impl AsyncFnOnce(Decided<'_>, &mut Log) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let policy = tenant.policy;
        let book = Book::of(&self.links, policy);
        let (mut levels, mut disputed) = (Levels::new(&book), Vec::new());
        let mut marks = self.kept.marks();
        for reply in &self.levels.pages {
            tenant
                .dialect
                .read_levels(reply.body, &mut |row| {
                    disputed.extend(disputes(&marks, &row));
                    levels.put(row);
                })
                .map_err(|issue| refusal::unreadable(journal, "stock.levels", &issue))?;
        }
        let recipes = Recipes::of(&book, &self.links, &[], policy);
        let (earlier, written) = (self.kept.earlier(), self.kept.written());
        // Whichever is the newer: what falls may fall at once.
        marks.retain(|mark| !disputed.iter().any(|(own, units)| own == mark && *units < own.units));
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
            orders_read: self.swept.as_ref().is_some_and(|swept| swept.complete),
            inactive: &[],
            only_items: &self.own,
            only_locations: &[],
        };
        let published = rule::publish(&inputs, policy, log);
        let published = published.map_err(|error| Self::number(journal, &error))?;
        let (book, recipes, disputed) = (&book, &recipes, disputed.as_slice());
        then(Decided { published, book, recipes, disputed }, log).await
    }

    /// A number that cannot be held.
    pub(super) fn number(journal: &Journal<'_>, error: &NumberError) -> Stop {
        Exception::new(Code::KitBroken, journal.subject())
            .with("why", error.to_string().as_str())
            .about("number")
            .into()
    }
}

/// What a level says that is as new as one that was decided from, and differs from it: several changes
/// within a second look alike.
fn disputes(marks: &[Watermark], row: &LevelRow<'_>) -> Option<(Watermark, Quantity)> {
    let own = |mark: &&Watermark| {
        mark.item.as_str() == row.item
            && Some(mark.outlet.as_str()) == row.outlet
            && mark.stamp.is_some()
            && mark.stamp == row.level.stamp
    };
    let mark = marks.iter().find(own).filter(|mark| mark.units != row.level.units)?;
    Some((mark.clone(), row.level.units))
}

fn prefixes(items: &[ItemId]) -> Vec<String> {
    items.iter().map(|item| format!("{item}/")).collect()
}

/// What Shopify has of the items, of what they are made of, and of the kits that contain any of that.
async fn shelves(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    known: &mut Known,
    mut found: Vec<(ItemId, VariantId)>,
) -> Result<Vec<VariantLevels>, Stop> {
    let mut shelves = Vec::new();
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
            found = known.variants(journal, tenant.policy, round).await?;
        }
        if found.is_empty() {
            continue;
        }
        let variants: Vec<_> = found.iter().map(|(_, variant)| *variant).collect();
        let (more, linked) = join(
            shop::read(journal, tenant, round, &variants),
            known.links(journal, tenant.policy, round, &found),
        )
        .await;
        linked?;
        shelves.extend(more?);
    }
    Ok(shelves)
}

/// The rows in flight below `prefixes`; and whether the orders that were listed are all known, which
/// is read before them.
async fn in_flight(
    journal: &Journal<'_>,
    listed: Option<&orders::Listed>,
    prefixes: Vec<String>,
) -> Result<(Option<Swept>, Vec<Row>), Stop> {
    let (swept, rows) = match listed {
        Some(listed) => {
            let known = orders::known::<FlightRow>(journal, listed, (prefixes, MOST_ROWS));
            let (swept, rows) = known.await?;
            (Some(swept), rows)
        }
        None => {
            let gather = Gather { prefixes, limit: MOST_ROWS, ..Gather::default() };
            (None, store::gather::<FlightRow>(journal, "stock.rows", IN_FLIGHT, gather).await?)
        }
    };
    Ok((swept, rows.iter().map(|(_, own)| Row::from(&own.row)).collect()))
}

/// What was kept of components.
async fn kept_of(journal: &Journal<'_>, parts: &[ItemId]) -> Result<Vec<(String, KeptRow)>, Stop> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let gather = Gather { prefixes: prefixes(parts), limit: MOST_ROWS, ..Gather::default() };
    store::gather(journal, "stock.kept.parts", STOCK, gather).await
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
