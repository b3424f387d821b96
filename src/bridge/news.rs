//! What an event says: the topics there are flows for, and what their bodies name.

use crate::contract::io::{Event, Source};
use crate::domain::ids::shopify::{FulfillmentOrderId, OrderId};
use crate::domain::order::Order;
use crate::domain::stock::Left;
use crate::domain::time::{Date, Month};
use crate::flow::links::{self, Choice};
use crate::flow::stock::{self, Accepted, Asked, Echo};
use crate::flow::{adopt, open_orders, payouts, setup, shadow};
use crate::policy::Policy;
use crate::report::{Code, FromJson, Issue, Json, Node};
use crate::rules::orders;
use crate::rules::setup::Topics;
use crate::shopify::{fulfillment_order, inventory_variant, order};

/// The events there is a flow for.
pub(super) const EVENTS: &[(&str, &str)] = &[
    ("shopify", "orders/create"),
    ("shopify", "orders/paid"),
    ("shopify", "orders/updated"),
    ("shopify", "orders/partially_fulfilled"),
    ("shopify", "orders/fulfilled"),
    ("shopify", "orders/cancelled"),
    ("shopify", DELETED),
    ("shopify", "fulfillment_orders/cancellation_request_accepted"),
    ("shopify", "fulfillment_orders/cancellation_request_rejected"),
    ("shopify", "fulfillment_orders/cancellation_request_submitted"),
    ("shopify", "fulfillment_orders/cancelled"),
    ("shopify", "fulfillment_orders/fulfillment_request_accepted"),
    ("shopify", "fulfillment_orders/fulfillment_request_rejected"),
    ("shopify", "fulfillment_orders/fulfillment_request_submitted"),
    ("shopify", "fulfillment_orders/fulfillment_service_failed_to_complete"),
    ("shopify", "fulfillment_orders/hold_released"),
    ("shopify", "fulfillment_orders/line_items_prepared_for_local_delivery"),
    ("shopify", "fulfillment_orders/line_items_prepared_for_pickup"),
    ("shopify", "fulfillment_orders/manually_reported_progress_stopped"),
    ("shopify", "fulfillment_orders/merged"),
    ("shopify", "fulfillment_orders/moved"),
    ("shopify", "fulfillment_orders/order_routing_complete"),
    ("shopify", "fulfillment_orders/placed_on_hold"),
    ("shopify", "fulfillment_orders/progress_reported"),
    ("shopify", "fulfillment_orders/rescheduled"),
    ("shopify", "fulfillment_orders/scheduled_fulfillment_order_ready"),
    ("shopify", "fulfillment_orders/split"),
    ("shopify", LEVEL),
    ("lightspeed", INVENTORY),
    ("schedule", stock::POLL),
    ("operator", stock::POLL),
    ("schedule", stock::PUBLISH),
    ("operator", stock::PUBLISH),
    ("schedule", stock::RECONCILE),
    ("operator", stock::RECONCILE),
    ("schedule", stock::OPENING),
    ("operator", stock::OPENING),
    ("operator", stock::ACCEPT),
    ("schedule", open_orders::READ),
    ("operator", open_orders::READ),
    ("schedule", open_orders::OPEN),
    ("operator", open_orders::OPEN),
    ("schedule", stock::CHANGED),
    ("operator", stock::CHANGED),
    ("schedule", links::READ),
    ("operator", links::READ),
    ("operator", DECIDED),
    ("schedule", shadow::REPORT),
    ("operator", shadow::REPORT),
    ("schedule", shadow::CLEAR),
    ("operator", shadow::CLEAR),
    ("schedule", adopt::READ),
    ("operator", adopt::READ),
    ("operator", ADOPTED),
    ("schedule", payouts::POLL),
    ("operator", payouts::POLL),
    ("schedule", payouts::READ),
    ("operator", payouts::READ),
    ("schedule", payouts::PROOF),
    ("operator", payouts::PROOF),
    ("schedule", payouts::TURNOVER),
    ("operator", payouts::TURNOVER),
    ("schedule", setup::CHECK),
    ("operator", setup::CHECK),
];

/// The one topic about orders that does not carry the order.
const DELETED: &str = "orders/delete";

/// A level changed at Shopify.
const LEVEL: &str = "inventory_levels/update";

/// A level changed in Lightspeed (X).
const INVENTORY: &str = "inventory.update";

/// What these topics begin with: their bodies name fulfilment orders, and not their order.
const PLACED: &str = "fulfillment_orders/";

/// A person decided about links: the body is `{"decisions": [{"variant", "item", "decision"}]}`.
const DECIDED: &str = "links/decide";

/// The webhooks there are flows for, as the vendors name them when they are subscribed to.
pub(super) fn topics() -> Topics {
    let of = |vendor: &'static str| {
        EVENTS.iter().filter(move |(source, _)| *source == vendor).map(|(_, topic)| *topic)
    };
    Topics {
        shopify: of("shopify").map(|topic| topic.replace('/', "_").to_ascii_uppercase()).collect(),
        lightspeed: of("lightspeed").map(str::to_owned).collect(),
    }
}
/// A person decided about orders that may have been keyed by hand: the body is
/// `{"decisions": [{"order", "sale"}]}`.
const ADOPTED: &str = "adopt/decide";

/// Refuses an event that there is no flow for.
pub(super) fn knows(event: &Event, path: &str) -> Result<(), Issue> {
    let source = event.source.word();
    if EVENTS.contains(&(source, event.topic.as_str())) {
        return Ok(());
    }
    let topic: String = event.topic.chars().take(80).collect();
    let known: Vec<String> =
        EVENTS.iter().map(|(source, topic)| format!("{source}:{topic}")).collect();
    Err(Issue::new(
        Code::UnknownEvent,
        format!("{path}.topic"),
        format!("there is no flow for `{source}:{topic}`"),
    )
    .with_hint(format!("The events are {}.", known.join(", "))))
}

/// Whether the event's flow may write to Shopify or Lightspeed. What is not named here may: flows
/// that come later are previews in shadow until somebody says otherwise.
pub(super) fn may_write(event: &Event) -> bool {
    const NEVER: &[&str] = &[
        links::READ,
        DECIDED,
        adopt::READ,
        ADOPTED,
        setup::CHECK,
        payouts::TURNOVER,
        shadow::REPORT,
        shadow::CLEAR,
        stock::POLL,
        stock::RECONCILE,
        stock::OPENING,
        stock::ACCEPT,
    ];
    !NEVER.contains(&event.topic.as_str())
}

/// What an event says.
pub(super) enum News {
    /// An order is like this; what left it when, where that matters.
    Order(Box<(Order, Vec<Left>)>),
    /// There is no such order any more.
    Deleted(OrderId),
    /// Something changed about where an order is sent from.
    Placed(FulfillmentOrderId),
    /// An order is to be looked at.
    Read(OrderId),
    /// All open orders are to be looked at, from here on.
    Open(Option<String>),
    /// Shopify's orders that changed are to be looked through, from here on.
    Changed(Option<String>),
    /// Both catalogues are to be read and linked.
    Link,
    /// A person decided about links.
    Decided(Vec<Choice>),
    /// Open orders are to be held against Lightspeed's sales.
    Adopt,
    /// A person decided about orders that may have been keyed by hand.
    Adopted(Vec<adopt::Choice>),
    /// The configuration is to be held against both systems.
    Check,
    /// Items are to be published.
    Stock(Asked),
    /// A level changed at Shopify.
    Level(Echo),
    /// Lightspeed is to be asked which levels changed.
    Poll,
    /// All items are to be published, from here on.
    Reconcile(Option<String>),
    /// What publishing would change is to be told.
    Opening,
    /// A person accepted that.
    Opened(Accepted),
    /// Shopify is to be asked for payouts, from here on.
    Payouts(Option<String>),
    /// The clearing account of a month is to be proven, as far as it is; of the last month, where
    /// none is named.
    Proof(Option<(Month, Option<u32>)>),
    /// A day's turnover is to be tied out, as far as it is; yesterday's, where none is named.
    Turnover(Option<(Date, Option<u32>)>),
    /// A payout is to be read.
    Payout(payouts::Asked),
    /// What would have differed is to be reported.
    Report,
    /// What the shadow kept is to go.
    Clear,
}

/// The paths at which an event's issues are said: the event, and its body.
#[derive(Clone, Copy)]
pub(super) struct Paths<'a> {
    pub(super) event: &'a str,
    pub(super) body: &'a str,
}

impl News {
    /// What the event says, whose body is this one.
    pub(super) fn decode(
        event: &Event,
        body: Option<&[u8]>,
        paths: Paths<'_>,
        policy: &Policy,
    ) -> Result<Self, Issue> {
        if !Self::is_order(event) {
            return Self::named(event, body, paths);
        }
        let body = must(body, paths)?;
        let order = order::decode(body, paths.body)?;
        // Units of an old order that left before go-live were counted then.
        let left = if policy.go_live.is_some_and(|go_live| order.processed_at < go_live) {
            order::decode_history(body, paths.body)?.left
        } else {
            Vec::new()
        };
        Ok(Self::Order(Box::new((order, left))))
    }

    /// What it is about, read from no more of it than that.
    pub(super) fn subject_of(
        event: &Event,
        body: Option<&[u8]>,
        paths: Paths<'_>,
    ) -> Result<String, Issue> {
        if !Self::is_order(event) {
            return Self::named(event, body, paths).map(|news| news.subject());
        }
        order::decode_id(must(body, paths)?, paths.body).map(subject)
    }

    /// What exceptions call it.
    pub(super) fn subject(&self) -> String {
        match self {
            Self::Order(news) => orders::subject(&news.0),
            Self::Deleted(order) | Self::Read(order) => subject(*order),
            Self::Open(_) | Self::Changed(_) => open_orders::SUBJECT.to_owned(),
            Self::Link | Self::Decided(_) => links::SUBJECT.to_owned(),
            Self::Adopt | Self::Adopted(_) => adopt::SUBJECT.to_owned(),
            Self::Check => setup::SUBJECT.to_owned(),
            Self::Stock(asked) => asked.subject(),
            Self::Level(echo) => format!("inventory_item/{}", echo.inventory_item),
            Self::Poll | Self::Reconcile(_) => stock::SUBJECT.to_owned(),
            Self::Opening | Self::Opened(_) => stock::OPENING_SUBJECT.to_owned(),
            Self::Proof(asked) => match asked {
                Some((month, _)) => format!("{}/{month}", payouts::PROOF),
                None => payouts::PROOF.to_owned(),
            },
            Self::Turnover(asked) => match asked {
                Some((day, _)) => format!("{}/{day}", payouts::TURNOVER),
                None => payouts::TURNOVER.to_owned(),
            },
            Self::Payouts(_) => payouts::SUBJECT.to_owned(),
            Self::Payout(asked) => asked.subject(),
            Self::Report | Self::Clear => shadow::SUBJECT.to_owned(),
            Self::Placed(fulfilment_order) => format!("fulfillment_order/{fulfilment_order}"),
        }
    }

    /// Whether the body is an order.
    fn is_order(event: &Event) -> bool {
        event.source == Source::Shopify
            && event.topic != DELETED
            && event.topic != LEVEL
            && !event.topic.starts_with(PLACED)
    }

    /// An event that names what it is about, and no more.
    fn named(event: &Event, body: Option<&[u8]>, paths: Paths<'_>) -> Result<Self, Issue> {
        if event.topic == DELETED {
            return order::decode_id(must(body, paths)?, paths.body).map(Self::Deleted);
        }
        if event.topic == open_orders::OPEN {
            return Ok(Self::Open(event.cursor.clone()));
        }
        if event.topic == stock::CHANGED {
            return Ok(Self::Changed(event.cursor.clone()));
        }
        if event.topic == links::READ {
            return Ok(Self::Link);
        }
        if event.topic == setup::CHECK {
            return Ok(Self::Check);
        }
        if let Some(news) = Self::stock(event, body, paths)? {
            return Ok(news);
        }
        if let Some(news) = Self::payouts(event, paths)? {
            return Ok(news);
        }
        if event.topic == shadow::REPORT {
            return Ok(Self::Report);
        }
        if event.topic == shadow::CLEAR {
            return Ok(Self::Clear);
        }
        if event.topic == DECIDED {
            let most = links::MOST_CHOICES;
            return choices(must(body, paths)?, paths, most).map(Self::Decided);
        }
        if event.topic == adopt::READ {
            return Ok(Self::Adopt);
        }
        if event.topic == ADOPTED {
            let most = adopt::MOST_CHOICES;
            return choices(must(body, paths)?, paths, most).map(Self::Adopted);
        }
        if event.topic.starts_with(PLACED) {
            let body = must(body, paths)?;
            return fulfillment_order::decode_id(body, paths.body).map(Self::Placed);
        }
        match &event.cursor {
            Some(number) => OrderId::parse(number).map(Self::Read).map_err(|error| {
                let path = format!("{}.cursor", paths.event);
                Issue::new(Code::InvalidValue, path, error.to_string())
            }),
            None => order::decode_id(must(body, paths)?, paths.body).map(Self::Read),
        }
    }
}

impl News {
    /// An event about payouts, or what is tied out beside them.
    fn payouts(event: &Event, paths: Paths<'_>) -> Result<Option<Self>, Issue> {
        let cursor = event.cursor.as_deref();
        let (asked, message) = match event.topic.as_str() {
            payouts::POLL => return Ok(Some(Self::Payouts(event.cursor.clone()))),
            payouts::PROOF => match cursor {
                None => return Ok(Some(Self::Proof(None))),
                Some(cursor) => (
                    payouts::month_of(cursor).map(|asked| Self::Proof(Some(asked))),
                    "the cursor names no month, such as `2026-03`",
                ),
            },
            payouts::TURNOVER => match cursor {
                None => return Ok(Some(Self::Turnover(None))),
                Some(cursor) => (
                    payouts::day_of(cursor).map(|asked| Self::Turnover(Some(asked))),
                    "the cursor names no day, such as `2026-11-20`",
                ),
            },
            payouts::READ => (
                cursor.and_then(payouts::Asked::parse).map(Self::Payout),
                "the cursor names no payout",
            ),
            _ => return Ok(None),
        };
        let path = || format!("{}.cursor", paths.event);
        asked.map(Some).ok_or_else(|| Issue::new(Code::InvalidValue, path(), message))
    }

    /// An event about stock.
    fn stock(event: &Event, body: Option<&[u8]>, paths: Paths<'_>) -> Result<Option<Self>, Issue> {
        Ok(Some(match event.topic.as_str() {
            stock::POLL => Self::Poll,
            stock::RECONCILE => Self::Reconcile(event.cursor.clone()),
            stock::OPENING => Self::Opening,
            stock::ACCEPT => {
                let json =
                    Json::parse(must(body, paths)?).map_err(|issue| issue.below(paths.body))?;
                Self::Opened(Accepted::from_json(&Node::root(&json, paths.body))?)
            }
            stock::PUBLISH => {
                let asked = event.cursor.as_deref().and_then(Asked::parse);
                let path = || format!("{}.cursor", paths.event);
                let message = "the cursor names no items, or too many";
                let wrong = || Issue::new(Code::InvalidValue, path(), message);
                Self::Stock(asked.ok_or_else(wrong)?)
            }
            LEVEL => {
                let body = must(body, paths)?;
                let (inventory_item, location, available) =
                    inventory_variant::webhook(body, paths.body)?;
                Self::Level(Echo { inventory_item, location, available })
            }
            INVENTORY => {
                let json =
                    Json::parse(must(body, paths)?).map_err(|issue| issue.below(paths.body))?;
                let item = Node::root(&json, paths.body).get("product_id")?;
                Self::Stock(Asked { items: vec![item], rise: false, also: false, told: true })
            }
            _ => return Ok(None),
        }))
    }
}

/// What a person decided.
fn choices<T: FromJson>(body: &[u8], paths: Paths<'_>, most: usize) -> Result<Vec<T>, Issue> {
    let json = Json::parse(body).map_err(|issue| issue.below(paths.body))?;
    let root = Node::root(&json, paths.body);
    root.only(&["decisions"])?;
    let list = root.field("decisions")?;
    let choices = list.items()?.map(|own| T::from_json(&own));
    let choices: Vec<T> = choices.collect::<Result<_, _>>()?;
    if choices.is_empty() || choices.len() > most {
        let message = format!("{} decisions are not 1 to {most}", choices.len());
        return Err(list.issue(Code::InvalidValue, message));
    }
    Ok(choices)
}

/// What exceptions call an order.
fn subject(order: OrderId) -> String {
    format!("order/{order}")
}

fn must<'b>(body: Option<&'b [u8]>, paths: Paths<'_>) -> Result<&'b [u8], Issue> {
    body.ok_or_else(|| Issue::new(Code::MissingBody, paths.body, "the event has no body"))
}
