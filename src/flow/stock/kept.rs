//! What is remembered of an item's stock: what was written, what it was to rise to, and how new
//! the levels were.

use rust_decimal::Decimal;
use serde::Serialize;

use super::super::rows::{STOCK, VERSION};
use crate::contract::store::Row;
use crate::domain::ids::lightspeed::{ItemId, OutletId};
use crate::domain::ids::shopify::{InventoryItemId, LocationId};
use crate::domain::level::{EarlierRead, Stamp, Watermark, Written};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node};
use crate::rules::stock::publish::Line;

/// A row of [`STOCK`]: of an item at a location (`<item>/location/<number>`), or at an outlet
/// (`<item>/outlet/<id>`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct KeptRow {
    v: u32,
    /// What Shopify keeps the stock under.
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_item: Option<InventoryItemId>,
    /// What was written last, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<WrittenRow>,
    /// What a first read said it may rise to.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<EarlierRow>,
    /// Until when nothing rises, because a write that nobody answered may still arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    unsure: Option<Timestamp>,
    /// How new the level was that was decided from.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<MarkRow>,
    /// A moment: at [`Kept::ORDERS`] and [`Kept::DUE`].
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    /// Which sales at the till took what was sold once more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    till: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct WrittenRow {
    quantity: i64,
    committed: i64,
    at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct EarlierRow {
    quantity: i64,
    read_began_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct MarkRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<DecimalText>,
    units: DecimalText,
}

/// What is remembered, by what it is of.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    rows: Vec<(ItemId, Place, KeptRow)>,
    known: Option<Timestamp>,
    due: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Location(LocationId),
    Outlet(OutletId),
}

impl Kept {
    /// The key of how far Shopify's orders are known.
    pub(super) const ORDERS: &'static str = "orders";

    /// The key of when they are looked through next, or were last.
    pub(super) const DUE: &'static str = "orders/due";

    /// The rows as the store gave them; one that is kept under another key is passed over.
    pub(super) fn of(rows: Vec<(String, KeptRow)>) -> Self {
        let moment = |at: &str| {
            let row = rows.iter().find(|(key, _)| key == at);
            row.and_then(|(_, row)| row.until)
        };
        let (known, due) = (moment(Self::ORDERS), moment(Self::DUE));
        let mut own = Self { rows: Vec::new(), known, due };
        own.add(rows);
        own
    }

    /// More of them, of other items.
    pub(super) fn add(&mut self, rows: Vec<(String, KeptRow)>) {
        self.rows.extend(rows.into_iter().filter_map(|(key, row)| {
            let mut parts = key.splitn(3, '/');
            let item = ItemId::parse(parts.next()?).ok()?;
            let place = match (parts.next()?, parts.next()?) {
                ("location", id) => Place::Location(LocationId::parse(id).ok()?),
                ("outlet", id) => Place::Outlet(OutletId::parse(id).ok()?),
                _ => return None,
            };
            Some((item, place, row))
        }));
    }

    /// Up to when all changes of Shopify's orders are known.
    pub(super) fn known(&self) -> Option<Timestamp> {
        self.known
    }

    /// When they are looked through next, or were last.
    pub(super) fn due(&self) -> Option<Timestamp> {
        self.due
    }

    /// The row that says up to when they are known.
    pub(super) fn until(at: Timestamp) -> Row {
        Self::moment(Self::ORDERS, at)
    }

    /// The row that says when they are looked through.
    pub(super) fn is_due(at: Timestamp) -> Row {
        Self::moment(Self::DUE, at)
    }

    fn moment(key: &str, at: Timestamp) -> Row {
        Row::put(STOCK, key, &KeptRow { v: VERSION, until: Some(at), ..KeptRow::default() })
    }

    /// What was written last.
    pub(super) fn written(&self) -> Vec<Written> {
        let rows = self.rows.iter().filter_map(|(_, place, row)| {
            let (Place::Location(location), Some(own)) = (place, &row.written) else { return None };
            Some(Written {
                inventory_item: row.inventory_item?,
                location: *location,
                quantity: own.quantity,
                committed: own.committed,
                at: Some(own.at),
            })
        });
        rows.collect()
    }

    /// What earlier reads came to.
    pub(super) fn earlier(&self) -> Vec<EarlierRead> {
        let rows = self.rows.iter().filter_map(|(_, place, row)| {
            let (Place::Location(location), Some(own)) = (place, &row.earlier) else { return None };
            Some(EarlierRead {
                inventory_item: row.inventory_item?,
                location: *location,
                quantity: own.quantity,
                began_at: own.read_began_at,
            })
        });
        rows.collect()
    }

    /// How new the levels were.
    pub(super) fn marks(&self) -> Vec<Watermark> {
        let rows = self.rows.iter().filter_map(|(item, place, row)| {
            let (Place::Outlet(outlet), Some(own)) = (place, &row.mark) else { return None };
            let stamp = match (own.at, own.version) {
                (Some(at), _) => Some(Stamp::At(at)),
                (None, Some(version)) => Some(Stamp::Version(u64::try_from(version.0).ok()?)),
                (None, None) => None,
            };
            let (item, outlet) = (item.clone(), outlet.clone());
            Some(Watermark { item, outlet, stamp, units: Quantity::new(own.units.0) })
        });
        rows.collect()
    }

    fn at(&self, item: &ItemId, location: LocationId) -> KeptRow {
        let mut rows = self.rows.iter();
        let row = rows.find(|(own, place, _)| own == item && *place == Place::Location(location));
        row.map(|(_, _, row)| row.clone()).unwrap_or_default()
    }

    /// Until when nothing of the line rises, because a write that nobody answered may still arrive.
    pub(super) fn unsure(&self, line: &Line<'_>) -> Option<Timestamp> {
        self.at(line.item?, line.location).unsure
    }

    /// Which sales at the till are known to have taken what was sold once more.
    pub(super) fn till(&self, item: &ItemId, location: LocationId) -> Vec<String> {
        self.at(item, location).till
    }

    /// The row of a line that was decided, if it is another one now. `written` says what was
    /// written of it, `waits` since when it is to rise, `unsure` until when it does not, and `till`
    /// which sales took what was sold once more.
    pub(super) fn line(
        &self,
        line: &Line<'_>,
        written: Option<(i64, Timestamp)>,
        (waits, unsure): (Option<Timestamp>, Option<Timestamp>),
        till: Vec<String>,
    ) -> Option<Row> {
        let item = line.item?;
        let before = self.at(item, line.location);
        let committed = line.parts.committed.as_i64().unwrap_or_default();
        let fresh = written.map(|(quantity, at)| WrittenRow { quantity, committed, at });
        let row = KeptRow {
            v: VERSION,
            inventory_item: Some(line.inventory_item),
            written: fresh.or_else(|| before.written.clone()),
            earlier: waits
                .zip(line.quantity)
                .map(|(read_began_at, quantity)| EarlierRow { quantity, read_began_at }),
            unsure,
            till,
            ..KeptRow::default()
        };
        let key = format!("{item}/location/{}", line.location);
        (row != before).then(|| Row::put(STOCK, key, &row))
    }
}

/// The row of a level that was decided from.
pub(super) fn mark(own: &Watermark) -> Row {
    let (at, version) = match own.stamp {
        Some(Stamp::At(at)) => (Some(at), None),
        Some(Stamp::Version(version)) => (None, Some(DecimalText(Decimal::from(version)))),
        None => (None, None),
    };
    let mark = MarkRow { at, version, units: DecimalText(own.units.value().normalize()) };
    let row = KeptRow { v: VERSION, mark: Some(mark), ..KeptRow::default() };
    Row::put(STOCK, format!("{}/outlet/{}", own.item, own.outlet), &row)
}

/// The row of a level goes: what is read next counts.
pub(super) fn forget(own: &Watermark) -> Row {
    Row::delete(STOCK, format!("{}/outlet/{}", own.item, own.outlet))
}

impl FromJson for KeptRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            inventory_item: node.find("inventory_item")?,
            written: node.find("written")?,
            earlier: node.find("earlier")?,
            unsure: node.find("unsure")?,
            mark: node.find("mark")?,
            until: node.find("until")?,
            till: node.find("till")?.unwrap_or_default(),
        })
    }
}

impl FromJson for WrittenRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            quantity: whole(node, "quantity")?,
            committed: whole(node, "committed")?,
            at: node.get("at")?,
        })
    }
}

impl FromJson for EarlierRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { quantity: whole(node, "quantity")?, read_began_at: node.get("read_began_at")? })
    }
}

fn whole(node: &Node<'_>, name: &str) -> Result<i64, Issue> {
    let field = node.field(name)?;
    Quantity::new(field.decimal()?).as_i64().ok_or_else(|| field.wrong("a whole number"))
}

impl FromJson for MarkRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { at: node.find("at")?, version: node.find("version")?, units: node.get("units")? })
    }
}
