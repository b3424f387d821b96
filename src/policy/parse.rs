//! From the configuration to the policy: all issues at once, each at its path.

mod head;
mod links;
mod payouts;
mod stock;

use rust_decimal::Decimal;

use super::{Helpers, Outlet, Policy, Tax};
use crate::contract::config::{DraftConfig, Series, TaxConfig, TenantConfig};
use crate::domain::currency::Currency;
use crate::domain::digest;
use crate::domain::ids::lightspeed::{OutletId, PaymentTypeId};
use crate::domain::ids::shopify::LocationId;
use crate::domain::phone::Country;
use crate::domain::table::Table;
use crate::domain::text::excerpt;
use crate::domain::time::Zone;
use crate::report::{Code, Issue, write};
use head::Head;

const LIGHTSPEED_X_VERSION: &str = "2026-07";

/// Staff key what a weekend brought on Monday.
const SHADOW_DAYS: u32 = 3;

/// Each day more is read again for every report.
const MOST_SHADOW_DAYS: u32 = 14;

/// Shopify assigns an order to locations within seconds.
const ASSIGN_WAIT: u32 = 60;

impl Policy {
    /// The policy that `config` describes.
    ///
    /// # Errors
    /// Every issue of the configuration, each with path, code, message and hint.
    pub fn parse(config: &TenantConfig) -> Result<Self, Vec<Issue>> {
        let mut check = Check { config, issues: Vec::new() };
        let lightspeed = &config.lightspeed;
        let head = Head {
            tenant: &config.tenant,
            shopify: &config.shopify,
            series: lightspeed.series,
            account: &lightspeed.account,
            version: lightspeed.api_version.as_deref(),
        };
        check.issues = head.issues();
        check.id(lightspeed.user.as_str(), "$.lightspeed.user");
        let currency = check.currency();
        let zone = check.zone(&config.time_zone, "$.time_zone");
        let outlets = check.outlets(zone.as_ref());
        let locations = check.locations();
        let default_outlet = check.default_outlet();
        let payment_types = check.payment_types();
        let taxes = check.taxes();
        let helpers = check.helpers();
        let payouts = check.payouts();
        let link_order = check.link_order();
        let kits = check.kits();
        let stock = check.stock();
        check.guest();
        let default_country = check.country();
        let shadow_days = check.shadow_days();
        let (Some(currency), Some(zone), Some(default_outlet), true) =
            (currency, zone, default_outlet, check.issues.is_empty())
        else {
            return Err(check.issues);
        };
        // The zones' offsets are the host's data: two hosts may know different ones, and must
        // still be able to go on with each other's tasks.
        let own = TenantConfig { zones: Table::new(), ..config.clone() };
        let text = write::bytes(&own);
        Ok(Self {
            tenant: config.tenant.clone(),
            shop: config.shopify.shop.to_ascii_lowercase(),
            shopify_version: config.shopify.api_version.clone(),
            series: config.lightspeed.series,
            account: config.lightspeed.account.clone(),
            lightspeed_version: config
                .lightspeed
                .api_version
                .clone()
                .unwrap_or_else(|| LIGHTSPEED_X_VERSION.to_owned()),
            user: config.lightspeed.user.clone(),
            currency,
            zone,
            outlets,
            outlet_order: config.outlets.iter().map(|outlet| outlet.id.clone()).collect(),
            default_outlet,
            locations,
            payment_types,
            taxes,
            helpers,
            go_live: config.orders.go_live,
            assign_wait: i64::from(config.orders.assign_wait.unwrap_or(ASSIGN_WAIT)),
            link_by: config.orders.link_by.clone(),
            link_order,
            kits,
            stock,
            payouts,
            guest: config.customers.guest.clone(),
            default_country,
            shadow: config.shadow,
            shadow_days,
            revision: digest::hex96([text.as_slice()]),
            config: own,
        })
    }
}

impl Policy {
    /// What can be said of a configuration that is not complete: whom it is about. Returns the
    /// X-Series API version.
    ///
    /// # Errors
    /// Every issue of it.
    pub fn parse_draft(draft: &DraftConfig) -> Result<String, Vec<Issue>> {
        let lightspeed = &draft.lightspeed;
        let head = Head {
            tenant: &draft.tenant,
            shopify: &draft.shopify,
            series: lightspeed.series,
            account: &lightspeed.account,
            version: lightspeed.api_version.as_deref(),
        };
        let issues = head.issues();
        if !issues.is_empty() {
            return Err(issues);
        }
        Ok(lightspeed.api_version.clone().unwrap_or_else(|| LIGHTSPEED_X_VERSION.to_owned()))
    }
}

struct Check<'a> {
    config: &'a TenantConfig,
    issues: Vec<Issue>,
}

impl Check<'_> {
    fn issue(&mut self, code: Code, path: impl Into<String>, message: impl Into<String>) {
        self.issues.push(Issue::new(code, path, message));
    }

    /// R-Series ids are numbers, never 0 and never written with a leading 0; X-Series ids are
    /// UUIDs.
    fn id(&mut self, id: &str, path: impl Into<String>) {
        let ok = match self.config.lightspeed.series {
            Series::R => id.bytes().all(|b| b.is_ascii_digit()) && !id.starts_with('0'),
            Series::X => is_uuid(id),
        };
        if !ok {
            let series = self.config.lightspeed.series;
            let message = format!("`{id}` is not an id of the {series:?}-Series");
            self.issue(Code::ConfigSeriesField, path, message);
        }
    }

    fn currency(&mut self) -> Option<Currency> {
        let code = &self.config.currency;
        let currency = Currency::parse(code).ok();
        if currency.is_none() {
            let message = format!("`{}` is not a currency", excerpt(code));
            self.issue(Code::ConfigUnknownCurrency, "$.currency", message);
        }
        currency
    }

    fn zone(&mut self, name: &str, path: &str) -> Option<Zone> {
        let zone = self.config.zones.get(name).map(|zone| zone.clone().named(name));
        if zone.is_none() {
            let message = format!("the offsets of time zone `{}` are not known", excerpt(name));
            self.issue(Code::ConfigNoZone, path, message);
        }
        zone
    }

    fn outlets(&mut self, shop_zone: Option<&Zone>) -> Table<OutletId, Outlet> {
        let mut outlets = Table::new();
        if self.config.outlets.is_empty() {
            self.issue(Code::ConfigEmpty, "$.outlets", "there is no outlet to post sales to");
        }
        for (place, outlet) in self.config.outlets.iter().enumerate() {
            let path = format!("$.outlets[{place}]");
            self.id(outlet.id.as_str(), format!("{path}.id"));
            self.id(outlet.register.as_str(), format!("{path}.register"));
            let zone = match &outlet.time_zone {
                Some(name) => self.zone(name, &format!("{path}.time_zone")),
                None => shop_zone.cloned(),
            };
            if self.config.outlets.iter().take(place).any(|earlier| earlier.id == outlet.id) {
                let message = format!("outlet `{}` stands twice", outlet.id);
                self.issue(Code::ConfigDuplicate, format!("{path}.id"), message);
            }
            let Some(zone) = zone else { continue };
            let register = outlet.register.clone();
            outlets.insert(outlet.id.clone(), Outlet { register, zone });
        }
        outlets
    }

    fn knows_outlet(&mut self, id: &OutletId, path: impl Into<String>) {
        let outlets = &self.config.outlets;
        // Where there are none at all, that is the one thing to say.
        if !outlets.is_empty() && !outlets.iter().any(|outlet| outlet.id == *id) {
            let message = format!("outlet `{id}` is not in `outlets`");
            self.issue(Code::ConfigUnknownOutlet, path, message);
        }
    }

    fn locations(&mut self) -> Table<LocationId, Vec<OutletId>> {
        let mut locations = Table::new();
        for (place, location) in self.config.locations.iter().enumerate() {
            let path = format!("$.locations[{place}]");
            if location.outlets.is_empty() {
                let message = format!("location {} is served by no outlet", location.id);
                self.issue(Code::ConfigEmpty, format!("{path}.outlets"), message);
            }
            for (index, outlet) in location.outlets.iter().enumerate() {
                let path = format!("{path}.outlets[{index}]");
                self.knows_outlet(outlet, path.clone());
                if location.outlets.iter().take(index).any(|earlier| earlier == outlet) {
                    let message = format!("outlet `{outlet}` stands twice");
                    self.issue(Code::ConfigDuplicate, path, message);
                }
            }
            if locations.insert(location.id, location.outlets.clone()).is_some() {
                let message = format!("location {} stands twice", location.id);
                self.issue(Code::ConfigDuplicate, format!("{path}.id"), message);
            }
        }
        locations
    }

    fn default_outlet(&mut self) -> Option<OutletId> {
        if let Some(outlet) = &self.config.orders.default_outlet {
            self.knows_outlet(outlet, "$.orders.default_outlet");
            return Some(outlet.clone());
        }
        self.config.outlets.first().map(|outlet| outlet.id.clone())
    }

    fn payment_types(&mut self) -> Table<String, PaymentTypeId> {
        let mut types = Table::new();
        if self.config.payment_types.is_empty() {
            self.issue(Code::ConfigEmpty, "$.payment_types", "no gateway has a payment type");
        }
        for (place, entry) in self.config.payment_types.iter().enumerate() {
            let path = format!("$.payment_types[{place}]");
            let gateway = entry.gateway.trim().to_ascii_lowercase();
            if gateway.is_empty() {
                self.issue(Code::ConfigInvalid, format!("{path}.gateway"), "the gateway is blank");
            }
            self.id(entry.id.as_str(), format!("{path}.id"));
            if types.insert(gateway.clone(), entry.id.clone()).is_some() {
                let message = format!("gateway `{}` stands twice", excerpt(&gateway));
                self.issue(Code::ConfigDuplicate, format!("{path}.gateway"), message);
            }
        }
        types
    }

    fn taxes(&mut self) -> Vec<Tax> {
        let mut taxes: Vec<Tax> = Vec::new();
        if self.config.taxes.is_empty() {
            self.issue(Code::ConfigEmpty, "$.taxes", "no rate has a tax");
        }
        for (place, entry) in self.config.taxes.iter().enumerate() {
            let path = format!("$.taxes[{place}]");
            let rate = entry.rate.0;
            if rate < Decimal::ZERO || rate > Decimal::ONE {
                let message = format!("`{rate}` is not a rate: 20 % is written `0.2`");
                self.issue(Code::ConfigInvalid, format!("{path}.rate"), message);
            }
            self.id(entry.id.as_str(), format!("{path}.id"));
            if let Some(class) = &entry.class {
                if self.config.lightspeed.series == Series::X {
                    let message = "X-Series has no tax classes";
                    self.issue(Code::ConfigSeriesField, format!("{path}.class"), message);
                } else {
                    self.id(class.as_str(), format!("{path}.class"));
                }
            }
            self.components(entry, &path);
            let components = match entry.components.as_slice() {
                [] => vec![rate],
                rates => rates.iter().map(|rate| rate.0).collect(),
            };
            // Which of two taxes is meant, the order must be able to say: by its rates or, on
            // R-Series, by the category that its other lines have.
            let one_category = self.config.lightspeed.series == Series::X;
            let twin = |tax: &Tax| {
                tax.components == components
                    && (rate.is_zero() || tax.inclusive == entry.inclusive)
                    && (one_category || rate.is_zero() || tax.id == entry.id)
            };
            if taxes.iter().any(twin) {
                let message = format!("the rate `{rate}` stands twice");
                self.issue(Code::ConfigDuplicate, format!("{path}.rate"), message);
            }
            let (id, class) = (entry.id.clone(), entry.class.clone());
            taxes.push(Tax { rate, components, inclusive: entry.inclusive, id, class });
        }
        taxes
    }

    /// The rates a tax is made of: two at most on R-Series, and their sum is the rate.
    fn components(&mut self, entry: &TaxConfig, path: &str) {
        if entry.components.is_empty() {
            return;
        }
        let path = format!("{path}.components");
        let sum =
            entry.components.iter().try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(rate.0));
        if sum != Some(entry.rate.0) || entry.components.iter().any(|rate| rate.0 <= Decimal::ZERO)
        {
            let message = format!("the components do not add up to the rate `{}`", entry.rate.0);
            self.issue(Code::ConfigInvalid, path.clone(), message);
        }
        if self.config.lightspeed.series == Series::R && entry.components.len() > 2 {
            let message = "an R-Series tax category has two rates at most";
            self.issue(Code::ConfigSeriesField, path, message);
        }
    }

    fn helpers(&mut self) -> Helpers {
        let config = &self.config.helper_items;
        let path = |name: &str| format!("$.helper_items.{name}");
        self.id(config.gift_card.item.as_str(), path("gift_card.item"));
        for (name, declared, what) in [
            ("non_inventory", config.gift_card.non_inventory, "a non-inventory item"),
            ("liability", config.gift_card.liability, "mapped to a liability account"),
        ] {
            if !declared {
                let message = format!("the gift card item is not declared to be {what}");
                self.issue(Code::ConfigGiftCard, path(&format!("gift_card.{name}")), message);
            }
        }
        let others = [
            ("shipping", &config.shipping),
            ("tip", &config.tip),
            ("duty", &config.duty),
            ("fee", &config.fee),
            ("refund", &config.refund),
            ("rounding", &config.rounding),
            ("placeholder", &config.placeholder),
            ("channel_tax", &config.channel_tax),
        ];
        for (name, item) in others {
            if let Some(item) = item {
                self.id(item.as_str(), path(name));
            }
        }
        Helpers {
            gift_card: config.gift_card.item.clone(),
            shipping: config.shipping.clone(),
            tip: config.tip.clone(),
            duty: config.duty.clone(),
            fee: config.fee.clone(),
            refund: config.refund.clone(),
            rounding: config.rounding.clone(),
            placeholder: config.placeholder.clone(),
            channel_tax: config.channel_tax.clone(),
        }
    }

    fn guest(&mut self) {
        if let Some(guest) = &self.config.customers.guest {
            self.id(guest.as_str(), "$.customers.guest");
        }
    }

    fn shadow_days(&mut self) -> i64 {
        let days = self.config.shadow_days.unwrap_or(SHADOW_DAYS);
        if days > MOST_SHADOW_DAYS {
            let message = format!("{days} days are more than {MOST_SHADOW_DAYS}");
            self.issue(Code::ConfigInvalid, "$.shadow_days", message);
        }
        i64::from(days)
    }

    fn country(&mut self) -> Option<Country> {
        let code = self.config.customers.default_country.as_ref()?;
        let country = Country::parse(code).ok();
        if country.is_none() {
            let message = format!("`{}` is not an ISO 3166 country code", excerpt(code));
            self.issue(Code::ConfigInvalid, "$.customers.default_country", message);
        }
        country
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
