//! Collects what a decision has to say while it decides.

use std::fmt;

use super::exception::Exception;
use super::explanation::{Explanation, sentence};
use super::fact::{Fact, Facts};
use super::rule::Rule;

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
        subject: &dyn fmt::Display,
        facts: impl FnOnce() -> (Vec<(&'static str, Fact)>, Fact),
    ) {
        if self.level == Level::None {
            return;
        }
        let (inputs, result) = facts();
        self.push(rule, subject, Facts(inputs), result);
    }

    #[inline(never)]
    fn push(&mut self, rule: Rule, subject: &dyn fmt::Display, inputs: Facts, result: Fact) {
        let text = (self.level == Level::Text).then(|| sentence(rule, &inputs, &result));
        let number = self.explanations.len().saturating_add(1);
        self.explanations.push(Explanation {
            id: format!("e{number}"),
            rule: rule.id,
            subject: subject.to_string(),
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
