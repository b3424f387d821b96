//! The orders that were placed in a span of time, with what they come to.
//!
//! Source: shopify.dev, GraphQL `orders`, search by `processed_at`, Admin API 2026-10. Orders of more
//! than 60 days ago are listed only for an app that may read all orders.

use super::document::document;
use super::pages::{self, Page};
use crate::contract::io::Request;
use crate::domain::ids::shopify::OrderId;
use crate::domain::money::Money;
use crate::domain::time::Timestamp;
use crate::report::{Issue, Node};

const DOCUMENT: &str = document!("graphql/turnover_orders.graphql");

/// How many are asked for.
const FIRST: u32 = 100;

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOrder {
    /// The order.
    pub id: OrderId,
    /// Its name.
    pub name: String,
    /// Whether it is a test order.
    pub test: bool,
    /// When it was placed.
    pub at: Timestamp,
    /// What it comes to now, in the shop's currency, tax included.
    pub total: Money,
    /// What was paid and not paid back, in the same.
    pub paid: Money,
}

/// Asks for a page of those that were placed at `from` or later, and before `to`.
#[must_use]
pub fn query(from: Timestamp, to: Timestamp, after: Option<&str>, api_version: &str) -> Request {
    let query = format!("processed_at:>='{from}' processed_at:<'{to}'");
    pages::sized(DOCUMENT, Some(&query), after, api_version, FIRST)
}

/// The page in the answer to [`query`].
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<Page<PlacedOrder>, Issue> {
    pages::decode(body, "orders", order)
}

fn order(node: &Node<'_>) -> Result<PlacedOrder, Issue> {
    Ok(PlacedOrder {
        id: node.field("id")?.parsed(OrderId::parse)?,
        name: node.get("name")?,
        test: node.get("test")?,
        at: node.get("processedAt")?,
        total: money(node, "currentTotalPriceSet")?,
        paid: money(node, "netPaymentSet")?,
    })
}

fn money(node: &Node<'_>, name: &str) -> Result<Money, Issue> {
    let bag = node.field(name)?;
    let own = bag.field("shopMoney")?;
    Ok(Money::new(own.field("amount")?.decimal()?, own.get("currencyCode")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_order_is_read_in_the_shops_money() {
        let bag = |amount: &str| json!({"shopMoney": {"amount": amount, "currencyCode": "USD"}});
        let node = json!({
            "id": "gid://shopify/Order/7", "name": "#1001", "test": false,
            "processedAt": "2026-11-20T09:00:00Z",
            "currentTotalPriceSet": bag("54.38"), "netPaymentSet": bag("50.0"),
        });
        let info = json!({"hasNextPage": true, "endCursor": "x"});
        let body = json!({"data": {"orders": {"pageInfo": info, "nodes": [node]}}});
        let page = decode(body.to_string().as_bytes()).unwrap();
        assert_eq!(page.after.as_deref(), Some("x"));
        let [own] = page.rows.as_slice() else { panic!("one order") };
        assert_eq!((own.id.number(), own.test), (7, false));
        assert_eq!((own.total.text(), own.paid.text()), ("54.38".into(), "50.00".into()));
    }
}
