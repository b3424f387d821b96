//! What of an order changes most often: whether it stands, its money, where it is sent from.
//!
//! Source: shopify.dev, GraphQL `Order`.

use super::answer::{Cut, ask, must, read};
use super::document::document;
use super::sizes::{Sizes, Variables};
use super::{fulfillment_orders, transactions};
use crate::contract::io::Request;
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::{FulfilmentOrder, Transaction};
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

const DOCUMENT: &str = document!("graphql/order_now.graphql");

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Now {
    /// There is no such order, or the app may not see it.
    Gone,
    /// There is more in the list at this path than was asked for: it is to be asked again with
    /// [`Sizes::LONG`], or is too long to be read.
    Cut(String),
    /// All of it.
    Whole(State),
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The order.
    pub id: OrderId,
    /// When Shopify last changed it.
    pub updated_at: Timestamp,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<Timestamp>,
    /// What its money did.
    pub transactions: Vec<Transaction>,
    /// Where its goods are sent from; cancelled ones are left out.
    pub fulfilment_orders: Vec<FulfilmentOrder>,
}

/// The request for it.
#[must_use]
pub fn query(order: OrderId, sizes: &Sizes, api_version: &str) -> Request {
    let variables = Variables {
        id: order.gid(),
        transactions: Some(sizes.transactions),
        places: Some(sizes.places),
        place_lines: Some(sizes.place_lines),
        ..Variables::default()
    };
    ask(DOCUMENT, &variables, api_version)
}

/// What the answer to [`query`] says, which was asked with `sizes`.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8], sizes: &Sizes) -> Result<Now, Issue> {
    let mut cut = Cut::default();
    let state = read(body, "order", |order| {
        Ok(State {
            id: order.field("id")?.parsed(OrderId::parse)?,
            updated_at: order.get("updatedAt")?,
            cancelled_at: order.find("cancelledAt")?,
            transactions: transactions(order, sizes, &mut cut)?,
            fulfilment_orders: fulfilment_orders(order, &mut cut)?,
        })
    })?;
    Ok(match (state, cut.0) {
        (None, _) => Now::Gone,
        (_, Some(path)) => Now::Cut(path),
        (Some(state), None) => Now::Whole(state),
    })
}

/// The transactions of an order.
pub(super) fn transactions(
    order: &Node<'_>,
    sizes: &Sizes,
    cut: &mut Cut,
) -> Result<Vec<Transaction>, Issue> {
    let list = must(order, "transactions", "a list")?;
    cut.list(&list, sizes.transactions)?;
    transactions::decode(&list)
}

/// The fulfilment orders of an order.
pub(super) fn fulfilment_orders(
    order: &Node<'_>,
    cut: &mut Cut,
) -> Result<Vec<FulfilmentOrder>, Issue> {
    let connection = must(order, "fulfillmentOrders", "an object")?;
    let nodes = cut.nodes(&connection)?;
    for node in nodes.items()? {
        cut.nodes(&must(&node, "lineItems", "an object")?)?;
    }
    fulfillment_orders::decode(&nodes)
}
