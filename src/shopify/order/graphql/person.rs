//! Who bought, and where it goes.

use super::super::person::{AddressFields, given};
use crate::domain::order::Buyer;
use crate::report::{Issue, Node};

/// The fields of an address, as GraphQL names them.
pub(super) const ADDRESS: AddressFields = [
    "firstName",
    "lastName",
    "company",
    "address1",
    "address2",
    "city",
    "zip",
    "provinceCode",
    "countryCodeV2",
];

/// The buyer: what the order says itself comes before what its customer says.
pub(super) fn buyer(order: &Node<'_>) -> Result<Option<Buyer>, Issue> {
    let customer = order.field("customer")?;
    let own = given(order, "email")?;
    if customer.is_nothing() && own.is_none() {
        return Ok(None);
    }
    let email_path =
        if own.is_some() { "$.email" } else { "$.customer.defaultEmailAddress.emailAddress" };
    Ok(Some(Buyer {
        first_name: given(&customer, "firstName")?,
        last_name: given(&customer, "lastName")?,
        email: match own {
            Some(own) => Some(own),
            None => given(&customer.field("defaultEmailAddress")?, "emailAddress")?,
        },
        phone: match given(order, "phone")? {
            Some(phone) => Some(phone),
            None => given(&customer.field("defaultPhoneNumber")?, "phoneNumber")?,
        },
        email_path,
    }))
}
