//! R-Series `POST Sale.json`: a completed sale with its lines, payment and address.
//!
//! Source: Rdoc endpoints/sale.md, saleline.md, salepayment.md, tutorials/sales.md. Tax cannot
//! be sent as an amount: the sale names a tax category, and Lightspeed computes. A tax category
//! of 0 would silently mean no tax, so one is always named.

use serde::Serialize;

use super::path;
use super::sales::{NoteKey, SOURCE};
use crate::contract::io::{Request, System};
use crate::domain::order::Address;
use crate::domain::sale::{Sale, SaleLine, Tender};
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
    #[serde(rename = "taxCategoryID")]
    tax_category_id: &'a str,
    #[serde(rename = "SaleLines")]
    sale_lines: Lines<'a>,
    #[serde(rename = "SalePayments")]
    sale_payments: Payments<'a>,
    #[serde(rename = "SaleNotes")]
    sale_notes: Notes,
    #[serde(rename = "ShipTo", skip_serializing_if = "Option::is_none")]
    ship_to: Option<ShipTo<'a>>,
}

#[derive(Serialize)]
struct Lines<'a> {
    #[serde(rename = "SaleLine")]
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    #[serde(rename = "itemID")]
    item_id: &'a str,
    unit_quantity: String,
    unit_price: String,
    tax: bool,
    #[serde(rename = "taxClassID", skip_serializing_if = "Option::is_none")]
    tax_class_id: Option<&'a str>,
    #[serde(rename = "discountID")]
    discount_id: &'static str,
    #[serde(rename = "Note")]
    note: NoteText,
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
struct Notes {
    #[serde(rename = "InternalNote")]
    internal: NoteText,
}

#[derive(Serialize)]
struct NoteText {
    note: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShipTo<'a> {
    first_name: &'a str,
    last_name: &'a str,
    company: &'a str,
    shipped: bool,
    #[serde(rename = "Contact")]
    contact: Contact<'a>,
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

/// The request that records `sale`.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Request {
    let key = NoteKey::of(&sale.key);
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
        tax_category_id: sale.tax.id.as_str(),
        sale_lines: Lines { lines: sale.lines.iter().map(|line| body_line(sale, line)).collect() },
        sale_payments: Payments { payments: sale.tenders.iter().map(payment).collect() },
        sale_notes: Notes {
            internal: NoteText { note: serde_json::to_string(&key).unwrap_or_default() },
        },
        ship_to: sale.delivery.as_ref().map(ship_to),
    };
    Request::write(System::Lightspeed, "POST", path(account, "Sale"), &sale.key.to_string())
        .with_body(&body)
}

fn body_line<'a>(sale: &'a Sale, line: &'a SaleLine) -> Line<'a> {
    Line {
        item_id: line.item.as_str(),
        unit_quantity: line.quantity.to_string(),
        unit_price: line.unit_price.text(),
        tax: !sale.tax.rate.is_zero(),
        tax_class_id: sale.tax.class.as_ref().map(|class| class.as_str()),
        discount_id: "0",
        note: NoteText { note: format!("shopify:{}:{}", sale.key.order, line.source) },
    }
}

fn payment(tender: &Tender) -> Payment<'_> {
    Payment {
        amount: tender.amount.text(),
        payment_type_id: tender.payment_type.as_str(),
        remote_reference: tender.transaction.gid(),
    }
}

fn ship_to(address: &Address) -> ShipTo<'_> {
    ShipTo {
        first_name: &address.first_name,
        last_name: &address.last_name,
        company: &address.company,
        shipped: false,
        contact: Contact {
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
        },
    }
}
