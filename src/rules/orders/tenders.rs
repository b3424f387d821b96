//! Payments become tenders. A tender is never guessed.

use super::{inexact, subject};
use crate::domain::order::{Order, Transaction, TransactionKind, TransactionStatus};
use crate::domain::sale::Tender;
use crate::policy::Policy;
use crate::report::{Code, Exception, Fact, Log, rule};

/// The order's one tender, or none: then the log says why.
pub(super) fn tenders(
    order: &Order,
    transactions: Option<&[Transaction]>,
    policy: &Policy,
    log: &mut Log,
) -> Option<Vec<Tender>> {
    let subject = subject(order);
    let Some(transactions) = transactions else {
        log.raise(Exception::new(Code::TransactionsMissing, &subject));
        return None;
    };
    let taken = taken(order, transactions, log)?;
    let [payment] = taken.as_slice() else {
        return refuse_count(order, &taken, log);
    };
    if payment.amount.currency() != order.currency {
        log.raise(
            Exception::new(Code::CurrencyDiffers, &subject)
                .with("transaction", Fact::text(payment.id))
                .with("payment", payment.amount.currency().code())
                .with("order", order.currency.code())
                .about("payment"),
        );
        return None;
    }
    if payment.amount.amount() != order.total.amount() {
        log.raise(
            Exception::new(Code::TenderDiffers, &subject)
                .with("transaction", Fact::text(payment.id))
                .with("captured", &payment.amount)
                .with("order", &order.total),
        );
        return None;
    }
    let Some(payment_type) = policy.payment_type(&payment.gateway) else {
        log.raise(
            Exception::new(Code::GatewayUnmapped, &subject)
                .with("gateway", payment.gateway.as_str())
                .about(&payment.gateway),
        );
        return None;
    };
    log.explain(rule::TENDER_TYPE, &subject, || {
        (vec![("gateway", payment.gateway.as_str().into())], payment_type.as_str().into())
    });
    log.explain(rule::TENDER_AMOUNT, &subject, || {
        let captured = ("captured", (&payment.amount).into());
        (vec![("transaction", Fact::text(payment.id)), captured], (&payment.amount).into())
    });
    Some(vec![Tender {
        payment_type: payment_type.clone(),
        amount: payment.amount,
        transaction: payment.id,
    }])
}

/// The transactions that took money. Every other one is either known to have taken none, or
/// refused.
fn taken<'a>(
    order: &Order,
    transactions: &'a [Transaction],
    log: &mut Log,
) -> Option<Vec<&'a Transaction>> {
    let mut taken = Vec::new();
    let before = log.exceptions.len();
    for transaction in transactions {
        let what = match (&transaction.kind, &transaction.status) {
            (_, TransactionStatus::Failed) => continue,
            (_, TransactionStatus::Other(status)) => {
                format!("transaction with status `{status}`")
            }
            (TransactionKind::Sale | TransactionKind::Capture, _) if !transaction.test => {
                taken.push(transaction);
                continue;
            }
            (TransactionKind::Authorization | TransactionKind::Void, _) => continue,
            (TransactionKind::Refund, _) => "refund".to_owned(),
            (TransactionKind::Other(kind), _) => format!("transaction of kind `{kind}`"),
            (TransactionKind::Sale | TransactionKind::Capture, _) => "test payment".to_owned(),
        };
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject(order))
                .saying(format!("The order has a {what}, which is not carried over yet."))
                .with("what", what.as_str())
                .with("transaction", Fact::text(transaction.id))
                .about(&transaction.id.to_string()),
        );
    }
    (log.exceptions.len() == before).then_some(taken)
}

fn refuse_count(order: &Order, taken: &[&Transaction], log: &mut Log) -> Option<Vec<Tender>> {
    if taken.is_empty() && order.total.is_zero() {
        log.raise(
            Exception::new(Code::OrderNotMapped, &subject(order))
                .saying("The order costs nothing, which is not carried over yet.")
                .with("what", "order without payment")
                .about("tenders"),
        );
        return None;
    }
    if taken.is_empty() {
        log.raise(
            Exception::new(Code::TenderDiffers, &subject(order))
                .with("captured", "0")
                .with("order", &order.total),
        );
        return None;
    }
    let mut sum = order.total;
    for payment in taken {
        match sum.checked_sub(&payment.amount) {
            Ok(rest) => sum = rest,
            Err(error) => {
                log.raise(inexact(order, "payments", error));
                return None;
            }
        }
    }
    log.raise(
        Exception::new(Code::OrderNotMapped, &subject(order))
            .saying("The order has several tenders, which are not carried over yet.")
            .with("what", "second tender")
            .with("count", Fact::text(taken.len()))
            .with("open", &sum)
            .about("tenders"),
    );
    None
}
