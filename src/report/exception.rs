//! What a person must look at: one record, one reason, one owner, one next step.

use serde::Serialize;

use super::codes::{Code, Owner, Severity};
use super::fact::{Fact, Facts};

/// A record that could not be decided safely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exception {
    /// The registered code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Who acts.
    pub owner: Owner,
    /// The record, such as `order/450789469`.
    pub subject: String,
    /// What happened, in one sentence without personal data.
    pub summary: String,
    /// The figures and ids it rests on.
    pub evidence: Facts,
    /// What to do next.
    pub next_step: String,
    /// Equal for the same problem of the same record, however often it is met.
    pub dedupe_key: String,
}

impl Exception {
    /// An exception of `code` about `subject`, with the code's own words.
    pub fn new(code: Code, subject: &str) -> Self {
        let entry = code.entry();
        Self {
            code,
            severity: entry.severity,
            owner: entry.owner,
            subject: subject.to_owned(),
            summary: entry.meaning.to_owned(),
            evidence: Facts::default(),
            next_step: entry.next_step.to_owned(),
            dedupe_key: format!("{}:{subject}", entry.id),
        }
    }

    /// Adds a piece of evidence.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.evidence.0.push((name, fact.into()));
        self
    }

    /// Says it in words of its own.
    #[must_use]
    pub fn saying(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// Tells it apart from others of the same code and subject.
    #[must_use]
    pub fn about(mut self, part: &str) -> Self {
        self.dedupe_key.push('/');
        self.dedupe_key.push_str(part);
        self
    }
}
