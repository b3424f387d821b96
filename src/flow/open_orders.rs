//! All open orders are looked at: before going live, so that their units are in flight from the
//! first stock level on, and later for those whose webhook never came.

use super::finish::{Finish, Stop};
use super::journal::Journal;
use super::{Tenant, refusal};
use crate::contract::io::Event;
use crate::domain::ids::shopify::OrderId;
use crate::shopify::open_orders;

/// What it is about.
pub const SUBJECT: &str = "orders";

/// The topic of it; `cursor` is where it goes on.
pub const OPEN: &str = "orders/open";

/// An order is to be read from Shopify as it is now: `cursor` is its number, or the body its id.
pub const READ: &str = "orders/read";

/// Has each order of a page looked at, in a task of its own, and then the next page.
///
/// # Errors
/// [`Stop`] when Shopify does not do its part.
pub async fn look(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    after: Option<&str>,
) -> Result<Finish, Stop> {
    const STEP: &str = "orders.open";
    let query = open_orders::query(after, &tenant.policy.shopify_version);
    let reply = journal.read(STEP, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let page = open_orders::decode_answer(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    let mut end = Finish::with(Vec::new(), SUBJECT, refusal::CODES);
    end.next.extend(page.rows.iter().map(|order| one(*order)));
    end.next.extend(page.after.map(|after| Event::scheduled(OPEN, Some(after))));
    Ok(end)
}

/// Has one order looked at.
#[must_use]
pub fn one(order: OrderId) -> Event {
    Event::scheduled(READ, Some(order.to_string()))
}

/// Has all of them looked at.
#[must_use]
pub fn from_the_first() -> Event {
    Event::scheduled(OPEN, None)
}
