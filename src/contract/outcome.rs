//! What the module answers: the outcome of a step and of a decision.

use serde::Serialize;

use super::ContractVersion;
use super::io::{Event, Request};
use super::setup::Setup;
use super::store::Row;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, Explanation, Issue, RawJson};

/// What one step came to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The module's version: the journal must carry it back.
    pub core: String,
    /// Digest of the configuration: the journal must carry it back.
    pub revision: String,
    /// What the host does next.
    pub status: Status,
    /// With `asks`: what to perform before the next step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// The journal's answers were of another core or configuration and were not used: drop
    /// them, keep the `sent` marks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub restarted: bool,
    /// The tenant is in shadow: whatever the task's mode says, nothing is written to Shopify or
    /// Lightspeed, and `commit` holds rows of the table `shadow` only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shadow: bool,
    /// With `refused`: why, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Issue>,
    /// With `done`: the writes that were made; in a preview, those that would be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<Request>,
    /// With `done`: the reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
    /// With `done`: what a person must look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// With `done`: what was examined; open exceptions of that subject and code that were not
    /// raised again are closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<Checked>,
    /// With `done`: rows to store, in one transaction with exceptions and `next`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commit: Vec<Row>,
    /// With `done`: tasks that follow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Next>,
    /// With `done`, of set-up: the configuration it proposes, why, and what it asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup: Option<Box<Setup>>,
    /// How many rounds of requests the flow has taken.
    pub rounds: u32,
}

/// What the host does with an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Perform the requests, then step again.
    Asks,
    /// Store what came of it; the task is over.
    Done,
    /// The input cannot be worked with: see `refusal`.
    Refused,
}

/// What a run examined about one subject.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// The subject, as exceptions name it.
    pub subject: String,
    /// The codes that would have been raised had they applied.
    pub codes: Vec<Code>,
}

/// A task to be run after this one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// Not earlier than this; absent means at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// Its event. `body` counts the bodies of the step that gave this outcome.
    pub event: Event,
}

/// The answer to one pure decision.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The module's version.
    pub core: String,
    /// The decision's name.
    pub decision: String,
    /// Whether the input could be worked with.
    pub status: Decided,
    /// With `refused`: why, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Issue>,
    /// With `decided`: the decision's own output; absent when an exception stands in its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub output: Option<RawJson>,
    /// What a person must look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// The reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
}

/// Whether a decision's input could be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// It was decided; exceptions may say that the answer is no.
    Decided,
    /// The input is not what the decision takes: see `refusal`.
    Refused,
}
