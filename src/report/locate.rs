//! Finds the path to the place where a text stops being JSON.
//!
//! The parser only knows the place. A failure is rare: so the text is read a second time, up to
//! there.

use crate::domain::text::excerpt;

/// The path to the value that ends with the byte at `place`: `$.line_items[2].price`.
pub(super) fn path_behind(text: &[u8], place: usize) -> String {
    path_at(text, place.saturating_add(1))
}

/// The path to the value at byte `offset`.
fn path_at(text: &[u8], offset: usize) -> String {
    Scanner::up_to(text, offset).path()
}

enum Frame {
    Object { key: String, wants_key: bool },
    Array { index: usize },
}

struct Scanner {
    frames: Vec<Frame>,
}

impl Scanner {
    fn up_to(text: &[u8], offset: usize) -> Self {
        let mut scanner = Self { frames: Vec::new() };
        let mut bytes = text.iter().copied().take(offset);
        while let Some(byte) = bytes.next() {
            match byte {
                b'{' => scanner.open(Frame::Object { key: String::new(), wants_key: true }),
                b'[' => scanner.open(Frame::Array { index: 0 }),
                b'}' | b']' => drop(scanner.frames.pop()),
                b',' => scanner.advance(),
                b'"' => scanner.string(&mut bytes),
                _ => {}
            }
        }
        scanner
    }

    fn open(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    fn advance(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Object { wants_key, .. }) => *wants_key = true,
            Some(Frame::Array { index }) => *index = index.saturating_add(1),
            None => {}
        }
    }

    fn string(&mut self, bytes: &mut impl Iterator<Item = u8>) {
        let mut content = Vec::new();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => break,
                b'\\' => content.extend(bytes.next()),
                _ => content.push(byte),
            }
        }
        if let Some(Frame::Object { key, wants_key }) = self.frames.last_mut()
            && *wants_key
        {
            *key = String::from_utf8_lossy(&content).into_owned();
            *wants_key = false;
        }
    }

    fn path(&self) -> String {
        let mut path = String::from("$");
        for frame in &self.frames {
            match frame {
                Frame::Object { key, .. } if !key.is_empty() => {
                    path.push('.');
                    path.push_str(&excerpt(key));
                }
                Frame::Object { .. } => {}
                Frame::Array { index } => {
                    path.push('[');
                    path.push_str(&index.to_string());
                    path.push(']');
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, mark: &str) -> String {
        path_at(text.as_bytes(), text.find(mark).unwrap().saturating_add(mark.len()))
    }

    #[test]
    fn names_the_value_at_a_place() {
        let text = r#"{"a":1,"b":[{"c":2},{"c":3,"d":"x\"},{"}],"e":4}"#;
        assert_eq!(at(text, r#""a":1"#), "$.a");
        assert_eq!(at(text, r#""c":3"#), "$.b[1].c");
        assert_eq!(at(text, r#"},{"}"#), "$.b[1]");
        assert_eq!(at(text, r#""e":4"#), "$.e");
        assert_eq!(at(text, "{"), "$");
    }

    #[test]
    fn a_place_beyond_the_text_is_its_end() {
        assert_eq!(path_at(b"[1,[2,", 999), "$[1][1]");
    }
}
