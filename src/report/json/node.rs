//! A place in a document, and located reading of what stands there.

use std::fmt;

use super::{Field, Json, Later, Value, shape};
use crate::domain::number::{UNSAFE_MARK, unsafe_message};
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
    stands: Stands<'n>,
    parent: Option<&'n Node<'n>>,
    step: Step<'n>,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
enum Stands<'n> {
    Nothing,
    Json(&'n Json<'n>),
    /// Not read until somebody asks what it is.
    Later(&'n Later<'n>),
}

#[derive(Clone, Copy, Debug)]
enum Step<'n> {
    Root(&'n str),
    Field(&'n str),
    Index(usize),
}

impl<'n> Node<'n> {
    /// The whole document; paths begin with `root`, such as `$` or `$.order`.
    #[must_use]
    pub fn root(json: &'n Json<'n>, root: &'n str) -> Self {
        Self { stands: Stands::Json(json), parent: None, step: Step::Root(root) }
    }

    /// Whether nothing stands here: no field, or null.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self.stands, Stands::Nothing | Stands::Json(Json::Null))
    }

    /// What stands here, if it is there at all.
    #[must_use]
    #[inline]
    pub fn json(&self) -> Option<&'n Json<'n>> {
        match self.stands {
            Stands::Nothing => None,
            Stands::Json(json) => Some(json),
            Stands::Later(later) => Some(later.json()),
        }
    }

    /// The place of a field, which need not be there.
    ///
    /// # Errors
    /// `WRONG_TYPE` when this is not an object, `DUPLICATE_FIELD` when the field stands twice.
    #[inline(never)]
    pub fn field<'f>(&'f self, name: &'f str) -> Result<Node<'f>, Issue> {
        #[cfg(debug_assertions)]
        self.expects(name);
        let tag = shape::tag(name.as_bytes());
        let mut found = None;
        for field in self.fields()? {
            if field.tag == tag && same(&field.name, name) && found.replace(field).is_some() {
                let node = self.at(Step::Field(name), Stands::Nothing);
                return Err(
                    node.issue(Code::DuplicateField, format!("field `{name}` stands twice"))
                );
            }
        }
        Ok(self.at(Step::Field(name), found.map_or(Stands::Nothing, stands)))
    }

    /// A reader that asks for a field its shape does not name would never find it.
    #[cfg(debug_assertions)]
    fn expects(&self, name: &str) {
        if let Some(Json::Object(fields)) = self.json() {
            let kept = fields.shape.all || fields.shape.field(name.as_bytes()).is_some();
            debug_assert!(kept, "{} is read, but its shape has no `{name}`", self.path());
        }
    }

    /// The fields of an object; none where nothing stands.
    #[inline]
    fn fields(&self) -> Result<&'n [Field<'n>], Issue> {
        match self.json() {
            Some(Json::Object(fields)) => Ok(&fields.list),
            None | Some(Json::Null) => Ok(&[]),
            Some(_) => Err(self.wrong("an object")),
        }
    }

    /// Refuses fields other than `known`, fields that stand twice, and anything that is not an
    /// object.
    ///
    /// # Errors
    /// `UNKNOWN_FIELD` with the known ones as hint, `DUPLICATE_FIELD`, `WRONG_TYPE`.
    #[inline(never)]
    pub fn only(&self, known: &[&str]) -> Result<(), Issue> {
        if self.is_nothing() {
            return Err(self.wrong("an object"));
        }
        let mut seen = 0_u64;
        let mut unknown = None;
        for Field { name, .. } in self.fields()? {
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
        let issue = self.at(Step::Field(name), Stands::Nothing).issue(Code::UnknownField, message);
        Err(issue.with_hint(format!("The fields are {}.", listed(known))))
    }

    /// The items of a list; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not a list.
    pub fn items<'f>(&'f self) -> Result<impl Iterator<Item = Node<'f>>, Issue> {
        let list: &'n [Json<'n>] = match self.json() {
            Some(Json::List(list)) => list,
            None | Some(Json::Null) => &[],
            Some(_) => return Err(self.wrong("a list")),
        };
        Ok(list
            .iter()
            .enumerate()
            .map(|(place, json)| self.at(Step::Index(place), Stands::Json(json))))
    }

    /// The entries of an object as places; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not an object.
    pub fn entries<'f>(&'f self) -> Result<impl Iterator<Item = (&'f str, Node<'f>)>, Issue> {
        #[cfg(debug_assertions)]
        if let Some(Json::Object(fields)) = self.json() {
            debug_assert!(fields.shape.all, "{} is not kept as a whole", self.path());
        }
        let fields = self.fields()?;
        let entry =
            |field: &'f Field<'_>| (&*field.name, self.at(Step::Field(&field.name), stands(field)));
        Ok(fields.iter().map(entry))
    }

    /// The text that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn text(&self) -> Result<&'n str, Issue> {
        match self.json() {
            Some(Json::Text(text)) => Ok(text),
            _ => Err(self.wrong("a text")),
        }
    }

    /// The boolean that stands here.
    ///
    /// # Errors
    /// `MISSING_FIELD` or `WRONG_TYPE`.
    #[inline(never)]
    pub fn flag(&self) -> Result<bool, Issue> {
        match self.json() {
            Some(Json::Flag(flag)) => Ok(*flag),
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
        match self.json() {
            Some(Json::Number(text)) => Ok(text),
            Some(Json::Object(fields)) => match fields.list.as_slice() {
                [field] if field.name == UNSAFE_MARK => match field.json() {
                    Json::Text(text) => Err(self.issue(Code::UnsafeNumber, unsafe_message(text))),
                    _ => Err(self.wrong("a number")),
                },
                _ => Err(self.wrong("a number")),
            },
            _ => Err(self.wrong("a number")),
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
        match (self.json(), self.step) {
            (None, Step::Field(name)) => {
                self.issue(Code::MissingField, format!("field `{name}` is missing"))
            }
            (json, _) => {
                let found = json.map_or("nothing", Json::name);
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

    fn at<'f>(&'f self, step: Step<'f>, stands: Stands<'f>) -> Node<'f> {
        Node { stands, parent: Some(self), step }
    }
}

/// A name of a shape and the same name where it is read are mostly one text.
fn same(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other) || shape::same(one.as_bytes(), other.as_bytes())
}

fn stands<'f>(field: &'f Field<'_>) -> Stands<'f> {
    match &field.value {
        Value::Now(json) => Stands::Json(json),
        Value::Later(later) => Stands::Later(later),
    }
}
