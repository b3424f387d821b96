//! The two accounts as they are: what set-up chooses from, and what a check holds a configuration
//! against.

use rust_decimal::Decimal;

use super::setup::Named;
use super::table::Table;

/// Something of an account, and whether it can still be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why it cannot be used, if so: archived, deleted, locked.
    pub gone: Option<&'static str>,
}

impl Thing {
    /// It as an answer to a question.
    #[must_use]
    pub fn named(&self) -> Named {
        Named { id: self.id.clone(), name: self.name.clone() }
    }
}

/// The Shopify shop.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    /// Its permanent domain.
    pub domain: String,
    /// Its name.
    pub name: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Whether its prices contain tax.
    pub taxes_included: bool,
    /// Its locations; `gone` where they are not active.
    pub locations: Vec<Location>,
    /// What the app may do.
    pub scopes: Vec<String>,
    /// The API's versions, and whether each is supported.
    pub versions: Vec<(String, bool)>,
    /// The app's own webhook subscriptions.
    pub webhooks: Vec<Subscription>,
    /// How many locations its plan allows, where Shopify says so.
    pub location_limit: Option<u32>,
    /// Whether there are more of one of these lists than were read.
    pub cut: bool,
}

/// A location.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// The location.
    pub thing: Thing,
    /// It belongs to a service that sends the goods, by this name.
    pub service: Option<String>,
}

/// A webhook subscription.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// The topic, as `ORDERS_CREATE`.
    pub topic: String,
    /// The address.
    pub uri: String,
    /// The API version it is sent in.
    pub version: String,
    /// Which events are sent, if not all.
    pub filter: Option<String>,
}

/// What the newest orders show.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    /// How many there were.
    pub orders: u32,
    /// Gateways, and on how many orders each was used.
    pub gateways: Table<String, u32>,
    /// The rates of tax.
    pub rates: Vec<Decimal>,
    /// Apps that placed or own orders, by name.
    pub apps: Vec<String>,
}

/// The Lightspeed account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// IANA name of its time zone, where it has one.
    pub zone: Option<String>,
    /// ISO 3166 code of its country, where it has one.
    pub country: Option<String>,
    /// Outlets (X) or shops (R).
    pub outlets: Vec<Outlet>,
    /// Registers.
    pub registers: Vec<Register>,
    /// Users (X) or employees (R).
    pub users: Vec<Thing>,
    /// The user that owns the account, where one does.
    pub owner: Option<String>,
    /// Taxes (X) or tax categories (R).
    pub taxes: Vec<Tax>,
    /// The tax of what is not taxed (X).
    pub no_tax: Option<String>,
    /// Tax classes (R).
    pub classes: Vec<Thing>,
    /// Payment types that may be used.
    pub payment_types: Vec<Thing>,
    /// Price levels (R).
    pub price_levels: Vec<Thing>,
    /// The items that were asked for.
    pub items: Vec<Item>,
    /// The webhooks that are there (X).
    pub webhooks: Vec<Hook>,
    /// Signs of somebody else who writes the same things.
    pub rivals: Vec<Rival>,
}

impl Account {
    /// Notes somebody else who writes to it, once.
    pub fn is_rivalled_by(&mut self, rival: Rival) {
        if !self.rivals.contains(&rival) {
            self.rivals.push(rival);
        }
    }
}

/// An outlet (X) or shop (R).
#[derive(Clone, Debug, Default)]
pub struct Outlet {
    /// The outlet.
    pub thing: Thing,
    /// IANA name of its time zone.
    pub zone: Option<String>,
    /// Its currency, where it has one of its own.
    pub currency: Option<String>,
}

/// A register.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The register.
    pub thing: Thing,
    /// The outlet it stands at.
    pub outlet: String,
    /// Whether it is open.
    pub open: bool,
}

/// A tax (X) or tax category (R).
#[derive(Clone, Debug, Default)]
pub struct Tax {
    /// The tax.
    pub thing: Thing,
    /// Its rates.
    pub rates: Vec<Decimal>,
    /// Whether prices contain it, where that is its own to say.
    pub inclusive: Option<bool>,
}

/// An item that may stand for what is no product.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The item.
    pub thing: Thing,
    /// Its SKU.
    pub sku: String,
    /// Whether it keeps stock.
    pub tracked: bool,
    /// Whether Lightspeed taxes it by itself, where that can be told.
    pub taxed: Option<bool>,
}

/// A webhook of an X-Series account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hook {
    /// What it tells of, as `inventory.update`.
    pub topic: String,
    /// The address.
    pub url: String,
    /// Whether it is sent at all.
    pub active: bool,
}

/// Somebody else who writes to the same account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rival {
    /// The native Shopify integration of X-Series: its products or sales are there.
    NativeShopify,
    /// C-Series on the same R-Series account: items are published to it.
    CSeries,
    /// Tillbridge for another Shopify shop: its sales are there. Its name, where they say it.
    OtherShop(Option<String>),
}
