//! How codes are compared: SKUs and barcodes by digests of their normal forms, so that two
//! catalogues of many thousand are compared without making a text of each.

use super::text;

/// The digests of one code. Equal digests are not yet equal codes: [`same`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeForm {
    /// Of its letters and digits in lower case, without zeros in front: all that may be meant
    /// for the same code has the same.
    pub loose: u64,
    /// Of the form that [`same`] compares.
    pub exact: u64,
}

impl CodeForm {
    /// The digests of a code; nothing if it is blank.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let (mut loose, mut exact) = (Digest::NEW, Digest::NEW);
        let mut number = TradeNumber::new();
        let mut leading = true;
        visit(code, |c| {
            exact.add(c);
            number.add(c);
            if c.is_alphanumeric() {
                leading &= c == '0';
                if !leading {
                    loose.add(c);
                }
            }
        });
        if exact.is_new() {
            return None;
        }
        // Nothing but zeros and signs has no looser form than itself. A trade item number is told
        // by its digits without the zeros in front, as its loose form is.
        let none = loose.is_new();
        let loose = if none { exact.0 } else { loose.0 };
        let exact = if !none && number.is_one() { loose } else { exact.0 };
        Some(Self { loose, exact })
    }
}

/// Whether two codes are the same: SKUs as [`Sku`](super::sku::Sku) has them; of two trade item
/// numbers (GTIN: UPC, EAN) zeros in front say nothing, for a UPC is an EAN that begins with one.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    if one == other {
        return !is_blank(one);
    }
    match (TradeNumber::of(one), TradeNumber::of(other)) {
        (Some(one), Some(other)) => one.telling().eq(other.telling()),
        _ => !is_blank(one) && normal(one).eq(normal(other)),
    }
}

/// Whether a code says nothing.
#[must_use]
pub fn is_blank(code: &str) -> bool {
    let plain = code.bytes().next().is_some_and(|byte| byte.is_ascii_graphic());
    !plain && normal(code).next().is_none()
}

/// A trade item number: 8, 12, 13 or 14 digits, the last one a check digit that is right.
/// Anything else is a code like any other.
#[derive(Clone, Copy)]
struct TradeNumber {
    /// The digits as characters, and how many there are.
    digits: [char; 14],
    count: usize,
}

impl TradeNumber {
    const fn new() -> Self {
        Self { digits: ['0'; 14], count: 0 }
    }

    fn of(code: &str) -> Option<Self> {
        let mut number = Self::new();
        visit(code, |c| number.add(c));
        number.is_one().then_some(number)
    }

    /// Takes the next character; one that is no digit, or one too many, spoils it.
    #[inline]
    fn add(&mut self, c: char) {
        match self.digits.get_mut(self.count) {
            Some(place) if c.is_ascii_digit() => {
                *place = c;
                self.count = self.count.wrapping_add(1);
            }
            _ => self.count = SPOILT,
        }
    }

    fn is_one(&self) -> bool {
        matches!(self.count, 8 | 12..=14) && self.checks()
    }

    fn digits(&self) -> impl DoubleEndedIterator<Item = char> + '_ {
        self.digits.iter().copied().take(self.count)
    }

    /// Weights 3 and 1 from the right, the check digit being the first 1: the sum ends in 0.
    fn checks(&self) -> bool {
        let values = self.digits().rev().map(|digit| digit.to_digit(10).unwrap_or_default());
        let weighted = values.zip([1_u32, 3].into_iter().cycle());
        let sum = weighted
            .fold(0_u32, |sum, (value, weight)| sum.wrapping_add(value.wrapping_mul(weight)));
        sum.checked_rem(10) == Some(0) && self.telling().next().is_some()
    }

    /// Without the zeros in front.
    fn telling(&self) -> impl Iterator<Item = char> + '_ {
        self.digits().skip_while(|digit| *digit == '0')
    }
}

/// More digits than any trade item number has.
const SPOILT: usize = 99;

/// The characters of a SKU's normal form, one after the other. Most codes are ASCII.
#[inline]
fn visit(code: &str, mut put: impl FnMut(char)) {
    if !code.is_ascii() {
        normal(code).for_each(put);
        return;
    }
    let (mut gap, mut begun) = (false, false);
    for byte in code.bytes() {
        match byte {
            b'\t'..=b'\r' | b' ' => gap = begun,
            0..=b' ' | 0x7f => {}
            _ => {
                if gap {
                    put(' ');
                }
                (gap, begun) = (false, true);
                put(char::from(byte.to_ascii_lowercase()));
            }
        }
    }
}

/// The same for any text.
fn normal(code: &str) -> impl Iterator<Item = char> + '_ {
    let mut space = false;
    let mut begun = false;
    code.chars().flat_map(move |c| {
        let mut gap = None;
        let mut own = None;
        if c.is_whitespace() {
            space = true;
        } else if !text::is_invisible(c) {
            gap = (space && begun).then_some(' ');
            space = false;
            begun = true;
            own = Some(text::plain_char(c).to_lowercase());
        }
        gap.into_iter().chain(own.into_iter().flatten())
    })
}

/// A digest of words in any order; each word counts once. Nothing if there are none.
#[must_use]
pub fn words<'w>(texts: impl Iterator<Item = &'w str>) -> Option<u64> {
    let mut digests: Vec<u64> = Vec::with_capacity(12);
    // They are few: each is put where it belongs.
    let mut put = |digest: u64| {
        if let Err(place) = digests.binary_search(&digest) {
            digests.insert(place, digest);
        }
    };
    for text in texts {
        let mut word = Digest::NEW;
        visit(text, |c| {
            if c.is_alphanumeric() {
                word.add(c);
            } else if !word.is_new() {
                put(word.0);
                word = Digest::NEW;
            }
        });
        if !word.is_new() {
            put(word.0);
        }
    }
    let mut all = Digest::NEW;
    for digest in &digests {
        all.mix(*digest);
    }
    (!digests.is_empty()).then_some(all.0)
}

/// FNV-1a over 64 bits, a character at a time.
#[derive(Clone, Copy)]
struct Digest(u64);

impl Digest {
    const NEW: Self = Self(0xcbf2_9ce4_8422_2325);

    fn add(&mut self, c: char) {
        self.mix(u64::from(u32::from(c)));
    }

    fn mix(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x0100_0000_01b3);
        self.0 ^= self.0 >> 29;
    }

    fn is_new(self) -> bool {
        self.0 == Self::NEW.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sku::Sku;
    use proptest::prelude::*;

    fn form(code: &str) -> CodeForm {
        CodeForm::of(code).unwrap_or_else(|| panic!("{code} is blank"))
    }

    /// Scenario 15. Fails when a look-alike is another code, or two codes are taken for one.
    #[test]
    fn look_alikes_are_the_same_and_others_are_near_at_most() {
        for twin in
            [" ABC-1", "abc-1", "ABC\u{2011}1", "ABC-1\u{A0}", "ＡＢＣ－１", "A\u{200B}BC-1"]
        {
            assert!(same("ABC-1", twin), "{twin:?}");
            assert_eq!(form("ABC-1"), form(twin), "{twin:?}");
        }
        for near in ["ABC1", "ABC 1", "00ABC-1", "abc_1", "ABC.1"] {
            assert!(!same("ABC-1", near), "{near:?}");
            assert_ne!(form("ABC-1").exact, form(near).exact, "{near:?}");
            assert_eq!(form("ABC-1").loose, form(near).loose, "{near:?}");
        }
        for other in ["ABC-10", "ABC-2", "1-ABC", "BC-1"] {
            assert_ne!(form("ABC-1").loose, form(other).loose, "{other:?}");
        }
        assert!(!same("00123", "123"));
        assert_eq!(form("00123").loose, form("123").loose);
    }

    /// Fails when a UPC is not the EAN it is part of, or any two numbers are taken for a GTIN.
    #[test]
    fn trade_item_numbers_are_compared_as_numbers() {
        for (one, other) in [
            ("036000291452", "0036000291452"),
            ("036000291452", "00036000291452"),
            (" 4006381333931", "4006381333931"),
            ("００36000\u{200B}291452", "036000291452 "),
            ("96385074", "00000096385074"),
        ] {
            assert!(same(one, other), "{one} {other}");
            assert_eq!(form(one), form(other), "{one} {other}");
        }
        // A check digit that is wrong; too few digits; nothing but zeros.
        for (one, other) in
            [("036000291453", "0036000291453"), ("0123", "123"), ("00000000", "000000000000")]
        {
            assert!(!same(one, other), "{one} {other}");
            assert_ne!(form(one).exact, form(other).exact, "{one} {other}");
        }
    }

    #[test]
    fn blank_codes_are_none() {
        for blank in ["", " ", "\u{A0}\u{FEFF}", "\u{200B}"] {
            assert!(CodeForm::of(blank).is_none() && is_blank(blank), "{blank:?}");
            assert!(!same(blank, blank));
        }
        for odd in ["0", "000", "-", "--"] {
            assert_eq!(form(odd).loose, form(odd).exact, "{odd}");
        }
        assert_ne!(form("0").loose, form("-").loose);
    }

    #[test]
    fn words_count_once_in_any_order() {
        let of = |texts: &[&str]| words(texts.iter().copied());
        assert_eq!(of(&["Shirt", "Red / M"]), of(&["shirt  red m"]));
        assert_eq!(of(&["Shirt Red M", "Red", "M"]), of(&["M", "red", "SHIRT"]));
        assert_ne!(of(&["Shirt Red M"]), of(&["Shirt Red L"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["", " - "]), None);
    }

    proptest! {
        #[test]
        fn what_is_the_same_sku_has_the_same_form(one in ".{0,12}", other in "[ a-cA-C0\u{2011}-]{0,4}") {
            for (one, other) in [(&one, &other), (&one, &one), (&other, &other)] {
                let equal = Sku::parse(one).is_some() && Sku::parse(one) == Sku::parse(other);
                if equal {
                    prop_assert!(same(one, other));
                    prop_assert_eq!(CodeForm::of(one), CodeForm::of(other));
                }
                if same(one, other) {
                    prop_assert_eq!(CodeForm::of(one), CodeForm::of(other));
                }
                prop_assert_eq!(is_blank(one), Sku::parse(one).is_none());
            }
        }
    }
}
