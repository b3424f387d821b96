//! Shopify's cost throttling: an answer of status 200 whose errors say `THROTTLED`.
//!
//! Source: shopify.dev, GraphQL Admin API rate limits.

use rust_decimal::Decimal;

use crate::domain::number::{Rounding, round};
use crate::report::{Issue, Json, Node};

/// Seconds until the same query can be paid for; `None` when the answer was not throttled.
#[must_use]
pub fn delay(body: &[u8]) -> Option<i64> {
    // Parsing each answer twice would be waste: the code is looked for as bytes first.
    if !body.windows(9).any(|window| window == b"THROTTLED") {
        return None;
    }
    let json = Json::parse(body).ok()?;
    let root = Node::root(&json, "$");
    if !throttled(&root).unwrap_or(false) {
        return None;
    }
    Some(seconds(&root).ok().flatten().unwrap_or(1))
}

fn throttled(root: &Node<'_>) -> Result<bool, Issue> {
    for error in root.field("errors")?.items()? {
        if error.field("extensions")?.find::<String>("code")?.as_deref() == Some("THROTTLED") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn seconds(root: &Node<'_>) -> Result<Option<i64>, Issue> {
    let extensions = root.field("extensions")?;
    let cost = extensions.field("cost")?;
    let status = cost.field("throttleStatus")?;
    let requested = cost.field("requestedQueryCost")?.decimal()?;
    let available = status.field("currentlyAvailable")?.decimal()?;
    let rate = status.field("restoreRate")?.decimal()?;
    let missing = requested.checked_sub(available).map(|missing| missing.max(Decimal::ZERO));
    let wait = missing.and_then(|missing| missing.checked_div(rate));
    let whole = wait.and_then(|wait| i64::try_from(round(wait, 0, Rounding::Ceiling)).ok());
    Ok(whole.map(|seconds| seconds.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_until_the_bucket_holds_the_cost() {
        let body = br#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
            "extensions":{"cost":{"requestedQueryCost":202,"throttleStatus":
            {"maximumAvailable":1000.0,"currentlyAvailable":119,"restoreRate":50.0}}}}"#;
        assert_eq!(delay(body), Some(2));
    }

    #[test]
    fn an_answer_that_only_mentions_the_word_is_not_throttled() {
        assert_eq!(delay(br#"{"data":{"order":{"note":"THROTTLED"}}}"#), None);
        assert_eq!(delay(b"{}"), None);
    }

    #[test]
    fn without_figures_it_is_one_second() {
        let body = br#"{"errors":[{"extensions":{"code":"THROTTLED"}}]}"#;
        assert_eq!(delay(body), Some(1));
    }
}
