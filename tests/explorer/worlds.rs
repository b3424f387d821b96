//! The worlds that are gone through, and what is found when a rule is taken away.

use super::search::{Wrong, explore};
use super::state::Left;
use super::words::{story, summary};
use super::world::{Plant, World};

/// Goes through a world in which nothing may go wrong.
fn proven(world: World) {
    let found = explore(world, true);
    println!("{}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        panic!("{}", story(world, wrong));
    }
}

/// Goes through a world in which a rule is taken away: an order too many is accepted, and with the
/// rule it is not.
fn found(world: World, plant: Plant) {
    let whole = explore(world, false);
    println!("{}", summary(&world, &whole));
    if let Some(wrong) = &whole.wrong {
        panic!("{}", story(world, wrong));
    }
    let planted = World { plant, ..world };
    let found = explore(planted, false);
    println!("{}", summary(&planted, &found));
    match &found.wrong {
        Some(wrong @ Wrong::Oversold(..)) => println!("{plant:?}:\n{}", story(planted, wrong)),
        _ => panic!("without {plant:?} nothing is oversold"),
    }
}

#[test]
fn smoke() {
    let left = Left { ticks: 2, hints: 1, ..Left::default() };
    proven(World { left, most: 200_000, fulfils: true, ..World::plain("smoke") });
}

#[test]
fn without_the_in_flight_term_units_that_left_are_sold_again() {
    let world = World { fulfils: true, ..World::plain("in flight") };
    found(world, Plant::NoInFlight);
}

#[test]
fn with_lightspeed_read_first_units_that_were_posted_meanwhile_are_sold_again() {
    let world = World { fulfils: true, ..World::plain("order of reads") };
    found(world, Plant::LevelFirst);
}

#[test]
fn without_the_committed_term_units_that_nobody_told_of_are_sold_again() {
    let left = Left { till: 1, ..World::plain("").left };
    let world = World { units: 2, shown: 2, left, ..World::plain("committed") };
    found(world, Plant::NoCommitted);
}

#[test]
fn without_the_claim_a_unit_is_given_twice() {
    let world = World { units: 1, shown: 0, hosts: (2, 1), ..World::plain("claim") };
    found(world, Plant::NoClaim);
}

#[test]
fn without_the_confirmed_before_read_rule_an_old_answer_is_believed() {
    let world = World { lags: true, ..World::plain("confirmed before read") };
    found(world, Plant::ConfirmedEarly);
}
