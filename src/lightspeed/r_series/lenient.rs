//! R-Series' way with lists: one element collapses to an object, an empty relation is `""` or
//! not there at all.
//!
//! Source: Rdoc tutorials/searching.md, and recorded answers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// None, one or many of `T`, however they are spelled.
#[derive(Clone, Debug)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object, a list of objects or an empty text")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
        let mut many = Vec::new();
        while let Some(one) = seq.next_element()? {
            many.push(one);
        }
        Ok(Many(many))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
        let one = T::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Many(vec![one]))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Many<T>, E> {
        match text.is_empty() {
            true => Ok(Many(Vec::new())),
            false => Err(E::invalid_type(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Many<T>, E> {
        Ok(Many(Vec::new()))
    }
}

/// A relation that is an object, or `""` when it is empty.
#[derive(Clone, Debug)]
pub(super) struct Relation<T>(pub(super) Option<T>);

impl<T> Default for Relation<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Relation<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Many(many) = Many::deserialize(deserializer)?;
        Ok(Self(many.into_iter().next()))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Row {
        id: String,
    }

    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        rows: Many<Row>,
        #[serde(default)]
        note: Relation<Row>,
    }

    fn ids(text: &str) -> Vec<String> {
        let answer: Answer = serde_json::from_str(text).unwrap();
        answer.rows.0.into_iter().chain(answer.note.0).map(|row| row.id).collect()
    }

    #[test]
    fn none_one_and_many_in_every_spelling() {
        assert!(ids("{}").is_empty());
        assert!(ids(r#"{"rows":"","note":""}"#).is_empty());
        assert!(ids(r#"{"rows":null,"note":null}"#).is_empty());
        assert_eq!(ids(r#"{"rows":{"id":"1"},"note":{"id":"9"}}"#), ["1", "9"]);
        assert_eq!(ids(r#"{"rows":[{"id":"1"},{"id":"2"}]}"#), ["1", "2"]);
    }

    #[test]
    fn other_text_is_refused() {
        assert!(serde_json::from_str::<Answer>(r#"{"rows":"x"}"#).is_err());
    }
}
