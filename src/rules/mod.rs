//! The decisions themselves: pure, without vendors, one folder per capability.

pub mod by_hand;
pub mod customers;
pub mod links;
pub mod orders;
pub mod payouts;
pub mod setup;
pub mod shadow;
pub mod stock;
