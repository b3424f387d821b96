//! Payloads of payouts: one, or some hundreds.

use super::super::payout;
use super::shapes::{self, ACCOUNT, Lists};
use crate::domain::payout::Payout;
use crate::report::{Code, Issue, Json, Node, Value};

/// The payouts of a payload: one alone, `{"payout": {...}}` or `{"payouts": [...]}` of REST, a bare
/// list, `{"nodes": [...]}`, `{"edges": [...]}`, or a full answer of GraphQL, also to the question for
/// one node. Paths begin with `root`.
///
/// # Errors
/// An issue at its path, of what is wrong with the payload or with a payout.
pub fn payouts(payload: &[u8], root: &str) -> Result<Vec<Payout>, Issue> {
    let read = || {
        let json = Json::parse(payload)?;
        whole(&Node::root(&json, "$"))
    };
    read().map_err(|issue| issue.below(root))
}

fn whole(top: &Node<'_>) -> Result<Vec<Payout>, Issue> {
    match top.value() {
        Some(Value::List) => return list(top, ""),
        Some(Value::Object) => {}
        _ => return Err(shapes::no_object(top)),
    }
    let errors = top.field("errors")?;
    let none = errors.value() == Some(Value::List) && errors.items()?.next().is_none();
    if !errors.is_nothing() && !none {
        return Err(errors.issue(Code::VendorRefused, "the query was refused"));
    }
    let mut lists = Lists::default();
    let mut found = Vec::new();
    let alone = top.field("payout")?;
    if !alone.is_nothing() {
        lists.see(&alone)?;
        shapes::object(&alone)?;
        found.push(payout::decode(&alone)?);
    }
    for (name, behind) in [("payouts", ""), ("nodes", ""), ("edges", ".node")] {
        let rows = top.field(name)?;
        if !rows.is_nothing() {
            lists.see(&rows)?;
            found = list(&rows, behind)?;
        }
    }
    let data = top.field("data")?;
    for above in [top, &data] {
        answer(above, &mut lists, &mut found)?;
    }
    if !lists.seen() && !top.field("id")?.is_nothing() {
        return Ok(vec![payout::decode(top)?]);
    }
    lists.end("payouts")?;
    Ok(found)
}

/// What stands in the data of an answer: a connection of the account, or one node.
fn answer(data: &Node<'_>, lists: &mut Lists, found: &mut Vec<Payout>) -> Result<(), Issue> {
    let account = data.field(ACCOUNT)?;
    if !lists.no_account(&account) {
        let connection = account.field("payouts")?;
        if !connection.is_nothing() {
            lists.see(&connection)?;
            let (rows, behind) = shapes::rows(&connection)?;
            *found = list(&rows, behind)?;
        }
    }
    let node = data.field("node")?;
    if !node.is_nothing() {
        lists.see(&node)?;
        shapes::object(&node)?;
        found.push(payout::decode(&node)?);
    }
    Ok(())
}

fn list(rows: &Node<'_>, behind: &str) -> Result<Vec<Payout>, Issue> {
    let mut found = Vec::new();
    for item in rows.items()? {
        shapes::object(&item)?;
        if behind.is_empty() {
            found.push(payout::decode(&item)?);
            continue;
        }
        let node = item.field("node")?;
        shapes::object(&node)?;
        found.push(payout::decode(&node)?);
    }
    Ok(found)
}
