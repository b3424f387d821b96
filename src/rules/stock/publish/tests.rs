//! Tables of publishing, in the order of its rules.

use rust_decimal::Decimal;

use super::flight::{Parts, in_flight_of};
use super::turn::{Caution, Change, turn};
use super::{Book, Fault, Levels, Recipe, Recipes};
use crate::contract::config::TenantConfig;
use crate::domain::catalogue::Kit;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{InventoryItemId, LineItemId, LocationId, OrderId};
use crate::domain::level::{EarlierRead, Goods, Level, LevelRow, Stamp, StockLink, Watermark};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Reason, Row, State};
use crate::domain::time::Timestamp;
use crate::policy::{Policy, Safety};
use crate::report::read;

fn item(number: u32) -> ItemId {
    ItemId::parse(&number.to_string()).unwrap()
}

fn units(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn location() -> LocationId {
    LocationId::new(71).unwrap()
}

fn policy(stock: &str) -> Policy {
    let text = format!(
        r#"{{"contract": 1, "tenant": "acme", "shopify": {{"shop": "acme.myshopify.com"}},
        "lightspeed": {{"series": "R", "account": "1042", "user": "3"}}, "currency": "USD",
        "time_zone": "Etc/UTC", "zones": {{"Etc/UTC": [{{"from": "2026-01-01T00:00:00Z", "offset": "+00:00"}}]}},
        "outlets": [{{"id": "1", "register": "2"}}], "locations": [{{"id": 71, "outlets": ["1"]}}],
        "payment_types": [{{"gateway": "manual", "id": "9"}}], "taxes": [{{"rate": "0", "id": "5"}}],
        "helper_items": {{"gift_card": {{"item": "41", "non_inventory": true, "liability": true}}}},
        "stock": {stock}}}"#
    );
    let config: TenantConfig = read::document(text.as_bytes(), "$").unwrap();
    Policy::parse(&config).unwrap()
}

fn kit(number: u32, recipe: &[(u32, &str)]) -> StockLink {
    let recipe = recipe.iter().map(|(of, need)| (item(*of), units(need))).collect();
    StockLink { kit: Some(Kit::Recipe(recipe)), ..goods(number, Goods::Counted) }
}

fn goods(number: u32, goods: Goods) -> StockLink {
    StockLink {
        inventory_item: InventoryItemId::new(u64::from(number)).unwrap(),
        variant: None,
        item: item(number),
        goods,
        kit: None,
    }
}

/// What a kit is made of in the end, as text.
fn made(links: &[StockLink], untracked: &[ItemId], policy: &Policy, kit: u32) -> String {
    let book = Book::of(links, policy);
    let recipes = Recipes::of(&book, links, untracked, policy);
    match book.item(item(kit).as_str()).and_then(|number| recipes.get(number)) {
        None => "no kit".to_owned(),
        Some(Recipe::Broken(fault)) => fault.word().to_owned(),
        Some(Recipe::Made(made)) => {
            let parts = made
                .iter()
                .map(|(number, need)| format!("{need} x {}", book.item_id(*number).unwrap()));
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn kits_are_opened_to_the_end() {
    let policy = policy("{}");
    let links = [
        kit(10, &[(1, "2"), (2, "0.5")]),
        kit(11, &[(10, "3"), (1, "1")]),
        kit(12, &[(12, "1")]),
        kit(13, &[(14, "1")]),
        kit(14, &[(15, "1"), (1, "1")]),
        kit(15, &[(13, "1")]),
        kit(16, &[(13, "2")]),
        kit(17, &[(1, "0")]),
        kit(18, &[(1, "79228162514264337593543950335"), (11, "1")]),
        kit(19, &[(2, "1"), (3, "4")]),
        StockLink { kit: Some(Kit::Untold), ..goods(20, Goods::Counted) },
        kit(21, &[(20, "1")]),
        goods(3, Goods::Service),
    ];
    for (number, expected) in [
        (10, "2 x 1, 0.5 x 2"),
        (11, "7 x 1, 1.5 x 2"),
        (12, "kit_cycle"),
        (13, "kit_cycle"),
        (16, "kit_cycle"),
        (17, "kit_number"),
        (18, "kit_number"),
        (19, "1 x 2"),
        (20, "kit_untold"),
        (21, "kit_untold"),
        (1, "no kit"),
    ] {
        assert_eq!(made(&links, &[], &policy, number), expected, "{number}");
    }
    assert_eq!(made(&links, &[item(2)], &policy, 10), "2 x 1");
    let own = self::policy(r#"{"kits": "own"}"#);
    assert_eq!(made(&links, &[], &own, 10), "no kit");
}

#[test]
fn a_tower_of_kits_is_opened_up_to_a_height_whatever_is_opened_first() {
    let policy = policy("{}");
    for upwards in [true, false] {
        // Kit 100 + n takes kit 100 + n - 1, and the ids lie in the one or the other order.
        let id = |level: u32| if upwards { 100 + level } else { 200 - level };
        let links: Vec<StockLink> = (1..=40)
            .map(|level| kit(id(level), &[(if level == 1 { 1 } else { id(level - 1) }, "1")]))
            .collect();
        assert_eq!(made(&links, &[], &policy, id(16)), "1 x 1");
        for level in [17, 18, 40] {
            assert_eq!(made(&links, &[], &policy, id(level)), Fault::TooDeep.word(), "{level}");
        }
    }
}

#[test]
fn it_is_told_which_kits_contain_an_item() {
    let policy = policy("{}");
    let links = [kit(10, &[(1, "2")]), kit(11, &[(10, "1"), (2, "1")]), goods(1, Goods::Counted)];
    let book = Book::of(&links, &policy);
    let recipes = Recipes::of(&book, &links, &[], &policy);
    let kits = |number| recipes.kits_with(&item(number), &book).cloned().collect::<Vec<_>>();
    assert_eq!(kits(1), [item(10), item(11)]);
    assert_eq!(kits(2), [item(11)]);
    assert_eq!(kits(10), []);
    assert_eq!(kits(99), []);
    let components =
        |number| recipes.components_of(&item(number), &book).cloned().collect::<Vec<_>>();
    assert_eq!(components(11), [item(1), item(2)]);
    assert_eq!(components(1), []);
}

fn row(quantity: u32, open: u32, state: State, confirmed: Option<&str>) -> Row {
    Row {
        order: OrderId::new(7001).unwrap(),
        line: LineItemId::new(801).unwrap(),
        item: item(1),
        location: Some(location()),
        outlet: OutletId::parse("1").unwrap(),
        quantity: Quantity::whole(quantity.into()),
        open: Quantity::whole(open.into()),
        state,
        reason: Reason::NotPosted,
        sale: None,
        confirmed_at: confirmed.map(at),
    }
}

#[test]
fn units_in_flight_are_those_that_the_level_may_not_know() {
    const READ: &str = "2026-11-20T15:00:00Z";
    const BEFORE: Option<&str> = Some("2026-11-20T14:59:59Z");
    const SINCE: Option<&str> = Some(READ);
    let rows = |rows: &[(u32, u32, State, Option<&str>)], committed: i64| {
        let rows: Vec<Row> =
            rows.iter().map(|(all, open, state, time)| row(*all, *open, *state, *time)).collect();
        let parts = in_flight_of(&rows, at(READ), Quantity::whole(committed)).unwrap();
        (parts.units().unwrap().to_string(), parts.unexplained().unwrap().to_string())
    };
    let (seen, sent, taken, gone) =
        (State::Seen, State::Sent, State::InLightspeed, State::Fulfilled);
    for (given, committed, in_flight, unexplained) in [
        (&[][..], 0, "0", "0"),
        (&[], 3, "3", "3"),
        (&[(2, 2, seen, None)], 2, "2", "0"),
        (&[(2, 2, seen, None)], 0, "2", "0"),
        (&[(2, 2, sent, None)], 3, "3", "1"),
        (&[(2, 2, taken, BEFORE)], 2, "0", "0"),
        (&[(2, 2, taken, BEFORE)], 3, "1", "1"),
        (&[(2, 2, taken, BEFORE)], 0, "0", "0"),
        (&[(2, 2, taken, SINCE)], 2, "2", "0"),
        (&[(3, 1, taken, SINCE)], 1, "3", "0"),
        (&[(3, 1, taken, BEFORE)], 1, "0", "0"),
        (&[(2, 0, gone, None)], 0, "2", "0"),
        (&[(2, 0, gone, None), (1, 1, seen, None), (4, 4, taken, BEFORE)], 6, "4", "1"),
    ] {
        let expected = (in_flight.to_owned(), unexplained.to_owned());
        assert_eq!(rows(given, committed), expected, "{given:?} {committed}");
    }
    assert!(Parts::default().is_zero());
}

#[test]
fn the_most_telling_safety_counts_alone() {
    let safety = |stock: &str| {
        let policy = policy(&format!(r#"{{"safety": [{stock}]}}"#));
        policy.stock.candidates(&item(1), location()).chosen()
    };
    let entries = [
        (r#"{"units": "1"}"#, "1"),
        (r#"{"location": 71, "units": "2"}"#, "2"),
        (r#"{"item": "1", "units": "3"}"#, "3"),
        (r#"{"item": "1", "location": 71, "units": "4"}"#, "4"),
    ];
    assert_eq!(safety(""), None);
    for count in 1..=entries.len() {
        let given: Vec<&str> = entries.iter().take(count).rev().map(|(entry, _)| *entry).collect();
        let (_, last) = entries[count - 1];
        let expected = Safety::Units(last.parse::<Decimal>().unwrap());
        assert_eq!(safety(&given.join(",")), Some(expected), "{given:?}");
    }
    assert_eq!(safety(r#"{"item": "2", "units": "3"}"#), None);
}

/// What three rows of one level come to, in whatever order they come.
#[test]
fn the_newest_level_counts_and_nothing_is_guessed() {
    let policy = policy("{}");
    let links = [goods(1, Goods::Counted)];
    let book = Book::of(&links, &policy);
    let now = at("2026-11-20T15:00:00Z");
    let version = |number| Some(Stamp::Version(number));
    let time = |text: &str| Some(Stamp::At(at(text)));
    let ahead = time("2026-11-20T15:05:01Z");
    let mark = |stamp, text| {
        let (item, outlet) = (item(1), OutletId::parse("1").unwrap());
        Some(Watermark { item, outlet, stamp: Some(stamp), units: units(text) })
    };
    for (rows, mark, expected) in [
        (&[("4", version(1)), ("5", version(2)), ("6", version(3))][..], None, "6"),
        (&[("4", version(1)), ("5", version(2)), ("6", version(2))], None, "5 or 6"),
        (&[("4", version(1)), ("5", version(1)), ("6", version(2))], None, "6"),
        (&[("4", None), ("5", version(1)), ("4", None)], None, "5"),
        (&[("4", None), ("5", None)], None, "4 or 5"),
        (&[("4", None), ("4", None)], None, "4"),
        (&[("4", time("2026-11-20T14:00:00Z")), ("5", time("2026-11-20T15:05:00Z"))], None, "5"),
        (&[("4", time("2026-11-20T14:00:00Z")), ("5", ahead)], None, "4 or 5"),
        (&[("5", time("2026-11-20T14:00:00Z")), ("5", ahead)], None, "5"),
        (&[("4", version(7))], mark(Stamp::Version(7), "4"), "4"),
        (&[("4", version(7))], mark(Stamp::Version(7), "5"), "4 or 5"),
        (&[("4", version(6))], mark(Stamp::Version(7), "5"), "backwards"),
        (&[("4", version(8))], mark(Stamp::Version(7), "5"), "4"),
        (&[("4", version(6))], mark(Stamp::At(now), "5"), "4"),
        (&[], None, "missing"),
        (&[], mark(Stamp::Version(7), "5"), "missing"),
    ] {
        for turn in 0..rows.len().max(1) {
            let mut levels = Levels::new(&book);
            let mut turned = rows.to_vec();
            turned.rotate_left(turn);
            for (text, stamp) in turned {
                let level = Level { units: units(text), stamp };
                levels.put(LevelRow { item: "1", outlet: Some("1"), level });
            }
            let found = match levels.find(0, 0, now, mark.as_ref()) {
                super::levels::Found::Missing => "missing".to_owned(),
                super::levels::Found::Level(level) => level.units.to_string(),
                super::levels::Found::Disagree(one, other) => format!("{one} or {other}"),
                super::levels::Found::Backwards(_) => "backwards".to_owned(),
            };
            assert_eq!(found, expected, "{rows:?} {mark:?}");
        }
    }
}

#[test]
fn falls_are_written_at_once_and_rises_when_they_are_certain() {
    let read = at("2026-11-20T15:00:00Z");
    let earlier = |quantity, before: i64| EarlierRead {
        inventory_item: InventoryItemId::new(1).unwrap(),
        location: location(),
        quantity,
        began_at: read.checked_add_seconds(-before).unwrap(),
    };
    let none = EarlierRead { quantity: i64::MIN, ..earlier(0, 0) };
    for (from, to, confirm, unexplained, before, expected, write, again) in [
        (Some(3), 3, Some(30), true, none, Change::None, None, false),
        (Some(-2), 0, Some(30), true, none, Change::None, None, false),
        (None, 0, Some(30), true, none, Change::None, None, false),
        (Some(3), 0, Some(30), true, none, Change::Fall, Some(0), false),
        (Some(3), 4, Some(30), true, earlier(4, 60), Change::Sweep, None, false),
        (Some(3), 4, None, true, none, Change::Sweep, None, false),
        (Some(3), 4, None, false, none, Change::Rise, Some(4), false),
        (Some(-2), 1, None, false, none, Change::Rise, Some(1), false),
        (None, 4, None, false, none, Change::Rise, Some(4), false),
        (Some(3), 4, Some(30), false, none, Change::Confirm, None, true),
        (Some(3), 4, Some(30), false, earlier(4, 29), Change::Confirm, None, true),
        (Some(3), 4, Some(30), false, earlier(4, -60), Change::Confirm, None, true),
        (Some(3), 4, Some(30), false, earlier(3, 60), Change::Confirm, None, true),
        (Some(3), 4, Some(30), false, earlier(4, 30), Change::Rise, Some(4), false),
        (Some(3), 9, Some(30), false, earlier(4, 30), Change::Rise, Some(4), true),
        (Some(3), 4, Some(30), false, earlier(9, 30), Change::Rise, Some(4), false),
        (Some(3), 4, Some(0), false, earlier(4, 0), Change::Rise, Some(4), false),
    ] {
        let earlier = (before.quantity != i64::MIN).then_some(&before);
        let caution = Caution { confirm_after: confirm, unexplained, earlier, began_at: read };
        let found = turn(from, to, caution);
        assert_eq!(
            (found.change, found.write, found.again),
            (expected, write, again),
            "{from:?} {to} {caution:?}"
        );
    }
}
