//! Keys of customers: their forms, their reasons, and nothing personal in an explanation.

use super::keys::{Key, email, phone};
use crate::domain::phone::Country;
use crate::report::Log;
use crate::report::log::Level;

fn both(given: Option<&str>) -> [(Key, Log); 2] {
    [email, |given: Option<&str>, log: &mut Log| phone(given, None, log)].map(
        |key: fn(Option<&str>, &mut Log) -> Key| {
            let mut log = Log::new(Level::Text);
            (key(given, &mut log), log)
        },
    )
}

#[test]
fn nothing_given_is_no_key_and_nothing_to_explain() {
    for given in [None, Some(""), Some(" \u{a0} ")] {
        for (key, log) in both(given) {
            assert_eq!(key, Key { reasons: vec!["not_given".to_owned()], ..Key::default() });
            assert!(log.explanations.is_empty());
        }
    }
}

#[test]
fn what_is_not_one_is_no_key_and_the_reason_does_not_repeat_it() {
    for (key, log) in both(Some("Rosa Lindqvist")) {
        assert_eq!((&key.normal, &key.detail), (&None, &None));
        let said = format!("{key:?} {:?}", log.explanations);
        assert!(!said.contains("Rosa") && !said.contains("Lindqvist"), "{said}");
        assert_eq!(log.explanations[0].result.words(), "nothing");
    }
}

#[test]
fn an_explanation_names_places_not_people() {
    let mut log = Log::new(Level::Text);
    let key = email(Some(" Rosa.L+x@Gmail.com"), &mut log);
    assert_eq!(key.normal.as_deref(), Some("rosa.l+x@gmail.com"));
    assert_eq!(key.detail.as_deref(), Some("rosal@gmail.com"));
    let key = phone(Some("020 7946 0958 x12"), Country::parse("GB").ok(), &mut log);
    assert_eq!((key.normal.as_deref(), key.detail.as_deref()), (Some("+442079460958"), Some("12")));
    let said = serde_json::to_string(&log.explanations).unwrap();
    for personal in ["Rosa", "rosa", "7946", "2079"] {
        assert!(!said.contains(personal), "{said}");
    }
    assert!(said.contains("$.email") && said.contains("$.output.phone.normal"), "{said}");
}

#[test]
fn the_second_form_is_there_only_when_it_is_another() {
    let mut log = Log::default();
    assert_eq!(email(Some("rosal@gmail.com"), &mut log).detail, None);
    assert_eq!(email(Some("rosa.l@corp.example"), &mut log).detail, None);
    assert_eq!(phone(Some("+15185550142"), None, &mut log).detail, None);
}

#[test]
fn the_same_digits_are_another_number_in_another_country() {
    let of = |country: &str| {
        phone(Some("020 7946 0958"), Country::parse(country).ok(), &mut Log::default()).normal
    };
    assert_eq!(of("GB").as_deref(), Some("+442079460958"));
    assert_eq!(of("NZ").as_deref(), Some("+642079460958"));
}
