//! How long the lists of a GraphQL answer may be.
//!
//! A query is refused when it might cost too much, so it says how much of each list it wants. What
//! did not fit is never taken for all there is: the reader says which list was cut.

use serde::Serialize;

/// How many entries of each list are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Order lines in one page.
    pub lines: u32,
    /// Transactions.
    pub transactions: u32,
    /// Refunds.
    pub refunds: u32,
    /// Lines of each refund.
    pub refund_lines: u32,
    /// Fulfilment orders.
    pub places: u32,
    /// Lines of each fulfilment order.
    pub place_lines: u32,
}

impl Sizes {
    /// What most orders fit into, and what may be asked however Shopify counts.
    pub const FIRST: Self = Self {
        lines: 15,
        transactions: 15,
        refunds: 4,
        refund_lines: 8,
        places: 5,
        place_lines: 15,
    };
    /// Where that was not enough. By the documented rules this is too dear; it is affordable as
    /// Shopify's own count of long connections is lower, which no live shop has confirmed for it.
    pub const LONG: Self = Self {
        lines: 15,
        transactions: 30,
        refunds: 8,
        refund_lines: 25,
        places: 20,
        place_lines: 100,
    };
}

/// The variables of all queries for one order. Each is given those that it declares.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variables<'a> {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lines: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transactions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refunds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refund_lines: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) places: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place_lines: Option<u32>,
}
