//! What Shopify has of some variants, at all their locations.
//!
//! Source: shopify.dev, Admin GraphQL 2026-10, `nodes`, `ProductVariant`, `InventoryItem`.

use serde::Serialize;

use super::answer::must;
use super::document::document;
use super::levels;
use crate::contract::io::{Request, System};
use crate::domain::ids::shopify::{InventoryItemId, VariantId};
use crate::domain::level::ShopLevel;
use crate::report::{Code, Issue, Json, Node};

const DOCUMENT: &str = document!("graphql/variant_levels.graphql");

/// How many variants are asked for at once, and how many levels of each.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Variants.
    pub variants: usize,
    /// Levels of each.
    pub levels: u32,
}

/// How many points a query may cost: Shopify refuses more than 1,000, and reserves them before it
/// answers.
const POINTS: usize = 800;

impl Sizes {
    /// Where that was not enough: few items are stocked at so many locations.
    pub const MANY: Self = Self { variants: 15, levels: 12 };
    /// And where neither was: a plan allows 200 locations.
    pub const ONE: Self = Self { variants: 1, levels: 200 };

    /// As many variants as fit into one query, of a shop that serves so many locations; some may be
    /// stocked at a few more.
    #[must_use]
    pub fn of(locations: usize) -> Self {
        let levels = locations.clamp(1, 10).saturating_add(2);
        let cost = levels.saturating_add(1).saturating_mul(4);
        let variants = POINTS.checked_div(cost).unwrap_or(1);
        Self { variants, levels: u32::try_from(levels).unwrap_or(12) }
    }
}

/// A variant's inventory item and its levels.
#[derive(Clone, Debug)]
pub struct VariantLevels {
    /// The variant.
    pub variant: VariantId,
    /// What Shopify keeps its stock under.
    pub inventory_item: InventoryItemId,
    /// Its levels.
    pub levels: Vec<ShopLevel>,
    /// Whether it has more of them.
    pub cut: bool,
}

#[derive(Serialize)]
struct Query {
    query: &'static str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    ids: Vec<String>,
    levels: u32,
}

/// Asks for the levels of the variants.
#[must_use]
pub fn query(variants: &[VariantId], sizes: Sizes, api_version: &str) -> Request {
    let ids = variants.iter().map(VariantId::gid).collect();
    let variables = Variables { ids, levels: sizes.levels };
    let path = format!("/admin/api/{api_version}/graphql.json");
    Request::read(System::Shopify, "POST", path).with_body(&Query { query: DOCUMENT, variables })
}

/// The variants in the answer to [`query`]; one that is gone is not among them.
///
/// # Errors
/// An issue at its path when the answer is not one to the query.
pub fn decode(body: &[u8]) -> Result<Vec<VariantLevels>, Issue> {
    let json = Json::parse(body)?;
    let root = Node::root(&json, "$");
    let errors = root.field("errors")?;
    if !errors.is_nothing() {
        return Err(errors.issue(Code::VendorRefused, "the query was refused"));
    }
    let data = must(&root, "data", "an object")?;
    let mut all = Vec::new();
    for node in must(&data, "nodes", "a list")?.items()? {
        // A variant that is gone is null, and what is no variant has no fields.
        if node.is_nothing() || node.field("inventoryItem")?.is_nothing() {
            continue;
        }
        let item = node.field("inventoryItem")?;
        let list = must(&item, "inventoryLevels", "an object")?;
        let mut own = VariantLevels {
            variant: node.field("id")?.parsed(VariantId::parse)?,
            inventory_item: item.field("id")?.parsed(InventoryItemId::parse)?,
            levels: Vec::new(),
            cut: must(&list, "pageInfo", "an object")?.get("hasNextPage")?,
        };
        for level in must(&list, "nodes", "a list")?.items()? {
            own.levels.push(levels::decode(&level)?);
        }
        all.push(own);
    }
    Ok(all)
}
