//! A part of a document that is passed on as it stands.

use serde::ser::{Serialize, Serializer};

use super::issue::Issue;
use super::json::Node;
use super::read::FromJson;
use super::write;
use crate::domain::text;

/// By this name serde_json takes a text as JSON that is already written.
const WRITTEN: &str = "$serde_json::private::RawValue";

/// A text that is JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawJson(Vec<u8>);

impl RawJson {
    /// `value` as JSON.
    #[must_use]
    pub fn of(value: &(impl Serialize + ?Sized)) -> Self {
        Self(write::bytes(value))
    }

    /// The text.
    #[must_use]
    pub fn get(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The text as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// `null`.
impl Default for RawJson {
    fn default() -> Self {
        Self(b"null".to_vec())
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text::serialize_written(WRITTEN, &self.0, serializer)
    }
}

/// Any value, as it stands.
impl FromJson for RawJson {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self::of(node))
    }
}
