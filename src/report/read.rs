//! Types that are read from a place in a document.

use rust_decimal::Decimal;

use super::codes::Code;
use super::issue::Issue;
use super::json::{Json, Node, listed};
use crate::domain::currency::Currency;
use crate::domain::ids::{lightspeed, shopify};
use crate::domain::number::{self, DecimalText};
use crate::domain::table::Table;
use crate::domain::text;
use crate::domain::time::{Date, Month, Timestamp, Zone, ZoneOffset};

/// A type that is read from JSON, strictly.
pub trait FromJson: Sized {
    /// What stands at `node`.
    ///
    /// # Errors
    /// An issue at the node's path, or at one below it.
    fn from_json(node: &Node<'_>) -> Result<Self, Issue>;
}

/// Reads a whole document.
///
/// # Errors
/// An issue whose path starts with `root`.
pub fn document<T: FromJson>(text: &[u8], root: &str) -> Result<T, Issue> {
    let json = Json::parse(text).map_err(|issue| issue.below(root))?;
    T::from_json(&Node::root(&json, root))
}

impl Node<'_> {
    /// The value of a field that must be there.
    ///
    /// # Errors
    /// An issue at the field's path.
    pub fn get<T: FromJson>(&self, name: &str) -> Result<T, Issue> {
        T::from_json(&self.field(name)?)
    }

    /// The value of a field, or nothing when it is absent or null.
    ///
    /// # Errors
    /// An issue at the field's path.
    pub fn find<T: FromJson>(&self, name: &str) -> Result<Option<T>, Issue> {
        self.field(name)?.given()
    }

    /// The value that stands here, or nothing when it is absent or null.
    ///
    /// # Errors
    /// An issue at this path.
    pub fn given<T: FromJson>(&self) -> Result<Option<T>, Issue> {
        if self.is_nothing() { Ok(None) } else { T::from_json(self).map(Some) }
    }

    /// A number or a text that holds one: vendors mix both.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE`, `UNSAFE_NUMBER` or `INVALID_VALUE`.
    #[inline(never)]
    pub fn decimal(&self) -> Result<Decimal, Issue> {
        let text = self.text_or_number()?;
        let read = number::parse(text).or_else(|_| number::parse(text.trim()));
        read.map_err(|error| self.invalid(&error))
    }

    /// A text as parsed by `parse`.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE` or `INVALID_VALUE`.
    pub fn parsed<T, E: std::fmt::Display>(
        &self,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, Issue> {
        parse(self.text()?).map_err(|error| self.invalid(&error))
    }

    /// An id: a text, or an exact number.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE`, `UNSAFE_NUMBER` or `INVALID_VALUE`.
    pub fn id<T, E: std::fmt::Display>(
        &self,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, Issue> {
        parse(self.id_text()?).map_err(|error| self.invalid(&error))
    }

    /// The entries of an object by their names; none where nothing stands.
    ///
    /// # Errors
    /// `WRONG_TYPE` when it is not an object, `DUPLICATE_FIELD` when a name stands twice, and
    /// whatever is wrong with an entry, at its path.
    pub fn table<T: FromJson>(&self) -> Result<Table<String, T>, Issue> {
        let mut table = Table::new();
        for (name, entry) in self.entries()? {
            if table.get(name).is_some() {
                let message = format!("`{}` stands twice", text::excerpt(name));
                return Err(entry.issue(Code::DuplicateField, message));
            }
            table.insert(name.to_owned(), T::from_json(&entry)?);
        }
        Ok(table)
    }

    /// One of a closed set of words.
    ///
    /// # Errors
    /// `MISSING_FIELD`, `WRONG_TYPE`, or `INVALID_VALUE` with the words as hint.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, Issue> {
        let text = self.text()?;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(*value),
            None => {
                Err(self.no_word(text, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>()))
            }
        }
    }

    #[inline(never)]
    fn no_word(&self, text: &str, known: &[&str]) -> Issue {
        let message = format!("`{}` is not one of the words known here", text::excerpt(text));
        let issue = self.issue(Code::InvalidValue, message);
        issue.with_hint(format!("The words are {}.", listed(known)))
    }
}

impl FromJson for String {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.text().map(str::to_owned)
    }
}

impl FromJson for bool {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.flag()
    }
}

impl FromJson for u32 {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let number = node.number()?.parse();
        number.map_err(|_| node.invalid(&"not a whole number from 0 to 4294967295"))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        if node.is_nothing() {
            return Err(node.wrong("a list"));
        }
        node.items()?.map(|item| T::from_json(&item)).collect()
    }
}

impl FromJson for DecimalText {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.parsed(number::parse).map(Self)
    }
}

impl FromJson for Currency {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.parsed(Self::parse)
    }
}

impl FromJson for Timestamp {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.parsed(Self::parse)
    }
}

impl FromJson for Date {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.parsed(Self::parse)
    }
}

impl FromJson for Month {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.parsed(Self::parse)
    }
}

impl FromJson for Zone {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let mut offsets = Vec::new();
        for entry in node.items()? {
            entry.only(&["from", "offset"])?;
            let offset = entry.field("offset")?;
            offsets.push(ZoneOffset {
                from: entry.get("from")?,
                offset_seconds: offset.parsed(ZoneOffset::parse_offset)?,
            });
        }
        Self::new("", offsets).map_err(|error| node.invalid(&error))
    }
}

macro_rules! ids {
    ($($room:ident :: $name:ident),* $(,)?) => {
        $(impl FromJson for $room::$name {
            fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
                node.id(Self::parse)
            }
        })*
    };
}

ids! {
    shopify::OrderId, shopify::VariantId, shopify::LocationId, shopify::LineItemId,
    shopify::InventoryItemId, shopify::PayoutId, shopify::BalanceTransactionId,
    shopify::TransactionId, lightspeed::SaleLineId,
    lightspeed::ItemId, lightspeed::OutletId, lightspeed::RegisterId, lightspeed::UserId,
    lightspeed::CustomerId, lightspeed::SaleId, lightspeed::PaymentTypeId, lightspeed::TaxId,
    lightspeed::TaxClassId,
}
