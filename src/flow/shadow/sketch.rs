//! What a task of a tenant in shadow would have done, as its row keeps it: no names, no addresses.

use serde::Serialize;

use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::{CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Mode, Sale, Source};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};

/// How many writes a row lists by name.
const MOST_WRITES: usize = 50;

/// A row about one subject: what the last task about it would have done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sketch {
    /// Schema version.
    pub v: u32,
    /// The day it belongs to, in the shop's time zone.
    pub date: String,
    /// When the task was.
    pub seen: Option<Timestamp>,
    /// When the order was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The order's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The sales that would stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sales: Vec<SaleSketch>,
    /// What would have been sent to Shopify or Lightspeed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<WriteSketch>,
    /// How many more writes there were than are listed.
    #[serde(skip_serializing_if = "is_none")]
    pub more: u32,
    /// The codes of the exceptions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
}

/// A sale that would stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SaleSketch {
    /// Its outlet.
    pub outlet: OutletId,
    /// Its register.
    pub register: RegisterId,
    /// Whether it only keeps stock for a buyer who has not paid.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reserve: bool,
    /// What it comes to, tax included.
    pub total: DecimalText,
    /// Its tax.
    pub tax: DecimalText,
    /// How it is paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<TenderSketch>,
    /// Whom it is sold to; `unknown` is one that would be created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// How many units of each item that is goods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitsSketch>,
    /// The same of the items that stand for shipping, tips and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<UnitsSketch>,
}

/// One payment of a sale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TenderSketch {
    /// The payment type.
    pub payment_type: PaymentTypeId,
    /// How much.
    pub amount: DecimalText,
}

/// Units of an item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitsSketch {
    /// The item.
    pub item: ItemId,
    /// How many.
    pub units: DecimalText,
}

/// A write that was not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WriteSketch {
    /// Whom it would have gone to: `shopify` or `lightspeed`.
    pub system: String,
    /// What it would have made.
    pub key: String,
    /// Which step of the flow wanted it.
    pub purpose: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Sketch {
    /// With these writes, as far as they are for a vendor.
    pub(super) fn with_writes(mut self, writes: &[Request]) -> Self {
        for write in writes {
            let system = match write.system {
                System::Shopify => "shopify",
                System::Lightspeed => "lightspeed",
                System::Store => continue,
            };
            if self.writes.len() >= MOST_WRITES {
                self.more = self.more.saturating_add(1);
                continue;
            }
            // `step:place#attempt-digest`
            let step = write.id.split(['#', ':']).next().unwrap_or_default();
            self.writes.push(WriteSketch {
                system: system.to_owned(),
                key: write.natural_key.clone().unwrap_or_default(),
                purpose: step.to_owned(),
            });
        }
        self
    }

    /// Whether the task would have done nothing, and nothing was to be said.
    pub(super) fn is_empty(&self) -> bool {
        self.sales.is_empty() && self.writes.is_empty() && self.exceptions.is_empty()
    }
}

impl From<&Sale> for SaleSketch {
    fn from(sale: &Sale) -> Self {
        let goods = |source: &Source| matches!(source, Source::Line(_) | Source::Misplaced(_));
        let units = |wanted: bool| {
            let mut units: Table<ItemId, Quantity> = Table::new();
            for line in sale.lines.iter().filter(|line| goods(&line.source) == wanted) {
                let before = units.get(&line.item).copied().unwrap_or_else(|| Quantity::whole(0));
                let sum = before.checked_add(&line.quantity).unwrap_or(before);
                units.insert(line.item.clone(), sum);
            }
            let sketch = |(item, units): (&ItemId, &Quantity)| UnitsSketch {
                item: item.clone(),
                units: DecimalText(units.value()),
            };
            units.iter().map(sketch).collect()
        };
        let tenders = sale.tenders.iter().map(|tender| TenderSketch {
            payment_type: tender.payment_type.clone(),
            amount: tender.amount.written(),
        });
        Self {
            outlet: sale.key.outlet.clone(),
            register: sale.register.clone(),
            reserve: sale.mode == Mode::Reserve,
            total: sale.total.written(),
            tax: sale.tax_total.written(),
            tenders: tenders.collect(),
            customer: sale.customer.clone(),
            units: units(true),
            others: units(false),
        }
    }
}

impl FromJson for Sketch {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            date: node.get("date")?,
            seen: node.find("seen")?,
            at: node.find("at")?,
            name: node.find("name")?.unwrap_or_default(),
            sales: node.find("sales")?.unwrap_or_default(),
            writes: node.find("writes")?.unwrap_or_default(),
            more: node.find("more")?.unwrap_or_default(),
            exceptions: node.find("exceptions")?.unwrap_or_default(),
        })
    }
}

impl FromJson for SaleSketch {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            outlet: node.get("outlet")?,
            register: node.get("register")?,
            reserve: node.find("reserve")?.unwrap_or_default(),
            total: node.get("total")?,
            tax: node.get("tax")?,
            tenders: node.find("tenders")?.unwrap_or_default(),
            customer: node.find("customer")?,
            units: node.find("units")?.unwrap_or_default(),
            others: node.find("others")?.unwrap_or_default(),
        })
    }
}

impl FromJson for TenderSketch {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { payment_type: node.get("payment_type")?, amount: node.get("amount")? })
    }
}

impl FromJson for UnitsSketch {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { item: node.get("item")?, units: node.get("units")? })
    }
}

impl FromJson for WriteSketch {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            system: node.get("system")?,
            key: node.get("key")?,
            purpose: node.get("purpose")?,
        })
    }
}
