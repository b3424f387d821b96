//! The rows of a run. Orders and sales stand below the run that read them, and go when it is over:
//! `<run>/<what>/…`.

use serde::Serialize;

use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::keyed::{KeyedField, KeyedOrder, KeyedSale, KeyedState, KeyedText};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::rows::{KitRow, VERSION};
use crate::report::{FromJson, Issue, Node};

/// The run that is under way, or the last one: key of table `adopt`.
pub(super) const RUN: &str = "run";

/// How far a run is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RunRow {
    pub v: u32,
    /// Its name, which its rows stand below.
    pub run: String,
    /// `done`, or what it is at.
    pub state: String,
    /// How many of each were read, and what became of the orders.
    pub orders: u32,
    pub sales: u32,
    pub adopted: u32,
    pub asked: u32,
    /// When the oldest order was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// How many sales the last run that came to its end read, and since when.
    pub sales_before: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_before: Option<Timestamp>,
    /// Whether a person asked for it.
    pub by_hand: bool,
}

impl RunRow {
    /// A run that begins after `last`.
    pub(super) fn begin(run: String, by_hand: bool, last: Option<&Self>) -> Self {
        let (sales_before, since_before) = match last {
            Some(last) if last.state == "done" => (last.sales, last.since),
            Some(last) => (last.sales_before, last.since_before),
            None => (0, None),
        };
        Self {
            v: VERSION,
            run,
            state: "orders".to_owned(),
            orders: 0,
            sales: 0,
            adopted: 0,
            asked: 0,
            since: None,
            sales_before,
            since_before,
            by_hand,
        }
    }
}

/// An open order.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OrderRow {
    v: u32,
    id: OrderId,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    total: DecimalText,
    currency: Currency,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<KitRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outlets: Vec<OutletId>,
}

/// A sale that may be an open order's.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SaleRow {
    v: u32,
    id: SaleId,
    outlet: OutletId,
    at: Timestamp,
    state: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    takes_back: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    taken_back: bool,
    /// Place and text of each text that names an order, in turns.
    texts: Vec<String>,
    total: DecimalText,
    tax: DecimalText,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<KitRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    returns: Vec<String>,
    /// The open orders that it may name.
    pub(super) named: Vec<OrderId>,
}

/// A row that says nothing but that it is there.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mark {
    v: u32,
}

impl Mark {
    pub(super) const HERE: Self = Self { v: VERSION };
}

fn unit_rows(units: &Table<ItemId, Quantity>) -> Vec<KitRow> {
    let row = |(item, units): (&ItemId, &Quantity)| KitRow {
        item: item.clone(),
        quantity: DecimalText(units.value()),
    };
    units.iter().map(row).collect()
}

fn units(rows: Vec<KitRow>) -> Table<ItemId, Quantity> {
    rows.into_iter().map(|row| (row.item, Quantity::new(row.quantity.0))).collect()
}

impl OrderRow {
    pub(super) fn of(own: &KeyedOrder) -> Self {
        Self {
            v: VERSION,
            id: own.id,
            name: own.name.clone(),
            number: own.number,
            total: DecimalText(own.total.amount()),
            currency: own.total.currency(),
            at: own.at,
            customer: own.customer.clone(),
            units: unit_rows(&own.units),
            outlets: own.outlets.clone(),
        }
    }

    pub(super) fn order(self) -> KeyedOrder {
        KeyedOrder {
            id: self.id,
            name: self.name,
            number: self.number,
            total: Money::new(self.total.0, self.currency),
            at: self.at,
            customer: self.customer,
            units: units(self.units),
            outlets: self.outlets,
        }
    }
}

impl SaleRow {
    /// Of its texts only `texts` are kept: people write personal things into notes.
    pub(super) fn of(own: &KeyedSale, texts: &[KeyedText], named: Vec<OrderId>) -> Self {
        let texts = texts.iter();
        Self {
            v: VERSION,
            id: own.id.clone(),
            outlet: own.outlet.clone(),
            at: own.at,
            state: own.state.word().to_owned(),
            takes_back: own.takes_back,
            taken_back: own.taken_back,
            texts: texts.flat_map(|own| [own.field.word().to_owned(), own.text.clone()]).collect(),
            total: DecimalText(own.total.amount()),
            tax: DecimalText(own.tax.amount()),
            currency: own.total.currency(),
            customer: own.customer.clone(),
            units: unit_rows(&own.units),
            parts: own.parts.clone(),
            returns: own.returns.clone(),
            named,
        }
    }

    pub(super) fn sale(self) -> KeyedSale {
        let texts = self.texts.chunks_exact(2).filter_map(|pair| {
            let [word, text] = pair else { return None };
            let field = KeyedField::WORDS.iter().find(|(own, _)| own == word)?.1;
            Some(KeyedText { field, text: text.clone() })
        });
        let state = KeyedState::WORDS.iter().find(|(own, _)| *own == self.state);
        KeyedSale {
            texts: texts.collect(),
            state: state.map_or(KeyedState::Open, |(_, state)| *state),
            id: self.id,
            outlet: self.outlet,
            at: self.at,
            ours: false,
            order: None,
            takes_back: self.takes_back,
            taken_back: self.taken_back,
            total: Money::new(self.total.0, self.currency),
            tax: Money::new(self.tax.0, self.currency),
            customer: self.customer,
            units: units(self.units),
            parts: self.parts,
            returns: self.returns,
        }
    }

    /// Its parts that a return may name.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }
}

impl FromJson for RunRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let count = |field: &str| node.find::<u32>(field).map(Option::unwrap_or_default);
        Ok(Self {
            v: node.get("v")?,
            run: node.get("run")?,
            state: node.get("state")?,
            orders: count("orders")?,
            sales: count("sales")?,
            adopted: count("adopted")?,
            asked: count("asked")?,
            since: node.find("since")?,
            sales_before: count("sales_before")?,
            since_before: node.find("since_before")?,
            by_hand: node.find("by_hand")?.unwrap_or_default(),
        })
    }
}

impl FromJson for OrderRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            id: node.get("id")?,
            name: node.get("name")?,
            number: node.find::<u32>("number")?.map(u64::from),
            total: node.get("total")?,
            currency: node.get("currency")?,
            at: node.get("at")?,
            customer: node.find("customer")?,
            units: node.find("units")?.unwrap_or_default(),
            outlets: node.find("outlets")?.unwrap_or_default(),
        })
    }
}

impl FromJson for SaleRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            id: node.get("id")?,
            outlet: node.get("outlet")?,
            at: node.get("at")?,
            state: node.get("state")?,
            takes_back: node.find("takes_back")?.unwrap_or_default(),
            taken_back: node.find("taken_back")?.unwrap_or_default(),
            texts: node.get("texts")?,
            total: node.get("total")?,
            tax: node.get("tax")?,
            currency: node.get("currency")?,
            customer: node.find("customer")?,
            units: node.find("units")?.unwrap_or_default(),
            parts: node.find("parts")?.unwrap_or_default(),
            returns: node.find("returns")?.unwrap_or_default(),
            named: node.get("named")?,
        })
    }
}

impl FromJson for Mark {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")? })
    }
}
