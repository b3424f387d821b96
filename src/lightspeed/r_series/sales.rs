//! R-Series `Sale`: look-up by reference, and what came of recording one.
//!
//! Source: Rdoc endpoints/sale.md. `referenceNumber` is neither unique nor a documented filter:
//! a row counts only if its own fields say that it is ours.

use serde::Serialize;

use super::lenient::{many, next_page};
use super::path;
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::OutletId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::sale::SaleKey;
use crate::domain::time::Timestamp;
use crate::lightspeed::{Account, Listed, Lookup, Recorded, Wanted};
use crate::report::{FromJson, Issue, Json, Node, read, write};

/// What `referenceNumberSource` says of our sales.
pub(super) const SOURCE: &str = "Shopify";

/// What it says of the summaries of payouts.
pub(super) const PAYOUT_SOURCE: &str = "ShopifyPayout";

/// The key of a sale as its internal note carries it.
#[derive(Debug, Serialize)]
pub(super) struct NoteKey {
    shopify_order: String,
    outlet: String,
    /// What it is for, where it is not the sale itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// The shop, for whoever finds sales that are not its own: the order alone tells which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    shop: Option<String>,
}

impl NoteKey {
    /// The key of the sale, or of the one that takes it back.
    pub(super) fn of(key: &SaleKey, reversal: bool) -> Self {
        Self {
            shopify_order: key.order.to_string(),
            outlet: key.outlet.to_string(),
            purpose: reversal.then(|| "reversal".to_owned()),
            shop: None,
        }
    }

    /// As it is written, with the shop.
    pub(super) fn written(key: &SaleKey, reversal: bool, account: Account<'_>) -> String {
        write::text(&Self { shop: Some(account.shop.to_owned()), ..Self::of(key, reversal) })
    }

    /// The order that it is of.
    pub(super) fn order(&self) -> Option<OrderId> {
        OrderId::parse(&self.shopify_order).ok()
    }

    fn names_what(&self, other: &Self) -> bool {
        (&self.shopify_order, &self.outlet, &self.purpose)
            == (&other.shopify_order, &other.outlet, &other.purpose)
    }
}

/// `GET Sale.json` by reference, with the note that carries the key.
pub(super) fn find(account: Account<'_>, reference: &str) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, "Sale"))
        .with_query("limit", "100")
        .with_query("load_relations", r#"["SaleNotes"]"#)
        .with_query("referenceNumber", reference)
}

/// What the sales in the answer say about `sale`.
pub(super) fn read_found(body: &[u8], sale: Wanted<'_>) -> Result<Lookup, Issue> {
    let own = NoteKey::of(sale.key, sale.reversal);
    look_up(body, |row| look(row, sale, &own))
}

/// What the sales in the answer say, of which `look` tells one by one.
pub(super) fn look_up<F>(
    body: &[u8],
    look: impl Fn(&Node<'_>) -> Result<Lookup<F>, Issue>,
) -> Result<Lookup<F>, Issue> {
    let json = Json::parse(body)?;
    let mut lookup = Lookup::Absent;
    many(&Node::root(&json, "$").field("Sale")?, |row| {
        weigh(&mut lookup, look(row)?);
        Ok(())
    })?;
    Ok(lookup)
}

/// The same of a page of the newest sales, and where the next page begins: they are gone through
/// until one is older than the moment.
pub(super) fn look_through<F>(
    body: &[u8],
    since: Timestamp,
    look: impl Fn(&Node<'_>) -> Result<Lookup<F>, Issue>,
) -> Result<(Lookup<F>, Option<String>), Issue> {
    let mut lookup = Lookup::Absent;
    let (sorted, after) = walk(body, since, &mut |row| {
        match look(row)? {
            // Another sale: nothing was filtered.
            Lookup::FilterIgnored => {}
            seen => weigh(&mut lookup, seen),
        }
        Ok(())
    })?;
    if !sorted && !matches!(lookup, Lookup::Found(_)) {
        return Ok((Lookup::FilterIgnored, None));
    }
    Ok((lookup, after))
}

/// Takes what another row says, if that is more: one that stands outweighs one that was voided, which
/// outweighs one that is taken, and that a filter that was ignored.
fn weigh<F>(lookup: &mut Lookup<F>, seen: Lookup<F>) {
    fn rank<F>(lookup: &Lookup<F>) -> u8 {
        match lookup {
            Lookup::Absent => 0,
            Lookup::FilterIgnored => 1,
            Lookup::Taken(_) => 2,
            Lookup::Voided(_) => 3,
            Lookup::Found(_) => 4,
        }
    }
    if rank(&seen) > rank(lookup) {
        *lookup = seen;
    }
}

/// What one row says.
fn look(row: &Node<'_>, sale: Wanted<'_>, own: &NoteKey) -> Result<Lookup, Issue> {
    let text = |field| row.find::<String>(field).map(Option::unwrap_or_default);
    if text("referenceNumber")? != sale.reference {
        return Ok(Lookup::FilterIgnored);
    }
    if text("voided")? == "true" {
        return Ok(Lookup::Absent);
    }
    let shop: Option<OutletId> = row.find("shopID")?;
    Ok(match key(row)? {
        Some(note) if note.names_what(own) => Lookup::Found(recorded(row, sale)?),
        // A sale of another order of that name, or of this one at another outlet.
        Some(_) if text("referenceNumberSource")? == SOURCE => Lookup::Absent,
        _ if shop.is_some_and(|shop| shop != sale.key.outlet) => Lookup::Absent,
        _ => Lookup::Taken(row.get("saleID")?),
    })
}

/// `GET Sale.json`, the newest first: it rests on no filter.
pub(super) fn list(account: Account<'_>, after: Option<&str>) -> Request {
    let request = Request::read(System::Lightspeed, "GET", path(account, "Sale"))
        .with_query("limit", "100")
        .with_query("load_relations", r#"["SaleNotes"]"#)
        .with_query("sort", "-saleID");
    match after {
        Some(after) => request.with_query("after", after),
        None => request,
    }
}

/// What a page of the newest sales says about `sale`: what was made for it is no older than the order.
pub(super) fn read_listed(body: &[u8], sale: Wanted<'_>) -> Result<Listed, Issue> {
    let own = NoteKey::of(sale.key, sale.reversal);
    let (lookup, after) = look_through(body, sale.since, |row| look(row, sale, &own))?;
    Ok(Listed { lookup, after })
}

/// Calls `each` for the sales of a page of the newest. Returns whether they are in order, and
/// where the next page begins, unless one is older than the moment.
fn walk(
    body: &[u8],
    since: Timestamp,
    each: &mut dyn FnMut(&Node<'_>) -> Result<(), Issue>,
) -> Result<(bool, Option<String>), Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let (mut older, mut sorted) = (false, true);
    let mut before: Option<u64> = None;
    many(&root.field("Sale")?, |row| {
        let id = row.field("saleID")?.parsed(str::parse::<u64>)?;
        sorted &= before.is_none_or(|before| id < before);
        before = Some(id);
        let at: Option<Timestamp> = row.find("createTime")?;
        older |= at.is_some_and(|at| at < since);
        each(row)
    })?;
    let next: Option<String> = root.field("@attributes")?.find("next")?;
    Ok((sorted, next.as_deref().and_then(next_page).filter(|_| !older)))
}

/// The shop whose sale it is, if it is one of ours that says so.
pub(super) fn shop_of(row: &Node<'_>) -> Result<Option<String>, Issue> {
    Ok(key(row)?.and_then(|note| note.shop))
}

/// The key in the sale's internal note, if there is one.
pub(super) fn key(row: &Node<'_>) -> Result<Option<NoteKey>, Issue> {
    Ok(internal(row)?.and_then(|text| read::document(text.as_bytes(), "$").ok()))
}

/// The sale's internal note, if there is one.
pub(super) fn internal(row: &Node<'_>) -> Result<Option<String>, Issue> {
    let mut text = None;
    many(&row.field("SaleNotes")?, |notes| {
        many(&notes.field("InternalNote")?, |note| {
            text = note.find("note")?;
            Ok(())
        })
    })?;
    Ok(text)
}

impl FromJson for NoteKey {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            shopify_order: node.get("shopify_order")?,
            outlet: node.get("outlet")?,
            purpose: node.find("purpose")?,
            shop: node.find("shop")?,
        })
    }
}

fn recorded(row: &Node<'_>, sale: Wanted<'_>) -> Result<Recorded, Issue> {
    let total = row.field("calcTotal")?;
    let money = |total| Money::new(total, sale.currency);
    Ok(Recorded {
        id: row.get("saleID")?,
        total: match total.is_nothing() {
            true => None,
            false => Some(money(total.decimal()?)),
        },
        open: false,
    })
}

/// The sale in the answer to its creation.
pub(super) fn read_recorded(body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue> {
    let json = Json::parse(body)?;
    recorded(&Node::root(&json, "$").field("Sale")?, sale)
}
