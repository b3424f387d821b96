//! Decimals as digits, without the general formatting of text.

use rust_decimal::Decimal;

/// A coefficient has at most 29 digits; before them stand a sign and, for 28 decimals, a zero
/// and the point.
const LONGEST: usize = 32;

/// The digits with the point at the written scale: `12.50`, `-0.05`, `0.00`; minus zero has no
/// sign.
#[must_use]
pub(super) fn written(value: Decimal) -> String {
    let parts = value.unpack();
    let mut room = [0; LONGEST];
    let mut places = room.iter_mut().rev();
    let mut start = LONGEST;
    let mut put = |byte| {
        if let Some(place) = places.next() {
            *place = byte;
            start = start.wrapping_sub(1);
        }
    };
    let mut limbs = [parts.hi, parts.mid, parts.lo];
    let mut decimals = 0_u32;
    while limbs != [0; 3] || decimals <= parts.scale {
        if decimals == parts.scale && decimals > 0 {
            put(b'.');
        }
        put(b'0' | next_digit(&mut limbs));
        decimals = decimals.saturating_add(1);
    }
    if parts.negative && !value.is_zero() {
        put(b'-');
    }
    std::str::from_utf8(room.get(start..).unwrap_or_default()).unwrap_or_default().to_owned()
}

/// Takes the last digit off a coefficient.
fn next_digit(limbs: &mut [u32; 3]) -> u8 {
    if let [0, 0, last] = limbs {
        // As almost always; and this division is a multiplication.
        let digit = *last % 10;
        *last /= 10;
        return u8::try_from(digit).unwrap_or_default();
    }
    let mut rest = 0_u32;
    for limb in limbs {
        if *limb == 0 && rest == 0 {
            continue;
        }
        // Both fit: what is divided is less than ten times 2^32.
        let whole = u64::from(rest) << 32 | u64::from(*limb);
        *limb = u32::try_from(whole / 10).unwrap_or_default();
        rest = u32::try_from(whole % 10).unwrap_or_default();
    }
    u8::try_from(rest).unwrap_or_default()
}

/// Without trailing zeros behind the point.
#[must_use]
pub(super) fn shortened(value: Decimal) -> Decimal {
    let parts = value.unpack();
    if parts.mid != 0 || parts.hi != 0 {
        return value.normalize();
    }
    if parts.lo == 0 {
        return Decimal::ZERO;
    }
    let (mut coefficient, mut scale) = (parts.lo, parts.scale);
    while scale > 0 && coefficient.is_multiple_of(10) {
        coefficient /= 10;
        scale = scale.wrapping_sub(1);
    }
    Decimal::from_parts(coefficient, 0, 0, parts.negative, scale)
}
