//! The logic of a Shopify <-> Lightspeed Retail integration, without its I/O.
#![doc = include_str!("../docs/picture.md")]

//B pub mod bridge;
pub mod contract;
pub mod domain;
//B pub mod flow;
//B pub mod lightspeed;
pub mod policy;
pub mod report;
pub mod rules;
//B pub mod shopify;
//B #[cfg(target_arch = "wasm32")]
//B mod wasm;
