//! R-Series `POST SaleLine.json`: stock that is kept for a customer.
//!
//! Source: Rdoc tutorials/reservations.md, endpoints/saleline.md. An open sale keeps nothing; a
//! layaway line does, at once, and only on a line of its own. `requireFullReservation` refuses
//! it where stock is short, instead of keeping less without a word.

use serde::Serialize;

use super::path;
use super::sale_line::{self, SaleLineBody};
use crate::contract::io::{Request, System};
use crate::domain::sale::{Sale, SaleLine};
use crate::lightspeed::Account;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "customerID", skip_serializing_if = "Option::is_none")]
    customer_id: Option<&'a str>,
    #[serde(rename = "employeeID")]
    employee_id: &'a str,
    #[serde(rename = "shopID")]
    shop_id: &'a str,
    is_layaway: bool,
    require_full_reservation: bool,
    #[serde(flatten)]
    line: SaleLineBody<'a>,
}

/// One request for each line of `sale` that has stock.
pub(super) fn record(account: Account<'_>, sale: &Sale) -> Vec<Request> {
    let stocked = sale.lines.iter().filter(|line| line.stocked);
    stocked.map(|line| reserve(account, sale, line)).collect()
}

fn reserve(account: Account<'_>, sale: &Sale, line: &SaleLine) -> Request {
    let body = Body {
        customer_id: sale.customer.as_ref().map(|customer| customer.as_str()),
        employee_id: account.user.as_str(),
        shop_id: sale.key.outlet.as_str(),
        is_layaway: true,
        require_full_reservation: true,
        line: sale_line::body(sale, line),
    };
    let key = format!("{}/{}", sale.key, line.source);
    Request::write(System::Lightspeed, "POST", path(account, "SaleLine"), &key).with_body(&body)
}
