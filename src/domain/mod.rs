//! The vocabulary: exact values whose invariants live in their constructors.

pub mod account;
pub mod capabilities;
pub mod catalogue;
pub mod code_form;
pub mod currency;
pub mod digest;
pub mod email;
pub mod ids;
pub mod keyed;
pub mod level;
pub mod links;
pub mod money;
pub mod number;
pub mod order;
pub mod payout;
pub mod phone;
pub mod quantity;
pub mod sale;
pub mod setup;
pub mod shadow;
pub mod sku;
pub mod sorting;
pub mod stock;
pub mod table;
pub(crate) mod text;
pub mod time;
