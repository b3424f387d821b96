//! Which fields of a document are read. All others are walked over without being kept.

/// The fields that are kept of an object, and what is kept of each.
///
/// It also stands for lists of such objects: a list is kept, and each of its items is narrowed.
/// A shape is written as a constant beside its reader:
///
/// ```
/// use tillbridge::report::json::{Json, Node, Shape};
///
/// const TAX: &Shape = &Shape::of(&[("rate", Shape::ALL), ("price", Shape::ALL)]);
/// const LINE: &Shape = &Shape::of(&[("id", Shape::ALL), ("tax_lines", TAX)]);
///
/// let text = br#"{"id": 1, "sku": "A", "tax_lines": [{"title": "VAT", "rate": 0.2}]}"#;
/// let json = Json::narrow(text, LINE).unwrap();
/// let line = Node::root(&json, "$");
/// let taxes = line.field("tax_lines").unwrap();
/// assert_eq!(line.field("id").unwrap().number().unwrap(), "1");
/// assert_eq!(taxes.items().unwrap().count(), 1);
/// ```
///
/// A field that is not named is not there: debug builds stop where one is asked for. Whether an
/// object has any fields at all can only be asked where all of it is kept.
#[derive(Debug)]
pub struct Shape {
    pub(super) fields: &'static [(&'static str, &'static Self)],
    /// By the [`tag`] of a name: the first field that may be it, counted from 1; 0 for none.
    slots: [u8; SLOTS],
    /// Whether everything is kept.
    pub(super) all: bool,
    /// Whether the tree is made only when somebody asks.
    pub(super) later: bool,
}

const SLOTS: usize = 128;

impl Shape {
    /// Whatever stands there, with everything in it.
    pub const ALL: &Self = &Self { fields: &[], slots: [0; SLOTS], all: true, later: false };

    /// The same for what is rarely looked at: until then it is only found to be JSON. In a list
    /// or as a whole document it is [`Shape::ALL`].
    pub const LATER: &Self = &Self { fields: &[], slots: [0; SLOTS], all: true, later: true };

    /// These fields and no others; at most 255.
    #[must_use]
    pub const fn of(fields: &'static [(&'static str, &'static Self)]) -> Self {
        let mut slots = [0; SLOTS];
        let mut rest = fields;
        let mut place: u8 = 1;
        while let [(name, _), more @ ..] = rest {
            let slot = tag(name.as_bytes()) % SLOTS;
            if let Some((_, [first, ..])) = slots.split_at_mut_checked(slot)
                && *first == 0
            {
                *first = place;
            }
            place = place.saturating_add(1);
            rest = more;
        }
        Self { fields, slots, all: false, later: false }
    }

    /// The place of the field of this name, and what is kept of it.
    #[inline(never)]
    pub(super) fn field(&self, name: &[u8]) -> Option<(usize, &'static Self)> {
        let place = *self.slots.get(tag(name) % SLOTS)?;
        let mut place = usize::from(place).checked_sub(1)?;
        for (own, below) in self.fields.get(place..)? {
            if std::ptr::eq(own.as_bytes(), name) || same(own.as_bytes(), name) {
                return Some((place, *below));
            }
            place = place.wrapping_add(1);
        }
        None
    }
}

/// A number by which almost all names of one object differ, made without reading all of the
/// name.
pub(super) const fn tag(name: &[u8]) -> usize {
    match name {
        [first, .., last] => {
            let ends = (*first as usize) << 8 | *last as usize;
            ends.wrapping_mul(31).wrapping_add(name.len().wrapping_mul(7))
        }
        [only] => *only as usize,
        [] => 0,
    }
}

/// Whether two names are the same. They are short: eight or four bytes at a time, the last ones
/// again with those before them, are compared faster than by the general function for memory.
#[inline]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if let (Some(ours), Some(theirs)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        let (ours_first, _) = one.as_chunks::<8>();
        let (theirs_first, _) = other.as_chunks::<8>();
        let mut pairs = ours_first.iter().zip(theirs_first);
        return word(ours) == word(theirs)
            && pairs.all(|(ours, theirs)| word(ours) == word(theirs));
    }
    match (one.first_chunk::<4>(), other.first_chunk::<4>()) {
        (Some(ours), Some(theirs)) => ours == theirs && one.last_chunk::<4>() == other.last_chunk(),
        _ => one.iter().zip(other).all(|(ours, theirs)| ours == theirs),
    }
}

fn word(bytes: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*bytes)
}
