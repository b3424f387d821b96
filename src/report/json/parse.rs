//! From text to tree.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::scan::{self, Fault, Span, Stop, Tail, blanks, byte, next};
use super::shape::{Shape, tag};
use super::skip::{colon, skip};
use super::{Field, Fields, Json, Later, Part, Value};

/// How many brackets may be open at once. Vendors nest less than ten deep.
const MAX_DEPTH: u32 = 127;

/// The tree of a whole document.
pub(super) fn document<'a>(bytes: &'a [u8], shape: &'static Shape) -> Result<Json<'a>, Stop> {
    let mut parser =
        Parser { bytes, at: 0, depth: 0, fields: Vec::new(), items: Vec::new(), stop: Stop::NONE };
    let json = parser.value(shape).ok_or(parser.stop)?;
    let at = blanks(bytes, parser.at);
    if at < bytes.len() { Err(Stop { at, fault: Fault::Rest }) } else { Ok(json) }
}

/// Hands over what stands in the fields of a document that is one object: of a list each item,
/// with its place, as soon as it is read. Ends early when `each` says no.
pub(super) fn parts<'a>(
    bytes: &'a [u8],
    shape: &'static Shape,
    each: &mut dyn FnMut(Part<'a>) -> bool,
) -> Result<(), Stop> {
    let mut parser =
        Parser { bytes, at: 0, depth: 0, fields: Vec::new(), items: Vec::new(), stop: Stop::NONE };
    parser.parts(shape, each).ok_or(parser.stop)
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    /// What was read of objects and lists that are still open. Once one is closed its part is
    /// moved into a list of the right length.
    fields: Vec<Field<'a>>,
    items: Vec<Json<'a>>,
    /// What is wrong, once a method has given nothing.
    stop: Stop,
}

impl<'a> Parser<'a> {
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
        Some(Json::List(self.items.split_off(start)))
    }

    fn object(&mut self, shape: &'static Shape) -> Option<Json<'a>> {
        let start = self.fields.len();
        let mut more = self.open(b'}')?;
        while more {
            self.field(shape)?;
            more = self.more(b'}', Fault::Object)?;
        }
        Some(Json::Object(Fields {
            list: self.fields.split_off(start),
            #[cfg(debug_assertions)]
            shape,
        }))
    }

    fn field(&mut self, shape: &'static Shape) -> Option<()> {
        if byte(self.bytes, self.at) != b'"' {
            self.stop.note(self.at, Fault::Name);
            return None;
        }
        let start = next(self.at);
        let tail = scan::text(self.bytes, start, &mut self.stop)?;
        let kept = self.kept(Span { start, tail }, shape)?;
        self.at = colon(self.bytes, next(tail.end()), &mut self.stop)?.get();
        let Some((name, shape)) = kept else {
            return self.skip();
        };
        let value = if shape.later { self.later()? } else { Value::Now(self.value(shape)?) };
        let tag = tag(name.as_bytes());
        self.fields.push(Field { name, tag, value });
        Some(())
    }

    /// The name that stands here and what is kept of its field, if it is kept.
    #[inline]
    fn kept(
        &mut self,
        span: Span,
        shape: &'static Shape,
    ) -> Option<Option<(Cow<'a, str>, &'static Shape)>> {
        if shape.all {
            let name = scan::plain(self.bytes, span, &mut self.stop)?;
            return Some(Some((name, Shape::ALL)));
        }
        if span.tail.escaped() || span.tail.wide() {
            let name = scan::plain(self.bytes, span, &mut self.stop)?;
            let below = shape.field(name.as_bytes());
            return Some(below.map(|(_, below)| (name, below)));
        }
        let name = self.bytes.get(span.start..span.tail.end()).unwrap_or_default();
        Some(shape.field(name).map(|(name, below)| (Cow::Borrowed(name), below)))
    }

    fn parts(
        &mut self,
        shape: &'static Shape,
        each: &mut dyn FnMut(Part<'a>) -> bool,
    ) -> Option<()> {
        self.at = blanks(self.bytes, self.at);
        if byte(self.bytes, self.at) != b'{' {
            let whole = self.value(Shape::ALL)?;
            self.end()?;
            each(Part { name: Cow::Borrowed(""), place: None, json: whole });
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
                let mut place = 0_usize;
                let mut more = self.open(b']')?;
                while more {
                    let json = self.value(below)?;
                    if !each(Part { name: name.clone(), place: Some(place), json }) {
                        return Some(());
                    }
                    place = next(place);
                    more = self.more(b']', Fault::List)?;
                }
                // So that an empty list is told from none.
                if !each(Part { name, place: None, json: Json::List(Vec::new()) }) {
                    return Some(());
                }
            } else {
                let json = self.value(below)?;
                if !each(Part { name, place: None, json }) {
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
