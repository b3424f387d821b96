//! What an R-Series `SaleLine` says of what it sells, within a sale and as a reservation.
//!
//! Source: Rdoc endpoints/saleline.md. A line carries `discountAmount`, off the whole line, or
//! `discountID`, never both. The class picks the rates within the sale's tax category.

use serde::Serialize;

use crate::domain::sale::{Sale, SaleLine, Source};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SaleLineBody<'a> {
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

/// What `line` says.
pub(super) fn body<'a>(sale: &Sale, line: &'a SaleLine) -> SaleLineBody<'a> {
    let discounted = !line.discount.is_zero();
    SaleLineBody {
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

/// Whose line it is, and below it what staff should read.
fn note(sale: &Sale, line: &SaleLine) -> String {
    let order = &sale.key.order;
    let mut note = match line.source {
        Source::Line(id) | Source::Misplaced(id) => format!("shopify:{order}:{id}"),
        other => format!("shopify:{order}:{other}"),
    };
    if !line.note.is_empty() {
        note.push('\n');
        note.push_str(&line.note);
    }
    note
}
