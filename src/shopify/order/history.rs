//! When an order was last changed, and what left it when. Few decisions ask for it, so it is read
//! apart from the order.

use super::shape;
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::Left;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Json, Node};
use crate::shopify::fields::{given, id, meaning, units};

/// What an order webhook says of its own history.
#[derive(Clone, Debug)]
pub struct History {
    /// The order.
    pub id: OrderId,
    /// When it was last changed, where it says so.
    pub updated_at: Option<Timestamp>,
    /// What left with its fulfilments, cancelled and failed ones aside.
    pub left: Vec<Left>,
    /// Whether the body is an order at all: a deletion names its id only.
    pub whole: bool,
}

/// The history in the body of an order webhook; paths begin with `root`.
///
/// # Errors
/// An issue at its path.
pub fn decode_history(body: &[u8], root: &str) -> Result<History, Issue> {
    let json = Json::narrow(body, shape::HISTORY).map_err(|issue| issue.below(root))?;
    let node = Node::root(&json, root);
    let mut left = Vec::new();
    for fulfilment in node.field("fulfillments")?.items()? {
        let words = [("cancelled", ()), ("error", ()), ("failure", ())];
        if given(&fulfilment, "status")?.is_some_and(|status| meaning(status, &words).is_some()) {
            continue;
        }
        let at = fulfilment.get("created_at")?;
        for line in fulfilment.field("line_items")?.items()? {
            left.push(Left {
                line: id(&line, LineItemId::parse)?,
                units: Quantity::new(units(&line.field("quantity")?)?),
                at,
            });
        }
    }
    Ok(History {
        id: id(&node, OrderId::parse)?,
        updated_at: node.find("updated_at")?,
        left,
        whole: !node.field("line_items")?.is_nothing(),
    })
}
