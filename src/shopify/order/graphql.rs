//! Decodes an order as GraphQL gives it, API version 2026-10, into the same as its webhook gives.
//!
//! Source: shopify.dev, GraphQL `Order`. The answer is the truth where a webhook is old, was lost or
//! only names the order. What it says otherwise than a webhook, and what follows:
//!
//! * **A variant or product that was deleted** is null, its id is lost. A line that names neither is
//!   a deleted product's if it still has a vendor, which a free text never has. No link by variant is
//!   found for it; the inventory item, which fulfilment orders still name, is.
//! * **Barcodes** are the variant's as it is now; webhooks have none. A deleted variant has none.
//! * **Tips** are said in both currencies. Webhooks say them in the shop's, so an order with a tip in
//!   another currency and no line for it can be posted only from here.
//! * **Shipping that was given back** is always named by its line. So it is never among the order's
//!   adjustments, whose reasons say nothing about money and are not read.
//! * **Current totals** are always there; the first ones are not read. Discounted prices are only read
//!   of shipping without allocations: those of lines leave out what was given to the whole order.
//! * **Statuses** are upper case. Those that nobody knows are kept as webhooks spell them.
//! * **Amounts** are written with as few decimals as they need (`10.0`), rates as floats. Where the
//!   rate is null it is the percentage's hundredth.
//! * **Payment terms** always have a name; their kind and days are not read. Companies are named by
//!   gid, so their number stands in the remark as webhooks have it.
//! * **What an app may not see** comes with `errors`, and then nothing of the answer is used. Two
//!   things come without: an order of more than 60 days ago is null without the scope
//!   `read_all_orders`, and fulfilment orders at locations of others are left out without
//!   `read_third_party_fulfillment_orders` (those of the merchant's own need
//!   `read_merchant_managed_fulfillment_orders`).

mod bag;
mod head;
mod line;
mod person;
mod refunds;
mod remarks;

use super::super::answer::{self, Cut};
use super::super::document::document;
use super::super::order_now;
use super::super::sizes::{Sizes, Variables};
use crate::contract::io::Request;
use crate::domain::ids::shopify::OrderId;
use crate::domain::order::{FulfilmentOrder, Order, Transaction};
use crate::report::{Issue, Node};
use bag::Bags;

const DOCUMENT: &str = document!("../graphql/order.graphql");

/// What the pages read so far say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// There is no such order, or the app may not see it: that it was deleted is not said.
    Gone,
    /// There are more lines: the next page begins after this.
    More(String),
    /// The order was changed between two pages: it is to be read from its beginning.
    Changed,
    /// There is more in the list at this path than was asked for: the order is to be read again
    /// with [`Sizes::LONG`], or is too large to be read.
    Cut(String),
    /// All of it.
    Whole(Box<Whole>),
}

/// An order with what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The order.
    pub order: Order,
    /// What its money did.
    pub transactions: Vec<Transaction>,
    /// Where its goods are sent from; cancelled ones are left out.
    pub fulfilment_orders: Vec<FulfilmentOrder>,
}

/// The request for an order: for its first page, or for the one `after` what [`Read::More`] said.
#[must_use]
pub fn query(order: OrderId, after: Option<&str>, sizes: &Sizes, api_version: &str) -> Request {
    let variables = Variables {
        id: order.gid(),
        lines: Some(sizes.lines),
        after,
        transactions: Some(sizes.transactions),
        refunds: Some(sizes.refunds),
        refund_lines: Some(sizes.refund_lines),
        places: Some(sizes.places),
        place_lines: Some(sizes.place_lines),
    };
    answer::ask(DOCUMENT, &variables, api_version)
}

/// What the answers to [`query`] say, page after page, which were all asked with `sizes`.
///
/// # Errors
/// An issue at its path when an answer is not one to the query. Paths do not say which page.
pub fn decode(pages: &[&[u8]], sizes: &Sizes) -> Result<Read, Issue> {
    let mut cut = Cut::default();
    let mut whole: Option<Page> = None;
    for body in pages {
        let page = answer::read(body, "order", |order| page(order, sizes, &mut cut))?;
        let Some(page) = page else { return Ok(Read::Gone) };
        whole = match whole {
            None => Some(page),
            Some(before) if !before.goes_on_with(&page) => return Ok(Read::Changed),
            Some(before) => Some(before.and(page)),
        };
    }
    let Some(page) = whole else { return Ok(Read::Gone) };
    if let Some(path) = cut.0 {
        return Ok(Read::Cut(path));
    }
    if let Some(after) = page.after {
        return Ok(Read::More(after));
    }
    Ok(Read::Whole(Box::new(Whole {
        order: head::finish(page.order)?,
        transactions: page.transactions,
        fulfilment_orders: page.fulfilment_orders,
    })))
}

/// One answer.
struct Page {
    order: Order,
    after: Option<String>,
    transactions: Vec<Transaction>,
    fulfilment_orders: Vec<FulfilmentOrder>,
}

fn page(order: &Node<'_>, sizes: &Sizes, cut: &mut Cut) -> Result<Page, Issue> {
    let bags = Bags::of(order)?;
    let lines = answer::must(order, "lineItems", "an object")?;
    let info = answer::must(&lines, "pageInfo", "an object")?;
    let more: bool = info.get("hasNextPage")?;
    Ok(Page {
        after: if more { Some(info.get("endCursor")?) } else { None },
        order: head::decode(order, bags, sizes, cut)?,
        transactions: order_now::transactions(order, sizes, cut)?,
        fulfilment_orders: order_now::fulfilment_orders(order, cut)?,
    })
}

impl Page {
    /// Whether the next page is of the same order, unchanged.
    fn goes_on_with(&self, next: &Self) -> bool {
        let (own, next) = (&self.order, &next.order);
        own.id == next.id && own.updated_at == next.updated_at
    }

    /// Both pages: only lines go on.
    fn and(mut self, next: Self) -> Self {
        self.order.lines.extend(next.order.lines);
        self.order.duty_taxes.extend(next.order.duty_taxes);
        self.after = next.after;
        self
    }
}
