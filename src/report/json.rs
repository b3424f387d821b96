//! A JSON document as a tree, and located reading of it.
//!
//! Deriving a reader per type costs two kilobytes of wasm each, and says where something is
//! wrong only by a second parse. One tree and small questions to it cost next to nothing, and a
//! [`Node`] knows its path.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::codes::Code;
use super::issue::Issue;
use crate::domain::number::{JsonNumber, UNSAFE_MARK, refuse_floats, unsafe_message};
use crate::domain::text::excerpt;

/// How serde_json hands over a number: an object with this one field, whose text comes as an
/// owned `String`. No text of the document does, so a document cannot pass one off as a number.
const NUMBER: &str = "$serde_json::private::Number";

/// A JSON value; texts without escapes are borrowed from the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number, as it was written.
    Number(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object, in the order of the document, with whatever stands twice.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Parses a document.
    ///
    /// # Errors
    /// An [`Issue`] at the place where the text stops being JSON.
    pub fn parse(text: &'a [u8]) -> Result<Self, Issue> {
        serde_json::from_slice(text).map_err(|error| super::locate::syntax(text, &error))
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            // The text came from a number, so it is one.
            Self::Number(text) => JsonNumber::serialize_text(text, serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Object(fields) => {
                serializer.collect_map(fields.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

/// A text that is borrowed where the document allows it.
struct Borrowed<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Borrowed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::Text(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("expected a text")),
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json<'de>, E> {
        Ok(Json::Flag(flag))
    }

    refuse_floats!();

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(Cow::Owned(number.to_string())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_string<E: Error>(self, number: String) -> Result<Json<'de>, E> {
        Ok(Json::Number(Cow::Owned(number)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(Borrowed(key)) = map.next_key()? {
            let value: Json<'de> = map.next_value()?;
            if fields.is_empty() && key == NUMBER && matches!(value, Json::Number(_)) {
                return Ok(value);
            }
            fields.push((key, value));
        }
        Ok(Json::Object(fields))
    }
}

/// Words as a message lists them.
pub(super) fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// A place in a document: what stands there, and how to get there.
#[derive(Clone, Copy, Debug)]
pub struct Node<'n> {
    json: Option<&'n Json<'n>>,
    parent: Option<&'n Node<'n>>,
    step: Step<'n>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'n> {
    Root(&'n str),
    Field(&'n str),
    Index(usize),
}

impl<'n> Node<'n> {
    /// The whole document; paths begin with `root`, such as `$` or `$.order`.
    #[must_use]
    pub fn root(json: &'n Json<'n>, root: &'n str) -> Self {
        Self { json: Some(json), parent: None, step: Step::Root(root) }
    }

    /// Whether nothing stands here: no field, or null.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self.json, None | Some(Json::Null))
    }

    /// What stands here, if it is there at all.
    #[must_use]
    pub fn json(&self) -> Option<&'n Json<'n>> {
        self.json
    }

    /// The place of a field, which need not be there.
    ///
    /// # Errors
    /// `WRONG_TYPE` when this is not an object, `DUPLICATE_FIELD` when the field stands twice.
    #[inline(never)]
    pub fn field<'f>(&'f self, name: &'f str) -> Result<Node<'f>, Issue> {
        let mut found = None;
        for (key, value) in self.fields()? {
            if key == name && found.replace(value).is_some() {
                let node = self.at(Step::Field(name), None);
                return Err(
                    node.issue(Code::DuplicateField, format!("field `{name}` stands twice"))
                );
            }
        }
        Ok(self.at(Step::Field(name), found))
    }

    /// The fields of an object; none where nothing stands.
    fn fields(&self) -> Result<&'n [(Cow<'n, str>, Json<'n>)], Issue> {
        match self.json {
            Some(Json::Object(fields)) => Ok(fields),
            None | Some(Json::Null) => Ok(&[]),
            Some(_) => Err(self.wrong("an object")),
        }
    }

    /// Refuses fields other than `known`, fields that stand twice, and anything that is not an
    /// object.
    ///
    /// # Errors
    /// `UNKNOWN_FIELD` with the known ones as hint, `DUPLICATE_FIELD`, `WRONG_TYPE`.
    #[inline(never)]
    pub fn only(&self, known: &[&str]) -> Result<(), Issue> {
        if self.is_nothing() {
            return Err(self.wrong("an object"));
        }
        let Some((name, _)) = self.fields()?.iter().find(|(key, _)| !known.contains(&&**key))
        else {
            // Also those that nobody goes on to read.
            return known.iter().try_for_each(|name| self.field(name).map(drop));
        };
        let message = format!("there is no field `{}`", excerpt(name));
        let issue = self.at(Step::Field(name), None).issue(Code::UnknownField, message);
        Err(issue.with_hint(format!("The fields are {}.", listed(known))))
    }

    /// The items of a list; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not a list.
    pub fn items<'f>(&'f self) -> Result<impl Iterator<Item = Node<'f>>, Issue> {
        let list: &'n [Json<'n>] = match self.json {
            Some(Json::List(list)) => list,
            None | Some(Json::Null) => &[],
            Some(_) => return Err(self.wrong("a list")),
        };
        Ok(list.iter().enumerate().map(|(place, json)| self.at(Step::Index(place), Some(json))))
    }

    /// The entries of an object as places; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not an object.
    pub fn entries<'f>(&'f self) -> Result<impl Iterator<Item = (&'f str, Node<'f>)>, Issue> {
        let fields = self.fields()?;
        Ok(fields.iter().map(|(key, json)| (&**key, self.at(Step::Field(key), Some(json)))))
    }

    /// The text that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn text(&self) -> Result<&'n str, Issue> {
        match self.json {
            Some(Json::Text(text)) => Ok(text),
            _ => Err(self.wrong("a text")),
        }
    }

    /// The boolean that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn flag(&self) -> Result<bool, Issue> {
        match self.json {
            Some(Json::Flag(flag)) => Ok(*flag),
            _ => Err(self.wrong("a boolean")),
        }
    }

    /// The exact text of the number that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE`, or `UNSAFE_NUMBER` when the host marked it as one that may
    /// have lost digits.
    #[inline(never)]
    pub fn number(&self) -> Result<&'n str, Issue> {
        match self.json {
            Some(Json::Number(text)) => Ok(text),
            Some(Json::Object(fields)) => match fields.as_slice() {
                [(key, Json::Text(text))] if key == UNSAFE_MARK => {
                    Err(self.issue(Code::UnsafeNumber, unsafe_message(text)))
                }
                _ => Err(self.wrong("a number")),
            },
            _ => Err(self.wrong("a number")),
        }
    }

    /// An issue at this place.
    #[must_use]
    #[inline(never)]
    pub fn issue(&self, code: Code, message: impl Into<String>) -> Issue {
        Issue::new(code, self.path(), message)
    }

    /// The value that stands here is not possible.
    #[inline(never)]
    pub fn invalid(&self, error: &dyn fmt::Display) -> Issue {
        self.issue(Code::InvalidValue, error.to_string())
    }

    /// Something else stands here than was expected, or nothing.
    #[must_use]
    #[inline(never)]
    pub fn wrong(&self, expected: &str) -> Issue {
        match (self.json, self.step) {
            (None, Step::Field(name)) => {
                self.issue(Code::MissingField, format!("field `{name}` is missing"))
            }
            (json, _) => {
                let found = json.map_or("nothing", Json::name);
                self.issue(Code::WrongType, format!("expected {expected}, found {found}"))
            }
        }
    }

    /// The path from the document to here; a long name is cut.
    #[must_use]
    #[inline(never)]
    pub fn path(&self) -> String {
        let mut path = self.parent.map(Node::path).unwrap_or_default();
        match self.step {
            Step::Root(root) => path.push_str(root),
            Step::Field(name) => {
                path.push('.');
                path.push_str(&excerpt(name));
            }
            Step::Index(place) => {
                path.push('[');
                path.push_str(&place.to_string());
                path.push(']');
            }
        }
        path
    }

    fn at<'f>(&'f self, step: Step<'f>, json: Option<&'f Json<'f>>) -> Node<'f> {
        Node { json, parent: Some(self), step }
    }
}
