//! E-mail addresses: a normal form, and the mailbox behind Gmail's spellings.

use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Lengths in bytes, from RFC 5321.
const MAX_LENGTH: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// An e-mail address. Two addresses are equal if their normal forms are.
///
/// The normal form has no spaces at its ends and is lower case, the local part too: in theory it
/// may be case-sensitive, in practice no provider that customers use tells the cases apart.
/// Personal data: `Debug` does not print it and there is no `Display`.
#[derive(Clone)]
pub struct Email {
    given: Box<str>,
    normal: Box<str>,
    mailbox: Box<str>,
    reasons: Vec<&'static str>,
}

/// Why text is no e-mail address. Never carries the text: it is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing but spaces.
    Blank,
    /// Not exactly one `@`, or nothing on one side of it.
    NotOneAt,
    /// A space, a control character or a character that is not allowed without quotes.
    IllegalCharacter,
    /// A domain without a dot, or with an empty or malformed part.
    BadDomain,
    /// More than 254 bytes, or more than 64 before the `@`.
    TooLong,
}

impl fmt::Display for EmailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "blank e-mail address",
            Self::NotOneAt => "e-mail address without exactly one `@` between two parts",
            Self::IllegalCharacter => "e-mail address with an illegal character",
            Self::BadDomain => "e-mail address with a malformed domain",
            Self::TooLong => "e-mail address too long",
        })
    }
}

impl std::error::Error for EmailError {}

impl Email {
    /// Reads an address. Pragmatic: what a mail provider would accept, not all that the grammar
    /// allows (no quoted local part, no IP address as domain).
    ///
    /// # Errors
    /// Each [`EmailError`].
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let trimmed = text::trim(text);
        if trimmed.is_empty() {
            return Err(EmailError::Blank);
        }
        let normal = trimmed.to_lowercase();
        let mut reasons = Vec::new();
        if trimmed.len() != text.len() {
            reasons.push("trimmed");
        }
        if normal != trimmed {
            reasons.push("lower_cased");
        }
        let (local, domain) = split(&normal)?;
        let mailbox = mailbox(local, domain, &mut reasons).unwrap_or_else(|| normal.clone());
        Ok(Self { given: text.into(), normal: normal.into(), mailbox: mailbox.into(), reasons })
    }

    /// The address as it was given.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The normal form: trimmed, lower case.
    #[must_use]
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The part after the `@` of the normal form.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.normal.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The mailbox the address reaches: for `gmail.com` and `googlemail.com` without dots and
    /// `+tag` at `gmail.com`, for every other domain the normal form.
    #[must_use]
    pub fn mailbox(&self) -> &str {
        &self.mailbox
    }

    /// The steps from the given text to [`Email::mailbox`], in order: `trimmed`, `lower_cased`
    /// (up to here also to [`Email::normal`]), `gmail_tag_removed`, `gmail_dots_removed`,
    /// `googlemail_is_gmail`.
    #[must_use]
    pub fn reasons(&self) -> Vec<&'static str> {
        self.reasons.clone()
    }
}

fn split(address: &str) -> Result<(&str, &str), EmailError> {
    if address.len() > MAX_LENGTH {
        return Err(EmailError::TooLong);
    }
    let (local, domain) = address.split_once('@').ok_or(EmailError::NotOneAt)?;
    if local.is_empty() || domain.is_empty() || domain.contains('@') {
        return Err(EmailError::NotOneAt);
    }
    let illegal = |c: char| {
        c.is_whitespace() || c.is_control() || text::is_invisible(c) || "()<>[]\\,;:\"".contains(c)
    };
    if address.chars().any(illegal) {
        return Err(EmailError::IllegalCharacter);
    }
    if local.len() > MAX_LOCAL {
        return Err(EmailError::TooLong);
    }
    // A letter outside ASCII is an internationalised domain name, kept as it is written.
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii();
    let bad = |label: &str| {
        label.is_empty()
            || label.len() > MAX_LABEL
            || label.starts_with('-')
            || label.ends_with('-')
            || !label.chars().all(legal)
    };
    if !domain.contains('.') || domain.split('.').any(bad) {
        return Err(EmailError::BadDomain);
    }
    Ok((local, domain))
}

/// Gmail delivers `j.doe+tag@googlemail.com` to `jdoe@gmail.com`. `None` for other domains.
fn mailbox(local: &str, domain: &str, reasons: &mut Vec<&'static str>) -> Option<String> {
    if domain != "gmail.com" && domain != "googlemail.com" {
        return None;
    }
    let untagged = local.split_once('+').map_or(local, |(name, _)| name);
    let mut mailbox = untagged.replace('.', "");
    if mailbox.is_empty() {
        return None;
    }
    if untagged != local {
        reasons.push("gmail_tag_removed");
    }
    if mailbox != untagged {
        reasons.push("gmail_dots_removed");
    }
    if domain != "gmail.com" {
        reasons.push("googlemail_is_gmail");
    }
    mailbox.push_str("@gmail.com");
    Some(mailbox)
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.normal == other.normal
    }
}

impl Eq for Email {}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.normal.cmp(&other.normal)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

/// The normal form.
impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.normal)
    }
}

#[cfg(feature = "schema")]
text::string_schema!(
    Email,
    "Email",
    "^[^@]+@[^@]+$",
    "An e-mail address; written trimmed and in lower case.",
    "jane@example.com"
);

#[cfg(test)]
mod tests;
