//! The host's store as the module sees it: rows in tables, changed all or nothing.
//!
//! Five operations: `get`, `scan` and `gather` read, `commit` writes, `mac` keys a value for look-up
//! without keeping it. `docs/storage.md` lists the tables.

use serde::Serialize;

use crate::report::{FromJson, Issue, Node, RawJson};

/// Body of `get`: one row of the table in the request's path.
///
/// Answer: 200 with a [`Found`], whose `row` is null when there is none.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Get {
    /// The row's key.
    pub key: String,
}

/// Body of `scan`: rows of the table in the request's path, in key order.
///
/// Answer: 200 with `{"rows": [{"key", "value"}], "after": key | null}`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scan {
    /// Only keys that start with this.
    pub prefix: String,
    /// Only keys after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many rows.
    pub limit: u32,
}

/// Body of `gather`: rows of the table in the request's path, by many keys and prefixes at once.
///
/// Answer: 200 with `{"rows": [{"key", "value"}]}`: those of the keys, then those of each prefix.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gather {
    /// These rows, as far as they are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// And those whose keys begin with one of these, in key order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// At most so many of each prefix.
    pub limit: u32,
}

/// Body of `gather` when it is about several tables.
///
/// Answer: 200 with `{"rows": [{"key", "value"}], "then": [[{"key", "value"}], …]}`: the rows of
/// the table in the request's path, then those of each part.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picture {
    /// These rows of the table in the request's path, as far as they are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// And those whose keys begin with one of these, in key order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// At most so many of each prefix.
    pub limit: u32,
    /// And then rows of other tables: each part is read when the one before it has been, or all of
    /// them at one moment. Never the other way round: what is decided rests on that order.
    pub then: Vec<Then>,
}

/// A part of a [`Picture`]: rows of another table.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Then {
    /// The table.
    pub table: String,
    /// These rows, as far as they are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// And those whose keys begin with one of these, in key order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// At most so many of each prefix.
    pub limit: u32,
}

/// Body of `commit`: all rows, or none.
///
/// Answer: 200 with `{}`, or 409 with `{"conflict": {"table", "key", "value": … | null}}`: the
/// first row whose expectation failed, as it stands. Nothing was written then.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Commit {
    /// The changes.
    pub rows: Vec<Row>,
}

/// Body of `mac`: a keyed digest of the value, the tenant's own, so that personal data can be
/// looked up without being kept.
///
/// Answer: 200 with `{"mac": "…"}`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mac {
    /// What to key, in its normal form.
    pub value: String,
}

/// One change of the store.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// The table.
    pub table: String,
    /// The key within the table.
    pub key: String,
    /// The new value; absent deletes the row. Every value carries its schema version `v`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub value: Option<RawJson>,
    /// What must stand there now, or the whole commit is refused. Absent: anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// What a row must be before it is changed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// There must be no row.
    Absent {},
    /// The row's value must equal this one, as JSON.
    Value(#[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))] RawJson),
}

impl Row {
    /// A row put with `value`, whatever stood there.
    #[must_use]
    pub fn put(table: &str, key: impl Into<String>, value: &impl Serialize) -> Self {
        Self {
            table: table.to_owned(),
            key: key.into(),
            value: Some(RawJson::of(value)),
            expect: None,
        }
    }

    /// A row that is removed.
    #[must_use]
    pub fn delete(table: &str, key: impl Into<String>) -> Self {
        Self { table: table.to_owned(), key: key.into(), value: None, expect: None }
    }

    /// Only when there is no row yet.
    #[must_use]
    pub fn if_absent(mut self) -> Self {
        self.expect = Some(Expect::Absent {});
        self
    }

    /// Only when the row still holds `value`.
    #[must_use]
    pub fn if_value(mut self, value: RawJson) -> Self {
        self.expect = Some(Expect::Value(value));
        self
    }
}

/// Answer of `get`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Found<T> {
    /// The row's value, or null.
    pub row: Option<T>,
}

/// Answer of `scan`, of which only the values are read.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The values, in the order of their keys.
    pub rows: Vec<T>,
    /// Where the next page begins, if there are more rows.
    pub after: Option<String>,
}

/// Answer of `scan` and `gather`, read with its keys.
#[derive(Clone, Debug)]
pub struct KeyedPage<T> {
    /// Keys and values.
    pub rows: Vec<(String, T)>,
    /// Where the next page begins, if there are more rows.
    pub after: Option<String>,
}

/// Answer of a `commit` that was refused.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refused {
    /// The first row whose expectation failed.
    pub conflict: Conflict,
}

/// A row that was not as expected.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conflict {
    /// The table.
    pub table: String,
    /// The key.
    pub key: String,
    /// What stands there, or null.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub value: Option<RawJson>,
}

impl<T: FromJson> FromJson for Found<T> {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { row: node.find("row")? })
    }
}

impl<T: FromJson> FromJson for Page<T> {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let list = node.field("rows")?;
        let rows = list.items()?.map(|row| row.get("value")).collect::<Result<_, _>>()?;
        Ok(Self { rows, after: node.find("after")? })
    }
}

impl<T: FromJson> FromJson for KeyedPage<T> {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let list = node.field("rows")?;
        let row = |row: Node<'_>| Ok((row.get("key")?, row.get("value")?));
        let rows = list.items()?.map(row).collect::<Result<_, Issue>>()?;
        Ok(Self { rows, after: node.find("after")? })
    }
}

/// Answer to a [`Picture`].
#[derive(Clone, Debug)]
pub struct Pictured {
    /// Keys and values, those of the gather itself first, then those of each part.
    pub parts: Vec<Vec<(String, RawJson)>>,
}

impl FromJson for Pictured {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let row = |row: Node<'_>| Ok((row.get("key")?, row.get("value")?));
        let rows = |list: &Node<'_>| list.items()?.map(row).collect::<Result<Vec<_>, Issue>>();
        let mut parts = vec![rows(&node.field("rows")?)?];
        for part in node.field("then")?.items()? {
            parts.push(rows(&part)?);
        }
        Ok(Self { parts })
    }
}

impl FromJson for Refused {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { conflict: node.get("conflict")? })
    }
}

impl FromJson for Conflict {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { table: node.get("table")?, key: node.get("key")?, value: node.find("value")? })
    }
}

impl FromJson for Keyed {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { mac: node.get("mac")? })
    }
}

/// Answer of `mac`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Keyed {
    /// The keyed digest, hexadecimal.
    pub mac: String,
}
