//! Payments of R-Series sales: a relation of the list.
//!
//! Source: Rdoc endpoints/sale.md, salepayment.md.

use super::RSeries;
use super::lenient::many;
use crate::contract::io::Request;
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::PaymentTypeId;
use crate::domain::money::Money;
use crate::domain::table::Table;
use crate::lightspeed::tenders::{Tendering, Tenders, add};
use crate::report::{Issue, Json, Node};

impl Tendering for RSeries {
    fn oldest_first(&self) -> bool {
        false
    }

    fn with_tenders(&self, list: Request) -> Request {
        list.with_query("load_relations", r#"["SaleLines","SaleNotes","SalePayments"]"#)
    }

    fn read_tenders(&self, body: &[u8], currency: Currency) -> Result<Tenders, Issue> {
        let json = Json::parse(body)?;
        let mut all = Table::new();
        many(&Node::root(&json, "$").field("Sale")?, |row| {
            let mut paid = Table::new();
            many(&row.field("SalePayments")?, |payments| {
                many(&payments.field("SalePayment")?, |payment| {
                    let amount = payment.field("amount")?.decimal()?;
                    // A payment without a type is none of the tenant's.
                    let kind: Option<String> = payment.find("paymentTypeID")?;
                    if !amount.is_zero() && kind.is_some_and(|kind| kind != "0") {
                        let kind = payment.field("paymentTypeID")?.id(PaymentTypeId::parse)?;
                        add(&mut paid, kind, Money::new(amount, currency));
                    }
                    Ok(())
                })
            })?;
            all.insert(row.get("saleID")?, paid);
            Ok(())
        })?;
        Ok(all)
    }
}
