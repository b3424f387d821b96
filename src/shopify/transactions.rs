//! Order transactions: the query for them, and both shapes they come in.
//!
//! Source: shopify.dev, GraphQL `Order.transactions`, REST `Transaction`.

use serde::{Deserialize, Serialize};

use crate::contract::io::{Request, System};
use crate::domain::currency::Currency;
use crate::domain::ids::shopify::{OrderId, TransactionId};
use crate::domain::money::Money;
use crate::domain::number::{LooseDecimal, Number};
use crate::domain::order::{Transaction, TransactionKind, TransactionStatus};
use crate::report::{Code, Issue, read};

const DOCUMENT: &str = include_str!("graphql/order_transactions.graphql");

#[derive(Serialize)]
struct Query {
    query: &'static str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    id: String,
}

/// The request for an order's transactions.
#[must_use]
pub fn query(order: OrderId, api_version: &str) -> Request {
    let body = Query { query: DOCUMENT, variables: Variables { id: order.gid() } };
    Request::read(System::Shopify, "POST", format!("/admin/api/{api_version}/graphql.json"))
        .with_body(&body)
}

#[derive(Deserialize)]
struct Response {
    data: Option<Data>,
    errors: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Data {
    order: Option<OrderNode>,
}

#[derive(Deserialize)]
struct OrderNode {
    transactions: Vec<Wire>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    id: Option<AnyId>,
    #[serde(rename = "admin_graphql_api_id")]
    admin_graphql_api_id: Option<String>,
    kind: Option<String>,
    status: Option<String>,
    gateway: Option<String>,
    test: Option<bool>,
    amount: Option<LooseDecimal>,
    currency: Option<String>,
    amount_set: Option<AmountSet>,
}

/// GraphQL gives a gid, REST a number.
#[derive(Debug)]
enum AnyId {
    Gid(String),
    Number(Number),
}

impl<'de> Deserialize<'de> for AnyId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyIdVisitor)
    }
}

struct AnyIdVisitor;

impl<'de> serde::de::Visitor<'de> for AnyIdVisitor {
    type Value = AnyId;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an id")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<AnyId, E> {
        Ok(AnyId::Gid(text.to_owned()))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<AnyId, A::Error> {
        Number::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(AnyId::Number)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AmountSet {
    shop_money: Amount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Amount {
    amount: LooseDecimal,
    currency_code: String,
}

/// The transactions in the answer to [`query`], or `None` when there is no such order.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode_answer(body: &[u8]) -> Result<Option<Vec<Transaction>>, Issue> {
    let response: Response = read::json(body)?;
    if response.errors.is_some() {
        return Err(Issue::new(Code::VendorRefused, "$.errors", "the query was refused"));
    }
    let Some(order) = response.data.and_then(|data| data.order) else { return Ok(None) };
    decode_list(&order.transactions, "$.data.order.transactions").map(Some)
}

/// The transactions in a JSON list, in the shape of REST, of a webhook or of GraphQL.
///
/// # Errors
/// An issue at its path when an entry is not a transaction.
pub fn decode(body: &[u8]) -> Result<Vec<Transaction>, Issue> {
    decode_list(&read::json::<Vec<Wire>>(body)?, "$")
}

fn decode_list(wires: &[Wire], path: &str) -> Result<Vec<Transaction>, Issue> {
    let decode_at = |(place, wire)| decode_one(wire, &format!("{path}[{place}]"));
    wires.iter().enumerate().map(decode_at).collect()
}

fn decode_one(wire: &Wire, path: &str) -> Result<Transaction, Issue> {
    let missing = |field: &str| {
        let message = format!("field `{field}` is missing");
        Issue::new(Code::MissingField, format!("{path}.{field}"), message)
    };
    let kind = wire.kind.as_deref().ok_or_else(|| missing("kind"))?;
    let status = wire.status.as_deref().ok_or_else(|| missing("status"))?;
    Ok(Transaction {
        id: id(wire, path)?,
        kind: match kind.to_ascii_lowercase().as_str() {
            "sale" => TransactionKind::Sale,
            "capture" => TransactionKind::Capture,
            "authorization" => TransactionKind::Authorization,
            "void" => TransactionKind::Void,
            "refund" => TransactionKind::Refund,
            _ => TransactionKind::Other(kind.to_owned()),
        },
        status: match status.to_ascii_lowercase().as_str() {
            "success" => TransactionStatus::Success,
            "failure" | "error" => TransactionStatus::Failed,
            _ => TransactionStatus::Other(status.to_owned()),
        },
        gateway: wire.gateway.clone().ok_or_else(|| missing("gateway"))?,
        amount: amount(wire, path)?,
        test: wire.test.unwrap_or(false),
    })
}

fn id(wire: &Wire, path: &str) -> Result<TransactionId, Issue> {
    let path = format!("{path}.id");
    let invalid = |code, message: String| Issue::new(code, path.clone(), message);
    let text = match (&wire.admin_graphql_api_id, &wire.id) {
        (Some(gid), _) => gid.clone(),
        (None, Some(AnyId::Gid(gid))) => gid.clone(),
        (None, Some(AnyId::Number(number))) => match number.integer() {
            Ok(integer) => integer.to_string(),
            Err(error) if number.is_unsafe() => {
                return Err(invalid(Code::UnsafeNumber, error.to_string()));
            }
            Err(error) => return Err(invalid(Code::InvalidValue, error.to_string())),
        },
        (None, None) => {
            return Err(invalid(Code::MissingField, "field `id` is missing".to_owned()));
        }
    };
    TransactionId::parse(&text).map_err(|error| invalid(Code::InvalidValue, error.to_string()))
}

fn amount(wire: &Wire, path: &str) -> Result<Money, Issue> {
    let (amount, currency, field) = match (&wire.amount_set, wire.amount, &wire.currency) {
        (Some(set), _, _) => {
            (set.shop_money.amount, &set.shop_money.currency_code, "amountSet.shopMoney")
        }
        (None, Some(amount), Some(currency)) => (amount, currency, "currency"),
        _ => {
            let message = "field `amount` or `currency` is missing";
            return Err(Issue::new(Code::MissingField, format!("{path}.amount"), message));
        }
    };
    let currency = Currency::parse(currency).map_err(|error| {
        Issue::new(Code::InvalidValue, format!("{path}.{field}"), error.to_string())
    })?;
    Ok(Money::new(amount.0, currency))
}
