//! Which item an order line sells, in the order of keys that the tenant decided. Several
//! candidates decide nothing.

use super::{LinkBy, Policy};
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::InventoryItemId;
use crate::domain::links::Links;
use crate::domain::order::{LineKind, OrderLine};
use crate::domain::sku::Sku;
use crate::report::Fact;

/// What a line is linked to.
#[derive(Clone, Debug)]
pub enum Linked<'l> {
    /// One item.
    One {
        /// What it was found by.
        by: &'static str,
        /// The key it was found at.
        key: Fact,
        /// The item.
        item: &'l ItemId,
    },
    /// Several items: that decides nothing.
    Several(&'l [ItemId]),
    /// None, and why.
    Nothing(&'static str),
}

impl Policy {
    /// What a line is linked to: by variant, by inventory item, then as the tenant decided.
    #[must_use]
    pub fn linked<'l>(
        &self,
        line: &OrderLine,
        inventory_item: Option<InventoryItemId>,
        links: &'l Links,
    ) -> Linked<'l> {
        if let LineKind::Variant(variant) = line.kind
            && let Some(items) = links.variants.get(&variant)
        {
            return found("variant", Fact::text(variant), items);
        }
        if let Some(inventory_item) = inventory_item
            && let Some(items) = links.inventory_items.get(&inventory_item)
        {
            return found("inventory_item", Fact::text(inventory_item), items);
        }
        for by in &self.link_by {
            let (name, text, table) = match by {
                LinkBy::Sku => ("sku", &line.sku, &links.skus),
                LinkBy::Barcode => ("barcode", &line.barcode, &links.barcodes),
            };
            if let Some(key) = Sku::parse(text)
                && let Some(items) = table.get(&key)
            {
                return found(name, text.as_str().into(), items);
            }
        }
        Linked::Nothing(match line.kind {
            LineKind::Custom | LineKind::Tip | LineKind::GiftCard => "custom_item",
            LineKind::Deleted => "product_deleted",
            LineKind::Variant(_) if line.sku.trim().is_empty() => "blank_sku",
            LineKind::Variant(_) => "not_linked",
        })
    }
}

fn found<'l>(by: &'static str, key: Fact, items: &'l [ItemId]) -> Linked<'l> {
    match items {
        [item] => Linked::One { by, key, item },
        _ => Linked::Several(items),
    }
}
