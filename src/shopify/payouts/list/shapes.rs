//! The shapes of payloads, and what is said of one that has none of them.

use super::super::transaction::ROW;
use crate::report::{Code, Issue, Node, Shape, Value};

/// Where all of it stands in a full answer.
pub(super) const ACCOUNT: &str = "shopifyPaymentsAccount";

const ALL: &Shape = Shape::ALL;

/// What is read of a payload of balance transactions.
pub(super) const TOP: &Shape = &Shape::of(&[
    ("transactions", ROW),
    ("nodes", ROW),
    ("edges", EDGE),
    ("pageInfo", ALL),
    ("data", DATA),
    (ACCOUNT, CONNECTIONS),
    ("errors", ALL),
]);

const EDGE: &Shape = &Shape::of(&[("node", ROW)]);

const DATA: &Shape = &Shape::of(&[(ACCOUNT, CONNECTIONS)]);

const CONNECTIONS: &Shape = &Shape::of(&[("balanceTransactions", CONNECTION)]);

const CONNECTION: &Shape = &Shape::of(&[("nodes", ROW), ("edges", EDGE), ("pageInfo", ALL)]);

/// Whether the rows were met.
#[derive(Default)]
pub(super) struct Lists {
    seen: bool,
    /// The account of an answer is null.
    no_account: Option<String>,
}

impl Lists {
    /// Notes the list of rows; there must be one.
    pub(super) fn see(&mut self, list: &Node<'_>) -> Result<(), Issue> {
        if std::mem::replace(&mut self.seen, true) {
            return Err(list.issue(Code::DuplicateField, "a second list of rows"));
        }
        Ok(())
    }

    /// Whether rows were met.
    pub(super) fn seen(&self) -> bool {
        self.seen
    }

    /// Whether the account is null, which is noted: errors beside it tell more.
    pub(super) fn no_account(&mut self, account: &Node<'_>) -> bool {
        let none = matches!(account.value(), Some(Value::Null));
        if none {
            self.no_account = Some(account.path());
        }
        none
    }

    /// Refuses a payload without rows of `what`.
    pub(super) fn end(self, what: &str) -> Result<(), Issue> {
        if self.seen {
            return Ok(());
        }
        if let Some(path) = self.no_account {
            return Err(Issue::new(Code::InvalidValue, path, "the shop has no Shopify Payments"));
        }
        Err(hinted(Issue::new(Code::MissingField, "$", format!("there are no {what}"))))
    }
}

/// What is neither a list nor an object has no rows.
pub(super) fn no_object(whole: &Node<'_>) -> Issue {
    hinted(whole.wrong("an object or a list"))
}

fn hinted(issue: Issue) -> Issue {
    issue.with_hint(
        "Hand over an answer as it came. REST: `{\"transactions\": [...]}`, `{\"payouts\": [...]}` or \
         `{\"payout\": {...}}`; GraphQL: all of the answer, `{\"nodes\": [...]}` or \
         `{\"edges\": [...]}`; or the rows alone, `[...]`.",
    )
}

/// Errors of an answer, which come item by item, or as a whole where they are no list. What is
/// null beside them may be what could not be read.
pub(super) fn refused(errors: &Node<'_>, place: Option<usize>) -> Result<(), Issue> {
    if place.is_none() && (errors.is_nothing() || matches!(errors.value(), Some(Value::List))) {
        return Ok(());
    }
    Err(errors.issue(Code::VendorRefused, "the query was refused"))
}

/// The rows of a connection, and what leads from an entry to its row.
pub(super) fn rows<'f>(connection: &'f Node<'_>) -> Result<(Node<'f>, &'static str), Issue> {
    let nodes = connection.field("nodes")?;
    let edges = connection.field("edges")?;
    match (nodes.is_nothing(), edges.is_nothing()) {
        (false, _) => Ok((nodes, "")),
        (true, false) => Ok((edges, ".node")),
        (true, true) => Err(nodes.wrong("a list")),
    }
}

/// Whether there are more rows, and where they begin, if it is said.
pub(super) fn page(info: &Node<'_>) -> Result<(bool, Option<String>), Issue> {
    let more = info.find("hasNextPage")?.unwrap_or(false);
    Ok((more, if more { info.find("endCursor")? } else { None }))
}

/// A row that is null is none.
pub(super) fn object(node: &Node<'_>) -> Result<(), Issue> {
    match node.value() {
        Some(Value::Object) => Ok(()),
        _ => Err(node.wrong("an object")),
    }
}
