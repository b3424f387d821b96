//! From a Shopify order to the Lightspeed sales that stand for it. The rules are told in
//! `docs/orders.md`.
//!
//! `gate` says which orders are not posted, `parts` what the order comes to, part by part,
//! `proof` that this is what Shopify says, `shop_money` what it is in the shop's currency,
//! `money` what was paid, `places` which outlet sends what. Then, sale by sale: `items` which
//! item a line is, `taxes` which tax it has, `lines` how the series writes it, `tie_out` that
//! Lightspeed will come to the same.

mod gate;
mod helpers;
mod items;
mod lines;
mod links;
mod money;
mod parts;
mod places;
mod proof;
mod sale;
mod shop_money;
mod taxes;
mod texts;
mod tie_out;

#[cfg(test)]
mod tests;

use crate::domain::capabilities::Capabilities;
use crate::domain::ids::lightspeed::{CustomerId, SaleLineId};
use crate::domain::ids::shopify::{LineItemId, OrderId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::number::push_count;
use crate::domain::order::{FulfilmentOrder, Order, Transaction};
use crate::domain::sale::{Sale, Source};
use crate::domain::table::Table;
use crate::policy::Policy;
use crate::report::{self, Code, Exception, Log};

pub use gate::{Skip, not_mapped};
pub use links::Links;
pub use tie_out::{Predicted, predict};

/// The codes that this capability examines.
pub const CODES: &[Code] = &[
    Code::OrderNotMapped,
    Code::OrderNotPaid,
    Code::OrderNoCustomer,
    Code::OrderTotalsDisagree,
    Code::FinancialStatusUnknown,
    Code::CancelledNotRefunded,
    Code::CurrencyDiffers,
    Code::LineUnlinked,
    Code::LinkAmbiguous,
    Code::HelperItemMissing,
    Code::LocationUnmapped,
    Code::FulfilmentOrdersDisagree,
    Code::RefundLineUnknown,
    Code::RefundPending,
    Code::RefundElsewhere,
    Code::TransactionUnknown,
    Code::TaxUnmapped,
    Code::GatewayUnmapped,
    Code::TransactionsMissing,
    Code::TenderDiffers,
    Code::TotalNotTied,
    Code::TaxNotTied,
];

/// What a person must mend although the order is posted.
pub const BESIDE: &[Code] = &[Code::LineUnlinked, Code::LinkAmbiguous, Code::LocationUnmapped];

/// What is known besides the order.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The order's transactions, if they were read.
    pub transactions: Option<&'a [Transaction]>,
    /// Its fulfilment orders; none if there are none yet.
    pub fulfilment_orders: &'a [FulfilmentOrder],
    /// What is which item.
    pub links: &'a Links,
    /// The Lightspeed customer, if known.
    pub customer: Option<&'a CustomerId>,
    /// The sale lines that were reserved for order lines.
    pub reserved: &'a Table<LineItemId, SaleLineId>,
}

/// What becomes of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// These sales, whose sum is the order.
    Sales(Vec<Sale>),
    /// Nothing, and nobody has to look at it.
    Skipped(Skip),
}

/// What becomes of the order, or nothing: then the log says why. Exceptions may also stand
/// beside sales.
pub fn to_sales(
    order: &Order,
    known: Known<'_>,
    policy: &Policy,
    capabilities: Capabilities,
    log: &mut Log,
) -> Option<Decided> {
    if let Some(skip) = gate::skipped(order, policy, log) {
        return Some(Decided::Skipped(skip));
    }
    let before = log.exceptions.len();
    match decide(order, known, policy, capabilities, log) {
        Ok(decided) => decided.filter(|_| {
            let raised = log.exceptions.iter().skip(before);
            raised.clone().all(|exception| BESIDE.contains(&exception.code))
        }),
        Err(error) => {
            log.raise(inexact(order, "amounts", error));
            None
        }
    }
}

fn decide(
    order: &Order,
    known: Known<'_>,
    policy: &Policy,
    capabilities: Capabilities,
    log: &mut Log,
) -> Result<Option<Decided>, MoneyError> {
    let before = log.exceptions.len();
    not_mapped(order, policy, log);
    let took = money::took(order, known.transactions, log);
    if order.is_cancelled() {
        return Ok(took.and_then(|took| gate::cancelled(order, &took, log)).map(Decided::Skipped));
    }
    let mut parts = parts::parts(order, log)?;
    let proved = proof::proved(order, &parts, log)?;
    let (Some(took), Some(base), true) = (took, proved, log.exceptions.len() == before) else {
        return Ok(None);
    };
    parts::adjust(order, &mut parts);
    if parts.is_empty() && took.is_nothing() {
        return Ok(Some(Decided::Skipped(gate::nothing_left(order, log))));
    }
    let Some(paid) = money::paid(order, took, &mut parts, log)? else { return Ok(None) };
    if order.is_foreign() {
        shop_money::convert(order, base, &mut parts, log)?;
    }
    let Some(placed) = places::places(order, &parts, known, policy, log)? else { return Ok(None) };
    let tenders = money::tenders(order, &paid, &parts, policy, log)?;
    let context = sale::Context { order, known, policy, capabilities, paid: &paid };
    let sales = sale::sales(context, &parts, placed, tenders, log)?;
    Ok(sales.map(Decided::Sales))
}

/// How much of the order's money was kept after all refunds, or nothing where that is not known:
/// then the log says why.
pub fn kept(order: &Order, transactions: Option<&[Transaction]>, log: &mut Log) -> Option<Money> {
    money::took(order, transactions, log)
        .map(|took| if took.is_nothing() { Money::zero(order.currency) } else { took.net })
}

/// What exceptions and explanations call the order.
#[must_use]
pub fn subject(order: &Order) -> String {
    format!("order/{}", order.id)
}

/// What explanations are about, put into words only when somebody wants them.
type Subject<'a> = &'a dyn report::Subject;

/// What they call a part of it: `order/1/line/2`.
struct PartSubject {
    order: OrderId,
    source: Source,
}

impl report::Subject for PartSubject {
    fn put(&self, text: &mut String) {
        text.push_str("order/");
        push_count(text, self.order.number());
        text.push('/');
        self.source.put(text);
    }
}

fn part_subject(order: &Order, source: Source) -> PartSubject {
    PartSubject { order: order.id, source }
}

/// Arithmetic that cannot be carried out exactly: the figures themselves are at fault.
pub fn inexact(order: &Order, what: &str, error: impl std::fmt::Display) -> Exception {
    Exception::new(Code::OrderTotalsDisagree, &subject(order))
        .saying(format!("The order's {what} cannot be computed exactly: {error}."))
        .about(what)
}
