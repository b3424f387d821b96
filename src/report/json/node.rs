//! A place in a document, and located reading of what stands there.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use super::tape::{Entry, Kind, Stretch, Tape};
use super::{Json, shape};
use crate::domain::number::{JsonNumber, UNSAFE_MARK, is_digits, unsafe_message};
use crate::domain::text::excerpt;
use crate::report::codes::Code;
use crate::report::issue::Issue;

/// Words as a message lists them.
pub(in crate::report) fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// A place in a document: what stands there, and how to get there.
#[derive(Clone, Copy, Debug)]
pub struct Node<'n> {
    pub(super) text: &'n str,
    pub(super) tape: &'n Tape,
    /// That of its entry; [`NOWHERE`] if nothing stands there.
    pub(super) place: usize,
    parent: Option<&'n Node<'n>>,
    step: Step<'n>,
}

pub(super) const NOWHERE: usize = usize::MAX;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'n> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number, as it was written.
    Number(&'n str),
    /// A text.
    Text(&'n str),
    /// A list.
    List,
    /// An object.
    Object,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'n> {
    Root(&'n str),
    Field(&'n str),
    Index(usize),
}

impl<'n> Node<'n> {
    /// The whole document; paths begin with `root`, such as `$` or `$.order`.
    #[must_use]
    pub fn root(json: &'n Json<'n>, root: &'n str) -> Self {
        Self { text: json.text, tape: &json.tape, place: 0, parent: None, step: Step::Root(root) }
    }

    /// The same as a document of its own, whose paths begin with `$`.
    #[must_use]
    pub fn alone(&self) -> Self {
        Self { parent: None, step: Step::Root("$"), ..*self }
    }

    /// Whether nothing stands here: no field, or null.
    #[must_use]
    #[inline]
    pub fn is_nothing(&self) -> bool {
        matches!(self.tape.kind(self.place), Kind::Nothing | Kind::Null)
    }

    /// What stands here, if it is there at all.
    #[must_use]
    #[inline(never)]
    pub fn value(&self) -> Option<Value<'n>> {
        let (tape, entry) = self.entry()?;
        Some(match entry.kind {
            Kind::Text => Value::Text(tape.read(self.text, entry.value)),
            Kind::Number => Value::Number(tape.read(self.text, entry.value)),
            Kind::Null => Value::Null,
            Kind::True => Value::Flag(true),
            Kind::False => Value::Flag(false),
            Kind::List => Value::List,
            Kind::Object => Value::Object,
            Kind::Nothing | Kind::Twice | Kind::Later => return None,
        })
    }

    /// Its entry, if it is there at all, and the entries among which that stands: what was left for
    /// later has its own.
    #[inline(always)]
    fn entry(&self) -> Option<(&'n Tape, &'n Entry)> {
        let entry = self.tape.entries.get(self.place)?;
        match entry.kind {
            Kind::Nothing => None,
            Kind::Later => {
                let tape = self.tape.later(self.text, entry)?;
                Some((tape, tape.entries.first()?))
            }
            _ => Some((self.tape, entry)),
        }
    }

    /// The place of a field, which need not be there.
    ///
    /// # Errors
    /// `WRONG_TYPE` when this is not an object, `DUPLICATE_FIELD` when the field stands twice.
    #[inline(never)]
    pub fn field<'f>(&'f self, name: &'f str) -> Result<Node<'f>, Issue> {
        let step = Step::Field(name);
        let Some((tape, object)) = self.object()? else {
            return Ok(self.at(step, self.tape, NOWHERE));
        };
        let place = if object.shape.all {
            match tape.find(self.text, object.value, name) {
                [place, None] => Some(place.unwrap_or(NOWHERE)),
                _ => None,
            }
        } else {
            let field = object.shape.field(name.as_bytes());
            debug_assert!(
                field.is_some(),
                "{} is read, but its shape has no `{name}`",
                self.path()
            );
            let place = field.map_or(NOWHERE, |(field, _)| object.value.start.wrapping_add(field));
            Some(place).filter(|place| tape.kind(*place) != Kind::Twice)
        };
        match place {
            Some(place) => Ok(self.at(step, tape, place)),
            None => Err(self.twice(name)),
        }
    }

    #[cold]
    pub(super) fn twice(&self, name: &str) -> Issue {
        let node = self.at(Step::Field(name), self.tape, NOWHERE);
        node.issue(Code::DuplicateField, format!("field `{name}` stands twice"))
    }

    /// The entry of an object, and those among which it stands; nothing where nothing stands.
    #[inline]
    pub(super) fn object(&self) -> Result<Option<(&'n Tape, &'n Entry)>, Issue> {
        let Some((tape, entry)) = self.entry() else { return Ok(None) };
        match entry.kind {
            Kind::Object => Ok(Some((tape, entry))),
            Kind::Null => Ok(None),
            _ => Err(self.wrong("an object")),
        }
    }

    /// The names and places of the fields of an object of which all was kept.
    #[inline]
    fn named(&self, tape: &'n Tape, within: Stretch) -> impl Iterator<Item = (&'n str, usize)> {
        let text = self.text;
        tape.places(within).map(move |(place, entry)| (tape.read(text, entry.name), place))
    }

    /// The names and places of the fields that were kept of an object.
    fn kept(&self, tape: &'n Tape, object: &'n Entry) -> Vec<(&'n str, usize)> {
        if object.shape.all {
            return self.named(tape, object.value).collect();
        }
        let places = object.value.start..object.value.end;
        let fields = object.shape.fields.iter().zip(places);
        fields
            .filter(|(_, place)| tape.kind(*place) != Kind::Nothing)
            .map(|((name, _), place)| (*name, place))
            .collect()
    }

    /// Refuses fields other than `known`, fields that stand twice, and anything that is not an
    /// object.
    ///
    /// # Errors
    /// `UNKNOWN_FIELD` with the known ones as hint, `DUPLICATE_FIELD`, `WRONG_TYPE`.
    #[inline(never)]
    pub fn only(&self, known: &[&str]) -> Result<(), Issue> {
        let Some((tape, object)) = self.object()? else {
            return Err(self.wrong("an object"));
        };
        debug_assert!(object.shape.all, "{} is not kept as a whole", self.path());
        let mut seen = 0_u64;
        let mut unknown = None;
        for (name, _) in self.named(tape, object.value) {
            match known.iter().position(|own| same(own, name)) {
                None => unknown = unknown.or(Some(name)),
                Some(place) => {
                    let bit = 1_u64.checked_shl(u32::try_from(place).unwrap_or(63)).unwrap_or(0);
                    if seen & bit != 0 && unknown.is_none() {
                        // Also of those that nobody goes on to read.
                        return self.field(name).map(drop);
                    }
                    seen |= bit;
                }
            }
        }
        let Some(name) = unknown else { return Ok(()) };
        let message = format!("there is no field `{}`", excerpt(name));
        let node = self.at(Step::Field(name), tape, NOWHERE);
        let issue = node.issue(Code::UnknownField, message);
        Err(issue.with_hint(format!("The fields are {}.", listed(known))))
    }

    /// The items of a list; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not a list.
    pub fn items<'f>(&'f self) -> Result<impl Iterator<Item = Node<'f>>, Issue> {
        let (tape, within) = match self.entry() {
            Some((tape, entry)) if entry.kind == Kind::List => (tape, entry.value),
            Some((_, entry)) if entry.kind != Kind::Null => return Err(self.wrong("a list")),
            _ => (self.tape, Stretch::default()),
        };
        let items = tape.places(within).enumerate();
        Ok(items.map(move |(index, (place, _))| self.at(Step::Index(index), tape, place)))
    }

    /// The entries of an object as places; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not an object.
    pub fn entries<'f>(&'f self) -> Result<impl Iterator<Item = (&'f str, Node<'f>)>, Issue> {
        let (tape, within) = match self.object()? {
            Some((tape, object)) => {
                debug_assert!(object.shape.all, "{} is not kept as a whole", self.path());
                (tape, object.value)
            }
            None => (self.tape, Stretch::default()),
        };
        let named = self.named(tape, within);
        Ok(named.map(move |(name, place)| (name, self.at(Step::Field(name), tape, place))))
    }

    /// The characters of what stands here, if it is of this kind.
    #[inline(always)]
    fn written(&self, kind: Kind) -> Option<&'n str> {
        let (tape, entry) = self.entry().filter(|(_, entry)| entry.kind == kind)?;
        Some(tape.read(self.text, entry.value))
    }

    /// The text that stands here, or the exact text of the number: vendors mix both.
    ///
    /// # Errors
    /// As [`Node::number`].
    #[inline]
    pub fn text_or_number(&self) -> Result<&'n str, Issue> {
        match self.written(Kind::Text) {
            Some(text) => Ok(text),
            None => self.number(),
        }
    }

    /// The text that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn text(&self) -> Result<&'n str, Issue> {
        match self.written(Kind::Text) {
            Some(text) => Ok(text),
            None => Err(self.wrong("a text")),
        }
    }

    /// The boolean that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn flag(&self) -> Result<bool, Issue> {
        match self.value() {
            Some(Value::Flag(flag)) => Ok(flag),
            _ => Err(self.wrong("a boolean")),
        }
    }

    /// The exact text of the number that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE`, or `UNSAFE_NUMBER` when the host marked it as one that may
    /// have lost digits.
    #[inline(never)]
    pub fn number(&self) -> Result<&'n str, Issue> {
        match self.written(Kind::Number) {
            Some(text) => Ok(text),
            None => Err(self.no_number()),
        }
    }

    /// A text, or a number that is an id: `-7` and `1e3` are numbers, but a look-up would not find
    /// them again.
    ///
    /// # Errors
    /// As [`Node::number`], and `INVALID_VALUE`.
    #[inline(never)]
    pub(in crate::report) fn id_text(&self) -> Result<&'n str, Issue> {
        if let Some(text) = self.written(Kind::Text) {
            return Ok(text);
        }
        let number = self.number()?;
        if is_digits(number) {
            return Ok(number);
        }
        Err(self.invalid(&format_args!("`{}` is not an id", excerpt(number))))
    }

    #[cold]
    fn no_number(&self) -> Issue {
        let Ok(Some((tape, object))) = self.object() else { return self.wrong("a number") };
        let marked = match self.kept(tape, object).as_slice() {
            [(name, place)] if *name == UNSAFE_MARK => self.at(Step::Field(name), tape, *place),
            _ => return self.wrong("a number"),
        };
        match marked.value() {
            Some(Value::Text(text)) => self.issue(Code::UnsafeNumber, unsafe_message(text)),
            _ => self.wrong("a number"),
        }
    }

    /// An issue at this place.
    #[must_use]
    #[inline(never)]
    pub fn issue(&self, code: Code, message: impl Into<String>) -> Issue {
        Issue::new(code, self.path(), message)
    }

    /// The value that stands here is not possible.
    #[inline(never)]
    pub fn invalid(&self, error: &dyn fmt::Display) -> Issue {
        self.issue(Code::InvalidValue, error.to_string())
    }

    /// Something else stands here than was expected, or nothing.
    #[must_use]
    #[inline(never)]
    pub fn wrong(&self, expected: &str) -> Issue {
        match (self.value(), self.step) {
            (None, Step::Field(name)) => {
                self.issue(Code::MissingField, format!("field `{name}` is missing"))
            }
            (value, _) => {
                let found = value.map_or("nothing", Value::name);
                self.issue(Code::WrongType, format!("expected {expected}, found {found}"))
            }
        }
    }

    /// The path from the document to here; a long name is cut.
    #[must_use]
    #[inline(never)]
    pub fn path(&self) -> String {
        let mut path = self.parent.map(Node::path).unwrap_or_default();
        match self.step {
            Step::Root(root) => path.push_str(root),
            Step::Field(name) => {
                path.push('.');
                path.push_str(&excerpt(name));
            }
            Step::Index(place) => {
                path.push('[');
                path.push_str(&place.to_string());
                path.push(']');
            }
        }
        path
    }

    #[inline]
    pub(super) fn at<'f>(&'f self, step: Step<'f>, tape: &'f Tape, place: usize) -> Node<'f> {
        Node { text: self.text, tape, place, parent: Some(self), step }
    }
}

impl Value<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// As it stands there; null where nothing does.
impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.value(), self.entry()) {
            (Some(Value::Flag(flag)), _) => serializer.serialize_bool(flag),
            // The text came from a number, so it is one.
            (Some(Value::Number(text)), _) => JsonNumber::serialize_text(text, serializer),
            (Some(Value::Text(text)), _) => serializer.serialize_str(text),
            (Some(Value::List), Some((tape, entry))) => {
                let items = tape.places(entry.value);
                serializer.collect_seq(items.map(|(at, _)| self.at(Step::Index(0), tape, at)))
            }
            (Some(Value::Object), Some((tape, entry))) => {
                let fields = self.kept(tape, entry).into_iter();
                let node = |(name, at)| (name, self.at(Step::Field(name), tape, at));
                serializer.collect_map(fields.map(node))
            }
            _ => serializer.serialize_unit(),
        }
    }
}

/// A name of a shape and the same name where it is read are mostly one text.
#[inline]
pub(super) fn same(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other) || shape::same(one.as_bytes(), other.as_bytes())
}
