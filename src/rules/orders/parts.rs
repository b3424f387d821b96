//! What the order comes to now, part by part: its lines, shipping, tip, duties, fees.

use rust_decimal::Decimal;

use super::Subject;
use super::{part_subject, subject};
use crate::domain::ids::shopify::LineItemId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::{exact_add, exact_sub};
use crate::domain::order::{LineKind, Order, OrderLine, RefundedLine, ShippingLine, TaxLine};
use crate::domain::sale::Source;
use crate::domain::table::Table;
use crate::report::{Code, Exception, Fact, Log, rule};

/// One part of what the order comes to.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    /// What of the order it is.
    pub(super) source: Source,
    /// The order line, if it is one.
    pub(super) line: Option<&'a OrderLine>,
    /// What the buyer reads, where that is no line.
    pub(super) title: &'a str,
    /// How many units.
    pub(super) units: Decimal,
    /// The price of one, before discounts.
    pub(super) price: Money,
    /// What it comes to, discounts taken off, with tax where prices contain it.
    pub(super) amount: Money,
    /// The merchant's taxes of it.
    pub(super) taxes: Vec<Levy>,
}

/// One tax of a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levy {
    /// The rate as a fraction.
    pub(super) rate: Decimal,
    /// What it comes to.
    pub(super) amount: Money,
}

impl Part<'_> {
    fn with(self, taxes: Vec<Levy>) -> Self {
        Self { taxes, ..self }
    }

    /// All of its taxes together.
    pub(super) fn tax(&self) -> Result<Money, MoneyError> {
        Money::sum(self.amount.currency(), self.taxes.iter().map(|levy| levy.amount))
    }

    /// What the buyer pays for it.
    pub(super) fn due(&self, taxes_included: bool) -> Result<Money, MoneyError> {
        if taxes_included { Ok(self.amount) } else { self.amount.checked_add(&self.tax()?) }
    }

    /// Whether it belongs to the total that Shopify states.
    pub(super) fn is_stated(&self) -> bool {
        !matches!(self.source, Source::Refund | Source::CashRounding | Source::Rounding)
    }
}

/// The parts, in the order sale lines stand in. Parts without units or amount are left out.
pub(super) fn parts<'a>(order: &'a Order, log: &mut Log) -> Result<Vec<Part<'a>>, MoneyError> {
    let gone = gone(order, log)?;
    let mut parts = Vec::with_capacity(order.lines.len().saturating_add(4));
    let mut channel = Money::zero(order.currency);
    let mut tip = single(Source::Tip, order.tip);
    for line in &order.lines {
        let Some(mut part) = line_part(order, line, gone.get(&line.id), log)? else { continue };
        keep_own(order, &line.taxes, &mut part, &mut channel)?;
        if part.source == Source::Tip {
            // However many lines say it, it is one tip.
            tip = single(Source::Tip, tip.amount.checked_add(&part.amount)?).with(tip.taxes);
            tip.taxes.append(&mut part.taxes);
        } else {
            parts.push(part);
        }
    }
    let shipping = shipping(order, log)?;
    for (line, mut part) in order.shipping.iter().zip(shipping) {
        keep_own(order, &line.taxes, &mut part, &mut channel)?;
        if part.amount.is_zero() && part.taxes.iter().all(|levy| levy.amount.is_zero()) {
            free(order, line, log);
        } else {
            parts.push(part);
        }
    }
    let mut lump = |mut part: Part<'a>, taxes: &[TaxLine], channel: &mut Money| {
        keep_own(order, taxes, &mut part, channel)?;
        if !part.amount.is_zero() || !part.taxes.is_empty() {
            explain_lump(order, &part, log);
            parts.push(part);
        }
        Ok::<(), MoneyError>(())
    };
    lump(tip, &[], &mut channel)?;
    let duty = single(Source::Duty, order.duties).with(levies(&order.duty_taxes));
    lump(duty, &order.duty_taxes, &mut channel)?;
    lump(single(Source::Fee, order.fees), &[], &mut channel)?;
    let remitted = single(Source::ChannelTax, channel);
    lump(remitted, &[], &mut channel)?;
    Ok(parts)
}

/// Puts what refunds gave back beyond or short of the goods in its place.
pub(super) fn adjust(order: &Order, parts: &mut Vec<Part<'_>>) {
    let amount = order.refunds.adjustment.presentment;
    if !amount.is_zero() {
        // It stands before the tax that the channel remits.
        let place = parts.iter().position(|part| part.source == Source::ChannelTax);
        let part = single(Source::Refund, amount);
        parts.insert(place.unwrap_or(parts.len()), part);
    }
}

/// One unit of something that is no line.
pub(super) fn single<'a>(source: Source, amount: Money) -> Part<'a> {
    let (line, title) = (None, "");
    Part { source, line, title, units: Decimal::ONE, price: amount, amount, taxes: Vec::new() }
}

fn levies(taxes: &[TaxLine]) -> Vec<Levy> {
    taxes.iter().map(|tax| Levy { rate: tax.rate, amount: tax.amount }).collect()
}

/// Takes out the taxes that the channel remits: `part` has a levy for each of `taxes`.
fn keep_own(
    order: &Order,
    taxes: &[TaxLine],
    part: &mut Part<'_>,
    channel: &mut Money,
) -> Result<(), MoneyError> {
    if !taxes.iter().any(|tax| tax.channel_liable) {
        return Ok(());
    }
    let mut own = Vec::with_capacity(taxes.len());
    for (tax, levy) in taxes.iter().zip(&part.taxes) {
        if !tax.channel_liable {
            own.push(*levy);
            continue;
        }
        channel.add(&levy.amount)?;
        if order.taxes_included {
            part.amount.subtract(&levy.amount)?;
        }
    }
    part.taxes = own;
    Ok(())
}

/// What refunds took off each line, all of them together.
fn gone(order: &Order, log: &mut Log) -> Result<Table<LineItemId, RefundedLine>, MoneyError> {
    let mut gone: Table<LineItemId, RefundedLine> = Table::new();
    if order.refunds.lines.is_empty() {
        return Ok(gone);
    }
    let known: Table<LineItemId, ()> = order.lines.iter().map(|line| (line.id, ())).collect();
    for refunded in &order.refunds.lines {
        if known.get(&refunded.line).is_none() {
            log.raise(
                Exception::new(Code::RefundLineUnknown, &subject(order))
                    .with("line", Fact::text(refunded.line))
                    .with("path", Fact::Path(refunded.path.clone()))
                    .about(&refunded.line.to_string()),
            );
            continue;
        }
        match gone.get_mut(&refunded.line) {
            None => drop(gone.insert(refunded.line, refunded.clone())),
            Some(sum) => {
                sum.units = add(sum.units, refunded.units)?;
                sum.subtotal.add(&refunded.subtotal)?;
                sum.tax.add(&refunded.tax)?;
            }
        }
    }
    Ok(gone)
}

pub(super) fn add(left: Decimal, right: Decimal) -> Result<Decimal, MoneyError> {
    exact_add(left, right).ok_or(MoneyError::Overflow)
}

pub(super) fn sub(left: Decimal, right: Decimal) -> Result<Decimal, MoneyError> {
    exact_sub(left, right).ok_or(MoneyError::Overflow)
}

/// What a line comes to now; nothing if no unit is left.
fn line_part<'a>(
    order: &Order,
    line: &'a OrderLine,
    gone: Option<&RefundedLine>,
    log: &mut Log,
) -> Result<Option<Part<'a>>, MoneyError> {
    let source = if line.kind == LineKind::Tip { Source::Tip } else { Source::Line(line.id) };
    let subject = part_subject(order, Source::Line(line.id));
    let refunded = gone.map_or(Decimal::ZERO, |gone| gone.units);
    let units = match line.current {
        Some(current) => current,
        None => sub(line.ordered, refunded)?,
    };
    if units.is_zero() {
        log.explain(rule::LINE_DROPPED, &subject, || {
            (vec![("ordered", number(line.ordered)), ("now", number(units))], "dropped".into())
        });
        return Ok(None);
    }
    let full = line.price.checked_mul(line.ordered)?.checked_sub(&line.discount)?;
    log.explain(rule::LINE_AMOUNT, &subject, || {
        let facts = vec![
            ("units", number(line.ordered)),
            ("price", (&line.price).into()),
            ("discount", (&line.discount).into()),
        ];
        (facts, (&full).into())
    });
    let mut part = Part {
        source,
        line: Some(line),
        title: "",
        units,
        price: line.price,
        amount: full,
        taxes: levies(&line.taxes),
    };
    let missing = sub(line.ordered, units)?;
    if missing.is_zero() {
        return Ok(Some(part));
    }
    match gone.filter(|gone| gone.units == missing) {
        Some(gone) => after_refunds(gone, &mut part, &subject, log)?,
        None => after_edit(missing, &mut part, &subject, log)?,
    }
    Ok(Some(part))
}

/// The refunds say what the units that are gone came to.
fn after_refunds(
    gone: &RefundedLine,
    part: &mut Part<'_>,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<(), MoneyError> {
    let full = part.amount;
    part.amount = full.checked_sub(&gone.subtotal)?;
    let tax = part.tax()?;
    let left = tax.checked_sub(&gone.tax)?;
    log.explain(rule::LINE_AFTER_REFUNDS, subject, || {
        let facts = vec![("amount", (&full).into()), ("refunded", (&gone.subtotal).into())];
        (facts, (&part.amount).into())
    });
    log.explain(rule::LINE_TAX_AFTER_REFUNDS, subject, || {
        (vec![("tax", (&tax).into()), ("refunded", (&gone.tax).into())], (&left).into())
    });
    if !gone.tax.is_zero() {
        share_taxes(&mut part.taxes, &left)?;
    }
    Ok(())
}

/// Nothing says what the units came to: each unit came to the same.
fn after_edit(
    missing: Decimal,
    part: &mut Part<'_>,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<(), MoneyError> {
    let full = part.amount;
    let weights = [part.units, missing];
    let left = |money: &Money| -> Result<Money, MoneyError> {
        let shares = money.allocate(&weights)?;
        Ok(shares.first().copied().unwrap_or(*money))
    };
    part.amount = left(&full)?;
    for levy in &mut part.taxes {
        levy.amount = left(&levy.amount)?;
    }
    log.explain(rule::LINE_AFTER_EDIT, subject, || {
        let facts = vec![
            ("amount", (&full).into()),
            ("units", number(part.units)),
            ("gone", number(missing)),
            ("digits", Fact::number(full.currency().minor_digits())),
        ];
        (facts, (&part.amount).into())
    });
    Ok(())
}

/// Shares what is left of a tax over its rates.
fn share_taxes(taxes: &mut [Levy], left: &Money) -> Result<(), MoneyError> {
    let weights: Vec<Decimal> = taxes.iter().map(|levy| levy.amount.amount()).collect();
    for (levy, share) in taxes.iter_mut().zip(left.allocate(&weights)?) {
        levy.amount = share;
    }
    Ok(())
}

/// What each shipping line comes to now.
fn shipping<'a>(order: &'a Order, log: &mut Log) -> Result<Vec<Part<'a>>, MoneyError> {
    let refunds = &order.refunds;
    let mut unnamed = refunds.unnamed_shipping.checked_neg()?;
    let mut untaxed = refunds.shipping_tax;
    let mut parts = Vec::with_capacity(order.shipping.len());
    for line in &order.shipping {
        let source = Source::Shipping(line.id);
        let mut part = Part { title: &line.title, ..single(source, line.price) };
        part.taxes = levies(&line.taxes);
        if line.removed {
            part.amount = Money::zero(order.currency);
            part.taxes.iter_mut().for_each(|levy| levy.amount = Money::zero(order.currency));
            parts.push(part);
            continue;
        }
        let after = line.price.checked_sub(&line.discount)?;
        let named = refunds.shipping.iter().filter(|(id, _)| *id == line.id);
        let mut refunded = Money::sum(order.currency, named.map(|(_, amount)| *amount))?;
        // What is refunded without a name is taken off as far as it goes, line by line.
        let rest = after.checked_sub(&refunded)?;
        let taken = smaller(unnamed, rest);
        refunded.add(&taken)?;
        unnamed.subtract(&taken)?;
        part.amount = after.checked_sub(&refunded)?;
        if !refunded.is_zero() && !untaxed.is_zero() {
            let tax = part.tax()?;
            let taken = smaller(untaxed, tax);
            share_taxes(&mut part.taxes, &tax.checked_sub(&taken)?)?;
            untaxed.subtract(&taken)?;
            if order.taxes_included {
                // Shipping is refunded without its tax, whatever the prices contain.
                refunded.add(&taken)?;
                part.amount = after.checked_sub(&refunded)?;
            }
        }
        log.explain(rule::SHIPPING_AMOUNT, &part_subject(order, source), || {
            let facts = vec![
                ("price", (&line.price).into()),
                ("discount", (&line.discount).into()),
                ("refunded", (&refunded).into()),
            ];
            (facts, (&part.amount).into())
        });
        parts.push(part);
    }
    Ok(parts)
}

/// Both are in one currency.
fn smaller(left: Money, right: Money) -> Money {
    if left.is_at_most(&right) { left } else { right }
}

/// A shipping line that comes to nothing.
fn free(order: &Order, line: &ShippingLine, log: &mut Log) {
    log.explain(rule::SHIPPING_FREE, &part_subject(order, Source::Shipping(line.id)), || {
        (vec![("price", "0".into()), ("removed", line.removed.into())], "dropped".into())
    });
}

fn explain_lump(order: &Order, part: &Part<'_>, log: &mut Log) {
    log.explain(rule::LUMP, &part_subject(order, part.source), || {
        let what = Fact::text(part.source);
        (vec![("what", what), ("amount", (&part.amount).into())], (&part.amount).into())
    });
}

/// A number of units as a fact.
pub(super) fn number(value: Decimal) -> Fact {
    Fact::number(value)
}
