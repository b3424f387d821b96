//! What of Lightspeed's stock is published.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Check;
use crate::contract::config::{KitConfig, LocationConfig, SafetyConfig, StockConfig};
use crate::domain::digest;
use crate::domain::table::Table;
use crate::policy::{Safety, StockPolicy};
use crate::report::{Code, write};

/// A second read that says the same is no accident after so long.
const CONFIRM_AFTER: u32 = 30;

/// What decides a quantity.
#[derive(Serialize)]
struct Deciding<'a> {
    shop: &'a str,
    account: &'a str,
    locations: &'a [LocationConfig],
    kits: &'a [KitConfig],
    stock: StockConfig,
}

impl Check<'_> {
    pub(super) fn stock(&mut self) -> StockPolicy {
        let own = &self.config.stock;
        let mut stock = StockPolicy {
            publish: own.publish,
            safety: None,
            safety_at: Table::new(),
            safety_of: Table::new(),
            confirm_increases: own.confirm_increases,
            confirm_after: i64::from(own.confirm_after.unwrap_or(CONFIRM_AFTER)),
            duplicates: own.duplicates,
            kits: own.kits,
            pass_negative: own.pass_negative,
            digest: self.stock_digest(),
        };
        for (place, entry) in own.safety.iter().enumerate() {
            let path = format!("$.stock.safety[{place}]");
            let Some(safety) = self.safety(entry, &path) else { continue };
            let twice = match (&entry.item, entry.location) {
                (None, None) => stock.safety.replace(safety).is_some(),
                (None, Some(location)) => stock.safety_at.insert(location, safety).is_some(),
                (Some(item), at) => {
                    self.id(item.as_str(), format!("{path}.item"));
                    match stock.safety_of.get_mut(item) {
                        Some(own) => {
                            let twice = own.iter().any(|(other, _)| *other == at);
                            own.push((at, safety));
                            twice
                        }
                        None => stock.safety_of.insert(item.clone(), vec![(at, safety)]).is_some(),
                    }
                }
            };
            if let Some(at) = entry.location
                && !self.config.locations.iter().any(|own| own.id == at)
            {
                let message = format!("location {at} is not in `locations`");
                self.issue(Code::ConfigInvalid, format!("{path}.location"), message);
            }
            if twice {
                let message = "what is held back there stands twice";
                self.issue(Code::ConfigDuplicate, path, message);
            }
        }
        stock
    }

    /// Neither when nor whether something is written is part of it.
    #[inline(never)]
    fn stock_digest(&self) -> String {
        let config = self.config;
        let mut stock = config.stock.clone();
        (stock.publish, stock.confirm_increases, stock.confirm_after) = (false, true, None);
        let deciding = Deciding {
            shop: &config.shopify.shop,
            account: &config.lightspeed.account,
            locations: &config.locations,
            kits: &config.links.kits,
            stock,
        };
        digest::hex96([write::bytes(&deciding).as_slice()])
    }

    fn safety(&mut self, entry: &SafetyConfig, path: &str) -> Option<Safety> {
        match (&entry.units, &entry.percent) {
            (Some(units), None) if units.0 >= Decimal::ZERO => Some(Safety::Units(units.0)),
            (None, Some(percent))
                if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent.0) =>
            {
                Some(Safety::Percent(percent.0))
            }
            (Some(units), None) => {
                let message = format!("{} units cannot be held back", units.0);
                self.issue(Code::ConfigInvalid, format!("{path}.units"), message);
                None
            }
            (None, Some(percent)) => {
                let message = format!("{} is not a share of a hundred", percent.0);
                self.issue(Code::ConfigInvalid, format!("{path}.percent"), message);
                None
            }
            _ => {
                let message = "either `units` or `percent` says how much is held back";
                self.issue(Code::ConfigInvalid, path, message);
                None
            }
        }
    }
}
