//! The lines of an X-Series sale.
//!
//! Source: date-versioned API, `SaleLineItem`. Price, discount and tax are those of one unit, the
//! price before tax and after the discount. `is_price_override` keeps the catalogue from changing
//! Shopify's price. The line spells `fulfilment_outlet_id` with one l.

use rust_decimal::Decimal;
use serde::Serialize;

use super::uuids::Parts;
use crate::domain::number::{JsonNumber, push_count};
use crate::domain::payout::{PayoutRecord, RecordLine};
use crate::domain::sale::{Sale, SaleLine, Source};
use crate::lightspeed::Account;

#[derive(Serialize)]
pub(super) struct Line<'a> {
    id: String,
    product: Id<'a>,
    quantity: JsonNumber,
    pricing: Pricing,
    tax: Tax<'a>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfilment_outlet_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<[Attribute<'a>; 1]>,
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

/// The lines of `sale`, those of goods with the method by which they are still to reach the
/// buyer, if they are.
pub(super) fn bodies<'a>(
    account: Account<'_>,
    sale: &'a Sale,
    method: Option<&'static str>,
) -> Vec<Line<'a>> {
    let mut parts = Parts::of(account.shop, &sale.key);
    let line = |(sequence, line): (usize, &'a SaleLine)| {
        let method = method.filter(|_| is_goods(line.source));
        Line {
            id: parts.id(|name| put(line.source, name)),
            product: Id { id: line.item.as_str() },
            quantity: JsonNumber(line.quantity.value()),
            pricing: Pricing {
                price: JsonNumber(line.unit_price.amount()),
                discount: JsonNumber(line.discount.amount()),
                loyalty_amount: 0,
            },
            tax: Tax {
                // The rules give every line of this series its tax.
                id: line.tax.id.as_ref().map_or("", |tax| tax.as_str()),
                amount: JsonNumber(line.unit_tax.map_or(Decimal::ZERO, |tax| tax.amount())),
            },
            status: "CONFIRMED",
            fulfilment_outlet_id: method.map(|_| sale.key.outlet.as_str()),
            attributes: note(&line.note),
            metadata: Metadata { fulfillment_method: method, is_price_override: true, sequence },
        }
    };
    sale.lines.iter().enumerate().map(line).collect()
}

/// The lines of a payout's summary: an amount below zero is minus one unit.
pub(super) fn of_record<'a>(account: Account<'_>, record: &'a PayoutRecord) -> Vec<Line<'a>> {
    let mut parts = Parts::of_payout(account.shop, &record.reference);
    let tax = record.tax.as_ref().map_or("", |tax| tax.as_str());
    let line = |(sequence, line): (usize, &'a RecordLine)| Line {
        id: parts.id(|name| {
            name.push_str("line/");
            push_count(name, u64::try_from(sequence).unwrap_or_default());
        }),
        product: Id { id: line.item.as_str() },
        quantity: JsonNumber(if line.amount.is_negative() {
            Decimal::NEGATIVE_ONE
        } else {
            Decimal::ONE
        }),
        pricing: Pricing {
            price: JsonNumber(line.amount.abs().amount()),
            discount: JsonNumber(Decimal::ZERO),
            loyalty_amount: 0,
        },
        tax: Tax { id: tax, amount: JsonNumber(Decimal::ZERO) },
        status: "CONFIRMED",
        fulfilment_outlet_id: None,
        attributes: note(&line.what),
        metadata: Metadata { fulfillment_method: None, is_price_override: true, sequence },
    };
    record.lines.iter().enumerate().map(line).collect()
}

fn is_goods(source: Source) -> bool {
    matches!(source, Source::Line(_) | Source::Misplaced(_))
}

/// The name of a line within its sale: a line and its misplaced units are two.
fn put(source: Source, name: &mut String) {
    source.put(name);
    if matches!(source, Source::Misplaced(_)) {
        name.push_str("/unmapped");
    }
}

/// No id stands in it: the vendor blackens what looks like a card number.
fn note(note: &str) -> Option<[Attribute<'_>; 1]> {
    (!note.is_empty()).then_some([Attribute { name: "line_note", value: note }])
}
