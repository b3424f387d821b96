//! Which location is which outlet, and on which register web sales are recorded.

use super::Seen;
use super::names::{CLEARING, WEB, same, says};
use super::propose::Proposal;
use crate::domain::account::{Location, Outlet, Register, Thing};
use crate::domain::ids::lightspeed::{OutletId, RegisterId};
use crate::domain::ids::shopify::LocationId;
use crate::domain::setup::{Named, Question};
use crate::policy::{DraftConfig, LocationConfig, OutletConfig};

/// Fills in locations, outlets and the register of payouts.
pub(super) fn propose(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    locations(draft, seen, proposal);
    unseen(draft, seen, proposal);
    outlets(draft, seen, proposal);
    clearing(draft, seen, proposal);
}

fn usable<'a>(seen: Seen<'a>) -> impl Iterator<Item = &'a Outlet> {
    seen.account.outlets.iter().filter(|outlet| outlet.thing.gone.is_none())
}

/// Locations whose stock is ours to tell: active, and no other service's.
fn ours<'a>(seen: Seen<'a>) -> impl Iterator<Item = &'a Location> {
    let all = seen.shop.locations.iter();
    all.filter(|location| location.thing.gone.is_none() && location.service.is_none())
}

fn locations(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    let given = !draft.locations.is_empty();
    let alone = ours(seen).nth(1).is_none() && usable(seen).nth(1).is_none();
    for location in ours(seen) {
        let Ok(id) = LocationId::parse(&location.thing.id) else { continue };
        if draft.locations.iter().any(|known| known.id == id) {
            continue;
        }
        let mut alike =
            usable(seen).filter(|outlet| same(&outlet.thing.name, &location.thing.name));
        let (found, second) = (alike.next(), alike.next());
        let (outlet, reason) = match (found, second) {
            _ if given => (None, ""),
            (Some(outlet), None) => (Some(outlet), "they have the same name"),
            _ if alone => (usable(seen).next(), "there is one location and one outlet"),
            _ => (None, ""),
        };
        let outlet = outlet.and_then(|outlet| {
            let own = OutletId::parse(&outlet.thing.id).ok()?;
            let free = !draft.locations.iter().any(|known| known.outlets.contains(&own));
            free.then_some((outlet, own))
        });
        let path = format!("$.locations[{}]", draft.locations.len());
        let Some((outlet, own)) = outlet else {
            proposal.questions.push(Question {
                path: "$.locations".to_owned(),
                question: format!(
                    "Which outlets serve the location \"{}\" ({})? Until it is said, its orders \
                     are exceptions and its stock is not published.",
                    location.thing.name, location.thing.id
                ),
                options: usable(seen).map(|outlet| outlet.thing.named()).collect(),
                needed: !given,
            });
            continue;
        };
        let value = format!("{} = {}", location.thing.name, shown(&outlet.thing));
        proposal.chose(path, value, reason);
        draft.locations.push(LocationConfig { id, outlets: vec![own] });
    }
}

/// Outlets whose stock no location shows.
fn unseen(draft: &DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    let shown = |outlet: &Outlet| {
        let mut all = draft.locations.iter().flat_map(|location| &location.outlets);
        all.any(|own| own.as_str() == outlet.thing.id)
    };
    let unseen: Vec<Named> =
        usable(seen).filter(|own| !shown(own)).map(|own| own.thing.named()).collect();
    if unseen.is_empty() || draft.locations.is_empty() {
        return;
    }
    let active = seen.shop.locations.iter().filter(|own| own.thing.gone.is_none()).count();
    let limit = seen.shop.location_limit.map_or_else(String::new, |limit| {
        format!(" The shop's plan allows {limit} locations; {active} are active.")
    });
    proposal.questions.push(Question {
        path: "$.locations".to_owned(),
        question: format!(
            "No location shows the stock of these outlets. Name them at a location if the web shop \
             is to sell from them: their stock is not published until then.{limit}"
        ),
        options: unseen,
        needed: false,
    });
}

fn outlets(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    let mut wanted: Vec<OutletId> = Vec::new();
    for outlet in draft.locations.iter().flat_map(|location| &location.outlets) {
        if !wanted.contains(outlet) {
            wanted.push(outlet.clone());
        }
    }
    if wanted.is_empty() && usable(seen).nth(1).is_none() {
        wanted.extend(usable(seen).filter_map(|outlet| OutletId::parse(&outlet.thing.id).ok()));
    }
    for id in wanted {
        if draft.outlets.iter().any(|known| known.id == id) {
            continue;
        }
        let Some(outlet) = usable(seen).find(|outlet| outlet.thing.id == id.as_str()) else {
            continue;
        };
        let path = format!("$.outlets[{}]", draft.outlets.len());
        let Some(register) = register(outlet, seen, proposal, &path) else { continue };
        let zone = outlet.zone.clone().filter(|zone| draft.time_zone.as_ref() != Some(zone));
        proposal.chose(path, shown(&outlet.thing), "it serves a location");
        draft.outlets.push(OutletConfig { id, register, time_zone: zone });
    }
}

/// The register web sales of the outlet are recorded on: one that its name says is for the web,
/// else the only one; else the first open one, and a person is asked.
fn register(
    outlet: &Outlet,
    seen: Seen<'_>,
    proposal: &mut Proposal,
    path: &str,
) -> Option<RegisterId> {
    let own: Vec<&Register> = registers(seen)
        .filter(|register| register.outlet == outlet.thing.id)
        .filter(|register| !says(&register.thing.name, CLEARING))
        .collect();
    let path = format!("{path}.register");
    let web = own.iter().find(|register| says(&register.thing.name, WEB));
    let (found, reason) = match (web, own.as_slice()) {
        (Some(web), _) => (web, "its name says that it is for the web"),
        (None, [only]) => (only, "it is the outlet's only register"),
        (None, [first, ..]) => {
            let found = own.iter().find(|register| register.open).unwrap_or(first);
            proposal.questions.push(Question {
                path: path.clone(),
                question: format!(
                    "Is \"{}\" the register on which web sales of \"{}\" are recorded? A register \
                     of its own keeps them apart from the till's.",
                    found.thing.name, outlet.thing.name
                ),
                options: own.iter().map(|register| register.thing.named()).collect(),
                needed: false,
            });
            (found, "it is the outlet's first open register")
        }
        (None, []) => {
            proposal.questions.push(Question {
                path,
                question: format!(
                    "The outlet \"{}\" has no register. Lightspeed's API cannot make one: add a \
                     register \"Web\" there, and run set-up again.",
                    outlet.thing.name
                ),
                options: Vec::new(),
                needed: true,
            });
            return None;
        }
    };
    let id = RegisterId::parse(&found.thing.id).ok()?;
    proposal.chose(path, shown(&found.thing), reason);
    Some(id)
}

fn registers<'a>(seen: Seen<'a>) -> impl Iterator<Item = &'a Register> {
    seen.account.registers.iter().filter(|register| register.thing.gone.is_none())
}

fn clearing(draft: &mut DraftConfig, seen: Seen<'_>, proposal: &mut Proposal) {
    if draft.payouts.register.is_some() {
        return;
    }
    let path = "$.payouts.register".to_owned();
    let found: Vec<&Register> =
        registers(seen).filter(|register| says(&register.thing.name, CLEARING)).collect();
    match found.as_slice() {
        [only] => {
            if let Ok(id) = RegisterId::parse(&only.thing.id) {
                proposal.chose(path, shown(&only.thing), "its name says that it is for clearing");
                draft.payouts.register = Some(id);
            }
        }
        found => proposal.questions.push(Question {
            path,
            question: "On which register are payouts recorded? Lightspeed's API cannot make one: \
                       add a register \"Shopify Clearing\" that nobody sells on, and run set-up \
                       again."
                .to_owned(),
            options: found.iter().map(|register| register.thing.named()).collect::<Vec<Named>>(),
            needed: false,
        }),
    }
}

/// A name with its id.
pub(super) fn shown(thing: &Thing) -> String {
    format!("{} ({})", thing.name, thing.id)
}
