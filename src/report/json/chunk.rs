//! Several bytes of a text at once: which of them cannot simply stand in a JSON text.
//!
//! In wasm sixteen bytes are one value of its SIMD, elsewhere eight bytes are one integer. Both
//! are tested against the plain definition, one natively and one in wasm.

pub(in crate::report) use chosen::{SIZE, special};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod chosen {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u64x2, v128_or};

    /// How many bytes are looked at together.
    pub(in crate::report) const SIZE: usize = 16;

    /// The place of the first quote, backslash or control character; [`SIZE`] when there is none.
    #[inline]
    pub(in crate::report) fn special(chunk: &[u8; SIZE]) -> usize {
        let number = u128::from_le_bytes(*chunk);
        #[expect(clippy::cast_possible_truncation, reason = "the lower and the upper half")]
        let bytes = u64x2(number as u64, (number >> 64) as u64);
        let quote = u8x16_eq(bytes, u8x16_splat(b'"'));
        let backslash = u8x16_eq(bytes, u8x16_splat(b'\\'));
        let control = u8x16_lt(bytes, u8x16_splat(b' '));
        let special = u8x16_bitmask(v128_or(v128_or(quote, backslash), control));
        let end = u32::from(special) | 1 << SIZE;
        end.trailing_zeros() as usize
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod chosen {
    /// How many bytes are looked at together.
    pub(in crate::report) const SIZE: usize = 8;

    /// The place of the first quote, backslash or control character; [`SIZE`] when there is none.
    #[inline]
    pub(in crate::report) fn special(chunk: &[u8; SIZE]) -> usize {
        let special = super::specials(u64::from_le_bytes(*chunk));
        (special.trailing_zeros() >> 3) as usize
    }
}

/// The lowest bit that is set is the highest of the first byte that cannot simply stand in a text.
/// Bits above it may be false.
#[inline]
fn specials(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const QUOTES: u64 = ONES.wrapping_mul(b'"' as u64);
    const BACKSLASHES: u64 = ONES.wrapping_mul(b'\\' as u64);
    const BLANKS: u64 = ONES.wrapping_mul(b' ' as u64);
    let (quote, backslash) = (word ^ QUOTES, word ^ BACKSLASHES);
    // A byte of zero borrows from its own highest bit. Only bits above a true one may be false.
    let is_quote = quote.wrapping_sub(ONES) & !quote;
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    let is_control = word.wrapping_sub(BLANKS) & !word;
    (is_quote | is_backslash | is_control) & HIGH
}

/// Whether all of a few bytes can simply stand in a text: at most sixteen are looked at.
#[inline]
pub(in crate::report) fn is_plain(bytes: &[u8]) -> bool {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let words = [first, last].map(|chunk| u64::from_le_bytes(*chunk));
        return bytes.len() <= 16 && words.map(specials) == [0, 0];
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [low, high] = [first, last].map(|chunk| u64::from(u32::from_le_bytes(*chunk)));
        return specials(low | high << 32) == 0;
    }
    !bytes.iter().copied().any(is_special)
}

/// Whether a byte cannot simply stand in a JSON text.
pub(in crate::report) fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}
