//! What a run or a person said of an order that staff may have keyed by hand: rows of
//! [`ADOPT`](crate::flow::rows::ADOPT).

use serde::Serialize;

use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::DecimalText;
use crate::domain::time::Timestamp;
use crate::report::{Fact, FromJson, Issue, Node};

/// The key of an order's row.
pub(in crate::flow) fn order_key(order: OrderId) -> String {
    format!("order/{order}")
}

/// The key of the row that says whose a sale is.
pub(in crate::flow) fn sale_key(sale: &SaleId) -> String {
    format!("sale/{sale}")
}

/// What is said of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct SaidRow {
    /// Schema version.
    pub v: u32,
    /// The run that said it.
    pub run: String,
    /// The order's name.
    pub name: String,
    /// What it came to then, in the shop's currency.
    pub total: DecimalText,
    /// Whether the sales are its own for certain, and not only candidates.
    pub sure: bool,
    /// The sales.
    pub sales: Vec<CandidateRow>,
    /// What a person decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecidedRow>,
}

/// A sale that is or may be an order's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct CandidateRow {
    /// The sale.
    pub sale: SaleId,
    /// Where it was made.
    pub outlet: OutletId,
    /// When.
    pub at: Timestamp,
    /// What it comes to.
    pub total: DecimalText,
    /// What speaks for it.
    pub because: Vec<String>,
    /// What keeps it from being certain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
    /// How much more than the order it comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<DecimalText>,
}

/// What a person decided about an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct DecidedRow {
    /// The sale that is the order's; none: it was not keyed by hand.
    pub sale: Option<SaleId>,
}

/// Whose a sale is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::flow) struct TakenRow {
    /// Schema version.
    pub v: u32,
    /// The order.
    pub order: OrderId,
    /// Whether a person decided it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_person: bool,
}

/// What is to become of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Wish {
    /// It was not keyed by hand.
    Post,
    /// These sales are all of it.
    Adopt(Vec<SaleId>),
    /// A person is to say.
    Ask,
}

impl SaidRow {
    /// What is to become of the order.
    pub(in crate::flow) fn wish(&self) -> Wish {
        match &self.decided {
            Some(DecidedRow { sale: None }) => Wish::Post,
            Some(DecidedRow { sale: Some(sale) }) => Wish::Adopt(vec![sale.clone()]),
            None if self.sales.is_empty() => Wish::Post,
            None if self.sure => {
                Wish::Adopt(self.sales.iter().map(|own| own.sale.clone()).collect())
            }
            None => Wish::Ask,
        }
    }

    /// The sales that are the order's, and no other's.
    pub(in crate::flow) fn owned(&self) -> Vec<&SaleId> {
        match &self.decided {
            Some(decided) => decided.sale.iter().collect(),
            None if self.sure => self.sales.iter().map(|own| &own.sale).collect(),
            None => Vec::new(),
        }
    }

    /// Whether a person decided it.
    pub(in crate::flow) fn by_person(&self) -> bool {
        self.decided.is_some()
    }

    /// The sales, for a person to read.
    pub(in crate::flow) fn evidence(&self) -> Fact {
        let said = self.sales.iter().map(|own| {
            let mut text = format!("{} at {} of {}", own.sale, own.outlet, own.total.0);
            if let Some(by) = &own.differs {
                text.push_str(&format!(" (differs by {})", by.0));
            }
            text.push_str(": ");
            text.push_str(&own.because.join(", "));
            if !own.doubts.is_empty() {
                text.push_str("; but ");
                text.push_str(&own.doubts.join(", "));
            }
            Fact::text(text)
        });
        Fact::List(said.collect())
    }
}

impl FromJson for SaidRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            run: node.get("run")?,
            name: node.get("name")?,
            total: node.get("total")?,
            sure: node.get("sure")?,
            sales: node.get("sales")?,
            decided: node.find("decided")?,
        })
    }
}

impl FromJson for CandidateRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            sale: node.get("sale")?,
            outlet: node.get("outlet")?,
            at: node.get("at")?,
            total: node.get("total")?,
            because: node.get("because")?,
            doubts: node.find("doubts")?.unwrap_or_default(),
            differs: node.find("differs")?,
        })
    }
}

impl FromJson for DecidedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { sale: node.find("sale")? })
    }
}

impl FromJson for TakenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            order: node.get("order")?,
            by_person: node.find("by_person")?.unwrap_or_default(),
        })
    }
}
