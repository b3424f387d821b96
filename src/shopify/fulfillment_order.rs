//! Which order a fulfilment order is of: webhooks of fulfilment orders name only themselves.
//!
//! Source: shopify.dev, GraphQL `FulfillmentOrder.orderId`.

use super::answer::{ask, read};
use super::document::document;
use super::sizes::Variables;
use crate::contract::io::Request;
use crate::domain::ids::shopify::{FulfillmentOrderId, OrderId};
use crate::report::Issue;

const DOCUMENT: &str = document!("graphql/fulfillment_order.graphql");

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
