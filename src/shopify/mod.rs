//! Shopify's words: wire structs, decoding into the domain, GraphQL documents.

mod fields;
pub mod fulfillment_orders;
pub mod order;
pub mod throttle;
pub mod transactions;

#[cfg(test)]
mod tests;
