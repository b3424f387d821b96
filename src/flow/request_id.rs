//! Request ids: `step#attempt-digest`.
//!
//! The digest is of the content alone: when a request may be sent does not change what it is.

use crate::contract::io::{Effect, Request, System};
use crate::domain::digest;

/// What a request is, as 96 bits.
#[must_use]
#[inline(never)]
pub fn content(request: &Request) -> String {
    let system = match request.system {
        System::Shopify => "shopify",
        System::Lightspeed => "lightspeed",
        System::Store => "store",
    };
    let effect = match request.effect {
        Effect::Read => "read",
        Effect::Write => "write",
    };
    let key = request.natural_key.as_deref().unwrap_or_default();
    let body = request.body.as_ref().map_or("", |body| body.get());
    let mut parts: Vec<&[u8]> = vec![
        system.as_bytes(),
        effect.as_bytes(),
        key.as_bytes(),
        request.method.as_bytes(),
        request.path.as_bytes(),
        body.as_bytes(),
    ];
    for (name, value) in request.query.iter().chain(request.headers.iter()) {
        parts.push(name.as_bytes());
        parts.push(value.as_bytes());
    }
    digest::hex96(parts)
}

/// The part of an id that names step and attempt.
#[must_use]
pub fn stem(step: &str, attempt: u32) -> String {
    format!("{step}#{attempt}-")
}

/// The id of `attempt` at `step` with this content.
#[must_use]
pub fn id(step: &str, attempt: u32, content: &str) -> String {
    format!("{step}#{attempt}-{content}")
}
