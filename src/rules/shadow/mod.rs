//! What would have differed: the sales of an order as they would stand, held against those that
//! staff made. `docs/shadow.md` tells the rules in words.

#[cfg(test)]
mod tests;

use crate::domain::ids::lightspeed::{ItemId, PaymentTypeId};
use crate::domain::keyed::KeyedState;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::shadow::{Difference, Standing, What};
use crate::domain::sorting::each_once;
use crate::domain::table::Table;

/// A sale's customer that would be created, and none.
const NEW: &str = "new";
const NOBODY: &str = "none";

/// All that differs between the two sides of one order. The sales of a side are taken together: an
/// order that is split between outlets has several.
#[must_use]
pub fn differences(ours: &[Standing], theirs: &[Standing]) -> Vec<Difference> {
    let (one, other) = (Side::of(ours), Side::of(theirs));
    let mut found = Vec::new();
    let mut compare = |what, ours: &str, theirs: &str| {
        if ours != theirs {
            found.push(Difference {
                what,
                about: None,
                ours: ours.to_owned(),
                theirs: theirs.to_owned(),
            });
        }
    };
    compare(What::Total, &one.total, &other.total);
    compare(What::Tax, &one.tax, &other.tax);
    compare(What::Outlet, &one.outlets, &other.outlets);
    compare(What::State, &one.state, &other.state);
    // Staff make the customer that would have been made.
    if one.customers != NEW || other.customers.split(", ").any(|own| own == NOBODY) {
        compare(What::Customer, &one.customers, &other.customers);
    }
    let zero = Quantity::default();
    for item in keys(&one.units, &other.units) {
        let of = |side: &Side| side.units.get(&item).copied().unwrap_or(zero).value().normalize();
        let (ours, theirs) = (of(&one), of(&other));
        if ours != theirs {
            found.push(Difference {
                what: What::Units,
                about: Some(item.to_string()),
                ours: ours.to_string(),
                theirs: theirs.to_string(),
            });
        }
    }
    let (Some(paid), Some(taken)) = (&one.tenders, &other.tenders) else { return found };
    for kind in keys(paid, taken) {
        let of = |side: &Table<PaymentTypeId, Money>| {
            side.get(&kind).map_or_else(|| "0".to_owned(), Money::text)
        };
        let (ours, theirs) = (of(paid), of(taken));
        if ours != theirs {
            found.push(Difference {
                what: What::PaymentType,
                about: Some(kind.to_string()),
                ours,
                theirs,
            });
        }
    }
    found
}

/// The sales of one side together.
struct Side {
    total: String,
    tax: String,
    outlets: String,
    state: String,
    customers: String,
    units: Table<ItemId, Quantity>,
    tenders: Option<Table<PaymentTypeId, Money>>,
}

impl Side {
    fn of(sales: &[Standing]) -> Self {
        let sum = |of: fn(&Standing) -> &Money| sum(sales.iter().map(of));
        let mut units = Table::new();
        let mut tenders = Some(Table::new());
        for sale in sales {
            for (item, quantity) in sale.units.iter() {
                let before: Quantity = units.get(item).copied().unwrap_or_default();
                units.insert(item.clone(), before.checked_add(quantity).unwrap_or(before));
            }
            tenders = match (tenders.take(), &sale.tenders) {
                (Some(mut all), Some(own)) => {
                    add_tenders(&mut all, own);
                    Some(all)
                }
                _ => None,
            };
        }
        let customer = |sale: &Standing| match &sale.customer {
            None => NOBODY.to_owned(),
            Some(_) if sale.is_new => NEW.to_owned(),
            Some(customer) => customer.to_string(),
        };
        Self {
            total: sum(|sale| &sale.total),
            tax: sum(|sale| &sale.tax),
            outlets: listed(sales.iter().map(|sale| sale.outlet.to_string())),
            state: listed(sales.iter().map(|sale| sale.state.word().to_owned())),
            customers: listed(sales.iter().map(customer)),
            units,
            tenders,
        }
    }
}

fn add_tenders(all: &mut Table<PaymentTypeId, Money>, own: &Table<PaymentTypeId, Money>) {
    for (kind, amount) in own.iter().filter(|(_, amount)| !amount.is_zero()) {
        let sum = all.get(kind).map_or(Ok(*amount), |before| before.checked_add(amount));
        all.insert(kind.clone(), sum.unwrap_or(*amount));
    }
}

/// A sum as text; amounts that cannot be added stand beside one another.
fn sum<'m>(amounts: impl Iterator<Item = &'m Money>) -> String {
    let amounts: Vec<&Money> = amounts.collect();
    let Some((first, others)) = amounts.split_first() else { return "0".to_owned() };
    let sum = others.iter().try_fold(**first, |sum, amount| sum.checked_add(amount).ok());
    sum.map_or_else(|| listed(amounts.iter().map(|own| own.to_string())), |sum| sum.text())
}

/// Each once, in order.
fn listed(words: impl Iterator<Item = String>) -> String {
    each_once(words.collect::<Vec<_>>()).join(", ")
}

fn keys<K: Ord + Clone, V>(one: &Table<K, V>, other: &Table<K, V>) -> Vec<K> {
    let keys = one.iter().chain(other.iter()).map(|(key, _)| (key.clone(), ()));
    let keys: Table<K, ()> = keys.collect();
    keys.iter().map(|(key, ())| key.clone()).collect()
}

/// What a sale is that would stand: one that only keeps stock is open.
#[must_use]
pub fn state(reserve: bool) -> KeyedState {
    if reserve { KeyedState::Open } else { KeyedState::Completed }
}
