//! One row of a payout: whether it counts, and on which lines.

use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{
    BalanceTransaction, Family, Kind, Ledger, OrderMoney, OrderPart, Part, Role, Sign, SummaryPart,
};
use crate::domain::table::Table;
use crate::domain::time::{Date, Month, Zone, ZoneError};

use super::breakdown::shares;
use super::reconcile::{Known, Standing, Status, Why, is_failed};
use super::totals::{Key, Totals};

/// What of a row a person must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A type that nobody knows.
    UnknownType,
    /// An amount with the wrong sign for its type.
    ImpossibleSign,
    /// Its net is not its amount less its fee.
    NetDiffers,
    /// A test.
    Test,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken<'a> {
    pub(super) oddity: Option<Oddity>,
    pub(super) standing: Option<Standing<'a>>,
}

/// Why a row cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowError {
    /// Its day is not known.
    Zone(ZoneError),
    /// Its amount cannot be added.
    Money(MoneyError),
}

impl From<MoneyError> for RowError {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Zone(error) => error.fmt(f),
            Self::Money(error) => error.fmt(f),
        }
    }
}

/// Adds rows to totals.
pub(super) struct Rows<'a> {
    pub(super) known: Known<'a>,
    pub(super) zone: &'a Zone,
    pub(super) by_channel: bool,
    /// How much of each order the rows so far held: payments and refunds, in the payout's currency.
    taken: Table<u64, [Option<Money>; 2]>,
    /// The day of the last row: most rows are of the same few.
    day: Option<(i64, Date)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(known: Known<'a>, zone: &'a Zone, by_channel: bool) -> Self {
        Self { known, zone, by_channel, taken: Table::new(), day: None }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`RowError`].
    pub(super) fn take(
        &mut self,
        totals: &mut Totals,
        row: &BalanceTransaction,
    ) -> Result<Taken<'a>, RowError> {
        let nothing = Taken { oddity: None, standing: None };
        if row.test {
            totals.excluded.tests = totals.excluded.tests.saturating_add(1);
            return Ok(Taken { oddity: Some(Oddity::Test), ..nothing });
        }
        if row.kind.is_some_and(|kind| kind.role == Role::Transfer) {
            totals.excluded.transfers = totals.excluded.transfers.saturating_add(1);
            return Ok(nothing);
        }
        totals.rows = totals.rows.saturating_add(1);
        let day = self.day(row)?;
        let mut beyond = row.net;
        beyond.subtract(&row.amount)?;
        beyond.add(&row.fee)?;
        let oddity = oddity(row, &beyond);
        let Some(kind) = row.kind.filter(|_| oddity != Some(Oddity::ImpossibleSign)) else {
            quarantine(totals, row, Month::of(day))?;
            let standing = Some(Standing::only(Status::Quarantined));
            return Ok(Taken { oddity, standing });
        };
        let month = Month::of(day);
        totals.family(month, kind.family, [&row.amount, &row.fee, &row.net])?;
        totals.part(summary_part(row, kind), &row.amount, &row.fee)?;
        self.fee(totals, row, kind, month, &beyond)?;
        let mut standing = None;
        if self.known.compares() && is_compared(kind) {
            standing = Some(self.known.standing(row, kind)?);
        }
        if oddity == Some(Oddity::NetDiffers) {
            totals.quarantined = totals.quarantined.saturating_add(1);
            standing = standing.or(Some(Standing::only(Status::Quarantined)));
        }
        self.amount(totals, row, kind, day, standing.as_ref())?;
        Ok(Taken { oddity, standing })
    }

    fn day(&mut self, row: &BalanceTransaction) -> Result<Date, RowError> {
        let offset = self.zone.offset_at(row.at).map_err(RowError::Zone)?;
        let local = row.at.unix_seconds().saturating_add(i64::from(offset)).div_euclid(86_400);
        if let Some((own, day)) = self.day
            && own == local
        {
            return Ok(day);
        }
        let day = self.zone.business_day(row.at).map_err(RowError::Zone)?;
        self.day = Some((local, day));
        Ok(day)
    }

    /// The fee stands on a line of its own, and so does what the row's net has beyond both.
    fn fee(
        &self,
        totals: &mut Totals,
        row: &BalanceTransaction,
        kind: Kind,
        month: Month,
        beyond: &Money,
    ) -> Result<(), MoneyError> {
        let family = if kind.family == Family::Dispute { Family::DisputeFee } else { Family::Fee };
        let channel = self.channel(row, kind);
        let fee = Key { month, family, part: Part::Whole, detail: kind.family.word(), channel };
        totals.less(fee, &row.fee)?;
        let key = Key {
            month,
            family: Family::Adjustment,
            part: Part::Discrepancy,
            detail: kind.family.word(),
            channel: "",
        };
        totals.line(key, beyond)
    }

    fn channel(&self, row: &BalanceTransaction, kind: Kind) -> &'a str {
        if !self.by_channel || !is_compared(kind) {
            return "";
        }
        self.known.order(row).and_then(|order| order.channel.as_deref()).unwrap_or_default()
    }

    fn amount(
        &mut self,
        totals: &mut Totals,
        row: &BalanceTransaction,
        kind: Kind,
        day: Date,
        standing: Option<&Standing<'_>>,
    ) -> Result<(), MoneyError> {
        let (month, family) = (Month::of(day), kind.family);
        let channel = self.channel(row, kind);
        let key = |part, detail| Key { month, family, part, detail, channel };
        if !is_compared(kind) {
            let named = detail(row);
            let part = if kind.role == Role::Returned { Part::Returned } else { Part::Whole };
            if let Some(ledger) = ledger_of(family) {
                totals.ledger(ledger, day, &row.amount.checked_neg()?)?;
            }
            return totals.line(key(part, &named), &row.amount);
        }
        let mut amount = row.amount;
        // What it is stands on the row itself, whether it is compared or not.
        if is_failed(row) {
            let word = Status::RefundFailed.word();
            return totals.line(key(Part::Suspense, word), &amount);
        }
        if kind.sign == Sign::Any {
            return totals.line(key(Part::Whole, &detail(row)), &amount);
        }
        if let Some(status @ (Status::NoOrder | Status::BeforeGoLive | Status::OrderDeleted)) =
            standing.map(|own| own.status)
        {
            return totals.line(key(Part::Suspense, status.word()), &amount);
        }
        if let Some(Standing {
            why: Some(Why::Exchange),
            recorded: Some(recorded),
            difference: Some(difference),
            ..
        }) = standing
        {
            totals.line(key(Part::Exchange, ""), difference)?;
            amount = *recorded;
        }
        let Some(order) = self.known.order(row) else {
            return totals.line(key(Part::Whole, ""), &amount);
        };
        let (parts, before) = self.before(order, family, &amount)?;
        match shares(parts, &before, &amount)? {
            None => totals.line(key(Part::Whole, ""), &amount),
            Some(shares) => {
                for (part, share) in parts.iter().zip(&shares) {
                    totals.line(key(part.part, &part.detail), share)?;
                    match part.part {
                        Part::GiftCardsSold | Part::GiftCardsRedeemed => {
                            totals.ledger(Ledger::GiftCards, day, share)?;
                        }
                        Part::StoreCredit => totals.ledger(Ledger::StoreCredit, day, share)?,
                        _ => {}
                    }
                }
                Ok(())
            }
        }
    }

    /// The parts of an order's money, and how much of it earlier rows and payouts held.
    fn before(
        &mut self,
        order: &'a OrderMoney,
        family: Family,
        amount: &Money,
    ) -> Result<(&'a [OrderPart], Money), MoneyError> {
        let refund = family == Family::Refund;
        let (parts, earlier) = if refund {
            (&order.refund, order.refunded_before)
        } else {
            (&order.sale, order.sold_before)
        };
        let number = order.order.number();
        if self.taken.get(&number).is_none() {
            self.taken.insert(number, [None, None]);
        }
        let [sold, refunded] = match self.taken.get_mut(&number) {
            Some(own) => own,
            None => return Ok((parts, Money::zero(amount.currency()))),
        };
        let own = if refund { refunded } else { sold };
        let earlier = earlier.map(|earlier| Money::new(earlier, amount.currency()));
        let before = own.or(earlier).unwrap_or(Money::zero(amount.currency()));
        *own = Some(before.checked_add(amount)?);
        Ok((parts, before))
    }
}

/// Payments and refunds are compared with Lightspeed; nothing else stands there.
fn is_compared(kind: Kind) -> bool {
    matches!(kind.family, Family::Sale | Family::Refund)
}

/// What is odd about a row whose net is `beyond` more than its amount less its fee.
fn oddity(row: &BalanceTransaction, beyond: &Money) -> Option<Oddity> {
    let Some(kind) = row.kind else { return Some(Oddity::UnknownType) };
    let zero = row.amount.is_zero();
    let wrong = match kind.sign {
        Sign::Plus => row.amount.is_negative(),
        Sign::Minus => !row.amount.is_negative() && !zero,
        Sign::Any => false,
    };
    if wrong {
        return Some(Oddity::ImpossibleSign);
    }
    (!beyond.is_zero()).then_some(Oddity::NetDiffers)
}

/// What nobody can place stands in suspense with all that reaches the bank of it.
fn quarantine(
    totals: &mut Totals,
    row: &BalanceTransaction,
    month: Month,
) -> Result<(), MoneyError> {
    totals.quarantined = totals.quarantined.saturating_add(1);
    let family = row.kind.map_or(Family::Adjustment, |kind| kind.family);
    totals.family(month, family, [&row.amount, &row.fee, &row.net])?;
    let part = row.kind.map_or(SummaryPart::Adjustments, |kind| summary_part(row, kind));
    totals.part(part, &row.amount, &row.fee)?;
    let named = detail(row);
    let key = Key { month, family, part: Part::Suspense, detail: &named, channel: "" };
    totals.line(key, &row.net)
}

/// What the row calls itself, in one spelling.
fn detail(row: &BalanceTransaction) -> String {
    row.named.to_ascii_lowercase()
}

fn ledger_of(family: Family) -> Option<Ledger> {
    match family {
        Family::Dispute => Some(Ledger::Disputes),
        Family::Reserve => Some(Ledger::Reserves),
        _ => None,
    }
}

fn summary_part(row: &BalanceTransaction, kind: Kind) -> SummaryPart {
    match (kind.role, kind.family) {
        (Role::Returned, _) => SummaryPart::RetriedPayouts,
        (_, Family::Sale) => SummaryPart::Charges,
        (_, Family::Refund) => SummaryPart::Refunds,
        (_, Family::Reserve) => SummaryPart::ReservedFunds,
        (_, Family::Lending) if detail(row).starts_with("advance") => SummaryPart::Advances,
        _ => SummaryPart::Adjustments,
    }
}
