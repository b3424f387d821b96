//! A JSON document as a tree.
//!
//! Deriving a reader per type costs two kilobytes of wasm each, and says where something is
//! wrong only by a second parse. One tree and small questions to it cost next to nothing, and a
//! [`Node`] knows its path.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde::ser::{Serialize, Serializer};

pub(super) mod chunk;
mod node;
mod parse;
mod scan;
mod shape;
mod skip;
#[cfg(test)]
mod tests;

pub use node::Node;
pub(super) use node::listed;
pub use shape::Shape;

use super::codes::Code;
use super::issue::Issue;
use super::locate;
use crate::domain::number::JsonNumber;
use scan::{Fault, Stop};

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
    /// An object.
    Object(Fields<'a>),
}

/// The fields of an object, in the order of the document, with whatever stands twice.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    list: Vec<Field<'a>>,
    /// Which fields were kept, so that asking for another one is found out.
    #[cfg(debug_assertions)]
    shape: &'static Shape,
}

/// A part of a large document, shown as soon as it was read.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The field it stands in; blank for a document that is no object.
    pub name: Cow<'a, str>,
    /// Its place in the field's list. Nothing: this is what stands in the field itself; of a list
    /// an empty one, behind its items.
    pub place: Option<usize>,
    /// What stands there.
    pub json: Json<'a>,
}

#[derive(Clone, Debug)]
struct Field<'a> {
    name: Cow<'a, str>,
    /// Tells most names apart at one glance.
    tag: usize,
    value: Value<'a>,
}

#[derive(Clone, Debug)]
enum Value<'a> {
    Now(Json<'a>),
    Later(Later<'a>),
}

/// A text that was found to be JSON and is not null, and its tree once somebody asked for it.
/// The tree owns its texts: a cell of borrowed ones could not be lent as freely as the rest of a
/// document.
#[derive(Clone, Debug)]
struct Later<'a> {
    text: &'a [u8],
    tree: OnceCell<Box<Json<'static>>>,
}

impl Later<'_> {
    fn json(&self) -> &Json<'static> {
        self.tree.get_or_init(|| read_now(self.text))
    }
}

impl<'a> Field<'a> {
    fn json(&self) -> &Json<'a> {
        match &self.value {
            Value::Now(json) => json,
            Value::Later(later) => later.json(),
        }
    }
}

#[cold]
fn read_now(text: &[u8]) -> Box<Json<'static>> {
    Box::new(parse::document(text, Shape::ALL).map_or(Json::Null, owned))
}

fn owned(json: Json<'_>) -> Json<'static> {
    let text = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    match json {
        Json::Null => Json::Null,
        Json::Flag(flag) => Json::Flag(flag),
        Json::Number(number) => Json::Number(text(number)),
        Json::Text(own) => Json::Text(text(own)),
        Json::List(list) => Json::List(list.into_iter().map(owned).collect()),
        Json::Object(fields) => Json::Object(Fields {
            list: fields.list.into_iter().filter_map(owned_field).collect(),
            #[cfg(debug_assertions)]
            shape: fields.shape,
        }),
    }
}

/// Nothing is left for later in what is read as a whole.
fn owned_field(field: Field<'_>) -> Option<Field<'static>> {
    let Value::Now(json) = field.value else { return None };
    let name = Cow::Owned(field.name.into_owned());
    Some(Field { name, tag: field.tag, value: Value::Now(owned(json)) })
}

impl PartialEq for Field<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.json() == other.json()
    }
}

impl<'a> Json<'a> {
    /// Parses a document.
    ///
    /// # Errors
    /// An [`Issue`] at the place where the text stops being JSON.
    pub fn parse(text: &'a [u8]) -> Result<Self, Issue> {
        Self::narrow(text, Shape::ALL)
    }

    /// Parses a document of which only the fields of `shape` are kept. What is left out must be
    /// JSON all the same.
    ///
    /// # Errors
    /// An [`Issue`] at the place where the text stops being JSON.
    pub fn narrow(text: &'a [u8], shape: &'static Shape) -> Result<Self, Issue> {
        parse::document(text, shape).map_err(|stop| refuse(text, stop))
    }

    /// Parses a document that is one object with large lists in its fields, and shows each item as
    /// soon as it is read: the whole is never kept.
    ///
    /// # Errors
    /// An [`Issue`] at the place where the text stops being JSON, or the first of `each`, which is
    /// not called again.
    pub fn each(
        text: &'a [u8],
        shape: &'static Shape,
        mut each: impl FnMut(&Part<'a>) -> Result<(), Issue>,
    ) -> Result<(), Issue> {
        let mut found = None;
        let read = parse::parts(text, shape, &mut |part| match each(part) {
            Ok(()) => true,
            Err(issue) => {
                found = Some(issue);
                false
            }
        });
        if let Some(issue) = found {
            return Err(issue);
        }
        read.map_err(|stop| refuse(text, stop))
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

#[cold]
fn refuse(text: &[u8], stop: Stop) -> Issue {
    let code = if stop.fault == Fault::Depth { Code::TooDeep } else { Code::InvalidJson };
    Issue::new(code, locate::path_behind(text, stop.at), stop.message(text))
}

impl Fields<'_> {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        #[cfg(debug_assertions)]
        debug_assert!(
            self.shape.all,
            "only some fields were kept: nobody knows whether there are any"
        );
        self.list.is_empty()
    }
}

impl PartialEq for Fields<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for Fields<'_> {}

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
                let fields = fields.list.iter();
                serializer.collect_map(fields.map(|field| (&field.name, field.json())))
            }
        }
    }
}
