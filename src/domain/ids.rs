//! Ids of the two systems, one type each: an order id is never taken for a variant id.

use std::fmt;

pub mod lightspeed;
pub mod shopify;
#[cfg(test)]
mod tests;

/// Why text or a number is no id of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// Neither a gid nor a number of this kind, or not the characters and length of an id.
    Malformed {
        /// The kind that was asked for.
        expected: &'static str,
        /// The start of what came.
        text: String,
    },
    /// The gid of another kind.
    WrongKind {
        /// The kind that was asked for.
        expected: &'static str,
        /// The kind that came.
        found: String,
    },
    /// Zero is no id; vendors write it for "none".
    Zero {
        /// The kind that was asked for.
        expected: &'static str,
    },
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { expected, text } => write!(f, "`{text}` is not a {expected} id"),
            Self::WrongKind { expected, found } => {
                write!(f, "id of kind `{found}` where {expected} is expected")
            }
            Self::Zero { expected } => write!(f, "`0` is not a {expected} id"),
        }
    }
}

impl std::error::Error for IdError {}
