//! From a Shopify order to the Lightspeed sale that stands for it.
//!
//! `plain` says what cannot be carried over, `lines` turns order lines into sale lines,
//! `tenders` payments into tenders, `tie_out` proves that the sale comes to what the order
//! comes to. Any exception means that there is no sale.

mod lines;
mod plain;
mod tenders;
mod tie_out;

#[cfg(test)]
mod tests;

use crate::domain::capabilities::Capabilities;
use crate::domain::ids::lightspeed::{CustomerId, ItemId};
use crate::domain::ids::shopify::VariantId;
use crate::domain::order::{Order, Transaction};
use crate::domain::sale::{Sale, SaleKey};
use crate::domain::table::Table;
use crate::policy::Policy;
use crate::report::{Code, Exception, Log, rule};

pub use plain::not_mapped;
pub use tie_out::tax_bound;

/// The codes that this capability examines.
pub const CODES: &[Code] = &[
    Code::OrderNotMapped,
    Code::OrderNotPaid,
    Code::OrderNoCustomer,
    Code::OrderTotalsDisagree,
    Code::CurrencyDiffers,
    Code::LineUnlinked,
    Code::TaxUnmapped,
    Code::GatewayUnmapped,
    Code::TransactionsMissing,
    Code::TenderDiffers,
    Code::TotalNotTied,
    Code::TaxNotTied,
];

/// Which variant is which item.
pub type Links = Table<VariantId, ItemId>;

/// What is known besides the order.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The order's transactions, if they were read.
    pub transactions: Option<&'a [Transaction]>,
    /// The links of the order's variants.
    pub links: &'a Links,
    /// The Lightspeed customer, if known.
    pub customer: Option<&'a CustomerId>,
}

/// The sale of a plain order, or none: then the log says why.
pub fn to_sale(
    order: &Order,
    known: Known<'_>,
    policy: &Policy,
    capabilities: Capabilities,
    log: &mut Log,
) -> Option<Sale> {
    let before = log.exceptions.len();
    not_mapped(order, policy, log);
    plain::figures(order, log);
    let tax = lines::tax(order, policy, log);
    let lines = lines::sale_lines(order, known.links, capabilities, log);
    let tenders = tenders::tenders(order, known.transactions, policy, log);
    if log.exceptions.len() > before {
        return None;
    }
    let outlet = &policy.default_outlet;
    let register = policy.outlets.get(outlet)?.register.clone();
    let subject = subject(order);
    log.explain(rule::ORDER_OUTLET, &subject, || (Vec::new(), outlet.as_str().into()));
    for path in &order.free_shipping {
        log.explain(rule::SHIPPING_FREE, &subject, || {
            let facts = vec![("line", path.as_str().into()), ("price", "0".into())];
            (facts, "dropped".into())
        });
    }
    let mut sale = Sale {
        key: SaleKey { order: order.id, outlet: outlet.clone() },
        register,
        reference: order.name.clone(),
        at: order.processed_at,
        customer: known.customer.cloned(),
        delivery: order
            .ship_to
            .clone()
            .filter(|_| order.lines.iter().any(|line| line.requires_shipping)),
        tax: tax?,
        lines: lines?,
        tenders: tenders?,
        total: order.total,
        tax_total: order.tax,
    };
    let predicted = tie_out::tie(order, &sale, capabilities, log)?;
    sale.total = predicted.total;
    sale.tax_total = predicted.tax;
    Some(sale)
}

/// What exceptions and explanations call the order.
#[must_use]
pub fn subject(order: &Order) -> String {
    format!("order/{}", order.id)
}

/// What they call a line of it.
fn line_subject(order: &Order, line: &crate::domain::order::OrderLine) -> String {
    format!("order/{}/line/{}", order.id, line.id)
}

/// Arithmetic that cannot be carried out exactly: the figures themselves are at fault.
pub fn inexact(order: &Order, what: &str, error: impl std::fmt::Display) -> Exception {
    Exception::new(Code::OrderTotalsDisagree, &subject(order))
        .saying(format!("The order's {what} cannot be computed exactly: {error}."))
        .about(what)
}
