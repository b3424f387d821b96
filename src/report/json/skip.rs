//! Walks over a value that nobody reads, as strictly as if it were read.

use std::num::NonZero;

use super::scan::{Behind, Fault, Stop, blanks, byte, next, number, text, word};

/// The place behind the value that begins here. It may hold `room` levels of brackets, at most
/// 128.
#[inline(never)]
pub(super) fn skip(bytes: &[u8], at: usize, room: u32, stop: &mut Stop) -> Behind {
    let mut at = at;
    // One bit for each open bracket, the innermost lowest: whether it is an object's.
    let mut open = 0_u128;
    let mut depth = 0_u32;
    loop {
        at = blanks(bytes, at);
        match byte(bytes, at) {
            b'"' => at = over(bytes, at, stop)?.get(),
            b'-' | b'0'..=b'9' => at = number(bytes, at, stop)?.get(),
            b'n' => at = word(bytes, at, b"null", stop)?.get(),
            b't' => at = word(bytes, at, b"true", stop)?.get(),
            b'f' => at = word(bytes, at, b"false", stop)?.get(),
            bracket @ (b'{' | b'[') => {
                if depth == room {
                    stop.note(at, Fault::Depth);
                    return None;
                }
                at = blanks(bytes, next(at));
                let object = bracket == b'{';
                if byte(bytes, at) == if object { b'}' } else { b']' } {
                    at = next(at);
                } else {
                    open = open << 1 | u128::from(object);
                    depth = depth.wrapping_add(1);
                    if object {
                        at = name(bytes, at, stop)?.get();
                    }
                    continue;
                }
            }
            _ => {
                stop.note(at, Fault::Value);
                return None;
            }
        }
        // A value has ended, and perhaps what it stands in.
        loop {
            if depth == 0 {
                return NonZero::new(at);
            }
            at = blanks(bytes, at);
            let object = open & 1 == 1;
            match byte(bytes, at) {
                b',' if object => {
                    at = name(bytes, blanks(bytes, next(at)), stop)?.get();
                    break;
                }
                b',' => {
                    at = next(at);
                    break;
                }
                b'}' if object => {}
                b']' if !object => {}
                _ => {
                    stop.note(at, if object { Fault::Object } else { Fault::List });
                    return None;
                }
            }
            open >>= 1;
            depth = depth.wrapping_sub(1);
            at = next(at);
        }
    }
}

/// Behind the name that begins here and its colon.
#[inline]
fn name(bytes: &[u8], at: usize, stop: &mut Stop) -> Behind {
    if byte(bytes, at) != b'"' {
        stop.note(at, Fault::Name);
        return None;
    }
    let at = over(bytes, at, stop)?;
    colon(bytes, at.get(), stop)
}

/// Behind the colon.
#[inline]
pub(super) fn colon(bytes: &[u8], at: usize, stop: &mut Stop) -> Behind {
    let at = blanks(bytes, at);
    if byte(bytes, at) != b':' {
        stop.note(at, Fault::Colon);
        return None;
    }
    NonZero::new(next(at))
}

/// Behind the text whose first quote stands here.
#[inline]
fn over(bytes: &[u8], at: usize, stop: &mut Stop) -> Behind {
    let tail = text(bytes, next(at), stop)?;
    NonZero::new(next(tail.end()))
}
