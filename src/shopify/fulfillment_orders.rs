//! Fulfilment orders, in both shapes they come in: what each location is to send of an order.
//!
//! Source: shopify.dev, REST `FulfillmentOrder`, GraphQL `Order.fulfillmentOrders`.

use rust_decimal::Decimal;

use super::fields::{either, found_id, meaning, units};
use crate::domain::ids::shopify::{InventoryItemId, LineItemId, LocationId};
use crate::domain::order::{DeliveryMethod, FulfilmentLine, FulfilmentOrder};
use crate::report::{Issue, Node, Value};

/// The fulfilment orders in a list, in the shape of REST, of a webhook or of GraphQL. Cancelled
/// ones are left out: their units stand in others, or nowhere.
///
/// # Errors
/// An issue at its path when an entry is not a fulfilment order.
pub fn decode(list: &Node<'_>) -> Result<Vec<FulfilmentOrder>, Issue> {
    let mut orders = Vec::new();
    for node in list.items()? {
        let state = state(&node)?;
        if state != State::Cancelled {
            orders.push(decode_one(&node, state == State::Open)?);
        }
    }
    Ok(orders)
}

fn decode_one(node: &Node<'_>, open: bool) -> Result<FulfilmentOrder, Issue> {
    Ok(FulfilmentOrder {
        location: location(node)?,
        open,
        method: method(node)?,
        lines: lines(&either(node, "line_items", "lineItems")?, open)?,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
    Cancelled,
}

/// A status that nobody knows is open: its units have not left as far as anyone can tell.
fn state(node: &Node<'_>) -> Result<State, Issue> {
    let words =
        [("closed", State::Done), ("incomplete", State::Done), ("cancelled", State::Cancelled)];
    let status = node.field("status")?;
    let known = if status.is_nothing() { None } else { meaning(status.text()?, &words) };
    Ok(known.unwrap_or(State::Open))
}

fn location(node: &Node<'_>) -> Result<Option<LocationId>, Issue> {
    let assigned = either(node, "assigned_location", "assignedLocation")?;
    let inner = assigned.field("location")?;
    for field in
        [node.field("assigned_location_id")?, assigned.field("location_id")?, inner.field("id")?]
    {
        if let Some(location) = found_id(&field, LocationId::parse)? {
            return Ok(Some(location));
        }
    }
    Ok(None)
}

/// Goods whose way nobody knows are sent.
fn method(node: &Node<'_>) -> Result<DeliveryMethod, Issue> {
    let words = [
        ("pick_up", DeliveryMethod::PickUp),
        ("none", DeliveryMethod::None),
        ("retail", DeliveryMethod::None),
    ];
    let delivery = either(node, "delivery_method", "deliveryMethod")?;
    let word = either(&delivery, "method_type", "methodType")?;
    let known = if word.is_nothing() { None } else { meaning(word.text()?, &words) };
    Ok(known.unwrap_or(DeliveryMethod::Ship))
}

/// REST has a list, GraphQL a connection.
fn lines(list: &Node<'_>, open: bool) -> Result<Vec<FulfilmentLine>, Issue> {
    if matches!(list.value(), Some(Value::Object)) {
        return list.field("nodes")?.items()?.map(|node| decode_line(&node, open)).collect();
    }
    list.items()?.map(|node| decode_line(&node, open)).collect()
}

/// A closed fulfilment order stands for what left from it: one that was moved elsewhere is closed
/// too, and still names the units it never sent.
fn decode_line(node: &Node<'_>, open: bool) -> Result<FulfilmentLine, Issue> {
    let line = node.field("lineItem")?;
    let graphql = line.field("id")?;
    let rest = node.field("line_item_id")?;
    let inventory_item = either(node, "inventory_item_id", "inventoryItemId")?;
    let id = if graphql.is_nothing() { rest } else { graphql }.id(LineItemId::parse)?;
    let field = either(node, "quantity", "totalQuantity")?;
    let all = units(&field)?;
    let left = either(node, "fulfillable_quantity", "remainingQuantity")?;
    let left_over = if left.is_nothing() { None } else { Some(units(&left)?) };
    let unsent = if open { Decimal::ZERO } else { left_over.unwrap_or_default() };
    let sent = all.checked_sub(unsent).filter(|sent| *sent >= Decimal::ZERO);
    let counted = sent.ok_or_else(|| left.invalid(&"more units are left than there were"))?;
    Ok(FulfilmentLine {
        line: id,
        units: counted,
        unsent: if open { left_over.unwrap_or(all).min(all) } else { Decimal::ZERO },
        inventory_item: found_id(&inventory_item, InventoryItemId::parse)?,
    })
}
