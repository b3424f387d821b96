//! Texts by number: a state holds numbers, and is compared and copied in no time.

use std::collections::HashMap;
use std::rc::Rc;

/// A text's number.
pub(crate) type Sym = u32;

/// Texts, each once.
#[derive(Default)]
pub(crate) struct Texts {
    numbers: HashMap<Rc<str>, Sym>,
    texts: Vec<Rc<str>>,
}

impl Texts {
    /// The number of a text.
    pub(crate) fn sym(&mut self, text: &str) -> Sym {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = Sym::try_from(self.texts.len()).unwrap();
        let text: Rc<str> = text.into();
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The text of a number.
    pub(crate) fn text(&self, sym: Sym) -> &str {
        &self.texts[sym as usize]
    }
}

/// The number of a row: table and key.
pub(crate) fn row(texts: &mut Texts, table: &str, key: &str) -> Sym {
    texts.sym(&format!("{table} {key}"))
}
