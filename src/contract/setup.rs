//! What set-up came to: the configuration, why, and what only a person can say.

use serde::Serialize;

use super::config::DraftConfig;
use crate::domain::setup::{Choice, Made, Question};

/// What set-up came to. In a preview nothing of it exists yet: the ids of what is to be made are
/// missing from the configuration.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setup {
    /// Whether the configuration is complete.
    pub complete: bool,
    /// The configuration as far as it is known.
    pub config: DraftConfig,
    /// What was added to it, and why.
    pub choices: Vec<Choice>,
    /// What only a person can say.
    pub questions: Vec<Question>,
    /// What was made in the two systems; in a preview, what is to be made.
    pub made: Vec<Made>,
}
