//! X-Series sales: look-up by the id we chose, and what came of recording one.
//!
//! Source: date-versioned `GET /sales/{id}`, `POST /sales`. Answers come nested
//! (`totals.price_incl_tax`) or flat (`total_price`, `total_tax`): both are read.

use super::{path, uuids};
use crate::contract::io::{Request, System};
use crate::domain::ids::lightspeed::SaleId;
use crate::domain::money::Money;
use crate::domain::sale::SaleKey;
use crate::lightspeed::{Account, Lookup, Recorded, Wanted};
use crate::report::{Issue, Json, Node};

/// `GET /sales/{id}`.
pub(super) fn find(account: Account<'_>, key: &SaleKey) -> Request {
    let id = uuids::sale(account.shop, key);
    Request::read(System::Lightspeed, "GET", path(account, &format!("sales/{id}")))
}

/// Whether the sale stands.
pub(super) fn read_found(
    account: Account<'_>,
    status: u16,
    body: &[u8],
    sale: Wanted<'_>,
) -> Result<Lookup, Issue> {
    let id = uuids::sale(account.shop, sale.key);
    look_up(status, body, &id, |row, _| Ok(Lookup::Found(recorded(row, sale)?)))
}

/// What stands by an id that we chose: a hit counts only if its own id is that one. `look` tells of
/// one that was not voided.
pub(super) fn look_up<F>(
    status: u16,
    body: &[u8],
    id: &str,
    look: impl FnOnce(&Node<'_>, SaleId) -> Result<Lookup<F>, Issue>,
) -> Result<Lookup<F>, Issue> {
    if status == 404 {
        return Ok(Lookup::Absent);
    }
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let row = root.field("data")?;
    let found: SaleId = row.get("id")?;
    if found.as_str() != id {
        return Ok(Lookup::FilterIgnored);
    }
    if is_voided(&row)? { Ok(Lookup::Voided(found)) } else { look(&row, found) }
}

/// How far the sale is: nested answers say `state`, flat ones `status`.
fn word(row: &Node<'_>) -> Result<String, Issue> {
    let state: Option<String> = row.find("state")?;
    Ok(match state {
        Some(state) => state,
        None => row.find("status")?.unwrap_or_default(),
    })
}

/// Whether it stands no longer.
pub(super) fn is_voided(row: &Node<'_>) -> Result<bool, Issue> {
    Ok(word(row)?.eq_ignore_ascii_case("voided"))
}

/// Whether it is still to be paid, as far as its state goes.
fn is_open(row: &Node<'_>) -> Result<bool, Issue> {
    const OPEN: [&str; 5] = ["parked", "pending", "saved", "awaiting_dispatch", "awaiting_pickup"];
    let word = word(row)?;
    Ok(OPEN.iter().any(|open| word.eq_ignore_ascii_case(open)))
}

fn is_paid(row: &Node<'_>) -> Result<bool, Issue> {
    let payments = row.field("payments")?;
    Ok(!payments.is_nothing() && payments.items()?.next().is_some())
}

/// The sale in an answer.
pub(super) fn read_recorded(body: &[u8], sale: Wanted<'_>) -> Result<Recorded, Issue> {
    let json = Json::parse(body)?;
    recorded(&Node::root(&json, "$").field("data")?, sale)
}

fn recorded(row: &Node<'_>, sale: Wanted<'_>) -> Result<Recorded, Issue> {
    let totals = row.field("totals")?;
    let total = match totals.is_nothing() {
        false => totals.field("price_incl_tax")?.decimal()?,
        true => {
            let tax = row.field("total_tax")?;
            let price = row.field("total_price")?.decimal()?;
            price.checked_add(tax.decimal()?).ok_or_else(|| tax.invalid(&"the total overflows"))?
        }
    };
    let open = !total.is_zero() && is_open(row)? && !is_paid(row)?;
    let total = Some(Money::new(total, sale.currency));
    Ok(Recorded { id: row.get("id")?, total, open })
}
