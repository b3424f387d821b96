//! Journal entries: one for each month a payout holds, carried forward to the last, each balanced.

use crate::domain::currency::Currency;
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{Family, Line, Part, Payout, PayoutStatus};
use crate::domain::time::{Date, Month};
use crate::policy::{Account, Policy};
use crate::report::journal::{Journal, JournalLine};

use super::accounts::account;

/// One journal entry: its debits are its credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is known by: the payout, which posting of it, and the month where it is not the
    /// payout's own. At most 21 characters.
    pub reference: String,
    /// The day it is posted on.
    pub on: Date,
    /// The day it belongs on, where the books of that day are closed.
    pub moved_from: Option<Date>,
    /// What it is, in a sentence.
    pub narration: String,
    /// Its lines.
    pub lines: Vec<EntryLine>,
    /// What all debits come to.
    pub debits: Money,
    /// What all credits come to.
    pub credits: Money,
}

/// One line of an entry: a debit or a credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// The account of the chart.
    pub account: Account,
    /// Its code in the tenant's books.
    pub code: String,
    /// What stands on it.
    pub memo: String,
    /// Above zero: a credit. Below zero: a debit.
    pub credit: Money,
}

impl Entry {
    /// The entry as books take it.
    #[must_use]
    pub fn journal(&self) -> Journal {
        let line = |own: &EntryLine| {
            let title = own.account.by_default().1;
            JournalLine::new(own.account.word(), title, &own.code, &own.memo, &own.credit)
        };
        Journal {
            reference: self.reference.clone(),
            date: self.on,
            moved_from: self.moved_from,
            narration: self.narration.clone(),
            currency: self.debits.currency(),
            lines: self.lines.iter().map(line).collect(),
            debits: self.debits.written(),
            credits: self.credits.written(),
        }
    }
}

/// What is to be recorded in Lightspeed: an amount a family, together nothing.
///
/// # Errors
/// [`MoneyError`].
pub fn by_family(currency: Currency, change: &[Line]) -> Result<Vec<(Family, Money)>, MoneyError> {
    let mut found = Vec::new();
    for family in Family::ALL.iter().copied() {
        let lines = change.iter().filter(|line| line.key.family == family);
        let amount = Money::sum(currency, lines.map(|line| line.amount))?;
        if !amount.is_zero() {
            found.push((family, amount));
        }
    }
    Ok(found)
}

/// The entries that post `change`.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn entries(
    payout: &Payout,
    on: Date,
    times: u32,
    change: &[Line],
    policy: &Policy,
) -> Result<Vec<Entry>, MoneyError> {
    let own = Month::of(on);
    let month_of = |line: &Line| {
        let earlier = policy.payouts.split_months && line.key.month < own;
        if earlier { line.key.month } else { own }
    };
    let mut months: Vec<Month> = change.iter().map(month_of).collect();
    months.push(own);
    months.sort_unstable();
    months.dedup();
    let mut made = Vec::new();
    let mut carried: Vec<(Month, Money)> = Vec::new();
    for month in months {
        let mut lines: Vec<EntryLine> = Vec::new();
        for line in change.iter().filter(|line| month_of(line) == month) {
            put(&mut lines, line, policy)?;
        }
        if month == own {
            for (month, amount) in &carried {
                lines.push(carry(policy, *month, *amount));
            }
        } else {
            let credits =
                Money::sum(payout.currency, lines.iter().map(|line| line.credit))?.checked_neg()?;
            lines.push(carry(policy, month, credits));
            carried.push((month, credits.checked_neg()?));
        }
        lines.retain(|line| !line.credit.is_zero());
        if !lines.is_empty() {
            let day = if month == own { on } else { month.last_day() };
            made.push(entry(payout, day, times, (month != own).then_some(month), lines, policy)?);
        }
    }
    Ok(made)
}

/// Adds a line to those of its account and memo.
fn put(lines: &mut Vec<EntryLine>, line: &Line, policy: &Policy) -> Result<(), MoneyError> {
    let account = account(line.key.family, line.key.part, policy.payouts.revenue);
    let memo = memo(line, account);
    match lines.iter_mut().find(|own| own.account == account && own.memo == memo) {
        Some(own) => own.credit.add(&line.amount),
        None => {
            let code = policy.payouts.code(account).to_owned();
            lines.push(EntryLine { account, code, memo, credit: line.amount });
            Ok(())
        }
    }
}

fn carry(policy: &Policy, month: Month, credit: Money) -> EntryLine {
    let account = Account::CarriedForward;
    let code = policy.payouts.code(account).to_owned();
    EntryLine { account, code, memo: format!("carried forward from {month}"), credit }
}

fn memo(line: &Line, account: Account) -> String {
    let key = &line.key;
    let mut memo = key.family.title().to_owned();
    // What only clears needs no parts.
    if account != Account::Clearing && !matches!(key.part, Part::Whole | Part::Bank) {
        memo.push_str(": ");
        memo.push_str(&key.part.word().replace('_', " "));
    }
    let detail = match key.family {
        Family::Fee | Family::DisputeFee if key.part == Part::Whole => {
            let of = Family::parse(&key.detail).map_or("", Family::title);
            if of.is_empty() { String::new() } else { format!(" on {of}") }
        }
        _ if key.detail.is_empty() || account == Account::Clearing => String::new(),
        _ => format!(" ({})", key.detail.replace('_', " ")),
    };
    memo.push_str(&detail);
    if !key.channel.is_empty() {
        memo.push_str(", ");
        memo.push_str(&key.channel);
    }
    memo
}

fn entry(
    payout: &Payout,
    day: Date,
    times: u32,
    month: Option<Month>,
    lines: Vec<EntryLine>,
    policy: &Policy,
) -> Result<Entry, MoneyError> {
    let mut reference = format!("P{}", payout.id);
    if times > 0 {
        reference.push_str(&format!("-A{times}"));
    }
    if let Some(month) = month {
        let month = month.to_string();
        reference.push('-');
        reference.extend(month.chars().skip(2).filter(char::is_ascii_digit));
    }
    let closed = policy.payouts.locked_through.filter(|locked| day <= *locked);
    let first_open = closed.and_then(|locked| locked.plus_days(1).ok());
    let what = match (&payout.status, times) {
        (PayoutStatus::Failed, _) => "Shopify payout that failed",
        (PayoutStatus::Canceled, _) => "Shopify payout that was cancelled",
        (_, 0) => "Shopify payout",
        _ => "Shopify payout, amended",
    };
    let mut narration = format!("{what} {}", payout.id);
    if let Some(month) = month {
        narration.push_str(&format!(", part of {month}"));
    }
    if first_open.is_some() {
        narration.push_str(&format!(", of {day}, whose books are closed"));
    }
    let zero = Money::zero(payout.currency);
    let (mut debits, mut credits) = (zero, zero);
    for line in &lines {
        let side = if line.credit.is_negative() { &mut debits } else { &mut credits };
        side.add(&line.credit.abs())?;
    }
    let moved_from = first_open.map(|_| day);
    let on = first_open.unwrap_or(day);
    Ok(Entry { reference, on, moved_from, narration, lines, debits, credits })
}
