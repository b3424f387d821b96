//! R-Series `Customer`: look-up by e-mail and creation.
//!
//! Source: Rdoc endpoints/customer.md, tutorials/searching.md. A customer created over the API
//! is marked as not to be contacted unless told otherwise; consent is not ours to give, so the
//! flags are sent as `true`.

use serde::Serialize;

use super::lenient::many;
use super::path;
use crate::contract::io::{Request, System};
use crate::domain::email::Email;
use crate::domain::ids::lightspeed::CustomerId;
use crate::domain::order::Buyer;
use crate::lightspeed::Account;
use crate::report::{Issue, Json, Node};

/// `GET Customer.json`, the relation loaded, or the filter does not work.
pub(super) fn find(account: Account<'_>, email: &Email) -> Request {
    Request::read(System::Lightspeed, "GET", path(account, "Customer"))
        .with_query("Contact.email", email.normal())
        .with_query("limit", "100")
        .with_query("load_relations", r#"["Contact"]"#)
}

/// The customers whose own address is `email`; others came because the filter was ignored.
pub(super) fn read_found(body: &[u8], email: &Email) -> Result<Vec<CustomerId>, Issue> {
    let json = Json::parse(body)?;
    let mut found = Vec::new();
    many(&Node::root(&json, "$").field("Customer")?, |row| {
        let archived = row.find::<String>("archived")?.as_deref() == Some("true");
        if !archived && has(row, email)? {
            found.push(row.get("customerID")?);
        }
        Ok(())
    })?;
    Ok(found)
}

fn has(row: &Node<'_>, email: &Email) -> Result<bool, Issue> {
    let mut has = false;
    many(&row.field("Contact")?, |contact| {
        many(&contact.field("Emails")?, |emails| {
            many(&emails.field("ContactEmail")?, |entry| {
                let address: Option<String> = entry.find("address")?;
                let own = address.and_then(|address| Email::parse(&address).ok());
                has |= own.is_some_and(|own| own.normal() == email.normal());
                Ok(())
            })
        })
    })?;
    Ok(has)
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
            emails: NewEmails { rows: [NewEmail { address: email.normal(), use_type: "Primary" }] },
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
    let json = Json::parse(body)?;
    Node::root(&json, "$").field("Customer")?.get("customerID")
}
