//! Which orders changed since a moment, the oldest change first.
//!
//! Source: shopify.dev, GraphQL `orders`, search by `updated_at`.

use serde::Serialize;

use super::document::document;
use super::pages::{self, Page};
use crate::contract::io::{Request, System};
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

#[derive(Serialize)]
struct Query<'a> {
    query: &'static str,
    variables: Variables<'a>,
}

#[derive(Serialize)]
struct Variables<'a> {
    first: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    query: String,
}

/// Asks for a page of those that changed at `since` or later.
#[must_use]
pub fn query(since: Timestamp, after: Option<&str>, api_version: &str) -> Request {
    let query = format!("updated_at:>='{since}'");
    let path = format!("/admin/api/{api_version}/graphql.json");
    Request::read(System::Shopify, "POST", path)
        .with_body(&Query { query: DOCUMENT, variables: Variables { first: FIRST, after, query } })
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
