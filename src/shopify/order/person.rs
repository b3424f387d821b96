//! Who bought, and where it goes.

use crate::domain::order::{Address, Buyer};
use crate::report::{Issue, Node};
use crate::shopify::fields;

/// The buyer: what the order says itself comes before what its customer says.
pub(super) fn buyer(order: &Node<'_>) -> Result<Option<Buyer>, Issue> {
    let customer = order.field("customer")?;
    let own = given(order, "email")?;
    if customer.is_nothing() && own.is_none() {
        return Ok(None);
    }
    let email_path = if own.is_some() { "$.email" } else { "$.customer.email" };
    Ok(Some(Buyer {
        first_name: given(&customer, "first_name")?,
        last_name: given(&customer, "last_name")?,
        email: match own {
            Some(own) => Some(own),
            None => given(&customer, "email")?,
        },
        phone: match given(order, "phone")? {
            Some(phone) => Some(phone),
            None => given(&customer, "phone")?,
        },
        email_path,
    }))
}

pub(super) fn address(node: &Node<'_>) -> Result<Option<Address>, Issue> {
    if node.is_nothing() {
        return Ok(None);
    }
    let text = |field| given(node, field).map(Option::unwrap_or_default);
    Ok(Some(Address {
        first_name: text("first_name")?,
        last_name: text("last_name")?,
        company: text("company")?,
        line1: text("address1")?,
        line2: text("address2")?,
        city: text("city")?,
        zip: text("zip")?,
        province_code: text("province_code")?,
        country_code: text("country_code")?,
    }))
}

fn given(node: &Node<'_>, field: &str) -> Result<Option<String>, Issue> {
    Ok(fields::given(node, field)?.map(str::to_owned))
}
