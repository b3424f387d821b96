//! X-Series stock levels, outlet by outlet, in all shapes that they come in.
//!
//! Source: X20 `/inventory` (`inventory_level`), X26 `/inventory` (`current_inventory_level`) and
//! `/inventory_levels` (`location_id`). What is reserved is not in them. They may be below zero.

use crate::domain::level::{Level, LevelRow, Stamp};
use crate::domain::quantity::Quantity;
use crate::report::{Issue, Node, Shape};

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

pub(super) fn decode<'n>(node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
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
