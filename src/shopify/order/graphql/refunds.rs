//! Refunds: what they took away before the order was first looked at.

use super::super::money::plus;
use super::bag::Bags;
use crate::domain::ids::shopify::{LineItemId, ShippingLineId};
use crate::domain::order::{RefundedLine, Refunds};
use crate::report::{Issue, Node};
use crate::shopify::answer::{Cut, must};
use crate::shopify::fields::{came_back, units};
use crate::shopify::sizes::Sizes;

/// No refunds.
pub(super) fn none(bags: Bags) -> Refunds {
    Refunds {
        lines: Vec::new(),
        shipping: Vec::new(),
        shipping_tax: bags.0.zero(),
        unnamed_shipping: bags.0.zero(),
        adjustment: bags.0.nothing(),
    }
}

/// Adds all `refunds` of an order.
pub(super) fn decode(
    order: &Node<'_>,
    bags: Bags,
    sizes: &Sizes,
    cut: &mut Cut,
    refunds: &mut Refunds,
) -> Result<(), Issue> {
    let list = must(order, "refunds", "a list")?;
    cut.list(&list, sizes.refunds)?;
    for refund in list.items()? {
        let lines = must(&refund, "refundLineItems", "an object")?;
        for node in cut.nodes(&lines)?.items()? {
            refunds.lines.push(line(&node, bags)?);
        }
        shipping(&refund, bags, cut, refunds)?;
        adjustments(&refund, bags, cut, refunds)?;
    }
    Ok(())
}

fn line(node: &Node<'_>, bags: Bags) -> Result<RefundedLine, Issue> {
    must(node, "restockType", "a text")?;
    Ok(RefundedLine {
        line: must(node, "lineItem", "an object")?.field("id")?.parsed(LineItemId::parse)?,
        path: node.path(),
        units: units(&node.field("quantity")?)?,
        back: came_back(node, "restockType")?,
        subtotal: bags.get(node, "subtotalSet")?,
        tax: bags.get(node, "totalTaxSet")?,
    })
}

fn shipping(
    refund: &Node<'_>,
    bags: Bags,
    cut: &mut Cut,
    refunds: &mut Refunds,
) -> Result<(), Issue> {
    let lines = must(refund, "refundShippingLines", "an object")?;
    for node in cut.nodes(&lines)?.items()? {
        let line = must(&node, "shippingLine", "an object")?;
        let id = line.field("id")?.parsed(ShippingLineId::parse)?;
        refunds.shipping.push((id, bags.get(&node, "subtotalAmountSet")?));
        let sum = refunds.shipping_tax.checked_add(&bags.get(&node, "taxAmountSet")?);
        refunds.shipping_tax = sum.map_err(|error| node.invalid(&error))?;
    }
    Ok(())
}

fn adjustments(
    refund: &Node<'_>,
    bags: Bags,
    cut: &mut Cut,
    refunds: &mut Refunds,
) -> Result<(), Issue> {
    let list = must(refund, "orderAdjustments", "an object")?;
    for node in cut.nodes(&list)?.items()? {
        let both = plus(bags.get_both(&node, "amountSet")?, bags.get_both(&node, "taxAmountSet")?);
        let sum = both.and_then(|both| plus(refunds.adjustment, both));
        refunds.adjustment = sum.map_err(|error| node.invalid(&error))?;
    }
    Ok(())
}
