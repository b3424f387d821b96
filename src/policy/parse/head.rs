//! Whom a configuration is about: what even one that is not complete must say.

use crate::contract::config::{Series, ShopifyConfig};
use crate::domain::text::excerpt;
use crate::report::{Code, Issue};

/// The tenant, its shop and its account.
pub(super) struct Head<'a> {
    pub(super) tenant: &'a str,
    pub(super) shopify: &'a ShopifyConfig,
    pub(super) series: Series,
    pub(super) account: &'a str,
    pub(super) version: Option<&'a str>,
}

impl Head<'_> {
    /// Everything that is wrong with it.
    pub(super) fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        if self.tenant.trim().is_empty() {
            issues.push(Issue::new(Code::ConfigInvalid, "$.tenant", "the tenant has no name"));
        }
        let shop = &self.shopify.shop;
        let name = shop.to_ascii_lowercase();
        let handle = name.strip_suffix(".myshopify.com").unwrap_or_default();
        if handle.is_empty() || !handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            issues.push(
                Issue::new(
                    Code::ConfigInvalid,
                    "$.shopify.shop",
                    format!("`{}` is not a permanent shop domain", excerpt(shop)),
                )
                .with_hint("Use the domain that ends in `.myshopify.com`, without `https://`."),
            );
        }
        issues.extend(version(&self.shopify.api_version, "$.shopify.api_version"));
        self.account(&mut issues);
        issues
    }

    fn account(&self, issues: &mut Vec<Issue>) {
        let account = self.account;
        let path = "$.lightspeed.account";
        let numeric = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
        let prefix =
            !account.is_empty() && account.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let mut wrong = |path: &str, message: String| {
            issues.push(Issue::new(Code::ConfigSeriesField, path, message));
        };
        match self.series {
            Series::R => {
                if !numeric {
                    wrong(path, format!("`{}` is not an R-Series account id", excerpt(account)));
                }
                if self.version.is_some() {
                    let message = "R-Series has no API version to choose";
                    wrong("$.lightspeed.api_version", message.to_owned());
                }
            }
            Series::X => {
                if !prefix {
                    wrong(path, format!("`{}` is not an X-Series domain prefix", excerpt(account)));
                }
                if let Some(own) = self.version {
                    issues.extend(version(own, "$.lightspeed.api_version"));
                }
            }
        }
    }
}

fn version(version: &str, path: &str) -> Option<Issue> {
    let ok = version.len() == 7
        && version.bytes().enumerate().all(|(place, byte)| match place {
            4 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && version.get(5..).is_some_and(|month| ("01"..="12").contains(&month));
    let message = || format!("`{}` is not an API version such as `2026-07`", excerpt(version));
    (!ok).then(|| Issue::new(Code::ConfigInvalid, path, message()))
}
