//! What rows add up to: by family, by line of the books, and by day of a ledger.
//!
//! Totals can be added to row by row and page by page, and do not depend on the order.

use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Family, Ledger, LineKey, Part, SummaryLine, SummaryPart};
use crate::domain::time::{Date, Month};

/// What the rows of one family and month add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilySum {
    /// The month.
    pub month: Month,
    /// The family.
    pub family: Family,
    /// How many rows.
    pub rows: u32,
    /// What moved.
    pub gross: Money,
    /// What that cost.
    pub fee: Money,
    /// What is left.
    pub net: Money,
}

/// What one ledger moved on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerDay {
    /// The ledger.
    pub ledger: Ledger,
    /// The day.
    pub on: Date,
    /// What raised its balance.
    pub up: Money,
    /// What lowered it.
    pub down: Money,
}

/// How many rows were left out of the sum, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// The payout itself.
    pub transfers: u32,
    /// Tests.
    pub tests: u32,
    /// The same row again.
    pub twice: u32,
}

/// What the rows of one payout add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The payout's currency.
    pub currency: Currency,
    /// How many rows count.
    pub rows: u32,
    /// By family and month.
    pub families: Vec<FamilySum>,
    /// By line of the books.
    pub lines: Vec<(LineKey, Money)>,
    /// By ledger and day.
    pub ledgers: Vec<LedgerDay>,
    /// What the parts of the provider's own summary come to.
    pub parts: Vec<SummaryLine>,
    /// What does not count.
    pub excluded: Excluded,
    /// Rows that nobody can place: they stand in suspense.
    pub quarantined: u32,
    /// Rows of the payout that were added to nothing: they hold it back.
    pub rejected: u32,
}

impl Totals {
    /// Nothing yet.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            rows: 0,
            families: Vec::new(),
            lines: Vec::new(),
            ledgers: Vec::new(),
            parts: Vec::new(),
            excluded: Excluded::default(),
            quarantined: 0,
            rejected: 0,
        }
    }

    /// What all rows leave.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn net(&self) -> Result<Money, MoneyError> {
        Money::sum(self.currency, self.families.iter().map(|own| own.net))
    }

    /// Adds a row to its family.
    pub(super) fn family(
        &mut self,
        month: Month,
        family: Family,
        [gross, fee, net]: [&Money; 3],
    ) -> Result<(), MoneyError> {
        let sums = &mut self.families;
        let place = sums.iter().position(|own| own.month == month && own.family == family);
        let sum = match place.and_then(|place| sums.get_mut(place)) {
            Some(sum) => sum,
            None => {
                let zero = Money::zero(self.currency);
                let at = sums.partition_point(|own| (own.month, own.family) < (month, family));
                let (rows, gross, fee, net) = (0, zero, zero, zero);
                sums.insert(at, FamilySum { month, family, rows, gross, fee, net });
                let Some(sum) = sums.get_mut(at) else { return Ok(()) };
                sum
            }
        };
        sum.rows = sum.rows.saturating_add(1);
        sum.gross.add(gross)?;
        sum.fee.add(fee)?;
        sum.net.add(net)
    }

    /// Adds an amount to a line.
    pub(super) fn line(&mut self, key: Key<'_>, amount: &Money) -> Result<(), MoneyError> {
        self.change(key, amount, Money::add)
    }

    /// Takes an amount from a line.
    pub(super) fn less(&mut self, key: Key<'_>, amount: &Money) -> Result<(), MoneyError> {
        self.change(key, amount, Money::subtract)
    }

    /// Changes what stands on a line, which is nothing at first.
    #[inline]
    fn change(
        &mut self,
        key: Key<'_>,
        amount: &Money,
        by: impl FnOnce(&mut Money, &Money) -> Result<(), MoneyError>,
    ) -> Result<(), MoneyError> {
        if amount.is_zero() {
            return Ok(());
        }
        // A payout has a dozen lines, and the next row is mostly on the same ones.
        if let Some((_, sum)) = self.lines.iter_mut().find(|(own, _)| key.is(own)) {
            return by(sum, amount);
        }
        let key = key.owned();
        let at = self.lines.partition_point(|(own, _)| *own < key);
        let mut sum = Money::zero(self.currency);
        by(&mut sum, amount)?;
        self.lines.insert(at, (key, sum));
        Ok(())
    }

    /// Adds a movement to a ledger: above zero raises its balance.
    pub(super) fn ledger(
        &mut self,
        ledger: Ledger,
        on: Date,
        amount: &Money,
    ) -> Result<(), MoneyError> {
        if amount.is_zero() {
            return Ok(());
        }
        let days = &mut self.ledgers;
        let place = days.iter().position(|own| own.ledger == ledger && own.on == on);
        let day = match place.and_then(|place| days.get_mut(place)) {
            Some(day) => day,
            None => {
                let zero = Money::zero(self.currency);
                let at = days.partition_point(|own| (own.ledger, own.on) < (ledger, on));
                days.insert(at, LedgerDay { ledger, on, up: zero, down: zero });
                let Some(day) = days.get_mut(at) else { return Ok(()) };
                day
            }
        };
        let side = if amount.is_negative() { &mut day.down } else { &mut day.up };
        side.add(&amount.abs())
    }

    /// Adds a row to a part of the provider's own summary.
    pub(super) fn part(
        &mut self,
        part: SummaryPart,
        gross: &Money,
        fee: &Money,
    ) -> Result<(), MoneyError> {
        match self.parts.iter_mut().find(|own| own.part == part) {
            Some(own) => {
                own.gross.add(gross)?;
                own.fee.add(fee)
            }
            None => {
                let at = self.parts.partition_point(|own| own.part < part);
                let (gross, fee) = (*gross, *fee);
                self.parts.insert(at, SummaryLine { part, gross, fee });
                Ok(())
            }
        }
    }
}

/// A line's key before anybody needs it as its own.
#[derive(Clone, Copy)]
pub(super) struct Key<'k> {
    pub(super) month: Month,
    pub(super) family: Family,
    pub(super) part: Part,
    pub(super) detail: &'k str,
    pub(super) channel: &'k str,
}

impl Key<'_> {
    fn is(&self, key: &LineKey) -> bool {
        self.family == key.family
            && self.part == key.part
            && self.month == key.month
            && self.detail == key.detail
            && self.channel == key.channel
    }

    fn owned(&self) -> LineKey {
        LineKey {
            month: self.month,
            family: self.family,
            part: self.part,
            detail: self.detail.to_owned(),
            channel: self.channel.to_owned(),
        }
    }
}
