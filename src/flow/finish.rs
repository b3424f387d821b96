//! How a flow ends.

use crate::contract::io::Event;
use crate::contract::outcome::Checked;
use crate::contract::setup::Setup;
use crate::contract::store::Row;
use crate::domain::time::Timestamp;
use crate::report::{Code, Exception, Issue};

/// What a flow leaves behind.
#[derive(Clone, Debug, Default)]
pub struct Finish {
    /// Rows to store with the end of the task.
    pub commit: Vec<Row>,
    /// What a person must look at.
    pub exceptions: Vec<Exception>,
    /// What was examined.
    pub checked: Vec<Checked>,
    /// When the same event is to be looked at again.
    pub again_at: Option<Timestamp>,
    /// What is to be looked at after this.
    pub next: Vec<Event>,
    /// What is to be looked at after this, not before a moment.
    pub next_at: Vec<(Timestamp, Event)>,
    /// What set-up proposes.
    pub setup: Option<Box<Setup>>,
}

impl Finish {
    /// A finish that raises exceptions about `subject`, of which `codes` were examined.
    #[must_use]
    pub fn with(exceptions: Vec<Exception>, subject: &str, codes: &[Code]) -> Self {
        let checked = Checked { subject: subject.to_owned(), codes: codes.to_vec() };
        Self { exceptions, checked: vec![checked], ..Self::default() }
    }
}

/// Why a flow cannot go on.
#[derive(Clone, Debug)]
pub enum Stop {
    /// A person must look at it.
    Exception(Exception),
    /// It is too early: the same event again, at that time.
    Later {
        /// When.
        at: Timestamp,
        /// What to say about it until then.
        exception: Option<Exception>,
    },
    /// The input cannot be worked with.
    Refused(Issue),
}

impl Stop {
    /// What a flow leaves behind that was stopped like this, having examined `codes`.
    ///
    /// # Errors
    /// The issue, if it is input that cannot be worked with.
    pub fn finish(self, subject: &str, codes: &[Code]) -> Result<Finish, Issue> {
        match self {
            Self::Exception(exception) => Ok(Finish::with(vec![exception], subject, codes)),
            Self::Later { at, exception } => Ok(Finish {
                again_at: Some(at),
                exceptions: exception.into_iter().collect(),
                ..Finish::default()
            }),
            Self::Refused(issue) => Err(issue),
        }
    }
}

impl From<Exception> for Stop {
    fn from(exception: Exception) -> Self {
        Self::Exception(exception)
    }
}

impl From<Issue> for Stop {
    fn from(issue: Issue) -> Self {
        Self::Refused(issue)
    }
}
