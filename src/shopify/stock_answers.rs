//! What Shopify answers to writes of stock.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `InventorySetQuantitiesUserError` (the row is named
//! by the third part of `field`: `input, quantities, 3, …`), `inventoryActivate`.

use super::answer::must;
use super::fields::given;
use crate::report::{Code, Issue, Json, Node};

/// The codes of a row that is not what it was when it was read.
const STALE: [&str; 3] =
    ["CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE", "ITEM_NOT_STOCKED_AT_LOCATION"];

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetAnswer {
    /// All rows are set.
    Done,
    /// Nothing is set, because of these rows.
    Rows(Vec<Refusal>),
    /// Nothing is set, and it is no row's fault.
    Whole(Refusal),
}

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which row, where it is one's fault.
    pub row: Option<usize>,
    /// Shopify's code, if there is one.
    pub code: String,
    /// Shopify's words.
    pub message: String,
    /// Whether it only is not any more what it was when it was read.
    pub stale: bool,
}

/// The answer to `inventorySetQuantities`.
///
/// # Errors
/// An issue at its path when it is not one.
pub fn set(body: &[u8]) -> Result<SetAnswer, Issue> {
    let refusals = refusals(body, "inventorySetQuantities")?;
    let Some(first) = refusals.first() else { return Ok(SetAnswer::Done) };
    match refusals.iter().find(|own| own.row.is_none()) {
        Some(whole) => Ok(SetAnswer::Whole(whole.clone())),
        None if first.row.is_some() => Ok(SetAnswer::Rows(refusals)),
        None => Ok(SetAnswer::Whole(first.clone())),
    }
}

/// Why an item was not stocked, if so. Its own codes are not documented: what is refused is looked
/// at anew.
///
/// # Errors
/// An issue at its path when the answer is not one to `inventoryActivate`.
pub fn activated(body: &[u8]) -> Result<Option<Refusal>, Issue> {
    let first = refusals(body, "inventoryActivate")?.into_iter().next();
    Ok(first.map(|first| Refusal { stale: true, ..first }))
}

fn refusals(body: &[u8], name: &str) -> Result<Vec<Refusal>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let errors = root.field("errors")?;
    if !errors.is_nothing() {
        return Err(errors.issue(Code::VendorRefused, "the mutation was refused"));
    }
    let data = must(&root, "data", "an object")?;
    let answer = must(&data, name, "an object")?;
    let mut refusals = Vec::new();
    for error in must(&answer, "userErrors", "a list")?.items()? {
        let code = given(&error, "code")?.unwrap_or_default().to_owned();
        let field = error.field("field")?;
        let mut row = None;
        if !field.is_nothing() {
            for part in field.items()? {
                let part = part.text()?;
                row = row.or_else(|| part.parse::<usize>().ok());
            }
        }
        let stale = STALE.contains(&code.as_str());
        let message = error.find("message")?.unwrap_or_default();
        refusals.push(Refusal { row, code, message, stale });
    }
    Ok(refusals)
}
