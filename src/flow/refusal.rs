//! A vendor that says no, or says something nobody can read.

use super::Tenant;
use super::finish::Stop;
use super::journal::{Journal, Reply};
use crate::lightspeed::Dialect;
use crate::report::{Code, Exception, Fact, Issue};

/// How much of a vendor's message is kept.
const MESSAGE_CHARS: usize = 300;

/// How a vendor fails whoever asks it.
pub const CODES: &[Code] = &[Code::VendorRefused, Code::VendorUnreadable, Code::VendorUnreachable];

/// The vendor refused the request of `step`.
pub fn of(journal: &Journal<'_>, tenant: Tenant<'_>, step: &str, reply: &Reply<'_>) -> Stop {
    said(journal, tenant.dialect, step, reply)
}

/// As [`of`], for whoever has no policy yet.
pub fn said(journal: &Journal<'_>, dialect: &dyn Dialect, step: &str, reply: &Reply<'_>) -> Stop {
    let message = dialect.refusal(reply.body).unwrap_or_default();
    saying(journal, step, reply.status, &message)
}

/// The vendor refused the request of `step` in these words.
pub fn saying(journal: &Journal<'_>, step: &str, status: u16, message: &str) -> Stop {
    let message: String = without_addresses(message).chars().take(MESSAGE_CHARS).collect();
    Exception::new(Code::VendorRefused, journal.subject())
        .with("step", step)
        .with("status", Fact::text(status))
        .with("message", message.as_str())
        .about(step)
        .into()
}

/// A vendor may repeat what it was sent: nothing with an e-mail address in it is kept.
fn without_addresses(message: &str) -> String {
    let words = message.split(' ').map(|word| if word.contains('@') { "[address]" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// The vendor's answer to `step` is not what its documentation says.
pub fn unreadable(journal: &Journal<'_>, step: &str, issue: &Issue) -> Stop {
    Exception::new(Code::VendorUnreadable, journal.subject())
        .with("step", step)
        .with("issue", Fact::text(issue))
        .about(step)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_the_vendors_words_is_not_kept() {
        let words = "Email \"jane@example.com\" is taken.";
        assert_eq!(without_addresses(words), "Email [address] is taken.");
    }
}
