//! X-Series sales: look-up by the id we chose, and what came of recording one.
//!
//! Source: date-versioned `GET /sales/{id}`, `POST /sales`. Answers come nested
//! (`totals.price_incl_tax`) or flat (`total_price`, `total_tax`): both are read.

use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::money::Money;
use crate::domain::sale::SaleKey;
use crate::lightspeed::{Account, Lookup, Recorded, Wanted};
use crate::report::{Issue, Json, Node};

/// `GET /sales/{id}`.
pub(super) fn find(account: Account<'_>, key: &SaleKey) -> Request {
    let id = uuids::sale(account.shop, key);
    Request::read(System::Lightspeed, "GET", path(account, &format!("sales/{id}")))
}

/// Whether the sale stands: a hit counts only if its own id is the one we chose.
pub(super) fn read_found(
    account: Account<'_>,
    status: u16,
    body: &[u8],
    sale: Wanted<'_>,
) -> Result<Lookup, Issue> {
    if status == 404 {
        return Ok(Lookup::Absent);
    }
    let found = read_recorded(body, sale)?;
    if found.id.as_str() != uuids::sale(account.shop, sale.key) {
        return Ok(Lookup::FilterIgnored);
    }
    Ok(Lookup::Found(found))
}

/// The sale in an answer.
pub(super) fn read_recorded(body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let row = root.field("data")?;
    let totals = row.field("totals")?;
    let total = match totals.is_nothing() {
        false => totals.field("price_incl_tax")?.decimal()?,
        true => {
            let tax = row.field("total_tax")?;
            let price = row.field("total_price")?.decimal()?;
            price.checked_add(tax.decimal()?).ok_or_else(|| tax.invalid(&"the total overflows"))?
        }
    };
    let total = Some(Money::new(total, sale.currency));
    Ok(Recorded { id: row.get("id")?, total })
}
