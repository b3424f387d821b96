//! Balance transactions, in both shapes they come in.
//!
//! Source: shopify.dev, REST `Transaction` of Shopify Payments, GraphQL
//! `ShopifyPaymentsBalanceTransaction`. There may be thousands in a payout, so that only what is
//! needed is kept of a row.

use super::super::fields::{flag, found_id, given};
use super::money::{MONEY, Met, amount, bag, bag_in};
use super::types::Said;
use crate::domain::ids::shopify::{BalanceTransactionId, OrderId, PayoutId, TransactionId};
use crate::domain::money::Money;
use crate::domain::payout::BalanceTransaction;
use crate::report::{Issue, Node, Shape, Value};

const ALL: &Shape = Shape::ALL;

/// What is read of a row, in either shape.
pub const ROW: &Shape = &Shape::of(&[
    ("id", ALL),
    ("type", ALL),
    ("test", ALL),
    ("amount", MONEY),
    ("fee", MONEY),
    ("net", MONEY),
    ("currency", ALL),
    ("payout_id", ALL),
    ("processed_at", ALL),
    ("source_type", ALL),
    ("source_order_id", ALL),
    ("source_order_transaction_id", ALL),
    ("adjustment_reason", ALL),
    ("transactionDate", ALL),
    ("sourceType", ALL),
    ("sourceOrderTransactionId", ALL),
    ("adjustmentReason", ALL),
    ("associatedOrder", NAMED),
    ("associatedPayout", NAMED),
]);

const NAMED: &Shape = &Shape::of(&[("id", ALL), ("name", ALL)]);

/// A balance transaction, in the shape of REST or of GraphQL. `met` is shared by the rows of a list.
///
/// # Errors
/// An issue at the place of what is missing or cannot be read exactly.
pub fn decode(node: &Node<'_>, met: &mut Met) -> Result<BalanceTransaction, Issue> {
    if is_graphql(node)? { graphql(node, met) } else { rest(node, met) }
}

/// Only GraphQL says the currency inside of the amount, and names the moment so.
fn is_graphql(node: &Node<'_>) -> Result<bool, Issue> {
    if !node.field("transactionDate")?.is_nothing() {
        return Ok(true);
    }
    let bag = matches!(node.field("amount")?.value(), Some(Value::Object));
    Ok(bag && node.field("currency")?.is_nothing())
}

fn rest(node: &Node<'_>, met: &mut Met) -> Result<BalanceTransaction, Issue> {
    let id = node.field("id")?.id(BalanceTransactionId::parse)?;
    let currency = met.read(&node.field("currency")?)?;
    let money = |name| amount(&node.field(name)?, currency);
    let (named, kind) = met.words.meaning(Said {
        word: node.field("type")?.text()?,
        reason: given(node, "adjustment_reason")?,
        source: given(node, "source_type")?,
    });
    let transaction = node.field("source_order_transaction_id")?;
    Ok(BalanceTransaction {
        id: Some(id),
        named,
        kind,
        test: flag(node, "test")?,
        payout: found_id(&node.field("payout_id")?, PayoutId::parse)?,
        at: node.get("processed_at")?,
        amount: money("amount")?,
        fee: money("fee")?,
        net: money("net")?,
        order: found_id(&node.field("source_order_id")?, OrderId::parse)?,
        order_name: None,
        transaction: found_id(&transaction, TransactionId::parse)?,
        presentment: None,
    })
}

fn graphql(node: &Node<'_>, met: &mut Met) -> Result<BalanceTransaction, Issue> {
    let id = node.field("id")?.id(BalanceTransactionId::parse)?;
    let amount = bag(&node.field("amount")?, met)?;
    let money = |name| -> Result<Money, Issue> { bag_in(&node.field(name)?, amount.currency()) };
    let (named, kind) = met.words.meaning(Said {
        word: node.field("type")?.text()?,
        reason: given(node, "adjustmentReason")?,
        source: given(node, "sourceType")?,
    });
    let (order, payout) = (node.field("associatedOrder")?, node.field("associatedPayout")?);
    let transaction = node.field("sourceOrderTransactionId")?;
    Ok(BalanceTransaction {
        id: Some(id),
        named,
        kind,
        test: flag(node, "test")?,
        payout: found_id(&payout.field("id")?, PayoutId::parse)?,
        at: node.get("transactionDate")?,
        amount,
        fee: money("fee")?,
        net: money("net")?,
        order: found_id(&order.field("id")?, OrderId::parse)?,
        order_name: given(&order, "name")?.map(str::to_owned),
        transaction: found_id(&transaction, TransactionId::parse)?,
        presentment: None,
    })
}
