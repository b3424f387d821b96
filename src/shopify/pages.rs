//! Lists that are read a page at a time: variants, orders.

use serde::Serialize;

use super::answer::{must, read};
use crate::contract::io::{Request, System};
use crate::report::{Code, Issue, Node};

/// How many rows a page has: what a query may cost without being refused.
const SIZE: u32 = 100;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
}

/// Asks for a page of what `document` lists, of that what `search` finds.
pub(super) fn query(
    document: &'static str,
    search: Option<&str>,
    after: Option<&str>,
    api_version: &str,
) -> Request {
    sized(document, search, after, api_version, SIZE)
}

/// The same, with pages of another size.
pub(super) fn sized(
    document: &'static str,
    search: Option<&str>,
    after: Option<&str>,
    api_version: &str,
    first: u32,
) -> Request {
    let variables = Variables { first, after, query: search };
    Request::read(System::Shopify, "POST", format!("/admin/api/{api_version}/graphql.json"))
        .with_body(&Query { query: document, variables })
}

/// The page that a connection is.
///
/// # Errors
/// An issue at its path when it is not one.
pub(super) fn connection<T>(
    connection: &Node<'_>,
    mut row: impl FnMut(&Node<'_>) -> Result<T, Issue>,
) -> Result<Page<T>, Issue> {
    let info = must(connection, "pageInfo", "an object")?;
    let nodes = must(connection, "nodes", "a list")?;
    let rows = nodes.items()?.map(|node| row(&node)).collect::<Result<_, _>>()?;
    let more: bool = info.get("hasNextPage")?;
    let after = if more { Some(info.get("endCursor")?) } else { None };
    Ok(Page { rows, after })
}

/// The page in an answer, whose list is the field `name`.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub(super) fn decode<T>(
    body: &[u8],
    name: &str,
    row: fn(&Node<'_>) -> Result<T, Issue>,
) -> Result<Page<T>, Issue> {
    let page = read(body, name, |own| connection(own, row))?;
    page.ok_or_else(|| Issue::new(Code::MissingField, format!("$.data.{name}"), "there is no list"))
}
