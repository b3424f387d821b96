//! R-Series `POST Sale.json`: a completed sale with its lines, payments, notes and address.
//!
//! Source: Rdoc endpoints/sale.md, salepayment.md, tutorials/sales.md, sale-notes.md. Tax cannot
//! be sent as an amount: the sale names a tax category, and Lightspeed computes. A tax category
//! of 0 would silently mean no tax, so it is named or left out.

use serde::Serialize;

use super::path;
use super::sale_line::{self, NoteText, SaleLineBody};
use super::sales::{NoteKey, PAYOUT_SOURCE, SOURCE};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::order::Address;
use crate::domain::payout::PayoutRecord;
use crate::domain::sale::{Delivery, Sale, SaleLine, Tender};
use crate::lightspeed::Account;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "employeeID")]
    employee_id: &'a str,
    #[serde(rename = "registerID")]
    register_id: &'a str,
    #[serde(rename = "shopID")]
    shop_id: &'a str,
    #[serde(rename = "customerID", skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    completed: bool,
    complete_time: String,
    reference_number: &'a str,
    reference_number_source: &'static str,
    enable_promotions: bool,
    #[serde(rename = "taxCategoryID", skip_serializing_if = "Option::is_none")]
    tax_category_id: Option<&'a str>,
    #[serde(rename = "SaleLines")]
    sale_lines: Lines<'a>,
    #[serde(rename = "SalePayments", skip_serializing_if = "Option::is_none")]
    sale_payments: Option<Payments<'a>>,
    #[serde(rename = "SaleNotes")]
    sale_notes: Notes<'a>,
    #[serde(rename = "ShipTo", skip_serializing_if = "Option::is_none")]
    ship_to: Option<ShipTo<'a>>,
}

#[derive(Serialize)]
struct Lines<'a> {
    #[serde(rename = "SaleLine")]
    lines: Vec<Line<'a>>,
}

/// A line that was reserved earlier is named, and says all the rest itself.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Reserved {
        #[serde(rename = "saleLineID")]
        id: &'a str,
    },
    New(SaleLineBody<'a>),
}

#[derive(Serialize)]
struct Payments<'a> {
    #[serde(rename = "SalePayment")]
    payments: Vec<Payment<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment<'a> {
    amount: String,
    #[serde(rename = "paymentTypeID")]
    payment_type_id: &'a str,
    remote_reference: String,
}

#[derive(Serialize)]
struct Notes<'a> {
    #[serde(rename = "InternalNote")]
    internal: NoteText,
    #[serde(rename = "PrintedNote", skip_serializing_if = "Option::is_none")]
    printed: Option<Printed<'a>>,
}

#[derive(Serialize)]
struct Printed<'a> {
    note: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShipTo<'a> {
    first_name: &'a str,
    last_name: &'a str,
    company: &'a str,
    shipped: bool,
    #[serde(rename = "Contact", skip_serializing_if = "Option::is_none")]
    contact: Option<Contact<'a>>,
}

#[derive(Serialize)]
struct Contact<'a> {
    #[serde(rename = "Addresses")]
    addresses: Addresses<'a>,
}

#[derive(Serialize)]
struct Addresses<'a> {
    #[serde(rename = "ContactAddress")]
    address: ContactAddress<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContactAddress<'a> {
    address1: &'a str,
    address2: &'a str,
    city: &'a str,
    state_code: &'a str,
    zip: &'a str,
    country_code: &'a str,
}

/// The request that records a payout's summary: an amount below zero is a price below zero, and
/// nothing is taxed.
pub(super) fn record_payout(
    account: Account<'_>,
    record: &PayoutRecord,
    internal: String,
    natural_key: &str,
) -> Request {
    let body = Body {
        employee_id: account.user.as_str(),
        register_id: record.register.as_str(),
        shop_id: record.outlet.as_str(),
        customer_id: None,
        completed: true,
        complete_time: record.at.rfc3339_offset_zero(),
        reference_number: &record.reference,
        reference_number_source: PAYOUT_SOURCE,
        enable_promotions: false,
        tax_category_id: None,
        sale_lines: Lines {
            lines: record.lines.iter().map(|line| Line::New(sale_line::of_record(line))).collect(),
        },
        sale_payments: record.payment.as_ref().map(|kind| Payments {
            payments: vec![Payment {
                amount: "0".to_owned(),
                payment_type_id: kind.as_str(),
                remote_reference: record.reference.clone(),
            }],
        }),
        sale_notes: notes(internal, &record.note),
        ship_to: None,
    };
    Request::write(System::Lightspeed, "POST", path(account, "Sale"), natural_key).with_body(&body)
}

/// The request that records `sale`.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Request {
    let body = Body {
        employee_id: account.user.as_str(),
        register_id: sale.register.as_str(),
        shop_id: sale.key.outlet.as_str(),
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        completed: true,
        complete_time: sale.at.rfc3339_offset_zero(),
        reference_number: &sale.reference,
        reference_number_source: SOURCE,
        enable_promotions: false,
        tax_category_id: sale.category.as_ref().map(|category| category.as_str()),
        sale_lines: Lines { lines: sale.lines.iter().map(|line| body_line(sale, line)).collect() },
        sale_payments: Some(Payments {
            payments: sale.tenders.iter().map(|it| payment(&sale.key.outlet, it)).collect(),
        }),
        sale_notes: notes(NoteKey::written(&sale.key, false, account), &sale.note),
        ship_to: ship_to(&sale.delivery),
    };
    Request::write(System::Lightspeed, "POST", path(account, "Sale"), &sale.key.to_string())
        .with_body(&body)
}

fn body_line<'a>(sale: &'a Sale, line: &'a SaleLine) -> Line<'a> {
    match &line.reserved {
        Some(id) => Line::Reserved { id: id.as_str() },
        None => Line::New(sale_line::body(sale, line)),
    }
}

/// The reference is to be unique: the share of a payment that pays several sales says which.
fn payment<'a>(outlet: &OutletId, tender: &'a Tender) -> Payment<'a> {
    let mut reference = tender.transaction.gid();
    if tender.part {
        reference = format!("{reference}#{outlet}");
    }
    Payment {
        amount: tender.amount.text(),
        payment_type_id: tender.payment_type.as_str(),
        remote_reference: reference,
    }
}

fn notes(internal: String, printed: &str) -> Notes<'_> {
    Notes {
        internal: NoteText { note: internal },
        printed: Some(printed).filter(|note| !note.is_empty()).map(|note| Printed { note }),
    }
}

/// What is still to be sent or picked up is not shipped; what was sent is.
fn ship_to(delivery: &Delivery) -> Option<ShipTo<'_>> {
    let (address, shipped) = match delivery {
        Delivery::None | Delivery::PickUp { done: true } => return None,
        Delivery::PickUp { done: false } => (None, false),
        Delivery::Ship { to, done } => (to.as_deref(), *done),
    };
    Some(ShipTo {
        first_name: address.map_or("", |address| &address.first_name),
        last_name: address.map_or("", |address| &address.last_name),
        company: address.map_or("", |address| &address.company),
        shipped,
        contact: address.map(contact),
    })
}

fn contact(address: &Address) -> Contact<'_> {
    Contact {
        addresses: Addresses {
            address: ContactAddress {
                address1: &address.line1,
                address2: &address.line2,
                city: &address.city,
                state_code: &address.province_code,
                zip: &address.zip,
                country_code: &address.country_code,
            },
        },
    }
}
