//! What crosses between host and module while a task runs: tasks, events, requests, answers.

use serde::Serialize;

use super::{ContractVersion, Explain};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::report::{FromJson, Issue, Node, RawJson};

/// The place of a body among the bodies that travel beside the envelope (0 is the first).
///
/// Vendor documents are never escaped into the envelope: they stay the bytes that were received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BodyIndex(pub u32);

/// One unit of work for one tenant: an event and the moment it is looked at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The tenant this task belongs to; must be the one in the configuration.
    pub tenant: String,
    /// The host's id of this task. Claims carry it, so it must be unique within the tenant.
    pub id: String,
    /// The task's fixed moment. It must not change between steps.
    pub now: Timestamp,
    /// `apply` performs writes, `preview` lists the writes it would make. Default `apply`.
    #[serde(default)]
    pub mode: Mode,
    /// How much the outcome explains. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// What happened.
    pub event: Event,
}

/// Whether a task writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Writes are performed.
    #[default]
    Apply,
    /// Writes are answered with a prediction and listed; nothing is written.
    Preview,
}

/// Something that happened, as the host received it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Who sent it.
    pub source: Source,
    /// The vendor's topic, such as `orders/create`.
    pub topic: String,
    /// The delivery's id (Shopify: `X-Shopify-Webhook-Id`). Default: a digest of the body stands
    /// for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The shop domain (Shopify) or domain prefix (Lightspeed X) the event came from. When
    /// given it must be the tenant's. Default: not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// When the vendor says it happened. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggered_at: Option<Timestamp>,
    /// The API version the body was serialised with. Default: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// Where a paged task goes on. Default: at its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The body as received, among the bodies beside the envelope. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyIndex>,
}

impl Event {
    /// One that follows from what was done, or that a schedule brings; `cursor` is where it goes on.
    #[must_use]
    pub fn scheduled(topic: &str, cursor: Option<String>) -> Self {
        Self {
            source: Source::Schedule,
            topic: topic.to_owned(),
            id: None,
            origin: None,
            triggered_at: None,
            api_version: None,
            cursor,
            body: None,
        }
    }
}

/// Who sent an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A Shopify webhook.
    Shopify,
    /// A Lightspeed webhook.
    Lightspeed,
    /// The host's clock.
    Schedule,
    /// A person.
    Operator,
}

/// What the host has answered so far, in the order it received the answers.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The `core` of the outcome these answers belong to. Default: none, as
    /// before the first outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core: Option<String>,
    /// The `revision` of the outcome these answers belong to. Default: none, as
    /// before the first outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The answers. Default: none.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

/// What became of one request.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The request's id, unchanged.
    pub id: String,
    /// What is known about it.
    pub outcome: AnswerOutcome,
    /// When the host received the answer, or gave up.
    pub at: Timestamp,
    /// The HTTP status. Required when `answered`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Response headers; names in any case. Default: none.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub headers: Table<String, String>,
    /// The response body as received, among the bodies beside the envelope. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyIndex>,
}

/// What is known about a request that was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// The vendor or the store answered, with a status.
    Answered,
    /// It certainly never left the host: safe to repeat.
    NotSent,
    /// It may or may not have taken effect: a time-out, a reset, a crash after sending.
    Unknown,
}

/// One request the module asks the host to perform, ready to send: the host adds base URL and
/// credentials, nothing else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Request {
    /// `step#attempt-digest`: unique within the task, equal for equal content.
    pub id: String,
    /// Whom to ask.
    pub system: System,
    /// Whether it changes anything.
    pub effect: Effect,
    /// What a write makes, in words that are the same in every task: no two writes of one task
    /// share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub natural_key: Option<String>,
    /// The HTTP method, or the store's operation: `get`, `scan`, `commit`, `mac`.
    pub method: String,
    /// The path below the vendor's base URL, or the store's table.
    pub path: String,
    /// Query parameters, not yet encoded.
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub query: Table<String, String>,
    /// Headers to send besides the host's own.
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub headers: Table<String, String>,
    /// The JSON body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub body: Option<RawJson>,
    /// Do not perform it earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// Do not perform it later: what it rests on is too old by then. Answer `not_sent` instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// Ids of the explanations it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

impl Request {
    /// A read of a vendor.
    #[must_use]
    pub fn read(system: System, method: &str, path: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            system,
            effect: Effect::Read,
            natural_key: None,
            method: method.to_owned(),
            path: path.into(),
            query: Table::new(),
            headers: Table::new(),
            body: None,
            not_before: None,
            not_after: None,
            because: Vec::new(),
        }
    }

    /// A write that makes what `natural_key` names.
    #[must_use]
    pub fn write(system: System, method: &str, path: impl Into<String>, natural_key: &str) -> Self {
        Self {
            effect: Effect::Write,
            natural_key: Some(natural_key.to_owned()),
            ..Self::read(system, method, path)
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn with_query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.insert(name.to_owned(), value.into());
        self
    }

    /// Sets the JSON body. A value that cannot be written as JSON leaves the body out; the wire
    /// structs of this crate always can.
    #[must_use]
    pub fn with_body(mut self, body: &impl Serialize) -> Self {
        self.body = Some(RawJson::of(body));
        self
    }
}

/// Whom a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Shopify Admin.
    Shopify,
    /// Lightspeed Retail.
    Lightspeed,
    /// The host's store.
    Store,
}

/// Whether a request changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It may be repeated at will.
    Read,
    /// It is performed at most once: the host marks it `sent` before it leaves.
    Write,
}

/// The envelope of one step: the task and its journal. Bodies lie beside it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The task.
    pub task: Task,
    /// What was answered so far. Default: nothing.
    #[serde(default)]
    pub journal: Journal,
}

impl FromJson for BodyIndex {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        u32::from_json(node).map(Self)
    }
}

impl FromJson for Envelope {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["task", "journal"])?;
        Ok(Self { task: node.get("task")?, journal: node.find("journal")?.unwrap_or_default() })
    }
}

impl FromJson for Task {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["contract", "tenant", "id", "now", "mode", "explain", "event"])?;
        Ok(Self {
            contract: node.get("contract")?,
            tenant: node.get("tenant")?,
            id: node.get("id")?,
            now: node.get("now")?,
            mode: node.find("mode")?.unwrap_or_default(),
            explain: node.find("explain")?.unwrap_or_default(),
            event: node.get("event")?,
        })
    }
}

impl FromJson for Mode {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("apply", Self::Apply), ("preview", Self::Preview)])
    }
}

impl FromJson for Event {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "source",
            "topic",
            "id",
            "origin",
            "triggered_at",
            "api_version",
            "cursor",
            "body",
        ])?;
        Ok(Self {
            source: node.get("source")?,
            topic: node.get("topic")?,
            id: node.find("id")?,
            origin: node.find("origin")?,
            triggered_at: node.find("triggered_at")?,
            api_version: node.find("api_version")?,
            cursor: node.find("cursor")?,
            body: node.find("body")?,
        })
    }
}

impl Source {
    const WORDS: [(&str, Self); 4] = [
        ("shopify", Self::Shopify),
        ("lightspeed", Self::Lightspeed),
        ("schedule", Self::Schedule),
        ("operator", Self::Operator),
    ];

    /// The word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, source)| *source == self);
        found.map_or("", |(word, _)| word)
    }
}

impl FromJson for Source {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&Self::WORDS)
    }
}

impl FromJson for Journal {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["core", "revision", "answers"])?;
        Ok(Self {
            core: node.find("core")?,
            revision: node.find("revision")?,
            answers: node.find("answers")?.unwrap_or_default(),
        })
    }
}

impl FromJson for Answer {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["id", "outcome", "at", "status", "headers", "body"])?;
        let status: Option<u32> = node.find("status")?;
        let status = match status.map(u16::try_from) {
            Some(Err(_)) => return Err(node.field("status")?.invalid(&"not an HTTP status")),
            Some(Ok(status)) => Some(status),
            None => None,
        };
        Ok(Self {
            id: node.get("id")?,
            outcome: node.get("outcome")?,
            at: node.get("at")?,
            status,
            headers: node.field("headers")?.table()?,
            body: node.find("body")?,
        })
    }
}

impl FromJson for AnswerOutcome {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[
            ("answered", Self::Answered),
            ("not_sent", Self::NotSent),
            ("unknown", Self::Unknown),
        ])
    }
}
