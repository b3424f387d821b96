//! The vendors' and the store's rules: what each answers to a request, and what that changes.

use std::fmt::Write;

use super::books::{self, Sent};
use super::ids;
use super::intern::{Sym, Texts};
use super::module::{Ask, Change, Expect, Setting};
use super::orders::How;
use super::pictures;
use super::state::{Flight, Glance, Late, Level, Phase, State, TICK, Used, Work};
use super::world::{Plant, Series, World};

/// An answer: a status and a body.
pub(crate) type Reply = (u16, String);

/// Answers a request of the task at this place, which thereby has its effect.
pub(crate) fn perform(
    world: &World,
    (texts, sent): (&mut Texts, &mut Sent),
    state: &mut State,
    (task, ask): (usize, &Ask),
    how: How,
) -> Reply {
    let lagging = how == How::Lagging;
    match ask {
        Ask::Order(order) => (200, pictures::whole(*order, state.orders[*order])),
        Ask::OrderNow(order) => (200, pictures::now(*order, state.orders[*order])),
        Ask::Sales(order) => (200, books::found(sent, state, *order)),
        Ask::Tills => (200, "{\"@attributes\":{\"count\":\"0\"},\"data\":[]}".to_owned()),
        Ask::Sale(order) => books::sale(sent, state, *order),
        Ask::Record(body) => (200, books::record(world, sent, state, body)),
        Ask::Get(key) => (200, found(world, texts, state, *key)),
        Ask::Gather(table, keys, prefixes) => {
            let mut rows = Vec::new();
            for key in keys {
                if let Some(value) = value(world, texts, state, *key) {
                    rows.push((texts.text(*key).to_owned(), value));
                }
            }
            for prefix in prefixes {
                rows.extend(below(world, texts, state, table, prefix));
            }
            if table == "in_flight" {
                let untold = [0, 1].map(|place| untold(world, texts, state, place));
                if let Work::Stock { glance, .. } = &mut state.tasks[task].work {
                    glance[0].untold = untold[0];
                    glance[1].untold = untold[1];
                }
                tamper(world.plant, &mut rows);
            }
            (200, format!("{{\"rows\":{}}}", list(&rows)))
        }
        Ask::Scan(table, prefix) => {
            let rows = below(world, texts, state, table, prefix);
            (200, format!("{{\"rows\":{},\"after\":null}}", list(&rows)))
        }
        Ask::Commit(changes) => {
            if world.plant == Plant::LevelFirst {
                let outlets = state.outlets;
                if let Work::Stock { early, .. } = &mut state.tasks[task].work {
                    *early = outlets;
                }
            }
            commit(world, texts, state, changes)
        }
        Ask::Shelves => (200, shelves(world, state, task)),
        Ask::Orders(since) => (200, changed(world, state, *since, lagging)),
        Ask::Set(key, rows) => (200, keyed(state, task, (*key, rows), how == How::Lost)),
        Ask::Levels => (200, levels(world, state, task, lagging)),
    }
}

/// What stands in a row, those that stand still and the host's own among them.
fn value(world: &World, texts: &Texts, state: &State, key: u32) -> Option<String> {
    if let Some(value) = state.get(key) {
        return Some(texts.text(value).to_owned());
    }
    let (table, key) = texts.text(key).split_once(' ').unwrap();
    match table {
        "links" => links(world).into_iter().find(|(own, _)| own == key).map(|(_, value)| value),
        // A person has accepted what publishing changes.
        "stock" if key.starts_with("opening/accepted") => Some("{\"v\":1}".to_owned()),
        "tasks" => {
            let open = state.tasks.iter().any(|own| key == format!("t{}", own.slot));
            open.then(|| "{\"state\":\"open\"}".to_owned())
        }
        _ => None,
    }
}

fn found(world: &World, texts: &Texts, state: &State, key: u32) -> String {
    let value = value(world, texts, state, key).unwrap_or_else(|| "null".to_owned());
    format!("{{\"row\":{value}}}")
}

fn links(world: &World) -> [(String, String); 2] {
    let (item, variant) = (ids::item(world.series), ids::VARIANT);
    [
        (format!("item/{item}"), format!("{{\"v\":1,\"variant\":\"{variant}\"}}")),
        (format!("variant/{variant}"), format!("{{\"v\":1,\"item\":\"{item}\"}}")),
    ]
}

fn below(
    world: &World,
    texts: &Texts,
    state: &State,
    table: &str,
    prefix: &str,
) -> Vec<(String, String)> {
    let start = format!("{table} {prefix}");
    let rows = state.store.iter().map(|(key, value)| (texts.text(*key), texts.text(*value)));
    let rows = rows.filter(|(key, _)| key.starts_with(&start));
    let mut rows: Vec<(String, String)> =
        rows.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    if table == "links" {
        let own = links(world).into_iter().filter(|(key, _)| key.starts_with(prefix));
        rows.extend(own.map(|(key, value)| (format!("links {key}"), value)));
    }
    rows.sort();
    rows
}

fn list(rows: &[(String, String)]) -> String {
    let mut text = String::from("[");
    for (place, (key, value)) in rows.iter().enumerate() {
        let (_, key) = key.split_once(' ').unwrap();
        let comma = if place == 0 { "" } else { "," };
        write!(text, "{comma}{{\"key\":\"{key}\",\"value\":{value}}}").unwrap();
    }
    text + "]"
}

/// The planted faults that are about the rows in flight.
fn tamper(plant: Plant, rows: &mut Vec<(String, String)>) {
    match plant {
        Plant::NoInFlight => rows.clear(),
        Plant::ConfirmedEarly => {
            for (_, value) in rows {
                if let Some(place) = value.find("\"confirmed_at\":\"") {
                    let at = place + "\"confirmed_at\":\"".len();
                    value.replace_range(at..at + 4, "2020");
                }
            }
        }
        _ => {}
    }
}

fn commit(world: &World, texts: &mut Texts, state: &mut State, changes: &[Change]) -> Reply {
    for change in changes {
        let stands = state.get(change.row);
        let met = match change.expect {
            Expect::Anything => true,
            Expect::Absent => stands.is_none(),
            Expect::Value(value) => stands == Some(value),
        };
        if !met && world.plant != Plant::NoClaim {
            let (table, key) = texts.text(change.row).split_once(' ').unwrap();
            let value = stands.map_or("null", |value| texts.text(value));
            let conflict = format!(
                "{{\"conflict\":{{\"table\":\"{table}\",\"key\":\"{key}\",\"value\":{value}}}}}"
            );
            return (409, conflict);
        }
    }
    apply(state, changes);
    (200, "{}".to_owned())
}

/// Changes the rows.
pub(crate) fn apply(state: &mut State, changes: &[Change]) {
    for change in changes {
        state.put(change.row, change.value);
    }
}

fn shelves(world: &World, state: &mut State, task: usize) -> String {
    let truth = state.truth;
    if let Work::Stock { glance, .. } = &mut state.tasks[task].work {
        for (own, truth) in glance.iter_mut().zip(truth) {
            let (given_back, placed, edits) = (truth.given_back, truth.placed, truth.edits);
            *own = Glance { given_back, placed, edits, ..*own };
        }
    }
    let item = format!("gid://shopify/InventoryItem/{}", ids::INVENTORY_ITEM);
    let mut levels = String::new();
    for place in 0..world.locations {
        let shelf = state.shelves[place];
        let committed = if world.plant == Plant::NoCommitted { 0 } else { shelf.committed };
        let comma = if place == 0 { "" } else { "," };
        write!(
            levels,
            "{comma}{{\"isActive\":true,\"updatedAt\":\"2026-11-22T00:00:00Z\",\
             \"item\":{{\"id\":\"{item}\",\"tracked\":true}},\
             \"location\":{{\"id\":\"gid://shopify/Location/{}\",\"isActive\":true}},\
             \"quantities\":[{{\"name\":\"available\",\"quantity\":{}}},\
             {{\"name\":\"committed\",\"quantity\":{committed}}}]}}",
            ids::location(place),
            shelf.available,
        )
        .unwrap();
    }
    format!(
        "{{\"data\":{{\"nodes\":[{{\"id\":\"gid://shopify/ProductVariant/{}\",\"inventoryItem\":\
         {{\"id\":\"{item}\",\"inventoryLevels\":{{\"pageInfo\":{{\"hasNextPage\":false}},\
         \"nodes\":[{levels}]}}}}}}]}}}}",
        ids::VARIANT,
    )
}

/// Orders that changed, the oldest change first.
fn changed(world: &World, state: &State, since: u16, lagging: bool) -> String {
    let until = if lagging { state.clock * TICK } else { u16::MAX };
    let all = state.orders.iter().enumerate().take(world.orders);
    let mut rows: Vec<(u16, usize)> = all
        .filter(|(_, own)| own.phase != Phase::None && own.updated >= since && own.updated < until)
        .map(|(place, own)| (own.updated, place))
        .collect();
    rows.sort_unstable();
    let nodes: Vec<String> = rows
        .iter()
        .map(|(updated, place)| {
            let (id, at) = (ids::order(*place), ids::time(*updated));
            format!("{{\"id\":\"gid://shopify/Order/{id}\",\"updatedAt\":\"{at}\"}}")
        })
        .collect();
    let nodes = nodes.join(",");
    format!(
        "{{\"data\":{{\"orders\":{{\"pageInfo\":{{\"hasNextPage\":false,\"endCursor\":null}},\
         \"nodes\":[{nodes}]}}}}}}"
    )
}

/// What has one key is executed once. Of a key that it knows Shopify says how it stands.
fn keyed(state: &mut State, task: usize, (key, rows): (Sym, &[Setting]), lost: bool) -> String {
    match state.used.iter().find(|own| own.key == key) {
        Some(own) if own.done => return answered(""),
        Some(_) => {
            return answered(
                "{\"code\":\"IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED\",\"field\":null,\"message\":\"\"}",
            );
        }
        None => {}
    }
    let (done, answer) = set(state, task, rows);
    if lost || state.late.is_some_and(|late| late.key == key) {
        let slot = state.tasks[task].slot;
        state.used.push(Used { slot, key, done });
    }
    answer
}

/// A write arrives that nobody waits for any more.
pub(crate) fn arrive(state: &mut State, late: Late) {
    if state.used.iter().all(|own| own.key != late.key) {
        let rows = [(late.at as usize, i64::from(late.quantity), Some(i64::from(late.from)))];
        let task = state.tasks.iter().position(|own| own.slot == late.slot);
        let done = match task {
            Some(task) => set(state, task, &rows).0,
            None => {
                let shelf = &mut state.shelves[late.at as usize];
                let met = shelf.available == late.from;
                shelf.available = if met { late.quantity } else { shelf.available };
                met
            }
        };
        state.used.push(Used { slot: late.slot, key: late.key, done });
    }
    state.forget_keys();
}

/// Compare and set: all rows or none. Whether it was done, and the answer.
fn set(state: &mut State, task: usize, rows: &[Setting]) -> (bool, String) {
    let mut errors = Vec::new();
    for (number, (location, _, from)) in rows.iter().enumerate() {
        let stands = i64::from(state.shelves[*location].available);
        if from.is_some_and(|from| from != stands) {
            errors.push(format!(
                "{{\"code\":\"CHANGE_FROM_QUANTITY_STALE\",\"field\":[\"input\",\"quantities\",\
                 \"{number}\",\"changeFromQuantity\"],\"message\":\"It is {stands}.\"}}"
            ));
        }
    }
    let Work::Stock { glance, doubt, .. } = &mut state.tasks[task].work else {
        panic!("only stock is set");
    };
    let glance = *glance;
    if errors.is_empty() {
        for (location, quantity, _) in rows {
            state.shelves[*location].available = i8::try_from(*quantity).unwrap();
            let truth = &mut state.truth[*location];
            truth.till_known = truth.till_known.max(glance[*location].till);
            truth.untold = glance[*location].untold;
            truth.edits_known = truth.edits_known.max(glance[*location].edits);
            let given_back = truth.given_back - glance[*location].given_back;
            truth.hidden = given_back.min(truth.placed - glance[*location].placed);
        }
    } else {
        *doubt = true;
    }
    (errors.is_empty(), answered(&errors.join(",")))
}

fn answered(errors: &str) -> String {
    format!(
        "{{\"data\":{{\"inventorySetQuantities\":{{\"inventoryAdjustmentGroup\":null,\
         \"userErrors\":[{errors}]}}}}}}"
    )
}

fn levels(world: &World, state: &mut State, task: usize, lagging: bool) -> String {
    let Work::Stock { glance, read, early, .. } = &mut state.tasks[task].work else {
        panic!("only stock is read")
    };
    *read = true;
    let shown = match (world.plant, lagging) {
        (Plant::LevelFirst, _) => *early,
        (_, true) => state.before,
        (_, false) => state.outlets,
    };
    for own in glance.iter_mut() {
        own.till = 0;
    }
    for (outlet, level) in shown.iter().enumerate().take(world.outlets) {
        glance[world.serves(outlet)].till += level.till;
    }
    // A task that is over knows nothing any more: what it read last is all that differs.
    *early = if world.plant == Plant::LevelFirst { *early } else { [Level::default(); 2] };
    listed(world, &shown)
}

fn listed(world: &World, shown: &[Level; 2]) -> String {
    let item = ids::item(world.series);
    let levels = shown.iter().enumerate().take(world.outlets);
    match world.series {
        Series::R => {
            let sum: i8 = shown.iter().map(|own| own.units).sum();
            let row = |shop: &str, units: i8, stamp: u16| {
                format!(
                    "{{\"itemID\":\"{item}\",\"shopID\":\"{shop}\",\"qoh\":\"{units}\",\
                     \"sellable\":\"{}\",\"timeStamp\":\"{}\"}}",
                    units.max(0),
                    ids::time(stamp).replace('Z', "+00:00"),
                )
            };
            let mut rows = vec![row("0", sum, 0)];
            rows.extend(levels.map(|(outlet, own)| {
                row(&ids::outlet(world.series, outlet), own.units, own.stamp)
            }));
            format!(
                "{{\"@attributes\":{{\"next\":\"\",\"previous\":\"\"}},\"ItemShop\":[{}]}}",
                rows.join(",")
            )
        }
        Series::X => {
            let rows: Vec<String> = levels
                .map(|(outlet, own)| {
                    format!(
                        "{{\"product_id\":\"{item}\",\"location_id\":\"{}\",\
                         \"current_inventory_level\":{},\"version\":{}}}",
                        ids::outlet(world.series, outlet),
                        own.units,
                        own.stamp,
                    )
                })
                .collect();
            format!("[{}]", rows.join(","))
        }
    }
}

/// How many orders were sent from a location before anybody told of them.
fn untold(world: &World, texts: &Texts, state: &State, location: usize) -> u8 {
    let orders = state.orders.iter().enumerate();
    let untold = orders.filter(|(place, own)| {
        let here = own.phase == Phase::Fulfilled && own.location as usize == location;
        let noted = own.noted.posted || own.noted.flight != Flight::None;
        here && !noted && !(world.real && is_noted(texts, state, *place))
    });
    u8::try_from(untold.count()).unwrap()
}

/// Whether anything is noted of an order's units.
fn is_noted(texts: &Texts, state: &State, order: usize) -> bool {
    let number = ids::order(order);
    let (sale, row) = (format!("sales {number}/"), format!("/{number}/"));
    state
        .store
        .iter()
        .map(|own| texts.text(own.0))
        .any(|key| key.starts_with(&sale) || (key.starts_with("in_flight ") && key.contains(&row)))
}

/// Whether the real order flow has nothing to do about an order any more.
pub(crate) fn is_settled(texts: &Texts, state: &State, order: usize) -> bool {
    let (own, number) = (state.orders[order], ids::order(order));
    let row = |start: String| {
        let rows = state.store.iter().map(|own| (texts.text(own.0), texts.text(own.1)));
        rows.filter(|(key, _)| key.starts_with(&start)).map(|(_, value)| value.to_owned()).next()
    };
    let seen = row(format!("seen order/{number}")).unwrap_or_default();
    let sale = row(format!("sales {number}/"));
    let settled = match own.phase {
        Phase::Open | Phase::Fulfilled => sale.is_some(),
        _ => sale.is_none_or(|sale| sale.contains("released")),
    };
    settled && seen.contains(&ids::time(own.updated))
}
