//! A configuration that is not complete yet: what a person wrote, and what set-up added.

use serde::Serialize;

use super::{
    CustomersConfig, GiftCardConfig, LinksConfig, LocationConfig, OrdersConfig, OutletConfig,
    PaymentTypeConfig, PayoutsConfig, Series, ShopifyConfig, StockConfig, TaxConfig, TenantConfig,
    WebhooksConfig,
};
use crate::contract::ContractVersion;
use crate::domain::ids::lightspeed::{ItemId, UserId};
use crate::domain::table::Table;
use crate::domain::time::Zone;
use crate::report::{FromJson, Issue, Node};

/// As [`TenantConfig`], of which only the first four fields must be there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftConfig {
    /// Contract version, `1`.
    pub contract: ContractVersion,
    /// The tenant's name among the host's tenants.
    pub tenant: String,
    /// The Shopify shop.
    pub shopify: ShopifyConfig,
    /// The Lightspeed account.
    pub lightspeed: DraftLightspeed,
    /// ISO 4217 code of the shop's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// IANA name of the shop's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// UTC offsets of time zones, which set-up only passes on.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub zones: Table<String, Zone>,
    /// The Lightspeed outlets (X) or shops (R) in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub outlets: Vec<OutletConfig>,
    /// Which Shopify location is served by which outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub locations: Vec<LocationConfig>,
    /// Which payment type stands for which Shopify gateway.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub payment_types: Vec<PaymentTypeConfig>,
    /// Which Lightspeed tax stands for which rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = [])))]
    pub taxes: Vec<TaxConfig>,
    /// The items that stand for what is no product.
    #[serde(default, skip_serializing_if = "DraftHelpers::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub helper_items: DraftHelpers,
    /// How orders become sales.
    #[serde(default)]
    pub orders: OrdersConfig,
    /// How customers are found.
    #[serde(default)]
    pub customers: CustomersConfig,
    /// How variants and items are linked.
    #[serde(default, skip_serializing_if = "LinksConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub links: LinksConfig,
    /// What of Lightspeed's stock is published. Default: each option's own.
    #[serde(default, skip_serializing_if = "StockConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub stock: StockConfig,
    /// What payouts are recorded as.
    #[serde(default, skip_serializing_if = "PayoutsConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub payouts: PayoutsConfig,
    /// Where webhooks are sent.
    #[serde(default, skip_serializing_if = "WebhooksConfig::is_default")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = {})))]
    pub webhooks: WebhooksConfig,
    /// Whether everything is computed and compared, and nothing is written to Shopify or
    /// Lightspeed, by set-up neither.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("default" = false)))]
    pub shadow: bool,
    /// For how many days after its own an order may still be keyed by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow_days: Option<u32>,
}

/// As `LightspeedConfig`, without the user if need be.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftLightspeed {
    /// Which product it is.
    pub series: Series,
    /// R-Series: the account id. X-Series: the domain prefix.
    pub account: String,
    /// X-Series only: the date version of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// Who sales are recorded as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

/// As `HelperItemsConfig`, of which any may be missing.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftHelpers {
    /// A gift card sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<GiftCardConfig>,
    /// Shipping charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ItemId>,
    /// Tips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<ItemId>,
    /// Duties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<ItemId>,
    /// Additional fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<ItemId>,
    /// What refunds gave back beyond or short of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<ItemId>,
    /// Cents that rounding leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<ItemId>,
    /// Lines that are linked to no item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<ItemId>,
    /// Tax that the sales channel remits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_tax: Option<ItemId>,
}

/// The helper items by the names of their fields, the gift card left out.
pub const HELPERS: [&str; 8] =
    ["shipping", "tip", "duty", "fee", "refund", "rounding", "placeholder", "channel_tax"];

/// The helper item that gift cards are sold as.
pub const GIFT_CARD: &str = "gift_card";

impl DraftHelpers {
    fn is_empty(&self) -> bool {
        self.gift_card.is_none() && HELPERS.iter().all(|name| self.get(name).is_none())
    }

    /// The item of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ItemId> {
        match name {
            GIFT_CARD => self.gift_card.as_ref().map(|card| &card.item),
            "shipping" => self.shipping.as_ref(),
            "tip" => self.tip.as_ref(),
            "duty" => self.duty.as_ref(),
            "fee" => self.fee.as_ref(),
            "refund" => self.refund.as_ref(),
            "rounding" => self.rounding.as_ref(),
            "placeholder" => self.placeholder.as_ref(),
            "channel_tax" => self.channel_tax.as_ref(),
            _ => None,
        }
    }

    /// Sets the item of this name. A gift card's is set by one who made it or looked at it: it
    /// keeps no stock, and that its account is a liability is for the books to see to.
    pub fn set(&mut self, name: &str, item: ItemId) {
        let place = match name {
            GIFT_CARD => {
                self.gift_card =
                    Some(GiftCardConfig { item, non_inventory: true, liability: true });
                return;
            }
            "shipping" => &mut self.shipping,
            "tip" => &mut self.tip,
            "duty" => &mut self.duty,
            "fee" => &mut self.fee,
            "refund" => &mut self.refund,
            "rounding" => &mut self.rounding,
            "placeholder" => &mut self.placeholder,
            "channel_tax" => &mut self.channel_tax,
            _ => return,
        };
        *place = Some(item);
    }
}

impl FromJson for DraftConfig {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(super::FIELDS)?;
        Ok(Self {
            contract: node.get("contract")?,
            tenant: node.get("tenant")?,
            shopify: node.get("shopify")?,
            lightspeed: node.get("lightspeed")?,
            currency: node.find("currency")?,
            time_zone: node.find("time_zone")?,
            zones: node.field("zones")?.table()?,
            outlets: node.find("outlets")?.unwrap_or_default(),
            locations: node.find("locations")?.unwrap_or_default(),
            payment_types: node.find("payment_types")?.unwrap_or_default(),
            taxes: node.find("taxes")?.unwrap_or_default(),
            helper_items: node.find("helper_items")?.unwrap_or_default(),
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

impl FromJson for DraftLightspeed {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        node.only(&["series", "account", "api_version", "user"])?;
        Ok(Self {
            series: node.get("series")?,
            account: node.get("account")?,
            api_version: node.find("api_version")?,
            user: node.find("user")?,
        })
    }
}

impl FromJson for DraftHelpers {
    fn from_json(node: &Node<'_>) -> Result<Self, Issue> {
        let known: Vec<&str> = std::iter::once(GIFT_CARD).chain(HELPERS).collect();
        node.only(&known)?;
        let mut helpers = Self { gift_card: node.find(GIFT_CARD)?, ..Self::default() };
        for name in HELPERS {
            if let Some(item) = node.find(name)? {
                helpers.set(name, item);
            }
        }
        Ok(helpers)
    }
}

impl From<&TenantConfig> for DraftConfig {
    fn from(config: &TenantConfig) -> Self {
        let own = &config.helper_items;
        let lightspeed = &config.lightspeed;
        Self {
            contract: config.contract,
            tenant: config.tenant.clone(),
            shopify: config.shopify.clone(),
            lightspeed: DraftLightspeed {
                series: lightspeed.series,
                account: lightspeed.account.clone(),
                api_version: lightspeed.api_version.clone(),
                user: Some(lightspeed.user.clone()),
            },
            currency: Some(config.currency.clone()),
            time_zone: Some(config.time_zone.clone()),
            zones: config.zones.clone(),
            outlets: config.outlets.clone(),
            locations: config.locations.clone(),
            payment_types: config.payment_types.clone(),
            taxes: config.taxes.clone(),
            helper_items: DraftHelpers {
                gift_card: Some(own.gift_card.clone()),
                shipping: own.shipping.clone(),
                tip: own.tip.clone(),
                duty: own.duty.clone(),
                fee: own.fee.clone(),
                refund: own.refund.clone(),
                rounding: own.rounding.clone(),
                placeholder: own.placeholder.clone(),
                channel_tax: own.channel_tax.clone(),
            },
            orders: config.orders.clone(),
            customers: config.customers.clone(),
            links: config.links.clone(),
            stock: config.stock.clone(),
            payouts: config.payouts.clone(),
            webhooks: config.webhooks.clone(),
            shadow: config.shadow,
            shadow_days: config.shadow_days,
        }
    }
}
