//! What set-up chose, asks and makes, as people read it.

use serde::Serialize;

/// A value that set-up chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    /// Where in the configuration.
    pub path: String,
    /// What was chosen: a name, and an id where there is one.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// Something that only a person can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Where in the configuration the answer belongs.
    pub path: String,
    /// The question.
    pub question: String,
    /// What may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Named>,
    /// Whether nothing can run without an answer.
    pub needed: bool,
}

/// Something in one of the two systems, by its id and the name people know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Something that set-up makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Made {
    /// What: `item`, `payment_type`, `tax_class`, `webhook`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its id, once it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is for.
    pub purpose: String,
}
