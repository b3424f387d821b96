//! A part of a document that is passed on as it stands.

use serde::ser::{Serialize, Serializer};

use super::issue::Issue;
use super::json::{Json, Node};
use super::read::FromJson;
use super::write;
use crate::domain::text;

/// By this name serde_json takes a text as JSON that is already written.
const WRITTEN: &str = "$serde_json::private::RawValue";

/// A text that is JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// `value` as JSON.
    #[must_use]
    pub fn of(value: &(impl Serialize + ?Sized)) -> Self {
        Self(write::text(value).into_boxed_str())
    }

    /// The text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

/// `null`.
impl Default for RawJson {
    fn default() -> Self {
        Self("null".into())
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
        Ok(Self::of(node.json().unwrap_or(&Json::Null)))
    }
}
