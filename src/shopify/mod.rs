//! Shopify's words: wire structs, decoding into the domain, GraphQL documents.

pub mod order;
pub mod throttle;
pub mod transactions;
mod unmapped;

#[cfg(test)]
mod tests;
