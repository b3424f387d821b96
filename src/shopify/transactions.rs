//! Order transactions, in both shapes they come in.
//!
//! Source: shopify.dev, GraphQL `Order.transactions`, REST `Transaction`.

use rust_decimal::Decimal;

use super::fields::{either, flag, found_id, id, meaning};

use crate::domain::ids::shopify::TransactionId;
use crate::domain::order::{Amount, Transaction, TransactionKind, TransactionStatus};
use crate::report::{Issue, Node};

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
