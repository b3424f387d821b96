//! Tillbridge: the logic of a Shopify <-> Lightspeed Retail integration, without its I/O.

pub mod domain;
