//! Decodes an order webhook, API versions 2024-10 to 2026-10, into the domain's order.
//!
//! Source: shopify.dev, webhook topic `orders/create`. Vendors add, drop and null fields: what is
//! not there is not an error unless it is needed.

pub mod graphql;
mod history;
mod line;
mod money;
mod person;
mod refunds;
mod remarks;
mod shape;
mod shipping;
mod taxes;

use rust_decimal::Decimal;

use super::fields::{flag, given, id, meaning};
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::order::{
    Both, Financial, LineKind, Order, OrderLine, Stated, TaxLine, Unmapped,
};
use crate::report::{Issue, Json, Node, Value};
pub use history::{History, decode_history};
use line::Context;
use money::{Amount, Currencies};
use remarks::Bundles;

/// The order in `body`, as a webhook delivers it; paths begin with `root`.
///
/// # Errors
/// An issue at its path when the body is not an order or a value in it is not possible.
pub fn decode(body: &[u8], root: &str) -> Result<Order, Issue> {
    let json = Json::narrow(body, shape::ORDER).map_err(|issue| issue.below(root))?;
    let node = Node::root(&json, root);
    let currencies = Currencies::of(&node)?;
    let mut unmapped = unmapped(&node)?;
    let tips = tips(&node)?;
    let duties = duties(&node, currencies)?;
    let (lines, duty_taxes) = lines(&node, currencies, !tips.is_zero(), !duties.is_zero())?;
    let tip = tip(&node, tips, &lines, currencies, &mut unmapped)?;
    let mut shipping = Vec::new();
    for line in node.field("shipping_lines")?.items()? {
        shipping.push(shipping::decode(&line, currencies)?);
    }
    let pos = says(&node.field("source_name")?, "pos");
    Ok(Order {
        id: id(&node, OrderId::parse)?,
        name: node.get("name")?,
        processed_at: match node.find("processed_at")? {
            Some(time) => time,
            None => node.get("created_at")?,
        },
        updated_at: node.find("updated_at")?,
        sold_at: if pos { node.find("location_id")? } else { None },
        pos,
        test: flag(&node, "test")?,
        cancelled_at: node.find("cancelled_at")?,
        fulfilled: says(&node.field("fulfillment_status")?, "fulfilled"),
        shop_currency: currencies.shop,
        currency: currencies.presentment,
        taxes_included: node.get("taxes_included")?,
        financial: financial(given(&node, "financial_status")?),
        stated: stated(&node, currencies)?,
        buyer: person::buyer(&node)?,
        ship_to: person::address(&node.field("shipping_address")?, &person::ADDRESS)?,
        lines,
        shipping,
        tip,
        duties,
        duty_taxes,
        fees: fees(&node, currencies)?,
        refunds: refunds::decode(&node, currencies)?,
        cash_rounding: cash_rounding(&node, currencies)?,
        remarks: remarks::of_order(&node)?,
        unmapped,
    })
}

/// The id of an order webhook, and nothing else of it.
///
/// # Errors
/// An issue at its path.
pub fn decode_id(body: &[u8], root: &str) -> Result<OrderId, Issue> {
    let json = Json::narrow(body, shape::ID).map_err(|issue| issue.below(root))?;
    id(&Node::root(&json, root), OrderId::parse)
}

/// Whether a word stands here, in any case.
fn says(node: &Node<'_>, word: &str) -> bool {
    matches!(node.value(), Some(Value::Text(text)) if text.eq_ignore_ascii_case(word))
}

fn financial(status: Option<&str>) -> Financial {
    let words = [
        ("paid", Financial::Paid),
        ("partially_paid", Financial::PartiallyPaid),
        ("authorized", Financial::Authorized),
        ("pending", Financial::Pending),
        ("partially_refunded", Financial::PartiallyRefunded),
        ("refunded", Financial::Refunded),
        ("voided", Financial::Voided),
        ("expired", Financial::Expired),
    ];
    let status = status.unwrap_or("none");
    meaning(status, &words).unwrap_or_else(|| Financial::Other(status.to_owned()))
}

/// What the order comes to after edits and refunds, else what it came to before.
fn stated(order: &Node<'_>, currencies: Currencies) -> Result<Stated, Issue> {
    let figure = |now, first| match currencies.find_both(order, now)? {
        Some(both) => Ok(both),
        None => currencies.get_both(order, first),
    };
    Ok(Stated {
        total: figure(Amount::CURRENT_TOTAL_PRICE, Amount::TOTAL_PRICE)?,
        tax: figure(Amount::CURRENT_TOTAL_TAX, Amount::TOTAL_TAX)?,
    })
}

/// Duties that are not in the prices.
fn duties(order: &Node<'_>, currencies: Currencies) -> Result<Money, Issue> {
    if flag(order, "duties_included")? {
        return Ok(currencies.zero());
    }
    now_or_first(order, "current_total_duties_set", "original_total_duties_set", currencies)
}

fn fees(order: &Node<'_>, currencies: Currencies) -> Result<Money, Issue> {
    let now = "current_total_additional_fees_set";
    now_or_first(order, now, "original_total_additional_fees_set", currencies)
}

fn now_or_first(
    order: &Node<'_>,
    now: &str,
    first: &str,
    currencies: Currencies,
) -> Result<Money, Issue> {
    let found = match currencies.find_bag(order, now)? {
        Some(money) => Some(money),
        None => currencies.find_bag(order, first)?,
    };
    Ok(found.unwrap_or_else(|| currencies.zero()))
}

/// What was rounded when cash was taken, less what was rounded when it was given back.
fn cash_rounding(order: &Node<'_>, currencies: Currencies) -> Result<Both, Issue> {
    let taken = currencies.bag_or_zero(order, "total_cash_rounding_payment_adjustment_set")?;
    let given = currencies.bag_or_zero(order, "total_cash_rounding_refund_adjustment_set")?;
    money::minus(taken, given).map_err(|error| order.invalid(&error))
}

/// The lines, and the taxes on their duties where these are charged on top.
fn lines(
    order: &Node<'_>,
    currencies: Currencies,
    tipped: bool,
    with_duties: bool,
) -> Result<(Vec<OrderLine>, Vec<TaxLine>), Issue> {
    let groups = order.field("line_item_groups")?;
    let groups: Vec<_> = groups.items()?.collect();
    let context = Context { currencies, tipped, bundles: Bundles::decode(&groups)? };
    let (mut lines, mut duty_taxes) = (Vec::new(), Vec::new());
    for node in order.field("line_items")?.items()? {
        lines.push(line::decode(&node, &context)?);
        if with_duties {
            for duty in node.field("duties")?.items()? {
                taxes::decode(&duty, currencies, &mut duty_taxes)?;
            }
        }
    }
    Ok((lines, duty_taxes))
}

/// All tips, as Shopify adds them up: in the shop's currency.
fn tips(order: &Node<'_>) -> Result<Decimal, Issue> {
    let field = order.field("total_tip_received")?;
    if field.is_nothing() { Ok(Decimal::ZERO) } else { field.decimal() }
}

/// What of the tips no line stands for. What it is in another currency, Shopify does not say.
fn tip(
    order: &Node<'_>,
    tips: Decimal,
    lines: &[OrderLine],
    currencies: Currencies,
    unmapped: &mut Vec<Unmapped>,
) -> Result<Money, Issue> {
    let mut own = lines.iter().filter(|line| line.kind == LineKind::Tip).peekable();
    if currencies.is_foreign() {
        if own.peek().is_none() && !tips.is_zero() {
            let path = order.field("total_tip_received")?.path();
            unmapped.push(Unmapped { what: "tip in a foreign currency", path });
        }
        return Ok(currencies.zero());
    }
    let left = own.try_fold(Money::new(tips, currencies.presentment), |left, line| {
        left.checked_sub(&line.price.checked_mul(line.ordered)?.checked_sub(&line.discount)?)
    });
    let left = left.map_err(|error| order.invalid(&error))?;
    Ok(if left.is_negative() { currencies.zero() } else { left })
}

/// What no rule carries over. Everything else that is not known here says nothing about money.
fn unmapped(order: &Node<'_>) -> Result<Vec<Unmapped>, Issue> {
    let mut found = Vec::new();
    let estimated = order.field("estimated_taxes")?;
    if !estimated.is_nothing() && estimated.flag()? {
        found.push(Unmapped { what: "estimated tax", path: estimated.path() });
    }
    let seller = order.field("merchant_of_record_app_id")?;
    if !seller.is_nothing() {
        found.push(Unmapped { what: "merchant of record", path: seller.path() });
    }
    Ok(found)
}
