//! Which orders are open.
//!
//! Source: shopify.dev, GraphQL `orders`. An app sees the orders of the last 60 days unless it was
//! given `read_all_orders`.

use super::document::document;
use super::pages::{self, Page};
use crate::contract::io::Request;
use crate::domain::ids::shopify::OrderId;
use crate::report::Issue;

const DOCUMENT: &str = document!("graphql/open_orders.graphql");

/// Asks for a page of them.
#[must_use]
pub fn query(after: Option<&str>, api_version: &str) -> Request {
    pages::query(DOCUMENT, Some("status:open"), after, api_version)
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Page<OrderId>, Issue> {
    pages::decode(body, "orders", |node| node.field("id")?.parsed(OrderId::parse))
}
