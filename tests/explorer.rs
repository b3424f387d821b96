//! The race for the last unit: the real stock flow is stepped, one request at a time, against a model
//! of both vendors' rules, through every order in which things can happen in small worlds.
//!
//! `world` says what there is and how much may happen; `state` is everything at one moment; `moves`
//! are all that can happen next: `outside`, and in `hosts`. `module` steps the real flows; `vendors` answers what they ask;
//! `orders` is the order flow by its effects. `search` goes through all states, `rest` lets each come
//! to rest, `words` tells what was found. `parts` reads several tables one after the other. `ids` and `intern` name things.
//!
//! Never may Shopify accept an order while fewer units are there than are owed, but for units that the
//! till sold and no finished look of ours could know of, and for a cancellation and a new order
//! between read and write, which compare-and-set cannot see.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]
#![allow(
    clippy::too_many_lines,
    clippy::unreachable,
    reason = "what can happen is one list; a test that panics fails"
)]
#![expect(clippy::disallowed_types, reason = "order does not matter here, speed does")]

#[cfg(test)]
#[path = "graphql/convert.rs"]
#[allow(dead_code, reason = "its own tests use all of it")]
mod convert;
/// What `convert` needs of the goldens.
#[cfg(test)]
mod golden {
    pub(crate) use super::pictures::text;
}

#[cfg(test)]
#[path = "explorer/books.rs"]
mod books;
#[cfg(test)]
#[path = "explorer/hosts.rs"]
mod hosts;
#[cfg(test)]
#[path = "explorer/ids.rs"]
mod ids;
#[cfg(test)]
#[path = "explorer/intern.rs"]
mod intern;
#[cfg(test)]
#[path = "explorer/module.rs"]
mod module;
#[cfg(test)]
#[path = "explorer/moves.rs"]
mod moves;
#[cfg(test)]
#[path = "explorer/orders.rs"]
mod orders;
#[cfg(test)]
#[path = "explorer/outside.rs"]
mod outside;
#[cfg(test)]
#[path = "explorer/parts.rs"]
mod parts;
#[cfg(test)]
#[path = "explorer/pictures.rs"]
mod pictures;
#[cfg(test)]
#[path = "explorer/rest.rs"]
mod rest;
#[cfg(test)]
#[path = "explorer/search.rs"]
mod search;
#[cfg(test)]
#[path = "explorer/single.rs"]
mod single;
#[cfg(test)]
#[path = "explorer/state.rs"]
mod state;
#[cfg(test)]
#[path = "explorer/sweeps.rs"]
mod sweeps;
#[cfg(test)]
#[path = "explorer/tests.rs"]
mod tests;
#[cfg(test)]
#[path = "explorer/vendors.rs"]
mod vendors;
#[cfg(test)]
#[path = "explorer/words.rs"]
mod words;
#[cfg(test)]
#[path = "explorer/world.rs"]
mod world;
#[cfg(test)]
#[path = "explorer/worlds.rs"]
mod worlds;
