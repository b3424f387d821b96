//! Goes through all states of a world, the nearest first: what goes wrong is found by the shortest way.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use super::moves::{Explorer, Move, Oversold};
use super::rest::Unrest;
use super::state::{Order, State};
use super::world::World;

/// What was found wrong, and how it came about.
pub(crate) enum Wrong {
    Oversold(Oversold, Vec<Move>),
    Unrest(Unrest, Vec<Move>),
}

/// What came of a search.
pub(crate) struct Found {
    pub(crate) states: usize,
    pub(crate) moves: u64,
    pub(crate) calls: u64,
    /// Whether all states were looked at.
    pub(crate) whole: bool,
    pub(crate) deepest: usize,
    pub(crate) seconds: u64,
    /// How many orders too many were excused: by the till, by what compare-and-set cannot see.
    pub(crate) excused: (u64, u64),
    pub(crate) wrong: Option<Wrong>,
}

impl Found {
    fn none() -> Self {
        Self {
            states: 0,
            moves: 0,
            calls: 0,
            whole: true,
            deepest: 0,
            seconds: 0,
            excused: (0, 0),
            wrong: None,
        }
    }
}

/// A state by 128 bits.
pub(crate) fn fingerprint(state: &State) -> u128 {
    let half = |seed: u64| {
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        state.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(1) << 64 | half(2)
}

/// Looks at every state; also whether each comes to rest, if `rests`.
pub(crate) fn explore(world: World, rests: bool) -> Found {
    let begun = Instant::now();
    let mut explorer = Explorer::new(world);
    let first = world.first();
    // Each state by where it came from.
    let mut origins: Vec<(u32, Move)> = vec![(0, Move::Tick)];
    let mut known = HashSet::from([fingerprint(&first)]);
    let mut calm = HashSet::new();
    let mut layer = vec![(0_u32, first)];
    let mut found = Found::none();
    'all: while !layer.is_empty() && found.deepest < world.depth {
        let mut next = Vec::new();
        for (number, state) in layer {
            if rests && let Err(unrest) = explorer.rest(&state, &mut calm) {
                found.wrong = Some(Wrong::Unrest(unrest, way(&origins, number)));
                break 'all;
            }
            if world.brief && state.orders.iter().take(world.orders).all(Order::is_placed) {
                continue;
            }
            for chosen in explorer.moves(&state) {
                found.moves += 1;
                let mut after = state.clone();
                if let Err(oversold) = explorer.apply(&mut after, chosen) {
                    let mut moves = way(&origins, number);
                    moves.push(chosen);
                    found.wrong = Some(Wrong::Oversold(oversold, moves));
                    break 'all;
                }
                if !known.insert(fingerprint(&after)) {
                    continue;
                }
                let place = u32::try_from(origins.len()).unwrap();
                origins.push((number, chosen));
                next.push((place, after));
            }
            if origins.len() >= world.most {
                found.whole = false;
                break 'all;
            }
        }
        layer = next;
        found.deepest += 1;
    }
    found.states = origins.len();
    found.excused = explorer.excused;
    found.calls = explorer.module.calls;
    found.seconds = begun.elapsed().as_secs();
    found
}

/// Walks at random, each time until nothing can happen any more; whether all comes to rest then.
pub(crate) fn wander(world: World, walks: u32) -> Found {
    let begun = Instant::now();
    let mut explorer = Explorer::new(world);
    let (mut known, mut calm) = (HashSet::new(), HashSet::new());
    let mut found = Found::none();
    let mut dice: u64 = 0x5eed;
    'all: for _ in 0..walks {
        let (mut state, mut moves) = (world.first(), Vec::new());
        loop {
            known.insert(fingerprint(&state));
            let all = explorer.moves(&state);
            if all.is_empty() || moves.len() >= LONGEST {
                break;
            }
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let chosen = all[usize::try_from(dice >> 33).unwrap() % all.len()];
            found.moves += 1;
            moves.push(chosen);
            if let Err(oversold) = explorer.apply(&mut state, chosen) {
                found.wrong = Some(Wrong::Oversold(oversold, moves));
                break 'all;
            }
        }
        found.deepest = found.deepest.max(moves.len());
        if let Err(unrest) = explorer.rest(&state, &mut calm) {
            found.wrong = Some(Wrong::Unrest(unrest, moves));
            break 'all;
        }
    }
    found.whole = false;
    found.states = known.len();
    found.calls = explorer.module.calls;
    found.excused = explorer.excused;
    found.seconds = begun.elapsed().as_secs();
    found
}

/// How long a walk may be.
const LONGEST: usize = 400;

/// The moves that lead to a state.
fn way(origins: &[(u32, Move)], mut number: u32) -> Vec<Move> {
    let mut moves = Vec::new();
    while number != 0 {
        let (before, chosen) = origins[number as usize];
        moves.push(chosen);
        number = before;
    }
    moves.reverse();
    moves
}
