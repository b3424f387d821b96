//! Shopify's words: wire structs, decoding into the domain, GraphQL documents.

mod answer;
pub mod changed_orders;
mod document;
mod fields;
pub mod fulfillment_order;
pub mod fulfillment_orders;
pub mod inventory_variant;
pub mod keyed_orders;
pub mod levels;
pub mod open_orders;
pub mod order;
pub mod order_now;
pub mod pages;
pub mod payouts;
pub mod sizes;
pub mod stock_answers;
pub mod stock_writes;
pub mod survey;
pub mod throttle;
pub mod transactions;
pub mod turnover_orders;
pub mod variant_levels;
pub mod variants;

#[cfg(test)]
mod tests;
