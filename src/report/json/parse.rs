//! From text to entries.

use std::borrow::Cow;

use super::scan::{self, Fault, Stop, blanks, byte, next};
use super::shape::{Shape, same};
use super::skip::{colon, skip};
use super::tape::{Kind, Stretch, Tape};
use super::{Json, Part};

/// How many brackets may be open at once. Vendors nest less than ten deep.
const MAX_DEPTH: u32 = 127;

/// A whole document.
pub(super) fn document<'a>(bytes: &'a [u8], shape: &'static Shape) -> Result<Json<'a>, Stop> {
    let (text, whole) = characters(bytes);
    let mut parser = Parser::new(text);
    let read = parser.whole(shape);
    whole.end(read.ok_or(parser.stop))?;
    Ok(parser.json)
}

/// Shows what stands in the fields of a document that is one object: of a list each item, with its
/// place, as soon as it is read. Ends early when `each` says no.
pub(super) fn parts(
    bytes: &[u8],
    shape: &'static Shape,
    each: &mut dyn FnMut(&Part<'_>) -> bool,
) -> Result<(), Stop> {
    let (text, whole) = characters(bytes);
    let mut parser = Parser::new(text);
    match parser.parts(shape, each) {
        Some(Shown::Enough) => Ok(()),
        Some(Shown::All) => whole.end(Ok(())),
        None => whole.end(Err(parser.stop)),
    }
}

/// What was left for later: it was found to be JSON, so that nothing can be wrong with it.
pub(super) fn postponed(text: &str, at: Stretch) -> Tape {
    let mut parser = Parser { at: at.start, ..Parser::new(text) };
    let place = parser.json.tape.push();
    match parser.value(place, Shape::ALL) {
        Some(()) => parser.json.tape,
        None => Tape::default(),
    }
}

/// The text of a document, as far as it is one.
fn characters(bytes: &[u8]) -> (&str, Whole) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (text, Whole { broken: None });
    }
    // Only now it matters where.
    let end = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let text = bytes.get(..end).map(std::str::from_utf8);
    (text.and_then(Result::ok).unwrap_or_default(), Whole { broken: Some(end) })
}

/// Whether a document is a text to its end, or where it is none.
struct Whole {
    broken: Option<usize>,
}

impl Whole {
    /// What was read to the end of the text has not ended where that is broken.
    fn end(&self, read: Result<(), Stop>) -> Result<(), Stop> {
        let broken = self.broken.map(|at| Stop { at, fault: Fault::Unicode });
        match (read, broken) {
            (Ok(()), Some(broken)) => Err(broken),
            (Err(stop), Some(broken)) if stop.at >= broken.at => Err(broken),
            (read, _) => read,
        }
    }
}

/// How many names are remembered.
const MOST_MET: usize = 256;

/// What is kept of a field: its place in the shape, and what of that.
type Kept = Option<(usize, &'static Shape)>;

/// A name that stood in an object of this shape, in its quotes and with its colon.
struct Met<'a> {
    shape: &'static Shape,
    name: &'a [u8],
    kept: Kept,
}

/// How a document that was shown ended.
enum Shown {
    All,
    Enough,
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    json: Json<'a>,
    /// The names of an item of a list, one after the other: the next item mostly has the same.
    met: Vec<Met<'a>>,
    /// Which of them comes next.
    step: usize,
    /// What is wrong, once a method has given nothing.
    stop: Stop,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            depth: 0,
            json: Json { text, tape: Tape::default() },
            met: Vec::new(),
            step: 0,
            stop: Stop::NONE,
        }
    }

    /// A value, and nothing behind it.
    fn whole(&mut self, shape: &'static Shape) -> Option<()> {
        self.anew(shape)?;
        self.end()
    }

    /// Reads a value as a document of its own.
    #[inline]
    fn anew(&mut self, shape: &'static Shape) -> Option<()> {
        self.json.tape.clear();
        self.step = 0;
        let place = self.json.tape.push();
        self.value(place, shape)
    }

    /// Reads what stands here into an entry.
    fn value(&mut self, place: usize, shape: &'static Shape) -> Option<()> {
        self.at = blanks(self.bytes, self.at);
        match byte(self.bytes, self.at) {
            b'"' => {
                let text = self.text()?;
                self.json.tape.set(place, Kind::Text, text);
            }
            b'-' | b'0'..=b'9' => {
                let start = self.at;
                self.at = scan::number(self.bytes, start, &mut self.stop)?.get();
                let number = Stretch { start, end: self.at };
                self.json.tape.set(place, Kind::Number, number);
            }
            b'{' => return self.object(place, shape),
            b'[' => return self.list(place, shape),
            b'n' => return self.word(place, b"null", Kind::Null),
            b't' => return self.word(place, b"true", Kind::True),
            b'f' => return self.word(place, b"false", Kind::False),
            _ => {
                self.stop.note(self.at, Fault::Value);
                return None;
            }
        }
        Some(())
    }

    fn word(&mut self, place: usize, letters: &[u8], kind: Kind) -> Option<()> {
        self.at = scan::word(self.bytes, self.at, letters, &mut self.stop)?.get();
        self.json.tape.set(place, kind, Stretch::default());
        Some(())
    }

    /// Steps behind the text that begins here.
    #[inline]
    fn text(&mut self) -> Option<Stretch> {
        let start = next(self.at);
        let tail = scan::text(self.bytes, start, &mut self.stop)?;
        let end = tail.end();
        self.at = next(end);
        if tail.escaped() { self.unescaped(start, end) } else { Some(Stretch { start, end }) }
    }

    #[cold]
    fn unescaped(&mut self, start: usize, end: usize) -> Option<Stretch> {
        let Json { text, tape } = &mut self.json;
        let content = text.get(start..end).unwrap_or_default();
        let (bytes, stop) = (self.bytes, &mut self.stop);
        tape.keep(text.len(), |to| scan::unescape(bytes, start, content, to, stop))
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

    fn list(&mut self, place: usize, shape: &'static Shape) -> Option<()> {
        let start = self.json.tape.entries.len();
        let first = self.step;
        let mut more = self.open(b']')?;
        while more {
            self.step = first;
            let item = self.json.tape.push();
            self.value(item, shape)?;
            more = self.more(b']', Fault::List)?;
        }
        let end = self.json.tape.entries.len();
        self.json.tape.set(place, Kind::List, Stretch { start, end });
        Some(())
    }

    fn object(&mut self, place: usize, shape: &'static Shape) -> Option<()> {
        let start = self.json.tape.reserve(place, shape);
        let mut more = self.open(b'}')?;
        while more {
            if shape.all {
                self.field()?;
            } else {
                self.kept_field(start, shape)?;
            }
            more = self.more(b'}', Fault::Object)?;
        }
        let end = self.json.tape.entries.len();
        self.json.tape.set(place, Kind::Object, Stretch { start, end });
        Some(())
    }

    /// A field of an object of which all is kept.
    fn field(&mut self) -> Option<()> {
        self.begins_name()?;
        let name = self.text()?;
        self.colon()?;
        let place = self.json.tape.push_field(self.json.text, name);
        self.value(place, Shape::ALL)
    }

    /// A field of an object whose fields of this shape are kept, from the entry `start` on.
    #[inline]
    fn kept_field(&mut self, start: usize, shape: &'static Shape) -> Option<()> {
        let kept = match self.foreseen(shape) {
            Some(kept) => kept,
            None => self.named(shape)?,
        };
        let Some((field, below)) = kept else { return self.skip() };
        let place = start.wrapping_add(field);
        let twice = self.json.tape.kind(place) != Kind::Nothing;
        if below.later {
            self.later(place)?;
        } else {
            self.value(place, below)?;
        }
        if twice {
            self.json.tape.set(place, Kind::Twice, Stretch::default());
        }
        Some(())
    }

    #[inline]
    fn begins_name(&mut self) -> Option<()> {
        if byte(self.bytes, self.at) != b'"' {
            self.stop.note(self.at, Fault::Name);
            return None;
        }
        Some(())
    }

    #[inline]
    fn colon(&mut self) -> Option<()> {
        self.at = colon(self.bytes, self.at, &mut self.stop)?.get();
        Some(())
    }

    /// Steps behind the name that stands here and its colon; says what is kept of its field.
    #[inline(never)]
    fn named(&mut self, shape: &'static Shape) -> Option<Kept> {
        self.begins_name()?;
        let start = self.at;
        let name = self.text()?;
        self.colon()?;
        let Json { text, tape } = &self.json;
        let kept = shape.field(tape.read(text, name).as_bytes());
        let name = self.bytes.get(start..self.at).unwrap_or_default();
        self.remember(Met { shape, name, kept });
        Some(kept)
    }

    /// Steps behind the name that stands here and its colon if the item before this one had the
    /// same at its place, and says what is kept of it.
    #[inline]
    fn foreseen(&mut self, shape: &'static Shape) -> Option<Kept> {
        let met = self.met.get(self.step).filter(|met| std::ptr::eq(met.shape, shape))?;
        let end = self.at.wrapping_add(met.name.len());
        if !same(self.bytes.get(self.at..end)?, met.name) {
            return None;
        }
        self.at = end;
        self.step = next(self.step);
        Some(met.kept)
    }

    fn remember(&mut self, met: Met<'a>) {
        match self.met.get_mut(self.step) {
            Some(own) => *own = met,
            None if self.step < MOST_MET => self.met.push(met),
            None => return,
        }
        self.step = next(self.step);
    }

    fn parts(
        &mut self,
        shape: &'static Shape,
        each: &mut dyn FnMut(&Part<'_>) -> bool,
    ) -> Option<Shown> {
        self.at = blanks(self.bytes, self.at);
        if byte(self.bytes, self.at) != b'{' {
            self.whole(Shape::ALL)?;
            each(&Part { name: "", place: None, json: &self.json });
            return Some(Shown::All);
        }
        let mut more = self.open(b'}')?;
        while more {
            self.begins_name()?;
            let name = self.part_name()?;
            self.colon()?;
            let below = shape.field(name.as_bytes()).map_or(Shape::ALL, |(_, below)| below);
            self.at = blanks(self.bytes, self.at);
            let goes_on = if byte(self.bytes, self.at) == b'[' {
                self.items(&name, below, each)?
            } else {
                self.anew(below)?;
                each(&Part { name: &name, place: None, json: &self.json })
            };
            if !goes_on {
                return Some(Shown::Enough);
            }
            more = self.more(b'}', Fault::Object)?;
        }
        self.end()?;
        Some(Shown::All)
    }

    /// The items of a list one by one, and whether more is wanted.
    fn items(
        &mut self,
        name: &str,
        shape: &'static Shape,
        each: &mut dyn FnMut(&Part<'_>) -> bool,
    ) -> Option<bool> {
        let mut place = 0;
        let mut more = self.open(b']')?;
        while more {
            self.anew(shape)?;
            if !each(&Part { name, place: Some(place), json: &self.json }) {
                return Some(false);
            }
            place = next(place);
            more = self.more(b']', Fault::List)?;
        }
        // So that an empty list is told from none.
        self.json.tape.clear();
        let whole = self.json.tape.push();
        self.json.tape.set(whole, Kind::List, Stretch { start: 1, end: 1 });
        Some(each(&Part { name, place: None, json: &self.json }))
    }

    /// The name of a part, which outlives the entries of what stands in it.
    fn part_name(&mut self) -> Option<Cow<'a, str>> {
        let name = self.text()?;
        let Json { text, tape } = &self.json;
        match text.get(name.start..name.end) {
            Some(own) => Some(Cow::Borrowed(own)),
            None => Some(Cow::Owned(tape.read(text, name).to_owned())),
        }
    }

    fn end(&mut self) -> Option<()> {
        let at = blanks(self.bytes, self.at);
        if at < self.bytes.len() {
            self.stop.note(at, Fault::Rest);
            return None;
        }
        Some(())
    }

    fn later(&mut self, place: usize) -> Option<()> {
        self.at = blanks(self.bytes, self.at);
        let start = self.at;
        self.skip()?;
        if byte(self.bytes, start) == b'n' {
            self.json.tape.set(place, Kind::Null, Stretch::default());
        } else {
            self.json.tape.postpone(place, Stretch { start, end: self.at });
        }
        Some(())
    }

    #[inline]
    fn skip(&mut self) -> Option<()> {
        let room = MAX_DEPTH.wrapping_sub(self.depth);
        self.at = skip(self.bytes, self.at, room, &mut self.stop)?.get();
        Some(())
    }
}
