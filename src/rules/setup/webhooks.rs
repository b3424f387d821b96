//! The webhooks that tell of changes at once: which are there, and which are to be made.

use super::propose::{Make, Proposal};
use super::{Seen, Topics, verify};
use crate::domain::account::{Hook, Subscription};
use crate::policy::{DraftConfig, Series};

/// What is wrong with the webhook of a topic.
pub(super) enum Wrong {
    /// There is none.
    Missing,
    /// It is not sent for everything, or not at all.
    Held(String),
}

/// Asks for addresses, and has made what is missing.
pub(super) fn propose(
    draft: &DraftConfig,
    seen: Seen<'_>,
    topics: &Topics,
    proposal: &mut Proposal,
) {
    if draft.webhooks.shopify.is_none() {
        let question = "To which address does Shopify send its webhooks? Without one set-up \
                        subscribes to nothing, and orders are only met by the schedule.";
        proposal.ask("$.webhooks.shopify", question.to_owned(), Vec::new(), false);
    }
    if wants_lightspeed(draft, topics) && draft.webhooks.lightspeed.is_none() {
        let question = "To which address does Lightspeed send its webhooks? Without one set-up \
                        subscribes to nothing, and changes are only met by the schedule.";
        proposal.ask("$.webhooks.lightspeed", question.to_owned(), Vec::new(), false);
    }
    for (topic, wrong) in wrong_at_shopify(draft, seen, topics) {
        if matches!(wrong, Wrong::Missing) {
            proposal.make.push(Make::Webhook(topic));
        }
    }
    for (topic, wrong) in wrong_at_lightspeed(draft, seen, topics) {
        if matches!(wrong, Wrong::Missing) {
            proposal.make.push(Make::Hook(topic));
        }
    }
}

fn wants_lightspeed(draft: &DraftConfig, topics: &Topics) -> bool {
    draft.lightspeed.series == Series::X && !topics.lightspeed.is_empty()
}

/// The topics of Shopify whose webhook is not as it must be.
pub(super) fn wrong_at_shopify(
    draft: &DraftConfig,
    seen: Seen<'_>,
    topics: &Topics,
) -> Vec<(String, Wrong)> {
    // Of a list that was not read to its end nobody knows what is missing.
    let Some(address) = &draft.webhooks.shopify else { return Vec::new() };
    if seen.shop.cut || !verify::may_subscribe(seen) {
        return Vec::new();
    }
    let own = |topic: &str| {
        let mut all = seen.shop.webhooks.iter();
        all.find(|own: &&Subscription| own.topic == topic && own.uri == *address)
    };
    let wrong = topics.shopify.iter().filter_map(|topic| match own(topic) {
        None => Some((topic.clone(), Wrong::Missing)),
        Some(own) => {
            let filter = own.filter.as_deref().filter(|filter| !filter.is_empty())?;
            Some((topic.clone(), Wrong::Held(format!("only sent where {filter}"))))
        }
    });
    wrong.collect()
}

/// The topics of Lightspeed whose webhook is not as it must be.
pub(super) fn wrong_at_lightspeed(
    draft: &DraftConfig,
    seen: Seen<'_>,
    topics: &Topics,
) -> Vec<(String, Wrong)> {
    let Some(address) = &draft.webhooks.lightspeed else { return Vec::new() };
    if !wants_lightspeed(draft, topics) {
        return Vec::new();
    }
    let own = |topic: &str| {
        let mut all = seen.account.webhooks.iter();
        all.find(|own: &&Hook| own.topic == topic && own.url == *address)
    };
    let wrong = topics.lightspeed.iter().filter_map(|topic| match own(topic) {
        None => Some((topic.clone(), Wrong::Missing)),
        Some(own) if own.active => None,
        Some(_) => Some((topic.clone(), Wrong::Held("switched off".to_owned()))),
    });
    wrong.collect()
}
