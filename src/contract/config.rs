//! The tenant's configuration: about ten lines by a person, the rest filled in by set-up.

mod draft;
mod links;
mod payouts;
mod stock;

use serde::Serialize;

use super::ContractVersion;
use crate::domain::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, TaxClassId, TaxId, UserId,
};
use crate::domain::ids::shopify::LocationId;
use crate::domain::number::DecimalText;
use crate::domain::table::Table;
use crate::domain::time::{Timestamp, Zone};
use crate::report::{FromJson, Issue, Node};

pub use draft::{DraftConfig, DraftHelpers, DraftLightspeed, GIFT_CARD, HELPERS};
pub use links::{ComponentConfig, KitConfig, LinkKey, LinksConfig};
pub use payouts::{FAMILIES, PayoutsConfig, Revenue, UnknownRows, WebhooksConfig};
pub use stock::{Duplicates, KitStock, SafetyConfig, StockConfig};

/// Everything the module must know about one tenant.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TenantConfig {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The tenant's name among the host's tenants.
    pub tenant: String,
    /// The Shopify shop.
    pub shopify: ShopifyConfig,
    /// The Lightspeed account.
    pub lightspeed: LightspeedConfig,
    /// ISO 4217 code of the shop's currency; Lightspeed's must be the same.
    pub currency: String,
    /// IANA name of the shop's time zone, such as `America/New_York`.
    pub time_zone: String,
    /// UTC offsets of each zone that is named here, as `[{from, offset}]` in time order. The
    /// facade fills it in from the host's `Intl`. Default: empty.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub zones: Table<String, Zone>,
    /// The Lightspeed outlets (X) or shops (R) in use; at least one.
    pub outlets: Vec<OutletConfig>,
    /// Which Shopify location is served by which outlets. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub locations: Vec<LocationConfig>,
    /// Which payment type stands for which Shopify gateway; at least one.
    pub payment_types: Vec<PaymentTypeConfig>,
    /// Which Lightspeed tax stands for which rate; at least one.
    pub taxes: Vec<TaxConfig>,
    /// The items that stand for what is no product: shipping, tips, gift cards sold.
    pub helper_items: HelperItemsConfig,
    /// How orders become sales. Default: each option's own.
    #[serde(default)]
    pub orders: OrdersConfig,
    /// How customers are found. Default: each option's own.
    #[serde(default)]
    pub customers: CustomersConfig,
    /// How variants and items are linked. Default: each option's own.
    #[serde(default, skip_serializing_if = "LinksConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub links: LinksConfig,
    /// What of Lightspeed's stock is published. Default: each option's own.
    #[serde(default, skip_serializing_if = "StockConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub stock: StockConfig,
    /// What payouts are recorded as. Default: each option's own.
    #[serde(default, skip_serializing_if = "PayoutsConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub payouts: PayoutsConfig,
    /// Where webhooks are sent. Default: each option's own.
    #[serde(default, skip_serializing_if = "WebhooksConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub webhooks: WebhooksConfig,
    /// Whether everything is computed and compared, and nothing is written to Shopify or
    /// Lightspeed. Default `false`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub shadow: bool,
    /// For how many days after its own an order may still be keyed by hand, as far as the report
    /// of a shadow looks. Default 3, at most 14.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow_days: Option<u32>,
}

/// The fields of a configuration, complete or not.
const FIELDS: &[&str] = &[
    "contract",
    "tenant",
    "shopify",
    "lightspeed",
    "currency",
    "time_zone",
    "zones",
    "outlets",
    "locations",
    "payment_types",
    "taxes",
    "helper_items",
    "orders",
    "customers",
    "links",
    "stock",
    "payouts",
    "webhooks",
    "shadow",
    "shadow_days",
];

/// The Shopify shop.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShopifyConfig {
    /// The permanent domain, `name.myshopify.com`.
    pub shop: String,
    /// The Admin API version, pinned per deployment. Default `2026-10`.
    #[serde(default = "shopify_version")]
    pub api_version: String,
}

/// The Lightspeed account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LightspeedConfig {
    /// Which product it is.
    pub series: Series,
    /// R-Series: the account id. X-Series: the domain prefix.
    pub account: String,
    /// X-Series only: the date version of the API. Default `2026-07`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// Who sales are recorded as. R-Series: employeeID. X-Series: user id.
    pub user: UserId,
}

/// Which Lightspeed Retail product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Series {
    /// R-Series, formerly MerchantOS.
    R,
    /// X-Series, formerly Vend.
    X,
}

/// One Lightspeed outlet (X) or shop (R).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutletConfig {
    /// The outlet's id (X) or shopID (R).
    pub id: OutletId,
    /// The register web sales are recorded on.
    pub register: RegisterId,
    /// IANA name of the outlet's time zone. Default: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// One Shopify location and the outlets that serve it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LocationConfig {
    /// The Shopify location, `gid://shopify/Location/…`.
    pub id: LocationId,
    /// The outlets it pools, in the order sales are posted to them.
    pub outlets: Vec<OutletId>,
}

/// One payment type.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentTypeConfig {
    /// The gateway as Shopify's transactions name it, such as `shopify_payments`.
    pub gateway: String,
    /// The Lightspeed payment type: paymentTypeID (R) or the payment type's `id` (X).
    pub id: PaymentTypeId,
}

/// One tax.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxConfig {
    /// The rate as a fraction: `"0.2"` is 20 %. `"0"` is the tax of untaxed lines.
    pub rate: DecimalText,
    /// The rates it is made of, where it stands for several taxes at once. R-Series: tax 1 and
    /// tax 2 of the category, in that order. Default: the rate alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub components: Vec<DecimalText>,
    /// Whether prices of this tax contain it. R-Series: the category's `isTaxInclusive`.
    /// Default `false`.
    #[serde(default)]
    pub inclusive: bool,
    /// The tax: taxCategoryID (R) or tax id (X).
    pub id: TaxId,
    /// R-Series only: the tax class of the lines. Default: the item's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<TaxClassId>,
}

/// The items that stand for what is no product. Each is a non-inventory item that Lightspeed
/// does not tax by itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HelperItemsConfig {
    /// A gift card sold: money owed, not revenue.
    pub gift_card: GiftCardConfig,
    /// Shipping charges. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ItemId>,
    /// Tips. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<ItemId>,
    /// Duties. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<ItemId>,
    /// Additional fees. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<ItemId>,
    /// What refunds gave back beyond or short of the goods. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<ItemId>,
    /// Cents that rounding leaves. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<ItemId>,
    /// Lines that are linked to no item. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<ItemId>,
    /// Tax that the sales channel remits. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_tax: Option<ItemId>,
}

/// The item that gift cards are sold as. Both declarations must be true.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GiftCardConfig {
    /// The item.
    pub item: ItemId,
    /// That the item keeps no stock. Default `false`.
    #[serde(default)]
    pub non_inventory: bool,
    /// That its account is a liability. Default `false`.
    #[serde(default)]
    pub liability: bool,
}

/// What else a line may be linked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkBy {
    /// The SKU.
    Sku,
    /// The barcode.
    Barcode,
}

/// How orders become sales.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrdersConfig {
    /// The outlet of orders that no location decides. Default: the first outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_outlet: Option<OutletId>,
    /// Orders placed before this time are not posted. Default: none are too old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub go_live: Option<Timestamp>,
    /// For how many seconds an order is held that Shopify has not assigned to locations yet; then
    /// it is posted to the default outlet. Default: 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign_wait: Option<u32>,
    /// What a line is linked by when neither its variant nor its inventory item is linked, in
    /// this order. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub link_by: Vec<LinkBy>,
}

/// How customers are found.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomersConfig {
    /// ISO 3166 code of the country whose national phone numbers are understood. Default: none,
    /// only international numbers are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_country: Option<String>,
    /// The Lightspeed customer of orders that have none. R-Series reserves only for a customer.
    /// Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest: Option<CustomerId>,
}

fn shopify_version() -> String {
    "2026-10".to_owned()
}

impl FromJson for TenantConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(FIELDS)?;
        Ok(Self {
            contract: node.get("contract")?,
            tenant: node.get("tenant")?,
            shopify: node.get("shopify")?,
            lightspeed: node.get("lightspeed")?,
            currency: node.get("currency")?,
            time_zone: node.get("time_zone")?,
            zones: node.field("zones")?.table()?,
            outlets: node.get("outlets")?,
            locations: node.find("locations")?.unwrap_or_default(),
            payment_types: node.get("payment_types")?,
            taxes: node.get("taxes")?,
            helper_items: node.get("helper_items")?,
            orders: node.find("orders")?.unwrap_or_default(),
            customers: node.find("customers")?.unwrap_or_default(),
            links: node.find("links")?.unwrap_or_default(),
            stock: node.find("stock")?.unwrap_or_default(),
            payouts: node.find("payouts")?.unwrap_or_default(),
            webhooks: node.find("webhooks")?.unwrap_or_default(),
            shadow: node.find("shadow")?.unwrap_or_default(),
            shadow_days: node.find("shadow_days")?,
        })
    }
}

impl FromJson for ShopifyConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["shop", "api_version"])?;
        Ok(Self {
            shop: node.get("shop")?,
            api_version: node.find("api_version")?.unwrap_or_else(shopify_version),
        })
    }
}

impl FromJson for LightspeedConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["series", "account", "api_version", "user"])?;
        Ok(Self {
            series: node.get("series")?,
            account: node.get("account")?,
            api_version: node.find("api_version")?,
            user: node.get("user")?,
        })
    }
}

impl FromJson for Series {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("R", Self::R), ("X", Self::X)])
    }
}

impl FromJson for OutletConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["id", "register", "time_zone"])?;
        Ok(Self {
            id: node.get("id")?,
            register: node.get("register")?,
            time_zone: node.find("time_zone")?,
        })
    }
}

impl FromJson for LocationConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["id", "outlets"])?;
        Ok(Self { id: node.get("id")?, outlets: node.get("outlets")? })
    }
}

impl FromJson for PaymentTypeConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["gateway", "id"])?;
        Ok(Self { gateway: node.get("gateway")?, id: node.get("id")? })
    }
}

impl FromJson for TaxConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["rate", "components", "inclusive", "id", "class"])?;
        Ok(Self {
            rate: node.get("rate")?,
            components: node.find("components")?.unwrap_or_default(),
            inclusive: node.find("inclusive")?.unwrap_or_default(),
            id: node.get("id")?,
            class: node.find("class")?,
        })
    }
}

impl FromJson for HelperItemsConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&[
            "gift_card",
            "shipping",
            "tip",
            "duty",
            "fee",
            "refund",
            "rounding",
            "placeholder",
            "channel_tax",
        ])?;
        Ok(Self {
            gift_card: node.get("gift_card")?,
            shipping: node.find("shipping")?,
            tip: node.find("tip")?,
            duty: node.find("duty")?,
            fee: node.find("fee")?,
            refund: node.find("refund")?,
            rounding: node.find("rounding")?,
            placeholder: node.find("placeholder")?,
            channel_tax: node.find("channel_tax")?,
        })
    }
}

impl FromJson for GiftCardConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["item", "non_inventory", "liability"])?;
        Ok(Self {
            item: node.get("item")?,
            non_inventory: node.find("non_inventory")?.unwrap_or_default(),
            liability: node.find("liability")?.unwrap_or_default(),
        })
    }
}

impl FromJson for LinkBy {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.word(&[("sku", Self::Sku), ("barcode", Self::Barcode)])
    }
}

impl FromJson for OrdersConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["default_outlet", "go_live", "assign_wait", "link_by"])?;
        Ok(Self {
            default_outlet: node.find("default_outlet")?,
            go_live: node.find("go_live")?,
            assign_wait: node.find("assign_wait")?,
            link_by: node.find("link_by")?.unwrap_or_default(),
        })
    }
}

impl FromJson for CustomersConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["default_country", "guest"])?;
        Ok(Self { default_country: node.find("default_country")?, guest: node.find("guest")? })
    }
}
