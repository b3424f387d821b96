//! Is a configuration usable? All issues at once.

use super::{Bridge, limits};
use crate::contract::config::TenantConfig;
use crate::report::{Issue, read};

/// Every issue of the configuration; none means that it is usable.
#[must_use]
pub fn check(config: &[u8]) -> Vec<Issue> {
    Bridge::open(config).err().unwrap_or_default()
}

pub(super) fn parse(config: &[u8]) -> Result<TenantConfig, Vec<Issue>> {
    limits::body(config, "$")
        .and_then(|()| read::document(config, "$"))
        .map_err(|issue| vec![issue])
}
