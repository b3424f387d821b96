//! The keys a customer is looked up by: e-mail and phone in their normal forms.

use crate::domain::email::Email;
use crate::domain::phone::{Country, Phone};
use crate::report::{Fact, Log, rule};

/// A key, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The normal form.
    pub normal: Option<String>,
    /// A second form: the mailbox of an e-mail address, the extension of a phone number.
    pub detail: Option<String>,
    /// What was done, or why nothing came of it.
    pub reasons: Vec<String>,
}

/// The key of an e-mail address.
pub fn email(given: Option<&str>, log: &mut Log) -> Key {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
        return Key { reasons: vec!["not_given".to_owned()], ..Key::default() };
    };
    let key = match Email::parse(given) {
        Ok(email) => {
            let mailbox = email.mailbox();
            Key {
                detail: (mailbox != email.normal()).then(|| mailbox.to_owned()),
                reasons: email.reasons().iter().map(ToString::to_string).collect(),
                normal: Some(email.normal().to_owned()),
            }
        }
        Err(error) => Key { reasons: vec![error.to_string()], ..Key::default() },
    };
    log.explain(rule::EMAIL_NORMAL, &"customer/email", || {
        (
            vec![("email", Fact::Path("$.email".to_owned())), ("steps", steps(&key))],
            result(&key, "$.output.email"),
        )
    });
    key
}

/// The key of a phone number.
pub fn phone(given: Option<&str>, country: Option<Country>, log: &mut Log) -> Key {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
        return Key { reasons: vec!["not_given".to_owned()], ..Key::default() };
    };
    let key = match Phone::parse(given, country) {
        Ok(phone) => Key {
            normal: Some(phone.e164().to_owned()),
            detail: phone.extension().map(str::to_owned),
            reasons: phone.reasons().iter().map(ToString::to_string).collect(),
        },
        Err(error) => Key { reasons: vec![error.to_string()], ..Key::default() },
    };
    log.explain(rule::PHONE_NORMAL, &"customer/phone", || {
        (
            vec![("phone", Fact::Path("$.phone".to_owned())), ("steps", steps(&key))],
            result(&key, "$.output.phone"),
        )
    });
    key
}

fn steps(key: &Key) -> Fact {
    Fact::List(key.reasons.iter().map(|reason| Fact::Text(reason.clone())).collect())
}

/// The normal form is personal: the reason only says where it stands.
fn result(key: &Key, path: &str) -> Fact {
    match key.normal {
        Some(_) => Fact::Path(format!("{path}.normal")),
        None => Fact::Nothing,
    }
}
