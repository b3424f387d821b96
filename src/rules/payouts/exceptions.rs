//! What of payouts a person must look at: one record each.

use crate::domain::money::Money;
use crate::domain::payout::{BalanceTransaction, Payout, PayoutStatus};
use crate::report::{Code, Exception, Fact, Log};

use super::bank::BankStatus;
use super::conclude::{Concluded, Hold, Posting};
use super::reconcile::{Standing, Status};
use super::rows::Oddity;
use super::summarise::{Reconciled, Rejected, Summarised};

/// Raises all of them. `name` tells what a row is called, by its place.
pub fn raise(
    found: &Summarised<'_>,
    rows: &[BalanceTransaction],
    name: &dyn Fn(usize) -> String,
    log: &mut Log,
) {
    for summary in &found.summaries {
        raise_payout(summary.payout, &summary.concluded, log);
        raise_rows(&subject(summary.payout), &summary.rows, rows, name, log);
    }
    for (place, why) in &found.rejected {
        if let Some(row) = rows.get(*place) {
            log.raise(of_rejected(*why, row, &name(*place)));
        }
    }
    of_bank(found, log);
    for month in &found.months {
        for own in month.report.iter().filter(|own| !own.difference.is_zero() && !own.waiting) {
            let subject = format!("month/{}", own.month);
            log.raise(
                Exception::new(Code::PayoutReportDiffers, &subject)
                    .with("family", own.family.word())
                    .with("figure", own.figure)
                    .with("theirs", &own.theirs)
                    .with("ours", &own.ours)
                    .with("difference", &own.difference)
                    .about(own.family.word())
                    .about(own.figure),
            );
        }
    }
}

/// What a payout is called in exceptions.
#[must_use]
pub fn subject(payout: &Payout) -> String {
    format!("payout/{}", payout.id)
}

/// Raises what is to be said of rows, about `subject`.
pub fn raise_rows(
    subject: &str,
    list: &[Reconciled<'_>],
    rows: &[BalanceTransaction],
    name: &dyn Fn(usize) -> String,
    log: &mut Log,
) {
    for own in list {
        if let Some(row) = rows.get(own.row) {
            of_row(subject, own, row, name, log);
        }
    }
}

/// Raises what is to be said of a payout as a whole.
pub fn raise_payout(payout: &Payout, concluded: &Concluded, log: &mut Log) {
    let subject = subject(payout);
    let certificate = &concluded.certificate;
    for hold in &concluded.holds {
        match hold {
            // Its rows say so themselves.
            Hold::Rows => {}
            Hold::Residue => log.raise(
                Exception::new(Code::PayoutResidue, &subject)
                    .with("stated", amount(certificate.stated.as_ref()))
                    .with("sum", &certificate.sum)
                    .with("residue", &certificate.residue)
                    .with("rows", Fact::number(certificate.rows)),
            ),
            Hold::Status | Hold::Date => log.raise(
                Exception::new(Code::PayoutStatusUnknown, &subject)
                    .with("status", Fact::text(status(&payout.status)))
                    .with("issued", Fact::Flag(payout.issued.is_some())),
            ),
        }
    }
    let wrong: Vec<Fact> = certificate
        .theirs
        .iter()
        // Where rows are missing, the parts of those that are there say nothing.
        .filter(|own| !own.agrees && certificate.ties() && certificate.rows > 0)
        .map(|own| {
            let [gross, fee, our_gross, our_fee] =
                [own.theirs[0], own.theirs[1], own.ours[0], own.ours[1]].map(|own| own.text());
            Fact::text(format_args!(
                "{} {gross} and {fee} beside {our_gross} and {our_fee}",
                own.part.word()
            ))
        })
        .collect();
    if certificate.theirs_add_up == Some(false) || !wrong.is_empty() {
        log.raise(
            Exception::new(Code::PayoutSummaryWrong, &subject)
                .with("adds_up", certificate.theirs_add_up.map_or(Fact::Nothing, Fact::Flag))
                .with("parts", Fact::List(wrong)),
        );
    }
    of_entries(payout, concluded, &subject, log);
}

fn of_entries(payout: &Payout, concluded: &Concluded, subject: &str, log: &mut Log) {
    if concluded.posting != Posting::Post {
        return;
    }
    let came_back = matches!(payout.status, PayoutStatus::Failed | PayoutStatus::Canceled);
    let amended = concluded.entries.iter().any(|own| own.reference.contains("-A"));
    if came_back {
        log.raise(
            Exception::new(Code::PayoutCameBack, subject)
                .with("status", Fact::text(status(&payout.status)))
                .with("net", &concluded.certificate.sum),
        );
    } else if amended {
        let references = concluded.entries.iter().map(|own| Fact::text(&own.reference));
        log.raise(
            Exception::new(Code::PayoutAmended, subject)
                .with("entries", Fact::List(references.collect())),
        );
    }
    for entry in &concluded.entries {
        if let Some(day) = entry.moved_from {
            log.raise(
                Exception::new(Code::PayoutBooksClosed, subject)
                    .with("entry", entry.reference.as_str())
                    .with("belongs_on", Fact::text(day))
                    .with("posted_on", Fact::text(entry.on))
                    .about(&entry.reference),
            );
        }
    }
}

fn of_row(
    subject: &str,
    own: &Reconciled<'_>,
    row: &BalanceTransaction,
    name: &dyn Fn(usize) -> String,
    log: &mut Log,
) {
    let code = match own.oddity {
        Some(Oddity::UnknownType) => Some(Code::PayoutRowUnknown),
        Some(Oddity::ImpossibleSign) => Some(Code::PayoutRowSign),
        Some(Oddity::NetDiffers) => Some(Code::PayoutRowNet),
        Some(Oddity::Test) => Some(Code::PayoutRowTest),
        None => None,
    };
    let standing = own.standing.as_ref().and_then(|own| of_standing(own.status));
    for code in code.into_iter().chain(standing) {
        let name = name(own.row);
        let mut exception = Exception::new(code, subject)
            .with("row", name.as_str())
            .with("type", row.named.as_ref())
            .with("amount", &row.amount)
            .with("fee", &row.fee)
            .with("net", &row.net)
            .about(&name);
        if let Some(order) = row.order {
            exception.add("order", Fact::text(order));
        } else if let Some(name) = &row.order_name {
            exception.add("order", Fact::text(name));
        }
        // What is odd about the row itself has nothing to do with Lightspeed.
        if let Some(own) = own.standing.as_ref().filter(|own| of_standing(own.status) == Some(code))
        {
            add(&mut exception, own);
        }
        log.raise(exception);
    }
}

fn of_standing(status: Status) -> Option<Code> {
    match status {
        Status::AmountDiffers => Some(Code::PayoutAmountDiffers),
        Status::SaleMissing => Some(Code::PayoutSaleMissing),
        Status::RefundPending => Some(Code::PayoutRefundPending),
        Status::RefundFailed => Some(Code::PayoutRefundFailed),
        Status::NoOrder | Status::BeforeGoLive | Status::OrderDeleted => Some(Code::PayoutUnplaced),
        Status::Matched
        | Status::OtherCurrency
        | Status::Uncompared
        | Status::Correction
        | Status::Quarantined => None,
    }
}

fn add(exception: &mut Exception, standing: &Standing<'_>) {
    exception.add("standing", Fact::text(standing.status.word()));
    if let Some(sale) = standing.sale {
        exception.add("sale", Fact::text(sale));
    }
    if let Some(recorded) = &standing.recorded {
        exception.add("recorded", Fact::from(recorded));
    }
    if let Some(difference) = &standing.difference {
        exception.add("difference", Fact::from(difference));
    }
    if let Some(why) = standing.why {
        exception.add("why", Fact::text(why.word()));
    }
}

fn of_rejected(why: Rejected, row: &BalanceTransaction, name: &str) -> Exception {
    let code = match why {
        Rejected::Elsewhere => Code::PayoutRowElsewhere,
        Rejected::Currency => Code::PayoutRowCurrency,
        Rejected::Twice => Code::PayoutRowTwice,
    };
    let subject = match row.payout {
        Some(payout) => format!("payout/{payout}"),
        None => "payout".to_owned(),
    };
    Exception::new(code, &subject)
        .with("row", name)
        .with("type", row.named.as_ref())
        .with("net", &row.net)
        .with("currency", row.net.currency().code())
        .about(name)
}

fn of_bank(found: &Summarised<'_>, log: &mut Log) {
    for own in &found.bank {
        let code = match own.status {
            BankStatus::Traced | BankStatus::Only | BankStatus::Nothing => continue,
            BankStatus::Differs => Code::PayoutBankDiffers,
            BankStatus::Several => Code::PayoutBankSeveral,
            BankStatus::AddsUp | BankStatus::Missing => Code::PayoutBankMissing,
        };
        let paid = found.summaries.iter().find(|summary| summary.payout.id == own.payout);
        // What is not sent yet cannot have arrived.
        if !paid.is_some_and(|own| own.payout.status == PayoutStatus::Paid) {
            continue;
        }
        let lines = own.lines.iter().map(|line| Fact::text(&line.id));
        let with = own.with.iter().map(Fact::text);
        log.raise(
            Exception::new(code, &format!("payout/{}", own.payout))
                .with("movements", Fact::List(lines.collect()))
                .with("payouts", Fact::List(with.collect()))
                .with("difference", amount(own.difference.as_ref())),
        );
    }
}

fn amount(money: Option<&Money>) -> Fact {
    money.map_or(Fact::Nothing, Fact::from)
}

/// The status in our words.
#[must_use]
pub fn status(status: &PayoutStatus) -> &str {
    match status {
        PayoutStatus::Scheduled => "scheduled",
        PayoutStatus::InTransit => "in_transit",
        PayoutStatus::Paid => "paid",
        PayoutStatus::Failed => "failed",
        PayoutStatus::Canceled => "canceled",
        PayoutStatus::Other(word) => word,
    }
}
