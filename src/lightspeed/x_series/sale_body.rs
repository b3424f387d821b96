//! X-Series `POST /sales` and `PUT /sales/{id}`: a sale with its payments and how its goods reach the buyer.
//!
//! Source: date-versioned API, `SaleRequest`. `pending` with `delivery` or `pickup` takes the
//! goods out of stock at once and keeps them for the buyer, paid or not; `parked` takes nothing.
//! The sale spells `fulfillment_outlet_id` with two l, its lines with one: so does the vendor.

use rust_decimal::Decimal;
use serde::Serialize;

use super::sale_lines::{self, Line};
use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::PaymentTypeId;
use crate::domain::number::{JsonNumber, push_count};
use crate::domain::order::Address;
use crate::domain::payout::PayoutRecord;
use crate::domain::sale::{Delivery, Mode, Sale, Tender};
use crate::lightspeed::Account;

/// Our own name: not `SHOPIFY`, which is the vendor's native integration.
pub(super) const SOURCE: &str = "ShopifySync";

/// The same of the summaries of payouts.
pub(super) const PAYOUT_SOURCE: &str = "ShopifyPayout";

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    source: Source<'a>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<[&'static str; 1]>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfillment_details: Option<[Fulfillment; 1]>,
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
    let body = Body { id: Some(uuids::sale(account.shop, &sale.key)), ..body(account, sale) };
    Request::write(System::Lightspeed, "POST", path(account, "sales"), &sale.key.to_string())
        .with_body(&body)
}

/// The request that makes the sale that stands by our id this one: whatever it does not name is
/// taken out of it.
pub(super) fn rewrite(account: Account<'_>, sale: &Sale) -> Request {
    let path = path(account, &format!("sales/{}", uuids::sale(account.shop, &sale.key)));
    Request::write(System::Lightspeed, "PUT", path, &format!("{}/again", sale.key))
        .with_body(&body(account, sale))
}

/// The request that records a payout's summary.
pub(super) fn record_payout(
    account: Account<'_>,
    record: &PayoutRecord,
    natural_key: &str,
) -> Request {
    let body = Body {
        id: Some(uuids::payout(account.shop, &record.reference)),
        source: Source {
            author_id: account.user.as_str(),
            register_id: record.register.as_str(),
            kind: PAYOUT_SOURCE,
            id: record.reference.clone(),
        },
        state: "closed",
        attributes: None,
        date: record.at.to_string(),
        customer_id: None,
        invoice_number: &record.reference,
        note: &record.note,
        line_items: sale_lines::of_record(account, record),
        payments: record.payment.iter().map(|kind| nothing(account, record, kind)).collect(),
        fulfillment_outlet_id: None,
        fulfillment_details: None,
    };
    Request::write(System::Lightspeed, "POST", path(account, "sales"), natural_key).with_body(&body)
}

/// A payment of nothing.
fn nothing<'a>(
    account: Account<'_>,
    record: &'a PayoutRecord,
    kind: &'a PaymentTypeId,
) -> Payment<'a> {
    let mut parts = uuids::Parts::of_payout(account.shop, &record.reference);
    Payment {
        id: parts.id(|name| name.push_str("payment")),
        kind: PaymentType { config_id: kind.as_str() },
        amount: JsonNumber(Decimal::ZERO),
        date: record.at.to_string(),
        source: Register { register_id: record.register.as_str() },
    }
}

fn body<'a>(account: Account<'a>, sale: &'a Sale) -> Body<'a> {
    let open = Open::of(sale);
    let outlet = open.as_ref().map(|_| sale.key.outlet.as_str());
    Body {
        id: None,
        source: Source {
            author_id: account.user.as_str(),
            register_id: sale.register.as_str(),
            kind: SOURCE,
            id: format!("{}#{}", sale.key.order.gid(), sale.key.outlet),
        },
        state: match (&open, sale.mode) {
            (Some(_), _) => "pending",
            (None, Mode::Completed) => "closed",
            (None, Mode::Reserve) => "parked",
        },
        attributes: open.as_ref().map(|open| [open.attribute]),
        date: sale.at.to_string(),
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        invoice_number: &sale.reference,
        note: &sale.note,
        line_items: sale_lines::bodies(account, sale, open.as_ref().map(|open| open.method)),
        payments: sale.tenders.iter().map(|tender| payment(account, sale, tender)).collect(),
        fulfillment_outlet_id: outlet,
        fulfillment_details: open.map(|open| [Fulfillment { kind: open.method, note: open.note }]),
    }
}

/// How the goods of a sale that stays open are to reach the buyer.
struct Open {
    attribute: &'static str,
    method: &'static str,
    note: String,
}

impl Open {
    /// A completed sale stays open until its goods are gone. One that is not paid stays open
    /// either way: closed it would count as paid, and parked it would put the goods back.
    fn of(sale: &Sale) -> Option<Self> {
        let unpaid = sale.mode == Mode::Reserve;
        match &sale.delivery {
            Delivery::Ship { to, done } if unpaid || !done => Some(Self {
                attribute: "delivery",
                method: "DISPATCH",
                note: to.as_deref().map_or_else(|| "The order has no address.".to_owned(), text),
            }),
            Delivery::PickUp { done } if unpaid || !done => Some(Self {
                attribute: "pickup",
                method: "PICKUP",
                note: "The buyer picks it up.".to_owned(),
            }),
            Delivery::None | Delivery::Ship { .. } | Delivery::PickUp { .. } => None,
        }
    }
}

fn payment<'a>(account: Account<'_>, sale: &'a Sale, tender: &'a Tender) -> Payment<'a> {
    Payment {
        id: uuids::Parts::of(account.shop, &sale.key).id(|name| {
            name.push_str("payment/");
            push_count(name, tender.transaction.number());
        }),
        kind: PaymentType { config_id: tender.payment_type.as_str() },
        amount: JsonNumber(tender.amount.amount()),
        date: sale.at.to_string(),
        source: Register { register_id: sale.register.as_str() },
    }
}

/// The sale has no address field of its own: staff read it in the fulfilment's note.
fn text(address: &Address) -> String {
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
