//! The order flow in a small world: what makes replay safe, at every boundary and for two hosts.
//!
//! `world` is what stands outside the module, `host` performs and keeps. `rules`, `clock` and `vendors`
//! have tests for each of the ten rules of replay, `changes` is what moves between two looks at an
//! order, `in_flight` what its units are meanwhile; `crashes` and `races` try every boundary and
//! many interleavings; `pins` ties what the wasm tests expect to what native code answers, and
//! `seeds` writes the fuzzer's first inputs.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

#[cfg(test)]
#[path = "graphql/convert.rs"]
#[allow(dead_code, reason = "its own tests use all of it")]
mod convert;
#[cfg(test)]
mod golden;

#[cfg(test)]
#[path = "flow/blocked.rs"]
mod blocked;
#[cfg(test)]
#[path = "flow/changes.rs"]
mod changes;
#[cfg(test)]
#[path = "flow/clock.rs"]
mod clock;
#[cfg(test)]
#[path = "flow/crashes.rs"]
mod crashes;
#[cfg(test)]
#[path = "flow/host.rs"]
mod host;
#[cfg(test)]
#[path = "flow/in_flight.rs"]
mod in_flight;
#[cfg(test)]
#[path = "flow/keyed.rs"]
mod keyed;
#[cfg(test)]
#[path = "flow/keyed_feeds.rs"]
mod keyed_feeds;
#[cfg(test)]
#[path = "flow/keyed_races.rs"]
mod keyed_races;
#[cfg(test)]
#[path = "flow/keyed_world.rs"]
mod keyed_world;
#[cfg(test)]
#[path = "flow/layaway.rs"]
mod layaway;
#[cfg(test)]
#[path = "flow/open_orders.rs"]
mod open_orders;
#[cfg(test)]
#[path = "flow/pins.rs"]
mod pins;
#[cfg(test)]
#[path = "flow/placed.rs"]
mod placed;
#[cfg(test)]
#[path = "flow/races.rs"]
mod races;
#[cfg(test)]
#[path = "flow/reserve.rs"]
mod reserve;
#[cfg(test)]
#[path = "flow/rules.rs"]
mod rules;
#[cfg(test)]
#[path = "flow/seeds.rs"]
mod seeds;
#[cfg(test)]
#[path = "flow/shadow.rs"]
mod shadow;
#[cfg(test)]
#[path = "flow/shadow_days.rs"]
mod shadow_days;
#[cfg(test)]
#[path = "flow/shadow_report.rs"]
mod shadow_report;
#[cfg(test)]
#[path = "flow/staff.rs"]
mod staff;
#[cfg(test)]
#[path = "flow/store.rs"]
mod store;
#[cfg(test)]
#[path = "flow/support.rs"]
mod support;
#[cfg(test)]
#[path = "flow/tenant.rs"]
mod tenant;
#[cfg(test)]
#[path = "flow/tills.rs"]
mod tills;
#[cfg(test)]
#[path = "flow/undo.rs"]
mod undo;
#[cfg(test)]
#[path = "flow/vendors.rs"]
mod vendors;
#[cfg(test)]
#[path = "flow/world.rs"]
mod world;
#[cfg(test)]
#[path = "flow/x_sales.rs"]
mod x_sales;
