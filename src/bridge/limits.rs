//! What the module accepts at most. Reaching a limit is a coded refusal, never a trap.

use crate::report::{Code, Issue};

/// Bytes of one body, context or envelope: a Shopify order of 10,000 lines has about 12 MB, two
/// catalogues of 10,000 have 24 MB.
pub const MAX_BODY_BYTES: usize = 32_000_000;

/// Bytes of all answers of a task.
pub const MAX_ANSWER_BYTES: usize = 2_000_000;

/// Refuses what is longer than a body may be.
///
/// # Errors
/// `TOO_LARGE` at `path`.
pub fn body(bytes: &[u8], path: &str) -> Result<(), Issue> {
    if bytes.len() <= MAX_BODY_BYTES {
        return Ok(());
    }
    let message = format!("{} bytes are more than {MAX_BODY_BYTES}", bytes.len());
    Err(Issue::new(Code::TooLarge, path, message))
}
