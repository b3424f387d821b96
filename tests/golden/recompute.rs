//! Each explanation's result once more, from its rule and inputs alone. Where the result is a
//! mapping (outlet, item, tax, payment type) the configuration or the context says it.

mod customers;
mod figures;
mod links;
mod mappings;
mod payouts;
mod publish;
mod stock;

use serde_json::Value;

use super::exact::Exact;
use super::{Golden, text};

/// Panics when the explanation's result does not follow from its rule and inputs.
pub(crate) fn check(golden: &Golden, answer: &Value, reason: &Value) {
    let rule = text(&reason["rule"]);
    let place = format!("{}: {rule} {}", golden.name, text(&reason["id"]));
    let (inputs, result) = (&reason["inputs"], &reason["result"]);
    if let Some(shares) = figures::shares(&rule, inputs) {
        let result: Vec<Exact> =
            result.as_array().unwrap().iter().map(|share| Exact::of(&text(share))).collect();
        assert_eq!(result, shares, "{place}");
        return;
    }
    let figure = figures::figure(&rule, inputs)
        .or_else(|| stock::units(&rule, inputs))
        .or_else(|| publish::figure(&rule, inputs))
        .or_else(|| payouts::figure(&rule, inputs));
    if let Some(number) = figure {
        assert_eq!(Exact::of(&text(result)), number, "{place}");
        return;
    }
    let expected = customers::key(&rule, golden, answer, reason)
        .or_else(|| mappings::mapping(&rule, golden, answer, reason))
        .or_else(|| stock::word(&rule, golden, inputs))
        .or_else(|| publish::word(&rule, inputs))
        .or_else(|| links::item(&rule, inputs))
        .unwrap_or_else(|| panic!("{place}: no test knows how to come to its result"));
    assert_eq!(*result, expected, "{place}");
}
