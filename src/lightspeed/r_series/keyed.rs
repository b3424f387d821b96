//! All R-Series sales since a moment, the newest first: it rests on no filter, and what is made
//! while they are read moves no page.
//!
//! Source: Rdoc endpoints/sale.md, saleline.md, tutorials/sale-notes.md. A sale is ours if its note
//! has a key of ours; ids only grow, so that nothing older than the moment comes after it.

use rust_decimal::Decimal;

use super::lenient::{many, next_page};
use super::{RSeries, path, sales};
use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, ItemId, SaleId};
use crate::domain::keyed::{KeyedField, KeyedSale, KeyedState, KeyedText};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::lightspeed::Account;
use crate::lightspeed::keyed::{KeyedPage, Keying};
use crate::report::{Issue, Json, Node};

/// How many pages a task reads: of 100 sales each, about 400 kB with their lines.
const PAGES: u32 = 4;

impl Keying for RSeries {
    fn list_keyed(&self, account: Account<'_>, _since: Timestamp, after: Option<&str>) -> Request {
        let request = Request::read(System::Lightspeed, "GET", path(account, "Sale"))
            .with_query("limit", "100")
            .with_query("load_relations", RELATIONS)
            .with_query("sort", "-saleID");
        match after {
            Some(after) => request.with_query("after", after),
            None => request,
        }
    }

    fn read_keyed(
        &self,
        body: &[u8],
        currency: Currency,
        since: Timestamp,
        _after: Option<&str>,
    ) -> Result<KeyedPage, Issue> {
        read_page(body, currency, since)
    }

    fn keyed_pages(&self) -> u32 {
        PAGES
    }

    fn get_keyed(&self, account: Account<'_>, sale: &SaleId) -> Request {
        Request::read(System::Lightspeed, "GET", path(account, &format!("Sale/{sale}")))
            .with_query("load_relations", RELATIONS)
    }

    fn read_one_keyed(&self, body: &[u8], currency: Currency) -> Result<KeyedSale, Issue> {
        let json = Json::parse(body)?;
        sale(&Node::root(&json, "$").field("Sale")?, currency)
    }
}

const RELATIONS: &str = r#"["SaleLines","SaleNotes"]"#;

fn read_page(body: &[u8], currency: Currency, since: Timestamp) -> Result<KeyedPage, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let mut page = KeyedPage { sales: Vec::new(), rows: 0, after: None, ignored: false };
    let (mut before, mut over): (Option<u64>, bool) = (None, false);
    many(&root.field("Sale")?, |row| {
        let id = row.field("saleID")?.parsed(str::parse::<u64>)?;
        page.ignored |= before.is_some_and(|before| id >= before);
        before = Some(id);
        page.rows = page.rows.saturating_add(1);
        // When it was changed last is later than when it was made.
        let made: Option<Timestamp> = row.find("createTime")?;
        let made = if made.is_some() { made } else { row.find("timeStamp")? };
        if made.is_some_and(|made| made < since) {
            over = true;
        } else {
            page.sales.push(sale(row, currency)?);
        }
        Ok(())
    })?;
    let next: Option<String> = root.field("@attributes")?.find("next")?;
    page.after = next.as_deref().and_then(next_page).filter(|_| !over && !page.ignored);
    Ok(page)
}

fn sale(row: &Node<'_>, currency: Currency) -> Result<KeyedSale, Issue> {
    let is = |field| row.find::<String>(field).map(|word| word.as_deref() == Some("true"));
    let (completed, voided) = (is("completed")?, is("voided")?);
    let state = match (voided, completed) {
        (true, _) => KeyedState::Voided,
        (false, true) => KeyedState::Completed,
        (false, false) => KeyedState::Open,
    };
    let total = amount(row, "calcTotal")?;
    let tax = amount(row, "calcTax1")?.checked_add(amount(row, "calcTax2")?);
    let mut sale = KeyedSale {
        id: row.get("saleID")?,
        outlet: row.get("shopID")?,
        at: moment(row)?,
        state,
        ours: is_ours(row)?,
        order: sales::key(row)?.and_then(|key| key.order()),
        takes_back: total.is_sign_negative() && !total.is_zero(),
        taken_back: false,
        texts: texts(row)?,
        total: Money::new(total, currency),
        tax: Money::new(tax.unwrap_or_default(), currency),
        customer: none_is_zero(row, "customerID")?
            .map(|_| row.field("customerID")?.id(CustomerId::parse))
            .transpose()?,
        units: Table::new(),
        parts: Vec::new(),
        returns: Vec::new(),
    };
    many(&row.field("SaleLines")?, |lines| {
        many(&lines.field("SaleLine")?, |line| add(line, &mut sale))
    })?;
    Ok(sale)
}

/// A sale of an order, or a payout's summary.
fn is_ours(row: &Node<'_>) -> Result<bool, Issue> {
    let source: Option<String> = row.find("referenceNumberSource")?;
    Ok(source.as_deref() == Some(sales::PAYOUT_SOURCE) || sales::key(row)?.is_some())
}

/// Puts a line into its sale.
fn add(line: &Node<'_>, sale: &mut KeyedSale) -> Result<(), Issue> {
    sale.parts.push(line.get("saleLineID")?);
    let units = line.field("unitQuantity")?;
    let quantity = Quantity::new(amount(line, "unitQuantity")?);
    if let Some(parent) = none_is_zero(line, "parentSaleLineID")?.filter(|_| quantity.is_negative())
    {
        sale.takes_back = true;
        sale.returns.push(parent);
    }
    if none_is_zero(line, "itemID")?.is_none() {
        return Ok(());
    }
    let item = line.field("itemID")?.id(ItemId::parse)?;
    let before = sale.units.get(&item).copied().unwrap_or_default();
    let sum = before.checked_add(&quantity).map_err(|error| units.invalid(&error))?;
    sale.units.insert(item, sum);
    Ok(())
}

/// When it was made: an open one has no time of completion.
fn moment(row: &Node<'_>) -> Result<Timestamp, Issue> {
    for name in ["completeTime", "createTime"] {
        let field = row.field(name)?;
        let blank = field.is_nothing() || matches!(field.text(), Ok(text) if text.is_empty());
        if !blank {
            return row.get(name);
        }
    }
    row.get("timeStamp")
}

fn texts(row: &Node<'_>) -> Result<Vec<KeyedText>, Issue> {
    let mut texts = Vec::new();
    let mut push = |field, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            texts.push(KeyedText { field, text });
        }
    };
    push(KeyedField::Reference, row.find("referenceNumber")?);
    many(&row.field("SaleNotes")?, |notes| {
        for name in ["InternalNote", "PrintedNote"] {
            many(&notes.field(name)?, |note| {
                push(KeyedField::Note, note.find("note")?);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(texts)
}

/// The text of an id, unless it is none.
fn none_is_zero(row: &Node<'_>, name: &str) -> Result<Option<String>, Issue> {
    let field = row.field(name)?;
    if field.is_nothing() {
        return Ok(None);
    }
    let id: String = row.get(name)?;
    Ok(Some(id).filter(|id| !id.is_empty() && id != "0"))
}

/// A number, or nothing where nothing stands.
fn amount(row: &Node<'_>, name: &str) -> Result<Decimal, Issue> {
    let field = row.field(name)?;
    let blank = field.is_nothing() || matches!(field.text(), Ok(text) if text.is_empty());
    if blank { Ok(Decimal::ZERO) } else { field.decimal() }
}
