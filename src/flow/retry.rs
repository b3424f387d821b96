//! When an answer is worth another attempt, and when that is due.
//!
//! R-Series gives `Retry-After` in seconds, X-Series as an HTTP date, Shopify's GraphQL answers
//! 200 with the code `THROTTLED` in its body.

use super::journal::Reply;
use crate::domain::time::Timestamp;
use crate::shopify::throttle;

/// A vendor that asks for more is not believed: the event would be forgotten.
const LONGEST_SECONDS: i64 = 86_400;

/// When a request is to be tried again; `None` when the answer stands.
#[must_use]
pub fn wait(reply: &Reply<'_>, attempt: u32) -> Option<Timestamp> {
    match reply.status {
        429 => Some(throttled(reply, attempt)),
        500..=599 => Some(back_off(reply.at, attempt)),
        _ => throttle::delay(reply.body).map(|seconds| later(reply.at, seconds)),
    }
}

/// When a write may be tried again, after a new look-up: it was throttled, so nothing happened,
/// or the vendor failed on it, so something may have.
#[must_use]
pub fn after_write(reply: &Reply<'_>, attempt: u32) -> Option<Timestamp> {
    wait(reply, attempt)
}

fn throttled(reply: &Reply<'_>, attempt: u32) -> Timestamp {
    let Some(value) = reply.header("retry-after") else { return back_off(reply.at, attempt) };
    let value = value.trim();
    if let Ok(seconds) = value.parse::<i64>() {
        return later(reply.at, seconds.clamp(1, LONGEST_SECONDS));
    }
    match Timestamp::parse_http_date(value) {
        // The vendor's clock may be behind ours: one second at least.
        Ok(due) => due.max(later(reply.at, 1)),
        Err(_) => back_off(reply.at, attempt),
    }
}

/// One second, then two, four, eight.
#[must_use]
pub fn back_off(at: Timestamp, attempt: u32) -> Timestamp {
    let doublings = attempt.saturating_sub(1).min(6);
    later(at, 1_i64.checked_shl(doublings).unwrap_or(64))
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add_seconds(seconds).unwrap_or(at)
}
