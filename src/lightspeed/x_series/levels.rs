//! X-Series stock levels, outlet by outlet, in all shapes that they come in.
//!
//! Source: X20 `/inventory` (`inventory_level`), X26 `/inventory` (`current_inventory_level`) and
//! `/inventory_levels` (`location_id`). What is reserved is not in them. They may be below zero.

use serde::Serialize;

use super::super::Account;
use super::super::stocking::{Each, Stocking};
use super::{XSeries, path};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{Level, LevelRow, Stamp};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Json, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// What is read of a row.
pub(crate) const LEVEL: &Shape = &Shape::of(&[
    ("product_id", ALL),
    ("outlet_id", ALL),
    ("location_id", ALL),
    ("inventory_level", ALL),
    ("current_inventory_level", ALL),
    ("version", ALL),
    ("deleted_at", ALL),
]);

fn decode<'n>(node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
    let item = node.field("product_id")?.text()?;
    let (outlet, location) = (node.field("outlet_id")?, node.field("location_id")?);
    let outlet = if outlet.is_nothing() && !location.is_nothing() { location } else { outlet };
    let (level, current) = (node.field("inventory_level")?, node.field("current_inventory_level")?);
    let level = if level.is_nothing() && !current.is_nothing() { current } else { level };
    let units = if node.field("deleted_at")?.is_nothing() {
        Quantity::new(level.decimal()?)
    } else {
        Quantity::ZERO
    };
    let version = node.field("version")?;
    let stamp = if version.is_nothing() {
        None
    } else {
        let number = version.decimal()?.normalize();
        let number = u64::try_from(number.mantissa()).ok().filter(|_| number.scale() == 0);
        Some(Stamp::Version(number.ok_or_else(|| version.wrong("a version"))?))
    };
    Ok(LevelRow { item, outlet: Some(outlet.text()?), level: Level { units, stamp } })
}

/// How many levels one page has at most.
const PAGE: usize = 1_000;

/// How many items are asked for at once: as many fit of an account with 39 outlets.
const MOST_ITEMS: usize = 25;

impl Stocking for XSeries {
    fn read_level<'n>(&self, node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
        decode(node)
    }

    /// A page must not be full, and there may be outlets that are not ours.
    fn items_a_page(&self, outlets: usize) -> usize {
        PAGE.checked_div(outlets.saturating_mul(2)).unwrap_or(PAGE).clamp(1, MOST_ITEMS)
    }

    fn list_levels(&self, account: Account<'_>, items: &[ItemId], after: Option<&str>) -> Request {
        let body = ListBody {
            product_ids: items.iter().map(ItemId::as_str).collect(),
            size: PAGE,
            offset: after.and_then(|after| after.parse().ok()).unwrap_or_default(),
        };
        Request::read(System::Lightspeed, "POST", path(account, "inventory_levels"))
            .with_body(&body)
    }

    /// The list says nothing about further pages: a task asks for so few items that they fit.
    fn read_levels(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let mut rows = 0_usize;
        for row in root.items()? {
            rows = rows.saturating_add(1);
            each(decode(&row)?);
        }
        if rows >= PAGE {
            return Err(root.wrong("fewer rows than a page has"));
        }
        Ok(None)
    }

    fn changes_from(&self, _now: Timestamp) -> String {
        "0".to_owned()
    }

    fn changed_levels(&self, _account: Account<'_>, since: &str, after: Option<&str>) -> Request {
        Request::read(System::Lightspeed, "GET", "/api/2.0/inventory".to_owned())
            .with_query("after", after.unwrap_or(since))
            .with_query("page_size", PAGE.to_string())
    }

    fn read_changed(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let data = root.field("data")?;
        if data.is_nothing() {
            return Err(data.wrong("a list"));
        }
        let mut newest: Option<u64> = None;
        for row in data.items()? {
            let row = decode(&row)?;
            if let Some(Stamp::Version(version)) = row.level.stamp {
                newest = newest.max(Some(version));
            }
            each(row);
        }
        // A page that is not full may be the last one; an empty one is.
        Ok(newest.map(|newest| newest.to_string()))
    }

    fn changes_since(
        &self,
        since: &str,
        newest: Option<(Stamp, Timestamp)>,
        _now: Timestamp,
    ) -> String {
        match newest {
            Some((Stamp::Version(newest), _)) => newest.to_string(),
            _ => since.to_owned(),
        }
    }
}

#[derive(Serialize)]
struct ListBody<'a> {
    product_ids: Vec<&'a str>,
    offset: usize,
    size: usize,
}
