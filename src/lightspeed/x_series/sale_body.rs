//! X-Series `POST /sales`: a sale with its lines and payments.
//!
//! Source: date-versioned API, `SaleRequest`. A sale that is sent is `pending` with `delivery`,
//! which reserves its stock at once; one that is not is `closed`. `is_price_override` keeps the
//! catalogue from changing Shopify's price. The line spells `fulfilment_outlet_id` with one l,
//! the sale `fulfillment_outlet_id` with two: so does the vendor.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::number::JsonNumber;
use crate::domain::order::Address;
use crate::domain::sale::{Sale, SaleLine, Tender};
use crate::lightspeed::Account;

/// Our own name: not `SHOPIFY`, which is the vendor's native integration.
const SOURCE: &str = "ShopifySync";

#[derive(Serialize)]
struct Body<'a> {
    id: String,
    source: Source<'a>,
    state: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<&'static str>,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    invoice_number: &'a str,
    line_items: Vec<Line<'a>>,
    payments: Vec<Payment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfillment_outlet_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fulfillment_details: Vec<Fulfillment>,
}

#[derive(Serialize)]
struct Source<'a> {
    author_id: &'a str,
    register_id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    product: Id<'a>,
    quantity: JsonNumber,
    pricing: Pricing,
    tax: Tax<'a>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfilment_outlet_id: Option<&'a str>,
    attributes: [Attribute; 1],
    #[serde(rename = "_metadata")]
    metadata: Metadata,
}

#[derive(Serialize)]
struct Id<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct Pricing {
    price: JsonNumber,
    discount: u8,
    loyalty_amount: u8,
}

#[derive(Serialize)]
struct Tax<'a> {
    id: &'a str,
    amount: JsonNumber,
}

#[derive(Serialize)]
struct Attribute {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfillment_method: Option<&'static str>,
    is_price_override: bool,
    sequence: usize,
}

#[derive(Serialize)]
struct Payment<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: PaymentType<'a>,
    amount: JsonNumber,
    date: String,
    source: Register<'a>,
}

#[derive(Serialize)]
struct PaymentType<'a> {
    config_id: &'a str,
}

#[derive(Serialize)]
struct Register<'a> {
    register_id: &'a str,
}

#[derive(Serialize)]
struct Fulfillment {
    #[serde(rename = "type")]
    kind: &'static str,
    note: String,
}

/// The request that records `sale`.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Request {
    let sent = sale.delivery.as_ref();
    let outlet = sent.map(|_| sale.key.outlet.as_str());
    let body = Body {
        id: uuids::sale(account.shop, &sale.key),
        source: Source {
            author_id: account.user.as_str(),
            register_id: sale.register.as_str(),
            kind: SOURCE,
            id: format!("{}#{}", sale.key.order.gid(), sale.key.outlet),
        },
        state: if sent.is_some() { "pending" } else { "closed" },
        attributes: sent.map(|_| "delivery").into_iter().collect(),
        date: sale.at.to_string(),
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        invoice_number: &sale.reference,
        line_items: lines(account, sale, outlet),
        payments: sale.tenders.iter().map(|tender| payment(account, sale, tender)).collect(),
        fulfillment_outlet_id: outlet,
        fulfillment_details: sent.map(fulfillment).into_iter().collect(),
    };
    Request::write(System::Lightspeed, "POST", path(account, "sales"), &sale.key.to_string())
        .with_body(&body)
}

fn lines<'a>(account: Account<'_>, sale: &'a Sale, outlet: Option<&'a str>) -> Vec<Line<'a>> {
    let line = |(sequence, line): (usize, &'a SaleLine)| Line {
        id: uuids::part(account.shop, &sale.key, &format!("line/{}", line.source)),
        product: Id { id: line.item.as_str() },
        quantity: JsonNumber(line.quantity.value()),
        pricing: Pricing {
            price: JsonNumber(line.unit_price.amount()),
            discount: 0,
            loyalty_amount: 0,
        },
        tax: Tax {
            id: sale.tax.id.as_str(),
            amount: JsonNumber(line.unit_tax.map_or(Decimal::ZERO, |tax| tax.amount())),
        },
        status: "CONFIRMED",
        fulfilment_outlet_id: outlet,
        attributes: [Attribute {
            name: "line_note",
            value: format!("shopify:{}:{}", sale.key.order, line.source),
        }],
        metadata: Metadata {
            fulfillment_method: outlet.map(|_| "DISPATCH"),
            is_price_override: true,
            sequence,
        },
    };
    sale.lines.iter().enumerate().map(line).collect()
}

fn payment<'a>(account: Account<'_>, sale: &'a Sale, tender: &'a Tender) -> Payment<'a> {
    Payment {
        id: uuids::part(account.shop, &sale.key, &format!("payment/{}", tender.transaction)),
        kind: PaymentType { config_id: tender.payment_type.as_str() },
        amount: JsonNumber(tender.amount.amount()),
        date: sale.at.to_string(),
        source: Register { register_id: sale.register.as_str() },
    }
}

/// The sale has no address field of its own: staff read it in the fulfilment's note.
fn fulfillment(address: &Address) -> Fulfillment {
    let name = format!("{} {}", address.first_name, address.last_name);
    let parts = [
        name.trim(),
        &address.company,
        &address.line1,
        &address.line2,
        &address.city,
        &address.province_code,
        &address.zip,
        &address.country_code,
    ];
    let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Fulfillment { kind: "DISPATCH", note: filled.join(", ") }
}
