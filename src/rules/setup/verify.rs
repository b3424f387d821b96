//! Holds a configuration against the accounts as they are.

use super::helpers::helpers;
use super::names::same;
use super::webhooks::{Wrong, wrong_at_lightspeed, wrong_at_shopify};
use super::{Seen, Topics};
use crate::domain::account::{Rival, Thing};
use crate::domain::table::Table;
use crate::domain::time::Timestamp;
use crate::policy::{DraftConfig, Series};
use crate::report::{Code, Exception, Fact};

/// Something that a configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Where.
    pub path: String,
    /// What it is: `item`, `register`, …
    pub kind: &'static str,
    /// Its id.
    pub id: String,
}

impl Used {
    /// By what its name is remembered.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }
}

/// Something that is not as it must be.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What a person is told.
    pub exception: Exception,
    /// What must not be used until it is mended.
    pub blocks: Option<String>,
    /// Whether nothing may be written until it is mended.
    pub blocks_all: bool,
}

/// What findings are about.
pub const SUBJECT: &str = "setup";

/// What an app needs, and what for. A write scope contains its read scope.
const SCOPES: [(&[&str], &str); 6] = [
    (&["read_orders"], "orders and their payments"),
    (&["read_products"], "the catalogue, and which variant an order line is"),
    (&["read_locations"], "the locations"),
    (&["read_inventory"], "stock"),
    (
        &[
            "read_merchant_managed_fulfillment_orders",
            "read_assigned_fulfillment_orders",
            "read_third_party_fulfillment_orders",
            "read_marketplace_fulfillment_orders",
        ],
        "which location an order ships from",
    ),
    (&["read_customers"], "who an order is from"),
];

/// How long before its end a version is warned of.
const WARN_DAYS: i64 = 60;

/// Everything a configuration names in Lightspeed.
#[must_use]
pub fn used(draft: &DraftConfig) -> Vec<Used> {
    let mut used = Vec::new();
    let mut add = |path: String, kind: &'static str, id: &str| {
        used.push(Used { path, kind, id: id.to_owned() });
    };
    if let Some(user) = &draft.lightspeed.user {
        add("$.lightspeed.user".to_owned(), "user", user.as_str());
    }
    for (place, outlet) in draft.outlets.iter().enumerate() {
        add(format!("$.outlets[{place}].id"), "outlet", outlet.id.as_str());
        add(format!("$.outlets[{place}].register"), "register", outlet.register.as_str());
    }
    for (place, own) in draft.payment_types.iter().enumerate() {
        add(format!("$.payment_types[{place}].id"), "payment_type", own.id.as_str());
    }
    for (place, tax) in draft.taxes.iter().enumerate() {
        add(format!("$.taxes[{place}].id"), "tax", tax.id.as_str());
        if let Some(class) = &tax.class {
            add(format!("$.taxes[{place}].class"), "tax_class", class.as_str());
        }
    }
    for helper in helpers() {
        let item = if helper.payout {
            draft.payouts.items.get(helper.field)
        } else {
            draft.helper_items.get(helper.field)
        };
        if let Some(item) = item {
            add(helper.path(), "item", item.as_str());
        }
    }
    if let Some(register) = &draft.payouts.register {
        add("$.payouts.register".to_owned(), "register", register.as_str());
    }
    used
}

/// What is not as the configuration needs it. `known` are the names things had when they were
/// chosen, by [`Used::key`]; `now` is for what comes to its end.
#[must_use]
pub fn verify(
    draft: &DraftConfig,
    seen: Seen<'_>,
    known: &Table<String, String>,
    topics: &Topics,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = rights(seen);
    findings.extend(rivals(seen));
    findings.extend(currencies(draft, seen));
    for used in used(draft) {
        findings.extend(thing(&used, seen, known));
    }
    findings.extend(registers(draft, seen));
    findings.extend(locations(draft, seen));
    findings.extend(webhooks(draft, seen, topics));
    findings.extend(versions(draft, seen, now));
    findings
}

/// Whether the list of subscriptions is one to go by.
pub(super) fn may_subscribe(seen: Seen<'_>) -> bool {
    // Subscribing to a topic needs the right to read what it tells of.
    holds(seen, &["read_orders"])
}

fn holds(seen: Seen<'_>, any: &[&str]) -> bool {
    any.iter().any(|scope| {
        let write = scope.replacen("read_", "write_", 1);
        seen.shop.scopes.iter().any(|own| own == scope || *own == write)
    })
}

fn finding(exception: Exception) -> Finding {
    Finding { exception, blocks: None, blocks_all: false }
}

/// An exception about one part of the configuration.
fn about(code: Code, path: &str) -> Exception {
    Exception::new(code, SUBJECT).with("path", path).about(path)
}

fn rights(seen: Seen<'_>) -> Vec<Finding> {
    let missing = SCOPES.iter().filter(|(any, _)| !holds(seen, any));
    missing
        .map(|(any, purpose)| {
            let right = any.first().copied().unwrap_or_default();
            finding(
                Exception::new(Code::SetupRightMissing, SUBJECT)
                    .with("system", "shopify")
                    .with("right", right)
                    .with("purpose", *purpose)
                    .about(right),
            )
        })
        .collect()
}

fn rivals(seen: Seen<'_>) -> Vec<Finding> {
    let rivals = seen.account.rivals.iter().map(|rival| {
        let (who, evidence, refuse) = match rival {
            Rival::NativeShopify => (
                "the native Shopify integration of X-Series",
                "products or sales whose source is SHOPIFY",
                true,
            ),
            Rival::CSeries => ("Lightspeed eCom (C-Series)", "items with publishToEcom", false),
            Rival::OtherShop(_) => ("another Shopify shop", "sales of another shop's", false),
        };
        let mut exception = Exception::new(Code::SetupRival, SUBJECT);
        if let Rival::OtherShop(Some(shop)) = rival {
            exception = exception.with("shop", shop.as_str()).about(shop);
        }
        let exception = exception.with("who", who).with("evidence", evidence).about(who);
        Finding { blocks_all: refuse, ..finding(exception) }
    });
    rivals.collect()
}

fn currencies(draft: &DraftConfig, seen: Seen<'_>) -> Vec<Finding> {
    let own = draft.currency.as_deref().unwrap_or_default();
    let outlets =
        seen.account.outlets.iter().filter(|outlet| {
            draft.outlets.iter().any(|known| known.id.as_str() == outlet.thing.id)
        });
    let of_outlets = outlets.filter_map(|outlet| {
        outlet.currency.as_deref().map(|code| (format!("outlet {}", outlet.thing.id), code))
    });
    let others = [
        ("shopify".to_owned(), seen.shop.currency.as_str()),
        ("lightspeed".to_owned(), seen.account.currency.as_str()),
    ];
    let mut findings = Vec::new();
    for (who, code) in others.into_iter().chain(of_outlets) {
        if own.is_empty() || code.eq_ignore_ascii_case(own) {
            continue;
        }
        // One that does not tell its currency may have another.
        let shown = if code.is_empty() { "not told" } else { code };
        let exception = about(Code::SetupCurrency, "$.currency")
            .with("configured", own)
            .with("who", who.as_str())
            .with("currency", shown)
            .about(&who);
        findings.push(Finding { blocks_all: true, ..finding(exception) });
    }
    findings
}

/// What something is called that the configuration names.
#[must_use]
pub fn name_of<'a>(used: &Used, seen: Seen<'a>) -> Option<&'a str> {
    find(used, seen).map(|thing| thing.name.as_str())
}

fn find<'a>(used: &Used, seen: Seen<'a>) -> Option<&'a Thing> {
    let account = seen.account;
    let mut all: Box<dyn Iterator<Item = &'a Thing> + 'a> = match used.kind {
        "user" => Box::new(account.users.iter()),
        "outlet" => Box::new(account.outlets.iter().map(|outlet| &outlet.thing)),
        "register" => Box::new(account.registers.iter().map(|register| &register.thing)),
        "payment_type" => Box::new(account.payment_types.iter()),
        "tax" => Box::new(account.taxes.iter().map(|tax| &tax.thing)),
        "tax_class" => Box::new(account.classes.iter()),
        _ => Box::new(account.items.iter().map(|item| &item.thing)),
    };
    all.find(|thing| thing.id == used.id)
}

/// Whether it is there, can be used, is called what it was called, and is fit for its part.
fn thing(used: &Used, seen: Seen<'_>, known: &Table<String, String>) -> Vec<Finding> {
    let blocked = |exception| Finding { blocks: Some(used.id.clone()), ..finding(exception) };
    let Some(thing) = find(used, seen) else {
        return vec![blocked(
            about(Code::SetupGone, &used.path)
                .with("kind", used.kind)
                .with("id", used.id.as_str())
                .with("state", "not there"),
        )];
    };
    if let Some(state) = thing.gone {
        return vec![blocked(
            about(Code::SetupGone, &used.path)
                .with("kind", used.kind)
                .with("id", used.id.as_str())
                .with("name", thing.name.as_str())
                .with("state", state),
        )];
    }
    let mut findings = Vec::new();
    let was = known.get(used.key().as_str());
    if let Some(was) = was.filter(|was| !same(was, &thing.name)) {
        findings.push(blocked(
            about(Code::SetupRenamed, &used.path)
                .with("kind", used.kind)
                .with("id", used.id.as_str())
                .with("was", was.as_str())
                .with("now", thing.name.as_str()),
        ));
    }
    let item = seen.account.items.iter().find(|item| item.thing.id == used.id);
    if let Some(item) = item.filter(|_| used.kind == "item") {
        for (wrong, what) in
            [(item.tracked, "it keeps stock"), (item.taxed == Some(true), "Lightspeed taxes it")]
        {
            if wrong {
                findings.push(blocked(
                    about(Code::SetupUnfit, &used.path)
                        .with("item", used.id.as_str())
                        .with("name", item.thing.name.as_str())
                        .with("reason", what)
                        .about(what),
                ));
            }
        }
    }
    findings
}

/// A register stands at its outlet. One that is closed takes sales of the API as well, but a
/// person should know.
fn registers(draft: &DraftConfig, seen: Seen<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, outlet) in draft.outlets.iter().enumerate() {
        let path = format!("$.outlets[{place}].register");
        let id = outlet.register.as_str();
        let Some(register) = seen.account.registers.iter().find(|own| own.thing.id == id) else {
            continue;
        };
        if register.outlet != outlet.id.as_str() {
            let exception = about(Code::SetupRegister, &path)
                .with("register", id)
                .with("stands_at", register.outlet.as_str())
                .with("outlet", outlet.id.as_str());
            findings.push(Finding { blocks: Some(id.to_owned()), ..finding(exception) });
        } else if !register.open && register.thing.gone.is_none() {
            let exception = about(Code::SetupClosed, &path)
                .with("register", id)
                .with("name", register.thing.name.as_str());
            findings.push(finding(exception));
        }
    }
    findings
}

fn locations(draft: &DraftConfig, seen: Seen<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for location in &seen.shop.locations {
        let usable = location.thing.gone.is_none() && location.service.is_none();
        let known = draft.locations.iter().any(|own| own.id.gid() == location.thing.id);
        if usable && !known && !draft.locations.is_empty() {
            findings.push(finding(
                about(Code::SetupLocation, "$.locations")
                    .with("location", location.thing.id.as_str())
                    .with("name", location.thing.name.as_str())
                    .about(&location.thing.id),
            ));
        }
    }
    for (place, own) in draft.locations.iter().enumerate() {
        for outlet in &own.outlets {
            let earlier = draft.locations.iter().take(place);
            if let Some(other) = earlier.clone().find(|other| other.outlets.contains(outlet)) {
                findings.push(finding(
                    about(Code::SetupOutletTwice, &format!("$.locations[{place}].outlets"))
                        .with("outlet", outlet.as_str())
                        .with("location", own.id.gid().as_str())
                        .with("other", other.id.gid().as_str())
                        .about(outlet.as_str()),
                ));
            }
        }
        let path = format!("$.locations[{place}].id");
        let gid = own.id.gid();
        let there = seen.shop.locations.iter().find(|location| location.thing.id == gid);
        let state = match there {
            _ if seen.shop.locations.is_empty() => None,
            None if seen.shop.cut => None,
            None => Some("not there"),
            Some(location) => location.thing.gone,
        };
        if let Some(state) = state {
            let exception = about(Code::SetupGone, &path)
                .with("kind", "location")
                .with("id", gid.as_str())
                .with("state", state);
            findings.push(Finding { blocks: Some(gid), ..finding(exception) });
        }
    }
    findings
}

/// Shopify takes a subscription away that failed eight times, and nobody tells of it.
fn webhooks(draft: &DraftConfig, seen: Seen<'_>, topics: &Topics) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, wrong) in [
        ("$.webhooks.shopify", wrong_at_shopify(draft, seen, topics)),
        ("$.webhooks.lightspeed", wrong_at_lightspeed(draft, seen, topics)),
    ] {
        if wrong.is_empty() {
            continue;
        }
        let (mut missing, mut held) = (Vec::new(), Vec::new());
        for (topic, wrong) in wrong {
            match wrong {
                Wrong::Missing => missing.push(Fact::text(topic)),
                Wrong::Held(how) => held.push(Fact::text(format_args!("{topic}: {how}"))),
            }
        }
        let exception = about(Code::SetupWebhook, path)
            .with("missing", Fact::List(missing))
            .with("held", Fact::List(held));
        findings.push(finding(exception));
    }
    findings
}

/// Shopify says which versions it supports. Both keep one for twelve months at least; X-Series
/// serves a retired one by another without a word.
fn versions(draft: &DraftConfig, seen: Seen<'_>, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut warn = |path: &str, version: &str, state: &str| {
        findings.push(finding(
            about(Code::SetupVersion, path).with("version", version).with("state", state),
        ));
    };
    let own = draft.shopify.api_version.as_str();
    let listed = seen.shop.versions.iter().find(|(version, _)| version == own);
    match listed {
        _ if seen.shop.versions.is_empty() => {}
        Some((_, true)) if ends_soon(own, now) => {
            warn("$.shopify.api_version", own, "retires within 60 days");
        }
        Some((_, true)) => {}
        Some((_, false)) => warn("$.shopify.api_version", own, "is not a stable version yet"),
        None => warn("$.shopify.api_version", own, "is not supported any more"),
    }
    for webhook in &seen.shop.webhooks {
        if draft.webhooks.shopify.as_ref() == Some(&webhook.uri) && webhook.version != own {
            let state = "webhooks are sent in another version, which the app's settings choose";
            warn("$.webhooks.shopify", &webhook.version, state);
            break;
        }
    }
    if draft.lightspeed.series == Series::X
        && let Some(own) = draft.lightspeed.api_version.as_deref()
        && ends_soon(own, now)
    {
        warn("$.lightspeed.api_version", own, "retires within 60 days");
    }
    findings
}

/// Whether twelve months after its first day are less than 60 days away.
fn ends_soon(version: &str, now: Timestamp) -> bool {
    let Some((year, month)) = version.split_once('-') else { return false };
    let Some(next) = year.parse::<u32>().ok().and_then(|year| year.checked_add(1)) else {
        return false;
    };
    let end = Timestamp::parse(&format!("{next}-{month}-01T00:00:00Z")).ok();
    let warn = WARN_DAYS.saturating_mul(86_400);
    end.is_some_and(|end| end.seconds_since(&now) < warn)
}
