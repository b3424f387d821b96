//! What is likely: sales that something speaks for, the likeliest first.

use super::names::Naming;
use super::{Candidate, Doubt, Evidence, SOON_SECONDS, View, doubts, is_usable};
use crate::domain::keyed::{KeyedField, KeyedOrder, KeyedSale};
use crate::domain::sorting::{each_once, sorted};

/// How many are shown.
pub const MOST: usize = 5;

/// The sales that may be the order's; `taken` are another one's for certain.
pub(super) fn of(view: &View<'_>, place: usize, taken: &[bool]) -> Vec<Candidate> {
    let Some(order) = view.orders.get(place) else { return Vec::new() };
    let naming = view.naming_sales(place);
    let named = naming.iter().filter(|(_, naming)| *naming == Naming::Whole).count();
    let mut places: Vec<usize> = naming.into_iter().map(|(sale, _)| sale).collect();
    places.extend(view.amounts.at(&super::amount_key(&order.total)));
    places.extend(order.customer.iter().flat_map(|customer| view.customers.at(customer)));
    let free = each_once(places).into_iter().filter(|sale| taken.get(*sale) == Some(&false));
    let mut found: Vec<(u32, Candidate)> = Vec::new();
    for at in free {
        let Some(sale) = view.sales.get(at).filter(|sale| is_usable(sale)) else { continue };
        let because = evidence(view, place, order, sale);
        if !is_likely(order, &because) {
            continue;
        }
        let mut doubts = doubts(view, place, order, sale);
        let same = sale.total == order.total;
        if !same {
            doubts.push(Doubt::OtherTotal);
        }
        if named > 1 && !doubts.contains(&Doubt::NotNamed) {
            doubts.push(Doubt::OtherSale);
        }
        let differs = sale.total.checked_sub(&order.total).ok().filter(|_| !same);
        let weight = because.iter().map(|evidence| weight(*evidence)).sum();
        found.push((weight, Candidate { sale: at, because, doubts, differs }));
    }
    let found = sorted(found, |(one, _), (other, _)| other.cmp(one));
    found.into_iter().take(MOST).map(|(_, candidate)| candidate).collect()
}

/// All that speaks for the sale.
fn evidence(view: &View<'_>, place: usize, order: &KeyedOrder, sale: &KeyedSale) -> Vec<Evidence> {
    let after = sale.at.seconds_since(&order.at);
    let soon = (-super::EARLY_SECONDS..=SOON_SECONDS).contains(&after);
    let buyer = order.customer.is_some() && order.customer == sale.customer;
    let items = !order.units.is_empty() && order.units == sale.units;
    let naming = view.naming(place, sale);
    let named = naming.map(|(naming, field)| Evidence::Reference(naming, field));
    let others = [
        (sale.total == order.total, Evidence::Total),
        (soon, Evidence::Date),
        (buyer, Evidence::Customer),
        (items, Evidence::Items),
    ];
    let others = others.into_iter().filter_map(|(is_so, evidence)| is_so.then_some(evidence));
    named.into_iter().chain(others).collect()
}

/// Whether that is enough to ask a person.
fn is_likely(order: &KeyedOrder, because: &[Evidence]) -> bool {
    let has = |evidence: Evidence| because.contains(&evidence);
    let known = has(Evidence::Customer) || has(Evidence::Items);
    let plain = order.name.trim_start_matches('#').bytes().all(|byte| byte.is_ascii_digit());
    match because.first() {
        Some(Evidence::Reference(Naming::Whole, _)) => true,
        // Where orders have names of their own, another shop's may look like this one's.
        Some(Evidence::Reference(Naming::Near, KeyedField::Reference)) if plain => true,
        Some(Evidence::Reference(Naming::Near, _)) if has(Evidence::Total) || known => true,
        _ if has(Evidence::Total) && has(Evidence::Date) => known,
        _ => [Evidence::Date, Evidence::Customer, Evidence::Items].into_iter().all(has),
    }
}

fn weight(evidence: Evidence) -> u32 {
    match evidence {
        Evidence::Reference(Naming::Whole, _) => 100,
        Evidence::Total => 50,
        Evidence::Reference(Naming::Near, _) => 40,
        Evidence::Customer | Evidence::Items => 30,
        Evidence::Date => 10,
        Evidence::Reference(Naming::Counter, _) => 5,
    }
}
