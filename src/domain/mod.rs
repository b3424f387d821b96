//! The vocabulary: exact values whose invariants live in their constructors.

pub mod currency;
pub mod email;
pub mod ids;
pub mod money;
pub mod number;
pub mod phone;
pub mod quantity;
pub mod sku;
mod text;
pub mod time;
