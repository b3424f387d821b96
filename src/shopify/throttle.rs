//! Shopify's cost throttling: an answer of status 200 whose errors say `THROTTLED`.
//!
//! Source: shopify.dev, GraphQL Admin API rate limits.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::number::{LooseDecimal, Rounding, round};

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errors: Vec<Error>,
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
struct Error {
    extensions: Option<ErrorExtensions>,
}

#[derive(Deserialize)]
struct ErrorExtensions {
    code: Option<String>,
}

#[derive(Deserialize)]
struct Extensions {
    cost: Option<Cost>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cost {
    requested_query_cost: Option<LooseDecimal>,
    throttle_status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    currently_available: Option<LooseDecimal>,
    restore_rate: Option<LooseDecimal>,
}

/// Seconds until the same query can be paid for; `None` when the answer was not throttled.
#[must_use]
pub fn delay(body: &[u8]) -> Option<i64> {
    // Parsing each answer twice would be waste: the code is looked for as bytes first.
    if !body.windows(9).any(|window| window == b"THROTTLED") {
        return None;
    }
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let throttled = |error: &Error| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.code.as_deref());
        code == Some("THROTTLED")
    };
    if !answer.errors.iter().any(throttled) {
        return None;
    }
    Some(answer.extensions.and_then(|extensions| extensions.cost).and_then(seconds).unwrap_or(1))
}

fn seconds(cost: Cost) -> Option<i64> {
    let status = cost.throttle_status?;
    let missing = cost.requested_query_cost?.0.checked_sub(status.currently_available?.0)?;
    let wait = missing.max(Decimal::ZERO).checked_div(status.restore_rate?.0)?;
    i64::try_from(round(wait, 0, Rounding::Ceiling)).ok().map(|seconds| seconds.max(1))
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
