//! Where things of a JSON text end, byte by byte: blanks, words, numbers, texts, escapes.
//!
//! Everything here is as strict as the grammar. A function is given the place where a thing
//! begins and returns the place behind it, or nothing once it has noted where and why the text
//! stops being JSON. It is called for every few bytes, so what it returns fits one register, and
//! the loops are not inlined: in one large function engines run them at half the speed.

use std::num::NonZero;

use super::chunk;
use crate::domain::number::eight_digits;

/// Where a text stops being JSON, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// The place of the byte that cannot stand there; the length of the text at its end.
    pub at: usize,
    /// What was being read.
    pub fault: Fault,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No value begins here.
    Value,
    /// No name of a field begins here.
    Name,
    /// No colon behind a name.
    Colon,
    /// Neither a comma nor the end of an object.
    Object,
    /// Neither a comma nor the end of a list.
    List,
    /// Something behind the document.
    Rest,
    /// Not a number.
    Number,
    /// Not an escape, or half of a surrogate pair.
    Escape,
    /// A control character in a text.
    Control,
    /// Bytes that are no UTF-8.
    Unicode,
    /// Nested too deeply.
    Depth,
}

/// The place behind something, or nothing where the text is not JSON.
pub(super) type Behind = Option<NonZero<usize>>;

impl Stop {
    /// Before anything is read.
    pub(super) const NONE: Self = Self { at: 0, fault: Fault::Value };

    /// Notes what is wrong.
    #[cold]
    #[inline(never)]
    pub(super) fn note(&mut self, at: usize, fault: Fault) {
        *self = Self { at, fault };
    }

    /// What is wrong, in words.
    pub(super) fn message(self, text: &[u8]) -> &'static str {
        if self.at >= text.len() && self.fault != Fault::Depth {
            return match self.fault {
                Fault::Escape | Fault::Control => "EOF while parsing a string",
                Fault::Object | Fault::Name | Fault::Colon => "EOF while parsing an object",
                Fault::List => "EOF while parsing a list",
                _ => "EOF while parsing a value",
            };
        }
        match self.fault {
            Fault::Value => "expected a value",
            Fault::Name => "expected the name of a field",
            Fault::Colon => "expected `:`",
            Fault::Object => "expected `,` or `}`",
            Fault::List => "expected `,` or `]`",
            Fault::Rest => "something stands behind the document",
            Fault::Number => "not a number",
            Fault::Escape => "not an escape, or half of a surrogate pair",
            Fault::Control => "a control character in a text",
            Fault::Unicode => "the bytes are no UTF-8",
            Fault::Depth => "nested too deeply",
        }
    }
}

/// The byte at a place; beyond the end a NUL, which is no part of any JSON.
#[inline]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The next place.
#[inline]
pub(super) fn next(at: usize) -> usize {
    at.wrapping_add(1)
}

/// Behind the blanks.
#[inline]
pub(super) fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at = next(at);
    }
    at
}

/// Behind one of the words `true`, `false` and `null`.
#[inline(never)]
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8], stop: &mut Stop) -> Behind {
    let mut at = at;
    for letter in word {
        if byte(bytes, at) != *letter {
            stop.note(at, Fault::Value);
            return None;
        }
        at = next(at);
    }
    NonZero::new(at)
}

/// Behind a number that begins here with its sign or first digit.
#[inline(never)]
pub(super) fn number(bytes: &[u8], at: usize, stop: &mut Stop) -> Behind {
    let mut at = if byte(bytes, at) == b'-' { next(at) } else { at };
    // A zero is never followed by a digit.
    let zero = byte(bytes, at) == b'0';
    at = if zero { next(at) } else { digits(bytes, at, stop)? };
    if byte(bytes, at) == b'.' {
        at = digits(bytes, next(at), stop)?;
    }
    if matches!(byte(bytes, at), b'e' | b'E') {
        at = next(at);
        if matches!(byte(bytes, at), b'+' | b'-') {
            at = next(at);
        }
        at = digits(bytes, at, stop)?;
    }
    if byte(bytes, at).is_ascii_digit() {
        stop.note(at, Fault::Number);
        return None;
    }
    NonZero::new(at)
}

/// Behind one or more digits.
#[inline]
fn digits(bytes: &[u8], mut at: usize, stop: &mut Stop) -> Option<usize> {
    if !byte(bytes, at).is_ascii_digit() {
        stop.note(at, Fault::Number);
        return None;
    }
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk)
        && eight_digits(block).is_some()
    {
        at = at.wrapping_add(block.len());
    }
    while byte(bytes, at).is_ascii_digit() {
        at = next(at);
    }
    Some(at)
}

/// Where the content of a text ends, at the place of its last quote, and whether a backslash stands
/// in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail(NonZero<u64>);

impl Tail {
    const ESCAPED: u64 = 1 << 63;

    fn new(end: usize, escaped: bool) -> Option<Self> {
        let escaped = if escaped { Self::ESCAPED } else { 0 };
        NonZero::new(end as u64 | escaped).map(Self)
    }

    #[inline]
    pub(super) fn end(self) -> usize {
        usize::try_from(self.0.get() & !Self::ESCAPED).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(super) fn escaped(self) -> bool {
        self.0.get() & Self::ESCAPED != 0
    }
}

/// The text whose content begins here, up to its closing quote.
#[inline(never)]
pub(super) fn text(bytes: &[u8], start: usize, stop: &mut Stop) -> Option<Tail> {
    let mut at = start;
    let mut escaped = false;
    loop {
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let special = chunk::special(chunk);
            at = at.wrapping_add(special);
            if special < chunk::SIZE {
                break;
            }
        }
        match byte(bytes, at) {
            b'"' => return Tail::new(at, escaped),
            b'\\' => {
                escaped = true;
                at = escape(bytes, at, stop)?.1;
            }
            0..=0x1F => {
                stop.note(at, Fault::Control);
                return None;
            }
            // Near the end there are no whole chunks.
            _ => at = next(at),
        }
    }
}

/// Puts the content of a text that begins at a place behind `to`, without its escapes.
#[cold]
pub(super) fn unescape(
    bytes: &[u8],
    start: usize,
    content: &str,
    to: &mut String,
    stop: &mut Stop,
) -> Option<()> {
    let end = start.wrapping_add(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        to.push_str(before);
        // The place of the backslash, counted from the end, which does not move.
        let at = end.wrapping_sub(after.len()).wrapping_sub(1);
        let (letter, behind) = escape(bytes, at, stop)?;
        to.push(letter);
        rest = after.get(behind.wrapping_sub(next(at))..).unwrap_or_default();
    }
    to.push_str(rest);
    Some(())
}

/// What an escape that begins here stands for, and the place behind it.
#[cold]
fn escape(bytes: &[u8], at: usize, stop: &mut Stop) -> Option<(char, usize)> {
    let kind = next(at);
    let behind = next(kind);
    let letter = match byte(bytes, kind) {
        plain @ (b'"' | b'\\' | b'/') => char::from(plain),
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            return unicode(bytes, behind).map_err(|at| stop.note(at, Fault::Escape)).ok();
        }
        _ => {
            stop.note(kind, Fault::Escape);
            return None;
        }
    };
    Some((letter, behind))
}

/// The character whose four digits begin here, or eight in two escapes, and the place behind
/// them; else the place where they are wrong.
fn unicode(bytes: &[u8], at: usize) -> Result<(char, usize), usize> {
    let first = hex(bytes, at)?;
    let behind = at.wrapping_add(4);
    if let Some(letter) = char::from_u32(first) {
        return Ok((letter, behind));
    }
    if first >= 0xDC00 {
        return Err(at);
    }
    let mut second = behind;
    for sign in *b"\\u" {
        if byte(bytes, second) != sign {
            return Err(second);
        }
        second = next(second);
    }
    let low = hex(bytes, second)?;
    let pair = [first, low].map(|half| u16::try_from(half).unwrap_or_default());
    match char::decode_utf16(pair).next() {
        Some(Ok(letter)) => Ok((letter, second.wrapping_add(4))),
        _ => Err(second),
    }
}

/// The value of four hexadecimal digits, or the place where there is none.
fn hex(bytes: &[u8], at: usize) -> Result<u32, usize> {
    let mut value = 0_u32;
    for place in 0..4 {
        let at = at.wrapping_add(place);
        let digit = char::from(byte(bytes, at)).to_digit(16).ok_or(at)?;
        value = value << 4 | digit;
    }
    Ok(value)
}
