//! Reads JSON into a type; what cannot be read is coded and located.

use serde::de::DeserializeOwned;

use super::codes::Code;
use super::issue::Issue;
use super::locate;

/// Reads `text` as a `T`.
///
/// # Errors
/// An [`Issue`] whose path starts with `$`, the document.
pub fn json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Issue> {
    serde_json::from_slice(text).map_err(|error| issue(text, &error))
}

fn issue(text: &[u8], error: &serde_json::Error) -> Issue {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let offset = offset_of(text, error.line(), error.column());
    if let Some(field) = quoted_after(message, "missing field ") {
        let path = locate::path_of_missing(text, offset, field);
        return Issue::new(Code::MissingField, path, format!("field `{field}` is missing"));
    }
    let path = locate::path_at(text, offset);
    if let Some((code, rest)) = prefixed(message) {
        return Issue::new(code, path, rest);
    }
    if let Some(field) = quoted_after(message, "unknown field ") {
        let expected = message.split_once(", expected ").map_or("no fields", |(_, rest)| rest);
        return Issue::new(Code::UnknownField, path, format!("there is no field `{field}`"))
            .with_hint(format!("The fields are {expected}."));
    }
    if let Some(field) = quoted_after(message, "duplicate field ") {
        return Issue::new(Code::DuplicateField, path, format!("field `{field}` stands twice"));
    }
    let code = match error.classify() {
        serde_json::error::Category::Data if message.starts_with("invalid type") => Code::WrongType,
        serde_json::error::Category::Data => Code::InvalidValue,
        _ if message.starts_with("recursion limit") => Code::TooDeep,
        _ => Code::InvalidJson,
    };
    Issue::new(code, path, message)
}

/// Types of ours begin a message with the code they mean.
fn prefixed(message: &str) -> Option<(Code, &str)> {
    const CODES: [Code; 3] = [Code::UnsafeNumber, Code::WrongContract, Code::TooLarge];
    let (id, rest) = message.split_once(": ")?;
    let code = CODES.into_iter().find(|code| code.id() == id)?;
    Some((code, rest))
}

fn quoted_after<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    message.strip_prefix(start)?.strip_prefix('`')?.split('`').next()
}

/// serde_json counts lines and columns from 1, columns in bytes.
fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let mut start = 0_usize;
    for _ in 1..line {
        let rest = text.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n') else { break };
        start = start.saturating_add(length).saturating_add(1);
    }
    start.saturating_add(column)
}
