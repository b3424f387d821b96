//! Walks a committed schema: which shapes it has, and documents made from it.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use std::cell::Cell;

use serde_json::{Map, Value, json};

/// One step from a document to a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A place in a document.
pub(crate) type Place = Vec<Step>;

/// The place as issues name it.
pub(crate) fn text(place: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Key(key) => format!(".{key}"),
        Step::Index(index) => format!("[{index}]"),
    };
    place.iter().map(step).fold("$".to_owned(), |path, step| path + &step)
}

/// What stands at a place.
pub(crate) fn at<'v>(document: &'v Value, place: &[Step]) -> &'v Value {
    place.iter().fold(document, |value, step| match step {
        Step::Key(key) => value.get(key).unwrap_or(&Value::Null),
        Step::Index(index) => value.get(index).unwrap_or(&Value::Null),
    })
}

/// The same, to be changed.
pub(crate) fn at_mut<'v>(document: &'v mut Value, place: &[Step]) -> &'v mut Value {
    place.iter().fold(document, |value, step| match step {
        Step::Key(key) => value.get_mut(key).unwrap(),
        Step::Index(index) => value.get_mut(index).unwrap(),
    })
}

/// One field of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) schema: Value,
    pub(crate) required: bool,
}

/// What a schema describes, references followed and null left aside.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Object(Vec<Field>),
    Map(Value),
    List(Value),
    Words(Vec<String>),
    Constant(Value),
    Leaf(Value),
    Any,
}

/// A schema with its definitions.
pub(crate) struct Schema {
    root: Value,
    counter: Cell<u32>,
}

impl Schema {
    pub(crate) fn read(file: &str) -> Self {
        let path = crate::committed::root().join("pkg/schema").join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        Self { root: serde_json::from_str(&text).unwrap(), counter: Cell::new(0) }
    }

    pub(crate) fn root(&self) -> &Value {
        &self.root
    }

    /// How many types with fields of their own there are.
    pub(crate) fn object_types(&self) -> usize {
        let types = self.root["$defs"].as_object().into_iter().flatten();
        types.filter(|(_, schema)| schema.get("properties").is_some()).count() + 1
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let place = target.strip_prefix('#').unwrap();
            return self.resolve(self.root.pointer(place).unwrap());
        }
        let choices = schema.get("anyOf").and_then(Value::as_array);
        let something = choices.and_then(|choices| {
            choices.iter().find(|choice| choice.get("type") != Some(&json!("null")))
        });
        something.map_or(schema, |choice| self.resolve(choice))
    }

    pub(crate) fn shape(&self, schema: &Value) -> Shape {
        let schema = self.resolve(schema);
        if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
            let required = schema.get("required").and_then(Value::as_array);
            let field = |(name, schema): (&String, &Value)| Field {
                name: name.clone(),
                schema: schema.clone(),
                required: required.is_some_and(|names| names.contains(&json!(name))),
            };
            return Shape::Object(fields.iter().map(field).collect());
        }
        if let Some(words) = words(schema) {
            return Shape::Words(words);
        }
        if let Some(value) = schema.get("const") {
            return Shape::Constant(value.clone());
        }
        match types(schema).as_slice() {
            ["object"] => Shape::Map(schema["additionalProperties"].clone()),
            ["array"] => Shape::List(schema["items"].clone()),
            [] => Shape::Any,
            _ => Shape::Leaf(schema.clone()),
        }
    }

    /// A document with every field, each value unlike every other and unlike its default.
    pub(crate) fn full(&self, schema: &Value) -> Value {
        match self.shape(schema) {
            Shape::Object(fields) => {
                let value = |field: &Field| (field.name.clone(), self.full(&field.schema));
                Value::Object(fields.iter().map(value).collect())
            }
            Shape::Map(each) => {
                json!({"One/Key": self.full(&each), "Other/Key": self.full(&each)})
            }
            Shape::List(each) => json!([self.full(&each), self.full(&each)]),
            Shape::Words(words) => {
                let default = schema.get("default");
                json!(words.iter().rfind(|word| default != Some(&json!(word))).unwrap())
            }
            Shape::Constant(value) => value,
            Shape::Leaf(leaf) => self.leaf(schema, &leaf),
            Shape::Any => json!({"number": self.next()}),
        }
    }

    /// A document with nothing but what it must have.
    pub(crate) fn minimal(&self, schema: &Value) -> Value {
        match self.shape(schema) {
            Shape::Object(fields) => {
                let required = fields.iter().filter(|field| field.required);
                let value = |field: &Field| (field.name.clone(), self.minimal(&field.schema));
                Value::Object(required.map(value).collect())
            }
            Shape::Map(_) => Value::Object(Map::new()),
            Shape::List(_) => json!([]),
            _ => self.full(schema),
        }
    }

    fn next(&self) -> u32 {
        self.counter.set(self.counter.get() + 1);
        self.counter.get()
    }

    fn leaf(&self, place: &Value, leaf: &Value) -> Value {
        let number = self.next();
        let pattern = leaf.get("pattern").and_then(Value::as_str);
        match (types(leaf).as_slice(), leaf.get("format").and_then(Value::as_str), pattern) {
            (["boolean"], ..) => json!(place.get("default") != Some(&json!(true))),
            (["integer"], ..) => json!(number),
            (["string"], Some("date-time"), _) => {
                let (hour, minute) = (number / 60, number % 60);
                json!(format!("2026-01-01T{hour:02}:{minute:02}:00Z"))
            }
            (["string"], Some("date"), _) => {
                let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
                json!(format!("2026-{month:02}-{day:02}"))
            }
            (_, None, Some(pattern)) => json!(matching(pattern, number)),
            (["string"], None, None) => json!(format!("text {number}")),
            other => panic!("no value is known for {other:?}"),
        }
    }
}

/// A text in the form that is written, of a pattern that the contract uses.
fn matching(pattern: &str, number: u32) -> String {
    if let Some(rest) = pattern.strip_prefix("^(gid://shopify/") {
        let kind = rest.split('/').next().unwrap();
        return format!("gid://shopify/{kind}/{number}");
    }
    if pattern.starts_with("^[A-Za-z0-9_-]") {
        return format!("id-{number}");
    }
    if pattern.starts_with(r"^[+-]\d\d:\d\d") {
        return format!("-{:02}:{:02}", number / 60, number % 60);
    }
    if pattern.starts_with(r"^[+-]?\d+(\.") {
        return format!("0.{number}1");
    }
    if pattern.starts_with(r"^\d{4}-\d{2}$") {
        return format!("{:04}-{:02}", 2020 + number / 12, number % 12 + 1);
    }
    panic!("no text is known for the pattern {pattern}")
}

/// The JSON types a schema admits, null aside.
pub(crate) fn types(schema: &Value) -> Vec<&str> {
    let names: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter(|name| *name != "null").collect()
}

/// The words of a closed set.
fn words(schema: &Value) -> Option<Vec<String>> {
    let choices = match (schema.get("oneOf"), schema.get("enum")) {
        (Some(Value::Array(choices)), _) => {
            choices.iter().map(|choice| choice.get("const")).collect::<Option<Vec<_>>>()?
        }
        (_, Some(Value::Array(choices))) => choices.iter().collect(),
        _ => return None,
    };
    choices.into_iter().map(|word| word.as_str().map(str::to_owned)).collect()
}
