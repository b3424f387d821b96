//! Reading text the same way everywhere: look-alike characters, and what messages show of it.

use std::borrow::Cow;

use serde::ser::{SerializeStruct, Serializer};

/// The ASCII twin of a full-width character or a Unicode dash; every other character as it is.
pub(crate) fn plain_char(c: char) -> char {
    match c {
        // The full-width forms repeat ASCII 0x21..=0x7E in the same order.
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        _ => c,
    }
}

/// Characters that print nothing and arrive by copy and paste: zero-width spaces and joiners,
/// the soft hyphen, direction marks, the byte order mark, control characters that are no space.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Without the spaces (any Unicode space) and invisible characters at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// At most 60 characters of a user's text, for an error message.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().to_owned();
            short.push('…');
            Cow::Owned(short)
        }
        None => Cow::Borrowed(text),
    }
}

/// Writes a text that is JSON already, of the kind that serde_json knows by `name`. Our own
/// writer, the only one that does not write for people, takes it as bytes.
pub(crate) fn serialize_written<S: Serializer>(
    name: &'static str,
    json: &[u8],
    to: S,
) -> Result<S::Ok, S::Error> {
    if !to.is_human_readable() {
        return to.serialize_bytes(json);
    }
    let mut part = to.serialize_struct(name, 1)?;
    part.serialize_field(name, std::str::from_utf8(json).unwrap_or_default())?;
    part.end()
}

/// Writes a text of which it is known that nothing in it is to be escaped; it is given in its quotes.
pub(crate) fn serialize_quoted<S: Serializer>(quoted: &[u8], to: S) -> Result<S::Ok, S::Error> {
    if !to.is_human_readable() {
        return to.serialize_bytes(quoted);
    }
    let text = quoted.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
    let text = text.and_then(|text| std::str::from_utf8(text).ok());
    to.serialize_str(text.unwrap_or_default())
}

/// The JSON Schema of a type that is written as a string.
#[cfg(feature = "schema")]
macro_rules! string_schema {
    ($type:ty, $name:literal, $pattern:expr, $description:literal, $($example:literal),+) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": $description,
                    "examples": [$($example),+],
                })
            }
        }
    };
}
#[cfg(feature = "schema")]
pub(crate) use string_schema;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_have_an_ascii_twin() {
        for (given, plain) in [('Ａ', 'A'), ('～', '~'), ('！', '!'), ('\u{2212}', '-'), ('é', 'é')]
        {
            assert_eq!(plain_char(given), plain);
        }
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(excerpt("short"), "short");
        let cut = excerpt(&"é".repeat(100)).into_owned();
        assert_eq!(cut.chars().count(), 61);
        assert!(cut.ends_with('…'));
    }

    #[cfg(feature = "schema")]
    #[test]
    fn schemas_describe_each_value() {
        use crate::domain::{ids, money, number, time};
        let schemas = [
            schemars::schema_for!(money::Money),
            schemars::schema_for!(number::DecimalText),
            schemars::schema_for!(time::Zone),
            schemars::schema_for!(time::Timestamp),
            schemars::schema_for!(ids::shopify::OrderId),
            schemars::schema_for!(ids::lightspeed::ItemId),
        ];
        for schema in schemas {
            let text = serde_json::to_string(&schema).unwrap();
            assert!(text.contains("\"description\""), "{text}");
            assert!(text.contains("\"pattern\"") || text.contains("\"format\""), "{text}");
        }
    }
}
