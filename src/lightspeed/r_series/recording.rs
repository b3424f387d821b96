//! R-Series: a payout's summary is a completed sale of nothing; what went to the bank can leave the
//! drawer besides; what was tendered is a report.
//!
//! Source: Rdoc endpoints/sale.md, registerwithdraw.md, Reports/Accounting/PaymentsByDay. The
//! report has the days of its shop, as MM/DD/YYYY, its amounts as texts, and no drawer movements.

use serde::Serialize;

use super::lenient::{many, next_page};
use super::sales::{self, PAYOUT_SOURCE};
use super::{RSeries, path, sale_body};
use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{OutletId, PaymentTypeId, RegisterId, SaleId};
use crate::domain::money::Money;
use crate::domain::payout::PayoutRecord;
use crate::domain::time::{Date, TimeError, Timestamp, Zone};
use crate::lightspeed::Account;
use crate::lightspeed::recording::{RecordLookup, Recording, TenderedPage, TenderedRow};
use crate::report::{FromJson, Issue, Json, Node, read, write};

/// The record as its internal note carries it.
#[derive(Serialize)]
struct NoteKey {
    shopify_payout: String,
    reference: String,
    shop: String,
}

#[derive(Serialize)]
struct Withdraw<'a> {
    amount: String,
    notes: String,
    #[serde(rename = "employeeID")]
    employee_id: &'a str,
    #[serde(rename = "paymentTypeID")]
    payment_type_id: &'a str,
    #[serde(rename = "registerID")]
    register_id: &'a str,
}

impl Recording for RSeries {
    fn find_record(&self, account: Account<'_>, reference: &str) -> Request {
        sales::find(account, reference)
    }

    fn read_found_record(
        &self,
        account: Account<'_>,
        _status: u16,
        body: &[u8],
        reference: &str,
    ) -> Result<RecordLookup, Issue> {
        sales::look_up(body, |row| look(account, row, reference))
    }

    fn read_listed_record(
        &self,
        account: Account<'_>,
        body: &[u8],
        reference: &str,
        since: Timestamp,
    ) -> Result<(RecordLookup, Option<String>), Issue> {
        sales::look_through(body, since, |row| look(account, row, reference))
    }

    fn record_payout(
        &self,
        account: Account<'_>,
        record: &PayoutRecord,
        natural_key: &str,
    ) -> Request {
        let note = NoteKey {
            shopify_payout: record.payout.to_string(),
            reference: record.reference.clone(),
            shop: account.shop.to_owned(),
        };
        sale_body::record_payout(account, record, write::text(&note), natural_key)
    }

    fn read_recorded_payout(&self, body: &[u8]) -> Result<SaleId, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let row = root.field("Sale")?;
        if is(&row, "completed", "false")? {
            return Err(row.field("completed")?.invalid(&"the sale was left open"));
        }
        row.get("saleID")
    }

    fn withdraw(
        &self,
        account: Account<'_>,
        record: &PayoutRecord,
        net: &Money,
        payment_type: &PaymentTypeId,
        natural_key: &str,
    ) -> Option<Request> {
        let body = Withdraw {
            amount: net.checked_neg().ok()?.text(),
            notes: format!("{}{}: {}", WITHDRAWN, record.reference, record.note),
            employee_id: account.user.as_str(),
            payment_type_id: payment_type.as_str(),
            register_id: record.register.as_str(),
        };
        let path = path(account, "RegisterWithdraw");
        Some(Request::write(System::Lightspeed, "POST", path, natural_key).with_body(&body))
    }

    fn find_withdraws(
        &self,
        account: Account<'_>,
        register: &RegisterId,
        after: Option<&str>,
    ) -> Option<Request> {
        let request = Request::read(System::Lightspeed, "GET", path(account, "RegisterWithdraw"))
            .with_query("limit", "100")
            .with_query("registerID", register.as_str())
            .with_query("sort", "-registerWithdrawID");
        Some(paged(request, after))
    }

    fn read_found_withdraw(
        &self,
        body: &[u8],
        reference: &str,
    ) -> Result<(bool, Option<String>), Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let mut found = false;
        many(&root.field("RegisterWithdraw")?, |row| {
            let notes: Option<String> = row.find("notes")?;
            found |= notes.is_some_and(|notes| withdrawn(&notes) == Some(reference));
            Ok(())
        })?;
        Ok((found, following(&root)?))
    }

    /// A day more at either end: whether the last one counts is inferred, and a day may be one of
    /// another clock. What is not of these days is left out of the answer.
    fn list_tendered(
        &self,
        account: Account<'_>,
        from: Date,
        to: Date,
        _zone: &Zone,
        after: Option<&str>,
    ) -> Request {
        let day = |date: Date, days| date.plus_days(days).unwrap_or(date).to_string();
        let path = path(account, "Reports/Accounting/PaymentsByDay");
        let request = Request::read(System::Lightspeed, "GET", path)
            .with_query("startDate", day(from, -1))
            .with_query("endDate", day(to, 1));
        paged(request, after)
    }

    fn read_tendered(
        &self,
        body: &[u8],
        currency: Currency,
        _zone: &Zone,
        from: Date,
        to: Date,
        _after: Option<&str>,
    ) -> Result<TenderedPage, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let mut rows = Vec::new();
        many(&root.field("Payments")?, |row| {
            let tendered = TenderedRow {
                on: row.field("date")?.parsed(day)?,
                outlet: named(row, "shopID", OutletId::parse)?,
                payment_type: named(row, "paymentTypeID", PaymentTypeId::parse)?,
                amount: Money::new(row.field("amount")?.decimal()?, currency),
                sale: None,
            };
            if (from..=to).contains(&tendered.on) && !tendered.amount.is_zero() {
                rows.push(tendered);
            }
            Ok(())
        })?;
        Ok(TenderedPage { rows, after: following(&root)? })
    }
}

/// What the note of a movement begins with; the reference follows, and a colon.
const WITHDRAWN: &str = "Shopify payout ";

fn withdrawn(notes: &str) -> Option<&str> {
    let (reference, _) = notes.strip_prefix(WITHDRAWN)?.split_once(':')?;
    Some(reference)
}

fn paged(request: Request, after: Option<&str>) -> Request {
    match after {
        Some(after) => request.with_query("after", after),
        None => request,
    }
}

fn following(root: &Node<'_>) -> Result<Option<String>, Issue> {
    let next: Option<String> = root.field("@attributes")?.find("next")?;
    Ok(next.as_deref().and_then(next_page))
}

fn is(row: &Node<'_>, field: &str, word: &str) -> Result<bool, Issue> {
    Ok(row.find::<String>(field)?.as_deref() == Some(word))
}

/// What one row says.
fn look(account: Account<'_>, row: &Node<'_>, reference: &str) -> Result<RecordLookup, Issue> {
    if !is(row, "referenceNumber", reference)? {
        return Ok(RecordLookup::FilterIgnored);
    }
    let (id, voided) = (row.get("saleID")?, is(row, "voided", "true")?);
    let note = sales::internal(row)?;
    let own = note.and_then(|note| read::document::<NoteKey>(note.as_bytes(), "$").ok());
    let ours = is(row, "referenceNumberSource", PAYOUT_SOURCE)?
        && own.is_some_and(|own| own.reference == reference && own.shop == account.shop);
    Ok(match (ours, voided) {
        (true, true) => RecordLookup::Voided(id),
        (true, false) if is(row, "completed", "true")? => RecordLookup::Found(id),
        (false, true) => RecordLookup::Absent,
        // The sale of an order of that name.
        (false, false) if sales::key(row)?.is_some() => RecordLookup::Absent,
        (_, false) => RecordLookup::Taken(id),
    })
}

impl FromJson for NoteKey {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            shopify_payout: node.get("shopify_payout")?,
            reference: node.get("reference")?,
            shop: node.get("shop")?,
        })
    }
}

/// Reads MM/DD/YYYY.
fn day(text: &str) -> Result<Date, TimeError> {
    let (month, rest) = text.split_once('/').ok_or(TimeError::Malformed)?;
    let (day, year) = rest.split_once('/').ok_or(TimeError::Malformed)?;
    Date::parse(&format!("{year}-{month}-{day}"))
}

/// An id that must be there: `0` is none.
fn named<T, E: std::fmt::Display>(
    row: &Node<'_>,
    name: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Issue> {
    let field = row.field(name)?;
    match field.text() {
        Ok("0") => Err(field.invalid(&"`0` names none")),
        _ => field.id(parse),
    }
}
