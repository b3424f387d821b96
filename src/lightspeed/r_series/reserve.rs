//! R-Series layaway lines: stock that is kept for a customer until a sale names the line.
//!
//! Source: Rdoc tutorials/reservations.md, endpoints/saleline.md. An open sale keeps nothing; a
//! layaway line does, at once. `requireFullReservation` refuses it where stock is short, instead of
//! keeping less without a word. What is really kept is the sum of its `InventorySales`.

use serde::Serialize;

use super::lenient::{many, next_page};
use super::{path, sale_line};
use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Sale, SaleLine};
use crate::lightspeed::line_reservations::{LineReservations, Page, ReservedLine};
use crate::lightspeed::{Account, RSeries};
use crate::report::{Issue, Json, Node};

/// One request for each line of `sale` that has stock.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Vec<Request> {
    let stocked = sale.lines.iter().filter(|line| line.stocked);
    stocked.map(|line| RSeries.reserve(account, sale, line, true)).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Again {
    unit_quantity: String,
    require_full_reservation: bool,
}

impl LineReservations for RSeries {
    /// The newest come first: those of an order that is looked for are seldom old.
    fn find(&self, account: Account<'_>, customer: &CustomerId, after: Option<&str>) -> Request {
        let request = Request::read(System::Lightspeed, "GET", path(account, "SaleLine"))
            .with_query("customerID", customer.as_str())
            .with_query("isLayaway", "true")
            .with_query("limit", "100")
            .with_query("load_relations", r#"["InventorySales","Note"]"#)
            .with_query("saleID", "0")
            .with_query("sort", "-saleLineID");
        match after {
            Some(after) => request.with_query("after", after),
            None => request,
        }
    }

    fn read(&self, body: &[u8], order: OrderId, currency: Currency) -> Result<Page, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let next: Option<String> = root.field("@attributes")?.find("next")?;
        let mut page = Page { lines: Vec::new(), after: next.as_deref().and_then(next_page) };
        many(&root.field("SaleLine")?, |row| {
            page.lines.extend(reserved(row, order, currency)?);
            Ok(())
        })?;
        Ok(page)
    }

    fn reserve(&self, account: Account<'_>, sale: &Sale, line: &SaleLine, full: bool) -> Request {
        let body = sale_line::reservation(account, sale, line, full);
        let purpose = if full { "" } else { "/short" };
        let key = format!("{}/{}{purpose}", sale.key, line.source);
        Request::write(System::Lightspeed, "POST", path(account, "SaleLine"), &key).with_body(&body)
    }

    fn fill(&self, account: Account<'_>, order: OrderId, line: &ReservedLine) -> Request {
        let path = one(account, line);
        let body = Again { unit_quantity: line.asked.to_string(), require_full_reservation: false };
        Request::write(System::Lightspeed, "PUT", path, &natural_key(order, line, "fill"))
            .with_body(&body)
    }

    fn release(&self, account: Account<'_>, order: OrderId, line: &ReservedLine) -> Request {
        let path = one(account, line);
        Request::write(System::Lightspeed, "DELETE", path, &natural_key(order, line, "release"))
    }
}

fn one(account: Account<'_>, line: &ReservedLine) -> String {
    path(account, &format!("SaleLine/{}", line.id))
}

fn natural_key(order: OrderId, line: &ReservedLine, purpose: &str) -> String {
    format!("sale/{order}/{}/line/{}/{}/{purpose}", line.outlet, line.line, line.id)
}

/// The line, if it is kept for `order` and stands by itself: its own fields say so, whatever the
/// filters did.
fn reserved(
    row: &Node<'_>,
    order: OrderId,
    currency: Currency,
) -> Result<Option<ReservedLine>, Issue> {
    let text = |field| row.find::<String>(field).map(Option::unwrap_or_default);
    let stands = text("saleID")? == "0" && text("isLayaway")? == "true";
    let Some(line) = note(row)?.filter(|(own, _)| stands && *own == order) else {
        return Ok(None);
    };
    let mut kept = Quantity::ZERO;
    many(&row.field("InventorySales")?, |sales| {
        many(&sales.field("InventorySale")?, |sale| {
            let quantity = sale.field("quantity")?;
            let more = Quantity::new(quantity.decimal()?);
            kept = kept.checked_add(&more).map_err(|error| quantity.invalid(&error))?;
            Ok(())
        })
    })?;
    let money = |field| {
        let field = row.field(field)?;
        Ok(if field.is_nothing() {
            Money::zero(currency)
        } else {
            Money::new(field.decimal()?, currency)
        })
    };
    Ok(Some(ReservedLine {
        id: row.get("saleLineID")?,
        line: line.1,
        customer: row.get("customerID")?,
        outlet: row.get("shopID")?,
        item: row.get("itemID")?,
        asked: Quantity::new(row.field("unitQuantity")?.decimal()?),
        kept,
        unit_price: money("unitPrice")?,
        discount: money("discountAmount")?,
    }))
}

/// The order and its line in the note that we gave the line.
fn note(row: &Node<'_>) -> Result<Option<(OrderId, LineItemId)>, Issue> {
    let mut key = None;
    many(&row.field("Note")?, |note| {
        let text: Option<String> = note.find("note")?;
        key = text.as_deref().and_then(sale_line::read_note);
        Ok(())
    })?;
    Ok(key)
}
