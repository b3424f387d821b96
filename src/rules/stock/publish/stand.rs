//! How one item stands at one location: what its outlets can sell together, and what of it is in
//! flight, with what kits take of it.

use super::facts::{Facts, Shelf};
use super::flight::{Parts, Seen, add, counts};
use super::levels::Found;
use super::raise::Raised;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{LocationId, OrderId};
use crate::domain::number::NumberError;
use crate::domain::quantity::Quantity;
use crate::domain::sorting::each_once;
use crate::policy::{Policy, Series};
use crate::report::log::Subject;
use crate::report::{Code, Exception, Fact, Log, rule};

/// A location, the outlets that serve it, and their numbers.
pub(super) struct Place<'a> {
    pub(super) location: LocationId,
    pub(super) outlets: &'a [OutletId],
    pub(super) numbers: Vec<usize>,
    /// Whether there is no other location.
    pub(super) sole: bool,
}

impl Place<'_> {
    pub(super) fn serves(&self, outlet: &str) -> bool {
        self.outlets.iter().any(|own| own.as_str() == outlet)
    }
}

/// Why a level is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Not all levels were read.
    Incomplete,
    /// There was a level before, and it is not listed.
    Gone,
    /// The item has no level anywhere.
    NoLevel,
    /// Two rows differ and cannot be put in order.
    Disagree,
    /// The level is older than one that was decided from.
    Backwards,
    /// Shopify's rows differ and cannot be put in order.
    ShopDisagrees,
}

impl Unknown {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Incomplete | Self::Gone => "levels_incomplete",
            Self::NoLevel => "level_missing",
            Self::Disagree => "levels_disagree",
            Self::Backwards => "level_backwards",
            Self::ShopDisagrees => "shop_levels_disagree",
        }
    }
}

/// How an item stands at a location.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stand {
    /// What the outlets can sell, together; below zero where they are short.
    pub(super) sellable: Quantity,
    /// Its own units in flight.
    pub(super) parts: Parts,
    /// Those that kits in flight take.
    pub(super) by_kits: Quantity,
    /// All of them.
    pub(super) in_flight: Quantity,
    /// Units that Shopify says are taken and no row tells of, those of kits among them.
    pub(super) unexplained: Quantity,
}

impl Stand {
    /// What is left to be sold.
    pub(super) fn left(&self) -> Result<Quantity, NumberError> {
        if self.in_flight.is_zero() {
            return Ok(self.sellable);
        }
        self.sellable.checked_sub(&self.in_flight)
    }
}

/// What explanations and exceptions call an item at a location.
pub(super) struct At<'a>(pub(super) &'a ItemId, pub(super) LocationId);

impl Subject for At<'_> {
    fn put(&self, text: &mut String) {
        text.push_str("stock/");
        text.push_str(self.0.as_str());
        text.push('@');
        crate::domain::number::push_count(text, self.1.number());
    }
}

impl At<'_> {
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        self.put(&mut words);
        words
    }
}

/// How an item stands at a location, or why that is not known.
pub(super) fn stand(
    facts: &Facts<'_>,
    policy: &Policy,
    item: usize,
    place: &Place<'_>,
    raised: &mut Raised,
    log: &mut Log,
) -> Result<Result<Stand, Unknown>, NumberError> {
    let Some(id) = facts.book.item_id(item) else { return Ok(Err(Unknown::NoLevel)) };
    let variants = facts.variants(item);
    let mut shelves = variants.filter_map(|variant| facts.shelf(variant, place.location));
    if shelves.any(|shelf| matches!(shelf, Shelf::Disagree(_))) {
        raised.raise(
            Exception::new(Code::LevelsDisagree, &At(id, place.location).words())
                .with("system", "shopify"),
        );
        return Ok(Err(Unknown::ShopDisagrees));
    }
    let mut stand = match sellable(facts, policy, item, place, raised)? {
        Ok(sellable) => Stand { sellable, ..Stand::default() },
        Err(unknown) => return Ok(Err(unknown)),
    };
    log.explain(rule::STOCK_SELLABLE, &At(id, place.location), || {
        let mark = |number| facts.inputs.levels.find(item, number, facts.inputs.now, None);
        let levels = place.numbers.iter().map(|number| match mark(*number) {
            Found::Level(level) => Fact::from(&level.units),
            _ => Fact::number(0),
        });
        let outlets = place.outlets.iter().map(|outlet| outlet.as_str().into()).collect();
        let facts =
            vec![("outlets", Fact::List(outlets)), ("levels", Fact::List(levels.collect()))];
        (facts, Fact::from(&stand.sellable))
    });
    flight(facts, item, place, &mut stand, log)?;
    short(facts, item, id, place, &stand, raised)?;
    Ok(Ok(stand))
}

/// What the outlets can sell together, each with its sign.
fn sellable(
    facts: &Facts<'_>,
    policy: &Policy,
    item: usize,
    place: &Place<'_>,
    raised: &mut Raised,
) -> Result<Result<Quantity, Unknown>, NumberError> {
    let mut sum = Quantity::ZERO;
    let levels = facts.inputs.levels;
    let nowhere = !levels.has(item);
    for (number, outlet) in place.numbers.iter().zip(place.outlets) {
        let problem = |code, raised: &mut Raised| {
            let id = facts.book.item_id(item).map_or("", ItemId::as_str);
            let exception = Exception::new(code, &format!("level/{id}@{outlet}"));
            raised.raise(exception.with("item", id).with("outlet", outlet.as_str()));
        };
        match levels.find(item, *number, facts.inputs.now, facts.mark(item, *number)) {
            Found::Level(level) => {
                if super::levels::is_ahead(level, facts.inputs.now) {
                    problem(Code::ClockAhead, raised);
                }
                sum = sum.checked_add(&level.units)?;
            }
            Found::Missing if !facts.complete => return Ok(Err(Unknown::Incomplete)),
            // It was listed before, and rows do not go away: what is not listed any more is not zero.
            Found::Missing if facts.mark(item, *number).is_some() => {
                problem(Code::LevelsIncomplete, raised);
                return Ok(Err(Unknown::Gone));
            }
            // R-Series makes rows when they are first needed. X-Series has one for each item.
            Found::Missing if nowhere && policy.series == Series::X => {
                problem(Code::LevelMissing, raised);
                return Ok(Err(Unknown::NoLevel));
            }
            Found::Missing => {}
            Found::Disagree(..) => {
                problem(Code::LevelsDisagree, raised);
                return Ok(Err(Unknown::Disagree));
            }
            Found::Backwards(_) => {
                problem(Code::LevelBackwards, raised);
                return Ok(Err(Unknown::Backwards));
            }
        }
    }
    Ok(Ok(sum))
}

/// The units of `of` in flight that a level of `item` may not know.
fn parts(
    facts: &Facts<'_>,
    (item, of): (usize, usize),
    place: &Place<'_>,
    mut told: impl FnMut(&crate::domain::stock::Row, bool),
) -> Result<Parts, NumberError> {
    let committed = facts.committed(of, place.location);
    let mut parts = Parts { committed, ..Parts::default() };
    for row in facts.rows(of) {
        let serves = place.serves(row.outlet.as_str());
        let Some(seen) = Seen::of(row, place.location, serves, place.sole) else { continue };
        let began = facts.began(item, facts.book.outlet(row.outlet.as_str()));
        let counts = counts(row, began);
        told(row, counts);
        add(&mut parts, row, seen, counts)?;
    }
    Ok(parts)
}

fn flight(
    facts: &Facts<'_>,
    item: usize,
    place: &Place<'_>,
    stand: &mut Stand,
    log: &mut Log,
) -> Result<(), NumberError> {
    let Some(id) = facts.book.item_id(item) else { return Ok(()) };
    let at = At(id, place.location);
    let began =
        |row: &crate::domain::stock::Row| facts.began(item, facts.book.outlet(row.outlet.as_str()));
    stand.parts = parts(facts, (item, item), place, |row, counts| {
        log.explain(rule::STOCK_COUNTS, &at, || {
            let confirmed = row.confirmed_at.map_or(Fact::Nothing, Fact::text);
            let facts = vec![
                ("row", Fact::Text(row.key())),
                ("state", row.state.word().into()),
                ("confirmed_at", confirmed),
                ("read", Fact::text(began(row))),
            ];
            (facts, counts.into())
        });
    })?;
    let own = stand.parts;
    // Most items have nothing in flight.
    if !own.is_zero() {
        stand.in_flight = own.units()?;
        stand.unexplained = own.unexplained()?;
        log.explain(rule::STOCK_FLIGHT, &at, || (part_facts(&own), Fact::from(&stand.in_flight)));
    }
    for (kit, need) in facts.inputs.recipes.with(item) {
        let parts = parts(facts, (item, kit), place, |_, _| {})?;
        if parts.is_zero() {
            continue;
        }
        let taken = times(parts.units()?, need)?;
        stand.by_kits = stand.by_kits.checked_add(&taken)?;
        stand.in_flight = stand.in_flight.checked_add(&taken)?;
        stand.unexplained = stand.unexplained.checked_add(&parts.unexplained()?)?;
        log.explain(rule::STOCK_KIT_FLIGHT, &at, || {
            let name = facts.book.item_id(kit).map_or("", ItemId::as_str);
            let mut facts = vec![("kit", name.into()), ("need", Fact::from(&need))];
            facts.extend(part_facts(&parts));
            (facts, Fact::from(&taken))
        });
    }
    Ok(())
}

fn part_facts(parts: &Parts) -> Vec<(&'static str, Fact)> {
    vec![
        ("gone", Fact::from(&parts.gone)),
        ("new", Fact::from(&parts.new)),
        ("elsewhere", Fact::from(&parts.elsewhere)),
        ("committed", Fact::from(&parts.committed)),
        ("in_lightspeed", Fact::from(&parts.in_lightspeed)),
    ]
}

fn times(units: Quantity, need: Quantity) -> Result<Quantity, NumberError> {
    let product = units.value().checked_mul(need.value());
    product.map(Quantity::new).ok_or(NumberError::OutOfRange)
}

/// Says that more was sold than there is.
fn short(
    facts: &Facts<'_>,
    item: usize,
    id: &ItemId,
    place: &Place<'_>,
    stand: &Stand,
    raised: &mut Raised,
) -> Result<(), NumberError> {
    let negative = stand.sellable.is_negative();
    if !negative && (stand.in_flight.is_zero() || stand.left()? >= Quantity::ZERO) {
        return Ok(());
    }
    // What no row tells of is asked for first.
    let mut known = stand.parts.known()?;
    let mut orders: Vec<OrderId> = Vec::new();
    let kits = facts.inputs.recipes.with(item);
    for (of, need) in std::iter::once((item, Quantity::whole(1))).chain(kits) {
        let parts = parts(facts, (item, of), place, |row, counts| {
            if counts || (negative && !row.open.is_zero()) {
                orders.push(row.order);
            }
        })?;
        if of != item {
            known = known.checked_add(&times(parts.known()?, need)?)?;
        }
    }
    let short = known.checked_sub(&stand.sellable)?;
    let oversold = !orders.is_empty() && short > Quantity::ZERO;
    if !oversold && !negative {
        return Ok(());
    }
    let orders = each_once(orders);
    let code = if oversold { Code::Oversold } else { Code::StockNegative };
    let mut exception = Exception::new(code, &At(id, place.location).words())
        .with("item", id.as_str())
        .with("location", Fact::text(place.location))
        .with("level", &stand.sellable);
    if oversold {
        let orders = orders.iter().map(Fact::text).collect();
        exception = exception.with("short", &short).with("orders", Fact::List(orders));
        let sales = facts.till_sales(id, |outlet| place.serves(outlet));
        if !sales.is_empty() {
            exception = exception.with("till_sales", Fact::List(sales));
        }
    }
    raised.raise(exception);
    Ok(())
}
