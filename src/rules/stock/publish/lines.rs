//! The quantity of one inventory item at one location.

use super::facts::{Facts, Shelf};
use super::flight::Parts;
use super::kits::{Component, Made, made};
use super::raise::Raised;
use super::safety::safety;
use super::stand::{At, Place, Stand, Unknown, stand};
use super::turn::{Caution, Change, turn};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::Goods;
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::policy::{Duplicates, Policy};
use crate::report::log::Subject;
use crate::report::{Code, Exception, Fact, Log, rule};

/// The most that Shopify takes.
pub const LIMIT: i64 = 1_000_000_000;

/// The quantity of one inventory item at one location, with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The inventory item.
    pub inventory_item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The item; nothing where it is several.
    pub item: Option<&'a ItemId>,
    /// What is done.
    pub change: Change,
    /// Why nothing is done, where that is not plain.
    pub why: Option<&'static str>,
    /// How many can be sold.
    pub quantity: Option<i64>,
    /// How many Shopify says; nothing where it is not stocked.
    pub from: Option<i64>,
    /// How many are to be written now.
    pub write: Option<i64>,
    /// Whether the item is to be stocked there first.
    pub activate: bool,
    /// Whether it is to rise further when that is confirmed.
    pub again: bool,
    /// Whether there are more than Shopify takes.
    pub capped: bool,
    /// What Lightspeed can sell.
    pub sellable: Option<Quantity>,
    /// What is in flight.
    pub parts: Parts,
    /// What kits in flight take.
    pub by_kits: Quantity,
    /// What is held back.
    pub safety: Quantity,
    /// What the kit is made of.
    pub kit: Vec<Component<'a>>,
}

/// An inventory item whose quantity is asked for.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) inventory_item: InventoryItemId,
    /// The item and its number.
    pub(super) item: &'a ItemId,
    pub(super) number: usize,
    pub(super) goods: Goods,
    /// How many variants the item has, and which of them this one is.
    pub(super) share: (usize, usize),
}

/// What explanations call the quantity.
pub(super) struct Level(pub(super) InventoryItemId, pub(super) LocationId);

impl Subject for Level {
    fn put(&self, text: &mut String) {
        text.push_str("inventory_level/");
        crate::domain::number::push_count(text, self.0.number());
        text.push('@');
        crate::domain::number::push_count(text, self.1.number());
    }
}

impl<'a> Line<'a> {
    /// A line of which nothing is known yet.
    #[must_use]
    pub fn new(inventory_item: InventoryItemId, location: LocationId) -> Self {
        Self {
            inventory_item,
            location,
            item: None,
            change: Change::Skip,
            why: None,
            quantity: None,
            from: None,
            write: None,
            activate: false,
            again: false,
            capped: false,
            sellable: None,
            parts: Parts::default(),
            by_kits: Quantity::ZERO,
            safety: Quantity::ZERO,
            kit: Vec::new(),
        }
    }

    pub(super) fn without(mut self, change: Change, why: &'static str, log: &mut Log) -> Self {
        log.explain(rule::STOCK_NOT_DECIDED, &Level(self.inventory_item, self.location), || {
            (vec![("why", why.into())], change.word().into())
        });
        (self.change, self.why) = (change, Some(why));
        self
    }
}

/// Decides one line.
pub(super) fn line<'a>(
    facts: &Facts<'a>,
    policy: &Policy,
    target: Target<'a>,
    place: &Place<'_>,
    raised: &mut Raised,
    log: &mut Log,
) -> Result<Line<'a>, NumberError> {
    let (item, location) = (target.item, place.location);
    let shelf = facts.shelf(target.inventory_item, location);
    let mut line = Line::new(target.inventory_item, location);
    line.item = Some(item);
    let level = shelf.map(Shelf::level);
    line.from = level.filter(|own| own.active).and_then(|own| own.available);
    if level.is_some_and(|own| !own.tracked || (own.active && own.available.is_none())) {
        return Ok(line.without(Change::Skip, "not_tracked_by_shopify", log));
    }
    if level.is_none() && !facts.inputs.shopify_complete {
        raised.raise(incomplete(&line, "shopify"));
        return Ok(line.without(Change::Hold, "shop_level_incomplete", log));
    }
    foreign(facts, &line, level.map_or(0, |own| own.committed), raised);
    let recipe = facts.inputs.recipes.get(target.number);
    let known = match recipe {
        None if matches!(target.goods, Goods::Untracked | Goods::GiftCard | Goods::Service) => {
            return Ok(line.without(Change::Skip, target.goods.word(), log));
        }
        None => stand(facts, policy, target.number, place, raised, log)?,
        Some(recipe) => match made(facts, policy, (item, recipe), place, raised, log)? {
            Made::Uncounted => return Ok(line.without(Change::Skip, "kit_untracked", log)),
            Made::Broken(why) => return Ok(nothing(facts, policy, line, why, raised, log)),
            Made::Unknown(unknown) => Err(unknown),
            Made::Of { units, components, unexplained } => {
                line.kit = components;
                Ok(Stand { sellable: units, unexplained, ..Stand::default() })
            }
        },
    };
    let stand = match known {
        Ok(stand) => stand,
        Err(unknown) => {
            if unknown == Unknown::Incomplete {
                raised.raise(incomplete(&line, "lightspeed"));
            }
            return Ok(line.without(Change::Hold, unknown.word(), log));
        }
    };
    decided(facts, policy, (target, recipe.is_some()), line, &stand, raised, log)
}

/// The line of an item that stands as it does.
fn decided<'a>(
    facts: &Facts<'a>,
    policy: &Policy,
    (target, is_kit): (Target<'a>, bool),
    mut line: Line<'a>,
    stand: &Stand,
    raised: &mut Raised,
    log: &mut Log,
) -> Result<Line<'a>, NumberError> {
    let at = At(target.item, line.location);
    if !is_kit {
        line.sellable = Some(stand.sellable);
    }
    (line.parts, line.by_kits) = (stand.parts, stand.by_kits);
    if target.goods == Goods::Archived {
        let left = stand.sellable > Quantity::ZERO || line.from.is_some_and(|from| from > 0);
        if left {
            raised.raise(
                Exception::new(Code::StockArchived, &at.words())
                    .with("level", &stand.sellable)
                    .with("shopify", line.from.map_or(Fact::Nothing, Fact::number)),
            );
        }
        return Ok(nothing(facts, policy, line, "archived", raised, log));
    }
    let candidates = policy.stock.candidates(target.item, line.location);
    line.safety = safety(candidates, is_kit, stand.sellable, &at, log)?;
    let mut available = stand.left()?;
    if !line.safety.is_zero() {
        available = available.checked_sub(&line.safety)?;
    }
    if !available.is_whole() {
        available = available.floor();
    }
    log.explain(rule::STOCK_AVAILABLE, &at, || {
        let facts = vec![
            ("sellable", Fact::from(&stand.sellable)),
            ("in_flight", Fact::from(&stand.in_flight)),
            ("safety", Fact::from(&line.safety)),
        ];
        (facts, Fact::from(&available))
    });
    let unexplained = stand.unexplained > Quantity::ZERO;
    let units = shared(policy, target, whole(available), line.location, log);
    settle(facts, policy, &mut line, units, unexplained, raised, log);
    Ok(line)
}

/// The whole number, as far as anybody could want it.
fn whole(units: Quantity) -> i64 {
    let most = i64::MAX;
    units.as_i64().unwrap_or(if units.is_negative() { most.saturating_neg() } else { most })
}

/// What a variant gets of what several have together.
fn shared(
    policy: &Policy,
    target: Target<'_>,
    units: i64,
    location: LocationId,
    log: &mut Log,
) -> i64 {
    let (of, at) = target.share;
    if of < 2 || policy.stock.duplicates != Duplicates::Split {
        return units;
    }
    let (count, at) = (i64::try_from(of).unwrap_or(1), i64::try_from(at).unwrap_or(0));
    let whole = units.max(0);
    let left_over = whole.checked_rem(count).unwrap_or(0);
    let even = whole.checked_div(count).unwrap_or(0);
    let own = if units < 0 { units } else { even.saturating_add(i64::from(at < left_over)) };
    log.explain(rule::STOCK_SHARE, &Level(target.inventory_item, location), || {
        let facts = vec![
            ("units", Fact::number(units)),
            ("variants", Fact::number(count)),
            ("at", Fact::number(at)),
        ];
        (facts, Fact::number(own))
    });
    own
}

/// A line of what must not be sold.
fn nothing<'a>(
    facts: &Facts<'_>,
    policy: &Policy,
    mut line: Line<'a>,
    why: &'static str,
    raised: &mut Raised,
    log: &mut Log,
) -> Line<'a> {
    line.why = Some(why);
    log.explain(rule::STOCK_NOTHING, &Level(line.inventory_item, line.location), || {
        (vec![("why", why.into())], Fact::number(0))
    });
    settle(facts, policy, &mut line, 0, false, raised, log);
    line
}

/// What is done about the line, which should have so many units.
fn settle(
    facts: &Facts<'_>,
    policy: &Policy,
    line: &mut Line<'_>,
    units: i64,
    unexplained: bool,
    raised: &mut Raised,
    log: &mut Log,
) {
    let to = units.clamp(0, LIMIT);
    line.capped = units > LIMIT;
    if line.capped {
        let words = line.item.map(|item| At(item, line.location).words());
        raised.raise(
            Exception::new(Code::StockOverLimit, &words.unwrap_or_default())
                .with("quantity", Fact::number(units))
                .with("limit", Fact::number(LIMIT)),
        );
    }
    line.quantity = Some(if policy.stock.pass_negative { units.min(LIMIT) } else { to });
    let stock = &policy.stock;
    let earlier = facts.earlier(line.inventory_item, line.location);
    let began_at = facts.inputs.read_began_at;
    let turn = turn(
        line.from,
        to,
        Caution {
            confirm_after: stock.confirm_increases.then_some(stock.confirm_after),
            unexplained: unexplained && !facts.inputs.orders_read,
            earlier,
            began_at,
        },
    );
    (line.change, line.write, line.again) = (turn.change, turn.write, turn.again);
    line.activate = line.from.is_none() && turn.write.is_some();
    log.explain(rule::STOCK_CHANGE, &Level(line.inventory_item, line.location), || {
        let waited = earlier.map(|own| Fact::number(began_at.seconds_since(&own.began_at)));
        let facts = vec![
            ("shopify", line.from.map_or(Fact::Nothing, Fact::number)),
            ("units", Fact::number(units)),
            ("limit", Fact::number(LIMIT)),
            ("unexplained", (unexplained && !facts.inputs.orders_read).into()),
            (
                "confirm_after",
                stock
                    .confirm_increases
                    .then_some(stock.confirm_after)
                    .map_or(Fact::Nothing, Fact::number),
            ),
            ("earlier", earlier.map_or(Fact::Nothing, |own| Fact::number(own.quantity))),
            ("waited", waited.unwrap_or(Fact::Nothing)),
        ];
        (facts, turn.change.word().into())
    });
    if let Some(write) = turn.write {
        log.explain(rule::STOCK_WRITE, &Level(line.inventory_item, line.location), || {
            let earlier = earlier.filter(|_| turn.change == Change::Rise);
            let earlier = earlier.filter(|_| stock.confirm_increases);
            let facts = vec![
                ("units", Fact::number(units)),
                ("limit", Fact::number(LIMIT)),
                ("earlier", earlier.map_or(Fact::Nothing, |own| Fact::number(own.quantity))),
            ];
            (facts, Fact::number(write))
        });
    }
}

/// Says that Shopify has more than was written, whatever orders did since.
fn foreign(facts: &Facts<'_>, line: &Line<'_>, committed: i64, raised: &mut Raised) {
    let Some(written) = facts.written(line.inventory_item, line.location) else { return };
    let Some(from) = line.from else { return };
    let then = written.quantity.saturating_add(written.committed);
    if from.saturating_add(committed) <= then {
        return;
    }
    let subject = line.item.map(|item| At(item, line.location).words()).unwrap_or_default();
    let exception = Exception::new(Code::StockForeignChange, &subject)
        .with("inventory_item", Fact::text(line.inventory_item))
        .with("shopify", Fact::number(from))
        .with("committed", Fact::number(committed))
        .with("written", Fact::number(written.quantity))
        .with("committed_then", Fact::number(written.committed));
    raised.raise(match written.at {
        Some(at) => exception.with("written_at", Fact::text(at)),
        None => exception,
    });
}

fn incomplete(line: &Line<'_>, system: &'static str) -> Exception {
    let subject = line.item.map(|item| At(item, line.location).words()).unwrap_or_default();
    Exception::new(Code::LevelsIncomplete, &subject).about(system).with("system", system)
}
