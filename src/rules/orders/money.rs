//! Payments become tenders. A tender is never guessed.

use rust_decimal::Decimal;

use super::Subject;
use super::parts::{Part, number, single};
use super::subject;
use crate::domain::ids::lightspeed::PaymentTypeId;
use crate::domain::ids::shopify::TransactionId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::order::{Financial, Order, Transaction, TransactionKind, TransactionStatus};
use crate::domain::sale::{Mode, Source, Tender};
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// What an order's transactions took, refunds taken off.
#[derive(Clone, Debug)]
pub(super) struct Took<'a> {
    /// The payments.
    payments: Vec<Payment<'a>>,
    /// What gave money back.
    back: Vec<&'a Transaction>,
    /// The sum of the payments.
    pub(super) net: Money,
}

/// One payment.
#[derive(Clone, Debug)]
struct Payment<'a> {
    transaction: &'a Transaction,
    net: Money,
}

impl Took<'_> {
    /// Whether no money was kept.
    pub(super) fn is_nothing(&self) -> bool {
        self.payments.iter().all(|payment| payment.net.is_zero())
    }
}

/// How an order was paid.
#[derive(Clone, Debug)]
pub(super) struct Paid<'a> {
    /// Whether in full.
    pub(super) mode: Mode,
    payments: Vec<Payment<'a>>,
}

/// A tender before it is known which sale it pays.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub(super) payment_type: PaymentTypeId,
    pub(super) transaction: TransactionId,
    pub(super) amount: Money,
}

/// What the transactions took, or nothing when that is not known: then the log says why.
pub(super) fn took<'a>(
    order: &Order,
    transactions: Option<&'a [Transaction]>,
    log: &mut Log,
) -> Option<Took<'a>> {
    let before = log.exceptions.len();
    let (payments, back) = (Vec::new(), Vec::new());
    let mut took = Took { payments, back, net: Money::zero(order.currency) };
    let (stated, adjustment) = (order.stated.total, order.refunds.adjustment);
    let nothing_due = stated.presentment.is_zero() && adjustment.presentment.is_zero();
    let Some(transactions) = transactions else {
        return match order.financial {
            Financial::Pending | Financial::Authorized => Some(took),
            Financial::Voided | Financial::Expired if order.is_cancelled() => Some(took),
            Financial::Voided | Financial::Expired | Financial::Other(_) => {
                refuse_status(order, log);
                None
            }
            _ if nothing_due => Some(took),
            _ => {
                log.raise(Exception::new(Code::TransactionsMissing, &subject(order)));
                None
            }
        };
    };
    for (place, transaction) in transactions.iter().enumerate() {
        if repeated(order, transactions.iter().take(place), transaction, log) {
            continue;
        }
        let Some(flow) = flow(order, transaction, log) else { continue };
        let net = amount(order, transaction, log)?;
        match flow {
            Flow::In => took.payments.push(Payment { transaction, net }),
            Flow::Back => took.back.push(transaction),
        }
    }
    if log.exceptions.len() > before {
        // Its payment may be among those that nobody understands.
        return None;
    }
    for transaction in &took.back {
        let amount = Money::new(transaction.amount.value, order.currency);
        match give_back(&mut took.payments, transaction, amount) {
            Ok(beyond) if beyond.is_zero() => {}
            Ok(beyond) => elsewhere(order, transaction, &beyond, log),
            Err(error) => log.raise(super::inexact(order, "refunds", error)),
        }
    }
    let nets = took.payments.iter().map(|payment| payment.net);
    match Money::sum(order.currency, nets) {
        Ok(net) => took.net = net,
        Err(error) => log.raise(super::inexact(order, "payments", error)),
    }
    (log.exceptions.len() == before).then_some(took)
}

/// Which way a transaction's money went.
enum Flow {
    In,
    Back,
}

/// Nothing for what moved no money.
fn flow(order: &Order, transaction: &Transaction, log: &mut Log) -> Option<Flow> {
    use TransactionKind as Kind;
    let unknown = |what: &str| {
        Exception::new(Code::TransactionUnknown, &subject(order))
            .with("transaction", Fact::text(transaction.id))
            .with("what", what)
            .about(&transaction.id.to_string())
    };
    match (&transaction.kind, &transaction.status) {
        (_, TransactionStatus::Failed)
        | (Kind::Authorization | Kind::Void | Kind::Suggestion, _) => None,
        (_, TransactionStatus::Other(status)) => {
            log.raise(unknown(&format!("status `{status}`")));
            None
        }
        (Kind::Other(kind), _) => {
            log.raise(unknown(&format!("kind `{kind}`")));
            None
        }
        (Kind::Refund, TransactionStatus::Pending) => {
            log.raise(
                Exception::new(Code::RefundPending, &subject(order))
                    .with("transaction", Fact::text(transaction.id))
                    .about(&transaction.id.to_string()),
            );
            None
        }
        (_, TransactionStatus::Pending) => None,
        (_, TransactionStatus::Success) if transaction.test => {
            log.raise(unknown("test payment"));
            None
        }
        (Kind::Sale | Kind::Capture, _) => Some(Flow::In),
        (Kind::Refund | Kind::Change, _) => Some(Flow::Back),
    }
}

/// Whether the transaction was told before. The same id with other content is nobody's guess.
fn repeated<'t>(
    order: &Order,
    mut earlier: impl Iterator<Item = &'t Transaction>,
    transaction: &Transaction,
    log: &mut Log,
) -> bool {
    let Some(twin) = earlier.find(|earlier| earlier.id == transaction.id) else { return false };
    if twin != transaction {
        log.raise(
            Exception::new(Code::TransactionUnknown, &subject(order))
                .with("transaction", Fact::text(transaction.id))
                .with("what", "two transactions with one id")
                .about(&transaction.id.to_string()),
        );
    }
    true
}

/// Its amount in the currency the buyer paid in. Where the order knows one currency only, an
/// amount that does not say its own is in that one.
fn amount(order: &Order, transaction: &Transaction, log: &mut Log) -> Option<Money> {
    let said = transaction.amount.currency;
    let currency = said.or((!order.is_foreign()).then_some(order.currency));
    if currency == Some(order.currency) {
        return Some(Money::new(transaction.amount.value, order.currency));
    }
    log.raise(
        Exception::new(Code::CurrencyDiffers, &subject(order))
            .with("transaction", Fact::text(transaction.id))
            .with("payment", currency.map_or("none", |currency| currency.code()))
            .with("order", order.currency.code())
            .about("payment"),
    );
    None
}

/// Takes a refund off the payment it names, else off payments of its gateway; what is left over.
fn give_back(
    payments: &mut [Payment<'_>],
    refund: &Transaction,
    amount: Money,
) -> Result<Money, MoneyError> {
    let mut left = amount;
    for named in [true, false] {
        for payment in &mut *payments {
            let own = payment.transaction;
            let meant = match named {
                true => refund.parent == Some(own.id),
                false => refund.gateway.eq_ignore_ascii_case(&own.gateway),
            };
            if !meant || left.is_zero() {
                continue;
            }
            let taken = if left.amount() <= payment.net.amount() { left } else { payment.net };
            payment.net = payment.net.checked_sub(&taken)?;
            left = left.checked_sub(&taken)?;
        }
    }
    Ok(left)
}

fn elsewhere(order: &Order, refund: &Transaction, beyond: &Money, log: &mut Log) {
    log.raise(
        Exception::new(Code::RefundElsewhere, &subject(order))
            .with("transaction", Fact::text(refund.id))
            .with("gateway", refund.gateway.as_str())
            .with("beyond", beyond)
            .about(&refund.id.to_string()),
    );
}

fn refuse_status(order: &Order, log: &mut Log) {
    let (code, status) = match &order.financial {
        Financial::Voided => (Code::OrderNotPaid, "voided"),
        Financial::Expired => (Code::OrderNotPaid, "expired"),
        Financial::Other(status) => (Code::FinancialStatusUnknown, status.as_str()),
        _ => return,
    };
    log.raise(Exception::new(code, &subject(order)).with("financial_status", status));
}

/// Whether what was taken is what is due; a cash rounding becomes a part. Nothing when neither
/// paid nor open: then the log says why.
pub(super) fn paid<'a>(
    order: &Order,
    took: Took<'a>,
    parts: &mut Vec<Part<'_>>,
    log: &mut Log,
) -> Result<Option<Paid<'a>>, MoneyError> {
    refuse_status(order, log);
    if matches!(order.financial, Financial::Voided | Financial::Expired | Financial::Other(_)) {
        return Ok(None);
    }
    let mut due = Money::zero(order.currency);
    for part in parts.iter() {
        due.add(&part.due(order.taxes_included)?)?;
    }
    let rounding = order.cash_rounding.presentment;
    let rounded = due.checked_add(&rounding)?;
    let (payments, net) = rounded_payments(order, took, &rounded)?;
    let open = matches!(
        order.financial,
        Financial::Pending | Financial::Authorized | Financial::PartiallyPaid
    );
    let mode = if net == rounded {
        Mode::Completed
    } else if open && net.is_at_most(&rounded) {
        Mode::Reserve
    } else {
        log.raise(
            Exception::new(Code::TenderDiffers, &subject(order))
                .with("captured", &net)
                .with("order", &rounded),
        );
        return Ok(None);
    };
    log.explain(rule::MODE, &subject(order), || {
        let facts = vec![("captured", (&net).into()), ("due", (&rounded).into())];
        (facts, if mode == Mode::Completed { "completed".into() } else { "reserve".into() })
    });
    if mode == Mode::Completed && !rounding.is_zero() {
        parts.push(single(Source::CashRounding, rounding));
        log.explain(rule::LUMP, &super::part_subject(order, Source::CashRounding), || {
            let facts = vec![("what", "cash_rounding".into()), ("amount", (&rounding).into())];
            (facts, (&rounding).into())
        });
    }
    Ok(Some(Paid { mode, payments }))
}

/// The payments, with what cash was rounded by where only that makes them what is due.
fn rounded_payments<'a>(
    order: &Order,
    took: Took<'a>,
    due: &Money,
) -> Result<(Vec<Payment<'a>>, Money), MoneyError> {
    let unrounded = |transaction: &Transaction| transaction.rounding.is_zero();
    let none = took.payments.iter().all(|payment| unrounded(payment.transaction))
        && took.back.iter().all(|refund| unrounded(refund));
    if took.net == *due || none {
        return Ok((took.payments, took.net));
    }
    let amount = |transaction: &Transaction| -> Result<Money, MoneyError> {
        let rounding = Money::new(transaction.rounding, order.currency);
        Money::new(transaction.amount.value, order.currency).checked_add(&rounding)
    };
    let mut rounded = took.payments.clone();
    for payment in &mut rounded {
        payment.net = amount(payment.transaction)?;
    }
    let mut beyond = Money::zero(order.currency);
    for refund in &took.back {
        beyond.add(&give_back(&mut rounded, refund, amount(refund)?)?)?;
    }
    let net = Money::sum(order.currency, rounded.iter().map(|payment| payment.net))?;
    let ties = net == *due && beyond.is_zero();
    Ok(if ties { (rounded, net) } else { (took.payments, took.net) })
}

/// The tenders of a completed order, in the shop's currency; none of one that only reserves.
pub(super) fn tenders(
    order: &Order,
    paid: &Paid<'_>,
    parts: &[Part<'_>],
    policy: &Policy,
    log: &mut Log,
) -> Result<Vec<Share>, MoneyError> {
    if paid.mode == Mode::Reserve {
        return Ok(Vec::new());
    }
    let payments: Vec<&Payment<'_>> =
        paid.payments.iter().filter(|payment| !payment.net.is_zero()).collect();
    let nets: Vec<Decimal> = payments.iter().map(|payment| payment.net.amount()).collect();
    let mut amounts: Vec<Money> = payments.iter().map(|payment| payment.net).collect();
    if order.is_foreign() && !payments.is_empty() {
        let mut due = Money::zero(order.shop_currency);
        for part in parts {
            due.add(&part.due(order.taxes_included)?)?;
        }
        amounts = due.allocate(&nets)?;
        log.explain(rule::SHOP_SHARES, &subject(order), || {
            let list = |values: &[Decimal]| Fact::List(values.iter().map(|v| number(*v)).collect());
            let shares: Vec<Decimal> = amounts.iter().map(Money::amount).collect();
            let facts = vec![
                ("what", "tenders".into()),
                ("whole", (&due).into()),
                ("weights", list(&nets)),
                ("digits", Fact::number(due.currency().minor_digits())),
            ];
            (facts, list(&shares))
        });
    }
    let mut shares = Vec::with_capacity(payments.len());
    for (payment, amount) in payments.into_iter().zip(amounts) {
        let transaction = payment.transaction;
        let Some(payment_type) = payment_type(order, transaction, policy, log) else { continue };
        shares.push(Share { payment_type, transaction: transaction.id, amount });
    }
    Ok(shares)
}

fn payment_type(
    order: &Order,
    transaction: &Transaction,
    policy: &Policy,
    log: &mut Log,
) -> Option<PaymentTypeId> {
    let gateway = transaction.gateway.as_str();
    let by_hand = || policy.payment_type("manual").filter(|_| transaction.manual);
    let found = policy.payment_type(gateway).or_else(by_hand);
    let subject = subject(order);
    match found {
        Some(found) => log.explain(rule::TENDER_TYPE, &subject, || {
            let facts = vec![("gateway", gateway.into()), ("manual", transaction.manual.into())];
            (facts, found.as_str().into())
        }),
        None => log.raise(
            Exception::new(Code::GatewayUnmapped, &subject).with("gateway", gateway).about(gateway),
        ),
    }
    found.cloned()
}

/// Takes the tenders of a sale that comes to `due` off what is left of all tenders.
pub(super) fn fill(
    left: &mut [Share],
    whole: &[Share],
    due: &Money,
    subject: Subject<'_>,
    log: &mut Log,
) -> Result<Vec<Tender>, MoneyError> {
    let mut open = *due;
    let mut tenders = Vec::new();
    for (share, whole) in left.iter_mut().zip(whole) {
        if open.is_zero() || share.amount.is_zero() {
            continue;
        }
        let amount = if open.is_at_most(&share.amount) { open } else { share.amount };
        log.explain(rule::TENDER_AMOUNT, subject, || {
            let facts = vec![
                ("transaction", Fact::text(share.transaction)),
                ("captured", (&whole.amount).into()),
                ("left", (&share.amount).into()),
                ("open", (&open).into()),
            ];
            (facts, (&amount).into())
        });
        open = open.checked_sub(&amount)?;
        share.amount = share.amount.checked_sub(&amount)?;
        tenders.push(Tender {
            payment_type: share.payment_type.clone(),
            amount,
            transaction: share.transaction,
            part: amount != whole.amount,
        });
    }
    Ok(tenders)
}
