//! The rows of a report: how far it is and what it comes to, its entries, and the work rows that
//! go when it is made.

use serde::Serialize;

use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, OutletId, PaymentTypeId, SaleId};
use crate::domain::keyed::{KeyedField, KeyedSale, KeyedState, KeyedText};
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::shadow::Difference;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::rows::VERSION;
use crate::flow::shadow::{TenderSketch, UnitsSketch};
use crate::report::{FromJson, Issue, Node};

/// A report: key `run/<date>` while it is made, `report/<date>` then.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReportRow {
    pub(super) v: u32,
    pub(super) date: String,
    /// Which making of it this is.
    pub(super) run: String,
    /// What is done, `done` at the end.
    pub(super) state: String,
    /// When it was begun.
    pub(super) made_at: Timestamp,
    /// Until when sales were looked for.
    pub(super) until: Timestamp,
    pub(super) currency: String,
    /// Orders of the day that the shadow knows.
    pub(super) orders: u32,
    /// How many of each kind.
    pub(super) kinds: Vec<Count>,
    /// Of the compared ones, how many were matched without a reference.
    pub(super) likely: u32,
    /// What the compared orders would have come to, and what staff keyed.
    pub(super) ours: DecimalText,
    pub(super) theirs: DecimalText,
    /// How often what differs.
    pub(super) differs: Vec<Count>,
    /// How often which exception.
    pub(super) exceptions: Vec<Count>,
    /// What else would have been written, by purpose.
    pub(super) others: Vec<Count>,
    /// The numbers of the orders that are known about the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) least: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) most: Option<u64>,
}

/// How many of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Count {
    pub(super) name: String,
    pub(super) count: u32,
}

/// Counts one more.
pub(super) fn count(counts: &mut Vec<Count>, name: &str) {
    match counts.iter_mut().find(|own| own.name == name) {
        Some(own) => own.count = own.count.saturating_add(1),
        None => counts.push(Count { name: name.to_owned(), count: 1 }),
    }
}

impl ReportRow {
    /// How many of a kind.
    pub(super) fn of(&self, kind: &str) -> u32 {
        self.kinds.iter().find(|own| own.name == kind).map_or(0, |own| own.count)
    }

    /// How many orders and sales a person should look at.
    pub(super) fn issues(&self) -> u32 {
        kind::ISSUES.iter().map(|kind| self.of(kind)).fold(0, u32::saturating_add)
    }

    /// How many a later look may still find keyed.
    pub(super) fn open(&self) -> u32 {
        let kinds = [kind::ONLY_TILLBRIDGE, kind::UNCERTAIN, kind::RESERVED];
        kinds.iter().map(|kind| self.of(kind)).fold(0, u32::saturating_add)
    }
}

/// What an entry says.
pub(super) mod kind {
    /// Nothing would have differed.
    pub(in super::super) const SAME: &str = "same";
    /// Something would have.
    pub(in super::super) const DIFFERS: &str = "differs";
    /// Nobody keyed it.
    pub(in super::super) const ONLY_TILLBRIDGE: &str = "only_tillbridge";
    /// Staff keyed it, and it would not have been posted.
    pub(in super::super) const ONLY_STAFF: &str = "only_staff";
    /// It would have been left to a person.
    pub(in super::super) const WOULD_BE_EXCEPTION: &str = "would_be_exception";
    /// It is not certain which sale is the order's.
    pub(in super::super) const UNCERTAIN: &str = "uncertain";
    /// It is not paid: its stock would be kept, and nobody keyed it.
    pub(in super::super) const RESERVED: &str = "reserved";
    /// What a person should look at.
    pub(in super::super) const ISSUES: &[&str] =
        &[DIFFERS, ONLY_TILLBRIDGE, ONLY_STAFF, WOULD_BE_EXCEPTION, UNCERTAIN];
}

/// One order or sale: key `report/<date>/<kind>/<order or sale>`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct EntryRow {
    pub(super) v: u32,
    pub(super) run: String,
    /// The order's name, or how the sale names one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    /// What would have stood, and what stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ours: Option<DecimalText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) theirs: Option<DecimalText>,
    /// The sales that staff made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sales: Vec<SaleId>,
    /// When they made the last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) keyed_at: Option<Timestamp>,
    /// They name no order: all else speaks for them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) likely: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) differs: Vec<DifferenceRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) exceptions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) candidates: Vec<CandidateRow>,
}

/// One thing that differs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DifferenceRow {
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    ours: String,
    theirs: String,
}

impl From<Difference> for DifferenceRow {
    fn from(own: Difference) -> Self {
        let Difference { what, about, ours, theirs } = own;
        Self { what: what.word(), about, ours, theirs }
    }
}

/// A sale that may be the order's.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CandidateRow {
    pub(super) sale: SaleId,
    pub(super) total: DecimalText,
    pub(super) because: Vec<String>,
    pub(super) doubts: Vec<&'static str>,
}

/// What is looked for among the sales: key `work/<date>/s/<task>`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct SetRow {
    pub(super) v: u32,
    /// What orders of the day may be named by.
    pub(super) names: Vec<String>,
    /// The same of the days before.
    pub(super) known: Vec<String>,
    /// What the orders come to.
    pub(super) totals: Vec<String>,
    /// Who bought.
    pub(super) customers: Vec<CustomerId>,
}

/// A sale that may be of interest: key `work/<date>/sale/<sale>`. Of what people wrote only what
/// names an order is kept.
#[derive(Clone, Debug, Serialize)]
pub(super) struct KeptSale {
    v: u32,
    id: SaleId,
    outlet: OutletId,
    at: Timestamp,
    state: String,
    taken_back: bool,
    takes_back: bool,
    texts: Vec<TextRow>,
    total: DecimalText,
    tax: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
    units: Vec<UnitsSketch>,
    parts: Vec<String>,
    tenders: Vec<TenderSketch>,
}

#[derive(Clone, Debug, Serialize)]
struct TextRow {
    field: String,
    text: String,
}

/// What a sale was paid with.
pub(super) type Paid = Table<PaymentTypeId, Money>;

impl KeptSale {
    /// The row of a sale whose texts are `reduced`.
    pub(super) fn of(sale: &KeyedSale, texts: Vec<KeyedText>, paid: Option<&Paid>) -> Self {
        let units = |(item, units): (&_, &Quantity)| UnitsSketch {
            item: Clone::clone(item),
            units: DecimalText(units.value()),
        };
        let tender = |(kind, amount): (&PaymentTypeId, &Money)| TenderSketch {
            payment_type: kind.clone(),
            amount: amount.written(),
        };
        let text = |own: KeyedText| TextRow { field: own.field.word().to_owned(), text: own.text };
        Self {
            v: VERSION,
            id: sale.id.clone(),
            outlet: sale.outlet.clone(),
            at: sale.at,
            state: sale.state.word().to_owned(),
            taken_back: sale.taken_back,
            takes_back: sale.takes_back,
            texts: texts.into_iter().map(text).collect(),
            total: sale.total.written(),
            tax: sale.tax.written(),
            customer: sale.customer.clone(),
            units: sale.units.iter().map(units).collect(),
            parts: sale.parts.clone(),
            tenders: paid.into_iter().flat_map(Table::iter).map(tender).collect(),
        }
    }

    /// The sale again, and what it was paid with.
    pub(super) fn sale(self, currency: Currency) -> (KeyedSale, Paid) {
        let word = |own: &TextRow| {
            let field = KeyedField::WORDS.iter().find(|(word, _)| *word == own.field);
            field.map_or(KeyedField::Note, |(_, field)| *field)
        };
        let state = KeyedState::WORDS.iter().find(|(word, _)| *word == self.state);
        let texts =
            self.texts.iter().map(|own| KeyedText { field: word(own), text: own.text.clone() });
        let paid = self.tenders.iter();
        let paid = paid.map(|own| (own.payment_type.clone(), Money::new(own.amount.0, currency)));
        let paid = paid.collect();
        let sale = KeyedSale {
            id: self.id,
            outlet: self.outlet,
            at: self.at,
            state: state.map_or(KeyedState::Open, |(_, state)| *state),
            ours: false,
            order: None,
            takes_back: self.takes_back,
            taken_back: self.taken_back,
            texts: texts.collect(),
            total: Money::new(self.total.0, currency),
            tax: Money::new(self.tax.0, currency),
            customer: self.customer,
            units: super::super::units(&self.units),
            parts: self.parts,
            returns: Vec::new(),
        };
        (sale, paid)
    }
}

/// That there is something: the key says what.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Mark {
    v: u32,
}

impl Mark {
    pub(super) const HERE: Self = Self { v: VERSION };
}

/// Which making of a report said something.
pub(super) struct Said {
    pub(super) run: String,
    pub(super) theirs: Option<DecimalText>,
}

impl FromJson for Said {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { run: node.find("run")?.unwrap_or_default(), theirs: node.find("theirs")? })
    }
}

impl FromJson for Count {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { name: node.get("name")?, count: node.get("count")? })
    }
}

impl FromJson for ReportRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            date: node.get("date")?,
            run: node.get("run")?,
            state: node.get("state")?,
            made_at: node.get("made_at")?,
            until: node.get("until")?,
            currency: node.get("currency")?,
            orders: node.get("orders")?,
            kinds: node.get("kinds")?,
            likely: node.get("likely")?,
            ours: node.get("ours")?,
            theirs: node.get("theirs")?,
            differs: node.get("differs")?,
            exceptions: node.get("exceptions")?,
            others: node.get("others")?,
            least: number(node, "least")?,
            most: number(node, "most")?,
        })
    }
}

/// A whole number, where there is one.
fn number(node: &Node<'_>, name: &str) -> Result<Option<u64>, Issue> {
    let field = node.field(name)?;
    if field.is_nothing() {
        return Ok(None);
    }
    let text = field.number()?;
    text.parse().map(Some).map_err(|error| field.invalid(&error))
}

impl FromJson for SetRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            names: node.get("names")?,
            known: node.get("known")?,
            totals: node.get("totals")?,
            customers: node.get("customers")?,
        })
    }
}

impl FromJson for KeptSale {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            id: node.get("id")?,
            outlet: node.get("outlet")?,
            at: node.get("at")?,
            state: node.get("state")?,
            taken_back: node.get("taken_back")?,
            takes_back: node.get("takes_back")?,
            texts: node.get("texts")?,
            total: node.get("total")?,
            tax: node.get("tax")?,
            customer: node.find("customer")?,
            units: node.get("units")?,
            parts: node.get("parts")?,
            tenders: node.get("tenders")?,
        })
    }
}

impl FromJson for TextRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { field: node.get("field")?, text: node.get("text")? })
    }
}
