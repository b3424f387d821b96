//! Refunds: what they took away before the order was first looked at. Their transactions are not
//! read here: a refund is not the movement of money.

use super::money::{self, Amount, Currencies};
use crate::domain::ids::shopify::{LineItemId, ShippingLineId};
use crate::domain::order::{RefundedLine, Refunds};
use crate::report::{Issue, Node};
use crate::shopify::fields::{came_back, given, units};

/// All `refunds` of an order together.
pub(super) fn decode(order: &Node<'_>, currencies: Currencies) -> Result<Refunds, Issue> {
    let mut refunds = Refunds {
        lines: Vec::new(),
        shipping: Vec::new(),
        shipping_tax: currencies.zero(),
        unnamed_shipping: currencies.zero(),
        adjustment: currencies.nothing(),
    };
    for refund in order.field("refunds")?.items()? {
        for line in refund.field("refund_line_items")?.items()? {
            refunds.lines.push(decode_line(&line, currencies)?);
        }
        let said = shipping(&refund, currencies, &mut refunds)?;
        adjustments(&refund, said, currencies, &mut refunds)?;
    }
    Ok(refunds)
}

fn decode_line(node: &Node<'_>, currencies: Currencies) -> Result<RefundedLine, Issue> {
    // The gid of the line is exact where the number may have lost digits.
    let line = node.field("line_item")?;
    let gid = line.field("admin_graphql_api_id")?;
    let number = node.field("line_item_id")?;
    Ok(RefundedLine {
        line: if gid.is_nothing() { number } else { gid }.id(LineItemId::parse)?,
        path: node.path(),
        units: units(&node.field("quantity")?)?,
        back: came_back(node, "restock_type")?,
        subtotal: currencies.get(node, Amount::SUBTOTAL)?,
        tax: currencies.get(node, Amount::TOTAL_TAX)?,
    })
}

/// What a refund says by its `refund_shipping_lines`.
#[derive(Clone, Copy, Default)]
struct Said {
    /// What was taken off which line.
    amount: bool,
    /// The tax on it.
    tax: bool,
}

fn shipping(
    refund: &Node<'_>,
    currencies: Currencies,
    refunds: &mut Refunds,
) -> Result<Said, Issue> {
    let mut said = Said::default();
    for node in refund.field("refund_shipping_lines")?.items()? {
        let inner = node.field("shipping_line")?;
        let own = node.field("shipping_line_id")?;
        let id = if own.is_nothing() { inner.field("id")? } else { own };
        let amount = currencies.presented(&node.field("subtotal_amount_set")?)?;
        refunds.shipping.push((id.id(ShippingLineId::parse)?, amount));
        said.amount = true;
        if let Some(tax) = currencies.find_bag(&node, "tax_amount_set")? {
            said.tax = true;
            let sum = refunds.shipping_tax.checked_add(&tax);
            refunds.shipping_tax = sum.map_err(|error| node.invalid(&error))?;
        }
    }
    Ok(said)
}

/// A shipping refund is reported once or twice, by API version: as an adjustment below zero, as
/// a shipping line of the refund, or as both.
fn adjustments(
    refund: &Node<'_>,
    said: Said,
    currencies: Currencies,
    refunds: &mut Refunds,
) -> Result<(), Issue> {
    for node in refund.field("order_adjustments")?.items()? {
        let amount = currencies.get_both(&node, Amount::AMOUNT)?;
        let tax = currencies.find_both(&node, Amount::TAX_AMOUNT)?;
        let tax = tax.unwrap_or_else(|| currencies.nothing());
        let inexact = |error| node.invalid(&error);
        if !is_shipping(&node)? {
            let both = money::plus(amount, tax).map_err(inexact)?;
            refunds.adjustment = money::plus(refunds.adjustment, both).map_err(inexact)?;
            continue;
        }
        if !said.amount {
            let sum = refunds.unnamed_shipping.checked_add(&amount.presentment);
            refunds.unnamed_shipping = sum.map_err(inexact)?;
        }
        if !said.tax {
            let sum = refunds.shipping_tax.checked_sub(&tax.presentment);
            refunds.shipping_tax = sum.map_err(inexact)?;
        }
    }
    Ok(())
}

/// Webhooks dropped `kind` in 2024-10, and yet it is still seen.
fn is_shipping(adjustment: &Node<'_>) -> Result<bool, Issue> {
    let is = |field, word: &str| -> Result<bool, Issue> {
        Ok(given(adjustment, field)?.is_some_and(|text| text.eq_ignore_ascii_case(word)))
    };
    Ok(is("kind", "shipping_refund")? || is("reason", "shipping refund")?)
}
