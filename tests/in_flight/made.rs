//! Orders that live: units are sent, cancelled and added, while Lightspeed takes them.

use proptest::prelude::*;
use serde_json::{Value, json};
use tillbridge::bridge::Bridge;

/// One line as it is in one version of its order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// How many units it ever had.
    pub(crate) ordered: u32,
    /// Still to be sent.
    pub(crate) unsent: u32,
    /// Gone.
    pub(crate) sent: u32,
    /// Where it is sent from: location 71 (outlet 5) or 72 (outlet 1).
    pub(crate) location: u32,
}

/// One version of an order.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) number: usize,
    pub(crate) test: bool,
    pub(crate) lines: Vec<Line>,
}

/// What Lightspeed has: units by line, and whether a write is under way for the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    pub(crate) units: Vec<u32>,
    pub(crate) sent: bool,
}

impl Held {
    pub(crate) fn of(&self, line: usize) -> u32 {
        self.units.get(line).copied().unwrap_or_default()
    }
}

/// All versions of an order, all of Lightspeed's steps, and an order of deliveries.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) versions: Vec<Version>,
    pub(crate) held: Vec<Held>,
    pub(crate) order: Vec<usize>,
}

pub(crate) fn story() -> impl Strategy<Value = Story> {
    let lines = prop::collection::vec((1_u32..6, prop::sample::select(vec![71_u32, 72])), 1..4);
    let changes = prop::collection::vec((0_usize..3, 0_u8..4), 0..7);
    let steps = prop::collection::vec((prop::collection::vec(0_u32..4, 3), any::<bool>()), 0..4);
    let order = prop::collection::vec(0_usize..8, 0..10);
    (lines, changes, steps, order).prop_map(|(lines, changes, steps, order)| {
        let lines = lines.into_iter().map(|(units, location)| Line {
            ordered: units,
            unsent: units,
            sent: 0,
            location,
        });
        let first = Version { number: 0, test: false, lines: lines.collect() };
        let mut versions = vec![first];
        for (line, change) in changes {
            let mut next = versions.last().unwrap().clone();
            next.number += 1;
            let place = line % next.lines.len();
            next.lines[place].change(change);
            versions.push(next);
        }
        let mut held = vec![Held::default()];
        for (units, sent) in steps {
            held.push(Held { units, sent });
        }
        Story { versions, held, order }
    })
}

impl Line {
    fn change(&mut self, change: u8) {
        match change {
            // One more is ordered.
            0 => (self.ordered, self.unsent) = (self.ordered + 1, self.unsent + 1),
            // One is cancelled before it is sent.
            1 => self.unsent = self.unsent.saturating_sub(1),
            // One is sent, or all are.
            2 if self.unsent > 0 => (self.unsent, self.sent) = (self.unsent - 1, self.sent + 1),
            _ => (self.unsent, self.sent) = (0, self.sent + self.unsent),
        }
    }
}

pub(crate) fn bridge() -> Bridge {
    let config = json!({ "contract": 1, "tenant": "t", "shopify": { "shop": "t.myshopify.com" },
        "lightspeed": { "series": "R", "account": "797", "user": "1" },
        "currency": "USD", "time_zone": "UTC",
        "zones": { "UTC": [{ "from": "2020-01-01T00:00:00Z", "offset": "+00:00" }] },
        "outlets": [{ "id": "1", "register": "2" }, { "id": "5", "register": "6" }],
        "locations": [{ "id": 71, "outlets": ["5"] }, { "id": 72, "outlets": ["1"] }],
        "payment_types": [{ "gateway": "bogus", "id": "9" }],
        "taxes": [{ "rate": "0", "inclusive": false, "id": "24" }],
        "helper_items": { "gift_card": { "item": "905", "non_inventory": true, "liability": true } } });
    Bridge::open(&serde_json::to_vec(&config).unwrap()).unwrap()
}

impl Version {
    pub(crate) fn order(&self) -> Value {
        let line = |(place, line): (usize, &Line)| {
            json!({ "id": 801 + place, "variant_id": 401 + place, "title": "Thing",
                "quantity": line.ordered, "current_quantity": line.unsent + line.sent,
                "price": "1.00", "requires_shipping": true, "tax_lines": [] })
        };
        let lines: Vec<Value> = self.lines.iter().enumerate().map(line).collect();
        let all = self.lines.iter().all(|line| line.unsent == 0);
        json!({ "id": 7001, "name": "#7001", "currency": "USD", "presentment_currency": "USD",
            "taxes_included": false, "financial_status": "paid", "total_price": "1.00",
            "total_tax": "0.00", "created_at": "2026-11-20T09:00:00Z", "test": self.test,
            "updated_at": format!("2026-11-20T09:{:02}:00Z", self.number),
            "fulfillment_status": if all { json!("fulfilled") } else { json!(null) },
            "line_items": lines, "shipping_lines": [] })
    }

    /// What stands beside the order when Lightspeed has `held`.
    pub(crate) fn context(&self, held: &Held) -> Value {
        let links: Vec<Value> = (0..self.lines.len())
            .map(|place| json!({ "variant": 401 + place, "item": (301 + place).to_string() }))
            .collect();
        let place = |(place, line): (usize, &Line)| {
            json!({ "id": 901 + place, "status": if line.unsent > 0 { "in_progress" } else { "closed" },
                "assigned_location_id": line.location,
                "line_items": [{ "id": 951 + place, "line_item_id": 801 + place,
                    "quantity": line.unsent + line.sent, "fulfillable_quantity": line.unsent }] })
        };
        let places: Vec<Value> = self.lines.iter().enumerate().map(place).collect();
        let mut taken = Vec::new();
        for (place, line) in self.lines.iter().enumerate().filter(|(place, _)| held.of(*place) > 0)
        {
            let outlet = if line.location == 71 { "5" } else { "1" };
            taken.push(json!({ "outlet": outlet, "state": "completed", "sale": "901",
                "confirmed_at": "2026-11-20T09:30:00Z",
                "lines": [{ "line": 801 + place, "units": held.of(place).to_string() }] }));
        }
        if held.sent {
            taken.extend(["1", "5"].map(|outlet| json!({ "outlet": outlet, "state": "sent" })));
        }
        json!({ "explain": "none", "links": links, "fulfillment_orders": places, "lightspeed": taken })
    }
}
