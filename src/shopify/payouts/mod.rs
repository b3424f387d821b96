//! Payouts of Shopify Payments, and the balance transactions they are made of, in each shape they
//! come in: REST, GraphQL, the export of the admin.
//!
//! Nothing is computed here and nothing is left out: whether a payout adds up is for a rule to say.
//! What cannot be read exactly is refused at its place.

pub mod csv;
pub mod list;
pub mod money;
pub mod payout;
pub mod requests;
pub mod transaction;
pub mod types;

#[cfg(test)]
mod tests;
