//! R-Series `Customer`: look-up by e-mail and creation.
//!
//! Source: Rdoc endpoints/customer.md, tutorials/searching.md. A customer created over the API
//! is marked as not to be contacted unless told otherwise; consent is not ours to give, so the
//! flags are sent as `true`.

use serde::{Deserialize, Serialize};

use super::lenient::{Many, Relation};
use super::path;
use crate::contract::io::{Request, System};
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::lightspeed::Account;
use crate::report::{Code, Issue, read};

/// `GET Customer.json`, the relation loaded, or the filter does not work.
pub(super) fn find(account: Account<'_>, email: &Email) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, "Customer"))
        .with_query("Contact.email", email.normal())
        .with_query("limit", "100")
        .with_query("load_relations", r#"["Contact"]"#)
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "Customer", default)]
    customers: Many<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "customerID")]
    customer_id: CustomerId,
    #[serde(default)]
    archived: Option<String>,
    #[serde(rename = "Contact", default)]
    contact: Relation<ContactRow>,
}

#[derive(Deserialize)]
struct ContactRow {
    #[serde(rename = "Emails", default)]
    emails: Relation<EmailRows>,
}

#[derive(Deserialize)]
struct EmailRows {
    #[serde(rename = "ContactEmail", default)]
    rows: Many<EmailRow>,
}

#[derive(Deserialize)]
struct EmailRow {
    #[serde(default)]
    address: String,
}

impl Row {
    fn has(&self, email: &Email) -> bool {
        let emails = self.contact.0.iter().filter_map(|contact| contact.emails.0.as_ref());
        emails
            .flat_map(|emails| &emails.rows.0)
            .filter_map(|row| Email::parse(&row.address).ok())
            .any(|address| address.normal() == email.normal())
    }
}

/// The customers whose own address is `email`; others came because the filter was ignored.
pub(super) fn read_found(body: &[u8], email: &Email) -> Result<Vec<CustomerId>, Issue> {
    let found: Found = read::json(body)?;
    let rows = found.customers.0.into_iter();
    Ok(rows
        .filter(|row| row.archived.as_deref() != Some("true") && row.has(email))
        .map(|row| row.customer_id)
        .collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewCustomer<'a> {
    first_name: &'a str,
    last_name: &'a str,
    #[serde(rename = "Contact")]
    contact: NewContact<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewContact<'a> {
    no_email: bool,
    no_phone: bool,
    no_mail: bool,
    #[serde(rename = "Emails")]
    emails: NewEmails<'a>,
    #[serde(rename = "Phones", skip_serializing_if = "Option::is_none")]
    phones: Option<NewPhones<'a>>,
}

#[derive(Serialize)]
struct NewEmails<'a> {
    #[serde(rename = "ContactEmail")]
    rows: [NewEmail<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewEmail<'a> {
    address: &'a str,
    use_type: &'static str,
}

#[derive(Serialize)]
struct NewPhones<'a> {
    #[serde(rename = "ContactPhone")]
    rows: [NewPhone<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewPhone<'a> {
    number: &'a str,
    use_type: &'static str,
}

/// `POST Customer.json`.
pub(super) fn create(
    account: Account<'_>,
    buyer: &Buyer,
    email: &Email,
    natural_key: &str,
) -> Request {
    let body = NewCustomer {
        first_name: buyer.first_name.as_deref().unwrap_or_default(),
        last_name: buyer.last_name.as_deref().unwrap_or_default(),
        contact: NewContact {
            no_email: true,
            no_phone: true,
            no_mail: true,
            emails: NewEmails {
                rows: [NewEmail { address: email.normal(), use_type: "Primary" }],
            },
            phones: buyer
                .phone
                .as_deref()
                .map(|number| NewPhones { rows: [NewPhone { number, use_type: "Mobile" }] }),
        },
    };
    Request::write(System::Lightspeed, "POST", path(account, "Customer"), natural_key)
        .with_body(&body)
}

/// The id of the customer that was created.
pub(super) fn read_created(body: &[u8]) -> Result<CustomerId, Issue> {
    let found: Found = read::json(body)?;
    let mut rows = found.customers.0.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row.customer_id),
        _ => Err(Issue::new(Code::VendorUnreadable, "$.Customer", "there is not one customer")),
    }
}
