//! Reads what Shopify has of variants, at all their locations.

use super::super::finish::Stop;
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
    if variants.is_empty() {
        return Ok(all);
    }
    let mut cut = Vec::new();
    for (place, chunk) in variants.chunks(Sizes::MANY.variants).enumerate() {
        let step = format!("stock.shopify.{round}.{place}");
        for own in ask(journal, tenant, &step, chunk, Sizes::MANY).await? {
            if own.cut { cut.push(own.variant) } else { all.push(own) }
        }
    }
    // Few items are stocked at so many locations.
    for variant in cut {
        let step = format!("stock.shopify.all:{variant}");
        all.extend(ask(journal, tenant, &step, &[variant], Sizes::ONE).await?);
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
