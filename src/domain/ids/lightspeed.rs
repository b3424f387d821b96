//! Lightspeed's ids: numbers in the R-Series, UUIDs in the X-Series; text here.

use crate::domain::ids::IdError;
use crate::domain::text;

const MAX_LENGTH: usize = 64;

fn parse(text: &str, expected: &'static str) -> Result<Box<str>, IdError> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(legal) {
        Ok(text.into())
    } else {
        Err(IdError::Malformed { expected, text: text::excerpt(text).into_owned() })
    }
}

/// The JSON Schema of an id: what is written is always a string.
#[cfg(feature = "schema")]
fn schema(what: &str, generator: &schemars::SchemaGenerator) -> schemars::Schema {
    let forms: &[&str] =
        if generator.contract().is_serialize() { &["string"] } else { &["string", "integer"] };
    schemars::json_schema!({
        "type": forms,
        "pattern": "^[A-Za-z0-9_-]{1,64}$",
        "description": format!("A Lightspeed {what} id: a number (R-Series) or a UUID (X-Series)."),
        "examples": ["42", "0af7b240-ab71-11e7-eddc-9e9a2a1c1f5b"],
    })
}

macro_rules! lightspeed_id {
    ($(#[$doc:meta] $name:ident $what:literal)+) => {$(
        #[$doc]
        ///
        /// 1 to 64 characters of `A-Z a-z 0-9 _ -`. The R-Series' `0` for "none" is not told
        /// apart here: its decoder does that.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads an id as the vendor writes it.
            ///
            /// # Errors
            /// [`IdError::Malformed`].
            pub fn parse(text: &str) -> Result<Self, IdError> {
                parse(text, $what).map(Self)
            }

            /// The id as the vendor writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                concat!("Lightspeed", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schema($what, generator)
            }
        }
    )+};
}

lightspeed_id! {
    /// An item (R-Series) or product (X-Series), the sellable unit.
    ItemId "item"
    /// A shop (R-Series) or outlet (X-Series).
    OutletId "outlet"
    /// A register.
    RegisterId "register"
    /// An employee (R-Series) or user (X-Series).
    UserId "user"
    /// A customer.
    CustomerId "customer"
    /// A sale.
    SaleId "sale"
    /// A line of a sale.
    SaleLineId "sale line"
    /// A payment type.
    PaymentTypeId "payment type"
    /// A tax (X-Series) or tax category (R-Series).
    TaxId "tax"
    /// A tax class (R-Series).
    TaxClassId "tax class"
}
