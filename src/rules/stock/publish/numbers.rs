//! Texts with a number each, found at once: thousands of rows name the same few thousand ids.

/// Texts without doubles; the number of each is its place.
#[derive(Clone, Debug)]
pub(super) struct Numbers<'a> {
    texts: Vec<&'a str>,
    /// For each digest the number of a text, counted from 1; 0 where there is none. What does not
    /// fit there stands in the next free one. At most half of them are taken.
    slots: Vec<u32>,
}

impl<'a> Numbers<'a> {
    /// Numbers these texts, none of which stands there twice.
    pub(super) fn of(texts: Vec<&'a str>) -> Self {
        let count = texts.len().saturating_mul(2).next_power_of_two();
        let mut own = Self { texts: Vec::new(), slots: vec![0; count] };
        for (number, text) in (1_u32..).zip(&texts) {
            let free = own.search(text, |taken| taken == 0);
            if let Some(slot) = own.slots.get_mut(free) {
                *slot = number;
            }
        }
        own.texts = texts;
        own
    }

    /// The number of a text.
    #[inline]
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let own = |taken: u32| {
            let number = usize::try_from(taken).unwrap_or_default().checked_sub(1)?;
            Some((number, *self.texts.get(number)?))
        };
        let slot = self.search(text, |taken| own(taken).is_none_or(|(_, own)| own == text));
        Some(own(*self.slots.get(slot)?)?.0)
    }

    /// The first slot from that of the text on which will do.
    #[inline]
    fn search(&self, text: &str, will_do: impl Fn(u32) -> bool) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = digest(text) & last;
        while self.slots.get(slot).is_some_and(|taken| !will_do(*taken)) {
            slot = slot.wrapping_add(1) & last;
        }
        slot
    }
}

/// Eight bytes at a time, the last ones again with those before them. The middle of a product
/// depends on all bits of what was multiplied.
#[inline]
fn digest(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mix = |digest: u64, word: u64| {
        let product = (digest ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        product ^ product >> 32
    };
    let digest = match bytes.last_chunk::<8>() {
        Some(last) => {
            let words = bytes.as_chunks::<8>().0.iter().chain([last]);
            words.fold(0, |digest, word| mix(digest, u64::from_le_bytes(*word)))
        }
        None => bytes.iter().fold(1, |digest, byte| digest << 8 | u64::from(*byte)),
    };
    usize::try_from(mix(digest, 0) & 0xFFFF_FFFF).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_text_has_its_place(texts in proptest::collection::btree_set("[a-c]{0,12}", 0..200), other in "[a-c]{0,12}") {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let numbers = Numbers::of(texts.clone());
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(numbers.find(text), Some(number));
            }
            prop_assert_eq!(numbers.find(&other), texts.iter().position(|text| *text == other));
        }
    }
}
