//! Walks over a value that nobody reads, as strictly as if it were read.

use super::scan::{Fault, Span, Stop, blanks, byte, number, text, utf8, word};

/// The place behind the value that begins here. It may hold `room` levels of brackets, at most
/// 128.
pub(super) fn skip(bytes: &[u8], at: usize, room: u32) -> Result<usize, Stop> {
    let mut at = at;
    // One bit for each open bracket, the innermost lowest: whether it is an object's.
    let mut open = 0_u128;
    let mut depth = 0_u32;
    loop {
        at = blanks(bytes, at);
        match byte(bytes, at) {
            b'"' => at = over(bytes, at)?,
            b'-' | b'0'..=b'9' => at = number(bytes, at)?,
            b'n' => at = word(bytes, at, b"null")?,
            b't' => at = word(bytes, at, b"true")?,
            b'f' => at = word(bytes, at, b"false")?,
            bracket @ (b'{' | b'[') => {
                if depth == room {
                    return Err(Stop { at, fault: Fault::Depth });
                }
                at = blanks(bytes, at.wrapping_add(1));
                let object = bracket == b'{';
                if byte(bytes, at) == if object { b'}' } else { b']' } {
                    at = at.wrapping_add(1);
                } else {
                    open = open << 1 | u128::from(object);
                    depth = depth.wrapping_add(1);
                    if object {
                        at = name(bytes, at)?;
                    }
                    continue;
                }
            }
            _ => return Err(Stop { at, fault: Fault::Value }),
        }
        // A value has ended, and perhaps what it stands in.
        loop {
            if depth == 0 {
                return Ok(at);
            }
            at = blanks(bytes, at);
            let object = open & 1 == 1;
            match byte(bytes, at) {
                b',' if object => {
                    at = name(bytes, blanks(bytes, at.wrapping_add(1)))?;
                    break;
                }
                b',' => {
                    at = at.wrapping_add(1);
                    break;
                }
                b'}' if object => {}
                b']' if !object => {}
                _ => {
                    let fault = if object { Fault::Object } else { Fault::List };
                    return Err(Stop { at, fault });
                }
            }
            open >>= 1;
            depth = depth.wrapping_sub(1);
            at = at.wrapping_add(1);
        }
    }
}

/// Behind the name that begins here and its colon.
fn name(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    if byte(bytes, at) != b'"' {
        return Err(Stop { at, fault: Fault::Name });
    }
    colon(bytes, over(bytes, at)?)
}

/// Behind the colon.
pub(super) fn colon(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    let at = blanks(bytes, at);
    if byte(bytes, at) == b':' {
        Ok(at.wrapping_add(1))
    } else {
        Err(Stop { at, fault: Fault::Colon })
    }
}

/// Behind the text whose first quote stands here.
fn over(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    let span: Span = text(bytes, at.wrapping_add(1))?;
    if span.wide {
        utf8(bytes, &span)?;
    }
    Ok(span.end.wrapping_add(1))
}
