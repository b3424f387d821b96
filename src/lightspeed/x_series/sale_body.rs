//! X-Series `POST /sales`: a sale with its lines and payments.
//!
//! Source: date-versioned API, `SaleRequest`. A sale whose goods have yet to reach the buyer is
//! `pending` with `delivery` or `pickup`, which reserves its stock at once, paid or not; one that
//! is done is `closed`; one that is not paid and has nothing to send is `parked`. `is_price_override` keeps the
//! catalogue from changing Shopify's price. The line spells `fulfilment_outlet_id` with one l,
//! the sale `fulfillment_outlet_id` with two: so does the vendor.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::number::JsonNumber;
use crate::domain::order::Address;
use crate::domain::sale::{Delivery, Mode, Sale, SaleLine, Source as Of, Tender};
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
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<Attribute<'a>>,
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
    discount: JsonNumber,
    loyalty_amount: u8,
}

#[derive(Serialize)]
struct Tax<'a> {
    id: &'a str,
    amount: JsonNumber,
}

#[derive(Serialize)]
struct Attribute<'a> {
    name: &'static str,
    value: &'a str,
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
    let way = Way::of(sale);
    let outlet = way.method.map(|_| sale.key.outlet.as_str());
    let body = Body {
        id: uuids::sale(account.shop, &sale.key),
        source: Source {
            author_id: account.user.as_str(),
            register_id: sale.register.as_str(),
            kind: SOURCE,
            id: format!("{}#{}", sale.key.order.gid(), sale.key.outlet),
        },
        state: way.state,
        attributes: way.attribute.into_iter().collect(),
        date: sale.at.to_string(),
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        invoice_number: &sale.reference,
        note: &sale.note,
        line_items: lines(account, sale, way.method, outlet),
        payments: sale.tenders.iter().map(|tender| payment(account, sale, tender)).collect(),
        fulfillment_outlet_id: outlet,
        fulfillment_details: way.method.map(|kind| fulfillment(kind, sale)).into_iter().collect(),
    };
    Request::write(System::Lightspeed, "POST", path(account, "sales"), &sale.key.to_string())
        .with_body(&body)
}

/// What state a sale is in, and how its goods reach the buyer.
struct Way {
    state: &'static str,
    attribute: Option<&'static str>,
    method: Option<&'static str>,
}

impl Way {
    fn of(sale: &Sale) -> Self {
        let (attribute, method, done) = match &sale.delivery {
            Delivery::None => (None, None, true),
            Delivery::Ship { done, .. } => (Some("delivery"), Some("DISPATCH"), *done),
            Delivery::PickUp { done } => (Some("pickup"), Some("PICKUP"), *done),
        };
        let state = match (sale.mode, attribute) {
            (Mode::Completed, _) if done => "closed",
            (Mode::Completed, _) | (Mode::Reserve, Some(_)) => "pending",
            (Mode::Reserve, None) => "parked",
        };
        // What is closed has nothing left to be dispatched.
        let open = state == "pending";
        Self { state, attribute: attribute.filter(|_| open), method: method.filter(|_| open) }
    }
}

fn lines<'a>(
    account: Account<'_>,
    sale: &'a Sale,
    method: Option<&'static str>,
    outlet: Option<&'a str>,
) -> Vec<Line<'a>> {
    let line = |(sequence, line): (usize, &'a SaleLine)| {
        let goods = matches!(line.source, Of::Line(_) | Of::Misplaced(_));
        Line {
            id: uuids::part(account.shop, &sale.key, &part(line)),
            product: Id { id: line.item.as_str() },
            quantity: JsonNumber(line.quantity.value()),
            pricing: Pricing {
                price: JsonNumber(line.unit_price.amount()),
                discount: JsonNumber(line.discount.amount()),
                loyalty_amount: 0,
            },
            tax: Tax {
                id: line.tax.id.as_ref().map_or("", |id| id.as_str()),
                amount: JsonNumber(line.unit_tax.map_or(Decimal::ZERO, |tax| tax.amount())),
            },
            status: "CONFIRMED",
            fulfilment_outlet_id: outlet.filter(|_| goods),
            attributes: Attribute::of(&line.note).into_iter().collect(),
            metadata: Metadata {
                fulfillment_method: method.filter(|_| goods),
                is_price_override: true,
                sequence,
            },
        }
    };
    sale.lines.iter().enumerate().map(line).collect()
}

/// What tells a line from the sale's others. Units at a location that nobody serves are a second
/// line of the same order line.
fn part(line: &SaleLine) -> String {
    match line.source {
        Of::Misplaced(_) => format!("{}/unmapped", line.source),
        _ => line.source.to_string(),
    }
}

impl<'a> Attribute<'a> {
    fn of(note: &'a str) -> Option<Self> {
        (!note.is_empty()).then_some(Self { name: "line_note", value: note })
    }
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
fn fulfillment(kind: &'static str, sale: &Sale) -> Fulfillment {
    let to = match &sale.delivery {
        Delivery::Ship { to, .. } => to.as_deref().map(address),
        _ => Some("picked up by the buyer".to_owned()),
    };
    Fulfillment { kind, note: to.unwrap_or_else(|| "the order has no address".to_owned()) }
}

fn address(address: &Address) -> String {
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
    filled.join(", ")
}
