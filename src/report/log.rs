//! Collects what a decision has to say while it decides.

use super::exception::Exception;
use super::explanation::{Explanation, sentence};
use super::fact::{Fact, Facts};
use super::rule::Rule;
use crate::domain::number::push_count;

/// How much is explained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    None,
    /// Rule, inputs, result.
    #[default]
    Reasons,
    /// The reasons with a sentence each.
    Text,
}

/// What an explanation is about. It is put into words only when somebody wants them.
pub trait Subject {
    /// Puts the words behind `text`.
    fn put(&self, text: &mut String);
}

impl Subject for &str {
    fn put(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Subject for String {
    fn put(&self, text: &mut String) {
        text.push_str(self);
    }
}

/// The explanations and exceptions of one decision, in the order they arose.
#[derive(Clone, Debug, Default)]
pub struct Log {
    level: Level,
    /// The reasons.
    pub explanations: Vec<Explanation>,
    /// What a person must look at.
    pub exceptions: Vec<Exception>,
}

impl Log {
    /// An empty log that explains as much as `level` says.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self { level, ..Self::default() }
    }

    /// Records why `subject` has the value `result`. The facts are made, and the subject put into
    /// words, only when somebody wants them.
    pub fn explain(
        &mut self,
        rule: Rule,
        subject: &dyn Subject,
        facts: impl FnOnce() -> (Vec<(&'static str, Fact)>, Fact),
    ) {
        if self.level == Level::None {
            return;
        }
        let (inputs, result) = facts();
        self.push(rule, subject, Facts(inputs), result);
    }

    #[inline(never)]
    fn push(&mut self, rule: Rule, subject: &dyn Subject, inputs: Facts, result: Fact) {
        let text = (self.level == Level::Text).then(|| sentence(rule, &inputs, &result));
        let number = self.explanations.len().saturating_add(1);
        let mut words = String::with_capacity(64);
        subject.put(&mut words);
        let mut id = String::with_capacity(8);
        id.push('e');
        push_count(&mut id, u64::try_from(number).unwrap_or_default());
        self.explanations.push(Explanation {
            id,
            rule: rule.id,
            subject: words,
            inputs,
            result,
            text,
        });
    }

    /// Raises an exception.
    pub fn raise(&mut self, exception: Exception) {
        self.exceptions.push(exception);
    }
}
