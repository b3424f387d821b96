//! The shop as it is: what set-up chooses from.
//!
//! Source: shopify.dev, GraphQL `shop`, `locations`, `currentAppInstallation`,
//! `publicApiVersions`, `webhookSubscriptions`, `orders`.

use rust_decimal::Decimal;
use serde::Serialize;

use super::answer::must;
use super::document::document;
use super::fields::given;
use crate::contract::io::{Request, System};
use crate::domain::account::{Location, Recent, Shop, Subscription, Thing};
use crate::domain::ids::shopify::LocationId;
use crate::report::{Code, Issue, Json, Node};

const SURVEY: &str = document!("graphql/survey.graphql");
const RECENT: &str = document!("graphql/recent_orders.graphql");
const SUBSCRIBE: &str = document!("graphql/subscribe.graphql");

#[derive(Serialize)]
struct Query {
    query: &'static str,
}

/// Asks for the shop.
#[must_use]
pub fn query(api_version: &str) -> Request {
    ask(SURVEY, api_version)
}

/// Asks for the newest orders.
#[must_use]
pub fn recent(api_version: &str) -> Request {
    ask(RECENT, api_version)
}

fn ask(query: &'static str, api_version: &str) -> Request {
    Request::read(System::Shopify, "POST", path(api_version)).with_body(&Query { query })
}

fn path(api_version: &str) -> String {
    format!("/admin/api/{api_version}/graphql.json")
}

#[derive(Serialize)]
struct Subscribe<'a> {
    query: &'static str,
    variables: Variables<'a>,
}

#[derive(Serialize)]
struct Variables<'a> {
    topic: &'a str,
    subscription: Input<'a>,
}

#[derive(Serialize)]
struct Input<'a> {
    uri: &'a str,
    format: &'static str,
}

/// Subscribes `uri` to `topic`.
#[must_use]
pub fn subscribe(topic: &str, uri: &str, api_version: &str, natural_key: &str) -> Request {
    let variables = Variables { topic, subscription: Input { uri, format: "JSON" } };
    Request::write(System::Shopify, "POST", path(api_version), natural_key)
        .with_body(&Subscribe { query: SUBSCRIBE, variables })
}

/// The subscription that was made, or why it was not.
///
/// # Errors
/// An issue at its path when the answer is not one to the mutation.
pub fn read_subscribed(body: &[u8]) -> Result<Result<String, String>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let errors = root.field("errors")?;
    if !errors.is_nothing() {
        return Ok(Err(first_message(&errors)?));
    }
    let data = must(&root, "data", "an object")?;
    let made = must(&data, "webhookSubscriptionCreate", "an object")?;
    let subscription = made.field("webhookSubscription")?;
    if !subscription.is_nothing() {
        return subscription.get("id").map(Ok);
    }
    Ok(Err(first_message(&made.field("userErrors")?)?))
}

fn first_message(errors: &Node<'_>) -> Result<String, Issue> {
    match errors.items()?.next() {
        Some(error) => Ok(error.find("message")?.unwrap_or_default()),
        None => Err(errors.wrong("a list of errors")),
    }
}

/// What the answer could not tell because a right is missing: the field, and what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The field, such as `locations`.
    pub field: String,
    /// What Shopify says is needed.
    pub needs: String,
}

/// The shop in the answer to [`query`], and what was denied of it.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<(Shop, Vec<Denied>), Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let denied = denied(&root)?;
    let data = root.field("data")?;
    if data.is_nothing() && !denied.is_empty() {
        return Ok((Shop::default(), denied));
    }
    let data = must(&root, "data", "an object")?;
    let own = must(&data, "shop", "an object")?;
    let mut shop = Shop {
        domain: own.get("myshopifyDomain")?,
        name: own.get("name")?,
        currency: own.get("currencyCode")?,
        zone: own.get("ianaTimezone")?,
        taxes_included: own.get("taxesIncluded")?,
        ..Shop::default()
    };
    let limits = own.field("resourceLimits")?;
    if !limits.is_nothing() {
        shop.location_limit = limits.find("locationLimit")?;
    }
    let app = must(&data, "currentAppInstallation", "an object")?;
    for scope in must(&app, "accessScopes", "a list")?.items()? {
        shop.scopes.push(scope.get("handle")?);
    }
    for version in must(&data, "publicApiVersions", "a list")?.items()? {
        shop.versions.push((version.get("handle")?, version.get("supported")?));
    }
    let locations = data.field("locations")?;
    if !locations.is_nothing() {
        shop.cut |= cut(&locations)?;
        for node in must(&locations, "nodes", "a list")?.items()? {
            shop.locations.push(location(&node)?);
        }
    }
    let webhooks = data.field("webhookSubscriptions")?;
    if !webhooks.is_nothing() {
        shop.cut |= cut(&webhooks)?;
        for node in must(&webhooks, "nodes", "a list")?.items()? {
            shop.webhooks.push(subscription(&node)?);
        }
    }
    Ok((shop, denied))
}

fn location(node: &Node<'_>) -> Result<Location, Issue> {
    let service = node.field("fulfillmentService")?;
    let active: bool = node.get("isActive")?;
    Ok(Location {
        thing: Thing {
            id: node.field("id")?.parsed(LocationId::parse)?.gid(),
            name: node.get("name")?,
            gone: (!active).then_some("deactivated"),
        },
        service: if service.is_nothing() { None } else { Some(service.get("serviceName")?) },
    })
}

fn subscription(node: &Node<'_>) -> Result<Subscription, Issue> {
    Ok(Subscription {
        id: node.get("id")?,
        topic: node.get("topic")?,
        uri: node.get("uri")?,
        version: must(node, "apiVersion", "an object")?.get("handle")?,
        filter: given(node, "filter")?.map(str::to_owned),
    })
}

fn cut(connection: &Node<'_>) -> Result<bool, Issue> {
    must(connection, "pageInfo", "an object")?.get("hasNextPage")
}

/// Errors of rights; any other is an issue.
fn denied(root: &Node<'_>) -> Result<Vec<Denied>, Issue> {
    let errors = root.field("errors")?;
    if errors.is_nothing() {
        return Ok(Vec::new());
    }
    let mut denied = Vec::new();
    for error in errors.items()? {
        let extensions = error.field("extensions")?;
        let code = if extensions.is_nothing() { None } else { given(&extensions, "code")? };
        if code != Some("ACCESS_DENIED") {
            return Err(error.issue(Code::VendorRefused, "the query was refused"));
        }
        let path = error.field("path")?;
        let first = if path.is_nothing() { None } else { path.items()?.next() };
        let field = match first {
            Some(first) => first.text()?.to_owned(),
            None => String::new(),
        };
        let needs = given(&extensions, "requiredAccess")?.unwrap_or_default().to_owned();
        denied.push(Denied { field, needs });
    }
    Ok(denied)
}

/// What the answer to [`recent`] shows; nothing where orders may not be read.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_recent(body: &[u8]) -> Result<(Recent, Vec<Denied>), Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let mut recent = Recent::default();
    let denied = denied(&root)?;
    let data = root.field("data")?;
    if data.is_nothing() {
        return Ok((recent, denied));
    }
    let orders = data.field("orders")?;
    if orders.is_nothing() {
        return Ok((recent, denied));
    }
    for order in must(&orders, "nodes", "a list")?.items()? {
        if order.get("test")? {
            continue;
        }
        recent.orders = recent.orders.saturating_add(1);
        for gateway in must(&order, "paymentGatewayNames", "a list")?.items()? {
            let gateway = gateway.text()?.trim().to_ascii_lowercase();
            if gateway.is_empty() {
                continue;
            }
            let before = recent.gateways.get(gateway.as_str()).copied().unwrap_or_default();
            recent.gateways.insert(gateway, before.saturating_add(1));
        }
        for tax in must(&order, "taxLines", "a list")?.items()? {
            let rate = tax.field("rate")?;
            let rate = if rate.is_nothing() { Decimal::ZERO } else { rate.decimal()?.normalize() };
            if !rate.is_zero() && !recent.rates.contains(&rate) {
                recent.rates.push(rate);
            }
        }
        let app = order.field("app")?;
        if !app.is_nothing() {
            let name: String = app.get("name")?;
            if !recent.apps.contains(&name) {
                recent.apps.push(name);
            }
        }
    }
    Ok((recent, denied))
}
