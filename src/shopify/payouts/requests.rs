//! Asking Shopify for payouts and for what they are made of.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `shopifyPaymentsAccount`. That the search term
//! `payments_transfer_id` is the number of a payout is told by its name only, so each row must say
//! that it is of the payout that was asked for.

use serde::Serialize;

use super::super::answer::{must, read};
use super::super::document::document;
use super::super::pages::{Page, connection, sized};
use super::money::Met;
use super::{payout, transaction};
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::PayoutId;
use crate::domain::payout::{BalanceTransaction, Payout};
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

const PAYOUTS: &str = document!("../graphql/payouts.graphql");
const PAYOUT: &str = document!("../graphql/payout.graphql");
const TRANSACTIONS: &str = document!("../graphql/balance_transactions.graphql");

/// How many payouts a page has, and how many transactions.
const FIRST_PAYOUTS: u32 = 50;
const FIRST_TRANSACTIONS: u32 = 100;

/// So many payouts of a status are looked at: those that come back are few.
const FIRST_OF_STATUS: u32 = 10;

/// Where all of it stands.
const ACCOUNT: &str = "shopifyPaymentsAccount";

/// What there is of one payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum One {
    /// The shop is not on Shopify Payments.
    NoAccount,
    /// There is no such payout.
    Gone,
    /// The payout.
    There(Box<Payout>),
}

#[derive(Serialize)]
struct Query {
    query: &'static str,
    variables: Id,
}

#[derive(Serialize)]
struct Id {
    id: String,
}

/// Asks for a page of payouts, the newest first: of all, or of those issued at `since` or later.
#[must_use]
pub fn payouts(since: Option<Timestamp>, after: Option<&str>, api_version: &str) -> Request {
    let query = since.map(|since| format!("issued_at:>='{since}'"));
    sized(PAYOUTS, query.as_deref(), after, api_version, FIRST_PAYOUTS)
}

/// Asks for the payouts of a status that were issued last.
#[must_use]
pub fn of_status(status: &str, api_version: &str) -> Request {
    let query = format!("status:{status}");
    sized(PAYOUTS, Some(&query), None, api_version, FIRST_OF_STATUS)
}

/// The page in the answer to [`payouts`]; nothing when the shop is not on Shopify Payments.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_payouts(body: &[u8]) -> Result<Option<Page<Payout>>, Issue> {
    read(body, ACCOUNT, |account| page(account, "payouts", payout::decode))
}

/// Asks for one payout.
#[must_use]
pub fn payout(id: PayoutId, api_version: &str) -> Request {
    let path = format!("/admin/api/{api_version}/graphql.json");
    let variables = Id { id: id.gid() };
    Request::read(System::Shopify, "POST", path).with_body(&Query { query: PAYOUT, variables })
}

/// What the answer to [`payout`] says.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_payout(body: &[u8]) -> Result<One, Issue> {
    if read(body, ACCOUNT, |_| Ok(()))?.is_none() {
        return Ok(One::NoAccount);
    }
    let found = read(body, "node", payout::decode)?;
    Ok(found.map_or(One::Gone, |payout| One::There(Box::new(payout))))
}

/// Asks for a page of what a payout is made of.
#[must_use]
pub fn transactions(of: PayoutId, after: Option<&str>, api_version: &str) -> Request {
    let query = format!("payments_transfer_id:{of}");
    sized(TRANSACTIONS, Some(&query), after, api_version, FIRST_TRANSACTIONS)
}

/// The page in the answer to [`transactions`]; nothing when the shop is not on Shopify Payments.
///
/// # Errors
/// An issue at its path when the answer is not one to the query, and when a row is not of that
/// payout: then the search was not understood.
pub fn decode_transactions(
    body: &[u8],
    of: PayoutId,
) -> Result<Option<Page<BalanceTransaction>>, Issue> {
    let mut met = Met::default();
    read(body, ACCOUNT, |account| {
        page(account, "balanceTransactions", |node| {
            let row = transaction::decode(node, &mut met)?;
            if row.payout == Some(of) {
                return Ok(row);
            }
            let own = node.field("associatedPayout")?;
            let own = own.field("id")?;
            Err(own.invalid(&format_args!("not of the payout `{of}` that was asked for")))
        })
    })
}

fn page<T>(
    account: &Node<'_>,
    name: &str,
    row: impl FnMut(&Node<'_>) -> Result<T, Issue>,
) -> Result<Page<T>, Issue> {
    connection(&must(account, name, "an object")?, row)
}
