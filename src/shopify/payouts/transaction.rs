//! Balance transactions, in both shapes they come in.
//!
//! Source: shopify.dev, REST `Transaction` of Shopify Payments, GraphQL
//! `ShopifyPaymentsBalanceTransaction`. There may be thousands in a payout, so that only what is
//! needed is kept of a row.

use super::super::fields::{flag, found_id, given, written};
use super::money::{MONEY, Met, amount, bag, bag_in};
use super::types::Said;
use crate::domain::ids::shopify::{BalanceTransactionId, OrderId, PayoutId, TransactionId};
use crate::domain::money::Money;
use crate::domain::payout::BalanceTransaction;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node, Shape, Value};

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
    // In the order of the shape.
    let mut fields = node.fields()?;
    let id = fields.next("id")?;
    let word = fields.next("type")?;
    let test = fields.next("test")?;
    let gross = fields.next("amount")?;
    let fee = fields.next("fee")?;
    let net = fields.next("net")?;
    let code = fields.next("currency")?;
    let payout = fields.next("payout_id")?;
    let at = fields.next("processed_at")?;
    let source = fields.next("source_type")?;
    let order = fields.next("source_order_id")?;
    let transaction = fields.next("source_order_transaction_id")?;
    let reason = fields.next("adjustment_reason")?;
    // Only GraphQL has this, and only there an amount says its currency itself.
    let date = fields.next("transactionDate")?;
    if !date.is_nothing() || (code.is_nothing() && gross.value() == Some(Value::Object)) {
        return graphql(node, met);
    }
    let id = id.id(BalanceTransactionId::parse)?;
    let currency = met.read(&code)?;
    let said = Said { word: word.text()?, reason: written(&reason)?, source: written(&source)? };
    let (named, kind) = met.words.meaning(said);
    Ok(BalanceTransaction {
        id: Some(id),
        named,
        kind,
        test: test.given()?.unwrap_or_default(),
        payout: found_id(&payout, PayoutId::parse)?,
        at: Timestamp::from_json(&at)?,
        amount: amount(&gross, currency)?,
        fee: amount(&fee, currency)?,
        net: amount(&net, currency)?,
        order: found_id(&order, OrderId::parse)?,
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
