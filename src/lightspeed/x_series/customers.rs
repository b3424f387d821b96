//! X-Series customers: look-up by e-mail and creation.
//!
//! Source: API 2.0 `GET /search`, date-versioned `POST /customers`. Consent is not ours to
//! give: a customer of ours is created with `do_not_email`.

use serde::Serialize;

use super::path;
use crate::contract::io::{Request, System};
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::lightspeed::Account;
use crate::report::{Issue, Json, Node};

/// `GET /search`: the only documented look-up by e-mail.
pub(super) fn find(email: &Email) -> Request {
    Request::read(System::Lightspeed, "GET", "/api/2.0/search")
        .with_query("email", email.normal())
        .with_query("page_size", "100")
        .with_query("type", "customers")
}

/// The customers whose own address is `email`; others came because the filter was ignored.
pub(super) fn read_found(body: &[u8], email: &Email) -> Result<Vec<CustomerId>, Issue> {
    let json = Json::parse(body)?;
    let mut found = Vec::new();
    for row in Node::root(&json, "$").field("data")?.items()? {
        let address: Option<String> = row.find("email")?;
        let own = address.and_then(|address| Email::parse(&address).ok());
        let deleted = !row.field("deleted_at")?.is_nothing();
        if !deleted && own.is_some_and(|own| own.normal() == email.normal()) {
            found.push(row.get("id")?);
        }
    }
    Ok(found)
}

#[derive(Serialize)]
struct NewCustomer<'a> {
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    do_not_email: bool,
}

/// `POST /customers`.
pub(super) fn create(
    account: Account<'_>,
    buyer: &Buyer,
    email: &Email,
    natural_key: &str,
) -> Request {
    let body = NewCustomer {
        first_name: buyer.first_name.as_deref(),
        last_name: buyer.last_name.as_deref(),
        email: email.normal(),
        phone: buyer.phone.as_deref(),
        do_not_email: true,
    };
    Request::write(System::Lightspeed, "POST", path(account, "customers"), natural_key)
        .with_body(&body)
}

/// The id of the customer that was created.
pub(super) fn read_created(body: &[u8]) -> Result<CustomerId, Issue> {
    let json = Json::parse(body)?;
    Node::root(&json, "$").field("data")?.get("id")
}
