//! Tillbridge: the logic of a Shopify <-> Lightspeed Retail integration, without its I/O.

pub mod contract;
pub mod domain;
pub mod flow;
pub mod lightspeed;
pub mod policy;
pub mod report;
pub mod rules;
pub mod shopify;
