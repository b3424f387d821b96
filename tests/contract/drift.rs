//! The readers are written by hand, the schemas are made from the types. Here each reader is
//! held against its schema, field by field, with documents made from the schema: a field that
//! is in one of the two only fails.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};
use tillbridge::contract::config::{DraftConfig, TenantConfig};
use tillbridge::contract::decisions::{
    CustomerGiven, CustomerKeys, LinkItems, OrderToSale, StockInFlight, StockPublish,
};
use tillbridge::contract::io::Envelope;
use tillbridge::report::{Code, FromJson, Issue, Json, Node, read};

use crate::shapes::{Field, Place, Schema, Shape, Step, at, at_mut, text, types};

type Reader = fn(&[u8]) -> Result<Value, Issue>;

/// What is read, by the schema it is written down in.
const INPUTS: &[(&str, Reader)] = &[
    ("config.json", document::<TenantConfig>),
    ("draft.json", document::<DraftConfig>),
    ("envelope.json", document::<Envelope>),
    ("order.to_sale.context.json", document::<OrderToSale>),
    ("stock.in_flight.context.json", document::<StockInFlight>),
    ("stock.publish.context.json", document::<StockPublish>),
    ("link.items.context.json", document::<LinkItems>),
    ("customer.keys.context.json", document::<CustomerKeys>),
    ("customer.keys.payload.json", document::<CustomerGiven>),
];

/// What a reader made of a document, as it would write it.
fn document<T: FromJson + Serialize>(text: &[u8]) -> Result<Value, Issue> {
    let read: T = read::document(text, "$")?;
    Ok(serde_json::to_value(read).unwrap())
}

/// One place of a full document, and what the schema says about it.
struct Site {
    place: Place,
    /// The field that it is, if it is one.
    field: Option<Field>,
    shape: Shape,
}

/// A document type with a full document and all of its places.
struct Subject {
    file: &'static str,
    read: Reader,
    schema: Schema,
    full: Value,
    sites: Vec<Site>,
}

impl Subject {
    fn all() -> Vec<Self> {
        INPUTS.iter().map(|(file, read)| Self::new(file, *read)).collect()
    }

    fn new(file: &'static str, read: Reader) -> Self {
        let schema = Schema::read(file);
        let full = schema.full(schema.root());
        let mut subject = Self { file, read, schema, full, sites: Vec::new() };
        subject.collect(Vec::new(), &subject.schema.root().clone(), None);
        subject
    }

    fn collect(&mut self, place: Place, schema: &Value, field: Option<Field>) {
        let shape = self.schema.shape(schema);
        let below = |step| place.iter().cloned().chain([step]).collect::<Place>();
        match &shape {
            Shape::Object(fields) => {
                for field in fields {
                    let step = Step::Key(field.name.clone());
                    self.collect(below(step), &field.schema, Some(field.clone()));
                }
            }
            Shape::Map(each) => {
                for key in ["One/Key", "Other/Key"] {
                    self.collect(below(Step::Key(key.to_owned())), each, None);
                }
            }
            Shape::List(each) => {
                for index in 0..2 {
                    self.collect(below(Step::Index(index)), each, None);
                }
            }
            _ => {}
        }
        self.sites.push(Site { place, field, shape });
    }

    /// Every object of fixed fields, with these.
    fn objects(&self) -> impl Iterator<Item = (&Place, &Vec<Field>)> {
        self.sites.iter().filter_map(|site| match &site.shape {
            Shape::Object(fields) => Some((&site.place, fields)),
            _ => None,
        })
    }

    /// Every field of every object.
    fn fields(&self) -> impl Iterator<Item = (&Site, &Field)> {
        self.sites.iter().filter_map(|site| site.field.as_ref().map(|field| (site, field)))
    }

    fn read(&self, document: &Value) -> Result<Value, Issue> {
        (self.read)(&serde_json::to_vec(document).unwrap())
    }

    /// Reads the full document with another value at one place.
    fn with(&self, place: &[Step], value: Value) -> Result<Value, Issue> {
        let mut document = self.full.clone();
        *at_mut(&mut document, place) = value;
        self.read(&document)
    }

    /// Reads the full document with one object changed.
    fn change(
        &self,
        place: &[Step],
        change: impl FnOnce(&mut serde_json::Map<String, Value>),
    ) -> Result<Value, Issue> {
        let mut document = self.full.clone();
        change(at_mut(&mut document, place).as_object_mut().unwrap());
        self.read(&document)
    }

    /// The answer must be a refusal with one of these codes at this place.
    fn refused(
        &self,
        answer: Result<Value, Issue>,
        codes: &[Code],
        path: &str,
        why: &str,
    ) -> Issue {
        let file = self.file;
        let issue = match answer {
            Ok(read) => panic!("{file}: {why} at {path} was read as {read}"),
            Err(issue) => issue,
        };
        assert_eq!(issue.path, path, "{file}: {why}: {issue}");
        assert!(codes.contains(&issue.code), "{file}: {why}: {issue}");
        assert!(!issue.message.is_empty() && issue.hint.ends_with('.'), "{file}: {why}: {issue}");
        issue
    }
}

fn field_at(place: &[Step], name: &str) -> String {
    format!("{}.{name}", text(place))
}

/// One letter changed.
fn misspelled(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let last = letters.pop();
    letters.push(if last == Some('x') { 'y' } else { 'x' });
    letters.into_iter().collect()
}

/// The document as text, with `field` of the object at `place` written twice.
fn twice(document: &Value, place: &[Step], field: &str, again: &Value) -> String {
    match document {
        Value::Object(fields) => {
            let mut parts = Vec::new();
            for (name, value) in fields {
                let key = json!(name);
                let inner = match place {
                    [Step::Key(step), rest @ ..] if step == name => {
                        twice(value, rest, field, again)
                    }
                    _ => value.to_string(),
                };
                parts.push(format!("{key}:{inner}"));
                if place.is_empty() && name == field {
                    parts.push(format!("{key}:{again}"));
                }
            }
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(items) => {
            let [Step::Index(index), rest @ ..] = place else { panic!("not an index: {place:?}") };
            let item = |(number, item): (usize, &Value)| {
                if number == *index { twice(item, rest, field, again) } else { item.to_string() }
            };
            format!("[{}]", items.iter().enumerate().map(item).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn the_walk_reaches_every_type_and_every_input() {
    for subject in Subject::all() {
        let kinds: BTreeSet<Vec<String>> = subject
            .objects()
            .map(|(_, fields)| fields.iter().map(|field| field.name.clone()).collect())
            .collect();
        assert_eq!(kinds.len(), subject.schema.object_types(), "{}", subject.file);
    }
    let files = std::fs::read_dir(crate::committed::root().join("pkg/schema")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let strict = |name: &String| {
        let schema = Schema::read(name);
        schema.root().get("additionalProperties") == Some(&json!(false))
    };
    let read: BTreeSet<String> = names.filter(strict).collect();
    let walked: BTreeSet<String> = INPUTS.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(read, walked, "a document that is read is not held against its reader");
}

#[test]
fn a_full_document_is_read_and_written_back_as_it_was() {
    for subject in Subject::all() {
        let read = subject.read(&subject.full).unwrap_or_else(|issue| {
            panic!("{}: {issue}\n{:#}", subject.file, subject.full);
        });
        assert_eq!(read, subject.full, "{}", subject.file);
    }
}

#[test]
fn a_minimal_document_is_read() {
    for subject in Subject::all() {
        let minimal = subject.schema.minimal(subject.schema.root());
        let read = subject.read(&minimal);
        assert!(read.is_ok(), "{}: {}", subject.file, read.unwrap_err());
    }
}

#[test]
fn the_reader_knows_the_fields_of_the_schema_and_no_others() {
    for subject in Subject::all() {
        for (place, fields) in subject.objects() {
            let path = field_at(place, "zz_extra");
            for extra in [json!(null), json!(1)] {
                let answer = subject
                    .change(place, |object| drop(object.insert("zz_extra".to_owned(), extra)));
                let issue = subject.refused(answer, &[Code::UnknownField], &path, "an extra field");
                let known: BTreeSet<&str> = issue.hint.split('`').skip(1).step_by(2).collect();
                let names = fields.iter().map(|field| field.name.as_str()).collect();
                assert_eq!(known, names, "{}: {path}", subject.file);
            }
        }
    }
}

#[test]
fn a_misspelled_field_is_named() {
    for subject in Subject::all() {
        for (place, fields) in subject.objects() {
            for field in fields {
                let wrong = misspelled(&field.name);
                let answer = subject.change(place, |object| {
                    let value = object.remove(&field.name).unwrap();
                    object.insert(wrong.clone(), value);
                });
                let path = field_at(place, &wrong);
                let issue =
                    subject.refused(answer, &[Code::UnknownField], &path, "a misspelled field");
                assert!(issue.message.contains(&wrong), "{issue}");
                assert!(issue.hint.contains(&format!("`{}`", field.name)), "{issue}");
            }
        }
    }
}

#[test]
fn a_field_that_stands_twice_is_named() {
    for subject in Subject::all() {
        for site in &subject.sites {
            let Some((Step::Key(name), parent)) = site.place.split_last() else { continue };
            let value = at(&subject.full, &site.place);
            for again in [value, &json!(null)] {
                let document = twice(&subject.full, parent, name, again);
                let answer = (subject.read)(document.as_bytes());
                let path = text(&site.place);
                subject.refused(
                    answer,
                    &[Code::DuplicateField],
                    &path,
                    "a field that stands twice",
                );
            }
        }
    }
}

/// Also one that a reader knows but has no use for.
#[test]
fn an_unread_field_that_stands_twice_is_named() {
    let json = Json::parse(br#"{"read":1,"unread":1,"unread":null}"#).unwrap();
    let issue = Node::root(&json, "$").only(&["read", "unread"]).unwrap_err();
    assert_eq!((issue.code, issue.path.as_str()), (Code::DuplicateField, "$.unread"));
}

#[test]
fn a_missing_field_is_named_or_has_its_default() {
    for subject in Subject::all() {
        for (place, fields) in subject.objects() {
            for field in fields {
                let absent = subject.change(place, |object| drop(object.remove(&field.name)));
                let path = field_at(place, &field.name);
                if field.required {
                    subject.refused(absent, &[Code::MissingField], &path, "a missing field");
                    continue;
                }
                let absent = absent.unwrap_or_else(|issue| panic!("{}: {issue}", subject.file));
                let written = at(&absent, place).get(&field.name).unwrap_or(&Value::Null);
                let default = field.schema.get("default").unwrap_or(&Value::Null);
                let empty = [json!([]), json!({}), json!(false)].contains(default);
                let same = written == default || (written.is_null() && empty);
                assert!(same, "{}: {path} is {written}, not {default}", subject.file);
                let null = subject.change(place, |object| {
                    object.insert(field.name.clone(), Value::Null);
                });
                assert_eq!(null, Ok(absent), "{}: {path}: null is as absent", subject.file);
            }
        }
    }
}

#[test]
fn null_is_refused_where_something_must_stand() {
    for subject in Subject::all() {
        let codes = [Code::WrongType, Code::InvalidValue];
        for (site, field) in subject.fields().filter(|(_, field)| field.required) {
            let answer = subject.with(&site.place, Value::Null);
            subject.refused(
                answer,
                &codes,
                &text(&site.place),
                &format!("null for {}", field.name),
            );
        }
        for site in subject.sites.iter().filter(|site| site.field.is_none()) {
            if !matches!(site.shape, Shape::Any) {
                let answer = subject.with(&site.place, Value::Null);
                subject.refused(answer, &codes, &text(&site.place), "null in a list or map");
            }
        }
    }
}

#[test]
fn a_value_of_another_type_is_named() {
    for subject in Subject::all() {
        for site in &subject.sites {
            let own: Vec<&str> = match &site.shape {
                Shape::Object(_) | Shape::Map(_) => vec!["object"],
                Shape::List(_) => vec!["array"],
                Shape::Words(_) => vec!["string"],
                Shape::Constant(_) => vec!["integer"],
                Shape::Leaf(leaf) => types(leaf),
                Shape::Any => continue,
            };
            let values = [
                ("boolean", json!(true)),
                ("integer", json!(7)),
                ("string", json!("7x")),
                ("array", json!([])),
                ("array", json!([null])),
                ("object", json!({})),
                ("object", json!({"zz": 1})),
            ];
            for (kind, value) in values.into_iter().filter(|(kind, _)| !own.contains(kind)) {
                let codes = [Code::WrongType, Code::InvalidValue];
                let answer = subject.with(&site.place, value);
                subject.refused(answer, &codes, &text(&site.place), &format!("{kind} for {own:?}"));
            }
        }
    }
}

#[test]
fn a_number_that_is_none_of_ours_is_named() {
    for subject in Subject::all() {
        for site in &subject.sites {
            let whole = match &site.shape {
                Shape::Constant(_) => true,
                Shape::Leaf(leaf) => types(leaf).contains(&"integer"),
                _ => false,
            };
            if !whole {
                continue;
            }
            let path = text(&site.place);
            let mut numbers = vec!["7.5", "-7", "1e3", "1e400", "-0"];
            match &site.shape {
                Shape::Leaf(leaf) if leaf["format"] == "uint16" => numbers.push("65536"),
                Shape::Leaf(leaf) if leaf["format"] == "uint32" => numbers.push("4294967296"),
                _ => {}
            }
            for number in numbers {
                let value: Value = serde_json::from_str(number).unwrap();
                let answer = subject.with(&site.place, value);
                let codes = [Code::WrongType, Code::InvalidValue];
                subject.refused(answer, &codes, &path, number);
            }
            let marked = json!({"$unsafe_number": "9007199254740993"});
            let answer = subject.with(&site.place, marked);
            subject.refused(answer, &[Code::UnsafeNumber], &path, "a number that lost digits");
        }
    }
}

#[test]
fn a_content_that_is_not_possible_is_named() {
    for subject in Subject::all() {
        for site in &subject.sites {
            let (wrong, code) = match &site.shape {
                Shape::Leaf(leaf) if leaf.get("pattern").or(leaf.get("format")).is_some() => {
                    (vec![json!("?"), json!(""), json!(" 1 "), json!("1\u{0}")], Code::InvalidValue)
                }
                Shape::Constant(_) => (vec![json!(0), json!(2)], Code::WrongContract),
                _ => continue,
            };
            if matches!(&site.shape, Shape::Leaf(leaf) if !types(leaf).contains(&"string")) {
                continue;
            }
            for value in wrong {
                let why = value.to_string();
                let answer = subject.with(&site.place, value);
                subject.refused(answer, &[code], &text(&site.place), &why);
            }
        }
    }
}

#[test]
fn each_word_is_read_and_a_wrong_one_is_told_them() {
    let mut sets = Vec::new();
    for subject in Subject::all() {
        for site in &subject.sites {
            let Shape::Words(words) = &site.shape else { continue };
            sets.push(site.place.clone());
            for word in words {
                let read = subject.with(&site.place, json!(word));
                let read = read.unwrap_or_else(|issue| panic!("{}: {issue}", subject.file));
                assert_eq!(at(&read, &site.place), word, "{}", subject.file);
            }
            let first = &words[0];
            let wrong =
                [misspelled(first), first.to_uppercase() + "_", String::new(), format!("{first} ")];
            for word in wrong {
                let answer = subject.with(&site.place, json!(word));
                let path = text(&site.place);
                let issue = subject.refused(answer, &[Code::InvalidValue], &path, &word);
                let told: BTreeSet<&str> = issue.hint.split('`').skip(1).step_by(2).collect();
                assert_eq!(told, words.iter().map(String::as_str).collect(), "{issue}");
            }
        }
    }
    assert!(sets.len() >= 7, "series, mode, source, outcome, explain of three: {sets:?}");
}
