//! All X-Series sales since a moment, by the search, the oldest first: the list by version begins
//! with the retailer's first sale, and cannot be entered at a day.
//!
//! Source: X20 `GET /search`, `Sale`. Rows come flat; both forms are read.

use rust_decimal::Decimal;

use super::search::{Next, Search};
use super::{XSeries, path, sale_body};
use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedField, KeyedSale, KeyedState, KeyedText};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::lightspeed::Account;
use crate::lightspeed::keyed::{KeyedPage, Keying};
use crate::report::{Issue, Json, Node, Value};

/// How many pages a task reads: of 200 sales each, about 500 kB.
const PAGES: u32 = 3;

/// Where the sales that we make come from.
const OURS: [&str; 2] = [sale_body::SOURCE, sale_body::PAYOUT_SOURCE];

impl Keying for XSeries {
    fn list_keyed(&self, _account: Account<'_>, since: Timestamp, after: Option<&str>) -> Request {
        Search::of(since, after).request()
    }

    fn read_keyed(
        &self,
        body: &[u8],
        currency: Currency,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<KeyedPage, Issue> {
        read_page(body, currency, since, Search::of(since, after))
    }

    fn keyed_pages(&self) -> u32 {
        PAGES
    }

    fn get_keyed(&self, account: Account<'_>, sale: &SaleId) -> Request {
        Request::read(System::Lightspeed, "GET", path(account, &format!("sales/{sale}")))
    }

    fn read_one_keyed(&self, body: &[u8], currency: Currency) -> Result<KeyedSale, Issue> {
        let json = Json::parse(body)?;
        sale(&Node::root(&json, "$").field("data")?, currency)
    }
}

fn read_page(
    body: &[u8],
    currency: Currency,
    since: Timestamp,
    mut search: Search<'_>,
) -> Result<KeyedPage, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let data = root.field("data")?;
    if data.is_nothing() {
        return Err(data.wrong("a list"));
    }
    let mut page = KeyedPage { sales: Vec::new(), rows: 0, after: None, ignored: false };
    for row in data.items()? {
        let sale = sale(&row, currency)?;
        page.rows = page.rows.saturating_add(1);
        search.saw(&sale.id, sale.at);
        if sale.at >= since {
            page.sales.push(sale);
        }
    }
    match search.next() {
        Next::End => {}
        Next::Ignored => page.ignored = true,
        Next::Page(after) => page.after = Some(after),
    }
    Ok(page)
}

fn sale(row: &Node<'_>, currency: Currency) -> Result<KeyedSale, Issue> {
    let source = row.field("source")?;
    let (kind, number, outlet): (Option<String>, Option<String>, Node<'_>) = match source.value() {
        Some(Value::Object) => {
            (source.find("type")?, source.find("id")?, source.field("outlet_id")?)
        }
        _ => (row.find("source")?, row.find("source_id")?, row.field("outlet_id")?),
    };
    let (total, tax) = totals(row)?;
    let returned = row.field("return")?;
    let original = match returned.is_nothing() {
        true => row.field("return_for")?,
        false => returned.field("original_sale_id")?,
    };
    let original = match original.text() {
        Ok(id) if !original.is_nothing() && !id.is_empty() => Some(id.to_owned()),
        _ => None,
    };
    let again = match returned.is_nothing() {
        true => 0,
        false => returned.field("return_sale_ids")?.items().map_or(0, Iterator::count),
    };
    // What staff ring up themselves has the register's own number.
    let staff = kind.as_deref().is_none_or(|kind| kind.is_empty() || kind == "USER");
    let invoice = if staff { KeyedField::Counter } else { KeyedField::Reference };
    let mut sale = KeyedSale {
        id: row.get("id")?,
        outlet: outlet.id(OutletId::parse)?,
        at: moment(row)?,
        state: state(row, total)?,
        ours: kind.as_deref().is_some_and(|kind| OURS.contains(&kind)),
        order: number
            .as_deref()
            .filter(|_| kind.as_deref() == Some(sale_body::SOURCE))
            .and_then(|id| OrderId::parse(id.split('#').next()?).ok()),
        takes_back: original.is_some() || (total.is_sign_negative() && !total.is_zero()),
        taken_back: again > 0,
        texts: Vec::new(),
        total: Money::new(total, currency),
        tax: Money::new(tax, currency),
        customer: is_filled(row, "customer_id")?.then(|| row.get("customer_id")).transpose()?,
        units: Table::new(),
        parts: vec![row.get("id")?],
        returns: original.into_iter().collect(),
    };
    let mut push = |field, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            sale.texts.push(KeyedText { field, text });
        }
    };
    push(KeyedField::Reference, number);
    push(invoice, row.find("invoice_number")?);
    push(KeyedField::Note, row.find("note")?);
    push(KeyedField::Counter, row.find("short_code")?);
    sale.units = units(row)?;
    Ok(sale)
}

/// What it comes to with its tax, and the tax.
fn totals(row: &Node<'_>) -> Result<(Decimal, Decimal), Issue> {
    let totals = row.field("totals")?;
    if !totals.is_nothing() {
        return Ok((totals.field("price_incl_tax")?.decimal()?, totals.field("tax")?.decimal()?));
    }
    let (price, tax) = (row.field("total_price")?, row.field("total_tax")?);
    let sum = price.decimal()?.checked_add(tax.decimal()?);
    Ok((sum.ok_or_else(|| tax.invalid(&"the total overflows"))?, tax.decimal()?))
}

fn units(row: &Node<'_>) -> Result<Table<ItemId, Quantity>, Issue> {
    let mut units: Table<ItemId, Quantity> = Table::new();
    let lines = row.field("line_items")?;
    if lines.is_nothing() {
        return Ok(units);
    }
    for line in lines.items()? {
        let product = line.field("product")?;
        let product =
            if product.is_nothing() { line.field("product_id")? } else { product.field("id")? };
        let item = product.id(ItemId::parse)?;
        let quantity = line.field("quantity")?;
        let before = units.get(&item).copied().unwrap_or_default();
        let sum = before.checked_add(&Quantity::new(quantity.decimal()?));
        units.insert(item, sum.map_err(|error| quantity.invalid(&error))?);
    }
    Ok(units)
}

pub(super) fn moment(row: &Node<'_>) -> Result<Timestamp, Issue> {
    for name in ["date", "sale_date"] {
        if !row.field(name)?.is_nothing() {
            return row.get(name);
        }
    }
    row.get("created_at")
}

/// Goods that wait for the buyer are taken off the stock; with their money it is complete.
fn state(row: &Node<'_>, total: Decimal) -> Result<KeyedState, Issue> {
    const CLOSED: [&str; 5] =
        ["CLOSED", "ONACCOUNT_CLOSED", "LAYBY_CLOSED", "DISPATCHED_CLOSED", "PICKED_UP_CLOSED"];
    const WAITING: [&str; 2] = ["AWAITING_DISPATCH", "AWAITING_PICKUP"];
    let state: Option<String> = row.find("state")?;
    let (done, void, waits) = match state {
        Some(state) => {
            let attributes = row.field("attributes")?;
            let mut waits = false;
            if !attributes.is_nothing() {
                for attribute in attributes.items()? {
                    waits |= matches!(attribute.text()?, "delivery" | "pickup");
                }
            }
            (state == "closed", state == "voided", state == "pending" && waits)
        }
        None => {
            let word: String = row.find("status")?.unwrap_or_default();
            let is = |words: &[&str]| words.contains(&word.as_str());
            (is(&CLOSED), word == "VOIDED", is(&WAITING))
        }
    };
    Ok(match (void, done) {
        (true, _) => KeyedState::Voided,
        (false, true) => KeyedState::Completed,
        (false, false) if waits && paid(row)? == Some(total) => KeyedState::Completed,
        (false, false) => KeyedState::Open,
    })
}

/// The sum of its payments that count.
fn paid(row: &Node<'_>) -> Result<Option<Decimal>, Issue> {
    let payments = row.field("payments")?;
    let mut sum = Some(Decimal::ZERO);
    if payments.is_nothing() {
        return Ok(sum);
    }
    for payment in payments.items()? {
        if payment.field("deleted_at")?.is_nothing() {
            let amount = payment.field("amount")?.decimal()?;
            sum = sum.and_then(|sum| sum.checked_add(amount));
        }
    }
    Ok(sum)
}

/// Whether something stands there.
pub(super) fn is_filled(row: &Node<'_>, name: &str) -> Result<bool, Issue> {
    Ok(row.find::<String>(name)?.is_some_and(|text| !text.is_empty()))
}
