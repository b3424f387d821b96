//! Shops whose levels lie apart: four items and a kit at two locations, one of two outlets.

use proptest::prelude::*;
use serde_json::{Value, json};
use tillbridge::bridge::Bridge;

const READ: &str = "2026-11-20T15:00:00Z";

/// How far units are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Seen,
    Sent,
    /// In Lightspeed since before the level was read.
    Known,
    /// In Lightspeed since then.
    Late,
    Fulfilled,
}

/// Units in flight.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) order: u64,
    pub(crate) item: usize,
    pub(crate) location: Option<u64>,
    pub(crate) outlet: u64,
    pub(crate) open: i64,
    pub(crate) gone: i64,
    pub(crate) state: State,
}

impl Row {
    pub(crate) fn counts(&self) -> bool {
        self.state != State::Known
    }

    fn json(&self) -> Value {
        let (state, reason) = match self.state {
            State::Seen => ("seen", "not_posted"),
            State::Sent => ("sent", "sent"),
            State::Known | State::Late => ("in_lightspeed", "completed"),
            State::Fulfilled => ("fulfilled", "not_posted"),
        };
        let mut row = json!({
            "order": self.order, "line": self.order + 1, "item": Shop::item(self.item),
            "outlet": self.outlet.to_string(), "quantity": (self.open + self.gone).to_string(),
            "open": self.open.to_string(), "state": state, "reason": reason,
        });
        if let Some(location) = self.location {
            row["location"] = json!(location);
        }
        match self.state {
            State::Known => row["confirmed_at"] = json!("2026-11-20T14:59:59Z"),
            State::Late => row["confirmed_at"] = json!(READ),
            _ => {}
        }
        row
    }
}

/// A shop.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    /// Item, outlet, halves of a unit.
    pub(crate) levels: Vec<(usize, u64, i64)>,
    /// Item, location; available and committed.
    pub(crate) shelves: Vec<((usize, u64), (i64, i64))>,
    pub(crate) rows: Vec<Row>,
    pub(crate) complete: bool,
    pub(crate) confirm: bool,
    /// The order in which links stand.
    links: Vec<usize>,
}

impl Shop {
    /// The kit's number; items are those before it.
    pub(crate) const KIT: usize = 4;
    /// What it is made of.
    pub(crate) const RECIPE: [(usize, i64); 2] = [(0, 2), (1, 1)];

    pub(crate) fn serves(location: u64, outlet: u64) -> bool {
        matches!((location, outlet), (71, 1) | (72, 5 | 7))
    }

    pub(crate) fn inventory_item(item: usize) -> u64 {
        601 + u64::try_from(item).unwrap()
    }

    fn item(item: usize) -> String {
        (301 + item).to_string()
    }

    pub(crate) fn committed(&self, item: usize, location: u64) -> i64 {
        self.shelves.iter().find(|(own, _)| *own == (item, location)).unwrap().1.1
    }

    pub(crate) fn shelf_mut(&mut self, item: usize, location: u64) -> &mut (i64, i64) {
        &mut self.shelves.iter_mut().find(|(own, _)| *own == (item, location)).unwrap().1
    }

    pub(crate) fn write(&mut self, (inventory_item, location): (u64, u64), quantity: i64) {
        let item = usize::try_from(inventory_item - 601).unwrap();
        self.shelf_mut(item, location).0 = quantity;
    }

    /// The same, with every list in another order.
    pub(crate) fn mixed(&self, seed: u64) -> Self {
        fn mix<T>(rows: &mut [T], mut seed: u64) {
            for place in (1..rows.len()).rev() {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                rows.swap(place, usize::try_from(seed >> 33).unwrap() % (place + 1));
            }
        }
        let mut mixed = self.clone();
        mix(&mut mixed.levels, seed);
        mix(&mut mixed.shelves, seed ^ 1);
        mix(&mut mixed.rows, seed ^ 2);
        mix(&mut mixed.links, seed ^ 3);
        mixed
    }

    /// What the module decides.
    pub(crate) fn decide(&self) -> Value {
        let links = self.links.iter().map(|item| {
            let mut link = json!({
                "inventory_item": Self::inventory_item(*item), "item": Self::item(*item),
            });
            if *item == Self::KIT {
                let part = |(of, need): (usize, i64)| {
                    json!({"item": Self::item(of), "quantity": need.to_string()})
                };
                link["kit"] = Self::RECIPE.map(part).into_iter().collect();
            }
            link
        });
        let context = json!({
            "explain": "none", "now": "2026-11-20T15:00:05Z", "cause": "task", "read_began_at": READ,
            "complete": {"lightspeed": self.complete, "shopify": true}, "orders_read": true,
            "links": links.collect::<Vec<_>>(),
            "rows": self.rows.iter().map(Row::json).collect::<Vec<_>>(),
        });
        let levels = self.levels.iter().map(|(item, outlet, halves)| {
            let units = format!("{}{}", if *halves < 0 { "-" } else { "" }, {
                let size = halves.abs();
                if size % 2 == 0 { (size / 2).to_string() } else { format!("{}.5", size / 2) }
            });
            let sellable = if *halves < 0 { "0" } else { units.as_str() };
            json!({
                "itemShopID": "1", "itemID": Self::item(*item), "shopID": outlet.to_string(),
                "qoh": units, "sellable": sellable, "timeStamp": "2026-11-20T14:00:00+00:00",
            })
        });
        let shelves = self.shelves.iter().map(|((item, location), (available, committed))| {
            json!({
                "item": {"id": format!("gid://shopify/InventoryItem/{}", Self::inventory_item(*item))},
                "location": {"id": format!("gid://shopify/Location/{location}")}, "isActive": true,
                "quantities": [
                    {"name": "available", "quantity": available},
                    {"name": "committed", "quantity": committed},
                ],
            })
        });
        let payload = json!({
            "lightspeed": levels.collect::<Vec<_>>(), "shopify": shelves.collect::<Vec<_>>(),
        });
        let [context, payload] = [context, payload].map(|own| serde_json::to_vec(&own).unwrap());
        let answer = bridge(self.confirm).decide("stock.publish", &context, &payload);
        serde_json::to_value(&answer).unwrap()
    }
}

pub(crate) fn bridge(confirm: bool) -> Bridge {
    let config = json!({
        "contract": 1, "tenant": "acme", "shopify": {"shop": "acme.myshopify.com"},
        "lightspeed": {"series": "R", "account": "1042", "user": "3"}, "currency": "USD",
        "time_zone": "Etc/UTC",
        "zones": {"Etc/UTC": [{"from": "2026-01-01T00:00:00Z", "offset": "+00:00"}]},
        "outlets": [
            {"id": "1", "register": "2"}, {"id": "5", "register": "6"}, {"id": "7", "register": "8"},
        ],
        "locations": [{"id": 71, "outlets": ["1"]}, {"id": 72, "outlets": ["5", "7"]}],
        "payment_types": [{"gateway": "manual", "id": "9"}],
        "taxes": [{"rate": "0", "id": "5"}],
        "helper_items": {"gift_card": {"item": "41", "non_inventory": true, "liability": true}},
        "stock": {"confirm_increases": confirm},
    });
    Bridge::open(&serde_json::to_vec(&config).unwrap()).unwrap()
}

/// Any shop: all levels there, many of them short.
pub(crate) fn shop() -> impl Strategy<Value = Shop> {
    let levels = prop::collection::vec(-6_i64..30, 12);
    let shelves = prop::collection::vec((-2_i64..12, 0_i64..4), 10);
    let rows = prop::collection::vec(row(), 0..7);
    (levels, shelves, rows, any::<bool>()).prop_map(|(levels, shelves, rows, confirm)| {
        let places = (0..4).flat_map(|item| [1, 5, 7].map(|outlet| (item, outlet)));
        let levels = places.zip(levels).map(|((item, outlet), halves)| (item, outlet, halves));
        let places = (0..=Shop::KIT).flat_map(|item| [71, 72].map(|location| (item, location)));
        let rows = rows.into_iter().zip(7001..).map(|(row, order)| Row { order, ..row });
        Shop {
            levels: levels.collect(),
            shelves: places.zip(shelves).collect(),
            rows: rows.collect(),
            complete: true,
            confirm,
            links: (0..=Shop::KIT).collect(),
        }
    })
}

fn row() -> impl Strategy<Value = Row> {
    let states = [State::Seen, State::Sent, State::Known, State::Late, State::Fulfilled];
    let state = prop::sample::select(states.to_vec());
    let place = prop::sample::select(vec![
        (Some(71), 1),
        (Some(72), 5),
        (Some(72), 7),
        (None, 1),
        (None, 5),
        // Posted to an outlet of the other location.
        (Some(71), 5),
        (Some(72), 1),
    ]);
    (0..=Shop::KIT, place, state, 1_i64..4, 0_i64..3).prop_map(
        |(item, (location, outlet), state, open, gone)| {
            let (open, gone) = match state {
                State::Seen | State::Sent => (open, 0),
                State::Fulfilled => (0, gone.max(1)),
                State::Known | State::Late => (open, gone),
            };
            Row { order: 0, item, location, outlet, open, gone, state }
        },
    )
}
