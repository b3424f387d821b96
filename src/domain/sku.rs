//! SKUs: the text as given, and a normal form in which look-alikes are equal.

use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A SKU that is not blank. Two SKUs are equal if their normal forms are.
///
/// The normal form: no spaces or invisible characters at the ends, runs of spaces inside are one
/// space, Unicode dashes are `-`, full-width characters are ASCII, lower case. Leading zeros
/// stay: `00123` is not `123`.
#[derive(Clone, Debug)]
pub struct Sku {
    given: Box<str>,
    normal: Box<str>,
}

impl Sku {
    /// Reads a SKU; `None` if it is blank. A blank SKU is equal to nothing, so it is no `Sku`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let normal = normalise(text);
        (!normal.is_empty()).then(|| Self { given: text.into(), normal: normal.into() })
    }

    /// The normal form, for comparing.
    #[must_use]
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The text as it was given, for showing.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }
}

fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !text::is_invisible(c) {
            if space && !normal.is_empty() {
                normal.push(' ');
            }
            space = false;
            normal.extend(text::plain_char(c).to_lowercase());
        }
    }
    normal
}

impl PartialEq for Sku {
    fn eq(&self, other: &Self) -> bool {
        self.normal == other.normal
    }
}

impl Eq for Sku {}

impl PartialOrd for Sku {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sku {
    fn cmp(&self, other: &Self) -> Ordering {
        self.normal.cmp(&other.normal)
    }
}

/// The text as given.
impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.given)
    }
}

impl Serialize for Sku {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.given)
    }
}

#[cfg(feature = "schema")]
text::string_schema!(Sku, "Sku", r"\S", "A SKU, not blank; compared in normal form.", "ABC-1");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> Option<String> {
        Sku::parse(text).map(|sku| sku.normal().to_owned())
    }

    #[test]
    fn look_alikes_are_equal() {
        // scenario 15
        let same = [
            "ABC-1",
            " ABC-1",
            "abc-1",
            "ABC\u{2011}1",
            "ABC\u{2010}1",
            "ABC\u{2212}1",
            "ABC\u{FF0D}1",
            "ABC-1\u{A0}",
            "\u{FEFF}ABC-1",
            "ABC\u{200B}-1",
            "ＡＢＣ－１",
            "\tAbC-1\r\n",
        ];
        for text in same {
            assert_eq!(normal(text).as_deref(), Some("abc-1"), "{text:?}");
            assert_eq!(Sku::parse(text), Sku::parse("ABC-1"));
            assert_eq!(Sku::parse(text).unwrap().given(), text);
        }
    }

    #[test]
    fn different_skus_stay_different() {
        // scenario 15: leading zeros are part of the SKU
        for (a, b) in [("00123", "123"), ("ABC-1", "ABC1"), ("A B", "AB"), ("O1", "01")] {
            assert_ne!(Sku::parse(a), Sku::parse(b), "{a} {b}");
        }
        assert_eq!(normal("00123").as_deref(), Some("00123"));
    }

    #[test]
    fn inner_spaces_are_one_space() {
        assert_eq!(normal("A \u{A0} \u{3000}B").as_deref(), Some("a b"));
        assert_eq!(normal("A\u{200B} B").as_deref(), Some("a b"));
    }

    #[test]
    fn blank_is_no_sku() {
        for text in ["", " ", "\u{A0}\u{FEFF}", "\u{200B}", "\u{3000}\t\u{0}"] {
            assert!(Sku::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn json_keeps_the_given_text() {
        let sku = Sku::parse(" Abc-1").unwrap();
        assert_eq!(serde_json::to_string(&sku).unwrap(), "\" Abc-1\"");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in any::<String>()) {
            if let Some(first) = normal(&text) {
                prop_assert_eq!(normal(&first), Some(first));
            }
        }

        #[test]
        fn spaces_around_never_matter(text in "[ -~]{1,20}") {
            prop_assert_eq!(normal(&format!("\u{A0}\u{200B} {text}\u{3000}")), normal(&text));
        }
    }
}
