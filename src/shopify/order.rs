//! Decodes an order webhook, API versions 2024-10 to 2026-10, into the domain's order.
//!
//! Source: shopify.dev, webhook topic `orders/create`. Only the fields named here are read, and
//! vendors add, drop and null fields: what is not there is not an error unless it is needed.

use rust_decimal::Decimal;

use super::unmapped;
use crate::domain::currency::Currency;
use crate::domain::ids::shopify::{LineItemId, OrderId, VariantId};
use crate::domain::money::Money;
use crate::domain::order::{Address, Buyer, Financial, LineTax, Order, OrderLine};
use crate::domain::quantity::Quantity;
use crate::report::{Issue, Json, Node};

/// The order in `body`, as a webhook delivers it; paths begin with `root`.
///
/// # Errors
/// An issue at its path when the body is not an order or a value in it is not possible.
pub fn decode(body: &[u8], root: &str) -> Result<Order, Issue> {
    let json = Json::parse(body).map_err(|issue| issue.below(root))?;
    let node = Node::root(&json, root);
    let currency: Currency = node.get("currency")?;
    let mut order = Order {
        id: id(&node, OrderId::parse)?,
        name: node.get("name")?,
        processed_at: match node.find("processed_at")? {
            Some(time) => time,
            None => node.get("created_at")?,
        },
        currency,
        taxes_included: node.get("taxes_included")?,
        financial: match node.find::<String>("financial_status")?.as_deref() {
            Some("paid") => Financial::Paid,
            other => Financial::Other(other.unwrap_or("none").to_owned()),
        },
        total: money(&node, "total_price", currency)?,
        tax: money(&node, "total_tax", currency)?,
        buyer: buyer(&node)?,
        ship_to: address(&node.field("shipping_address")?)?,
        lines: Vec::new(),
        free_shipping: Vec::new(),
        unmapped: unmapped::find(&node)?,
    };
    for line in node.field("shipping_lines")?.items()? {
        order.free_shipping.push(line.path());
    }
    for line in node.field("line_items")?.items()? {
        // A line without a variant is a custom item, which `unmapped` has named.
        if !line.field("variant_id")?.is_nothing() {
            order.lines.push(decode_line(&line, currency)?);
        }
    }
    Ok(order)
}

fn decode_line(node: &Node<'_>, currency: Currency) -> Result<OrderLine, Issue> {
    let field = node.field("quantity")?;
    let quantity = field.decimal()?;
    if quantity <= Decimal::ZERO || !quantity.fract().is_zero() {
        return Err(field.invalid(&format_args!("`{quantity}` is not a number of units")));
    }
    Ok(OrderLine {
        id: id(node, LineItemId::parse)?,
        variant: node.field("variant_id")?.id(VariantId::parse)?,
        title: node.find("title")?.unwrap_or_default(),
        quantity: Quantity::new(quantity),
        price: money(node, "price", currency)?,
        tax: line_tax(node, currency)?,
        requires_shipping: node.find("requires_shipping")?.unwrap_or_default(),
    })
}

/// Several taxes on one line are named by `unmapped`; a tax of nothing adds nothing.
fn line_tax(node: &Node<'_>, currency: Currency) -> Result<LineTax, Issue> {
    let mut total = LineTax { rate: Decimal::ZERO, amount: Money::zero(currency) };
    for tax in node.field("tax_lines")?.items()? {
        let amount = money(&tax, "price", currency)?;
        let rate = tax.field("rate")?.decimal()?.normalize();
        if total.rate.is_zero() {
            total = LineTax { rate, amount };
        }
    }
    Ok(total)
}

fn buyer(node: &Node<'_>) -> Result<Option<Buyer>, Issue> {
    let customer = node.field("customer")?;
    let own = given(node, "email")?;
    if customer.is_nothing() && own.is_none() {
        return Ok(None);
    }
    let email_path = if own.is_some() { "$.email" } else { "$.customer.email" };
    Ok(Some(Buyer {
        first_name: given(&customer, "first_name")?,
        last_name: given(&customer, "last_name")?,
        email: own.map_or_else(|| given(&customer, "email"), |own| Ok(Some(own)))?,
        phone: match given(node, "phone")? {
            Some(phone) => Some(phone),
            None => given(&customer, "phone")?,
        },
        email_path,
    }))
}

fn address(node: &Node<'_>) -> Result<Option<Address>, Issue> {
    if node.is_nothing() {
        return Ok(None);
    }
    let text = |field| given(node, field).map(Option::unwrap_or_default);
    Ok(Some(Address {
        first_name: text("first_name")?,
        last_name: text("last_name")?,
        company: text("company")?,
        line1: text("address1")?,
        line2: text("address2")?,
        city: text("city")?,
        zip: text("zip")?,
        province_code: text("province_code")?,
        country_code: text("country_code")?,
    }))
}

/// A text that is not blank.
fn given(node: &Node<'_>, field: &str) -> Result<Option<String>, Issue> {
    let text: Option<String> = node.find(field)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// The id of a resource: its gid where there is one, for a number may have lost digits on the
/// way through JavaScript; then the number beside it is not read.
pub(super) fn id<T, E: std::fmt::Display>(
    node: &Node<'_>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Issue> {
    let gid = node.field("admin_graphql_api_id")?;
    if gid.is_nothing() { node.field("id")?.id(parse) } else { gid.parsed(parse) }
}

/// The id of an order webhook, and nothing else of it.
///
/// # Errors
/// An issue at its path.
pub fn decode_id(body: &[u8], root: &str) -> Result<OrderId, Issue> {
    let json = Json::parse(body).map_err(|issue| issue.below(root))?;
    id(&Node::root(&json, root), OrderId::parse)
}

fn money(node: &Node<'_>, field: &str, currency: Currency) -> Result<Money, Issue> {
    Ok(Money::new(node.field(field)?.decimal()?, currency))
}
