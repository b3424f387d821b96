//! Shopify's ids: a gid and its number are one id.

use crate::domain::ids::IdError;
use crate::domain::{number, text};

/// The number in `gid://shopify/<kind>/<number>`, with or without a `?query`, or in plain digits.
fn parse(text: &str, expected: &'static str) -> Result<u64, IdError> {
    if let Some(number) = short(text) {
        return Ok(number);
    }
    let malformed = || IdError::Malformed { expected, text: text::excerpt(text).into_owned() };
    let path = text.strip_prefix("gid://shopify/");
    let own = path.and_then(|path| path.strip_prefix(expected)?.strip_prefix('/'));
    let digits = own.map_or(text, |own| own.split_once('?').map_or(own, |(digits, _)| digits));
    if let Some(number) = short(digits) {
        return Ok(number);
    }
    let digits = match path {
        Some(path) => {
            let (kind, rest) = path.split_once('/').ok_or_else(malformed)?;
            if kind != expected {
                let found = text::excerpt(kind).into_owned();
                return Err(IdError::WrongKind { expected, found });
            }
            rest.split_once('?').map_or(rest, |(digits, _)| digits)
        }
        None => text,
    };
    // `u64::from_str` would take a plus sign.
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(malformed());
    }
    match digits.parse() {
        Ok(0) => Err(IdError::Zero { expected }),
        Ok(number) => Ok(number),
        Err(_) => Err(malformed()),
    }
}

/// Writes a gid, without a text of its own for each: lists have ten thousands of them.
fn write<S: serde::Serializer>(kind: &str, id: u64, to: S) -> Result<S::Ok, S::Error> {
    /// The longest kind, the digits of the largest number, and quotes.
    const MOST: usize = 82;
    let mut text = [b'"'; MOST];
    let (digits, start) = number::count_digits(id);
    let digits = digits.get(start..).unwrap_or_default();
    let mut room = text.get_mut(1..).unwrap_or_default();
    for part in [kind.as_bytes(), digits] {
        let Some((own, rest)) = room.split_at_mut_checked(part.len()) else { break };
        own.copy_from_slice(part);
        room = rest;
    }
    let length = kind.len().saturating_add(digits.len()).saturating_add(1);
    text::serialize_quoted(text.get(..=length).unwrap_or_default(), to)
}

/// What is above zero and has so few digits that it surely fits: almost every id.
fn short(digits: &str) -> Option<u64> {
    number::count_of(digits).filter(|number| *number > 0)
}

/// The JSON Schema of a gid: what is written is always the gid.
#[cfg(feature = "schema")]
fn schema(kind: &str, generator: &schemars::SchemaGenerator) -> schemars::Schema {
    if generator.contract().is_serialize() {
        return schemars::json_schema!({
            "type": "string",
            "pattern": format!(r"^gid://shopify/{kind}/\d+$"),
            "description": format!("A Shopify {kind} id."),
            "examples": [format!("gid://shopify/{kind}/1234567890")],
        });
    }
    schemars::json_schema!({
        "type": ["string", "integer"],
        "pattern": format!(r"^(gid://shopify/{kind}/)?\d+(\?.*)?$"),
        "description": format!("A Shopify {kind} id; written as gid, read as gid or number."),
        "examples": [format!("gid://shopify/{kind}/1234567890")],
    })
}

macro_rules! shopify_id {
    ($(#[$doc:meta] $name:ident $kind:literal)+) => {$(
        #[$doc]
        ///
        /// Never zero. In JSON it is written as gid and read as gid, digits or exact number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The kind in its gid.
            pub const KIND: &'static str = $kind;

            /// The id with this number.
            ///
            /// # Errors
            /// [`IdError::Zero`].
            pub fn new(number: u64) -> Result<Self, IdError> {
                if number == 0 { Err(IdError::Zero { expected: $kind }) } else { Ok(Self(number)) }
            }

            /// Reads a gid (also with a `?query` behind it) or its number in digits.
            ///
            /// # Errors
            /// Each [`IdError`]; the gid of another kind is [`IdError::WrongKind`].
            pub fn parse(text: &str) -> Result<Self, IdError> {
                parse(text, $kind).map(Self)
            }

            /// The number.
            #[must_use]
            pub fn number(&self) -> u64 {
                self.0
            }

            /// The gid, such as `gid://shopify/Order/123`.
            #[must_use]
            pub fn gid(&self) -> String {
                let kind = concat!("gid://shopify/", $kind, "/");
                let mut gid = String::with_capacity(kind.len().saturating_add(20));
                gid.push_str(kind);
                crate::domain::number::push_count(&mut gid, self.0);
                gid
            }
        }

        /// The number.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write(concat!("gid://shopify/", $kind, "/"), self.0, serializer)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                concat!("Shopify", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schema($kind, generator)
            }
        }
    )+};
}

shopify_id! {
    /// An order.
    OrderId "Order"
    /// A line of an order.
    LineItemId "LineItem"
    /// A product variant, Shopify's sellable unit.
    VariantId "ProductVariant"
    /// A product, the parent of variants.
    ProductId "Product"
    /// The inventory item behind a variant.
    InventoryItemId "InventoryItem"
    /// A location that holds stock.
    LocationId "Location"
    /// A customer.
    CustomerId "Customer"
    /// A transaction on an order: authorisation, capture, sale, refund, void.
    TransactionId "OrderTransaction"
    /// A fulfilment order: what one location is to ship of an order.
    FulfillmentOrderId "FulfillmentOrder"
    /// A refund.
    RefundId "Refund"
    /// A shipping line of an order.
    ShippingLineId "ShippingLine"
    /// A payout of Shopify Payments.
    PayoutId "ShopifyPaymentsPayout"
    /// A balance transaction of Shopify Payments.
    BalanceTransactionId "ShopifyPaymentsBalanceTransaction"
}
