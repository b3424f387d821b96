//! Which orders are open.
//!
//! Source: shopify.dev, GraphQL `orders`. An app sees the orders of the last 60 days unless it was
//! given `read_all_orders`.

use serde::Serialize;

use super::answer::{must, read};
use super::document::document;
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::OrderId;
use crate::report::{Code, Issue};

const DOCUMENT: &str = document!("graphql/open_orders.graphql");

/// How many a page has.
const PAGE: u32 = 100;

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The orders.
    pub orders: Vec<OrderId>,
    /// Where the next page begins, if there is one.
    pub after: Option<String>,
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
    query: &'static str,
}

/// Asks for a page of them.
#[must_use]
pub fn query(after: Option<&str>, api_version: &str) -> Request {
    let variables = Variables { first: PAGE, after, query: "status:open" };
    Request::read(System::Shopify, "POST", format!("/admin/api/{api_version}/graphql.json"))
        .with_body(&Query { query: DOCUMENT, variables })
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Page, Issue> {
    let page = read(body, "orders", |connection| {
        let info = must(connection, "pageInfo", "an object")?;
        let nodes = must(connection, "nodes", "a list")?;
        let orders = nodes.items()?.map(|node| node.field("id")?.parsed(OrderId::parse));
        let orders = orders.collect::<Result<_, _>>()?;
        let more: bool = info.get("hasNextPage")?;
        let after = if more { Some(info.get("endCursor")?) } else { None };
        Ok(Page { orders, after })
    })?;
    page.ok_or_else(|| Issue::new(Code::MissingField, "$.data.orders", "there is no list"))
}
