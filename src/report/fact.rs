//! One input or result of a rule, as data: exact, printable, never a float.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::domain::money::Money;
use crate::domain::number::{self, NumberText};
use crate::domain::quantity::Quantity;

/// A value that a rule saw or came to.
///
/// In JSON it is a string, a boolean, null or a list of these. Personal data never stands
/// here; it is named by its path, as `{"path": "$.email"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Nothing was there.
    Nothing,
    /// An id, a code, a name of ours.
    Text(String),
    /// An exact number, and how many decimals it has at least when it is written.
    Number(Decimal, u8),
    /// Yes or no.
    Flag(bool),
    /// Where in the input a personal value stands.
    Path(String),
    /// Several.
    List(Vec<Fact>),
}

impl Fact {
    /// Any displayable value as text.
    pub fn text(value: impl std::fmt::Display) -> Self {
        Self::display(&value)
    }

    #[inline(never)]
    fn display(value: &dyn std::fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// A number, with as many decimals as it needs.
    #[must_use]
    pub fn number(value: impl Into<Decimal>) -> Self {
        Self::Number(value.into(), 0)
    }

    /// The fact as a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Text(text) | Self::Path(text) => text.clone(),
            Self::Number(value, digits) => number::format(*value, u32::from(*digits)),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::List(facts) => facts.iter().map(Fact::words).collect::<Vec<_>>().join(", "),
        }
    }
}

impl From<&str> for Fact {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Fact {
    #[inline(never)]
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&Money> for Fact {
    #[inline(never)]
    fn from(money: &Money) -> Self {
        let digits = money.currency().minor_digits();
        Self::Number(money.amount(), u8::try_from(digits).unwrap_or_default())
    }
}

impl From<&Quantity> for Fact {
    #[inline(never)]
    fn from(quantity: &Quantity) -> Self {
        Self::number(quantity.value())
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(value, digits) => {
                serializer.serialize_str(NumberText::of(*value, u32::from(*digits)).as_str())
            }
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Path(path) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("path", path)?;
                map.end()
            }
            Self::List(facts) => facts.serialize(serializer),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Fact {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fact".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A value that a rule saw or came to: exact numbers are strings, \
                personal values are named by their path.",
            "anyOf": [
                { "type": "null" },
                { "type": "string" },
                { "type": "boolean" },
                {
                    "type": "object",
                    "properties": { "path": { "type": "string" } },
                    "required": ["path"],
                    "additionalProperties": false
                },
                { "type": "array", "items": { "$ref": "#/$defs/Fact" } }
            ]
        })
    }
}

/// Named facts, in the order the rule states them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub Vec<(&'static str, Fact)>);

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        // Names of ours, like those of a type.
        let mut fields = serializer.serialize_struct("Facts", self.0.len())?;
        for (name, fact) in &self.0 {
            fields.serialize_field(name, fact)?;
        }
        fields.end()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Facts {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Facts".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let fact = generator.subschema_for::<Fact>();
        schemars::json_schema!({
            "description": "Named facts.",
            "type": "object",
            "additionalProperties": fact
        })
    }
}
