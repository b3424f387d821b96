//! Goes through all states of a world, the nearest first: what goes wrong is found by the shortest way.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use super::moves::{Explorer, Move, Oversold};
use super::rest::Unrest;
use super::state::State;
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
    pub(crate) wrong: Option<Wrong>,
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
    let mut found =
        Found { states: 1, moves: 0, calls: 0, whole: true, deepest: 0, seconds: 0, wrong: None };
    'all: while !layer.is_empty() && found.deepest < world.depth {
        let mut next = Vec::new();
        for (number, state) in layer {
            if rests && let Err(unrest) = explorer.rest(&state, &mut calm) {
                found.wrong = Some(Wrong::Unrest(unrest, way(&origins, number)));
                break 'all;
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
    found.calls = explorer.module.calls;
    found.seconds = begun.elapsed().as_secs();
    found
}

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
