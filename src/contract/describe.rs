//! What the module says about itself.

use serde::Serialize;

use super::ContractVersion;

/// The module's own description.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Description {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The module's version.
    pub core: String,
    /// The decisions it takes.
    pub decisions: Vec<DecisionDescription>,
    /// The events it has a flow for, as `source:topic`.
    pub events: Vec<String>,
    /// The tables it keeps in the host's store.
    pub tables: Vec<String>,
}

/// One decision.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionDescription {
    /// Its name, for `decide`.
    pub name: String,
    /// The field of its input that is the payload: at the bytes door it travels on its own.
    pub payload: String,
    /// What it decides.
    pub summary: String,
}

/// How the host queues an event.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Route {
    /// What the event is about; the host runs one task per subject at a time.
    pub subject: String,
    /// Two deliveries with one key are the same delivery.
    pub dedupe_key: String,
    /// Lower goes first.
    pub priority: u8,
}
