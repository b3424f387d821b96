//! An order read by GraphQL is the order its webhook tells, for every golden.
//!
//! Each golden's webhook is turned into everything GraphQL has of that order; the module's own
//! document selects from it; what is decoded must be what the webhook is decoded to. Where the two
//! sources cannot say the same is a list, and how often is counted.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "tests"
)]

#[path = "graphql/convert.rs"]
mod convert;
#[path = "graphql/faults.rs"]
mod faults;
mod golden;
#[path = "graphql/pages.rs"]
mod pages;
#[path = "graphql/parity.rs"]
mod parity;
#[path = "graphql/select.rs"]
mod select;
#[path = "graphql/words.rs"]
mod words;
