//! Fields as Shopify writes them, whatever they are fields of.

use std::fmt;

use rust_decimal::Decimal;

use crate::report::{Issue, Node};

/// The id of a resource: its gid where there is one, for a number may have lost digits on the
/// way through JavaScript; then the number beside it is not read.
pub(super) fn id<T, E: fmt::Display>(
    node: &Node<'_>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Issue> {
    let gid = node.field("admin_graphql_api_id")?;
    if gid.is_nothing() { node.field("id")?.id(parse) } else { gid.parsed(parse) }
}

/// The id in a field, or nothing where nothing stands.
pub(super) fn found_id<T, E: fmt::Display>(
    field: &Node<'_>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Issue> {
    if field.is_nothing() { Ok(None) } else { field.id(parse).map(Some) }
}

/// The one of two spellings that is there, else the first: REST and GraphQL name things apart.
pub(super) fn either<'f>(
    node: &'f Node<'_>,
    first: &'f str,
    second: &'f str,
) -> Result<Node<'f>, Issue> {
    let own = node.field(first)?;
    if !own.is_nothing() {
        return Ok(own);
    }
    let other = node.field(second)?;
    Ok(if other.is_nothing() { own } else { other })
}

/// A text without the spaces around it, unless it is blank.
pub(super) fn given<'f>(node: &'f Node<'_>, field: &'f str) -> Result<Option<&'f str>, Issue> {
    written(&node.field(field)?)
}

/// The same of the field itself.
pub(super) fn written<'f>(field: &Node<'f>) -> Result<Option<&'f str>, Issue> {
    if field.is_nothing() {
        return Ok(None);
    }
    Ok(Some(field.text()?.trim()).filter(|text| !text.is_empty()))
}

/// Whether a flag is set; absent and null are not.
pub(super) fn flag(node: &Node<'_>, field: &str) -> Result<bool, Issue> {
    Ok(node.find(field)?.unwrap_or_default())
}

/// A number of units: whole, and not below zero.
pub(super) fn units(field: &Node<'_>) -> Result<Decimal, Issue> {
    let units = field.decimal()?;
    if units < Decimal::ZERO || !units.fract().is_zero() {
        return Err(field.invalid(&format_args!("`{units}` is not a number of units")));
    }
    Ok(units)
}

/// What a word means, in whatever case Shopify writes it.
pub(super) fn meaning<T: Clone>(word: &str, words: &[(&str, T)]) -> Option<T> {
    let found = words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map(|(_, meaning)| meaning.clone())
}

/// Whether units that were refunded are on the shelf again, or never left it. Of a refund that
/// does not say so nobody knows it.
pub(super) fn came_back(node: &Node<'_>, field: &str) -> Result<bool, Issue> {
    Ok(given(node, field)?.is_some_and(|how| !how.eq_ignore_ascii_case("no_restock")))
}
