//! Makes what a configuration needs, each thing once: what may have been made is looked for before
//! it is made again.

use super::super::finish::Stop;
use super::super::join::{Branch, join_all};
use super::super::journal::{Journal, Written};
use super::super::refusal;
use super::{Site, new_item, survey};
use crate::contract::io::Request;
use crate::domain::account::{Account, Hook, Shop, Subscription, Thing};
use crate::domain::ids::lightspeed::{ItemId, PaymentTypeId};
use crate::domain::setup::Made;
use crate::lightspeed::survey::{NewItem, Part, TAKEN};
use crate::policy::{DraftConfig, PaymentTypeConfig};
use crate::report::Exception;
use crate::rules::setup::{Helper, Make, name_item};
use crate::shopify::survey as shop_survey;

/// How many things are made at once: R-Series refuses more than about 20 requests in a second, and
/// a task has a bound of rounds.
const AT_ONCE: usize = 14;

/// What became of one of them.
type Done = Result<(Option<String>, Vec<Exception>), Stop>;

/// What is told of what was made, so that nothing of it is missed.
pub(super) struct Into<'s> {
    pub(super) draft: &'s mut DraftConfig,
    pub(super) shop: &'s mut Shop,
    pub(super) account: &'s mut Account,
}

/// Makes all; what the vendor refuses is an exception and keeps nothing else from being made.
pub(super) async fn all(
    journal: &Journal<'_>,
    site: Site<'_>,
    mut into: Into<'_>,
    make: Vec<Make>,
) -> Result<(Vec<Made>, Vec<Exception>), Stop> {
    let webhooks = into.draft.webhooks.clone();
    let address = webhooks.shopify.unwrap_or_default();
    let lightspeed = webhooks.lightspeed.unwrap_or_default();
    let (subscriptions, rest): (Vec<Make>, Vec<Make>) =
        make.into_iter().partition(|make| matches!(make, Make::Webhook(_)));
    let (mut made, mut exceptions) = (Vec::new(), Vec::new());
    let mut groups: Vec<Vec<Make>> = rest.chunks(AT_ONCE).map(<[Make]>::to_vec).collect();
    // Shopify counts points, not requests in a second.
    match groups.first_mut() {
        Some(first) => first.extend(subscriptions),
        None => groups.push(subscriptions),
    }
    for group in groups {
        let own: &Account = into.account;
        let branches = group.iter().map(|make| -> Branch<'_, Done> {
            match make {
                Make::Item(helper) => Box::pin(item(journal, site, own, helper)),
                Make::Finish(helper, id) => Box::pin(finish(journal, site, helper, id)),
                Make::PaymentType(_, name) => Box::pin(payment_type(journal, site, name)),
                Make::Webhook(topic) => Box::pin(webhook(journal, site, topic, &address)),
                Make::Hook(topic) => Box::pin(hook(journal, site, topic, &lightspeed)),
            }
        });
        let done = join_all(branches.collect()).await;
        for (make, done) in group.into_iter().zip(done) {
            let (id, raised) = done?;
            let refused = id.is_none() && !raised.is_empty();
            exceptions.extend(raised);
            if refused {
                continue;
            }
            if let Some(one) = put(&mut into, site, make, id) {
                made.push(one);
            }
        }
    }
    Ok((made, exceptions))
}

/// Names what was made in the configuration.
fn put(
    Into { draft, shop, account }: &mut Into<'_>,
    site: Site<'_>,
    make: Make,
    id: Option<String>,
) -> Option<Made> {
    match make {
        Make::Item(helper) => {
            if let Some(item) = id.as_deref().and_then(|id| ItemId::parse(id).ok()) {
                account.items.push(new_item(&item, &helper.sku, &helper.name));
                name_item(draft, &helper, item);
            }
            let own_class = helper.class(site.series).is_some();
            let Helper { name, purpose, .. } = helper;
            let class = if own_class { ", in a tax class of its name" } else { "" };
            Some(Made { kind: "item", name, id, purpose: format!("{purpose}{class}") })
        }
        Make::Finish(_, own) => {
            if id.is_some()
                && let Some(item) = account.items.iter_mut().find(|item| item.thing.id == own)
            {
                item.tracked = false;
            }
            None
        }
        Make::PaymentType(gateway, name) => {
            if let Some(own) = id.as_deref().and_then(|id| PaymentTypeId::parse(id).ok()) {
                let thing = Thing { id: own.to_string(), name: name.clone(), gone: None };
                account.payment_types.push(thing);
                draft.payment_types.push(PaymentTypeConfig { gateway: gateway.clone(), id: own });
            }
            let purpose = format!("what was paid by the gateway `{gateway}`");
            Some(Made { kind: "payment_type", name, id, purpose })
        }
        Make::Webhook(topic) => {
            shop.webhooks.push(Subscription {
                id: id.clone().unwrap_or_default(),
                topic: topic.clone(),
                uri: draft.webhooks.shopify.clone().unwrap_or_default(),
                version: site.shopify_version.to_owned(),
                filter: None,
            });
            Some(webhook_made(topic, id))
        }
        Make::Hook(topic) => {
            let url = draft.webhooks.lightspeed.clone().unwrap_or_default();
            account.webhooks.push(Hook { topic: topic.clone(), url, active: true });
            Some(webhook_made(topic, id))
        }
    }
}

fn webhook_made(topic: String, id: Option<String>) -> Made {
    let purpose = "so that changes are met at once".to_owned();
    Made { kind: "webhook", name: topic, id, purpose }
}

async fn item(journal: &Journal<'_>, site: Site<'_>, own: &Account, helper: &Helper) -> Done {
    let class = match helper.class(site.series) {
        Some(name) => match class(journal, site, own, name).await? {
            (Some(class), _) => Some(class),
            // In a preview there is none yet; refused, the item cannot be told apart.
            (None, raised) if !raised.is_empty() => return Ok((None, raised)),
            (None, _) => None,
        },
        None => None,
    };
    let new = NewItem { sku: helper.sku.clone(), name: helper.name.clone(), class };
    let key = format!("setup/item/{}", helper.sku);
    let request = site.dialect.create_item(site.account, &new, own, &key);
    let step = format!("make.{}", helper.sku);
    let place = Place { part: Part::Items, sku: Some(&helper.sku), name: &helper.name };
    let (id, raised) = once(journal, site, (&step, &key), request, place).await?;
    match &id {
        Some(own) => {
            let (done, more) = finish(journal, site, helper, own).await?;
            // An item that was made is there, whatever else went wrong with it.
            Ok((done.or(id), more))
        }
        None => Ok((id, raised)),
    }
}

/// A new item may keep stock until it is told not to.
async fn finish(journal: &Journal<'_>, site: Site<'_>, helper: &Helper, id: &str) -> Done {
    let key = format!("setup/item/{}/stock", helper.sku);
    let step = format!("make.{}.stock", helper.sku);
    let Some(request) = site.dialect.finish_item(site.account, id, &key) else {
        return Ok((Some(id.to_owned()), Vec::new()));
    };
    loop {
        match journal.write(&step, request.clone()).await? {
            // Telling it twice is telling it once.
            Written::Open => {}
            Written::Predicted => return Ok((None, Vec::new())),
            Written::Answered(reply) if reply.is_success() => {
                return Ok((Some(id.to_owned()), Vec::new()));
            }
            Written::Answered(reply) => {
                return Ok((None, refused(refusal::said(journal, site.dialect, &step, &reply))?));
            }
        }
    }
}

async fn class(journal: &Journal<'_>, site: Site<'_>, own: &Account, name: &str) -> Done {
    if let Some(class) = own.classes.iter().find(|class| class.name == name) {
        return Ok((Some(class.id.clone()), Vec::new()));
    }
    let key = format!("setup/tax_class/{name}");
    let Some(request) = site.dialect.create_class(site.account, name, &key) else {
        return Ok((None, Vec::new()));
    };
    let step = format!("make.class.{name}");
    let place = Place { part: Part::Classes, sku: None, name };
    once(journal, site, (&step, &key), request, place).await
}

async fn payment_type(journal: &Journal<'_>, site: Site<'_>, name: &str) -> Done {
    let key = format!("setup/payment_type/{name}");
    let Some(request) = site.dialect.create_payment_type(site.account, name, &key) else {
        return Ok((None, Vec::new()));
    };
    let step = format!("make.payment_type.{name}");
    let place = Place { part: Part::PaymentTypes, sku: None, name };
    once(journal, site, (&step, &key), request, place).await
}

/// Where something is found again that may have been made.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) part: Part,
    pub(super) sku: Option<&'p str>,
    pub(super) name: &'p str,
}

async fn once(
    journal: &Journal<'_>,
    site: Site<'_>,
    (step, key): (&str, &str),
    request: Request,
    place: Place<'_>,
) -> Done {
    debug_assert!(request.natural_key.as_deref() == Some(key));
    loop {
        match journal.write(step, request.clone()).await? {
            Written::Predicted => return Ok((None, Vec::new())),
            Written::Answered(reply) if reply.is_success() => {
                let id = site
                    .dialect
                    .read_created(reply.body)
                    .map_err(|issue| refusal::unreadable(journal, step, &issue))?;
                return Ok((Some(id), Vec::new()));
            }
            Written::Answered(reply) => {
                return Ok((None, refused(refusal::said(journal, site.dialect, step, &reply))?));
            }
            Written::Open if journal.came_to_nothing(step) => {}
            Written::Open => {
                let look = format!("look.{step}");
                let now = survey::look(journal, site, place, &look).await?;
                if let Some(id) = found(&now, place) {
                    return Ok((Some(id), Vec::new()));
                }
            }
        }
    }
}

fn found(now: &Account, place: Place<'_>) -> Option<String> {
    let mut things: Box<dyn Iterator<Item = &Thing> + '_> = match (place.part, place.sku) {
        (_, Some(sku)) => Box::new(
            now.items
                .iter()
                .filter(move |item| item.sku.eq_ignore_ascii_case(sku))
                .map(|item| &item.thing),
        ),
        (Part::Classes, None) => Box::new(now.classes.iter().filter(move |c| c.name == place.name)),
        _ => Box::new(now.payment_types.iter().filter(move |own| own.name == place.name)),
    };
    things.find(|thing| thing.gone.is_none()).map(|thing| thing.id.clone())
}

async fn webhook(journal: &Journal<'_>, site: Site<'_>, topic: &str, address: &str) -> Done {
    let key = format!("setup/webhook/{topic}");
    let step = format!("make.webhook.{topic}");
    let request = shop_survey::subscribe(topic, address, site.shopify_version, &key);
    loop {
        let reply = match journal.write(&step, request.clone()).await? {
            Written::Predicted => return Ok((None, Vec::new())),
            // A second one is refused: its address is taken.
            Written::Open => continue,
            Written::Answered(reply) => reply,
        };
        if !reply.is_success() {
            return Ok((None, refused(refusal::said(journal, site.dialect, &step, &reply))?));
        }
        let made = shop_survey::read_subscribed(reply.body)
            .map_err(|issue| refusal::unreadable(journal, &step, &issue))?;
        return match made {
            Ok(id) => Ok((Some(id), Vec::new())),
            Err(message) if message.contains("already been taken") => Ok((None, Vec::new())),
            Err(message) => {
                Ok((None, refused(refusal::saying(journal, &step, reply.status, &message))?))
            }
        };
    }
}

async fn hook(journal: &Journal<'_>, site: Site<'_>, topic: &str, address: &str) -> Done {
    let key = format!("setup/hook/{topic}");
    let step = format!("make.hook.{topic}");
    let Some(request) = site.dialect.create_webhook(site.account, (topic, address), &key) else {
        return Ok((None, Vec::new()));
    };
    loop {
        match journal.write(&step, request.clone()).await? {
            Written::Predicted => return Ok((None, Vec::new())),
            // A second one is refused.
            Written::Open => {}
            Written::Answered(reply) if reply.is_success() || reply.status == TAKEN => {
                return Ok((None, Vec::new()));
            }
            Written::Answered(reply) => {
                return Ok((None, refused(refusal::said(journal, site.dialect, &step, &reply))?));
            }
        }
    }
}

/// A refusal as an exception; anything else stops.
fn refused(stop: Stop) -> Result<Vec<Exception>, Stop> {
    match stop {
        Stop::Exception(exception) => Ok(vec![exception]),
        other => Err(other),
    }
}
