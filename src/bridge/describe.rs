//! What the module says about itself.

use super::{CORE, news};
use crate::contract::ContractVersion;
use crate::contract::describe::{DecisionDescription, Description};
use crate::flow::rows::TABLES;

/// The decisions: name, payload field, what they decide.
pub(super) const DECISIONS: &[(&str, &str, &str)] = &[
    (
        "order.to_sale",
        "order",
        "A Shopify order becomes one Lightspeed sale per outlet, tied to the order's total.",
    ),
    (
        "stock.in_flight",
        "order",
        "Which units of a Shopify order a Lightspeed stock level may not contain, as rows.",
    ),
    (
        "stock.publish",
        "levels",
        "How many of each inventory item Shopify may sell at each location, why, and what is to be written.",
    ),
    (
        "link.items",
        "catalogues",
        "Which variant of one catalogue is which item of the other, one to one, and what is left to a person.",
    ),
    (
        "payout.summarise",
        "transactions",
        "Payouts of Shopify Payments become balanced entries, reconciled row by row and proven.",
    ),
    ("customer.keys", "customer", "E-mail and phone as given become the keys to look up by."),
];

/// The module's own description.
#[must_use]
pub fn describe() -> Description {
    let decision = |(name, payload, summary): &(&str, &str, &str)| DecisionDescription {
        name: (*name).to_owned(),
        payload: (*payload).to_owned(),
        summary: (*summary).to_owned(),
    };
    Description {
        contract: ContractVersion::default(),
        core: CORE.to_owned(),
        decisions: DECISIONS.iter().map(decision).collect(),
        events: news::EVENTS.iter().map(|(source, topic)| format!("{source}:{topic}")).collect(),
        tables: TABLES.iter().map(|table| (*table).to_owned()).collect(),
    }
}
