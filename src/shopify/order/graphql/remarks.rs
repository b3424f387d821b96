//! What people wrote on an order and its lines, as `name: value`.

use crate::report::{Issue, Node};
use crate::shopify::answer::must;
use crate::shopify::fields::given;

/// What stands on the order: note, attributes, purchase order, terms, company.
pub(super) fn of_order(order: &Node<'_>) -> Result<Vec<String>, Issue> {
    let mut remarks = Vec::new();
    if let Some(note) = given(order, "note")? {
        remarks.push(note.to_owned());
    }
    attributes(order, |_| true, &mut remarks)?;
    if let Some(number) = given(order, "poNumber")? {
        remarks.push(format!("PO {number}"));
    }
    if let Some(name) = given(&order.field("paymentTerms")?, "paymentTermsName")? {
        remarks.push(format!("Terms: {name}"));
    }
    let entity = order.field("purchasingEntity")?;
    let (company, location) = (entity.field("company")?, entity.field("location")?);
    // A buyer who is no company is one of the other kind, of which nothing was asked.
    if let Some(company) = number(given(&company, "id")?) {
        remarks.push(match number(given(&location, "id")?) {
            Some(location) => format!("Company {company} / {location}"),
            None => format!("Company {company}"),
        });
    }
    Ok(remarks)
}

/// What stands on a line: its attributes, the bundle it is part of. Attributes whose names begin
/// with an underscore are what apps tell each other.
pub(super) fn of_line(line: &Node<'_>) -> Result<Vec<String>, Issue> {
    let mut remarks = Vec::new();
    attributes(line, |name| !name.starts_with('_'), &mut remarks)?;
    if let Some(title) = given(&line.field("lineItemGroup")?, "title")? {
        remarks.push(format!("Bundle: {title}"));
    }
    Ok(remarks)
}

fn attributes(
    node: &Node<'_>,
    wanted: impl Fn(&str) -> bool,
    remarks: &mut Vec<String>,
) -> Result<(), Issue> {
    for attribute in must(node, "customAttributes", "a list")?.items()? {
        if let (Some(name), Some(value)) = (given(&attribute, "key")?, given(&attribute, "value")?)
            && wanted(name)
        {
            remarks.push(format!("{name}: {value}"));
        }
    }
    Ok(())
}

/// The number behind a gid, which is what webhooks have.
fn number(gid: Option<&str>) -> Option<&str> {
    gid.and_then(|gid| gid.rsplit('/').next())
}
