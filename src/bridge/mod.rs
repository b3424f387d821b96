//! The only room that knows every room: one tenant's door to decisions and flows.

pub mod check;
pub mod decide;
pub mod describe;
mod in_flight;
pub mod limits;
mod link_items;
mod lists;
mod news;
mod order_to_sale;
mod payout_rows;
mod payout_summarise;
mod payout_view;
mod published;
pub mod route;
pub mod setup;
pub mod step;
mod stock_publish;

use crate::contract::config::{Series, TenantConfig};
use crate::lightspeed::{Account, Dialect, RSeries, XSeries};
use crate::policy::Policy;
use crate::report::Issue;

/// The module's version, which journals carry.
pub const CORE: &str = env!("CARGO_PKG_VERSION");

/// One tenant. It holds the tenant's policy and nothing else: no state, no secret.
#[derive(Clone, Debug)]
pub struct Bridge {
    policy: Policy,
}

impl Bridge {
    /// A bridge for the tenant that `config` describes.
    ///
    /// # Errors
    /// Every issue of the configuration, each with path, code, message and hint.
    pub fn new(config: &TenantConfig) -> Result<Self, Vec<Issue>> {
        Policy::parse(config).map(|policy| Self { policy })
    }

    /// A bridge for the tenant whose configuration is this JSON.
    ///
    /// # Errors
    /// Every issue of the configuration; one only when it is not even of the right form.
    pub fn open(config: &[u8]) -> Result<Self, Vec<Issue>> {
        check::parse(config).and_then(|config| Self::new(&config))
    }

    /// Digest of the configuration, which journals carry.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.policy.revision
    }

    fn dialect(&self) -> &'static dyn Dialect {
        match self.policy.series {
            Series::R => &RSeries,
            Series::X => &XSeries,
        }
    }

    fn account(&self) -> Account<'_> {
        Account {
            shop: &self.policy.shop,
            account: &self.policy.account,
            version: &self.policy.lightspeed_version,
            user: &self.policy.user,
        }
    }
}
