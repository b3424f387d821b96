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

/// The code of a call of which another copy, with the same key, is being carried out.
pub const UNDER_WAY: &str = "IDEMPOTENCY_CONCURRENT_REQUEST";

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

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(errors: &str) -> Result<SetAnswer, Issue> {
        let body =
            format!(r#"{{"data":{{"inventorySetQuantities":{{"userErrors":[{errors}]}}}}}}"#);
        set(body.as_bytes())
    }

    #[test]
    fn rows_that_changed_are_told_from_rows_that_are_wrong() {
        assert_eq!(answer("").unwrap(), SetAnswer::Done);
        let SetAnswer::Rows(rows) = answer(
            r#"{"code":"CHANGE_FROM_QUANTITY_STALE","message":"a","field":["input","quantities","3"]},
               {"code":"INVALID_LOCATION","message":"b","field":["input","quantities","0","locationId"]}"#,
        )
        .unwrap() else {
            panic!("rows")
        };
        let told: Vec<_> = rows.iter().map(|own| (own.row, own.stale)).collect();
        assert_eq!(told, [(Some(3), true), (Some(0), false)]);
    }

    #[test]
    fn what_is_no_rows_fault_refuses_the_whole() {
        let whole = answer(r#"{"code":"INVALID_NAME","message":"a","field":["input","name"]}"#);
        let SetAnswer::Whole(refusal) = whole.unwrap() else { panic!("whole") };
        assert_eq!((refusal.code.as_str(), refusal.row), ("INVALID_NAME", None));
        let both = answer(
            r#"{"code":"CHANGE_FROM_QUANTITY_STALE","message":"a","field":["input","quantities","3"]},
               {"code":"IDEMPOTENCY_CONCURRENT_REQUEST","message":"b","field":null}"#,
        );
        assert!(matches!(both.unwrap(), SetAnswer::Whole(own) if own.code.starts_with("IDEMP")));
    }

    #[test]
    fn errors_beside_the_data_are_no_answer() {
        assert!(set(br#"{"errors":[{"message":"x"}]}"#).is_err());
        assert!(set(br#"{"data":{}}"#).is_err());
        let refused = br#"{"data":{"inventoryActivate":{"userErrors":[{"message":"active"}]}}}"#;
        assert!(activated(refused).unwrap().is_some_and(|own| own.stale));
        assert!(
            activated(br#"{"data":{"inventoryActivate":{"userErrors":[]}}}"#).unwrap().is_none()
        );
    }
}
