//! R-Series `POST SaleLine.json`: stock that is kept for a customer.
//!
//! Source: Rdoc tutorials/reservations.md. An open sale keeps nothing; a layaway line does, at
//! once. `requireFullReservation` refuses it where stock is short, instead of keeping less
//! without a word.

use super::path;
use super::sale_line;
use crate::contract::io::{Request, System};
use crate::domain::sale::{Sale, SaleLine};
use crate::lightspeed::Account;

/// One request for each line of `sale` that has stock.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Vec<Request> {
    let stocked = sale.lines.iter().filter(|line| line.stocked);
    stocked.map(|line| reserve(account, sale, line)).collect()
}

fn reserve(account: Account<'_>, sale: &Sale, line: &SaleLine) -> Request {
    let body = sale_line::reservation(account, sale, line);
    let key = format!("{}/{}", sale.key, line.source);
    Request::write(System::Lightspeed, "POST", path(account, "SaleLine"), &key).with_body(&body)
}
