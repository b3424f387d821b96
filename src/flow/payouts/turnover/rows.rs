//! The rows of a day's turnover, in table [`PAYOUTS`](crate::flow::rows::PAYOUTS): `turnover/<day>`, and
//! below it, while it is read, its orders and which sales they name.

use serde::Serialize;

use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::number::DecimalText;
use crate::report::{FromJson, Issue, Node};
use crate::rules::payouts::{Differs, FoundSale, Posted};

/// What is posted nowhere.
pub(super) const NONE: &str = "none";

/// So many differences are named; all are counted.
const MOST_NAMED: usize = 200;

/// How far a day is, and what it comes to: key `turnover/<day>`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TurnoverRow {
    pub(super) v: u32,
    /// How many parts were read: an earlier task of it that comes again changes nothing.
    pub(super) turn: u32,
    /// `clear`, `orders`, `sales`, `held`, `sweep` or `done`.
    pub(super) state: String,
    /// Where it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
    /// How many orders of the day there are.
    pub(super) orders: u32,
    /// How many sales stand for orders.
    pub(super) sales: u32,
    /// How many sales are the till's own.
    pub(super) till: u32,
    /// What each outlet comes to.
    pub(super) outlets: Vec<OutletRow>,
    /// How many differences of each kind there are.
    pub(super) kinds: Vec<KindRow>,
    /// The first of them.
    pub(super) differences: Vec<DifferenceRow>,
    /// The sales of the last page: a vendor may list one again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) last: Vec<SaleId>,
}

/// What an outlet comes to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OutletRow {
    /// The outlet, or [`NONE`].
    pub(super) outlet: String,
    pub(super) shopify: DecimalText,
    pub(super) lightspeed: DecimalText,
    /// What staff sold there: it is compared with nothing.
    pub(super) till: DecimalText,
    /// Shopify's less Lightspeed's.
    pub(super) difference: DecimalText,
    /// What of that no named difference is.
    pub(super) unexplained: DecimalText,
    /// The named ones together.
    pub(super) named: DecimalText,
}

/// The differences of a kind.
#[derive(Clone, Debug, Serialize)]
pub(super) struct KindRow {
    pub(super) kind: String,
    pub(super) count: u32,
    pub(super) amount: DecimalText,
}

/// A difference.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DifferenceRow {
    pub(super) kind: String,
    pub(super) outlet: String,
    /// Shopify's amount less Lightspeed's.
    pub(super) amount: DecimalText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<OrderId>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sale: Option<SaleId>,
}

/// An order of the day: key `turnover/<day>/o/<order>`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PlacedRow {
    pub(super) v: u32,
    pub(super) order: OrderId,
    pub(super) name: String,
    pub(super) total: DecimalText,
    pub(super) paid: DecimalText,
    /// How it is posted, outlet by outlet.
    pub(super) places: Vec<PlaceRow>,
    /// Its sales that were found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) found: Vec<FoundRow>,
}

/// How an order is posted at an outlet.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PlaceRow {
    pub(super) outlet: OutletId,
    pub(super) state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sale: Option<SaleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) came_to: Option<DecimalText>,
}

/// A sale that was found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FoundRow {
    pub(super) sale: SaleId,
    pub(super) outlet: OutletId,
    pub(super) total: DecimalText,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) back: bool,
}

/// Which order of the day names a sale: key `turnover/<day>/s/<sale>`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NamedRow {
    pub(super) v: u32,
    pub(super) order: OrderId,
}

/// A figure of an outlet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Figure {
    Shopify,
    Lightspeed,
    Till,
    Named,
}

fn add(sum: &mut DecimalText, amount: &Money) {
    let currency = amount.currency();
    let both = Money::new(sum.0, currency).checked_add(amount);
    *sum = both.map_or(*sum, |both| both.written());
}

impl TurnoverRow {
    /// Adds to what an outlet comes to.
    pub(super) fn add(&mut self, outlet: Option<&OutletId>, figure: Figure, amount: &Money) {
        let name = outlet.map_or(NONE, OutletId::as_str);
        let at = self.outlets.iter().position(|own| own.outlet == name).unwrap_or_else(|| {
            let zero = Money::zero(amount.currency()).written();
            self.outlets.push(OutletRow {
                outlet: name.to_owned(),
                shopify: zero,
                lightspeed: zero,
                till: zero,
                difference: zero,
                unexplained: zero,
                named: zero,
            });
            self.outlets.len().saturating_sub(1)
        });
        let Some(own) = self.outlets.get_mut(at) else { return };
        add(
            match figure {
                Figure::Shopify => &mut own.shopify,
                Figure::Lightspeed => &mut own.lightspeed,
                Figure::Till => &mut own.till,
                Figure::Named => &mut own.named,
            },
            amount,
        );
    }

    /// Names a difference.
    pub(super) fn name(
        &mut self,
        kind: Differs,
        amount: &Money,
        outlet: Option<&OutletId>,
        row: DifferenceRow,
    ) {
        self.add(outlet, Figure::Named, amount);
        let at = self.kinds.iter().position(|own| own.kind == row.kind).unwrap_or_else(|| {
            let amount = Money::zero(amount.currency()).written();
            self.kinds.push(KindRow { kind: kind.word().to_owned(), count: 0, amount });
            self.kinds.len().saturating_sub(1)
        });
        if let Some(own) = self.kinds.get_mut(at) {
            own.count = own.count.saturating_add(1);
            add(&mut own.amount, amount);
        }
        if self.differences.len() < MOST_NAMED {
            self.differences.push(row);
        }
    }
}

impl DifferenceRow {
    pub(super) fn of(kind: Differs, outlet: Option<&OutletId>, amount: &Money) -> Self {
        Self {
            kind: kind.word().to_owned(),
            outlet: outlet.map_or(NONE, OutletId::as_str).to_owned(),
            amount: amount.written(),
            order: None,
            name: String::new(),
            sale: None,
        }
    }
}

impl PlaceRow {
    /// Each way to be posted with its word.
    pub(super) const STATES: [(&'static str, Posted); 4] = [
        ("sold", Posted::Sold),
        ("kept", Posted::Kept),
        ("back", Posted::Back),
        ("open", Posted::Open),
    ];

    pub(super) fn posted(&self) -> Posted {
        let own = Self::STATES.iter().find(|(word, _)| *word == self.state);
        own.map_or(Posted::Open, |(_, posted)| *posted)
    }
}

impl FoundRow {
    pub(super) fn sale(&self, zero: &Money) -> FoundSale {
        let total = Money::new(self.total.0, zero.currency());
        FoundSale { outlet: self.outlet.clone(), total, back: self.back }
    }
}

impl FromJson for TurnoverRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            turn: node.get("turn")?,
            state: node.get("state")?,
            after: node.find("after")?,
            orders: node.get("orders")?,
            sales: node.get("sales")?,
            till: node.get("till")?,
            outlets: node.get("outlets")?,
            kinds: node.get("kinds")?,
            differences: node.get("differences")?,
            last: node.find("last")?.unwrap_or_default(),
        })
    }
}

impl FromJson for OutletRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            outlet: node.get("outlet")?,
            shopify: node.get("shopify")?,
            lightspeed: node.get("lightspeed")?,
            till: node.get("till")?,
            difference: node.get("difference")?,
            unexplained: node.get("unexplained")?,
            named: node.get("named")?,
        })
    }
}

impl FromJson for KindRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { kind: node.get("kind")?, count: node.get("count")?, amount: node.get("amount")? })
    }
}

impl FromJson for DifferenceRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            kind: node.get("kind")?,
            outlet: node.get("outlet")?,
            amount: node.get("amount")?,
            order: node.find("order")?,
            name: node.find("name")?.unwrap_or_default(),
            sale: node.find("sale")?,
        })
    }
}

impl FromJson for PlacedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            order: node.get("order")?,
            name: node.get("name")?,
            total: node.get("total")?,
            paid: node.get("paid")?,
            places: node.get("places")?,
            found: node.find("found")?.unwrap_or_default(),
        })
    }
}

impl FromJson for PlaceRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            outlet: node.get("outlet")?,
            state: node.get("state")?,
            sale: node.find("sale")?,
            came_to: node.find("came_to")?,
        })
    }
}

impl FromJson for FoundRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            sale: node.get("sale")?,
            outlet: node.get("outlet")?,
            total: node.get("total")?,
            back: node.find("back")?.unwrap_or_default(),
        })
    }
}

impl FromJson for NamedRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")?, order: node.get("order")? })
    }
}
