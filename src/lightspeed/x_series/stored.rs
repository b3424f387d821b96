//! An X-Series sale as it is stored, and the document that changes it: `PUT /sales/{id}` takes the
//! whole of it, and what it leaves out is taken out of the sale.
//!
//! Source: date-versioned API, `Sale`, `SaleRequest`. Answers come nested or flat: both are read.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::number::JsonNumber;
use crate::report::{FromJson, Issue, Json, Node, Value};

/// A sale.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: String,
    /// `parked`, `pending`, `voided` or `closed`.
    pub(super) state: String,
    pub(super) register: String,
    /// What we said of where it comes from.
    pub(super) source: (Option<String>, Option<String>),
    pub(super) date: Option<String>,
    pub(super) attributes: Vec<String>,
    pub(super) note: Option<String>,
    pub(super) returns: Vec<String>,
    pub(super) customer: Option<String>,
    pub(super) invoice: Option<String>,
    pub(super) lines: Vec<Line>,
    pub(super) payments: Vec<Payment>,
}

/// One of its lines, in the form that a request has.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) product: Id,
    pub(super) quantity: JsonNumber,
    pub(super) pricing: Pricing,
    pub(super) tax: Tax,
    status: &'static str,
    #[serde(rename = "_metadata")]
    metadata: Metadata,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Id {
    pub(super) id: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Pricing {
    price: JsonNumber,
    discount: JsonNumber,
    loyalty_amount: u8,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Tax {
    id: String,
    amount: JsonNumber,
}

#[derive(Clone, Debug, Serialize)]
struct Metadata {
    is_price_override: bool,
    sequence: usize,
}

/// One of its payments, in the form that a request has.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Payment {
    pub(super) id: String,
    #[serde(rename = "type")]
    kind: Config,
    pub(super) amount: JsonNumber,
    date: String,
    source: Register,
    /// The register's opening that it was booked in.
    #[serde(skip)]
    pub(super) opening: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Config {
    config_id: String,
}

#[derive(Clone, Debug, Serialize)]
struct Register {
    register_id: String,
}

impl Stored {
    /// The sale in an answer.
    pub(super) fn read(body: &[u8]) -> Result<Self, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let row = root.field("data")?;
        let register = either(&row, ("source", "register_id"), "register_id")?.unwrap_or_default();
        Ok(Self {
            id: row.get("id")?,
            state: state(&row)?,
            source: source(&row)?,
            date: match row.find("date")? {
                Some(date) => Some(date),
                None => row.find("sale_date")?,
            },
            attributes: list(&row, "attributes", |_, word| String::from_json(word))?,
            note: row.find("note")?,
            returns: returns(&row)?,
            customer: row.find("customer_id")?,
            invoice: row.find("invoice_number")?,
            lines: list(&row, "line_items", Line::read)?,
            payments: payments(&row, &register)?,
            register,
        })
    }

    /// Whether its goods and money are booked.
    pub(super) fn is_closed(&self) -> bool {
        self.state == "closed"
    }

    /// Whether this return gives back all goods of `sale`, and no more.
    pub(super) fn is_all_of(&self, sale: &Self) -> bool {
        let lines = || self.lines.iter().chain(&sale.lines);
        let units = |product: &str| {
            sum(lines().filter(|line| line.product.id == product).map(|line| line.quantity.0))
        };
        lines().all(|line| units(&line.product.id) == Some(Decimal::ZERO))
    }

    /// Whether it gives back all money of `sale`, in whatever way.
    pub(super) fn evens(&self, sale: &Self) -> bool {
        let payments = self.payments.iter().chain(&sale.payments);
        sum(payments.map(|payment| payment.amount.0)) == Some(Decimal::ZERO)
    }
}

fn sum(mut values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    values.try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// The payments that count: one that was deleted is still shown.
fn payments(row: &Node<'_>, register: &str) -> Result<Vec<Payment>, Issue> {
    let read = |_, payment: &Node<'_>| {
        let deleted = !payment.field("deleted_at")?.is_nothing();
        if deleted { Ok(None) } else { Payment::read(payment, register).map(Some) }
    };
    Ok(list(row, "payments", read)?.into_iter().flatten().collect())
}

/// A flat answer has a status of its own; all that are done are closed.
fn state(row: &Node<'_>) -> Result<String, Issue> {
    if let Some(state) = row.find::<String>("state")? {
        return Ok(state);
    }
    let status = row.find::<String>("status")?.unwrap_or_default();
    Ok(match status.as_str() {
        "VOIDED" => "voided",
        "SAVED" => "parked",
        "AWAITING_DISPATCH" | "AWAITING_PICKUP" => "pending",
        _ => "closed",
    }
    .to_owned())
}

/// A flat answer has the type alone.
fn source(row: &Node<'_>) -> Result<(Option<String>, Option<String>), Issue> {
    let field = row.field("source")?;
    Ok(match field.value() {
        Some(Value::Object) => (field.find("type")?, field.find("id")?),
        _ => (row.find("source")?, row.find("source_id")?),
    })
}

fn returns(row: &Node<'_>) -> Result<Vec<String>, Issue> {
    let field = row.field("return")?;
    if field.is_nothing() {
        return Ok(Vec::new());
    }
    list(&field, "return_sale_ids", |_, id| String::from_json(id))
}

fn list<T>(
    row: &Node<'_>,
    name: &str,
    mut read: impl FnMut(usize, &Node<'_>) -> Result<T, Issue>,
) -> Result<Vec<T>, Issue> {
    let field = row.field(name)?;
    if field.is_nothing() {
        return Ok(Vec::new());
    }
    let items = field.items()?.enumerate();
    items.map(|(place, item)| read(place, &item)).collect()
}

/// A text that stands nested or flat.
fn either(
    row: &Node<'_>,
    (outer, inner): (&str, &str),
    flat: &str,
) -> Result<Option<String>, Issue> {
    let outer = row.field(outer)?;
    let nested = matches!(outer.value(), Some(Value::Object));
    if nested && let Some(text) = outer.find(inner)? { Ok(Some(text)) } else { row.find(flat) }
}

/// The same of a number; none is nothing.
fn number(row: &Node<'_>, (outer, inner): (&str, &str), flat: &str) -> Result<Decimal, Issue> {
    let outer = row.field(outer)?;
    let field = match outer.value() {
        Some(Value::Object) => outer.field(inner)?,
        _ => row.field(flat)?,
    };
    if field.is_nothing() { Ok(Decimal::ZERO) } else { field.decimal() }
}

impl Line {
    fn read(sequence: usize, row: &Node<'_>) -> Result<Self, Issue> {
        let product = either(row, ("product", "id"), "product_id")?;
        let tax = either(row, ("tax", "id"), "tax_id")?;
        Ok(Self {
            id: row.find("id")?,
            product: Id { id: product.unwrap_or_default() },
            quantity: JsonNumber(row.field("quantity")?.decimal()?),
            pricing: Pricing {
                price: JsonNumber(number(row, ("pricing", "price"), "price")?),
                discount: JsonNumber(number(row, ("pricing", "discount"), "discount")?),
                loyalty_amount: 0,
            },
            tax: Tax {
                id: tax.unwrap_or_default(),
                amount: JsonNumber(number(row, ("tax", "amount"), "tax")?),
            },
            status: "CONFIRMED",
            metadata: Metadata { is_price_override: true, sequence },
        })
    }

    /// The same of another product, or the other way.
    pub(super) fn with(&self, product: &str, id: String, quantity: Decimal) -> Self {
        Self {
            id: Some(id),
            product: Id { id: product.to_owned() },
            quantity: JsonNumber(quantity),
            ..self.clone()
        }
    }

    /// In this place of its sale.
    pub(super) fn at(mut self, sequence: usize) -> Self {
        self.metadata.sequence = sequence;
        self
    }
}

impl Payment {
    fn read(row: &Node<'_>, register: &str) -> Result<Self, Issue> {
        let kind = either(row, ("type", "config_id"), "retailer_payment_type_id")?;
        let own = either(row, ("source", "register_id"), "register_id")?;
        let date: Option<String> = row.find("date")?;
        let date = match date {
            Some(date) => Some(date),
            None => row.find("payment_date")?,
        };
        let metadata = row.field("_metadata")?;
        let opening = match metadata.is_nothing() {
            true => None,
            false => metadata.find("register_open_sequence_id")?,
        };
        Ok(Self {
            id: row.get("id")?,
            kind: Config { config_id: kind.unwrap_or_default() },
            amount: JsonNumber(row.field("amount")?.decimal()?),
            date: date.unwrap_or_default(),
            source: Register { register_id: own.unwrap_or_else(|| register.to_owned()) },
            opening,
        })
    }

    /// The same money, the other way, at this time on this register.
    pub(super) fn back(&self, id: String, at: String, register: &str) -> Self {
        let mut amount = self.amount.0;
        amount.set_sign_negative(!amount.is_sign_negative());
        let source = Register { register_id: register.to_owned() };
        Self { id, amount: JsonNumber(amount), date: at, source, ..self.clone() }
    }
}
