//! What people read: codes, exceptions, explanations, and where in a document something is wrong.

pub mod codes;
pub mod exception;
pub mod explanation;
pub mod fact;
pub mod issue;
pub mod journal;
pub mod json;
mod locate;
pub mod log;
mod raw;
pub mod read;
pub mod rule;
#[cfg(test)]
mod tests;
pub mod write;

pub use codes::Code;
pub use exception::Exception;
pub use explanation::Explanation;
pub use fact::Fact;
pub use issue::Issue;
pub use json::{Json, Node, Part, Shape, Value};
pub use log::{Log, Subject};
pub use raw::RawJson;
pub use read::FromJson;
pub use rule::Rule;
