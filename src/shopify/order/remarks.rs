//! What people wrote on an order and its lines, as `name: value`.

use std::convert::Infallible;

use crate::report::{Issue, Node, Value};
use crate::shopify::fields::given;

/// The titles of the order's bundles by their ids.
pub(super) struct Bundles<'a>(Vec<(String, &'a str)>);

impl<'a> Bundles<'a> {
    /// The bundles in the list `groups`.
    pub(super) fn decode(groups: &'a [Node<'a>]) -> Result<Self, Issue> {
        let mut bundles = Vec::new();
        for group in groups {
            if let Some(title) = given(group, "title")? {
                bundles.push((bundle_id(&group.field("id")?)?, title));
            }
        }
        Ok(Self(bundles))
    }
}

/// It only has to be the same on group and line, so the number behind a gid will do.
fn bundle_id(field: &Node<'_>) -> Result<String, Issue> {
    field.id(|text| Ok::<_, Infallible>(text.rsplit('/').next().unwrap_or_default().to_owned()))
}

/// What stands on the order: note, attributes, purchase order, terms, company.
pub(super) fn of_order(node: &Node<'_>) -> Result<Vec<String>, Issue> {
    let mut remarks = Vec::new();
    if let Some(note) = given(node, "note")? {
        remarks.push(note.to_owned());
    }
    pairs(&node.field("note_attributes")?, |_| true, &mut remarks)?;
    if let Some(number) = given(node, "po_number")? {
        remarks.push(format!("PO {number}"));
    }
    remarks.extend(terms(&node.field("payment_terms")?)?);
    remarks.extend(company(&node.field("company")?)?);
    Ok(remarks)
}

/// What stands on a line: its properties, the bundle it is part of. Properties whose names begin
/// with an underscore are what apps tell each other.
pub(super) fn of_line(node: &Node<'_>, bundles: &Bundles<'_>) -> Result<Vec<String>, Issue> {
    let mut remarks = Vec::new();
    pairs(&node.field("properties")?, |name| !name.starts_with('_'), &mut remarks)?;
    let group = node.field("sales_line_item_group_id")?;
    if !group.is_nothing() {
        let id = bundle_id(&group)?;
        if let Some((_, title)) = bundles.0.iter().find(|(own, _)| *own == id) {
            remarks.push(format!("Bundle: {title}"));
        }
    }
    Ok(remarks)
}

/// Named values: a list of `{name, value}`, a single one, or an object of them. What has no name
/// or no value says nothing.
fn pairs(
    node: &Node<'_>,
    wanted: impl Fn(&str) -> bool,
    remarks: &mut Vec<String>,
) -> Result<(), Issue> {
    let mut add = |name: Option<&str>, value: &Node<'_>| {
        if let (Some(name), Some(value)) = (name, scalar(value))
            && wanted(name)
        {
            remarks.push(format!("{name}: {value}"));
        }
    };
    match node.value() {
        Some(Value::List) => {
            for item in node.items()?.filter(is_object) {
                add(scalar(&item.field("name")?), &item.field("value")?);
            }
        }
        Some(Value::Object) => {
            let (name, value) = (node.field("name")?, node.field("value")?);
            if name.value().is_some() && value.value().is_some() {
                add(scalar(&name), &value);
                return Ok(());
            }
            for (name, value) in node.entries()? {
                add(Some(name.trim()).filter(|name| !name.is_empty()), &value);
            }
        }
        _ => {}
    }
    Ok(())
}

fn is_object(node: &Node<'_>) -> bool {
    matches!(node.value(), Some(Value::Object))
}

/// A single value as text, unless it is blank.
fn scalar<'n>(node: &Node<'n>) -> Option<&'n str> {
    let text = match node.value()? {
        Value::Text(_) => node.text().ok()?.trim(),
        Value::Number(_) => node.number().ok()?,
        Value::Flag(true) => "true",
        Value::Flag(false) => "false",
        Value::Null | Value::List | Value::Object => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn terms(node: &Node<'_>) -> Result<Option<String>, Issue> {
    if let Some(name) = given(node, "payment_terms_name")? {
        return Ok(Some(format!("Terms: {name}")));
    }
    let Some(kind) = given(node, "payment_terms_type")? else { return Ok(None) };
    Ok(Some(match scalar(&node.field("due_in_days")?) {
        Some(days) => format!("Terms: {kind} {days}"),
        None => format!("Terms: {kind}"),
    }))
}

fn company(node: &Node<'_>) -> Result<Option<String>, Issue> {
    let Some(id) = scalar(&node.field("id")?) else { return Ok(None) };
    Ok(Some(match scalar(&node.field("location_id")?) {
        Some(location) => format!("Company {id} / {location}"),
        None => format!("Company {id}"),
    }))
}
