//! GraphQL documents as they are sent: without the comments and blanks they are written with.

/// The document in a file, made shorter when the module is built.
macro_rules! document {
    ($file:literal) => {{
        use $crate::shopify::document::shorter;
        const TEXT: &str = include_str!($file);
        const LENGTH: usize = shorter::<{ TEXT.len() }>(TEXT).1;
        const BYTES: [u8; LENGTH] = shorter::<LENGTH>(TEXT).0;
        match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => TEXT,
        }
    }};
}
pub(super) use document;

/// What fits of the document, and how long all of it is. Only two names need a blank between
/// them. A `#` always begins a comment: our documents hold no texts.
pub(super) const fn shorter<const N: usize>(text: &str) -> ([u8; N], usize) {
    let mut kept = [0; N];
    let mut room: &mut [u8] = &mut kept;
    let mut length: usize = 0;
    let (mut rest, mut comment, mut blank, mut name) = (text.as_bytes(), false, false, false);
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        comment = *byte == b'#' || (comment && *byte != b'\n');
        if comment || byte.is_ascii_whitespace() {
            blank = true;
            continue;
        }
        let own = byte.is_ascii_alphanumeric() || *byte == b'_';
        if blank && name && own {
            room = put(room, b' ');
            length = length.saturating_add(1);
        }
        room = put(room, *byte);
        length = length.saturating_add(1);
        (blank, name) = (false, own);
    }
    (kept, length)
}

const fn put(room: &mut [u8], byte: u8) -> &mut [u8] {
    match room.split_first_mut() {
        Some((first, rest)) => {
            *first = byte;
            rest
        }
        None => &mut [],
    }
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn only_blanks_between_names_are_left() {
        const TEXT: &str = "# A (comment)\nquery A($id: ID!\n  $n: Int) {\n  # more\n  a(first: $n)\n  {\n    b_1 c2\n    ... on D {\n e }\n    ...both\n  }\n}\n";
        let (kept, length) = shorter::<{ TEXT.len() }>(TEXT);
        let text = std::str::from_utf8(&kept[..length]).unwrap();
        assert_eq!(text, "query A($id:ID!$n:Int){a(first:$n){b_1 c2...on D{e}...both}}");
        assert_eq!(shorter::<8>(TEXT), (*b"query A(", length));
    }
}
