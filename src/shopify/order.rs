//! Decodes an order webhook into the domain's order.

use rust_decimal::Decimal;

use super::{unmapped, wire};
use crate::domain::currency::Currency;
use crate::domain::ids::shopify::{LineItemId, OrderId, VariantId};
use crate::domain::money::Money;
use crate::domain::number::{LooseDecimal, Number};
use crate::domain::order::{Address, Buyer, Financial, LineTax, Order, OrderLine};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{Code, Issue, read};

/// The order in `body`, as a webhook delivers it.
///
/// # Errors
/// An issue at its path when the body is not an order or a value in it is not possible.
pub fn decode(body: &[u8]) -> Result<Order, Issue> {
    let wire: wire::Order = read::json(body)?;
    let id = id(wire.admin_graphql_api_id.as_deref(), wire.id.as_ref(), OrderId::parse, "$")?;
    let currency = currency(wire.currency.as_deref())?;
    let mut order = Order {
        id,
        name: required(wire.name.clone(), "$.name")?,
        processed_at: time(wire.processed_at.as_deref().or(wire.created_at.as_deref()))?,
        currency,
        taxes_included: required(wire.taxes_included, "$.taxes_included")?,
        financial: match wire.financial_status.as_deref() {
            Some("paid") => Financial::Paid,
            other => Financial::Other(other.unwrap_or("none").to_owned()),
        },
        total: money(wire.total_price, currency, "$.total_price")?,
        tax: money(wire.total_tax, currency, "$.total_tax")?,
        buyer: buyer(&wire),
        ship_to: wire.shipping_address.as_ref().map(address),
        lines: Vec::new(),
        free_shipping: free_shipping(&wire),
        unmapped: Vec::new(),
    };
    unmapped::find(&wire, &mut order.unmapped);
    for (place, line) in wire.line_items.iter().flatten().enumerate() {
        let path = format!("$.line_items[{place}]");
        // A line without a variant is a custom item, which `unmapped` has named.
        if line.variant_id.is_some() {
            order.lines.push(decode_line(line, currency, &path)?);
        }
    }
    Ok(order)
}

fn decode_line(line: &wire::Line, currency: Currency, path: &str) -> Result<OrderLine, Issue> {
    let at = |field: &str| format!("{path}.{field}");
    let quantity = number(line.quantity.as_ref(), &at("quantity"))?;
    if quantity <= Decimal::ZERO || !quantity.fract().is_zero() {
        let message = format!("`{quantity}` is not a number of units");
        return Err(Issue::new(Code::InvalidValue, at("quantity"), message));
    }
    Ok(OrderLine {
        id: id(line.admin_graphql_api_id.as_deref(), line.id.as_ref(), LineItemId::parse, path)?,
        variant: numeric_id(line.variant_id.as_ref(), VariantId::parse, &at("variant_id"))?,
        title: line.title.clone().unwrap_or_default(),
        quantity: Quantity::new(quantity),
        price: money(line.price, currency, &at("price"))?,
        tax: line_tax(line, currency, path)?,
        requires_shipping: line.requires_shipping.unwrap_or(false),
    })
}

fn line_tax(line: &wire::Line, currency: Currency, path: &str) -> Result<LineTax, Issue> {
    let taxes = line.tax_lines.as_deref().unwrap_or_default();
    let mut total = LineTax { rate: Decimal::ZERO, amount: Money::zero(currency) };
    for (place, tax) in taxes.iter().enumerate() {
        let path = format!("{path}.tax_lines[{place}]");
        let amount = money(tax.price, currency, &format!("{path}.price"))?;
        let rate = required(tax.rate, &format!("{path}.rate"))?.0;
        // Several taxes on one line are named by `unmapped`; a tax of nothing adds nothing.
        if total.rate.is_zero() {
            total = LineTax { rate: rate.normalize(), amount };
        }
    }
    Ok(total)
}

fn free_shipping(wire: &wire::Order) -> Vec<String> {
    let lines = wire.shipping_lines.iter().flatten().enumerate();
    lines.map(|(place, _)| format!("$.shipping_lines[{place}]")).collect()
}

fn buyer(wire: &wire::Order) -> Option<Buyer> {
    let customer = wire.customer.as_ref();
    let own = given(wire.email.as_ref());
    let of_customer = given(customer.and_then(|customer| customer.email.as_ref()));
    let email_path = if own.is_some() { "$.email" } else { "$.customer.email" };
    if customer.is_none() && own.is_none() {
        return None;
    }
    let phone = customer.and_then(|customer| customer.phone.as_ref());
    Some(Buyer {
        first_name: given(customer.and_then(|customer| customer.first_name.as_ref())),
        last_name: given(customer.and_then(|customer| customer.last_name.as_ref())),
        email: own.or(of_customer),
        phone: given(wire.phone.as_ref()).or_else(|| given(phone)),
        email_path,
    })
}

fn given(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn address(wire: &wire::Address) -> Address {
    let text = |field: &Option<String>| given(field.as_ref()).unwrap_or_default();
    Address {
        first_name: text(&wire.first_name),
        last_name: text(&wire.last_name),
        company: text(&wire.company),
        line1: text(&wire.address1),
        line2: text(&wire.address2),
        city: text(&wire.city),
        zip: text(&wire.zip),
        province_code: text(&wire.province_code),
        country_code: text(&wire.country_code),
    }
}

/// The id of a resource: its gid where there is one, for a number may have lost digits on the
/// way through JavaScript; then the number beside it is not read.
fn id<T, E: std::fmt::Display>(
    gid: Option<&str>,
    number: Option<&Number>,
    parse: impl Fn(&str) -> Result<T, E>,
    path: &str,
) -> Result<T, Issue> {
    match gid {
        Some(gid) => parse(gid).map_err(|error| {
            let path = format!("{path}.admin_graphql_api_id");
            Issue::new(Code::InvalidValue, path, error.to_string())
        }),
        None => numeric_id(number, parse, &format!("{path}.id")),
    }
}

fn numeric_id<T, E: std::fmt::Display>(
    number: Option<&Number>,
    parse: impl Fn(&str) -> Result<T, E>,
    path: &str,
) -> Result<T, Issue> {
    let number = number.ok_or_else(|| missing(path))?;
    let integer = number.integer().map_err(|error| number_issue(number, &error, path))?;
    parse(&integer.to_string())
        .map_err(|error| Issue::new(Code::InvalidValue, path, error.to_string()))
}

fn number(number: Option<&Number>, path: &str) -> Result<Decimal, Issue> {
    let number = number.ok_or_else(|| missing(path))?;
    number.decimal().map_err(|error| number_issue(number, &error, path))
}

fn number_issue(number: &Number, error: &impl std::fmt::Display, path: &str) -> Issue {
    let code = if number.is_unsafe() { Code::UnsafeNumber } else { Code::InvalidValue };
    Issue::new(code, path, error.to_string())
}

fn money(value: Option<LooseDecimal>, currency: Currency, path: &str) -> Result<Money, Issue> {
    Ok(Money::new(required(value, path)?.0, currency))
}

fn currency(code: Option<&str>) -> Result<Currency, Issue> {
    let path = "$.currency";
    let code = required(code, path)?;
    Currency::parse(code).map_err(|error| Issue::new(Code::InvalidValue, path, error.to_string()))
}

fn time(text: Option<&str>) -> Result<Timestamp, Issue> {
    let path = "$.processed_at";
    let text = required(text, path)?;
    Timestamp::parse(text).map_err(|error| Issue::new(Code::InvalidValue, path, error.to_string()))
}

fn required<T>(value: Option<T>, path: &str) -> Result<T, Issue> {
    value.ok_or_else(|| missing(path))
}

fn missing(path: &str) -> Issue {
    let field = path.rsplit('.').next().unwrap_or(path);
    Issue::new(Code::MissingField, path, format!("field `{field}` is missing"))
}
