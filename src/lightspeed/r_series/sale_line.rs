//! What an R-Series `SaleLine` says of what it sells, within a sale and as a reservation.
//!
//! Source: Rdoc endpoints/saleline.md. A line carries `discountAmount`, off the whole line, or
//! `discountID`, never both. The class picks the rates within the sale's tax category.
//! `isLayaway` is for lines that stand by themselves, as reservations do.

use serde::Serialize;

use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::number::push_count;
use crate::domain::payout::RecordLine;
use crate::domain::sale::{Sale, SaleLine, Source};
use crate::lightspeed::Account;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SaleLineBody<'a> {
    /// With the next four: only of a reservation.
    #[serde(rename = "customerID", skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(rename = "employeeID", skip_serializing_if = "Option::is_none")]
    employee_id: Option<&'a str>,
    #[serde(rename = "shopID", skip_serializing_if = "Option::is_none")]
    shop_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_layaway: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_full_reservation: Option<bool>,
    #[serde(rename = "itemID")]
    item_id: &'a str,
    unit_quantity: String,
    unit_price: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount: Option<String>,
    /// `0` keeps any discount of the item or customer away.
    #[serde(rename = "discountID", skip_serializing_if = "Option::is_none")]
    discount_id: Option<&'static str>,
    tax: bool,
    #[serde(rename = "taxClassID", skip_serializing_if = "Option::is_none")]
    tax_class_id: Option<&'a str>,
    #[serde(rename = "Note")]
    note: NoteText,
}

/// A note of a sale or line.
#[derive(Serialize)]
pub(super) struct NoteText {
    pub(super) note: String,
}

/// What `line` says within a sale.
pub(super) fn body<'a>(sale: &Sale, line: &'a SaleLine) -> SaleLineBody<'a> {
    let discounted = !line.discount.is_zero();
    SaleLineBody {
        customer_id: None,
        employee_id: None,
        shop_id: None,
        is_layaway: None,
        require_full_reservation: None,
        item_id: line.item.as_str(),
        unit_quantity: line.quantity.to_string(),
        unit_price: line.unit_price.text(),
        discount_amount: discounted.then(|| line.discount.text()),
        discount_id: (!discounted).then_some("0"),
        tax: !line.tax.rates.is_empty(),
        tax_class_id: line.tax.class.as_ref().map(|class| class.as_str()),
        note: NoteText { note: note(sale, line) },
    }
}

/// What a line of a payout's summary says: one unit, whose price has the sign.
pub(super) fn of_record(line: &RecordLine) -> SaleLineBody<'_> {
    SaleLineBody {
        customer_id: None,
        employee_id: None,
        shop_id: None,
        is_layaway: None,
        require_full_reservation: None,
        item_id: line.item.as_str(),
        unit_quantity: "1".to_owned(),
        unit_price: line.amount.text(),
        discount_amount: None,
        discount_id: Some("0"),
        tax: false,
        tax_class_id: None,
        note: NoteText { note: line.what.clone() },
    }
}

/// What `line` says as a reservation, which stands by itself: all of it, or as much as there is.
pub(super) fn reservation<'a>(
    account: Account<'a>,
    sale: &'a Sale,
    line: &'a SaleLine,
    full: bool,
) -> SaleLineBody<'a> {
    SaleLineBody {
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        employee_id: Some(account.user.as_str()),
        shop_id: Some(sale.key.outlet.as_str()),
        is_layaway: Some(true),
        require_full_reservation: Some(full),
        ..body(sale, line)
    }
}

/// The order and its line that a note of ours begins with.
pub(super) fn read_note(note: &str) -> Option<(OrderId, LineItemId)> {
    let key = note.lines().next()?.strip_prefix("shopify:")?;
    let (order, line) = key.split_once(':')?;
    Some((OrderId::parse(order).ok()?, LineItemId::parse(line).ok()?))
}

/// Whose line it is, and below it what staff should read.
fn note(sale: &Sale, line: &SaleLine) -> String {
    let mut note = String::with_capacity(48);
    note.push_str("shopify:");
    push_count(&mut note, sale.key.order.number());
    note.push(':');
    match line.source {
        Source::Line(id) | Source::Misplaced(id) => push_count(&mut note, id.number()),
        other => other.put(&mut note),
    }
    if !line.note.is_empty() {
        note.push('\n');
        note.push_str(&line.note);
    }
    note
}
