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

/// The fields of an address, in the order of [`Address`]'s own.
pub(super) type AddressFields = [&'static str; 9];

/// As webhooks name them.
pub(super) const ADDRESS: AddressFields = [
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "city",
    "zip",
    "province_code",
    "country_code",
];

pub(super) fn address(node: &Node<'_>, fields: &AddressFields) -> Result<Option<Address>, Issue> {
    if node.is_nothing() {
        return Ok(None);
    }
    let mut address = Address::default();
    let parts = [
        &mut address.first_name,
        &mut address.last_name,
        &mut address.company,
        &mut address.line1,
        &mut address.line2,
        &mut address.city,
        &mut address.zip,
        &mut address.province_code,
        &mut address.country_code,
    ];
    for (part, field) in parts.into_iter().zip(fields) {
        *part = given(node, field)?.unwrap_or_default();
    }
    Ok(Some(address))
}

pub(super) fn given(node: &Node<'_>, field: &str) -> Result<Option<String>, Issue> {
    Ok(fields::given(node, field)?.map(str::to_owned))
}
