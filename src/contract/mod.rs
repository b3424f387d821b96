//! The public JSON, version 1: types only, strict on our side.
//!
//! Every struct refuses fields it does not know; a field that is absent has the default its
//! documentation names. Money and quantities are decimal strings, times are RFC 3339. Vendor
//! documents never stand inside these types: they lie beside the envelope as bytes, and a
//! [`io::BodyIndex`] points at them.

pub mod config;
pub mod decisions;
pub mod describe;
pub mod in_flight;
pub mod io;
pub mod outcome;
pub mod setup;
pub mod store;

use serde::Serialize;

use crate::report::{Code, FromJson, Issue, Node};

/// The version of the contract that this module speaks.
pub const CONTRACT: u32 = 1;

/// The contract version a document was written for. Only `1` is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
pub struct ContractVersion(u32);

impl Default for ContractVersion {
    fn default() -> Self {
        Self(CONTRACT)
    }
}

impl FromJson for ContractVersion {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let version = u32::from_json(node)?;
        if version == CONTRACT {
            return Ok(Self(version));
        }
        let message = format!("contract version `{version}` is not spoken here, only `{CONTRACT}`");
        Err(node.issue(Code::WrongContract, message))
    }
}

/// How much a decision says about its reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Explain {
    /// No explanations.
    None,
    /// Rule, inputs and result of every value.
    #[default]
    Reasons,
    /// The reasons, each with a sentence for a person.
    Text,
}

impl FromJson for Explain {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("none", Self::None), ("reasons", Self::Reasons), ("text", Self::Text)])
    }
}
