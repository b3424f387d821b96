//! What is measured. Every case has an instance of its own: none depends on those before it.

use serde_json::{Value, json};

use crate::catalogue::Catalogues;
use crate::host::{self, bytes};
use crate::inputs::{self, BOTH, Series};
use crate::linking;
use crate::module::{Compiled, Cost};
use crate::payouts;
use crate::publishing;
use crate::stock;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// What it took.
    pub cost: Cost,
}

/// All figures; without the `long` ones, which take most of the time.
pub fn measure(compiled: &Compiled, long: bool) -> Vec<Figure> {
    let mut figures = Vec::new();
    for series in BOTH {
        let (_, cost) = compiled.open(&bytes(&inputs::config(series)));
        figures.push(Figure { name: format!("open {series:?}"), cost });
    }
    for series in BOTH {
        for lines in [1, 3, 63] {
            for explain in ["none", "reasons"] {
                let name = format!("order.to_sale {series:?} lines={lines} explain={explain}");
                figures.push(Figure { name, cost: to_sale(compiled, series, lines, explain) });
            }
        }
    }
    for series in BOTH {
        let costs = [1_000, 4_000].map(|count| link_items(compiled, series, count));
        // Twice as many take twice as long, and not more.
        let each = costs.each_ref().map(|(cost, rows)| cost.instructions / rows);
        assert!(each[1] * 10 <= each[0] * 11, "{series:?}: {each:?} instructions for each row");
        for ((cost, _), count) in costs.into_iter().zip([1_000, 4_000]) {
            let name = format!("link.items {series:?} {count} and {count}");
            figures.push(Figure { name, cost });
        }
    }
    for series in BOTH {
        let counts = [1, 1_000, 4_000];
        let costs = counts.map(|items| publish(compiled, series, items));
        // Twice as many take twice as long, and not more.
        let [small, large] = [costs[1].instructions / 1_000, costs[2].instructions / 4_000];
        assert!(large * 10 <= small * 11, "{series:?}: {small}, then {large} an item");
        for (cost, items) in costs.into_iter().zip(counts) {
            let name = format!("stock.publish {series:?} {} quantities", 2 * items);
            figures.push(Figure { name, cost });
        }
    }
    figures.extend(paid_out(compiled, long));
    for series in BOTH {
        let counts: &[u64] = if long { &[1_000, 5_000] } else { &[1_000] };
        let costs = counts.iter().map(|count| linking::paged(compiled, series, *count));
        let costs: Vec<(Cost, u64)> = costs.collect();
        if let [few, many] = &costs[..] {
            let each = [few, many].map(|(cost, rows)| cost.instructions / rows);
            assert!(each[1] * 10 <= each[0] * 11, "{series:?}: {each:?} instructions for each row");
        }
        for ((cost, _), count) in costs.into_iter().zip(counts) {
            let name = format!("links/read {series:?} {count} and {count}");
            figures.push(Figure { name, cost });
        }
    }
    for series in BOTH {
        for (change, shown, held) in [("fall", 5, 3), ("raise", 3, 5)] {
            let tasks = publishing::tasks(compiled, series, shown, held);
            for (place, steps) in tasks.iter().enumerate() {
                // How many steps there are is held, too: each is a round.
                let name = format!("stock/publish {series:?} {change} task {}", place + 1);
                let rounds = steps.len() - 1;
                let name = format!("{name}, {rounds} rounds, all steps");
                figures.push(Figure { name, cost: sum(steps) });
            }
        }
    }
    for series in BOTH {
        for (buyer, known) in [("new", false), ("known", true)] {
            let steps = host::order_created(compiled, series, known);
            let sum = sum(&steps);
            for (place, cost) in steps.into_iter().enumerate() {
                let name = format!("orders/create {series:?} {buyer} step {:02}", place + 1);
                figures.push(Figure { name, cost });
            }
            let name = format!("orders/create {series:?} {buyer} all steps");
            figures.push(Figure { name, cost: sum });
        }
    }
    figures
}

/// Payouts, at once and page by page.
fn paid_out(compiled: &Compiled, long: bool) -> Vec<Figure> {
    /// What a page of wasm memory has, and what a payout may take of it.
    const PAGE_BYTES: usize = 65_536;
    const MOST_BYTES: usize = 24 << 20;
    let mut figures = Vec::new();
    let counts = [1_000, 4_000];
    let costs = counts.map(|rows| payouts::summarise(compiled, rows));
    let [small, large] = [costs[0].instructions / 1_000, costs[1].instructions / 4_000];
    assert!(large * 10 <= small * 11, "payout.summarise: {small}, then {large} a row");
    for (cost, rows) in costs.into_iter().zip(counts) {
        figures.push(Figure { name: format!("payout.summarise {rows} rows, all listed"), cost });
    }
    // Twice as many rows cost twice as much, within a twentieth, and no more memory.
    let counts: &[u64] = if long { &[1_000, 5_000] } else { &[1_000] };
    let costs: Vec<Cost> = counts.iter().map(|rows| payouts::paged(compiled, *rows)).collect();
    if let [few, many] = &costs[..] {
        let each = [few.instructions / 1_000, many.instructions / 5_000];
        assert!(each[1] * 20 <= each[0] * 21, "payouts/read: {each:?} instructions a row");
        assert!(many.pages * PAGE_BYTES < MOST_BYTES, "{} pages", many.pages);
    }
    for (cost, rows) in costs.into_iter().zip(counts) {
        figures.push(Figure { name: format!("payouts/read {rows} rows, all tasks"), cost });
    }
    figures
}

fn sum(steps: &[Cost]) -> Cost {
    Cost {
        instructions: steps.iter().map(|step| step.instructions).sum(),
        bytes_in: steps.iter().map(|step| step.bytes_in).sum(),
        bytes_out: steps.iter().map(|step| step.bytes_out).sum(),
        pages: steps.iter().map(|step| step.pages).max().unwrap_or_default(),
    }
}

/// Two catalogues of about so many, and how many rows they have together.
fn link_items(compiled: &Compiled, series: Series, count: u64) -> (Cost, u64) {
    let made = Catalogues::make(linking::own(series), 1, count);
    let (mut tenant, _) = compiled.open(&bytes(&inputs::config(series)));
    let context = bytes(&json!({"explain": "none", "links": made.known}));
    let payload = bytes(&json!({"shopify": made.variants, "lightspeed": made.items}));
    let (answer, cost) = tenant.decide("link.items", &context, &payload);
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let links = answer["output"]["links"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert!(links.len() as u64 > count / 2, "{} links", links.len());
    (cost, (made.variants.len() + made.items.len()) as u64)
}

/// What is published of so many items at two locations.
fn publish(compiled: &Compiled, series: Series, items: u64) -> Cost {
    let made = stock::make(series, items);
    let (mut tenant, _) = compiled.open(&bytes(&made.config));
    let (answer, cost) =
        tenant.decide("stock.publish", &bytes(&made.context), &bytes(&made.levels));
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let unchanged = answer["output"]["unchanged"].as_u64().unwrap_or_else(|| panic!("{answer}"));
    let listed = answer["output"]["quantities"].as_array().map_or(0, Vec::len) as u64;
    assert_eq!(unchanged + listed, 2 * items, "{answer}");
    assert!(listed * 50 <= 2 * items + 100 && answer.get("exceptions").is_none(), "{answer}");
    cost
}

fn to_sale(compiled: &Compiled, series: Series, lines: u64, explain: &str) -> Cost {
    let (mut tenant, _) = compiled.open(&bytes(&inputs::config(series)));
    let context = bytes(&inputs::context(series, lines, explain));
    let order = bytes(&inputs::order(lines));
    let (answer, cost) = tenant.decide("order.to_sale", &context, &order);
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let sold = answer["output"]["sales"][0]["sale"]["lines"].as_array().map_or(0, Vec::len);
    assert_eq!(sold as u64, lines, "{answer}");
    assert_eq!(answer["explanations"].is_array(), explain != "none", "explanations");
    cost
}
