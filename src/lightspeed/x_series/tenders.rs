//! Payments of X-Series sales: each row has them.
//!
//! Source: X20 `Sale.payments` (flat: `retailer_payment_type_id`), X26 (`type.config_id`).

use super::XSeries;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::PaymentTypeId;
use crate::domain::money::Money;
use crate::domain::table::Table;
use crate::lightspeed::tenders::{Tendering, Tenders, add};
use crate::report::{Issue, Json, Node, Value};

impl Tendering for XSeries {
    fn oldest_first(&self) -> bool {
        true
    }

    fn with_tenders(&self, list: Request) -> Request {
        list
    }

    fn read_tenders(&self, body: &[u8], currency: Currency) -> Result<Tenders, Issue> {
        let json = Json::parse(body)?;
        let root = Node::root(&json, "$");
        let mut all = Table::new();
        for row in root.field("data")?.items()? {
            let mut paid = Table::new();
            let payments = row.field("payments")?;
            if !payments.is_nothing() {
                for payment in payments.items()? {
                    if payment.field("deleted_at")?.is_nothing() {
                        read(&payment, currency, &mut paid)?;
                    }
                }
            }
            all.insert(row.get("id")?, paid);
        }
        Ok(all)
    }
}

fn read(
    payment: &Node<'_>,
    currency: Currency,
    paid: &mut Table<PaymentTypeId, Money>,
) -> Result<(), Issue> {
    let amount = payment.field("amount")?.decimal()?;
    if let Some(kind) = kind(payment)?.filter(|_| !amount.is_zero()) {
        add(paid, kind, Money::new(amount, currency));
    }
    Ok(())
}

/// With what it was paid.
pub(super) fn kind(payment: &Node<'_>) -> Result<Option<PaymentTypeId>, Issue> {
    let nested = payment.field("type")?;
    match nested.value() {
        Some(Value::Object) => nested.find("config_id"),
        _ => payment.find("retailer_payment_type_id"),
    }
}
