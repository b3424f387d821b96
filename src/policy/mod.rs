//! The tenant's configuration as a type that cannot be invalid.

mod parse;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use crate::contract::config::Series;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{
    OutletId, PaymentTypeId, RegisterId, TaxClassId, TaxId, UserId,
};
use crate::domain::ids::shopify::LocationId;
use crate::domain::phone::Country;
use crate::domain::table::Table;
use crate::domain::time::Zone;

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
    /// The outlet of orders that no location decides.
    pub default_outlet: OutletId,
    /// The outlets that serve a location, in posting order.
    pub locations: Table<LocationId, Vec<OutletId>>,
    /// Payment types, by gateway in lower case.
    pub payment_types: Table<String, PaymentTypeId>,
    /// The taxes.
    pub taxes: Vec<Tax>,
    /// The country of national phone numbers.
    pub default_country: Option<Country>,
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
    /// Whether prices contain it.
    pub inclusive: bool,
    /// The Lightspeed tax.
    pub id: TaxId,
    /// The tax class of the lines.
    pub class: Option<TaxClassId>,
}

impl Policy {
    /// The payment type of a gateway, however it is spelled.
    #[must_use]
    pub fn payment_type(&self, gateway: &str) -> Option<&PaymentTypeId> {
        self.payment_types.get(&gateway.to_ascii_lowercase())
    }

    /// The tax of a rate. A rate of zero needs no telling whether it is contained.
    #[must_use]
    pub fn tax(&self, rate: Decimal, inclusive: bool) -> Option<&Tax> {
        let same = |tax: &&Tax| tax.rate == rate && (rate.is_zero() || tax.inclusive == inclusive);
        self.taxes.iter().find(same)
    }
}
