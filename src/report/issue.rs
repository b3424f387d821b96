//! One thing that is wrong with an input, and where.

use std::fmt;

use serde::Serialize;

use super::codes::Code;

/// A coded, located message about an input or a configuration.
///
/// It is one pointer wide: almost every function that reads anything can return one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Issue(Box<Message>);

/// What an [`Issue`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Which rule of the contract it breaks.
    pub code: Code,
    /// Where: a path such as `$.event.topic`, where `$` is the document.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

/// An issue is its message: the pointer is nobody else's business.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Issue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Issue".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Message::json_schema(generator);
        let words = "A coded, located message about an input or a configuration.";
        schema.insert("description".to_owned(), words.into());
        schema
    }
}

impl std::ops::Deref for Issue {
    type Target = Message;

    fn deref(&self) -> &Message {
        &self.0
    }
}

impl Issue {
    /// An issue whose hint is the code's own next step.
    pub fn new(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(code, path.into(), message.into())
    }

    #[inline(never)]
    fn of(code: Code, path: String, message: String) -> Self {
        let hint = code.entry().next_step.to_owned();
        Self(Box::new(Message { code, path, message, hint }))
    }

    /// The same issue of a document that stands at `root` of another.
    #[must_use]
    pub fn below(mut self, root: &str) -> Self {
        let rest = self.path.strip_prefix('$').unwrap_or_default();
        self.0.path = format!("{root}{rest}");
        self
    }

    /// The same issue with a hint of its own.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = hint.into();
        self
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}: {}", self.code.id(), self.path, self.message)
    }
}
