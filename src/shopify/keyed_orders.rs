//! The open orders, with what a sale that staff keyed by hand can be told by.
//!
//! Source: shopify.dev, GraphQL `orders`, Admin API 2026-10. Of an order with more lines, or more
//! fulfilment orders, than one page of them has, these are not known.

use super::document::document;
use super::fields::{found_id, units};
use super::pages::{self, Page};
use crate::contract::io::Request;
use crate::domain::email::Email;
use crate::domain::ids::shopify::{LocationId, OrderId, VariantId};
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

const DOCUMENT: &str = document!("graphql/keyed_orders.graphql");

/// How many orders a page has: what a query may cost without being refused.
const SIZE: u32 = 15;

/// An open order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOrder {
    /// Its id.
    pub id: OrderId,
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: Option<u64>,
    /// When it was placed.
    pub at: Timestamp,
    /// The buyer's address.
    pub email: Option<Email>,
    /// What it comes to now, in the shop's currency.
    pub total: Money,
    /// Its units of each variant; nothing where not all of them are known.
    pub units: Option<Vec<(VariantId, Quantity)>>,
    /// Where it is sent from; nothing where that is not known.
    pub locations: Option<Vec<LocationId>>,
}

/// Asks for a page of them.
#[must_use]
pub fn query(after: Option<&str>, api_version: &str) -> Request {
    pages::sized(DOCUMENT, Some("status:open"), after, api_version, SIZE)
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Page<OpenOrder>, Issue> {
    pages::decode(body, "orders", decode)
}

fn decode(node: &Node<'_>) -> Result<OpenOrder, Issue> {
    let total = node.field("currentTotalPriceSet")?;
    let total = total.field("shopMoney")?;
    let email: Option<String> = node.find("email")?;
    Ok(OpenOrder {
        id: node.field("id")?.parsed(OrderId::parse)?,
        name: node.get("name")?,
        number: node.find::<u32>("number")?.map(u64::from),
        at: node.get("processedAt")?,
        email: email.and_then(|text| Email::parse(&text).ok()),
        total: Money::new(total.field("amount")?.decimal()?, total.get("currencyCode")?),
        units: sold(&node.field("lineItems")?)?,
        locations: locations(&node.field("fulfillmentOrders")?)?,
    })
}

fn is_cut(list: &Node<'_>) -> Result<bool, Issue> {
    list.field("pageInfo")?.get("hasNextPage")
}

fn sold(list: &Node<'_>) -> Result<Option<Vec<(VariantId, Quantity)>>, Issue> {
    let mut sold = Vec::new();
    if is_cut(list)? {
        return Ok(None);
    }
    for line in list.field("nodes")?.items()? {
        let left = Quantity::new(units(&line.field("currentQuantity")?)?);
        if left.is_zero() {
            continue;
        }
        let variant = line.field("variant")?;
        match found_id(&variant.field("id")?, VariantId::parse)? {
            Some(variant) => sold.push((variant, left)),
            // A free text, a tip, or a product that is gone.
            None => return Ok(None),
        }
    }
    Ok(Some(sold))
}

fn locations(list: &Node<'_>) -> Result<Option<Vec<LocationId>>, Issue> {
    let mut found = Vec::new();
    if is_cut(list)? {
        return Ok(None);
    }
    for place in list.field("nodes")?.items()? {
        if place.field("status")?.text()? == "CANCELLED" {
            continue;
        }
        let assigned = place.field("assignedLocation")?;
        let location = assigned.field("location")?;
        match found_id(&location.field("id")?, LocationId::parse)? {
            Some(location) => found.push(location),
            None => return Ok(None),
        }
    }
    Ok(Some(found).filter(|found| !found.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn order(lines: &Value, places: &Value, cut: bool) -> OpenOrder {
        let list = |nodes: &Value| json!({"pageInfo": {"hasNextPage": cut}, "nodes": nodes});
        let node = json!({
            "id": "gid://shopify/Order/7", "name": "#1001", "number": 1001,
            "processedAt": "2026-11-20T09:00:00Z", "email": null,
            "currentTotalPriceSet": {"shopMoney": {"amount": "54.38", "currencyCode": "USD"}},
            "lineItems": list(lines), "fulfillmentOrders": list(places),
        });
        let info = json!({"hasNextPage": false});
        let body = json!({"data": {"orders": {"pageInfo": info, "nodes": [node]}}});
        decode_answer(body.to_string().as_bytes()).unwrap().rows.remove(0)
    }

    /// Fails when a part of an order's units or places is taken for all of them.
    #[test]
    fn units_and_places_are_known_as_a_whole_or_not_at_all() {
        let sold =
            json!({"currentQuantity": 2, "variant": {"id": "gid://shopify/ProductVariant/5"}});
        let gone = json!({"currentQuantity": 0, "variant": null});
        let free = json!({"currentQuantity": 1, "variant": null});
        let at = |status: &str, id: Value| json!({"status": status, "assignedLocation": {"location": id}});
        let here = at("OPEN", json!({"id": "gid://shopify/Location/9"}));
        let old = at("CANCELLED", json!({"id": "gid://shopify/Location/8"}));
        let (five, nine) = (VariantId::parse("5").unwrap(), LocationId::parse("9").unwrap());
        let known = order(&json!([sold, gone]), &json!([here, old]), false);
        assert_eq!(known.units, Some(vec![(five, Quantity::whole(2))]));
        assert_eq!(known.locations, Some(vec![nine]));
        let unknown = |own: &OpenOrder| (own.units.is_none(), own.locations.is_none());
        let free = order(&json!([sold, free]), &json!([here, at("OPEN", json!(null))]), false);
        assert_eq!(unknown(&free), (true, true));
        assert_eq!(unknown(&order(&json!([sold]), &json!([here]), true)), (true, true));
        // Nothing is assigned yet.
        assert_eq!(unknown(&order(&json!([sold]), &json!([old]), false)), (false, true));
    }
}
