//! How an input is cut into parts: two bytes that choose, then parts with their lengths before
//! them (three bytes, the highest first).

/// What is left of an input.
pub(crate) struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    /// The next byte; 0 at the end.
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    /// The next part, as far as the input reaches; nothing at the end.
    pub(crate) fn part(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let [high, middle, low] = [self.byte(), self.byte(), self.byte()];
        let length = u32::from_be_bytes([0, high, middle, low]);
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.rest.len());
        let (part, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(part)
    }

    /// The parts that are left, `most` at most.
    pub(crate) fn parts(&mut self, most: usize) -> Vec<&'a [u8]> {
        std::iter::from_fn(|| self.part()).take(most).collect()
    }
}

/// The input that is cut into these.
pub(crate) fn join(choices: [u8; 2], parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut data = choices.to_vec();
    for part in parts {
        let part = part.as_ref();
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX).min(0x00FF_FFFF);
        let [_, high, middle, low] = length.to_be_bytes();
        data.extend([high, middle, low]);
        data.extend(part);
    }
    data
}
