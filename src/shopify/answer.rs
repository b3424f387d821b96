//! Asking Shopify by GraphQL, and what all its answers have in common.
//!
//! An answer holds only what was asked for, so it is read as a whole. A field the schema promises
//! must be there; one that may be null may also be absent.

use serde::Serialize;

use super::sizes::Variables;
use crate::contract::io::{Request, System};
use crate::report::{Code, Issue, Json, Node, Value};

#[derive(Serialize)]
struct Query<'a> {
    query: &'static str,
    variables: &'a Variables<'a>,
}

/// The request that asks `document`. It only reads.
pub(super) fn ask(document: &'static str, variables: &Variables<'_>, api_version: &str) -> Request {
    Request::read(System::Shopify, "POST", format!("/admin/api/{api_version}/graphql.json"))
        .with_body(&Query { query: document, variables })
}

/// What `decode` makes of the resource `name` of an answer, or `None` when there is none.
///
/// # Errors
/// `VENDOR_REFUSED` when the answer has errors, also beside data: what is null may then be what
/// could not be read.
pub(super) fn read<T>(
    body: &[u8],
    name: &str,
    decode: impl FnOnce(&Node<'_>) -> Result<T, Issue>,
) -> Result<Option<T>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let errors = root.field("errors")?;
    if !errors.is_nothing() {
        return Err(errors.issue(Code::VendorRefused, "the query was refused"));
    }
    let data = must(&root, "data", "an object")?;
    let resource = data.field(name)?;
    match resource.value() {
        Some(Value::Null) => Ok(None),
        Some(Value::Object) => decode(&resource).map(Some),
        _ => Err(resource.wrong("an object")),
    }
}

/// A field that is there and not null.
pub(super) fn must<'f>(
    node: &'f Node<'_>,
    name: &'f str,
    expected: &str,
) -> Result<Node<'f>, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() { Err(field.wrong(expected)) } else { Ok(field) }
}

/// The first list, if any, of which there is more than was asked for.
#[derive(Default)]
pub(super) struct Cut(pub(super) Option<String>);

impl Cut {
    fn at(&mut self, list: &Node<'_>) {
        if self.0.is_none() {
            self.0 = Some(list.path());
        }
    }

    /// The nodes of a connection.
    pub(super) fn nodes<'f>(&mut self, connection: &'f Node<'_>) -> Result<Node<'f>, Issue> {
        let page = must(connection, "pageInfo", "an object")?;
        if page.get("hasNextPage")? {
            self.at(connection);
        }
        must(connection, "nodes", "a list")
    }

    /// A list that does not say whether there is more: as long as it may be, there may be.
    pub(super) fn list(&mut self, list: &Node<'_>, size: u32) -> Result<(), Issue> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if list.items()?.nth(size.saturating_sub(1)).is_some() {
            self.at(list);
        }
        Ok(())
    }
}
