//! Month by month: what all rows come to, what payouts hold of it, and what the provider's own
//! report says.

use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Family, ReportLine};
use crate::domain::time::Month;

use super::totals::{FamilySum, Totals};

/// What a family comes to in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthFamily {
    /// All its rows.
    pub all: FamilySum,
    /// What payouts hold of what they leave.
    pub paid: Money,
    /// What waits for a payout.
    pub waiting: Money,
}

/// A figure of the provider's report beside ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportDifference {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: Family,
    /// `gross`, `fee` or `net`.
    pub figure: &'static str,
    /// What the report says.
    pub theirs: Money,
    /// What the rows say.
    pub ours: Money,
    /// Theirs less ours.
    pub difference: Money,
    /// What the difference is: rows that wait for a payout and stand in no report of payouts.
    pub waiting: bool,
}

/// The months of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthReport {
    /// The currency.
    pub currency: Currency,
    /// What each family comes to.
    pub families: Vec<MonthFamily>,
    /// The report's figures.
    pub report: Vec<ReportDifference>,
}

/// # Errors
/// [`MoneyError`].
pub(super) fn months<'t>(
    currency: Currency,
    paid: impl Iterator<Item = &'t Totals>,
    waiting: &Totals,
    report: &[ReportLine],
) -> Result<MonthReport, MoneyError> {
    let mut families: Vec<MonthFamily> = Vec::new();
    for totals in paid.filter(|own| own.currency == currency) {
        for sum in &totals.families {
            put(&mut families, sum, false)?;
        }
    }
    for sum in &waiting.families {
        put(&mut families, sum, true)?;
    }
    families.sort_by_key(|own| (own.all.month, own.all.family));
    let mut differences = Vec::new();
    for line in report {
        tie(line, currency, &families, &mut differences)?;
    }
    Ok(MonthReport { currency, families, report: differences })
}

fn put(families: &mut Vec<MonthFamily>, sum: &FamilySum, waits: bool) -> Result<(), MoneyError> {
    let same = |own: &&mut MonthFamily| (own.all.month, own.all.family) == (sum.month, sum.family);
    match families.iter_mut().find(same) {
        Some(own) => {
            own.all.rows = own.all.rows.saturating_add(sum.rows);
            own.all.gross.add(&sum.gross)?;
            own.all.fee.add(&sum.fee)?;
            own.all.net.add(&sum.net)?;
            let side = if waits { &mut own.waiting } else { &mut own.paid };
            side.add(&sum.net)
        }
        None => {
            let zero = Money::zero(sum.net.currency());
            let (paid, waiting) = if waits { (zero, sum.net) } else { (sum.net, zero) };
            families.push(MonthFamily { all: sum.clone(), paid, waiting });
            Ok(())
        }
    }
}

fn tie(
    line: &ReportLine,
    currency: Currency,
    families: &[MonthFamily],
    differences: &mut Vec<ReportDifference>,
) -> Result<(), MoneyError> {
    let zero = Money::zero(currency);
    let same = |own: &&MonthFamily| (own.all.month, own.all.family) == (line.month, line.family);
    let own = families.iter().find(same);
    let figures = [
        ("gross", line.gross, own.map(|own| own.all.gross)),
        ("fee", line.fee, own.map(|own| own.all.fee)),
        ("net", line.net, own.map(|own| own.all.net)),
    ];
    for (figure, theirs, ours) in figures {
        let Some(theirs) = theirs.filter(|own| own.currency() == currency) else { continue };
        let ours = ours.unwrap_or(zero);
        let difference = theirs.checked_sub(&ours)?;
        let waits = own.map_or(zero, |own| own.waiting);
        let waiting =
            figure == "net" && !difference.is_zero() && difference == waits.checked_neg()?;
        let (month, family) = (line.month, line.family);
        differences.push(ReportDifference {
            month,
            family,
            figure,
            theirs,
            ours,
            difference,
            waiting,
        });
    }
    Ok(())
}
