//! A JSON document.
//!
//! Deriving a reader per type costs two kilobytes of wasm each, and says where something is
//! wrong only by a second parse. One list of entries and small questions to it cost next to nothing,
//! and a [`Node`] knows its path.

pub(super) mod chunk;
mod fields;
mod node;
mod parse;
mod scan;
mod shape;
mod skip;
mod tape;
#[cfg(test)]
mod tests;

pub(super) use node::listed;
pub use node::{Node, Value};
pub use shape::Shape;

use super::codes::Code;
use super::issue::Issue;
use super::locate;
use scan::{Fault, Stop};
use tape::{Kind, Tape};

/// A JSON document, with what is kept of it: [`Node::root`] is the way in.
#[derive(Clone, Debug)]
pub struct Json<'a> {
    text: &'a str,
    tape: Tape,
}

/// A part of a large document, shown as soon as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Part<'p> {
    /// The field it stands in; blank for a document that is no object.
    pub name: &'p str,
    /// Its place in the field's list. Nothing: this is what stands in the field itself; of a list
    /// an empty one, behind its items.
    pub place: Option<usize>,
    /// What stands there.
    pub json: &'p Json<'p>,
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
        mut each: impl FnMut(&Part<'_>) -> Result<(), Issue>,
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

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.tape.kind(0) == Kind::List
    }
}

#[cold]
fn refuse(text: &[u8], stop: Stop) -> Issue {
    let code = if stop.fault == Fault::Depth { Code::TooDeep } else { Code::InvalidJson };
    Issue::new(code, locate::path_behind(text, stop.at), stop.message(text))
}
