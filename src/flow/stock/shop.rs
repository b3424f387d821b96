//! Reads what Shopify has of variants, at all their locations.

use super::super::finish::Stop;
use super::super::join::{Branch, join_all};
use super::super::journal::Journal;
use super::super::{Tenant, refusal};
use crate::domain::ids::shopify::VariantId;
use crate::shopify::variant_levels::{self, Sizes, VariantLevels};

/// What Shopify has of these variants, each with all its levels.
///
/// # Errors
/// [`Stop`] when Shopify does not do its part.
pub(super) async fn read(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    round: usize,
    variants: &[VariantId],
) -> Result<Vec<VariantLevels>, Stop> {
    let mut all = Vec::with_capacity(variants.len());
    let mut left = variants.to_vec();
    let sizes = [Sizes::of(tenant.policy.locations.iter().count()), Sizes::MANY, Sizes::ONE];
    for (wide, sizes) in sizes.into_iter().enumerate() {
        let branches = left.chunks(sizes.variants).enumerate().map(|(place, chunk)| {
            let branch: Branch<'_, _> = Box::pin(async move {
                let step = format!("stock.shopify.{round}.{wide}.{place}");
                ask(journal, tenant, &step, chunk, sizes).await
            });
            branch
        });
        let mut cut = Vec::new();
        let last = sizes.variants == 1;
        for own in join_all(branches.collect()).await {
            for own in own? {
                if own.cut && !last { cut.push(own.variant) } else { all.push(own) }
            }
        }
        left = cut;
    }
    Ok(all)
}

async fn ask(
    journal: &Journal<'_>,
    tenant: Tenant<'_>,
    step: &str,
    variants: &[VariantId],
    sizes: Sizes,
) -> Result<Vec<VariantLevels>, Stop> {
    let query = variant_levels::query(variants, sizes, &tenant.policy.shopify_version);
    let reply = journal.read(step, query).await?;
    if !reply.is_success() {
        return Err(refusal::of(journal, tenant, step, &reply));
    }
    variant_levels::decode(reply.body).map_err(|issue| refusal::unreadable(journal, step, &issue))
}
