//! How the host queues an event: what it is about, whether it came before, how urgent it is.

use serde::Deserialize;

use super::{Bridge, limits, step};
use crate::contract::describe::Route;
use crate::contract::io::{Event, Source};
use crate::domain::digest;
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::Number;
use crate::report::{Code, Issue, read};

/// Orders reserve stock: they come after falls of stock and before everything else.
const ORDERS: u8 = 2;

impl Bridge {
    /// Where an event belongs.
    ///
    /// # Errors
    /// An issue when the event is not one, is another tenant's, or there is no flow for it.
    pub fn route(&self, event: &[u8], body: &[u8]) -> Result<Route, Issue> {
        limits::body(event, "$")?;
        limits::body(body, "$.body")?;
        let event: Event = read::json(event)?;
        self.own_event(&event, "$")?;
        step::knows(&event, "$")?;
        let content = digest::hex96([body]);
        let delivery = event.id.as_deref().unwrap_or(&content);
        let source = match event.source {
            Source::Shopify => "shopify",
            Source::Lightspeed => "lightspeed",
            Source::Schedule => "schedule",
            Source::Operator => "operator",
        };
        Ok(Route {
            subject: format!("order/{}", order_id(body)?),
            dedupe_key: format!("{source}:{}:{delivery}", event.topic),
            priority: ORDERS,
        })
    }

    /// An event must come from the tenant's own shop or account.
    pub(super) fn own_event(&self, event: &Event, path: &str) -> Result<(), Issue> {
        let Some(origin) = event.origin.as_deref() else { return Ok(()) };
        let own = match event.source {
            Source::Lightspeed => &self.policy.account,
            Source::Shopify | Source::Schedule | Source::Operator => &self.policy.shop,
        };
        if origin.eq_ignore_ascii_case(own) {
            return Ok(());
        }
        let shown: String = origin.chars().take(80).collect();
        let message = format!("the event came from `{shown}`, this Bridge is for `{own}`");
        Err(Issue::new(Code::WrongTenant, format!("{path}.origin"), message))
    }
}

#[derive(Deserialize)]
struct OrderHead {
    id: Option<Number>,
    admin_graphql_api_id: Option<String>,
}

fn order_id(body: &[u8]) -> Result<OrderId, Issue> {
    let head: OrderHead = read::json(body).map_err(|issue| super::decide::under("body", issue))?;
    let (path, parsed) = match (&head.admin_graphql_api_id, &head.id) {
        (Some(gid), _) => ("$.body.admin_graphql_api_id", OrderId::parse(gid)),
        (None, Some(number)) => {
            let integer = number.integer().map_err(|error| {
                let code =
                    if number.is_unsafe() { Code::UnsafeNumber } else { Code::InvalidValue };
                Issue::new(code, "$.body.id", error.to_string())
            })?;
            ("$.body.id", OrderId::new(integer))
        }
        (None, None) => {
            return Err(Issue::new(Code::MissingField, "$.body.id", "field `id` is missing"));
        }
    };
    parsed.map_err(|error| Issue::new(Code::InvalidValue, path, error.to_string()))
}
