//! Where an order is sent from has changed: Shopify names the fulfilment order, and not the order.

use super::finish::{Finish, Stop};
use super::journal::Journal;
use super::{Tenant, open_orders, refusal};
use crate::domain::ids::shopify::FulfillmentOrderId;
use crate::shopify::fulfillment_order;

/// Has the order of the fulfilment order looked at, in a task of its own: tasks about one order
/// never run beside one another.
///
/// # Errors
/// [`Stop`] when Shopify does not do its part.
pub async fn moved(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    place: FulfillmentOrderId,
) -> Result<Finish, Stop> {
    const STEP: &str = "order.of";
    let query = fulfillment_order::query(place, &tenant.policy.shopify_version);
    let reply = journal.read(STEP, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, STEP, &reply));
    }
    let order = fulfillment_order::decode_answer(reply.body)
        .map_err(|issue| refusal::unreadable(journal, STEP, &issue))?;
    let mut end = Finish::with(Vec::new(), journal.subject(), refusal::CODES);
    // There is none any more: whatever took its place has webhooks of its own.
    end.next.extend(order.map(open_orders::one));
    Ok(end)
}
