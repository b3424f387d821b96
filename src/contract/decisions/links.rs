//! Input and output of `link.items`.

use serde::Serialize;

use crate::contract::Explain;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::VariantId;
use crate::domain::number::DecimalText;
use crate::report::{FromJson, Issue, Node};

/// `link.items`: what stands beside the catalogues, which are the payload: `{shopify, lightspeed}`,
/// lists of `ProductVariant` as GraphQL gives them, and of items (R) or products (X).
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkItems {
    /// How much to explain. Default `reasons`.
    #[serde(default)]
    pub explain: Explain,
    /// The links that stand. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub links: Vec<StandingLink>,
    /// Pairs that a person refused. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub refused: Vec<Pair>,
}

/// A link that stands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandingLink {
    /// The variant.
    pub variant: VariantId,
    /// The item.
    pub item: ItemId,
    /// Whether a person made it. Default `false`.
    #[serde(default)]
    pub by_hand: bool,
}

/// A variant and an item.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The variant.
    pub variant: VariantId,
    /// The item.
    pub item: ItemId,
}

/// `link.items`: what is linked, and what is not. Each variant is in `links`, in `review`, in
/// `skipped` or among the orphans.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemLinks {
    /// The links, by variant.
    pub links: Vec<ItemLink>,
    /// What a person must look at, what is worth most first.
    pub review: Vec<LinkReview>,
    /// Codes that several have on one side.
    pub duplicates: Vec<DuplicateCode>,
    /// What nothing on the other side is like.
    pub orphans: Orphans,
    /// Variants that are not to be linked.
    pub skipped: Vec<SkippedVariant>,
}

/// A variant and its item.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemLink {
    /// The variant.
    pub variant: VariantId,
    /// The item.
    pub item: ItemId,
    /// What the link was made by: `stored`, `hand`, `words`, or the two fields that are the same,
    /// such as `sku=sku`, `barcode=barcode`, `sku=system_sku`.
    pub by: &'static str,
    /// The item that the variant was linked to before, and that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of_item: Option<ItemId>,
    /// The variant that the item was linked to before, and that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of_variant: Option<VariantId>,
    /// The link stands by its ids, and no code of the two is the same any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub renamed: bool,
    /// One side counts no stock of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub untracked: bool,
    /// What the item is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kit: Vec<KitComponent>,
    /// The item is made of others, and nobody says of which.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub kit_untold: bool,
}

/// One component of a kit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KitComponent {
    /// The item.
    pub item: ItemId,
    /// How many of it one kit takes.
    pub quantity: DecimalText,
}

/// A variant that a person must look at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkReview {
    /// The variant.
    pub variant: VariantId,
    /// Why nothing was decided.
    pub reason: ReviewReason,
    /// What the stock in question is worth.
    pub worth: DecimalText,
    /// What it may be, the likeliest first; at most five.
    pub candidates: Vec<LinkCandidate>,
    /// The item it was linked to before, and that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone: Option<ItemId>,
}

/// Why nothing was decided about a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// Several items have its code.
    DuplicateItems,
    /// Several variants have the code of its item.
    DuplicateVariants,
    /// One code speaks for the item, and the barcodes speak against it.
    CodesDisagree,
    /// The item with its code is linked to another variant.
    ItemTaken,
    /// The item with its code is archived or inactive.
    ItemArchived,
    /// Only looser forms of the codes are equal.
    NearCode,
    /// Only words and values are equal.
    WordsAlone,
    /// Very many have its code.
    CommonCode,
    /// The item it was linked to is gone, and no other is like it.
    ItemGone,
}

/// An item that a variant may be.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkCandidate {
    /// The item.
    pub item: ItemId,
    /// What speaks for it: two fields that are the same (`sku=sku`) or nearly (`sku~sku`), the
    /// `words`, the `price`.
    pub because: Vec<&'static str>,
    /// The variant it is linked to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<VariantId>,
}

/// A code that several have on one side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DuplicateCode {
    /// The code, as the first of them has it.
    pub code: String,
    /// The variants that have it.
    pub variants: Vec<VariantId>,
    /// The items that have it.
    pub items: Vec<ItemId>,
}

/// What nothing on the other side is like.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Orphans {
    /// Variants.
    pub variants: Vec<VariantId>,
    /// Items.
    pub items: Vec<ItemId>,
}

/// A variant that is not to be linked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SkippedVariant {
    /// The variant.
    pub variant: VariantId,
    /// Why.
    pub reason: SkipReason,
}

/// Why a variant is not to be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// It is a gift card: one that is sold is money owed, and recorded as the gift card item.
    GiftCard,
    /// Its product is archived.
    Archived,
}

impl FromJson for LinkItems {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["explain", "links", "refused"])?;
        Ok(Self {
            explain: node.find("explain")?.unwrap_or_default(),
            links: node.find("links")?.unwrap_or_default(),
            refused: node.find("refused")?.unwrap_or_default(),
        })
    }
}

impl FromJson for StandingLink {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["variant", "item", "by_hand"])?;
        Ok(Self {
            variant: node.get("variant")?,
            item: node.get("item")?,
            by_hand: node.find("by_hand")?.unwrap_or_default(),
        })
    }
}

impl FromJson for Pair {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["variant", "item"])?;
        Ok(Self { variant: node.get("variant")?, item: node.get("item")? })
    }
}
