//! R-Series stock levels, shop by shop.
//!
//! Source: Rdoc endpoints/itemshop.md. `qoh` may be below zero, `sellable` is 0 then; layaways are
//! in neither. Row 0 is the sum of the other shops, and stands anywhere among them.

use crate::domain::level::{Level, LevelRow, Stamp};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node, Shape};

const ALL: &Shape = Shape::ALL;

/// What is read of an `ItemShop`.
pub(crate) const LEVEL: &Shape = &Shape::of(&[
    ("itemID", ALL),
    ("shopID", ALL),
    ("qoh", ALL),
    ("sellable", ALL),
    ("timeStamp", ALL),
]);

/// The shop that is the sum of the others.
const SUM: &str = "0";

pub(super) fn decode<'n>(node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
    let item = node.field("itemID")?.text()?;
    let shop = node.field("shopID")?.text()?;
    let (on_hand, sellable) = (found(&node.field("qoh")?)?, found(&node.field("sellable")?)?);
    let units = match (on_hand, sellable) {
        // What is short must be seen where several shops are one.
        (Some(units), _) if units.is_negative() => units,
        (_, Some(units)) | (Some(units), None) => units,
        (None, None) => return Err(node.field("qoh")?.wrong("a number")),
    };
    let stamp = node.field("timeStamp")?;
    let blank = stamp.is_nothing() || matches!(stamp.text(), Ok(text) if text.is_empty());
    let stamp = if blank { None } else { Some(Stamp::At(stamp.parsed(Timestamp::parse)?)) };
    Ok(LevelRow { item, outlet: (shop != SUM).then_some(shop), level: Level { units, stamp } })
}

/// A number, which is a text, or nothing.
fn found(field: &Node<'_>) -> Result<Option<Quantity>, Issue> {
    let blank = field.is_nothing() || matches!(field.text(), Ok(text) if text.is_empty());
    if blank { Ok(None) } else { field.decimal().map(|units| Some(Quantity::new(units))) }
}
