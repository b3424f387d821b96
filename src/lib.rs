//! The logic of a Shopify <-> Lightspeed Retail integration, without its I/O.
#![doc = include_str!("../docs/picture.md")]

pub mod bridge;
pub mod contract;
pub mod domain;
pub mod flow;
pub mod lightspeed;
pub mod policy;
pub mod report;
pub mod rules;
pub mod shopify;
#[cfg(target_arch = "wasm32")]
mod wasm;
