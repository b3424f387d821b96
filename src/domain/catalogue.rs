//! What the two catalogues say about what is sold, as far as it helps to tell which is which.

use rust_decimal::Decimal;

use super::ids::lightspeed::ItemId;
use super::ids::shopify::{InventoryItemId, ProductId, VariantId};
use super::quantity::Quantity;

/// A Shopify variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// The product it is a variant of.
    pub product: ProductId,
    /// What its stock is kept under.
    pub inventory_item: Option<InventoryItemId>,
    /// Its SKU; blank if it has none.
    pub sku: String,
    /// Its barcode; blank if it has none.
    pub barcode: String,
    /// The product's title.
    pub title: String,
    /// The values of its options, where it has neither SKU nor barcode; none where the product has
    /// one variant only.
    pub options: Vec<String>,
    /// What one costs the buyer.
    pub price: Option<Decimal>,
    /// What its stock is worth.
    pub worth: Decimal,
    /// Whether Shopify counts its stock.
    pub tracked: bool,
    /// Whether it is a gift card.
    pub gift_card: bool,
    /// Whether its product is archived.
    pub archived: bool,
}

/// A Lightspeed item (R-Series) or product (X-Series).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What it is known by; none of them is blank.
    pub codes: Vec<ItemCode>,
    /// Its description or name.
    pub title: String,
    /// The values of its attributes.
    pub attributes: Vec<String>,
    /// The matrix or handle that it shares with its siblings.
    pub family: Option<String>,
    /// What one costs the buyer.
    pub price: Option<Decimal>,
    /// What its stock is worth.
    pub worth: Decimal,
    /// Whether Lightspeed counts its stock.
    pub tracked: bool,
    /// Whether it was archived or deleted.
    pub archived: bool,
    /// What it is made of, where it is made of others.
    pub kit: Option<Kit>,
}

/// What an item that is made of others is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kit {
    /// Each component with how many of it one kit takes.
    Recipe(Vec<(ItemId, Quantity)>),
    /// It is made of others, and the catalogue does not say of which.
    Untold,
}

/// A code of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCode {
    /// Which kind of code it is.
    pub field: CodeField,
    /// The code as it was given.
    pub text: String,
}

/// The kinds of codes that an item has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeField {
    /// The SKU that people give it: custom SKU (R) or SKU (X).
    Sku,
    /// The SKU that the system gives it (R).
    SystemSku,
    /// A barcode: UPC, EAN (R) or a product code (X).
    Barcode,
    /// A manufacturer's or supplier's code.
    VendorCode,
}

impl CodeField {
    /// Every kind, and the word for it.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("sku", Self::Sku),
        ("system_sku", Self::SystemSku),
        ("barcode", Self::Barcode),
        ("vendor_code", Self::VendorCode),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, field)| *field == self);
        found.map_or("", |(word, _)| word)
    }
}
