//! R-Series `Sale`: look-up by reference, and what came of recording one.
//!
//! Source: Rdoc endpoints/sale.md. `referenceNumber` is neither unique nor a documented filter:
//! a row counts only if its own fields say that it is ours.

use serde::{Deserialize, Serialize};

use super::lenient::{Many, Relation};
use super::path;
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::{OutletId, SaleId};
use crate::domain::money::Money;
use crate::domain::number::LooseDecimal;
use crate::domain::sale::{Sale, SaleKey};
use crate::lightspeed::{Account, Lookup, Recorded};
use crate::report::{Code, Issue, read};

/// What `referenceNumberSource` says of our sales.
pub(super) const SOURCE: &str = "Shopify";

/// The key of a sale as its internal note carries it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NoteKey {
    pub(super) shopify_order: String,
    pub(super) outlet: String,
}

impl NoteKey {
    pub(super) fn of(key: &SaleKey) -> Self {
        Self { shopify_order: key.order.to_string(), outlet: key.outlet.to_string() }
    }
}

/// `GET Sale.json` by reference, with the note that carries the key.
pub(super) fn find(account: Account<'_>, reference: &str) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, "Sale"))
        .with_query("limit", "100")
        .with_query("load_relations", r#"["SaleNotes"]"#)
        .with_query("referenceNumber", reference)
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "Sale", default)]
    sales: Many<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "saleID")]
    sale_id: SaleId,
    #[serde(rename = "shopID", default)]
    shop_id: Option<OutletId>,
    #[serde(default)]
    reference_number: String,
    #[serde(default)]
    reference_number_source: String,
    #[serde(default)]
    voided: String,
    #[serde(default)]
    calc_total: Option<LooseDecimal>,
    #[serde(rename = "SaleNotes", default)]
    notes: Relation<Notes>,
}

#[derive(Deserialize)]
struct Notes {
    #[serde(rename = "InternalNote", default)]
    internal: Relation<Note>,
}

#[derive(Deserialize)]
struct Note {
    #[serde(default)]
    note: String,
}

impl Row {
    fn key(&self) -> Option<NoteKey> {
        let note = self.notes.0.as_ref()?.internal.0.as_ref()?;
        serde_json::from_str(&note.note).ok()
    }

    fn recorded(self, sale: &Sale) -> Recorded {
        let money = |total: LooseDecimal| Money::new(total.0, sale.total.currency());
        Recorded { total: self.calc_total.map(money), id: self.sale_id }
    }
}

/// What the sales in the answer say about `sale`.
pub(super) fn read_found(body: &[u8], sale: &Sale) -> Result<Lookup, Issue> {
    let found: Found = read::json(body)?;
    let own = NoteKey::of(&sale.key);
    let mut taken = None;
    let mut ignored = false;
    for row in found.sales.0 {
        if row.reference_number != sale.reference {
            ignored = true;
            continue;
        }
        if row.voided == "true" {
            continue;
        }
        match row.key() {
            Some(note) if note == own => return Ok(Lookup::Found(row.recorded(sale))),
            // A sale of another order of that name, or of this one at another outlet.
            Some(_) if row.reference_number_source == SOURCE => {}
            _ if row.shop_id.as_ref().is_some_and(|shop| *shop != sale.key.outlet) => {}
            _ => taken = Some(row.sale_id),
        }
    }
    Ok(match taken {
        Some(sale) => Lookup::Taken(sale),
        None if ignored => Lookup::FilterIgnored,
        None => Lookup::Absent,
    })
}

/// The sale in the answer to its creation.
pub(super) fn read_recorded(body: &[u8], sale: &Sale) -> Result<Recorded, Issue> {
    let found: Found = read::json(body)?;
    let mut rows = found.sales.0.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row.recorded(sale)),
        _ => Err(Issue::new(Code::VendorUnreadable, "$.Sale", "there is not one sale")),
    }
}
