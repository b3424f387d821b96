//! R-Series stock levels, shop by shop.
//!
//! Source: Rdoc endpoints/itemshop.md. `qoh` may be below zero, `sellable` is 0 then; layaways are
//! in neither. Row 0 is the sum of the other shops, and stands anywhere among them.

use super::super::Account;
use super::super::stocking::{Each, Stocking};
use super::lenient::{many, next_page};
use super::{RSeries, path};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::level::{Level, LevelRow, Stamp};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Json, Node, Shape};

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

fn decode<'n>(node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
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

/// How many rows a page has at most.
const PAGE: usize = 100;

/// How much of what was read is read again: rows that become visible late are not missed.
const OVERLAP_SECONDS: i64 = 60;

/// How far the account's clock may be behind ours: what changes after the first look is not before
/// what it begins with.
const SKEW_SECONDS: i64 = 300;

impl Stocking for RSeries {
    fn read_level<'n>(&self, node: &'n Node<'_>) -> Result<LevelRow<'n>, Issue> {
        decode(node)
    }

    /// Each item has a row more, of their sum.
    fn items_a_page(&self, outlets: usize) -> usize {
        PAGE.checked_div(outlets.saturating_add(1)).unwrap_or(PAGE).max(1)
    }

    fn list_levels(&self, account: Account<'_>, items: &[ItemId], after: Option<&str>) -> Request {
        let ids: Vec<&str> = items.iter().map(ItemId::as_str).collect();
        let filter = format!("IN,[{}]", ids.join(","));
        page(account, after).with_query("itemID", filter)
    }

    fn read_levels(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue> {
        read(body, each)
    }

    fn changes_from(&self, now: Timestamp) -> String {
        let back = now.checked_add_seconds(SKEW_SECONDS.saturating_neg()).unwrap_or(now);
        back.rfc3339_offset_zero()
    }

    /// The operator is inclusive: of several changes in one second none is missed.
    fn changed_levels(&self, account: Account<'_>, since: &str, after: Option<&str>) -> Request {
        let request = page(account, after).with_query("sort", "timeStamp");
        request.with_query("timeStamp", format!(">=,{since}"))
    }

    fn read_changed(&self, body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue> {
        read(body, each)
    }

    /// What stands for so long that nothing older can become visible any more is not read again:
    /// after a stocktake that would be all of it, with every look.
    fn changes_since(
        &self,
        since: &str,
        newest: Option<(Stamp, Timestamp)>,
        now: Timestamp,
    ) -> String {
        let Some((Stamp::At(newest), seen)) = newest else { return since.to_owned() };
        // A clock that is ahead would hide what comes next.
        let newest = newest.min(now);
        let settled = now.seconds_since(&seen) > OVERLAP_SECONDS;
        let by = if settled { 1 } else { OVERLAP_SECONDS.saturating_neg() };
        let back = newest.checked_add_seconds(by).unwrap_or(newest);
        let before = Timestamp::parse(since).unwrap_or(back);
        back.max(before).rfc3339_offset_zero()
    }
}

fn page(account: Account<'_>, after: Option<&str>) -> Request {
    let request = Request::read(System::Lightspeed, "GET", path(account, "ItemShop"))
        .with_query("limit", PAGE.to_string());
    match after {
        Some(after) => request.with_query("after", after),
        None => request,
    }
}

fn read(body: &[u8], each: &mut Each<'_>) -> Result<Option<String>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    // An empty list has no rows; an answer without attributes is none.
    let attributes = root.field("@attributes")?;
    if attributes.is_nothing() {
        return Err(attributes.wrong("an object"));
    }
    many(&root.field("ItemShop")?, |row| decode(row).map(&mut *each))?;
    let next: Option<String> = attributes.find("next")?;
    Ok(next.as_deref().and_then(next_page))
}
