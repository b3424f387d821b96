//! From text to tree.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::scan::{self, Fault, Span, Stop, Tail, blanks, byte, next};
use super::shape::{Shape, same, tag};
use super::skip::{colon, skip};
use super::{Field, Fields, Json, Later, Part, Value};

/// How many brackets may be open at once. Vendors nest less than ten deep.
const MAX_DEPTH: u32 = 127;

/// The tree of a whole document.
pub(super) fn document<'a>(bytes: &'a [u8], shape: &'static Shape) -> Result<Json<'a>, Stop> {
    let mut parser = Parser::new(bytes);
    let json = parser.value(shape).ok_or(parser.stop)?;
    let at = blanks(bytes, parser.at);
    if at < bytes.len() { Err(Stop { at, fault: Fault::Rest }) } else { Ok(json) }
}

/// Shows what stands in the fields of a document that is one object: of a list each item, with its
/// place, as soon as it is read. Ends early when `each` says no.
pub(super) fn parts<'a>(
    bytes: &'a [u8],
    shape: &'static Shape,
    each: &mut dyn FnMut(&Part<'a>) -> bool,
) -> Result<(), Stop> {
    let mut parser = Parser { most: MOST_MET, ..Parser::new(bytes) };
    parser.parts(shape, each).ok_or(parser.stop)
}

/// How many names of a part are remembered.
const MOST_MET: usize = 256;

/// What is kept of a field: its name and what of that.
type Kept = Option<(&'static str, &'static Shape)>;

/// A name that stood in an object of this shape, without escapes and all ASCII.
struct Met<'a> {
    shape: &'static Shape,
    name: &'a [u8],
    kept: Kept,
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    /// What was read of objects and lists that are still open. Once one is closed its part is
    /// moved into a list of the right length.
    fields: Vec<Field<'a>>,
    items: Vec<Json<'a>>,
    /// Lists that parts before this one were made of: thousands of parts need no more than one.
    spare_fields: Vec<Vec<Field<'a>>>,
    spare_items: Vec<Vec<Json<'a>>>,
    /// The names of a part, one after the other: the next one mostly has the same.
    met: Vec<Met<'a>>,
    /// How many may be remembered, and which of them comes next.
    most: usize,
    step: usize,
    /// What is wrong, once a method has given nothing.
    stop: Stop,
}

impl<'a> Parser<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            depth: 0,
            fields: Vec::new(),
            items: Vec::new(),
            spare_fields: Vec::new(),
            spare_items: Vec::new(),
            met: Vec::new(),
            most: 0,
            step: 0,
            stop: Stop::NONE,
        }
    }

    /// Keeps the lists of a part that nobody needs any more.
    fn recycle(&mut self, json: Json<'a>) {
        match json {
            Json::Object(Fields { mut list, .. }) => {
                for field in list.drain(..) {
                    if let Value::Now(json) = field.value {
                        self.recycle(json);
                    }
                }
                self.spare_fields.push(list);
            }
            Json::List(mut list) => {
                list.drain(..).for_each(|json| self.recycle(json));
                self.spare_items.push(list);
            }
            _ => {}
        }
    }

    fn value(&mut self, shape: &'static Shape) -> Option<Json<'a>> {
        self.at = blanks(self.bytes, self.at);
        match byte(self.bytes, self.at) {
            b'"' => self.text().map(Json::Text),
            b'{' => self.object(shape),
            b'[' => self.list(shape),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word(b"null", Json::Null),
            b't' => self.word(b"true", Json::Flag(true)),
            b'f' => self.word(b"false", Json::Flag(false)),
            _ => {
                self.stop.note(self.at, Fault::Value);
                None
            }
        }
    }

    #[inline]
    fn word(&mut self, letters: &[u8], json: Json<'a>) -> Option<Json<'a>> {
        self.at = scan::word(self.bytes, self.at, letters, &mut self.stop)?.get();
        Some(json)
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let start = self.at;
        let behind = scan::number(self.bytes, start, &mut self.stop)?;
        self.at = behind.get();
        let span = Span { start, tail: Tail::plain(behind)? };
        scan::utf8(self.bytes, span, &mut self.stop).map(|text| Json::Number(text.into()))
    }

    fn text(&mut self) -> Option<Cow<'a, str>> {
        let start = next(self.at);
        let tail = scan::text(self.bytes, start, &mut self.stop)?;
        self.at = next(tail.end());
        scan::plain(self.bytes, Span { start, tail }, &mut self.stop)
    }

    /// Steps behind an opening bracket, and behind the closing one when nothing stands between:
    /// then there is nothing to read.
    #[inline]
    fn open(&mut self, close: u8) -> Option<bool> {
        if self.depth == MAX_DEPTH {
            self.stop.note(self.at, Fault::Depth);
            return None;
        }
        self.depth = self.depth.wrapping_add(1);
        self.at = blanks(self.bytes, next(self.at));
        if byte(self.bytes, self.at) != close {
            return Some(true);
        }
        self.close();
        Some(false)
    }

    fn close(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        self.at = next(self.at);
    }

    /// Whether another one follows; steps behind the comma or the closing bracket.
    #[inline]
    fn more(&mut self, close: u8, fault: Fault) -> Option<bool> {
        self.at = blanks(self.bytes, self.at);
        match byte(self.bytes, self.at) {
            b',' => {
                self.at = blanks(self.bytes, next(self.at));
                Some(true)
            }
            other if other == close => {
                self.close();
                Some(false)
            }
            _ => {
                self.stop.note(self.at, fault);
                None
            }
        }
    }

    fn list(&mut self, shape: &'static Shape) -> Option<Json<'a>> {
        let start = self.items.len();
        let mut more = self.open(b']')?;
        while more {
            let item = self.value(shape)?;
            self.items.push(item);
            more = self.more(b']', Fault::List)?;
        }
        Some(Json::List(closed(&mut self.items, start, &mut self.spare_items)))
    }

    fn object(&mut self, shape: &'static Shape) -> Option<Json<'a>> {
        let start = self.fields.len();
        let mut more = self.open(b'}')?;
        while more {
            self.field(shape)?;
            more = self.more(b'}', Fault::Object)?;
        }
        Some(Json::Object(Fields {
            list: closed(&mut self.fields, start, &mut self.spare_fields),
            #[cfg(debug_assertions)]
            shape,
        }))
    }

    fn field(&mut self, shape: &'static Shape) -> Option<()> {
        if byte(self.bytes, self.at) != b'"' {
            self.stop.note(self.at, Fault::Name);
            return None;
        }
        let kept = match self.foreseen(shape) {
            Some(kept) => kept.map(|(name, below)| (Cow::Borrowed(name), below)),
            None => self.name(shape)?,
        };
        self.at = colon(self.bytes, self.at, &mut self.stop)?.get();
        let Some((name, shape)) = kept else {
            return self.skip();
        };
        let value = if shape.later { self.later()? } else { Value::Now(self.value(shape)?) };
        let tag = tag(name.as_bytes());
        self.fields.push(Field { name, tag, value });
        Some(())
    }

    /// Steps behind the name that stands here; says what is kept of its field, if it is kept.
    #[inline]
    fn name(&mut self, shape: &'static Shape) -> Option<Option<(Cow<'a, str>, &'static Shape)>> {
        let start = next(self.at);
        let tail = scan::text(self.bytes, start, &mut self.stop)?;
        let span = Span { start, tail };
        self.at = next(tail.end());
        if shape.all {
            let name = scan::plain(self.bytes, span, &mut self.stop)?;
            return Some(Some((name, Shape::ALL)));
        }
        if tail.escaped() || tail.wide() {
            let name = scan::plain(self.bytes, span, &mut self.stop)?;
            let below = shape.field(name.as_bytes());
            return Some(below.map(|(_, below)| (name, below)));
        }
        let name = self.bytes.get(start..tail.end()).unwrap_or_default();
        let kept = shape.field(name);
        self.remember(Met { shape, name, kept });
        Some(kept.map(|(name, below)| (Cow::Borrowed(name), below)))
    }

    /// Steps behind the name that stands here if the part before this one had the same at its
    /// place, and says what is kept of it.
    #[inline]
    fn foreseen(&mut self, shape: &'static Shape) -> Option<Kept> {
        let met = self.met.get(self.step).filter(|met| std::ptr::eq(met.shape, shape))?;
        let start = next(self.at);
        let end = start.wrapping_add(met.name.len());
        let here = self.bytes.get(start..end)?;
        if byte(self.bytes, end) != b'"' || !same(here, met.name) {
            return None;
        }
        self.at = next(end);
        self.step = next(self.step);
        Some(met.kept)
    }

    fn remember(&mut self, met: Met<'a>) {
        match self.met.get_mut(self.step) {
            Some(own) => *own = met,
            None if self.step < self.most => self.met.push(met),
            None => return,
        }
        self.step = next(self.step);
    }

    fn parts(
        &mut self,
        shape: &'static Shape,
        each: &mut dyn FnMut(&Part<'a>) -> bool,
    ) -> Option<()> {
        self.at = blanks(self.bytes, self.at);
        if byte(self.bytes, self.at) != b'{' {
            let whole = self.value(Shape::ALL)?;
            self.end()?;
            each(&Part { name: Cow::Borrowed(""), place: None, json: whole });
            return Some(());
        }
        let mut more = self.open(b'}')?;
        while more {
            if byte(self.bytes, self.at) != b'"' {
                self.stop.note(self.at, Fault::Name);
                return None;
            }
            let name = self.text()?;
            self.at = colon(self.bytes, self.at, &mut self.stop)?.get();
            let below = shape.field(name.as_bytes()).map_or(Shape::ALL, |(_, below)| below);
            self.at = blanks(self.bytes, self.at);
            if byte(self.bytes, self.at) == b'[' {
                let mut part = Part { name, place: Some(0), json: Json::Null };
                let mut more = self.open(b']')?;
                while more {
                    self.step = 0;
                    part.json = self.value(below)?;
                    if !each(&part) {
                        return Some(());
                    }
                    self.recycle(std::mem::replace(&mut part.json, Json::Null));
                    part.place = part.place.map(next);
                    more = self.more(b']', Fault::List)?;
                }
                // So that an empty list is told from none.
                if !each(&Part { place: None, json: Json::List(Vec::new()), ..part }) {
                    return Some(());
                }
            } else {
                let json = self.value(below)?;
                if !each(&Part { name, place: None, json }) {
                    return Some(());
                }
            }
            more = self.more(b'}', Fault::Object)?;
        }
        self.end()
    }

    fn end(&mut self) -> Option<()> {
        let at = blanks(self.bytes, self.at);
        if at < self.bytes.len() {
            self.stop.note(at, Fault::Rest);
            return None;
        }
        Some(())
    }

    fn later(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        self.skip()?;
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        if text.ends_with(b"null") {
            return Some(Value::Now(Json::Null));
        }
        Some(Value::Later(Later { text, tree: OnceCell::new() }))
    }

    #[inline]
    fn skip(&mut self) -> Option<()> {
        let room = MAX_DEPTH.wrapping_sub(self.depth);
        self.at = skip(self.bytes, self.at, room, &mut self.stop)?.get();
        Some(())
    }
}

/// Moves what was read since `start` into a list of its own.
fn closed<T>(read: &mut Vec<T>, start: usize, spare: &mut Vec<Vec<T>>) -> Vec<T> {
    let Some(mut list) = spare.pop() else { return read.split_off(start) };
    list.extend(read.drain(start..));
    list
}
