//! Order transactions: the query for them, and both shapes they come in.
//!
//! Source: shopify.dev, GraphQL `Order.transactions`, REST `Transaction`.

use serde::Serialize;

use super::order;
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::{OrderId, TransactionId};
use crate::domain::money::Money;
use crate::domain::order::{Transaction, TransactionKind, TransactionStatus};
use crate::report::{Code, Issue, Json, Node};

const DOCUMENT: &str = include_str!("graphql/order_transactions.graphql");

#[derive(Serialize)]
struct Query {
    query: &'static str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    id: String,
}

/// The request for an order's transactions.
#[must_use]
pub fn query(order: OrderId, api_version: &str) -> Request {
    let body = Query { query: DOCUMENT, variables: Variables { id: order.gid() } };
    Request::read(System::Shopify, "POST", format!("/admin/api/{api_version}/graphql.json"))
        .with_body(&body)
}

/// The transactions in the answer to [`query`], or `None` when there is no such order.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Option<Vec<Transaction>>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let errors = root.field("errors")?;
    if !errors.is_nothing() {
        return Err(errors.issue(Code::VendorRefused, "the query was refused"));
    }
    let data = root.field("data")?;
    let order = data.field("order")?;
    if order.is_nothing() {
        return Ok(None);
    }
    decode(&order.field("transactions")?).map(Some)
}

/// The transactions in a list, in the shape of REST, of a webhook or of GraphQL.
///
/// # Errors
/// An issue at its path when an entry is not a transaction.
pub fn decode(list: &Node<'_>) -> Result<Vec<Transaction>, Issue> {
    list.items()?.map(|node| decode_one(&node)).collect()
}

fn decode_one(node: &Node<'_>) -> Result<Transaction, Issue> {
    let kind = node.field("kind")?.text()?;
    let status = node.field("status")?.text()?;
    Ok(Transaction {
        id: order::id(node, TransactionId::parse)?,
        kind: match kind.to_ascii_lowercase().as_str() {
            "sale" => TransactionKind::Sale,
            "capture" => TransactionKind::Capture,
            "authorization" => TransactionKind::Authorization,
            "void" => TransactionKind::Void,
            "refund" => TransactionKind::Refund,
            _ => TransactionKind::Other(kind.to_owned()),
        },
        status: match status.to_ascii_lowercase().as_str() {
            "success" => TransactionStatus::Success,
            "failure" | "error" => TransactionStatus::Failed,
            _ => TransactionStatus::Other(status.to_owned()),
        },
        gateway: node.get("gateway")?,
        amount: amount(node)?,
        test: node.find("test")?.unwrap_or_default(),
    })
}

fn amount(node: &Node<'_>) -> Result<Money, Issue> {
    let set = node.field("amountSet")?;
    if set.is_nothing() {
        return money(node, "currency");
    }
    money(&set.field("shopMoney")?, "currencyCode")
}

fn money(node: &Node<'_>, currency: &str) -> Result<Money, Issue> {
    Ok(Money::new(node.field("amount")?.decimal()?, node.get(currency)?))
}
