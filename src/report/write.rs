//! Writing JSON: the shortest text, straight into a list of bytes.
//!
//! Only what the types of this crate need: names are texts, nothing is a float, and nothing can
//! fail, so that hardly any code is left of it once it is compiled.

use std::fmt::Error;

use serde::ser::{self, Serialize, Serializer};

use super::json::chunk;
use crate::domain::number::{count_digits, refuse_floats};

#[cfg(test)]
mod tests;

/// `value` as JSON.
#[must_use]
pub fn bytes(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    let mut out = Out(Vec::new());
    match value.serialize(&mut out) {
        Ok(()) => out.0,
        // A float, which no type here has.
        Err(Error) => Vec::new(),
    }
}

/// `value` as JSON text.
#[must_use]
pub fn text(value: &(impl Serialize + ?Sized)) -> String {
    String::from_utf8(bytes(value)).unwrap_or_default()
}

/// What was written so far. It also stands for an open list or object: whether something stands
/// in it already is seen from its last byte, for no value ends with an opening bracket.
struct Out(Vec<u8>);

impl Out {
    /// How long a text is that is copied in place.
    const SHORT: usize = 64;

    /// Most texts are short: a copy of known size is made in place, any other by a call, which costs
    /// an engine of wasm more than the copy.
    #[inline(always)]
    fn raw(&mut self, text: &[u8]) {
        if text.len() > Self::SHORT {
            return self.0.extend_from_slice(text);
        }
        let (chunks, rest) = text.as_chunks::<16>();
        for chunk in chunks {
            self.0.extend_from_slice(chunk);
        }
        let (chunks, rest) = rest.as_chunks::<4>();
        for chunk in chunks {
            self.0.extend_from_slice(chunk);
        }
        for byte in rest {
            self.0.push(*byte);
        }
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    #[inline]
    fn separate(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[')) {
            self.byte(b',');
        }
    }

    /// A name of a field, with what stands before and behind it.
    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.separate();
        self.string(name);
        self.byte(b':');
    }

    /// The name of a field of one of our types, in which nothing is to be escaped.
    #[inline(never)]
    fn field(&mut self, name: &'static str) {
        self.0.reserve(name.len().saturating_add(4));
        self.separate();
        self.0.push(b'"');
        self.raw(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        self.0.reserve(rest.len().saturating_add(2));
        self.byte(b'"');
        if chunk::is_plain(rest) {
            self.raw(rest);
            return self.byte(b'"');
        }
        loop {
            let (plain, from) = rest.split_at_checked(plain(rest)).unwrap_or((rest, &[]));
            self.0.extend_from_slice(plain);
            let Some((special, behind)) = from.split_first() else { break };
            self.escape(*special);
            rest = behind;
        }
        self.byte(b'"');
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let letter = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x09 => b't',
            0x0A => b'n',
            0x0C => b'f',
            0x0D => b'r',
            _ => {
                self.raw(b"\\u00");
                for digit in [byte >> 4, byte & 0xF] {
                    let letter = char::from_digit(u32::from(digit), 16).unwrap_or('0');
                    self.0.extend(u8::try_from(letter));
                }
                return;
            }
        };
        self.raw(&[b'\\', letter]);
    }

    #[inline(never)]
    fn number(&mut self, number: u64) {
        let (digits, start) = count_digits(number);
        self.raw(digits.get(start..).unwrap_or_default());
    }
}

/// How many of the first bytes need no escape.
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0_usize;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let special = chunk::special(chunk);
        at = at.wrapping_add(special);
        if special < chunk::SIZE {
            return at;
        }
    }
    let tail = bytes.get(at..).unwrap_or_default();
    let special = tail.iter().position(|byte| chunk::is_special(*byte));
    at.wrapping_add(special.unwrap_or(tail.len()))
}

type Done = Result<(), Error>;

/// Methods that write an integer.
macro_rules! integers {
    ($($name:ident: $type:ty),*) => {$(
        fn $name(self, number: $type) -> Done {
            self.serialize_u64(number.into())
        }
    )*};
}

impl<'o> Serializer for &'o mut Out {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = &'o mut Out;
    type SerializeTuple = &'o mut Out;
    type SerializeTupleStruct = &'o mut Out;
    type SerializeTupleVariant = &'o mut Out;
    type SerializeMap = &'o mut Out;
    type SerializeStruct = &'o mut Out;
    type SerializeStructVariant = &'o mut Out;

    integers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32);
    refuse_floats!(Error);

    /// By this a text that is JSON already knows that it may be written as bytes.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bytes(self, json: &[u8]) -> Done {
        self.raw(json);
        Ok(())
    }

    fn serialize_bool(self, flag: bool) -> Done {
        self.raw(if flag { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Done {
        self.number(number);
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Done {
        if number < 0 {
            self.byte(b'-');
        }
        self.serialize_u64(number.unsigned_abs())
    }

    fn serialize_char(self, letter: char) -> Done {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Done {
        self.string(text);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.raw(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.byte(b'{');
        self.name(variant);
        value.serialize(&mut *self)?;
        self.byte(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        self.byte(b'[');
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Error> {
        self.byte(b'{');
        self.name(variant);
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        self.byte(b'{');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Error> {
        self.byte(b'{');
        self.name(variant);
        self.serialize_map(None)
    }
}

/// An open list: `$method` adds an item, `$end` is what closes it.
macro_rules! list {
    ($($trait:ident $method:ident $end:literal),*) => {$(
        impl ser::$trait for &mut Out {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Done {
                self.separate();
                item.serialize(&mut **self)
            }

            fn end(self) -> Done {
                self.raw($end);
                Ok(())
            }
        }
    )*};
}

list!(
    SerializeSeq serialize_element b"]",
    SerializeTuple serialize_element b"]",
    SerializeTupleStruct serialize_field b"]",
    SerializeTupleVariant serialize_field b"]}"
);

/// An open object whose names are known.
macro_rules! object {
    ($($trait:ident $end:literal),*) => {$(
        impl ser::$trait for &mut Out {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Done {
                self.field(name);
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                self.raw($end);
                Ok(())
            }
        }
    )*};
}

object!(SerializeStruct b"}", SerializeStructVariant b"}}");

impl ser::SerializeMap for &mut Out {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Done {
        self.separate();
        name.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.byte(b':');
        value.serialize(&mut **self)
    }

    fn end(self) -> Done {
        self.byte(b'}');
        Ok(())
    }
}
