//! How a text names an order: by its name or its number as a whole word, or nearly.
//!
//! A word is letters and digits, with `-`, `_` and `/` between them, and `.` and `:` between
//! digits: `21001` is not order 1001, nor is `10:01` or `1001.00`.

use crate::domain::keyed::{KeyedField, KeyedOrder, KeyedSale};
use crate::domain::text;

/// A bare number of fewer digits names an order only with `#` in front, or as all of a reference.
const SHORT: usize = 4;

/// How many words of one text are looked at: those with a digit count.
const MOST_WORDS: usize = 40;

/// A word of more bytes names nothing.
const LONG: usize = 64;

/// How well a text names an order, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// Lightspeed's own counter shows the same number, by chance or not.
    Counter,
    /// The number is part of a word: `1001-A`, `web1001`.
    Near,
    /// The name or the number stands as a word of its own.
    Whole,
}

/// A word of a text that may name an order.
struct Word {
    text: String,
    /// `#` stands in front of it.
    hash: bool,
}

/// The words with a digit in them, in their normal form.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut word, mut hash) = (String::new(), false);
    let mut chars = text.chars().map(text::plain_char).peekable();
    let mut close = |word: &mut String, hash: &mut bool| {
        let own = word.trim_end_matches(is_joiner);
        let fits = own.len() <= LONG && words.len() < MOST_WORDS;
        if fits && own.bytes().any(|byte| byte.is_ascii_digit()) {
            words.push(Word { text: own.to_owned(), hash: *hash });
        }
        if !word.is_empty() {
            *hash = false;
        }
        word.clear();
    };
    while let Some(c) = chars.next() {
        let digit_before = word.ends_with(|before: char| before.is_ascii_digit());
        let digit_behind = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if text::is_invisible(c) => {}
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            c if is_joiner(c) && !word.is_empty() => word.push(c),
            '.' | ':' if digit_before && digit_behind => word.push(c),
            _ => {
                close(&mut word, &mut hash);
                hash |= c == '#';
                // Between `#` and its number only spaces may stand.
                hash &= c == '#' || c.is_whitespace();
            }
        }
    }
    close(&mut word, &mut hash);
    words
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '_' | '/')
}

/// The number that is all digits of a word which has other characters as well; behind it one more
/// digit may count parts: `1001-2`.
fn core(word: &str) -> Option<&str> {
    // An amount or a time.
    if word.contains(['.', ':']) {
        return None;
    }
    let mut runs = word.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let (first, second, third) = (runs.next()?, runs.next(), runs.next());
    let counted = |second: &str| second.len() == 1 && word.starts_with(first);
    let one = first.len() < word.len() && first.len() >= SHORT;
    (one && third.is_none() && second.is_none_or(counted)).then_some(first)
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// What an order may be named by: its name without `#`, its number, and the number of its id.
#[must_use]
pub fn of_order(order: &KeyedOrder) -> Vec<String> {
    let mut keys = Vec::with_capacity(3);
    // A name of several words is found by its number.
    if let [own] = words(&order.name).as_slice() {
        keys.push(own.text.clone());
    }
    let numbers = order.number.into_iter().chain([order.id.number()]);
    for number in numbers.map(|number| number.to_string()) {
        if !keys.contains(&number) {
            keys.push(number);
        }
    }
    keys
}

/// What the texts of a sale may name an order by: only an order with one of these can be meant.
#[must_use]
pub fn of_sale(sale: &KeyedSale) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for word in sale.texts.iter().flat_map(|own| words(&own.text)) {
        let near = core(&word.text).map(str::to_owned);
        for key in std::iter::once(word.text).chain(near) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// How the sale names an order with these keys, and where: the best of its texts.
pub(super) fn naming(keys: &[String], sale: &KeyedSale) -> Option<(Naming, KeyedField)> {
    let mut best: Option<(Naming, KeyedField)> = None;
    for own in &sale.texts {
        let words = words(&own.text);
        let alone = words.len() == 1 && own.field == KeyedField::Reference;
        for word in &words {
            let found = keys.iter().filter_map(|key| named(key, word, own.field, alone)).max();
            if let Some(found) = found
                && best.is_none_or(|(before, _)| before < found)
            {
                best = Some((found, own.field));
            }
        }
    }
    best
}

fn named(key: &str, word: &Word, field: KeyedField, alone: bool) -> Option<Naming> {
    let bare = is_number(key) && !word.hash;
    if word.text == key {
        return match field {
            KeyedField::Counter if bare => Some(Naming::Counter),
            _ if bare && key.len() < SHORT && !alone => None,
            _ => Some(Naming::Whole),
        };
    }
    let near = field != KeyedField::Counter && core(&word.text) == Some(key);
    near.then_some(Naming::Near)
}

/// As much of a text as tells which of the orders it names that are `wanted`, and nothing else of
/// what people wrote. It names them as the whole text does.
#[must_use]
pub fn reduced(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    for word in words(text) {
        let near = core(&word.text).filter(|own| wanted(own)).map(|own| format!("x{own}"));
        let own = if wanted(&word.text) { Some(word.text.clone()) } else { near };
        if !kept.is_empty() {
            kept.push(' ');
        }
        if word.hash {
            kept.push('#');
        }
        // That there was another word keeps this one from being all of the text.
        kept.push_str(own.as_deref().unwrap_or("0"));
    }
    kept
}
