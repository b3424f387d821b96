//! The fields of an object one after the other, for what a list has thousands of: each is looked for
//! where the one before it ended, and mostly found there.

use super::node::{NOWHERE, Node, Step, same};
use super::shape::Shape;
use super::tape::{Entry, Kind, Tape};
use crate::report::issue::Issue;

/// The fields of an object of which a shape is kept. It is quickest to ask for them in the order of
/// that.
pub struct Fields<'f> {
    node: &'f Node<'f>,
    tape: &'f Tape,
    shape: &'static Shape,
    /// Where the entries of the object begin.
    start: usize,
    /// The field behind the last one.
    next: usize,
}

/// The fields of an object that may have no others. It is quickest to ask for them in the order in
/// which they are mostly written.
pub struct Exactly<'f> {
    node: &'f Node<'f>,
    tape: &'f Tape,
    entries: &'f [Entry],
    /// Where the field behind the last one stands, as long as they come as they were asked for.
    next: usize,
}

impl<'n> Node<'n> {
    /// Its fields, which need not be there, nor it itself.
    ///
    /// # Errors
    /// `WRONG_TYPE` when this is not an object.
    #[inline(always)]
    pub fn fields<'f>(&'f self) -> Result<Fields<'f>, Issue> {
        Ok(match self.object()? {
            Some((tape, object)) => {
                let (shape, start) = (object.shape, object.value.start);
                Fields { node: self, tape, shape, start, next: 0 }
            }
            None => Fields { node: self, tape: self.tape, shape: Shape::ALL, start: 0, next: 0 },
        })
    }

    /// Its fields, which need not be there; all of it must have been kept.
    ///
    /// # Errors
    /// `WRONG_TYPE` when this is not an object.
    #[inline(always)]
    pub fn exactly<'f>(&'f self) -> Result<Exactly<'f>, Issue> {
        let Some((tape, object)) = self.object()? else { return Err(self.wrong("an object")) };
        debug_assert!(object.shape.all, "{} is not kept as a whole", self.path());
        let entries = tape.entries.get(..object.value.end).unwrap_or_default();
        Ok(Exactly { node: self, tape, entries, next: object.value.start })
    }
}

impl<'f> Fields<'f> {
    /// The place of a field.
    ///
    /// # Errors
    /// `DUPLICATE_FIELD` when it stands twice.
    #[inline(always)]
    pub fn next(&mut self, name: &'static str) -> Result<Node<'f>, Issue> {
        let place = match self.shape.fields.get(self.next) {
            Some((own, _)) if std::ptr::eq(*own, name) => self.start.wrapping_add(self.next),
            _ => seek(self.node, name)?,
        };
        self.next = place.wrapping_sub(self.start).wrapping_add(1);
        if self.tape.kind(place) == Kind::Twice {
            return Err(self.node.twice(name));
        }
        Ok(self.node.at(Step::Field(name), self.tape, place))
    }
}

impl<'f> Exactly<'f> {
    /// The place of a field.
    ///
    /// # Errors
    /// `DUPLICATE_FIELD` when it stands twice.
    #[inline(always)]
    pub fn next(&mut self, name: &'static str) -> Result<Node<'f>, Issue> {
        let place = match self.entries.get(self.next) {
            Some(entry) if same(self.tape.read(self.node.text, entry.name), name) => {
                let place = self.next;
                self.next = entry.behind(place);
                place
            }
            Some(_) => seek(self.node, name)?,
            // All were asked for already.
            None => NOWHERE,
        };
        Ok(self.node.at(Step::Field(name), self.tape, place))
    }

    /// Refuses fields other than `known`, and such as stand twice.
    ///
    /// # Errors
    /// As [`Node::only`].
    #[inline]
    pub fn end(&self, known: &[&str]) -> Result<(), Issue> {
        if self.next >= self.entries.len() { Ok(()) } else { self.node.only(known) }
    }
}

/// The place of a field, wherever it stands. A place alone is less to hand on than a node.
#[cold]
#[inline(never)]
fn seek(node: &Node<'_>, name: &str) -> Result<usize, Issue> {
    node.field(name).map(|field| field.place)
}
