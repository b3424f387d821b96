//! Who bought, and where it goes.

use crate::domain::order::{Address, Buyer};
use crate::report::{Issue, Node};
use crate::shopify::fields::given;

/// The buyer: what the order says itself comes before what its customer says.
pub(super) fn buyer(order: &Node<'_>) -> Result<Option<Buyer>, Issue> {
    let customer = order.field("customer")?;
    let own = text(order, "email")?;
    if customer.is_nothing() && own.is_none() {
        return Ok(None);
    }
    let email_path =
        if own.is_some() { "$.email" } else { "$.customer.defaultEmailAddress.emailAddress" };
    Ok(Some(Buyer {
        first_name: text(&customer, "firstName")?,
        last_name: text(&customer, "lastName")?,
        email: match own {
            Some(own) => Some(own),
            None => text(&customer.field("defaultEmailAddress")?, "emailAddress")?,
        },
        phone: match text(order, "phone")? {
            Some(phone) => Some(phone),
            None => text(&customer.field("defaultPhoneNumber")?, "phoneNumber")?,
        },
        email_path,
    }))
}

pub(super) fn address(node: &Node<'_>) -> Result<Option<Address>, Issue> {
    if node.is_nothing() {
        return Ok(None);
    }
    let text = |field| text(node, field).map(Option::unwrap_or_default);
    Ok(Some(Address {
        first_name: text("firstName")?,
        last_name: text("lastName")?,
        company: text("company")?,
        line1: text("address1")?,
        line2: text("address2")?,
        city: text("city")?,
        zip: text("zip")?,
        province_code: text("provinceCode")?,
        country_code: text("countryCodeV2")?,
    }))
}

fn text(node: &Node<'_>, field: &str) -> Result<Option<String>, Issue> {
    Ok(given(node, field)?.map(str::to_owned))
}
