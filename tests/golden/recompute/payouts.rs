//! The rules of payouts.

use serde_json::Value;

use crate::golden::exact::Exact;
use crate::golden::text;

/// The result of a rule about payouts.
pub(super) fn figure(rule: &str, inputs: &Value) -> Option<Exact> {
    let number = |name: &str| Exact::of(&text(&inputs[name]));
    Some(match rule {
        "payout.family" => number("gross").minus(number("fee")).plus(number("beyond")),
        "payout.residue" => {
            let nets = inputs["nets"].as_array().unwrap();
            number("stated").minus(Exact::sum(nets.iter().map(|net| Exact::of(&text(net)))))
        }
        _ => return None,
    })
}
