//! The rows of an opening tie-out, below `opening/` of table `stock`: how far the run is, what each
//! place comes to, and what was accepted.

use serde::Serialize;

use crate::contract::store::Gather;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::flow::finish::Stop;
use crate::flow::journal::Journal;
use crate::flow::rows::STOCK;
use crate::flow::store;
use crate::report::{FromJson, Issue, Node, RawJson, read};

/// The run that is under way, or the last one.
pub(super) const RUN: &str = "opening/run";

/// What begins the keys of places.
pub(super) const PLACES: &str = "opening/place/";

/// What was accepted last.
pub(super) const ACCEPTED: &str = "opening/accepted";

/// The key of the acceptance of what decides quantities, by its digest.
pub(super) fn accepted(digest: &str) -> String {
    format!("{ACCEPTED}/{digest}")
}

/// How many places are read.
const MOST_PLACES: u32 = 500;

/// What was counted: the run, and its places by their keys.
pub(super) type Counted = (Option<RunRow>, Vec<(String, PlaceRow)>);

/// What was counted so far.
pub(super) async fn counted(journal: &Journal<'_>) -> Result<Counted, Stop> {
    let gather = Gather {
        keys: vec![RUN.to_owned()],
        prefixes: vec![PLACES.to_owned()],
        limit: MOST_PLACES,
    };
    let rows = store::gather::<RawJson>(journal, "opening.rows", STOCK, gather).await?;
    let (mut run, mut places) = (None, Vec::new());
    for (key, row) in rows {
        if key == RUN {
            run = Some(read::document(row.as_bytes(), "$")?);
        } else {
            places.push((key, read::document(row.as_bytes(), "$")?));
        }
    }
    Ok((run, places))
}

/// Numbers by their names.
pub(super) type Sums = Table<String, DecimalText>;

/// Adds to one of the numbers.
pub(super) fn add(sums: &mut Sums, name: &str, by: Quantity) {
    let before = sums.get(name).map_or(Quantity::ZERO, |own| Quantity::new(own.0));
    let sum = before.checked_add(&by).unwrap_or(before);
    sums.insert(name.to_owned(), DecimalText(sum.value().normalize()));
}

/// How far a run is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RunRow {
    pub v: u32,
    /// Its name.
    pub run: String,
    /// `done`, or what it is at.
    pub state: String,
    /// The only cursor that it goes on with: a page that comes again counts once.
    pub cursor: String,
    /// Of what decides quantities.
    pub digest: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When its last page was read.
    pub until: Timestamp,
    /// How many links were looked at, and of how many Shopify has no variant any more.
    pub linked: u32,
    pub gone: u32,
}

/// What a place comes to: `location/<number>`, or `outlet/<id>` where it serves no location.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct PlaceRow {
    pub v: u32,
    /// Units and counts.
    pub sums: Sums,
    /// How many quantities were held, left out or set to zero, by their reasons.
    pub why: Sums,
    /// Where most units differ, the largest difference first.
    pub largest: Vec<Difference>,
}

/// A quantity that differs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Difference {
    pub item: ItemId,
    pub inventory_item: InventoryItemId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// Nothing for a kit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sellable: Option<DecimalText>,
    pub in_flight: DecimalText,
    pub safety: DecimalText,
    pub shown: DecimalText,
    /// Nothing where it is not stocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shopify: Option<DecimalText>,
    /// How many more are shown then, below zero where it is fewer.
    pub difference: DecimalText,
    pub change: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// That a person accepted a tie-out: at [`ACCEPTED`], and by its digest.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AcceptedRow {
    pub v: u32,
    pub run: String,
    /// Who accepted it.
    pub by: String,
    pub at: Timestamp,
    pub digest: String,
    /// The numbers of each place.
    pub places: Table<String, Sums>,
}

impl FromJson for RunRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            run: node.get("run")?,
            state: node.get("state")?,
            cursor: node.get("cursor")?,
            digest: node.get("digest")?,
            began_at: node.get("began_at")?,
            until: node.get("until")?,
            linked: node.get("linked")?,
            gone: node.get("gone")?,
        })
    }
}

impl FromJson for PlaceRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            sums: node.field("sums")?.table()?,
            why: node.field("why")?.table()?,
            largest: node.get("largest")?,
        })
    }
}

impl FromJson for Difference {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            item: node.get("item")?,
            inventory_item: node.get("inventory_item")?,
            variant: node.find("variant")?,
            sellable: node.find("sellable")?,
            in_flight: node.get("in_flight")?,
            safety: node.get("safety")?,
            shown: node.get("shown")?,
            shopify: node.find("shopify")?,
            difference: node.get("difference")?,
            change: node.get("change")?,
            why: node.find("why")?,
        })
    }
}
