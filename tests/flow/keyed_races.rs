//! A run over orders and sales that is cut off at every boundary, and by two hosts at once.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::host::{Host, Tick};
use crate::keyed::units;
use crate::keyed_world::{Till, adopt, flight, open_codes};
use crate::support::{bridge, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::World;

/// One order that was keyed for certain, one that may have been, one that was not.
fn keyed(series: Series) -> World {
    let mut world = world(series, true);
    world.has_open(&[1001, 1002, 1003]);
    world.staff_key(&Till { note: "web #1001", ..Till::default() });
    world.staff_key(&Till { reference: "1002-A", cents: 1, units: &[(1, 1)], ..Till::default() });
    world
}

fn assert_ended(host: &Host<'_>, what: &str) {
    let asked = ["KEYED_BY_HAND_MAYBE order/1002"];
    assert_eq!(open_codes(host), asked, "{what}");
    assert_eq!(host.world.sales.len(), 2, "{what}: {:?}", host.world.sales);
    let key = format!("1001/{}", tenant::outlet(host.world.series));
    assert_eq!(host.world.row("sales", &key).unwrap()["state"], "by_hand", "{what}");
    let own: Vec<String> =
        flight(&host.world).into_iter().filter(|row| row.starts_with("1001")).collect();
    assert_eq!(own, units(1001, "in_lightspeed", "by_hand"), "{what}");
    // The claim of a task that is lost stays until somebody has something to write.
    let claims = host.world.keys("claims");
    let left = claims.iter().all(|own| what.contains("lost=true") && *own == "order/1002");
    assert!(left, "{what}: {claims:?}");
    assert_eq!(host.world.keys("keyed"), [""; 0], "{what}");
    assert_eq!(host.world.row("adopt", "run").unwrap()["state"], "done", "{what}");
}

/// Runs what there is, task by task; whoever is cut off is gone on with, or lost and begun anew.
fn run_through(host: &mut Host<'_>, lost: bool) -> bool {
    let mut queue: VecDeque<Value> = VecDeque::from([adopt()]);
    let mut crashed = false;
    for task in 0..60 {
        let Some(event) = queue.pop_front() else { return crashed };
        let mut id = format!("task-{task}");
        host.open_event(&id, &event, &json!(null), "apply");
        let mut outcome = host.run(&id);
        if outcome.is_err() {
            crashed = true;
            host.crash_at = None;
            host.world.clock += 20;
            if lost {
                host.lose(&id);
                id.push_str("-anew");
                host.open_event(&id, &event, &json!(null), "apply");
            }
            outcome = host.run(&id);
        }
        let next = outcome.unwrap()["next"].as_array().cloned().unwrap_or_default();
        queue.extend(next.into_iter().map(|next| next["event"].clone()));
    }
    panic!("it does not end");
}

/// Fails when something is adopted twice, left half done or forgotten after a crash.
#[test]
fn a_crash_at_every_boundary_ends_as_if_there_had_been_none() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for lost in [false, true] {
            let mut tried = 0;
            // Each boundary is tried on one series in one of the two ways.
            let first = 2 * usize::from(lost) + usize::from(series == Series::X);
            for boundary in (first..).step_by(4) {
                let mut host = Host::new(&step, keyed(series));
                host.crash_at = Some(boundary);
                let crashed = run_through(&mut host, lost);
                assert_ended(&host, &format!("{series:?} lost={lost} boundary {boundary}"));
                if !crashed {
                    break;
                }
                tried += 1;
            }
            assert!(tried > 40, "{series:?}: only {tried} boundaries were tried");
        }
    }
}

/// A small generator: the schedules are the same in every run.
struct Coin(u64);

impl Coin {
    fn toss(&mut self, of: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % of
    }
}

/// Two hosts step whatever tasks there are, request by request.
fn race(host: &mut Host<'_>, seed: u64, first: &[(&str, Value)]) {
    let mut coin = Coin(seed);
    let mut open: Vec<String> = Vec::new();
    for (id, event) in first {
        let order = tenant::order(1001);
        host.open_event(id, event, &order, "apply");
        open.push((*id).to_owned());
    }
    let mut opened = 0;
    for _ in 0..6000 {
        if open.is_empty() {
            return;
        }
        let start = coin.toss(open.len());
        let mut waits = Vec::new();
        let mut ended = None;
        for turn in 0..open.len() {
            let place = (start + turn) % open.len();
            match host.tick(&open[place]).unwrap() {
                Tick::Performed(_) => {
                    waits.clear();
                    break;
                }
                Tick::Until(due) => waits.push(due),
                Tick::Done => {
                    ended = Some(place);
                    waits.clear();
                    break;
                }
            }
        }
        if let Some(due) = waits.iter().min() {
            host.world.clock = (*due).max(host.world.clock);
        }
        let Some(place) = ended else { continue };
        let id = open.remove(place);
        let done = host.tasks[&id].done.clone().unwrap();
        for next in done["next"].as_array().into_iter().flatten() {
            opened += 1;
            let id = format!("next-{opened}");
            host.open_event(&id, &next["event"], &tenant::order(1001), "apply");
            open.push(id);
        }
    }
    panic!("they do not end");
}

/// Fails when two runs at once, or a run and an order's webhooks, adopt twice or post beside it.
#[test]
fn two_hosts_at_once() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for seed in 0..16 {
            let mut host = Host::new(&step, keyed(series));
            race(&mut host, seed, &[("here", adopt()), ("there", adopt())]);
            assert_ended(&host, &format!("{series:?} seed {seed}"));
            // Webhooks of the order, beside its looks and another run.
            let heard = json!({"source": "shopify", "topic": "orders/updated", "body": 0});
            let read = json!({"source": "operator", "topic": "orders/read", "cursor": "1001"});
            let all = [("w1", heard.clone()), ("w2", heard), ("read", read), ("run", adopt())];
            race(&mut host, seed, &all);
            assert_ended(&host, &format!("{series:?} seed {seed}, heard"));
        }
    }
}
