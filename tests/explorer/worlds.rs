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
/// rule it is not, as far as that.
fn found(world: World, plant: Plant) {
    let planted = World { plant, ..world };
    let found = explore(planted, false);
    println!("without {plant:?}: {}", summary(&planted, &found));
    match &found.wrong {
        Some(wrong @ Wrong::Oversold(..)) => println!("{}", story(planted, wrong)),
        _ => panic!("without {plant:?} nothing is oversold"),
    }
    let world = World { depth: found.deepest + 1, ..world };
    let found = explore(world, false);
    println!("with it: {}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        panic!("{}", story(world, wrong));
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
    let left = Left { hints: 2, ..World::plain("").left };
    let world = World { units: 1, shown: 0, hosts: (2, 1), left, ..World::plain("claim") };
    found(world, Plant::NoClaim);
}

#[test]
fn without_the_confirmed_before_read_rule_an_old_answer_is_believed() {
    let left = Left { till: 1, ..World::plain("").left };
    let world =
        World { units: 2, shown: 1, lags: true, left, ..World::plain("confirmed before read") };
    found(world, Plant::ConfirmedEarly);
}

fn probe(world: World) {
    let found = explore(World { most: 2_500_000, ..world }, true);
    println!("{}", summary(&world, &found));
    if let Some(wrong) = &found.wrong {
        println!("{}", story(world, wrong));
    }
}

#[test]
fn probe_a() {
    let one = Left { ticks: 1, hints: 1, ..Left::default() };
    let plain = World { left: one, ..World::plain("") };
    probe(World {
        name: "till1",
        units: 2,
        shown: 2,
        fulfils: true,
        left: Left { till: 1, ..one },
        ..plain
    });
    probe(World { name: "refund", refunds: true, ..plain });
    probe(World {
        name: "all1",
        refunds: true,
        cancels: true,
        fulfils: true,
        orders: 1,
        webhooks: 2,
        left: Left { hints: 2, ticks: 2, till: 1, ..one },
        ..plain
    });
    probe(World {
        name: "refund+fulfil",
        refunds: true,
        fulfils: true,
        left: Left { ticks: 1, hints: 0, ..one },
        ..plain
    });
}

#[test]
fn probe_b() {
    let one = Left { ticks: 1, hints: 1, ..Left::default() };
    let plain = World { left: one, ..World::plain("") };
    probe(World {
        name: "hosts",
        shown: 0,
        hosts: (2, 2),
        left: Left { hints: 2, ..one },
        ..plain
    });
    probe(World {
        name: "crash+hosts",
        hosts: (2, 2),
        fulfils: true,
        left: Left { hints: 2, crashes: 1, ..one },
        ..plain
    });
    probe(World {
        name: "loss+hosts",
        hosts: (2, 2),
        webhooks: 2,
        fulfils: true,
        left: Left { losses: 1, ..one },
        ..plain
    });
    probe(World {
        name: "X",
        series: super::world::Series::X,
        units: 2,
        fulfils: true,
        left: Left { till: 1, ..one },
        ..plain
    });
    probe(World {
        name: "2 ticks 2 hosts",
        shown: 0,
        fulfils: true,
        hosts: (2, 2),
        left: Left { hints: 2, ticks: 2, ..one },
        ..plain
    });
}

#[test]
fn real() {
    let one = Left { ticks: 1, hints: 1, ..Left::default() };
    let plain = World { left: one, real: true, ..World::plain("") };
    probe(World { name: "real 1", orders: 1, ..plain });
    probe(World { name: "real 1 fulfil", orders: 1, fulfils: true, ..plain });
    probe(World { name: "real 1 cancel", orders: 1, cancels: true, ..plain });
    probe(World { name: "real 2", ..plain });
}
