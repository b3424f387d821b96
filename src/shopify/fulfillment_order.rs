//! Which order a fulfilment order is of: webhooks of fulfilment orders name only themselves.
//!
//! Source: shopify.dev, GraphQL `FulfillmentOrder.orderId`.

use super::answer::{ask, read};
use super::document::document;
use super::sizes::Variables;
use crate::contract::io::Request;
use crate::domain::ids::shopify::{FulfillmentOrderId, OrderId};
use crate::report::{Code, Issue, Json, Node, Value};

/// What the id of a fulfilment order begins with.
const GID: &str = "gid://shopify/FulfillmentOrder/";

const DOCUMENT: &str = document!("graphql/fulfillment_order.graphql");

/// The fulfilment order in the body of a webhook about one: the first that it names, since each
/// topic wraps it in a field of its own, and all that it names are of one order.
///
/// # Errors
/// An issue at its path.
pub fn decode_id(body: &[u8], root: &str) -> Result<FulfillmentOrderId, Issue> {
    let json = Json::parse(body).map_err(|issue| issue.below(root))?;
    let node = Node::root(&json, root);
    first(&node)?.ok_or_else(|| {
        let message = "the body names no fulfilment order";
        node.issue(Code::MissingField, message)
    })
}

fn first(node: &Node<'_>) -> Result<Option<FulfillmentOrderId>, Issue> {
    match node.value() {
        Some(Value::Text(text)) if text.starts_with(GID) => {
            node.parsed(FulfillmentOrderId::parse).map(Some)
        }
        Some(Value::List) => node.items()?.find_map(|item| first(&item).transpose()).transpose(),
        Some(Value::Object) => {
            node.entries()?.find_map(|(_, field)| first(&field).transpose()).transpose()
        }
        _ => Ok(None),
    }
}

/// The request for the order of a fulfilment order.
#[must_use]
pub fn query(fulfilment_order: FulfillmentOrderId, api_version: &str) -> Request {
    let variables = Variables { id: fulfilment_order.gid(), ..Variables::default() };
    ask(DOCUMENT, &variables, api_version)
}

/// The order in the answer to [`query`], or `None` when there is no such fulfilment order.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Option<OrderId>, Issue> {
    read(body, "fulfillmentOrder", |node| node.field("orderId")?.parsed(OrderId::parse))
}
