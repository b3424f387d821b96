//! The rows of linking. Those of the catalogues stand below the run that read them, and go when
//! it is over: `<run>/<what>/…`.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::catalogue::{CodeField, Item, ItemCode, Kit, Variant};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::{InventoryItemId, ProductId, VariantId};
use crate::domain::number::DecimalText;
use crate::domain::quantity::Quantity;
use crate::flow::rows::{KitRow, VERSION};
use crate::report::{FromJson, Issue, Node};

/// The run that is under way, or the last one: key of table `links`.
pub(super) const RUN: &str = "run";

/// How far a run is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RunRow {
    pub v: u32,
    /// Its name, which its rows stand below.
    pub run: String,
    /// `done`, or what it is at.
    pub state: String,
    /// How many of each were read, and what became of them.
    pub items: u32,
    pub variants: u32,
    pub linked: u32,
    pub made: u32,
    pub review: u32,
    pub orphan_variants: u32,
    pub orphan_items: u32,
    pub skipped: u32,
    /// How many the run before it read.
    pub items_before: u32,
    pub variants_before: u32,
    /// Whether a person asked for it.
    pub by_hand: bool,
}

/// A variant of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub(super) struct VariantRow {
    v: u32,
    id: VariantId,
    product: ProductId,
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_item: Option<InventoryItemId>,
    sku: String,
    barcode: String,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<DecimalText>,
    worth: DecimalText,
    tracked: bool,
    gift_card: bool,
    archived: bool,
}

/// An item of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ItemRow {
    v: u32,
    id: ItemId,
    /// Kind and text of each code, in turns.
    codes: Vec<String>,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<DecimalText>,
    worth: DecimalText,
    tracked: bool,
    archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    kit: Option<Vec<KitRow>>,
}

/// A row that says nothing but that it is there.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mark {
    v: u32,
}

impl Mark {
    pub(super) const HERE: Self = Self { v: VERSION };
}

impl VariantRow {
    pub(super) fn of(own: &Variant) -> Self {
        Self {
            v: VERSION,
            id: own.id,
            product: own.product,
            inventory_item: own.inventory_item,
            sku: own.sku.clone(),
            barcode: own.barcode.clone(),
            title: own.title.clone(),
            options: own.options.clone(),
            price: own.price.map(DecimalText),
            worth: DecimalText(own.worth),
            tracked: own.tracked,
            gift_card: own.gift_card,
            archived: own.archived,
        }
    }

    pub(super) fn variant(self) -> Variant {
        Variant {
            id: self.id,
            product: self.product,
            inventory_item: self.inventory_item,
            sku: self.sku,
            barcode: self.barcode,
            title: self.title,
            options: self.options,
            price: self.price.map(|price| price.0),
            worth: self.worth.0,
            tracked: self.tracked,
            gift_card: self.gift_card,
            archived: self.archived,
        }
    }
}

impl ItemRow {
    pub(super) fn of(own: &Item) -> Self {
        let codes = own.codes.iter();
        let codes = codes.flat_map(|code| [code.field.word().to_owned(), code.text.clone()]);
        Self {
            v: VERSION,
            id: own.id.clone(),
            codes: codes.collect(),
            title: own.title.clone(),
            attributes: own.attributes.clone(),
            family: own.family.clone(),
            price: own.price.map(DecimalText),
            worth: DecimalText(own.worth),
            tracked: own.tracked,
            archived: own.archived,
            kit: own.kit.as_ref().map(kit_rows),
        }
    }

    pub(super) fn item(self) -> Item {
        let codes = self.codes.chunks_exact(2).filter_map(|pair| {
            let [word, text] = pair else { return None };
            let field = CodeField::WORDS.iter().find(|(own, _)| own == word)?.1;
            Some(ItemCode { field, text: text.clone() })
        });
        Item {
            codes: codes.collect(),
            id: self.id,
            title: self.title,
            attributes: self.attributes,
            family: self.family,
            price: self.price.map(|price| price.0),
            worth: self.worth.0,
            tracked: self.tracked,
            archived: self.archived,
            kit: self.kit.map(|rows| match rows.as_slice() {
                [] => Kit::Untold,
                rows => Kit::Recipe(
                    rows.iter()
                        .map(|row| (row.item.clone(), Quantity::new(row.quantity.0)))
                        .collect(),
                ),
            }),
        }
    }
}

/// A recipe as rows; one that is not told has none.
pub(super) fn kit_rows(kit: &Kit) -> Vec<KitRow> {
    match kit {
        Kit::Untold => Vec::new(),
        Kit::Recipe(recipe) => components(recipe),
    }
}

pub(super) fn components(recipe: &[(ItemId, Quantity)]) -> Vec<KitRow> {
    let row = |(item, quantity): &(ItemId, Quantity)| KitRow {
        item: item.clone(),
        quantity: DecimalText(quantity.value()),
    };
    recipe.iter().map(row).collect()
}

impl FromJson for RunRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let count = |field: &str| node.find::<u32>(field).map(Option::unwrap_or_default);
        Ok(Self {
            v: node.get("v")?,
            run: node.get("run")?,
            state: node.get("state")?,
            items: count("items")?,
            variants: count("variants")?,
            linked: count("linked")?,
            made: count("made")?,
            review: count("review")?,
            orphan_variants: count("orphan_variants")?,
            orphan_items: count("orphan_items")?,
            skipped: count("skipped")?,
            items_before: count("items_before")?,
            variants_before: count("variants_before")?,
            by_hand: node.find("by_hand")?.unwrap_or_default(),
        })
    }
}

impl FromJson for VariantRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            id: node.get("id")?,
            product: node.field("product")?.id(ProductId::parse)?,
            inventory_item: node.find("inventory_item")?,
            sku: node.get("sku")?,
            barcode: node.get("barcode")?,
            title: node.get("title")?,
            options: node.find("options")?.unwrap_or_default(),
            price: node.find("price")?,
            worth: node.find("worth")?.unwrap_or(DecimalText(Decimal::ZERO)),
            tracked: node.get("tracked")?,
            gift_card: node.get("gift_card")?,
            archived: node.get("archived")?,
        })
    }
}

impl FromJson for ItemRow {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self {
            v: node.get("v")?,
            id: node.get("id")?,
            codes: node.get("codes")?,
            title: node.get("title")?,
            attributes: node.find("attributes")?.unwrap_or_default(),
            family: node.find("family")?,
            price: node.find("price")?,
            worth: node.find("worth")?.unwrap_or(DecimalText(Decimal::ZERO)),
            tracked: node.get("tracked")?,
            archived: node.get("archived")?,
            kit: node.find("kit")?,
        })
    }
}

impl FromJson for Mark {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        Ok(Self { v: node.get("v")? })
    }
}
