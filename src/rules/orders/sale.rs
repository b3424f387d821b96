//! The sales of an order, one for each outlet, from parts that are proved, placed and paid.

use rust_decimal::Decimal;

use super::Subject;
use super::money::{self, Paid, Share};
use super::parts::{Part, number, single};
use super::places::{Place, Places};
use super::tie_out::{Due, bound, gap, predict};
use super::{Known, items, lines, part_subject, taxes, texts};
use crate::domain::capabilities::Capabilities;
use crate::domain::ids::lightspeed::{CustomerId, OutletId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::{DeliveryMethod, Order};
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Delivery, Mode, Sale, SaleKey, SaleLine, Source};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// What every sale of an order needs to know.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) order: &'a Order,
    pub(super) known: Known<'a>,
    pub(super) policy: &'a Policy,
    pub(super) capabilities: Capabilities,
    pub(super) paid: &'a Paid<'a>,
}

/// The sales, or nothing: then the log says why.
pub(super) fn sales(
    context: Context<'_>,
    parts: &[Part<'_>],
    places: Places<'_>,
    tenders: Vec<Share>,
    log: &mut Log,
) -> Result<Option<Vec<Sale>>, MoneyError> {
    let customer = customer(context, log);
    let mut left = tenders.clone();
    let mut sales = Vec::with_capacity(places.outlets.len());
    let mut complete = true;
    for (number, outlet) in places.outlets.iter().enumerate() {
        let own = divide(context.order, parts, &places, number, log)?;
        let built = Building { context, places: &places, number, outlet };
        match built.sale(&own, customer, (&mut left, &tenders), log)? {
            Some(sale) => sales.push(sale),
            None => complete = false,
        }
    }
    Ok((complete && customer.is_ok()).then_some(sales))
}

/// The sale's customer: the order's, else the guest. R-Series reserves only for one.
fn customer<'a>(context: Context<'a>, log: &mut Log) -> Result<Option<&'a CustomerId>, ()> {
    let guest = context.policy.guest.as_ref();
    let customer = context.known.customer.or(guest);
    let subject = super::subject(context.order);
    if let Some(customer) = customer {
        log.explain(rule::CUSTOMER, &subject, || {
            let given = context.known.customer.is_some();
            (vec![("given", given.into())], customer.as_str().into())
        });
    } else if context.paid.mode == Mode::Reserve && context.capabilities.reserves_lines {
        log.raise(Exception::new(Code::OrderNoCustomer, &subject));
        return Err(());
    }
    Ok(customer)
}

/// The shares of all parts that stand on the outlet's sale.
fn divide<'a>(
    order: &Order,
    parts: &[Part<'a>],
    places: &Places<'_>,
    number: usize,
    log: &mut Log,
) -> Result<Vec<Part<'a>>, MoneyError> {
    let mut own = Vec::with_capacity(parts.len());
    for (part, placed) in parts.iter().zip(&places.parts) {
        for (at, (place, units)) in placed.iter().enumerate() {
            let misplaced = *place == Place::Unmapped && number == 0;
            if *place != Place::Outlet(number) && !misplaced {
                continue;
            }
            let mut share = part.clone();
            if let (Source::Line(id), true) = (part.source, misplaced) {
                share.source = Source::Misplaced(id);
            }
            if placed.iter().nth(1).is_some() {
                share.units = *units;
                let weights: Vec<Decimal> = placed.iter().map(|(_, units)| *units).collect();
                take_share(order, &mut share, &weights, at, log)?;
            }
            own.push(share);
        }
    }
    Ok(own)
}

/// The part of a line's amount and taxes that falls to the units at one place.
fn take_share(
    order: &Order,
    share: &mut Part<'_>,
    weights: &[Decimal],
    at: usize,
    log: &mut Log,
) -> Result<(), MoneyError> {
    let whole = share.amount;
    let of = |money: &Money| -> Result<Money, MoneyError> {
        Ok(money.allocate(weights)?.get(at).copied().unwrap_or(*money))
    };
    share.amount = of(&whole)?;
    for levy in &mut share.taxes {
        levy.amount = of(&levy.amount)?;
    }
    log.explain(rule::LINE_SHARE, &part_subject(order, share.source), || {
        let facts = vec![
            ("amount", (&whole).into()),
            ("weights", Fact::List(weights.iter().map(|units| number(*units)).collect())),
            ("at", Fact::text(at)),
            ("digits", Fact::number(whole.currency().minor_digits())),
        ];
        (facts, (&share.amount).into())
    });
    Ok(())
}

/// One sale in the making.
struct Building<'b> {
    context: Context<'b>,
    places: &'b Places<'b>,
    number: usize,
    outlet: &'b OutletId,
}

impl Building<'_> {
    fn sale(
        &self,
        parts: &[Part<'_>],
        customer: Result<Option<&CustomerId>, ()>,
        (left, whole): (&mut [Share], &[Share]),
        log: &mut Log,
    ) -> Result<Option<Sale>, MoneyError> {
        let Context { order, policy, capabilities, paid, .. } = self.context;
        let key = SaleKey { order: order.id, outlet: self.outlet.clone() };
        let subject = key.to_string();
        let taxes = taxes::taxes(order, parts, policy, capabilities, log);
        let due = self.due(parts)?;
        let mut lines = Vec::with_capacity(parts.len());
        for part in parts {
            lines.extend(self.line(part, &taxes, log)?);
        }
        // Half a sale would not tie for reasons that are no reasons.
        if !taxes.complete || lines.len() < parts.len() {
            return Ok(None);
        }
        let mut predicted = predict(&lines, due.total.currency(), capabilities, &subject, log)?;
        let Some(gap) = gap(order, &due, &predicted, capabilities, log)? else { return Ok(None) };
        if !gap.is_zero() {
            let part = single(Source::Rounding, gap);
            let untaxed =
                taxes::taxes(order, std::slice::from_ref(&part), policy, capabilities, log);
            lines.extend(self.line(&part, &untaxed, log)?);
            predicted = predict(&lines, due.total.currency(), capabilities, &subject, log)?;
            if predicted.total != due.total {
                log.raise(
                    Exception::new(Code::TotalNotTied, &super::subject(order))
                        .with("order", &due.total)
                        .with("lightspeed", &predicted.total),
                );
                return Ok(None);
            }
        }
        let Some(outlet) = policy.outlets.get(self.outlet) else { return Ok(None) };
        self.explain_head(&subject, outlet.register.as_str(), log);
        Ok(Some(Sale {
            mode: paid.mode,
            register: outlet.register.clone(),
            reference: order.name.clone(),
            at: order.processed_at,
            business_day: outlet.zone.business_day(order.processed_at).ok(),
            customer: customer.ok().flatten().cloned(),
            delivery: self.delivery(parts, &subject, log),
            category: taxes.category,
            note: texts::of_sale(order, capabilities, &subject, log),
            tenders: money::fill(left, whole, &due.total, &subject, log)?,
            total: predicted.total,
            tax_total: predicted.tax,
            order_tax: due.tax,
            tax_bound: bound(&due)?,
            key,
            lines,
        }))
    }

    /// What the order assigns to the sale.
    fn due(&self, parts: &[Part<'_>]) -> Result<Due, MoneyError> {
        let contained = self.context.order.taxes_included;
        let currency = self.context.order.shop_currency;
        let zero = Money::zero(currency);
        let mut due = Due { total: zero, tax: zero, tax_lines: 0 };
        for part in parts {
            due.total.add(&part.due(contained)?)?;
            due.tax.add(&part.tax()?)?;
            let taxed = part.taxes.iter().filter(|levy| !levy.rate.is_zero()).count();
            due.tax_lines = due.tax_lines.saturating_add(u32::try_from(taxed).unwrap_or(u32::MAX));
        }
        Ok(due)
    }

    fn line(
        &self,
        part: &Part<'_>,
        taxes: &taxes::Taxes<'_>,
        log: &mut Log,
    ) -> Result<Option<SaleLine>, MoneyError> {
        let Context { order, known, policy, capabilities, .. } = self.context;
        let chosen = items::item(order, part, self.places, known.links, policy, log);
        let Some(chosen) = chosen else { return Ok(None) };
        let tax = taxes.of(order, part, log);
        let form = lines::form(order, part, &tax, capabilities, log)?;
        let subject = part_subject(order, part.source);
        let reserved = match part.source {
            Source::Line(id) => known.reserved.get(&id).cloned(),
            _ => None,
        };
        Ok(Some(SaleLine {
            source: part.source,
            item: chosen.item,
            stocked: chosen.stocked,
            reserved,
            quantity: Quantity::new(form.quantity),
            unit_price: form.unit_price,
            discount: form.discount,
            unit_tax: form.unit_tax,
            tax,
            note: texts::of_line(part, chosen.placeholder, capabilities, &subject, log),
        }))
    }

    /// How the sale's goods reach the buyer: as the fulfilment orders say, else as its lines do.
    fn delivery(&self, parts: &[Part<'_>], subject: Subject<'_>, log: &mut Log) -> Delivery {
        let order = self.context.order;
        let here = || {
            let own = Place::Outlet(self.number);
            self.places.ways.iter().filter(move |(place, _, _)| *place == own)
        };
        let by = |method| here().any(|(_, own, _)| *own == method);
        let goods = parts.iter().filter_map(|part| part.line).any(|line| line.requires_shipping);
        let told = here().next().is_some();
        let done = if told { here().all(|(_, _, open)| !open) } else { order.fulfilled };
        let delivery = if order.pos || !goods {
            Delivery::None
        } else if by(DeliveryMethod::PickUp) {
            Delivery::PickUp { done }
        } else if !told || by(DeliveryMethod::Ship) {
            Delivery::Ship { to: order.ship_to.clone().map(Box::new), done }
        } else {
            Delivery::None
        };
        log.explain(rule::DELIVERY, subject, || {
            let result = match &delivery {
                Delivery::None => "none",
                Delivery::Ship { .. } => "ship",
                Delivery::PickUp { .. } => "pickup",
            };
            let facts = vec![
                ("till", order.pos.into()),
                ("goods", goods.into()),
                ("told", told.into()),
                ("pick_up", by(DeliveryMethod::PickUp).into()),
                ("shipped", by(DeliveryMethod::Ship).into()),
            ];
            (facts, result.into())
        });
        delivery
    }

    fn explain_head(&self, subject: Subject<'_>, register: &str, log: &mut Log) {
        let order = self.context.order;
        log.explain(rule::REGISTER, subject, || {
            (vec![("outlet", self.outlet.as_str().into())], register.into())
        });
        log.explain(rule::REFERENCE, subject, || {
            (vec![("name", order.name.as_str().into())], order.name.as_str().into())
        });
        log.explain(rule::AT, subject, || {
            let at = Fact::text(order.processed_at);
            (vec![("processed_at", at.clone())], at)
        });
    }
}
