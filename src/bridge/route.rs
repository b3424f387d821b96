//! How the host queues an event: what it is about, whether it came before, how urgent it is.

use super::news::{self, News, Paths};
use super::{Bridge, limits};
use crate::contract::describe::Route;
use crate::contract::io::{Event, Source};
use crate::domain::digest;
use crate::flow::{payouts, stock};
use crate::report::{Code, Issue, read};

/// Stock that falls comes before everything else.
const STOCK: u8 = 1;

/// Orders reserve stock.
const ORDERS: u8 = 2;

/// Stock that is to rise: whatever falls, and orders, go before it.
const RISES: u8 = 3;

/// What the bank knows already is in no hurry.
const PAYOUTS: u8 = 6;

/// What may wait: whatever it finds has a place of its own.
const WALKS: u8 = 7;

const PATHS: Paths<'_> = Paths { event: "$", body: "$.body" };

fn priority(event: &Event) -> u8 {
    match event.topic.as_str() {
        stock::PUBLISH if event.cursor.as_deref().is_some_and(stock::rises) => RISES,
        stock::PUBLISH | stock::POLL | "inventory.update" | "inventory_levels/update" => STOCK,
        payouts::POLL | payouts::READ | payouts::PROOF | payouts::TURNOVER => PAYOUTS,
        stock::RECONCILE | stock::OPENING => WALKS,
        _ => ORDERS,
    }
}

impl Bridge {
    /// Where an event belongs.
    ///
    /// # Errors
    /// An issue when the event is not one, is another tenant's, or there is no flow for it.
    pub fn route(&self, event: &[u8], body: &[u8]) -> Result<Route, Issue> {
        limits::body(event, "$")?;
        limits::body(body, "$.body")?;
        let event: Event = read::document(event, "$")?;
        self.own_event(&event, "$")?;
        news::knows(&event, "$")?;
        let content = match &event.cursor {
            None => digest::hex96([body]),
            Some(cursor) => digest::hex96([cursor.as_bytes(), body]),
        };
        let delivery = event.id.as_deref().unwrap_or(&content);
        let source = event.source.word();
        Ok(Route {
            subject: News::subject_of(&event, Some(body), PATHS)?,
            dedupe_key: format!("{source}:{}:{delivery}", event.topic),
            priority: priority(&event),
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
