//! Plays Shopify's part: of everything an order has, an answer holds what the document asks for.

use serde_json::{Map, Value};

/// A selection: a field and what is asked of it, or what is asked of one type only.
enum Selection {
    Field(String, Vec<Selection>),
    Spread(String),
    Inline(Vec<Selection>),
}

/// A document with one operation and its fragments.
pub(crate) struct Document {
    operation: Vec<Selection>,
    fragments: Vec<(String, Vec<Selection>)>,
}

impl Document {
    pub(crate) fn parse(text: &str) -> Self {
        let mut tokens = tokens(text).into_iter().peekable();
        let mut document = Self { operation: Vec::new(), fragments: Vec::new() };
        while let Some(word) = tokens.next() {
            let name = tokens.next().unwrap();
            while tokens.peek().unwrap() != "{" {
                tokens.next();
            }
            let set = set(&mut tokens);
            match word.as_str() {
                "query" => document.operation = set,
                "fragment" => document.fragments.push((name, set)),
                other => panic!("`{other}` in a document"),
            }
        }
        document
    }

    /// What `whole` holds of what is asked. A field that `whole` does not know is a fault.
    pub(crate) fn answer(&self, whole: &Value) -> Value {
        let mut answer = Map::new();
        self.select(&self.operation, whole, &mut answer, "$");
        serde_json::json!({ "data": answer })
    }

    fn select(
        &self,
        set: &[Selection],
        whole: &Value,
        answer: &mut Map<String, Value>,
        path: &str,
    ) {
        for selection in set {
            match selection {
                Selection::Field(name, below) => {
                    let path = format!("{path}.{name}");
                    let value = whole.get(name).unwrap_or_else(|| panic!("{path} is not known"));
                    answer.insert(name.clone(), self.value(below, value, &path));
                }
                Selection::Spread(name) => {
                    let fragment = self.fragments.iter().find(|(own, _)| own == name).unwrap();
                    self.select(&fragment.1, whole, answer, path);
                }
                // Of the type it is for, all is known; of another type, nothing.
                Selection::Inline(below) if whole.as_object().unwrap().is_empty() => {
                    assert!(!below.is_empty());
                }
                Selection::Inline(below) => self.select(below, whole, answer, path),
            }
        }
    }

    fn value(&self, below: &[Selection], value: &Value, path: &str) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|item| self.value(below, item, path)).collect(),
            Value::Object(_) => {
                assert!(!below.is_empty(), "{path} is an object");
                let mut answer = Map::new();
                self.select(below, value, &mut answer, path);
                Value::Object(answer)
            }
            scalar => scalar.clone(),
        }
    }
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<String>>;

fn set(tokens: &mut Tokens) -> Vec<Selection> {
    assert_eq!(tokens.next().unwrap(), "{");
    let mut set_of = Vec::new();
    loop {
        let token = tokens.next().unwrap();
        match token.as_str() {
            "}" => return set_of,
            "...on" => {
                tokens.next();
                set_of.push(Selection::Inline(set(tokens)));
            }
            spread if spread.starts_with("...") => {
                set_of.push(Selection::Spread(spread[3..].to_owned()));
            }
            name => {
                if tokens.peek().unwrap() == "(" {
                    while tokens.next().unwrap() != ")" {}
                }
                let below = if tokens.peek().unwrap() == "{" { set(tokens) } else { Vec::new() };
                set_of.push(Selection::Field(name.to_owned(), below));
            }
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        for letter in line.replace("... on ", "...on ").chars() {
            if "{}()".contains(letter) {
                spaced.extend([' ', letter, ' ']);
            } else {
                spaced.push(letter);
            }
        }
        spaced.push('\n');
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}
