//! The tenant's configuration as a type that cannot be invalid.

mod linking;
mod parse;
mod payouts;
mod stock;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub use crate::contract::config::{
    DraftConfig, Duplicates, FAMILIES, GIFT_CARD, HELPERS, KitStock, LinkBy, LinkKey,
    LocationConfig, OutletConfig, PaymentTypeConfig, Revenue, Series, TaxConfig, TenantConfig,
    UnknownRows,
};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{
    CustomerId, ItemId, OutletId, PaymentTypeId, RegisterId, TaxClassId, TaxId, UserId,
};
use crate::domain::ids::shopify::LocationId;
use crate::domain::phone::Country;
use crate::domain::quantity::Quantity;
use crate::domain::table::Table;
use crate::domain::time::{Timestamp, Zone};
pub use linking::Linked;
pub use payouts::{Account, PAYOUT_WAIT_DAYS, PayoutPolicy};
pub use stock::{Candidates, Safety, StockPolicy};

/// What the tenant decided, checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The tenant's name.
    pub tenant: String,
    /// The shop's permanent domain, lower case.
    pub shop: String,
    /// Shopify's API version.
    pub shopify_version: String,
    /// The Lightspeed series.
    pub series: Series,
    /// R-Series account id or X-Series domain prefix.
    pub account: String,
    /// The X-Series API version.
    pub lightspeed_version: String,
    /// Who sales are recorded as.
    pub user: UserId,
    /// The currency of both systems.
    pub currency: Currency,
    /// The shop's time zone.
    pub zone: Zone,
    /// The outlets, by id.
    pub outlets: Table<OutletId, Outlet>,
    /// Their ids in the order of the configuration.
    pub outlet_order: Vec<OutletId>,
    /// The outlet of orders that no location decides.
    pub default_outlet: OutletId,
    /// The outlets that serve a location, in posting order.
    pub locations: Table<LocationId, Vec<OutletId>>,
    /// Payment types, by gateway in lower case.
    pub payment_types: Table<String, PaymentTypeId>,
    /// The taxes.
    pub taxes: Vec<Tax>,
    /// The items that stand for what is no product.
    pub helpers: Helpers,
    /// Orders placed before this time are not posted.
    pub go_live: Option<Timestamp>,
    /// For how long an order is held that is assigned to no location yet, in seconds.
    pub assign_wait: i64,
    /// What lines are linked by besides ids, in this order.
    pub link_by: Vec<LinkBy>,
    /// What variants and items are linked by, the most telling first.
    pub link_order: Vec<LinkKey>,
    /// What items are made of, as the tenant says.
    pub kits: Table<ItemId, Vec<(ItemId, Quantity)>>,
    /// What of Lightspeed's stock is published.
    pub stock: StockPolicy,
    /// What payouts become in the books.
    pub payouts: PayoutPolicy,
    /// The customer of orders that have none.
    pub guest: Option<CustomerId>,
    /// The country of national phone numbers.
    pub default_country: Option<Country>,
    /// Whether nothing is written to Shopify or Lightspeed.
    pub shadow: bool,
    /// For how many days after its own an order may still be keyed by hand.
    pub shadow_days: i64,
    /// The configuration, without the zones' offsets.
    pub config: TenantConfig,
    /// Digest of the configuration.
    pub revision: String,
}

/// One outlet.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// The register web sales are recorded on.
    pub register: RegisterId,
    /// The outlet's time zone.
    pub zone: Zone,
}

/// One tax.
#[derive(Clone, Debug)]
pub struct Tax {
    /// The rate as a fraction.
    pub rate: Decimal,
    /// The rates it is made of; one at least.
    pub components: Vec<Decimal>,
    /// Whether prices contain it.
    pub inclusive: bool,
    /// The Lightspeed tax.
    pub id: TaxId,
    /// The tax class of the lines.
    pub class: Option<TaxClassId>,
}

/// The items that stand for what is no product.
#[derive(Clone, Debug)]
pub struct Helpers {
    /// A gift card sold.
    pub gift_card: ItemId,
    /// Shipping charges.
    pub shipping: Option<ItemId>,
    /// Tips.
    pub tip: Option<ItemId>,
    /// Duties.
    pub duty: Option<ItemId>,
    /// Additional fees.
    pub fee: Option<ItemId>,
    /// What refunds gave back beyond or short of the goods.
    pub refund: Option<ItemId>,
    /// Cents that rounding leaves.
    pub rounding: Option<ItemId>,
    /// Lines that are linked to no item.
    pub placeholder: Option<ItemId>,
    /// Tax that the sales channel remits.
    pub channel_tax: Option<ItemId>,
}

impl Policy {
    /// The payment type of a gateway, however it is spelled.
    #[must_use]
    pub fn payment_type(&self, gateway: &str) -> Option<&PaymentTypeId> {
        self.payment_types.get(&gateway.to_ascii_lowercase())
    }

    /// The tax made of exactly these rates, which are in ascending order, else one of their sum;
    /// of one category only where `id` says which. Without rates: the tax of untaxed lines, which
    /// needs no telling whether it is contained.
    #[must_use]
    pub fn tax(&self, rates: &[Decimal], contained: bool, id: Option<&TaxId>) -> Option<&Tax> {
        let sum = rates.iter().try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(*rate))?;
        let fits = |tax: &&Tax| {
            (sum.is_zero() || tax.inclusive == contained) && id.is_none_or(|id| tax.id == *id)
        };
        let made_of = |tax: &&Tax| ascending(tax.components.iter().copied()) == rates;
        let mut fitting = self.taxes.iter().filter(fits);
        let exact = if rates.len() > 1 { fitting.clone().find(made_of) } else { None };
        exact.or_else(|| fitting.find(|tax| tax.rate == sum))
    }

    /// The outlets in the order sales are posted to them: the default one first.
    pub fn posting_order(&self) -> impl Iterator<Item = &OutletId> {
        let default = &self.default_outlet;
        let others = self.outlet_order.iter().filter(move |outlet| *outlet != default);
        std::iter::once(default).chain(others)
    }
}

/// A few rates in ascending order.
#[must_use]
#[inline(never)]
pub fn ascending(rates: impl Iterator<Item = Decimal>) -> Vec<Decimal> {
    let mut sorted: Vec<Decimal> = Vec::new();
    for rate in rates {
        let place = sorted.iter().position(|other| rate < *other).unwrap_or(sorted.len());
        sorted.insert(place, rate);
    }
    sorted
}
