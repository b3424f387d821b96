//! Which Lightspeed tax a sale line has.

use rust_decimal::Decimal;

use super::parts::{Part, number};
use super::{part_subject, subject};
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::ids::lightspeed::TaxId;
use crate::domain::order::Order;
use crate::domain::sale::LineTax;
use crate::policy::{Policy, Tax, ascending};
use crate::report::{Code, Exception, Fact, Log, rule};

/// The taxes of one sale's lines.
pub(super) struct Taxes<'p> {
    /// The tax category of the sale, where the series has one and the lines need one.
    pub(super) category: Option<TaxId>,
    /// Whether each set of rates has a tax.
    pub(super) complete: bool,
    /// Each set of rates that occurs, with its tax; nothing where none is configured.
    known: Vec<(Vec<Decimal>, Option<&'p Tax>)>,
}

/// Looks up the taxes of all parts of a sale together, for on R-Series they share a category.
pub(super) fn taxes<'p>(
    order: &Order,
    parts: &[Part<'_>],
    policy: &'p Policy,
    capabilities: Capabilities,
    log: &mut Log,
) -> Taxes<'p> {
    let mut sets: Vec<Vec<Decimal>> = Vec::new();
    for part in parts {
        let rates = rates(part);
        if !sets.contains(&rates) {
            sets.push(rates);
        }
    }
    let find = |set: &[Decimal], id: Option<&TaxId>| policy.tax(set, order.taxes_included, id);
    let untaxed = || find(&[], None).map(|tax| tax.id.clone());
    let (category, known) = match capabilities.tax {
        TaxModel::AmountPerUnit { .. } => {
            (None, sets.into_iter().map(|set| (find(&set, None), set)).collect::<Vec<_>>())
        }
        TaxModel::RatePerSale => {
            sets.retain(|set| !set.is_empty());
            let all = |id: &TaxId| sets.iter().all(|set| find(set, Some(id)).is_some());
            let category = policy.taxes.iter().map(|tax| &tax.id).find(|id| all(id)).cloned();
            let category = if sets.is_empty() { untaxed() } else { category };
            let known = sets.into_iter().map(|set| {
                let tax = category.as_ref().and_then(|id| find(&set, Some(id)));
                (tax, set)
            });
            let known = known.collect::<Vec<_>>();
            (category, known)
        }
    };
    for (_, set) in known.iter().filter(|(tax, _)| tax.is_none()) {
        unmapped(order, set, log);
    }
    let complete = known.iter().all(|(tax, _)| tax.is_some());
    Taxes { category, complete, known: known.into_iter().map(|(tax, set)| (set, tax)).collect() }
}

/// The rates of a part that charge, in ascending order.
fn rates(part: &Part<'_>) -> Vec<Decimal> {
    let rates = part.taxes.iter().map(|levy| levy.rate);
    ascending(rates.filter(|rate| !rate.is_zero()))
}

fn unmapped(order: &Order, set: &[Decimal], log: &mut Log) {
    let rates: Vec<String> = set.iter().map(|rate| crate::domain::number::plain(*rate)).collect();
    let shown = if rates.is_empty() { "0".to_owned() } else { rates.join("+") };
    let exception = Exception::new(Code::TaxUnmapped, &subject(order))
        .with("rates", Fact::Text(shown.clone()))
        .with("contained", order.taxes_included)
        .about(&shown);
    if !log.exceptions.contains(&exception) {
        log.raise(exception);
    }
}

impl Taxes<'_> {
    /// The tax of a part.
    pub(super) fn of(&self, order: &Order, part: &Part<'_>, log: &mut Log) -> LineTax {
        let rates = rates(part);
        let known = self.known.iter().find(|(set, _)| *set == rates);
        let Some(tax) = known.and_then(|(_, tax)| *tax) else { return LineTax::default() };
        let subject = part_subject(order, part.source);
        log.explain(rule::LINE_TAX, &subject, || {
            let rates = Fact::List(rates.iter().map(|rate| number(*rate)).collect());
            let facts = vec![("rates", rates), ("contained", order.taxes_included.into())];
            (facts, tax.id.as_str().into())
        });
        if let Some(class) = &tax.class {
            log.explain(rule::LINE_TAX_CLASS, &subject, || {
                let facts = vec![("tax", tax.id.as_str().into()), ("rate", number(tax.rate))];
                (facts, class.as_str().into())
            });
        }
        let rates = if rates.is_empty() { Vec::new() } else { tax.components.clone() };
        LineTax {
            inclusive: order.taxes_included && !rates.is_empty(),
            rates,
            id: Some(tax.id.clone()),
            class: tax.class.clone(),
        }
    }
}
