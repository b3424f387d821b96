//! Which orders changed since a moment, the oldest change first.
//!
//! Source: shopify.dev, GraphQL `orders`, search by `updated_at`.

use super::document::document;
use super::pages::{self, Page};
use crate::contract::io::Request;
use crate::domain::ids::shopify::OrderId;
use crate::domain::time::Timestamp;
use crate::report::Issue;

const DOCUMENT: &str = document!("graphql/changed_orders.graphql");

/// How many are asked for.
const FIRST: u32 = 100;

/// An order, and when it changed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The order.
    pub order: OrderId,
    /// When.
    pub updated_at: Timestamp,
}

/// Asks for a page of those that changed at `since` or later.
#[must_use]
pub fn query(since: Timestamp, after: Option<&str>, api_version: &str) -> Request {
    let query = format!("updated_at:>='{since}'");
    pages::sized(DOCUMENT, Some(&query), after, api_version, FIRST)
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<Page<Changed>, Issue> {
    pages::decode(body, "orders", |node| {
        Ok(Changed {
            order: node.field("id")?.parsed(OrderId::parse)?,
            updated_at: node.get("updatedAt")?,
        })
    })
}
