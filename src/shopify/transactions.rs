//! Order transactions: the query for them, and both shapes they come in.
//!
//! Source: shopify.dev, GraphQL `Order.transactions`, REST `Transaction`.

use rust_decimal::Decimal;
use serde::Serialize;

use super::fields::{either, flag, found_id, id, meaning};
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::{OrderId, TransactionId};
use crate::domain::order::{Amount, Transaction, TransactionKind, TransactionStatus};
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
    let parent = match found_id(&node.field("parent_id")?, TransactionId::parse)? {
        Some(parent) => Some(parent),
        None => found_id(&node.field("parentTransaction")?.field("id")?, TransactionId::parse)?,
    };
    let manual = either(node, "manual_payment_gateway", "manualPaymentGateway")?;
    Ok(Transaction {
        id: id(node, TransactionId::parse)?,
        kind: kind(node.field("kind")?.text()?),
        status: status(node.field("status")?.text()?),
        parent,
        gateway: node.find("gateway")?.unwrap_or_default(),
        manual: !manual.is_nothing() && manual.flag()?,
        amount: amount(node)?,
        rounding: rounding(node)?,
        test: flag(node, "test")?,
    })
}

fn kind(word: &str) -> TransactionKind {
    let words = [
        ("sale", TransactionKind::Sale),
        ("capture", TransactionKind::Capture),
        ("authorization", TransactionKind::Authorization),
        ("emv_authorization", TransactionKind::Authorization),
        ("void", TransactionKind::Void),
        ("refund", TransactionKind::Refund),
        ("change", TransactionKind::Change),
        ("suggested_refund", TransactionKind::Suggestion),
    ];
    meaning(word, &words).unwrap_or_else(|| TransactionKind::Other(word.to_owned()))
}

fn status(word: &str) -> TransactionStatus {
    let words = [
        ("success", TransactionStatus::Success),
        ("failure", TransactionStatus::Failed),
        ("error", TransactionStatus::Failed),
        ("pending", TransactionStatus::Pending),
        ("awaiting_response", TransactionStatus::Pending),
    ];
    meaning(word, &words).unwrap_or_else(|| TransactionStatus::Other(word.to_owned()))
}

/// REST says one amount, in the presentment currency; GraphQL says both, and which is which.
fn amount(node: &Node<'_>) -> Result<Amount, Issue> {
    let set = node.field("amountSet")?;
    if set.is_nothing() {
        return Ok(Amount {
            value: node.field("amount")?.decimal()?,
            currency: node.find("currency")?,
        });
    }
    let money = either(&set, "presentmentMoney", "shopMoney")?;
    Ok(Amount {
        value: money.field("amount")?.decimal()?,
        currency: Some(money.get("currencyCode")?),
    })
}

fn rounding(node: &Node<'_>) -> Result<Decimal, Issue> {
    let set = node.field("amountRoundingSet")?;
    let money = set.field("presentmentMoney")?;
    let graphql = money.field("amount")?;
    let rest = node.field("amount_rounding")?;
    let field = if rest.is_nothing() { graphql } else { rest };
    if field.is_nothing() { Ok(Decimal::ZERO) } else { field.decimal() }
}
