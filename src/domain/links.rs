//! What is which item: by variant, inventory item, SKU and barcode.

use super::ids::lightspeed::ItemId;
use super::ids::shopify::{InventoryItemId, VariantId};
use super::sku::Sku;
use super::table::Table;

/// The links of an order. One key may have several items: then it decides nothing.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// By variant.
    pub variants: Table<VariantId, Vec<ItemId>>,
    /// By inventory item.
    pub inventory_items: Table<InventoryItemId, Vec<ItemId>>,
    /// By SKU.
    pub skus: Table<Sku, Vec<ItemId>>,
    /// By barcode.
    pub barcodes: Table<Sku, Vec<ItemId>>,
}

impl Links {
    /// Links a variant.
    pub fn variant(&mut self, variant: VariantId, item: ItemId) {
        add(&mut self.variants, variant, item);
    }

    /// Links an inventory item.
    pub fn inventory_item(&mut self, inventory_item: InventoryItemId, item: ItemId) {
        add(&mut self.inventory_items, inventory_item, item);
    }

    /// Says which SKU an item has; a blank one says nothing.
    pub fn sku(&mut self, sku: &str, item: ItemId) {
        if let Some(sku) = Sku::parse(sku) {
            add(&mut self.skus, sku, item);
        }
    }

    /// Says which barcode an item has; a blank one says nothing.
    pub fn barcode(&mut self, barcode: &str, item: ItemId) {
        if let Some(barcode) = Sku::parse(barcode) {
            add(&mut self.barcodes, barcode, item);
        }
    }
}

/// The same item twice is one.
fn add<K: Ord>(table: &mut Table<K, Vec<ItemId>>, key: K, item: ItemId) {
    match table.get_mut(&key) {
        Some(items) if items.contains(&item) => {}
        Some(items) => items.push(item),
        None => drop(table.insert(key, vec![item])),
    }
}
