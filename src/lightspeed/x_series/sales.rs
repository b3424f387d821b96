//! X-Series sales: look-up by the id we chose, and what came of recording one.
//!
//! Source: date-versioned `GET /sales/{id}`, `POST /sales`. Answers come nested
//! (`totals.price_incl_tax`) or flat (`total_price`, `total_tax`): both are read.

use serde::Deserialize;

use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::money::Money;
use crate::domain::number::LooseDecimal;
use crate::domain::sale::{Sale, SaleKey};
use crate::lightspeed::{Account, Lookup, Recorded};
use crate::report::{Code, Issue, read};

/// `GET /sales/{id}`.
pub(super) fn find(account: Account<'_>, key: &SaleKey) -> Request {
    let id = uuids::sale(account.shop, key);
    Request::read(System::Lightspeed, "GET", path(account, &format!("sales/{id}")))
}

#[derive(Deserialize)]
struct Answer {
    data: Row,
}

#[derive(Deserialize)]
struct Row {
    id: SaleId,
    #[serde(default)]
    totals: Option<Totals>,
    #[serde(default)]
    total_price: Option<LooseDecimal>,
    #[serde(default)]
    total_tax: Option<LooseDecimal>,
}

#[derive(Deserialize)]
struct Totals {
    #[serde(default)]
    price_incl_tax: Option<LooseDecimal>,
}

impl Row {
    fn recorded(self, sale: &Sale) -> Recorded {
        let nested = self.totals.and_then(|totals| totals.price_incl_tax);
        let flat = || self.total_price?.0.checked_add(self.total_tax?.0);
        let total = nested.map(|total| total.0).or_else(flat);
        let money = |total| Money::new(total, sale.total.currency());
        Recorded { id: self.id, total: total.map(money) }
    }
}

/// Whether the sale stands: a hit counts only if its own id is the one we chose.
pub(super) fn read_found(
    account: Account<'_>,
    status: u16,
    body: &[u8],
    sale: &Sale,
) -> Result<Lookup, Issue> {
    if status == 404 {
        return Ok(Lookup::Absent);
    }
    let row = read::json::<Answer>(body)?.data;
    if row.id.as_str() != uuids::sale(account.shop, &sale.key) {
        return Ok(Lookup::FilterIgnored);
    }
    Ok(Lookup::Found(row.recorded(sale)))
}

/// The sale in the answer to its creation.
pub(super) fn read_recorded(body: &[u8], sale: &Sale) -> Result<Recorded, Issue> {
    let row = read::json::<Answer>(body)?.data;
    let recorded = row.recorded(sale);
    match recorded.total {
        Some(_) => Ok(recorded),
        None => Err(Issue::new(Code::VendorUnreadable, "$.data.totals", "there is no total")),
    }
}
