//! Two hosts at once: every task is stepped by a coin, request by request.

use crate::host::{Host, Tick};
use crate::support::{assert_once, bridge, plain, step, world};
use crate::tenant::BOTH;

/// A small generator: the schedules are the same in every run.
struct Coin(u64);

impl Coin {
    fn toss(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 62).unwrap() & 1
    }
}

/// Runs both tasks, `first` for so many requests on its own.
fn race(host: &mut Host<'_>, tasks: [&str; 2], coin: &mut Coin, head_start: usize) {
    for turn in 0..400 {
        let chosen = if turn < head_start { 0 } else { coin.toss() };
        let order = [tasks[chosen], tasks[1 - chosen]];
        let mut waits = Vec::new();
        for task in order {
            match host.tick(task).unwrap() {
                Tick::Performed(_) => break,
                Tick::Until(due) => waits.push(due),
                Tick::Done => {}
            }
        }
        if tasks.iter().all(|task| host.tasks[*task].done.is_some()) {
            return;
        }
        if let (Some(due), true) = (waits.iter().min(), waits.len() + done(host, tasks) == 2) {
            host.world.clock = *due;
        }
    }
    panic!("they do not end");
}

fn done(host: &Host<'_>, tasks: [&str; 2]) -> usize {
    tasks.iter().filter(|task| host.tasks[**task].done.is_some()).count()
}

/// Fails when: `claim.rs` lets the loser of a conflict go on; a claim is not given back; a task
/// gives back a claim that is not its own.
#[test]
fn two_hosts_with_the_same_event_make_one_sale_and_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for seed in 0..120 {
            let mut host = Host::new(&step, world(series, seed % 4 == 0));
            host.open("here", 1001);
            host.open("there", 1001);
            race(&mut host, ["here", "there"], &mut Coin(seed), (seed % 20) as usize);
            host.settle();
            assert_once(&host, &[1001], &format!("{series:?} seed {seed}"));
        }
    }
}

/// Fails when the customer is not claimed: the two orders are different sales.
#[test]
fn two_orders_of_one_new_customer_make_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for seed in 0..120 {
            let mut host = Host::new(&step, world(series, false));
            host.open("here", 1001);
            host.open("there", 1002);
            race(&mut host, ["here", "there"], &mut Coin(seed), (seed % 20) as usize);
            host.settle();
            assert_once(&host, &[1001, 1002], &format!("{series:?} seed {seed}"));
        }
    }
}

/// The holder of the claims is lost; two others come for them. Fails when the loser of a
/// take-over gives back the winner's claim, or goes on.
#[test]
fn two_hosts_that_find_a_lost_claim_make_one_sale_and_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for seed in 0..160 {
            let mut host = Host::new(&step, world(series, false));
            host.open("lost", 1001);
            // Far enough to hold both claims, on some seeds to have made the customer.
            for _ in 0..9 + seed % 4 {
                host.tick("lost").unwrap();
            }
            host.lose("lost");
            host.open("here", 1001);
            host.open("there", 1001);
            race(&mut host, ["here", "there"], &mut Coin(seed), (seed % 20) as usize);
            host.settle();
            assert_once(&host, &[1001], &format!("{series:?} seed {seed}"));
        }
    }
}

/// A third comes while two fight over a lost claim: the same holds.
#[test]
fn a_winner_keeps_its_claim_when_the_loser_of_a_take_over_ends() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let claim = "order/1001";
        let mut host = Host::new(&step, world(series, true));
        // The customer needs no claim: the store knows it.
        host.world.know_customer();
        host.open("lost", 1001);
        while host.world.row("claims", claim).is_none() {
            host.tick("lost").unwrap();
        }
        host.lose("lost");
        host.open("here", 1001);
        host.open("there", 1001);
        // Both have looked and are about to take over.
        for task in ["here", "there"] {
            while host.tick(task).unwrap() != Tick::Done {
                let next = host.outcome(task);
                let asks = |request: &serde_json::Value| {
                    plain(request["id"].as_str().unwrap()).starts_with("take-over:order")
                };
                if next["requests"].as_array().unwrap().iter().any(asks) {
                    break;
                }
            }
        }
        // One does, the other learns it and ends.
        host.tick("here").unwrap();
        assert_eq!(host.world.row("claims", claim).unwrap()["task"], "here", "{series:?}");
        host.run("there").unwrap();
        assert_eq!(
            host.world.row("claims", claim).map(|row| row["task"].clone()),
            Some("here".into()),
            "{series:?}: the loser gave back the winner's claim"
        );
        host.run("here").unwrap();
        host.settle();
        assert_once(&host, &[1001], &format!("{series:?}"));
    }
}
