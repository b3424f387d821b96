//! What is proven, and what each rule is there for: taken away alone, an order too many is accepted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::search::{Wrong, explore, wander};
use super::words::{story, summary};
use super::world::{Plant, World};
use super::worlds;

/// How many states are gone through at least.
const LEAST: usize = 1_000_000;

/// How often the world of everything is walked through.
const WALKS: u32 = 10_000;

/// How many worlds are gone through at once.
const THREADS: usize = 2;

/// Fails when Shopify accepts an order that cannot be served, for no excuse, or when Shopify does not
/// show in the end what Lightspeed can sell.
#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn nothing_is_sold_twice_and_every_world_comes_to_rest() {
    let (next, states, begun) = (AtomicUsize::new(0), AtomicUsize::new(0), Instant::now());
    let work = || {
        while let Some(world) = worlds::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = explore(*world, true);
            println!("{}", summary(world, &found));
            if let Some(wrong) = &found.wrong {
                panic!("{}", story(*world, wrong));
            }
            states.fetch_add(found.states, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(work);
        }
    });
    let (states, seconds) = (states.into_inner(), begun.elapsed().as_secs().max(1));
    let each = states / usize::try_from(seconds).unwrap();
    println!(
        "{} worlds, {states} distinct states, {seconds} s on {THREADS} threads, {each} states a second",
        worlds::ALL.len(),
    );
    assert!(states >= LEAST, "only {states} states");
}

/// The same in a world that is too large to be gone through, along ways chosen by chance.
#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn nothing_is_sold_twice_where_everything_happens_at_once() {
    let world = worlds::EVERYTHING;
    let found = wander(world, WALKS);
    println!("{WALKS} walks: {}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        panic!("{}", story(world, wrong));
    }
}

/// Without the rule an order too many is accepted; with it not, as far as that.
fn needs(world: World, plant: Plant) {
    let planted = World { plant, ..world };
    let found = explore(planted, false);
    println!("{plant:?}: {}", summary(&planted, &found));
    match &found.wrong {
        Some(wrong @ Wrong::Oversold(..)) => println!("{}", story(planted, wrong)),
        _ => panic!("with {plant:?} nothing is oversold"),
    }
    let world = World { depth: found.deepest + 1, ..world };
    let found = explore(world, false);
    println!("as it is: {}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        panic!("{}", story(world, wrong));
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn without_the_in_flight_term_a_unit_that_left_is_sold_again() {
    needs(worlds::IN_FLIGHT, Plant::NoInFlight);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn with_lightspeed_read_first_a_unit_that_was_posted_meanwhile_is_sold_again() {
    needs(worlds::ORDER_OF_READS, Plant::LevelFirst);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn without_the_committed_term_a_unit_that_nobody_told_of_is_sold_again() {
    needs(worlds::COMMITTED, Plant::NoCommitted);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn without_the_claim_a_quantity_is_raised_twice() {
    needs(worlds::CLAIM, Plant::NoClaim);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn without_the_confirmed_before_read_rule_an_old_level_is_believed() {
    needs(worlds::CONFIRMED, Plant::ConfirmedEarly);
}

/// Goes through a world of which one thing is to be shown.
fn holds(world: World) {
    let found = explore(world, true);
    println!("{}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        panic!("{}", story(world, wrong));
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn an_order_that_was_sent_untold_is_found_before_the_till_hides_it() {
    holds(worlds::UNTOLD);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn two_hosts_may_look_through_orders_at_once() {
    holds(worlds::UNTOLD_TWICE);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn two_changes_in_one_second_are_published() {
    holds(worlds::ALIKE);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn a_write_that_arrives_late_raises_nothing() {
    holds(worlds::LATE_WRITE);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: cargo test --profile race --test explorer")]
fn two_hosts_at_one_order_leave_its_rows_right() {
    holds(worlds::BESIDE);
}
