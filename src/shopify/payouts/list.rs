//! Whole payloads: the payouts or the balance transactions in each shape that people have them in.
//!
//! Rows are read one by one and handed over: a payout of a busy week has thousands. Only what a
//! full answer of GraphQL has, and a bare list, are kept as a whole while they are read.

mod payouts;
mod shapes;

use std::fmt;

use super::money::Met;
use super::transaction::{self, ROW};
use crate::domain::payout::BalanceTransaction;
use crate::report::{Issue, Json, Node, Part};
use shapes::{ACCOUNT, Lists, TOP};

pub use payouts::payouts;

/// Where a row stands in its payload.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What the payload's paths begin with.
    root: &'a str,
    /// The list, as a path below that.
    list: &'a str,
    /// Its place in that.
    pub index: usize,
    /// What leads from there to it.
    behind: &'static str,
}

/// Such as `$.transactions[17]`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}[{}]{}", self.root, self.list, self.index, self.behind)
    }
}

/// What a payload says besides its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// How many rows there were.
    pub rows: usize,
    /// There are more than these.
    pub more: bool,
    /// Where those begin, if it is said.
    pub after: Option<String>,
}

/// Reads the balance transactions of a payload and hands over each with its place:
/// `{"transactions": [...]}` of REST, a bare list, `{"nodes": [...]}`, `{"edges": [...]}`, or a full
/// answer of GraphQL. Paths begin with `root`.
///
/// # Errors
/// An issue at its path: of what is wrong with the payload or a row, or the first of `each`, whose
/// own path counts from the row.
pub fn each_transaction(
    payload: &[u8],
    root: &str,
    each: impl FnMut(&Place<'_>, BalanceTransaction) -> Result<(), Issue>,
) -> Result<Listed, Issue> {
    let mut reader = Reader { root, each, met: Met::default(), listed: Listed::default() };
    reader.read(payload).map_err(|issue| issue.below(root))?;
    Ok(reader.listed)
}

/// Paths are without the root until an issue leaves it.
struct Reader<'r, F> {
    root: &'r str,
    each: F,
    met: Met,
    listed: Listed,
}

impl<F: FnMut(&Place<'_>, BalanceTransaction) -> Result<(), Issue>> Reader<'_, F> {
    fn read(&mut self, payload: &[u8]) -> Result<(), Issue> {
        if payload.trim_ascii_start().first() == Some(&b'[') {
            let json = Json::narrow(payload, ROW)?;
            return self.rows(&Node::root(&json, "$"), "", "");
        }
        let mut lists = Lists::default();
        Json::each(payload, TOP, |part| self.part(part, &mut lists))?;
        lists.end("balance transactions")
    }

    fn part(&mut self, part: &Part<'_>, lists: &mut Lists) -> Result<(), Issue> {
        let Part { name, place, json } = part;
        let (list, behind) = match &**name {
            "transactions" => (".transactions", ""),
            "nodes" => (".nodes", ""),
            "edges" => (".edges", ".node"),
            other => return self.beside(other, *place, json, lists),
        };
        if let Some(index) = *place {
            return self.row(&Node::root(json, "$"), list, index, behind);
        }
        let path = format!("${list}");
        let whole = Node::root(json, &path);
        lists.see(&whole)?;
        if json.is_list() { Ok(()) } else { Err(whole.wrong("a list")) }
    }

    /// What is no list of rows.
    fn beside(
        &mut self,
        name: &str,
        place: Option<usize>,
        json: &Json<'_>,
        lists: &mut Lists,
    ) -> Result<(), Issue> {
        match name {
            "" => Err(shapes::no_object(&Node::root(json, "$"))),
            "errors" => shapes::refused(&Node::root(json, "$.errors"), place),
            "pageInfo" => self.page(&Node::root(json, "$.pageInfo")),
            ACCOUNT => self.account(&Node::root(json, "$.shopifyPaymentsAccount"), lists),
            "data" => {
                let data = Node::root(json, "$.data");
                self.account(&data.field(ACCOUNT)?, lists)
            }
            _ => Ok(()),
        }
    }

    fn account(&mut self, account: &Node<'_>, lists: &mut Lists) -> Result<(), Issue> {
        if lists.no_account(account) {
            return Ok(());
        }
        let connection = account.field("balanceTransactions")?;
        if connection.is_nothing() {
            return Ok(());
        }
        lists.see(&connection)?;
        self.connection(&connection)
    }

    /// The rows of a connection.
    fn connection(&mut self, connection: &Node<'_>) -> Result<(), Issue> {
        self.page(&connection.field("pageInfo")?)?;
        let (list, behind) = shapes::rows(connection)?;
        let path = list.path();
        self.rows(&list, path.strip_prefix('$').unwrap_or_default(), behind)
    }

    fn page(&mut self, info: &Node<'_>) -> Result<(), Issue> {
        let (more, after) = shapes::page(info)?;
        (self.listed.more, self.listed.after) = (self.listed.more || more, after);
        Ok(())
    }

    fn rows(&mut self, list: &Node<'_>, path: &str, behind: &'static str) -> Result<(), Issue> {
        for (index, item) in list.items()?.enumerate() {
            self.row(&item.alone(), path, index, behind)?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        item: &Node<'_>,
        list: &str,
        index: usize,
        behind: &'static str,
    ) -> Result<(), Issue> {
        let at = || format!("${list}[{index}]");
        let row = self.decode(item, behind).map_err(|issue| issue.below(&at()))?;
        self.listed.rows = self.listed.rows.saturating_add(1);
        let place = Place { root: self.root, list, index, behind };
        (self.each)(&place, row).map_err(|issue| issue.below(&(at() + behind)))
    }

    fn decode(&mut self, item: &Node<'_>, behind: &str) -> Result<BalanceTransaction, Issue> {
        shapes::object(item)?;
        if behind.is_empty() {
            return transaction::decode(item, &mut self.met);
        }
        let node = item.field("node")?;
        shapes::object(&node)?;
        transaction::decode(&node, &mut self.met)
    }
}
