//! A document as one list of entries, in the order in which they were read.
//!
//! What stands in a list, or in an object of which all is kept, are entries one behind the other,
//! each followed by whatever stands in it. An object of which only some fields are kept has an entry
//! for each of these in the order of its shape, whether the document has it or not: its fields are
//! found without a search. What stands in them follows.
//!
//! No entry owns anything: a list of them is dropped, or used again, at once.

use std::cell::OnceCell;

use super::parse;
use super::shape::{Shape, same, tag};

/// A stretch of the document's text. Behind its end stand the texts that had escapes, without them.
/// Of a list or an object it is where its own entries stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The document has no such field.
    Nothing,
    /// It has the field more than once.
    Twice,
    Null,
    True,
    False,
    /// As it was written.
    Number,
    Text,
    List,
    Object,
    /// Found to be JSON and not null, and not read until somebody asks. `value.start` is its place
    /// among the others like it.
    Later,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub kind: Kind,
    /// Tells most names apart at one glance.
    tag: u8,
    /// Its name, in an object of which all is kept.
    pub name: Stretch,
    pub value: Stretch,
    /// What was kept, of an object.
    pub shape: &'static Shape,
}

impl Entry {
    /// What is not there, or not yet.
    pub(super) const NOTHING: Self = Self {
        kind: Kind::Nothing,
        tag: 0,
        name: Stretch { start: 0, end: 0 },
        value: Stretch { start: 0, end: 0 },
        shape: Shape::ALL,
    };

    /// The place behind it and whatever stands in it, which follows it.
    #[inline]
    pub(super) fn behind(&self, place: usize) -> usize {
        match self.kind {
            Kind::List | Kind::Object => self.value.end,
            _ => place.wrapping_add(1),
        }
    }
}

/// A number by which most names of one object differ.
#[inline]
fn short(name: &str) -> u8 {
    tag(name.as_bytes()).to_le_bytes()[0]
}

#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    pub entries: Vec<Entry>,
    plain: String,
    laters: Vec<Later>,
}

#[derive(Clone, Debug)]
struct Later {
    at: Stretch,
    tape: OnceCell<Box<Tape>>,
}

impl Tape {
    /// Forgets everything, and keeps its memory for what is read next.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.plain.clear();
        self.laters.clear();
    }

    /// A new entry behind all others; returns its place.
    #[inline]
    pub(super) fn push(&mut self) -> usize {
        let place = self.entries.len();
        self.entries.push(Entry::NOTHING);
        place
    }

    /// The same for a field of this name.
    #[inline]
    pub(super) fn push_field(&mut self, text: &str, name: Stretch) -> usize {
        let place = self.entries.len();
        let tag = short(self.read(text, name));
        self.entries.push(Entry { name, tag, ..Entry::NOTHING });
        place
    }

    /// The places of the fields of that name among these, all of which were kept: the first, and
    /// another one.
    pub(super) fn find(&self, text: &str, within: Stretch, name: &str) -> [Option<usize>; 2] {
        let tag = short(name);
        let entries = self.entries.get(..within.end).unwrap_or_default();
        let (mut place, mut first) = (within.start, None);
        while let Some(entry) = entries.get(place) {
            if entry.tag == tag
                && same(self.read(text, entry.name).as_bytes(), name.as_bytes())
                && first.replace(place).is_some()
            {
                return [first, Some(place)];
            }
            place = entry.behind(place);
        }
        [first, None]
    }

    /// Says what is kept of the object at a place, and makes room for it; returns where that begins.
    #[inline]
    pub(super) fn reserve(&mut self, place: usize, shape: &'static Shape) -> usize {
        if let Some(entry) = self.entries.get_mut(place) {
            entry.shape = shape;
        }
        let start = self.entries.len();
        if !shape.all {
            self.entries.resize(start.wrapping_add(shape.fields.len()), Entry::NOTHING);
        }
        start
    }

    /// Says what stands at a place.
    #[inline]
    pub(super) fn set(&mut self, place: usize, kind: Kind, value: Stretch) {
        if let Some(entry) = self.entries.get_mut(place) {
            (entry.kind, entry.value) = (kind, value);
        }
    }

    pub(super) fn kind(&self, place: usize) -> Kind {
        self.entries.get(place).map_or(Kind::Nothing, |entry| entry.kind)
    }

    /// The characters of a stretch; `text` is the document.
    #[inline]
    pub(super) fn read<'t>(&'t self, text: &'t str, at: Stretch) -> &'t str {
        match text.get(at.start..at.end) {
            Some(own) => own,
            None => self.beyond(text.len(), at),
        }
    }

    #[cold]
    fn beyond(&self, length: usize, at: Stretch) -> &str {
        let [start, end] = [at.start, at.end].map(|place| place.wrapping_sub(length));
        self.plain.get(start..end).unwrap_or_default()
    }

    /// Keeps a text that stands nowhere in a document of that length; `write` puts it behind others.
    pub(super) fn keep(
        &mut self,
        length: usize,
        write: impl FnOnce(&mut String) -> Option<()>,
    ) -> Option<Stretch> {
        let start = length.wrapping_add(self.plain.len());
        write(&mut self.plain)?;
        Some(Stretch { start, end: length.wrapping_add(self.plain.len()) })
    }

    /// Leaves what stands there in the text for later.
    pub(super) fn postpone(&mut self, place: usize, at: Stretch) {
        let value = Stretch { start: self.laters.len(), end: 0 };
        self.laters.push(Later { at, tape: OnceCell::new() });
        self.set(place, Kind::Later, value);
    }

    /// What was left for later; its first entry is the whole of it.
    #[cold]
    #[inline(never)]
    pub(super) fn later<'t>(&'t self, text: &'t str, entry: &Entry) -> Option<&'t Self> {
        let later = self.laters.get(entry.value.start)?;
        Some(later.tape.get_or_init(|| Box::new(parse::postponed(text, later.at))))
    }

    /// What stands side by side in a stretch of entries.
    pub(super) fn places(&self, within: Stretch) -> Places<'_> {
        Places { entries: self.entries.get(..within.end).unwrap_or_default(), place: within.start }
    }
}

/// Entries that stand side by side, each with its place.
pub(super) struct Places<'t> {
    entries: &'t [Entry],
    place: usize,
}

impl<'t> Iterator for Places<'t> {
    type Item = (usize, &'t Entry);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let place = self.place;
        let entry = self.entries.get(place)?;
        self.place = entry.behind(place);
        Some((place, entry))
    }
}
