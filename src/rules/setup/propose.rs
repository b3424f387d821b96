//! Fills in what a configuration lacks; what it has is never touched.

use rust_decimal::Decimal;

use super::helpers::{Helper, helpers};
use super::names::{WEB, is_payment_type, payment_type, says};
use super::places::{self, shown};
use super::{Seen, Topics, webhooks};
use crate::domain::account::{Item, Tax, Thing};
use crate::domain::ids::lightspeed::{ItemId, PaymentTypeId, TaxId, UserId};
use crate::domain::number::DecimalText;
use crate::domain::setup::{Choice, Named, Question};
use crate::policy::{DraftConfig, PaymentTypeConfig, Series, TaxConfig};

/// Gateways that every shop meets sooner or later.
const USUAL: [&str; 2] = ["shopify_payments", "gift_card"];

/// What was added to a configuration, what is to be made, and what only a person can say.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// What was added.
    pub choices: Vec<Choice>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// What is to be made.
    pub make: Vec<Make>,
}

/// Something that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Make {
    /// An item that stands for what is no product.
    Item(Helper),
    /// An item that was made, but keeps stock still.
    Finish(Helper, String),
    /// The payment type of a gateway, and its name.
    PaymentType(String, String),
    /// A Shopify webhook subscription to a topic.
    Webhook(String),
    /// A Lightspeed webhook of a topic.
    Hook(String),
}

impl Proposal {
    pub(super) fn chose(&mut self, path: String, value: String, reason: &str) {
        self.choices.push(Choice { path, value, reason: reason.to_owned() });
    }

    pub(super) fn ask(&mut self, path: &str, question: String, options: Vec<Named>, needed: bool) {
        self.questions.push(Question { path: path.to_owned(), question, options, needed });
    }
}

/// Fills in what `draft` lacks. `topics` are the webhooks there are flows for.
pub fn propose(draft: &mut DraftConfig, seen: Seen<'_>, topics: &Topics) -> Proposal {
    let mut proposal = Proposal::default();
    if draft.currency.is_none() && !seen.shop.currency.is_empty() {
        let code = seen.shop.currency.clone();
        proposal.chose("$.currency".to_owned(), code.clone(), "it is the shop's currency");
        draft.currency = Some(code);
    }
    if draft.time_zone.is_none() && !seen.shop.zone.is_empty() {
        let zone = seen.shop.zone.clone();
        proposal.chose("$.time_zone".to_owned(), zone.clone(), "it is the shop's time zone");
        draft.time_zone = Some(zone);
    }
    if draft.customers.default_country.is_none()
        && let Some(country) = seen.account.country.clone()
    {
        let path = "$.customers.default_country".to_owned();
        proposal.chose(path, country.clone(), "it is the country of the Lightspeed account");
        draft.customers.default_country = Some(country);
    }
    user(draft, seen, &mut proposal);
    places::propose(draft, seen, &mut proposal);
    taxes(draft, seen, &mut proposal);
    payment_types(draft, seen, &mut proposal);
    items(draft, seen, &mut proposal);
    webhooks::propose(draft, seen, topics, &mut proposal);
    apps(seen, &mut proposal);
    proposal
}

fn user(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    if draft.lightspeed.user.is_some() {
        return;
    }
    let usable: Vec<&Thing> = seen.account.users.iter().filter(|u| u.gone.is_none()).collect();
    let web = usable.iter().find(|user| says(&user.name, WEB));
    let owner = seen.account.owner.as_deref();
    let owner = usable.iter().find(|user| Some(user.id.as_str()) == owner);
    let (found, reason) = match (web, usable.as_slice(), owner) {
        (Some(web), _, _) => (Some(web), "the name says that it is for the web"),
        (None, [only], _) => (Some(only), "there is nobody else"),
        (None, _, Some(owner)) => (Some(owner), "it is the account's primary user"),
        (None, _, None) => (None, ""),
    };
    let path = "$.lightspeed.user";
    let id = found.and_then(|user| UserId::parse(&user.id).ok());
    if let (Some(user), Some(id)) = (found, id) {
        proposal.chose(path.to_owned(), shown(user), reason);
        draft.lightspeed.user = Some(id);
        return;
    }
    let question = "Who are web sales recorded as? An employee of their own, such as \"Web \
                    Shop\", keeps them apart; locking it out would stop the integration.";
    let options = usable.iter().map(|user| user.named()).collect();
    proposal.ask(path, question.to_owned(), options, true);
}

fn taxes(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    if draft.taxes.is_empty() {
        for tax in seen.account.taxes.iter().filter(|tax| tax.thing.gone.is_none()) {
            tax_of_account(draft, seen, tax, proposal);
        }
        if draft.taxes.is_empty() {
            let question = "There is no tax in Lightspeed. Which is the one of untaxed sales?";
            proposal.ask("$.taxes", question.to_owned(), Vec::new(), true);
        }
    }
    for rate in &seen.recent.rates {
        let known = draft.taxes.iter().any(|tax| {
            tax.rate.0 == *rate || tax.components.iter().any(|component| component.0 == *rate)
        });
        if !known {
            let question = format!(
                "Recent orders are taxed at {rate}: which Lightspeed tax is that? Without it those \
                 orders are exceptions. A tax that is missing is made in Lightspeed."
            );
            let options = seen.account.taxes.iter().filter(|tax| tax.thing.gone.is_none());
            let options = options.map(|tax| tax.thing.named()).collect();
            proposal.ask("$.taxes", question, options, false);
        }
    }
}

fn tax_of_account(draft: &mut DraftConfig, seen: Seen<'_>, tax: &Tax, proposal: &mut Proposal) {
    let Ok(id) = TaxId::parse(&tax.thing.id) else { return };
    let sum = tax.rates.iter().try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(*rate));
    let Some(rate) = sum.filter(|rate| *rate <= Decimal::ONE) else { return };
    let inclusive = tax.inclusive.unwrap_or(seen.shop.taxes_included) && !rate.is_zero();
    if draft.lightspeed.series == Series::X && rate.is_zero() {
        let own = seen.account.no_tax.as_deref();
        // Of several taxes without a rate, the retailer says which is the one.
        if own.is_some_and(|own| own != tax.thing.id) {
            return;
        }
    }
    let components = match tax.rates.as_slice() {
        [] | [_] => Vec::new(),
        rates => rates.iter().copied().map(DecimalText).collect(),
    };
    let rates: Vec<Decimal> = components.iter().map(|rate| rate.0).collect();
    let twin = draft.taxes.iter().find(|known| {
        let own: Vec<Decimal> = known.components.iter().map(|rate| rate.0).collect();
        known.rate.0 == rate && own == rates && known.inclusive == inclusive
    });
    let path = format!("$.taxes[{}]", draft.taxes.len());
    if let Some(twin) = twin {
        let question = format!(
            "\"{}\" ({}) has the same rate {rate} as the tax {}: which one is it for web sales? \
             The first is taken.",
            tax.thing.name, tax.thing.id, twin.id
        );
        proposal.ask("$.taxes", question, vec![tax.thing.named()], false);
        return;
    }
    let reason = format!("it is Lightspeed's tax of {rate}");
    proposal.chose(path, shown(&tax.thing), &reason);
    draft.taxes.push(TaxConfig { rate: DecimalText(rate), components, inclusive, id, class: None });
}

fn payment_types(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    let seen_gateways = seen.recent.gateways.iter().map(|(gateway, _)| gateway.as_str());
    let mut gateways: Vec<&str> = seen_gateways.collect();
    for usual in USUAL {
        if !gateways.contains(&usual) {
            gateways.push(usual);
        }
    }
    for gateway in gateways {
        if draft.payment_types.iter().any(|own| own.gateway.trim().eq_ignore_ascii_case(gateway)) {
            continue;
        }
        let orders = seen.recent.gateways.get(gateway).copied().unwrap_or_default();
        let usable = seen.account.payment_types.iter().filter(|own| own.gone.is_none());
        let mut alike = usable.clone().filter(|own| is_payment_type(&own.name, gateway));
        let name = payment_type(gateway);
        match (alike.next(), alike.next()) {
            (Some(own), None) => {
                let Ok(id) = PaymentTypeId::parse(&own.id) else { continue };
                let path = format!("$.payment_types[{}]", draft.payment_types.len());
                let value = format!("{gateway} = {}", shown(own));
                let reason = format!("they have the same name; {orders} recent orders");
                proposal.chose(path, value, &reason);
                draft.payment_types.push(PaymentTypeConfig { gateway: gateway.to_owned(), id });
            }
            (None, _) if draft.lightspeed.series == Series::R => {
                proposal.make.push(Make::PaymentType(gateway.to_owned(), name));
            }
            (first, _) => {
                let what = if first.is_some() {
                    "there are several"
                } else {
                    "Lightspeed's API cannot make one: add it in Lightspeed and run set-up again"
                };
                let question = format!(
                    "Which payment type stands for the gateway `{gateway}` ({orders} recent \
                     orders), such as \"{name}\"? {what}."
                );
                let options = usable.map(Thing::named).collect();
                // What no order uses can wait, but one payment type there must be.
                proposal.ask("$.payment_types", question, options, orders > 0);
            }
        }
    }
}

fn items(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    for helper in helpers() {
        if helper.is_named(draft) {
            continue;
        }
        let alike: Vec<&Item> = seen
            .account
            .items
            .iter()
            .filter(|item| item.sku.trim().eq_ignore_ascii_case(&helper.sku))
            .collect();
        match alike.as_slice() {
            [] => proposal.make.push(Make::Item(helper)),
            [only] if only.thing.gone.is_none() => {
                let Ok(id) = ItemId::parse(&only.thing.id) else { continue };
                let reason = format!("its SKU is {}", helper.sku);
                proposal.chose(helper.path(), shown(&only.thing), &reason);
                name_item(draft, &helper, id);
                // A set-up that was interrupted left it like this. Where it cannot be told
                // otherwise, the check says so.
                if only.tracked && draft.lightspeed.series == Series::X {
                    proposal.make.push(Make::Finish(helper, only.thing.id.clone()));
                }
            }
            some => {
                let gone = some.iter().all(|item| item.thing.gone.is_some());
                let question = if gone {
                    format!(
                        "The item with the SKU {} is {}: restore it, or name another one for {}.",
                        helper.sku,
                        some.first().and_then(|item| item.thing.gone).unwrap_or("gone"),
                        helper.purpose
                    )
                } else {
                    format!(
                        "{} items have the SKU {}: which one stands for {}?",
                        some.len(),
                        helper.sku,
                        helper.purpose
                    )
                };
                let options = some.iter().map(|item| item.thing.named()).collect();
                proposal.ask(&helper.path(), question, options, !helper.payout);
            }
        }
    }
}

/// Names an item in the configuration.
pub fn name_item(draft: &mut DraftConfig, helper: &Helper, id: ItemId) {
    if helper.payout {
        draft.payouts.items.insert(helper.field.to_owned(), id);
    } else {
        draft.helper_items.set(helper.field, id);
    }
}

/// Channels of Shopify's own that place orders and write no stock.
const OWN_APPS: [&str; 5] =
    ["online store", "point of sale", "shop", "draft orders", "shopify web"];

/// Apps that place orders may write stock as well: nobody but a person can see that.
fn apps(seen: Seen<'_>, proposal: &mut Proposal) {
    let others = seen.recent.apps.iter().filter(|name| {
        let name = name.to_lowercase();
        !OWN_APPS.contains(&name.as_str())
    });
    let others: Vec<&str> = others.map(String::as_str).collect();
    if !others.is_empty() {
        let question = format!(
            "Recent orders were placed by {}: does any of them write stock to Shopify as well? Turn \
             that off there, or two will write the same numbers.",
            others.join(", ")
        );
        proposal.ask("$.shopify", question, Vec::new(), false);
    }
}
