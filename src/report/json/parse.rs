//! From text to tree.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::scan::{self, Fault, Stop, blanks, byte, word};
use super::shape::{Shape, tag};
use super::skip::{colon, skip};
use super::{Field, Fields, Json, Later, Value};

/// How many brackets may be open at once. Vendors nest less than ten deep.
const MAX_DEPTH: u32 = 127;

/// The tree of a whole document.
pub(super) fn document<'a>(bytes: &'a [u8], shape: &'static Shape) -> Result<Json<'a>, Stop> {
    let mut parser = Parser { bytes, at: 0, depth: 0, fields: Vec::new(), items: Vec::new() };
    let json = parser.value(shape)?;
    let at = blanks(bytes, parser.at);
    if at < bytes.len() { Err(Stop { at, fault: Fault::Rest }) } else { Ok(json) }
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    /// What was read of objects and lists that are still open. Once one is closed its part is
    /// moved into a list of the right length.
    fields: Vec<Field<'a>>,
    items: Vec<Json<'a>>,
}

impl<'a> Parser<'a> {
    fn value(&mut self, shape: &'static Shape) -> Result<Json<'a>, Stop> {
        let at = blanks(self.bytes, self.at);
        self.at = at;
        match byte(self.bytes, at) {
            b'"' => self.text().map(Json::Text),
            b'{' => self.object(shape),
            b'[' => self.list(shape),
            b'-' | b'0'..=b'9' => {
                self.at = scan::number(self.bytes, at)?;
                let span = scan::Span { start: at, end: self.at, escaped: false, wide: false };
                scan::utf8(self.bytes, &span).map(|text| Json::Number(text.into()))
            }
            b'n' => self.word(b"null", Json::Null),
            b't' => self.word(b"true", Json::Flag(true)),
            b'f' => self.word(b"false", Json::Flag(false)),
            _ => Err(Stop { at, fault: Fault::Value }),
        }
    }

    fn word(&mut self, letters: &[u8], json: Json<'a>) -> Result<Json<'a>, Stop> {
        self.at = word(self.bytes, self.at, letters)?;
        Ok(json)
    }

    fn text(&mut self) -> Result<Cow<'a, str>, Stop> {
        let span = scan::text(self.bytes, self.at.wrapping_add(1))?;
        self.at = span.end.wrapping_add(1);
        scan::plain(self.bytes, &span)
    }

    /// Steps behind an opening bracket, and behind the closing one when nothing stands between:
    /// then there is nothing to read.
    fn open(&mut self, close: u8) -> Result<bool, Stop> {
        if self.depth == MAX_DEPTH {
            return Err(Stop { at: self.at, fault: Fault::Depth });
        }
        self.depth = self.depth.wrapping_add(1);
        self.at = blanks(self.bytes, self.at.wrapping_add(1));
        if byte(self.bytes, self.at) != close {
            return Ok(true);
        }
        self.close();
        Ok(false)
    }

    fn close(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        self.at = self.at.wrapping_add(1);
    }

    /// Whether another one follows; steps behind the comma or the closing bracket.
    fn next(&mut self, close: u8, fault: Fault) -> Result<bool, Stop> {
        self.at = blanks(self.bytes, self.at);
        match byte(self.bytes, self.at) {
            b',' => {
                self.at = blanks(self.bytes, self.at.wrapping_add(1));
                Ok(true)
            }
            other if other == close => {
                self.close();
                Ok(false)
            }
            _ => Err(Stop { at: self.at, fault }),
        }
    }

    fn list(&mut self, shape: &'static Shape) -> Result<Json<'a>, Stop> {
        let start = self.items.len();
        let mut more = self.open(b']')?;
        while more {
            let item = self.value(shape)?;
            self.items.push(item);
            more = self.next(b']', Fault::List)?;
        }
        Ok(Json::List(self.items.split_off(start)))
    }

    fn object(&mut self, shape: &'static Shape) -> Result<Json<'a>, Stop> {
        let start = self.fields.len();
        let mut more = self.open(b'}')?;
        while more {
            self.field(shape)?;
            more = self.next(b'}', Fault::Object)?;
        }
        Ok(Json::Object(Fields {
            list: self.fields.split_off(start),
            #[cfg(debug_assertions)]
            shape,
        }))
    }

    fn field(&mut self, shape: &'static Shape) -> Result<(), Stop> {
        if byte(self.bytes, self.at) != b'"' {
            return Err(Stop { at: self.at, fault: Fault::Name });
        }
        let span = scan::text(self.bytes, self.at.wrapping_add(1))?;
        let kept = self.kept(&span, shape)?;
        self.at = colon(self.bytes, span.end.wrapping_add(1))?;
        let Some((name, shape)) = kept else {
            self.at = self.skip()?;
            return Ok(());
        };
        let value = if shape.later { self.later()? } else { Value::Now(self.value(shape)?) };
        let tag = tag(name.as_bytes());
        self.fields.push(Field { name, tag, value });
        Ok(())
    }

    fn later(&mut self) -> Result<Value<'a>, Stop> {
        let start = self.at;
        self.at = self.skip()?;
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        if text.ends_with(b"null") {
            return Ok(Value::Now(Json::Null));
        }
        Ok(Value::Later(Later { text, tree: OnceCell::new() }))
    }

    fn skip(&self) -> Result<usize, Stop> {
        skip(self.bytes, self.at, MAX_DEPTH.wrapping_sub(self.depth))
    }

    /// The name that stands here and what is kept of its field, if it is kept.
    fn kept(
        &self,
        span: &scan::Span,
        shape: &'static Shape,
    ) -> Result<Option<(Cow<'a, str>, &'static Shape)>, Stop> {
        let plain = !span.escaped && !span.wide;
        if plain && !shape.all {
            let name = self.bytes.get(span.start..span.end).unwrap_or_default();
            return Ok(shape.field(name).map(|(name, below)| (Cow::Borrowed(name), below)));
        }
        let name = scan::plain(self.bytes, span)?;
        if shape.all {
            return Ok(Some((name, Shape::ALL)));
        }
        Ok(shape.field(name.as_bytes()).map(|(_, below)| (name, below)))
    }
}
