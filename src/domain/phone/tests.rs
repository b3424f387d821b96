//! Phone numbers: the formats people write, trunk prefixes, extensions, and silence in logs.

use super::*;
use proptest::prelude::*;

fn country(code: &str) -> Option<Country> {
    (!code.is_empty()).then(|| Country::parse(code).unwrap())
}

fn phone(text: &str, default: &str) -> Result<Phone, PhoneError> {
    Phone::parse(text, country(default))
}

fn e164(text: &str, default: &str) -> String {
    phone(text, default).map_or_else(|e| format!("{e:?}: {text}"), |p| p.e164().to_owned())
}

#[test]
fn one_number_in_many_formats() {
    // scenario 77
    for text in [
        "+442079460958",
        "+44 20 7946 0958",
        "+44 (0)20 7946-0958",
        "0044 20 7946 0958",
        "(020) 7946 0958",
        "020.7946.0958",
        "2079460958",
        "442079460958",
        "(+44) 020 7946 0958",
        "０２０ ７９４６ ０９５８",
        "\u{202A}+44\u{A0}20\u{2011}7946\u{2013}0958\u{202C}",
        "tel:+44-20-7946-0958",
    ] {
        assert_eq!(e164(text, "GB"), "+442079460958", "{text}");
    }
}

#[test]
fn national_forms_are_read_in_the_default_country() {
    // scenario 77: the outlet's country; the same digits in another country are another number
    let table = [
        ("(202) 555-0123", "US", "+12025550123"),
        ("1-202-555-0123", "US", "+12025550123"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("416 555 0123", "CA", "+14165550123"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("912 345 67 89", "RU", "+79123456789"),
        ("800 123 45 67", "RU", "+78001234567"),
        ("8 701 234 5678", "KZ", "+77012345678"),
        ("06 30 123 4567", "HU", "+36301234567"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("0412 345 678", "AU", "+61412345678"),
        ("0011 44 20 7946 0958", "AU", "+442079460958"),
        ("010 44 20 7946 0958", "JP", "+442079460958"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("8 029 123 45 67", "BY", "+375291234567"),
        ("8 612 34567", "LT", "+37061234567"),
        ("030/123456", "DE", "+4930123456"),
        ("20 12 34 56", "DK", "+4520123456"),
    ];
    for (text, default, expected) in table {
        assert_eq!(e164(text, default), expected, "{text} {default}");
    }
    assert_ne!(e164("020 7946 0958", "GB"), e164("020 7946 0958", "NL"));
}

#[test]
fn international_forms_need_no_country() {
    assert_eq!(e164("+39 06 1234 5678", ""), "+390612345678");
    assert_eq!(e164("+39 (0)6 1234 5678", ""), "+390612345678");
    assert_eq!(e164("+45 (0) 20 12 34 56", ""), "+4520123456");
    assert_eq!(e164("0049 30 123456", ""), "+4930123456");
    assert_eq!(phone("020 7946 0958", ""), Err(PhoneError::MissingCountry));
    assert_eq!(phone("011 44 20 7946 0958", ""), Err(PhoneError::MissingCountry));
}

#[test]
fn extensions_are_kept_apart() {
    // scenario 77
    for text in [
        "+1 202 555 0123 ext. 12",
        "+1 202 555 0123 x12",
        "+1-202-555-0123;ext=12",
        "+1 202 555 0123 #12",
        "(202) 555-0123 Extension: 12",
        "+12025550123 EXT12",
    ] {
        let read = phone(text, "US").unwrap();
        assert_eq!((read.e164(), read.extension()), ("+12025550123", Some("12")), "{text}");
        assert!(read.reasons().contains(&"extension_split"));
    }
    assert_ne!(phone("+12025550123 x1", ""), phone("+12025550123", ""));
    for text in ["+12025550123 x", "+12025550123 ext twelve", "+12025550123 x123456789012"] {
        assert_eq!(phone(text, ""), Err(PhoneError::BadExtension), "{text}");
    }
}

#[test]
fn what_is_no_phone_number_is_refused() {
    let table = [
        ("", "US", PhoneError::Blank),
        (" - ", "US", PhoneError::Blank),
        ("+", "US", PhoneError::Blank),
        ("call me", "US", PhoneError::IllegalCharacter),
        ("1-800-FLOWERS", "US", PhoneError::IllegalCharacter),
        ("202 555 0123, 4", "US", PhoneError::IllegalCharacter),
        ("20+25550123", "US", PhoneError::IllegalCharacter),
        ("++12025550123", "US", PhoneError::IllegalCharacter),
        ("555-0123", "US", PhoneError::TooShort),
        ("+1 202 555 012", "", PhoneError::TooShort),
        ("+1 202 555 01234", "", PhoneError::TooLong),
        ("+7 912 345 67 8", "", PhoneError::TooShort),
        ("+4412", "", PhoneError::TooShort),
        ("+44 00 20 7946 0958", "", PhoneError::TooShort),
        ("+4412345678901234", "", PhoneError::TooLong),
        ("+999 1234 5678", "", PhoneError::UnknownCallingCode),
    ];
    for (text, default, error) in table {
        assert_eq!(phone(text, default), Err(error), "{text}");
    }
    assert_eq!(phone(&"1".repeat(5000), "US"), Err(PhoneError::TooLong));
}

#[test]
fn reasons_name_the_steps() {
    let steps = |text, default| phone(text, default).unwrap().reasons();
    assert!(steps("+442079460958", "").is_empty());
    let national = ["punctuation_removed", "default_country", "trunk_removed"];
    assert_eq!(steps("(020) 7946 0958", "GB"), national);
    assert_eq!(steps("00442079460958", ""), ["international_prefix"]);
    assert_eq!(steps("442079460958", "GB"), ["plus_missing"]);
    assert_eq!(steps("+4402079460958", ""), ["trunk_removed"]);
    assert_eq!(steps("+12025550123x1", ""), ["extension_split"]);
}

#[test]
fn the_number_is_never_printed() {
    assert_eq!(format!("{:?}", phone("+442079460958", "")), "Ok(Phone(..))");
    for text in ["020 7946 0958", "2079460958", "+44 20 7946 O958"] {
        let error = phone(text, "").unwrap_err().to_string();
        assert!(!error.contains("7946"), "{error}");
    }
}

#[test]
fn json_is_e164() {
    let read = phone("(202) 555-0123 x12", "US").unwrap();
    let json = serde_json::to_string(&read).unwrap();
    assert_eq!(json, "\"+12025550123;ext=12\"");
    assert_eq!(phone(json.trim_matches('"'), "").unwrap(), read);
}

#[test]
fn countries() {
    let gb = Country::parse("gb").unwrap();
    assert_eq!((gb.code(), gb.calling_code(), gb.to_string().as_str()), ("GB", "44", "GB"));
    assert_eq!(Country::parse("VA").unwrap().calling_code(), "39");
    for text in ["", "G", "UK", "ZZ", "GBR", "44", "é"] {
        assert!(Country::parse(text).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&gb).unwrap(), "\"GB\"");
}

proptest! {
    #[test]
    fn reading_e164_again_changes_nothing(
        text in "(\\+|00)?[0-9 ().-]{5,18}( x[0-9]{1,3})?",
        code in prop::sample::select(vec!["US", "GB", "IT", "RU", "HU", "DE", "MX", "AU", "CI", "BY"])
    ) {
        if let Ok(first) = phone(&text, code) {
            let again = phone(first.e164(), "").unwrap();
            prop_assert_eq!(again.e164(), first.e164());
            prop_assert_eq!(&phone(first.e164(), code).unwrap().e164, &first.e164);
            prop_assert_eq!(phone(&first.text(), "").unwrap(), first);
        }
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        if let Ok(phone) = phone(&text, "GB") {
            prop_assert!((8..=16).contains(&phone.e164().len()));
        }
    }
}
