//! What `payout.summarise` decided, in the words of the contract.

use super::payout_rows::Given;
use crate::contract::decisions::{
    BankTie, CertificateView, EntryView, FamilyView, JournalFormat, LedgerDayView, LedgerView,
    MonthView, PayoutSummarise, PayoutSummary, PayoutsSummarised, ReconciledRow, Reconciliation,
    RecordLine, RejectedRow, ReportTie, RowName, StatusCount, SummaryLineView, TheirView,
};
use crate::domain::money::{Money, MoneyError};
use crate::domain::payout::{BalanceTransaction, Family, Line};
use crate::policy::{Account, Policy};
use crate::report::journal::{self, Journal};
use crate::report::{Code, Fact, Issue, Log, rule};
use crate::rules::payouts::{
    Certificate, Entry, FamilySum, Hold, LedgerRoll, MonthReport, Oddity, Posting, Reconciled,
    Rejected, Status, Summarised, Summary, by_family, status,
};

pub(super) fn view<'a>(
    policy: &Policy,
    given: &PayoutSummarise,
    rows: &'a Given,
    found: &'a Summarised<'_>,
    log: &mut Log,
) -> Result<PayoutsSummarised<'a>, Issue> {
    let mut payouts = Vec::with_capacity(found.summaries.len());
    for own in &found.summaries {
        explain(own, log);
        payouts.push(
            summary(policy, given, rows, own)
                .map_err(|error| Issue::new(Code::InvalidValue, "$.payouts", error.to_string()))?,
        );
    }
    let csv = given.formats.contains(&JournalFormat::Csv).then(|| {
        let entries =
            payouts.iter().flat_map(|own| own.entries.iter().map(|own| own.journal.clone()));
        journal::csv(&entries.collect::<Vec<Journal>>())
    });
    let rejected = found.rejected.iter().filter_map(|(place, why)| {
        let row = rows.rows.get(*place)?;
        Some(RejectedRow {
            row: rows.name_of(*place).to_string(),
            why: match why {
                Rejected::Elsewhere => "elsewhere",
                Rejected::Currency => "currency",
                Rejected::Twice => "twice",
            },
            payout: row.payout,
            net: row.net.written(),
            currency: row.net.currency(),
        })
    });
    let bank = found.bank.iter().map(|own| BankTie {
        payout: own.payout,
        status: own.status.word(),
        lines: own.lines.iter().map(|line| line.id.clone()).collect(),
        with: own.with.clone(),
        difference: own.difference.map(|own| own.written()),
    });
    Ok(PayoutsSummarised {
        rejected: rejected.collect(),
        waiting: found.waiting,
        ledgers: found.ledgers.iter().map(ledger).collect(),
        months: found.months.iter().flat_map(months).collect(),
        report: found.months.iter().flat_map(report).collect(),
        bank: bank.collect(),
        csv,
        payouts,
    })
}

/// Why a payout comes to what it does.
fn explain(own: &Summary<'_>, log: &mut Log) {
    let certificate = &own.concluded.certificate;
    let subject = format!("payout/{}", own.payout.id);
    for sum in &own.totals.families {
        let subject = format!("{subject}/{}/{}", sum.month, sum.family.word());
        log.explain(rule::PAYOUT_FAMILY, &subject, || {
            let beyond = sum.gross.checked_sub(&sum.fee).and_then(|own| sum.net.checked_sub(&own));
            (
                vec![
                    ("rows", Fact::number(sum.rows)),
                    ("gross", Fact::from(&sum.gross)),
                    ("fee", Fact::from(&sum.fee)),
                    ("beyond", beyond.as_ref().map_or(Fact::Nothing, Fact::from)),
                ],
                Fact::from(&sum.net),
            )
        });
    }
    log.explain(rule::PAYOUT_RESIDUE, &subject, || {
        let nets = own.totals.families.iter().map(|own| Fact::from(&own.net));
        let stated = certificate.stated.unwrap_or(certificate.sum);
        (
            vec![("stated", Fact::from(&stated)), ("nets", Fact::List(nets.collect()))],
            Fact::from(&certificate.residue),
        )
    });
}

fn summary<'a>(
    policy: &Policy,
    given: &PayoutSummarise,
    rows: &'a Given,
    own: &'a Summary<'_>,
) -> Result<PayoutSummary<'a>, MoneyError> {
    let concluded = &own.concluded;
    let entries: Vec<EntryView> =
        concluded.entries.iter().map(|entry| entry_view(entry, &given.formats)).collect();
    let net = concluded.certificate.stated.unwrap_or(concluded.certificate.sum);
    let mut record = Vec::new();
    if concluded.posting == Posting::Post {
        record = record_lines(policy, &concluded.change, net)?;
    }
    Ok(PayoutSummary {
        payout: own.payout.id,
        status: status(&own.payout.status).to_ascii_lowercase(),
        issued_on: concluded.on,
        currency: own.payout.currency,
        net: net.written(),
        posting: match concluded.posting {
            Posting::Post => "post",
            Posting::Nothing => "nothing",
            Posting::Waits => "waits",
            Posting::Held => "held",
        },
        held_for: concluded.holds.iter().map(|hold| hold_word(*hold)).collect(),
        families: own.totals.families.iter().map(family).collect(),
        lines: concluded.lines.iter().map(line).collect(),
        entries,
        record,
        certificate: certificate(own)?,
        reconciliation: match given.recorded {
            None => None,
            Some(_) => Some(reconciliation(own, rows, given.only_unmatched)?),
        },
    })
}

fn hold_word(hold: Hold) -> &'static str {
    match hold {
        Hold::Residue => "residue",
        Hold::Rows => "rows",
        Hold::Status => "status",
        Hold::Date => "date",
    }
}

fn family(own: &FamilySum) -> FamilyView {
    FamilyView {
        month: own.month,
        family: own.family.word(),
        rows: own.rows,
        gross: own.gross.written(),
        fee: own.fee.written(),
        net: own.net.written(),
    }
}

fn line(own: &Line) -> SummaryLineView {
    SummaryLineView {
        month: own.key.month,
        family: own.key.family.word().to_owned(),
        part: own.key.part.word().to_owned(),
        detail: own.key.detail.clone(),
        channel: own.key.channel.clone(),
        amount: own.amount.written(),
    }
}

fn entry_view(entry: &Entry, formats: &[JournalFormat]) -> EntryView {
    let journal = entry.journal();
    EntryView {
        xero: formats.contains(&JournalFormat::Xero).then(|| journal.xero()),
        quickbooks: formats.contains(&JournalFormat::Quickbooks).then(|| journal.quickbooks()),
        journal,
    }
}

/// What Lightspeed records, with its items.
fn record_lines(
    policy: &Policy,
    change: &[Line],
    net: Money,
) -> Result<Vec<RecordLine>, MoneyError> {
    let line = |(family, amount): (Family, Money)| {
        let item = policy.payouts.items.get(family.word()).cloned();
        RecordLine { family: family.word(), item, amount: amount.written() }
    };
    Ok(by_family(net.currency(), change)?.into_iter().map(line).collect())
}

fn certificate(own: &Summary<'_>) -> Result<CertificateView, MoneyError> {
    let certificate: &Certificate = &own.concluded.certificate;
    let currency = own.payout.currency;
    let entries = &own.concluded.entries;
    let bank = entries.iter().flat_map(|entry| &entry.lines);
    let bank = bank.filter(|line| line.account == Account::Bank).map(|line| line.credit);
    let theirs = certificate.theirs.iter().map(|own| {
        let [gross, fee] = own.theirs.map(|own| own.written());
        let [our_gross, our_fee] = own.ours.map(|own| own.written());
        TheirView { part: own.part.word(), gross, fee, our_gross, our_fee, agrees: own.agrees }
    });
    let excluded = own.totals.excluded;
    Ok(CertificateView {
        rows: certificate.rows,
        sum: certificate.sum.written(),
        stated: certificate.stated.map(|own| own.written()),
        turned: certificate.turned,
        residue: certificate.residue.written(),
        ties: certificate.ties(),
        debits: Money::sum(currency, entries.iter().map(|own| own.debits))?.written(),
        credits: Money::sum(currency, entries.iter().map(|own| own.credits))?.written(),
        to_bank: Money::sum(currency, bank)?.checked_neg()?.written(),
        transfers: excluded.transfers,
        tests: excluded.tests,
        twice: excluded.twice,
        quarantined: own.totals.quarantined,
        rejected: own.totals.rejected,
        theirs: theirs.collect(),
        theirs_add_up: certificate.theirs_add_up,
    })
}

fn reconciliation<'a>(
    own: &'a Summary<'_>,
    rows: &'a Given,
    only_unmatched: bool,
) -> Result<Reconciliation<'a>, MoneyError> {
    let mut counts: Vec<(Status, u32, Money)> = Vec::new();
    let mut listed = Vec::with_capacity(if only_unmatched { 0 } else { own.rows.len() });
    for one in &own.rows {
        let Some(row) = rows.rows.get(one.row) else { continue };
        let status = one.standing.as_ref().map(|own| own.status);
        if let Some(status) = status {
            match counts.iter_mut().find(|(own, _, _)| *own == status) {
                Some((_, count, amount)) => {
                    *count = count.saturating_add(1);
                    amount.add(&row.amount)?;
                }
                None => counts.push((status, 1, row.amount)),
            }
        }
        let matched = status == Some(Status::Matched) && one.oddity.is_none();
        if !(only_unmatched && matched) {
            listed.push(reconciled(one, row, rows.name_of(one.row)));
        }
    }
    counts.sort_unstable_by_key(|(status, _, _)| *status);
    let counts = counts.into_iter().map(|(status, rows, amount)| StatusCount {
        status: status.word(),
        rows,
        amount: amount.written(),
    });
    Ok(Reconciliation { counts: counts.collect(), rows: listed })
}

fn reconciled<'a>(
    own: &'a Reconciled<'_>,
    row: &'a BalanceTransaction,
    name: RowName,
) -> ReconciledRow<'a> {
    let standing = own.standing.as_ref();
    let odd = own.oddity.map(|odd| match odd {
        Oddity::UnknownType => "unknown_type",
        Oddity::ImpossibleSign => "impossible_sign",
        Oddity::NetDiffers => "net_differs",
        Oddity::Test => "test",
    });
    let found = standing.filter(|own| own.recorded.is_some());
    ReconciledRow {
        row: name,
        named: &row.named,
        at: row.at,
        status: standing.map_or("excluded", |own| own.status.word()),
        amount: row.amount.written(),
        order: row.order,
        name: row.order_name.as_deref(),
        transaction: row.transaction,
        by: found.map(|own| if own.by_transaction { "transaction" } else { "order" }),
        sale: standing.and_then(|own| own.sale),
        recorded: standing.and_then(|own| own.recorded).map(|own| own.written()),
        difference: standing.and_then(|own| own.difference).map(|own| own.written()),
        why: odd.or_else(|| standing.and_then(|own| own.why).map(|own| own.word())),
    }
}

fn ledger(own: &LedgerRoll) -> LedgerView {
    let days = own.days.iter().map(|(day, closing)| LedgerDayView {
        on: day.on,
        up: day.up.written(),
        down: day.down.written(),
        closing: closing.written(),
    });
    LedgerView {
        ledger: own.ledger.word(),
        currency: own.opening.currency(),
        opening: own.opening.written(),
        days: days.collect(),
        closing: own.closing.written(),
    }
}

fn months(own: &MonthReport) -> impl Iterator<Item = MonthView> {
    own.families.iter().map(|one| MonthView {
        currency: own.currency,
        all: family(&one.all),
        paid: one.paid.written(),
        waiting: one.waiting.written(),
    })
}

fn report(own: &MonthReport) -> impl Iterator<Item = ReportTie> {
    own.report.iter().map(|one| ReportTie {
        month: one.month,
        family: one.family.word(),
        currency: own.currency,
        figure: one.figure,
        theirs: one.theirs.written(),
        ours: one.ours.written(),
        difference: one.difference.written(),
        why: match (one.difference.is_zero(), one.waiting) {
            (true, _) => "none",
            (false, true) => "waiting",
            (false, false) => "unexplained",
        },
    })
}
