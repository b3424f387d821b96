//! Proves that the sale will come to what the order assigns to it, with the series' own rounding.

use rust_decimal::Decimal;

use super::Subject;
use super::parts::{add, number};
use super::subject;
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::Rounding;
use crate::domain::order::Order;
use crate::domain::sale::SaleLine;
use crate::report::{Code, Exception, Fact, Log, rule};

/// What Lightspeed will compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Predicted {
    /// Total, tax included.
    pub total: Money,
    /// Tax.
    pub tax: Money,
}

/// What the order assigns to a sale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// Total, tax included.
    pub(super) total: Money,
    /// Tax.
    pub(super) tax: Money,
    /// How many Shopify tax lines it has.
    pub(super) tax_lines: u32,
}

/// How far two taxes may lie apart by rounding alone: half a minor unit per Shopify tax line,
/// plus one.
pub(super) fn bound(due: &Due) -> Result<Money, MoneyError> {
    let currency = due.total.currency();
    let unit = Decimal::new(1, currency.minor_digits());
    let halves = add(Decimal::from(due.tax_lines), Decimal::TWO)?;
    Money::new(unit, currency).checked_mul(halves)?.checked_div(Decimal::TWO)
}

/// By how much the sale misses what is due: zero, or a cent or so that a rounding line takes.
/// Nothing when it does not tie: then the log says by how much not.
pub(super) fn gap(
    order: &Order,
    due: &Due,
    predicted: &Predicted,
    capabilities: Capabilities,
    log: &mut Log,
) -> Result<Option<Money>, MoneyError> {
    let subject = subject(order);
    let bound = bound(due)?;
    let mut ties = true;
    let gap = due.total.checked_sub(&predicted.total)?;
    // A total that is finer than Lightspeed keeps would be rounded nobody knows how.
    let kept = due.total.round_to(capabilities.total_digits, Rounding::HalfUp);
    if kept != due.total || !gap.abs().is_at_most(&bound) {
        ties = false;
        log.raise(
            Exception::new(Code::TotalNotTied, &subject)
                .with("order", &due.total)
                .with("lightspeed", &predicted.total)
                .with("bound", &bound),
        );
    }
    let difference = predicted.tax.checked_sub(&due.tax)?;
    if !difference.abs().is_at_most(&bound) {
        ties = false;
        log.raise(
            Exception::new(Code::TaxNotTied, &subject)
                .with("order", &due.tax)
                .with("lightspeed", &predicted.tax)
                .with("bound", &bound),
        );
    }
    if ties && !gap.is_zero() {
        log.explain(rule::ROUNDING, &subject, || {
            let facts =
                vec![("due", (&due.total).into()), ("predicted", (&predicted.total).into())];
            (facts, (&gap).into())
        });
    }
    Ok(ties.then_some(gap))
}

/// What Lightspeed computes as total and tax of these lines.
///
/// # Errors
/// When a figure cannot be computed exactly.
pub fn predict(
    lines: &[SaleLine],
    currency: Currency,
    capabilities: Capabilities,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<Predicted, MoneyError> {
    let digits = capabilities.total_digits;
    let (price, taxes, contained) = match capabilities.tax {
        TaxModel::AmountPerUnit { .. } => {
            let (price, tax) = of_units(lines, currency, digits, subject, log)?;
            (price, vec![tax], false)
        }
        TaxModel::RatePerSale => at_rates(lines, currency, digits, subject, log)?,
    };
    let tax = Money::sum(currency, taxes.iter().copied())?;
    let net = if contained { price.checked_sub(&tax)? } else { price };
    let total = net.checked_add(&tax)?;
    log.explain(rule::PREDICTED_TOTAL, subject, || {
        let taxes = Fact::List(taxes.iter().map(Fact::from).collect());
        (vec![("nets", (&net).into()), ("taxes", taxes)], (&total).into())
    });
    Ok(Predicted { total, tax })
}

/// The sums of prices and taxes, which are sent by the unit, each rounded once.
fn of_units(
    lines: &[SaleLine],
    currency: Currency,
    digits: u32,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<(Money, Money), MoneyError> {
    let mut price = Money::zero(currency);
    let mut tax = Money::zero(currency);
    let mut taxes = Vec::with_capacity(lines.len());
    for line in lines {
        let quantity = line.quantity.value();
        price.add(&line.unit_price.checked_mul(quantity)?)?;
        let own = line.unit_tax.unwrap_or_else(|| Money::zero(currency)).checked_mul(quantity)?;
        tax.add(&own)?;
        taxes.push(own);
    }
    let rounded = tax.round_to(digits, Rounding::HalfUp);
    log.explain(rule::PREDICTED_TAX, subject, || {
        let taxes = Fact::List(taxes.iter().map(Fact::from).collect());
        (vec![("taxes", taxes), ("digits", Fact::number(digits))], (&rounded).into())
    });
    Ok((price.round_to(digits, Rounding::HalfUp), rounded))
}

/// Lines of the same rates, and what they come to.
struct Group<'a> {
    rates: &'a [Decimal],
    base: Money,
}

/// The price of all lines, tax 1 and tax 2 of all lines, and whether the price contains them.
/// Lines of one rate are divided together: the sixths in a price at 20 % have no end, and a sum
/// of cut-off ones is not what Lightspeed computes.
fn at_rates(
    lines: &[SaleLine],
    currency: Currency,
    digits: u32,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<(Money, Vec<Money>, bool), MoneyError> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut price = Money::zero(currency);
    let contained = lines.iter().any(|line| line.tax.inclusive);
    for line in lines {
        let gross = line.unit_price.checked_mul(line.quantity.value())?;
        let base = gross.checked_sub(&line.discount)?;
        price.add(&base)?;
        if line.tax.rates.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|group| group.rates == line.tax.rates) {
            Some(group) => group.base.add(&base)?,
            None => groups.push(Group { rates: &line.tax.rates, base }),
        }
    }
    let most = groups.iter().map(|group| group.rates.len()).max().unwrap_or_default();
    let mut taxes = Vec::with_capacity(most);
    for number in 0..most {
        taxes.push(one_tax(&groups, number, contained, currency, digits, subject, log)?);
    }
    Ok((price.round_to(digits, Rounding::HalfUp), taxes, contained))
}

/// How many decimals of an endless quotient are kept.
const HELD: u32 = 18;

/// Tax 1 or tax 2 of all lines, rounded once.
fn one_tax(
    groups: &[Group<'_>],
    place: usize,
    contained: bool,
    currency: Currency,
    digits: u32,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<Money, MoneyError> {
    let mut sum = Money::zero(currency);
    let mut parts = Vec::with_capacity(groups.len());
    for group in groups {
        let Some(rate) = group.rates.get(place) else { continue };
        let mut over = Decimal::ONE;
        for rate in group.rates.iter().filter(|_| contained) {
            over = add(over, *rate)?;
        }
        let tax = group.base.checked_mul(*rate)?;
        // Quotients without end are cut off, so that their sum can still be held exactly.
        let tax = if contained {
            tax.checked_div(over)?.round_to(HELD, Rounding::TowardZero)
        } else {
            tax
        };
        sum.add(&tax)?;
        parts.push((group.base, *rate, over));
    }
    // Cut-off quotients fall short by less than this, and no true sum lies so near to a half.
    let mut hair = Money::new(Decimal::new(1, HELD.saturating_sub(1)), currency);
    if sum.is_negative() {
        hair = hair.checked_neg()?;
    }
    let rounded = sum.checked_add(&hair)?.round_to(digits, Rounding::HalfUp);
    log.explain(rule::PREDICTED_TAX_AT_RATES, subject, || {
        let list = |of: &dyn Fn(&(Money, Decimal, Decimal)) -> Fact| {
            Fact::List(parts.iter().map(of).collect())
        };
        let facts = vec![
            ("bases", list(&|part| (&part.0).into())),
            ("rates", list(&|part| number(part.1))),
            ("overs", list(&|part| number(part.2))),
            ("digits", Fact::number(digits)),
        ];
        (facts, (&rounded).into())
    });
    Ok(rounded)
}
