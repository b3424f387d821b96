//! E-mail addresses: normal form, Gmail's mailboxes, validity, and silence in logs.

use super::*;
use proptest::prelude::*;

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

#[test]
fn gmail_spellings_reach_one_mailbox() {
    // scenario 75
    let one = email("Jane.Doe+vip@Gmail.com");
    let other = email("janedoe@googlemail.com");
    assert_eq!(one.mailbox(), "janedoe@gmail.com");
    assert_eq!(one.mailbox(), other.mailbox());
    assert_ne!(one, other);
    assert_eq!(one.normal(), "jane.doe+vip@gmail.com");
    assert_eq!(one.reasons(), ["lower_cased", "gmail_tag_removed", "gmail_dots_removed"]);
    assert_eq!(other.reasons(), ["googlemail_is_gmail"]);
}

#[test]
fn other_domains_keep_dots_and_tags() {
    // scenario 75
    assert_ne!(email("jane.doe@corp.com").mailbox(), email("janedoe@corp.com").mailbox());
    assert_eq!(email("Jane.Doe+x@Corp.com").mailbox(), "jane.doe+x@corp.com");
    // An address at Gmail that is only a tag keeps its text.
    assert_eq!(email("+x@gmail.com").mailbox(), "+x@gmail.com");
}

#[test]
fn ends_and_case_do_not_matter() {
    // scenario 75: trailing space, internationalised domain
    for text in ["jane@müller.de ", "\u{A0}Jane@MÜLLER.de\u{200B}", "\u{FEFF}jane@müller.DE\n"] {
        assert_eq!(email(text), email("jane@müller.de"));
        assert_eq!(email(text).domain(), "müller.de");
        assert_eq!(email(text).given(), text);
    }
    assert_eq!(email(" Jane@x.org").reasons(), ["trimmed", "lower_cased"]);
    assert!(email("jane@x.org").reasons().is_empty());
}

#[test]
fn invalid_addresses_are_refused() {
    // scenario 75
    let table = [
        ("", EmailError::Blank),
        (" \u{A0}", EmailError::Blank),
        ("jane", EmailError::NotOneAt),
        ("@x.org", EmailError::NotOneAt),
        ("jane@", EmailError::NotOneAt),
        ("a@b@x.org", EmailError::NotOneAt),
        ("ja ne@x.org", EmailError::IllegalCharacter),
        ("jane@x.org,joe", EmailError::IllegalCharacter),
        ("<jane@x.org>", EmailError::IllegalCharacter),
        ("ja\u{200B}ne@x.org", EmailError::IllegalCharacter),
        ("jane@localhost", EmailError::BadDomain),
        ("jane@x..org", EmailError::BadDomain),
        ("jane@x.org.", EmailError::BadDomain),
        ("jane@-x.org", EmailError::BadDomain),
        ("jane@x_y.org", EmailError::BadDomain),
    ];
    for (text, error) in table {
        assert_eq!(Email::parse(text).unwrap_err(), error, "{text}");
    }
    let long = format!("{}@x.org", "a".repeat(65));
    assert_eq!(Email::parse(&long).unwrap_err(), EmailError::TooLong);
    let label = format!("a@{}.org", "b".repeat(64));
    assert_eq!(Email::parse(&label).unwrap_err(), EmailError::BadDomain);
    let whole = format!("a@{}org", "bcd.".repeat(80));
    assert_eq!(Email::parse(&whole).unwrap_err(), EmailError::TooLong);
}

#[test]
fn the_address_is_never_printed() {
    assert_eq!(format!("{:?}", email("jane@x.org")), "Email(..)");
    let error = Email::parse("jane doe@x.org").unwrap_err().to_string();
    assert!(!error.contains("jane"), "{error}");
}

#[test]
fn json_is_the_normal_form() {
    assert_eq!(serde_json::to_string(&email(" Jane@X.org")).unwrap(), "\"jane@x.org\"");
}

proptest! {
    #[test]
    fn normal_form_and_mailbox_are_stable(
        local in "[A-Za-z0-9.+_-]{1,20}", domain in "(gmail|googlemail|Corp|müller)\\.(com|de)"
    ) {
        let first = email(&format!("{local}@{domain}"));
        prop_assert_eq!(&email(first.normal()), &first);
        let again = email(first.mailbox());
        prop_assert_eq!(again.mailbox(), first.mailbox());
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.normal()).unwrap(), email);
        }
    }
}
