//! What a person must look at: one record, one reason, one owner, one next step.

use serde::Serialize;

use super::codes::{Code, Owner, Severity};
use super::fact::{Fact, Facts};

/// A record that could not be decided safely.
///
/// It is one pointer wide, so that building one up costs little code where it is raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Exception(Box<Report>);

/// What an [`Exception`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
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

/// An exception is its report: the pointer is nobody else's business.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Exception {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Exception".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Report::json_schema(generator);
        let words = "A record that could not be decided safely.";
        schema.insert("description".to_owned(), words.into());
        schema
    }
}

impl std::ops::Deref for Exception {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl Exception {
    /// An exception of `code` about `subject`, with the code's own words.
    #[inline(never)]
    pub fn new(code: Code, subject: &str) -> Self {
        let entry = code.entry();
        Self(Box::new(Report {
            code,
            severity: entry.severity,
            owner: entry.owner,
            subject: subject.to_owned(),
            summary: entry.meaning.to_owned(),
            evidence: Facts::default(),
            next_step: entry.next_step.to_owned(),
            dedupe_key: format!("{}:{subject}", entry.id),
        }))
    }

    /// Adds a piece of evidence.
    #[must_use]
    pub fn with(self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.with_fact(name, fact.into())
    }

    #[inline(never)]
    fn with_fact(mut self, name: &'static str, fact: Fact) -> Self {
        self.add(name, fact);
        self
    }

    /// The same, to one that was raised already.
    pub fn add(&mut self, name: &'static str, fact: Fact) {
        self.0.evidence.0.push((name, fact));
    }

    /// Says it in words of its own.
    #[must_use]
    pub fn saying(mut self, summary: impl Into<String>) -> Self {
        self.0.summary = summary.into();
        self
    }

    /// Tells it apart from others of the same code and subject.
    #[must_use]
    #[inline(never)]
    pub fn about(mut self, part: &str) -> Self {
        self.0.dedupe_key.push('/');
        self.0.dedupe_key.push_str(part);
        self
    }
}
