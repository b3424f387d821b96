//! What is certain: the sales that name an order are all of it, and of no other.

use super::names::Naming;
use super::{By, View, doubts};
use crate::domain::keyed::KeyedSale;
use crate::domain::money::Money;

/// The sales of an order, if that is certain.
pub(super) fn adopt(view: &View<'_>, place: usize) -> Option<(Vec<usize>, By)> {
    let order = view.orders.get(place)?;
    let naming = view.naming_sales(place).into_iter();
    let named: Vec<usize> =
        naming.filter(|(_, naming)| *naming == Naming::Whole).map(|(sale, _)| sale).collect();
    let sales: Vec<&KeyedSale> = named.iter().filter_map(|sale| view.sales.get(*sale)).collect();
    // One that takes goods back, or is open, or names another order makes all of them uncertain.
    let clear = |sale: &&KeyedSale| !sale.takes_back && doubts(view, place, order, sale).is_empty();
    if sales.is_empty() || !sales.iter().all(clear) {
        return None;
    }
    let apart = sales.iter().enumerate().all(|(at, sale)| {
        let before = sales.get(..at).unwrap_or_default();
        before.iter().all(|other| other.outlet != sale.outlet)
    });
    let by = if sales.len() == 1 { By::Reference } else { By::References };
    let sum = Money::sum(order.total.currency(), sales.iter().map(|sale| sale.total)).ok();
    // Of nothing, nothing can be told.
    let tells = sales.len() == 1 || sales.iter().all(|sale| !sale.total.is_zero());
    (apart && tells && sum == Some(order.total)).then_some((named, by))
}
