//! Where things of a JSON text end, byte by byte: blanks, words, numbers, texts, escapes.
//!
//! Everything here is as strict as the grammar. A function is given the place where a thing
//! begins and returns the place behind it, or where and why the text stops being JSON.

use std::borrow::Cow;

use super::chunk;

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

impl Stop {
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
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// Behind the blanks.
pub(super) fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at = at.wrapping_add(1);
    }
    at
}

/// Behind one of the words `true`, `false` and `null`.
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, Stop> {
    for (place, letter) in word.iter().enumerate() {
        let at = at.wrapping_add(place);
        if byte(bytes, at) != *letter {
            return Err(Stop { at, fault: Fault::Value });
        }
    }
    Ok(at.wrapping_add(word.len()))
}

/// Behind a number that begins here with its sign or first digit.
pub(super) fn number(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    if byte(bytes, at) == b'-' {
        at = at.wrapping_add(1);
    }
    // A zero is never followed by a digit.
    at = if byte(bytes, at) == b'0' { at.wrapping_add(1) } else { digits(bytes, at)? };
    if byte(bytes, at) == b'.' {
        at = digits(bytes, at.wrapping_add(1))?;
    }
    if matches!(byte(bytes, at), b'e' | b'E') {
        at = at.wrapping_add(1);
        if matches!(byte(bytes, at), b'+' | b'-') {
            at = at.wrapping_add(1);
        }
        at = digits(bytes, at)?;
    }
    if byte(bytes, at).is_ascii_digit() {
        return Err(Stop { at, fault: Fault::Number });
    }
    Ok(at)
}

/// Behind one or more digits.
fn digits(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    if !byte(bytes, at).is_ascii_digit() {
        return Err(Stop { at, fault: Fault::Number });
    }
    while byte(bytes, at).is_ascii_digit() {
        at = at.wrapping_add(1);
    }
    Ok(at)
}

/// The content of a text: what stands between its quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Where it begins, behind the first quote.
    pub start: usize,
    /// Where it ends: the place of the last quote.
    pub end: usize,
    /// Whether a backslash stands in it.
    pub escaped: bool,
    /// Whether it may hold something other than ASCII.
    pub wide: bool,
}

/// The text whose content begins here, up to its closing quote. Its UTF-8 is not yet checked.
#[inline]
pub(super) fn text(bytes: &[u8], start: usize) -> Result<Span, Stop> {
    let mut at = start;
    let mut wide = false;
    let mut escaped = false;
    loop {
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let seen = chunk::look(chunk);
            wide |= seen.wide;
            at = at.wrapping_add(seen.special);
            if seen.special < chunk::SIZE {
                break;
            }
        }
        match byte(bytes, at) {
            b'"' => return Ok(Span { start, end: at, escaped, wide }),
            b'\\' => {
                escaped = true;
                at = escape(bytes, at)?.1;
            }
            0..=0x1F => return Err(Stop { at, fault: Fault::Control }),
            // Near the end there are no whole chunks.
            plain => {
                wide |= !plain.is_ascii();
                at = at.wrapping_add(1);
            }
        }
    }
}

/// Checks what [`text`] did not.
pub(super) fn utf8<'a>(bytes: &'a [u8], span: &Span) -> Result<&'a str, Stop> {
    let content = bytes.get(span.start..span.end).unwrap_or_default();
    std::str::from_utf8(content).map_err(|error| Stop {
        at: span.start.wrapping_add(error.valid_up_to()),
        fault: Fault::Unicode,
    })
}

/// The text without its escapes; borrowed when it has none.
pub(super) fn plain<'a>(bytes: &'a [u8], span: &Span) -> Result<Cow<'a, str>, Stop> {
    let content = utf8(bytes, span)?;
    if span.escaped { unescape(bytes, span, content).map(Cow::Owned) } else { Ok(content.into()) }
}

#[cold]
fn unescape(bytes: &[u8], span: &Span, content: &str) -> Result<String, Stop> {
    let mut plain = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        // The place of the backslash, counted from the end, which does not move.
        let at = span.end.wrapping_sub(after.len()).wrapping_sub(1);
        let (letter, behind) = escape(bytes, at)?;
        plain.push(letter);
        rest = after.get(behind.wrapping_sub(at).wrapping_sub(1)..).unwrap_or_default();
    }
    plain.push_str(rest);
    Ok(plain)
}

/// What an escape that begins here stands for, and the place behind it.
#[cold]
fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), Stop> {
    let behind = at.wrapping_add(2);
    let letter = match byte(bytes, at.wrapping_add(1)) {
        plain @ (b'"' | b'\\' | b'/') => char::from(plain),
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(bytes, behind),
        _ => return Err(Stop { at: at.wrapping_add(1), fault: Fault::Escape }),
    };
    Ok((letter, behind))
}

/// The character whose four digits begin here, or eight in two escapes.
fn unicode(bytes: &[u8], at: usize) -> Result<(char, usize), Stop> {
    let first = hex(bytes, at)?;
    let behind = at.wrapping_add(4);
    if let Some(letter) = char::from_u32(first) {
        return Ok((letter, behind));
    }
    let fault = |at| Stop { at, fault: Fault::Escape };
    if first >= 0xDC00 {
        return Err(fault(at));
    }
    let second = word(bytes, behind, b"\\u").map_err(|stop| fault(stop.at))?;
    let low = hex(bytes, second)?;
    let pair = [first, low].map(|half| u16::try_from(half).unwrap_or_default());
    match char::decode_utf16(pair).next() {
        Some(Ok(letter)) => Ok((letter, second.wrapping_add(4))),
        _ => Err(fault(second)),
    }
}

/// The value of four hexadecimal digits.
fn hex(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    let mut value = 0_u32;
    for place in 0..4 {
        let at = at.wrapping_add(place);
        let digit = char::from(byte(bytes, at)).to_digit(16);
        let digit = digit.ok_or(Stop { at, fault: Fault::Escape })?;
        value = value << 4 | digit;
    }
    Ok(value)
}
