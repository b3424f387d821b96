//! The rules from order to sale, in the order of their precedence. Figures are computed by hand.

mod plain;
mod tenders;
mod tie_out;
mod units;

use rust_decimal::Decimal;

use super::{Known, Links, to_sale};
use crate::domain::capabilities::{Capabilities, TaxModel};
use crate::domain::currency::Currency;
use crate::domain::ids::lightspeed::{CustomerId, ItemId};
use crate::domain::ids::shopify::{LineItemId, OrderId, TransactionId, VariantId};
use crate::domain::money::Money;
use crate::domain::number::parse;
use crate::domain::order::{
    Buyer, Financial, LineTax, Order, OrderLine, Transaction, TransactionKind, TransactionStatus,
};
use crate::domain::quantity::Quantity;
use crate::domain::sale::Sale;
use crate::domain::time::Timestamp;
use crate::policy::Policy;
use crate::report::log::Level;
use crate::report::{Exception, Log, read};

/// R-Series: Lightspeed computes the tax from the rate.
const R: Capabilities = Capabilities { tax: TaxModel::RatePerSale, total_digits: 2 };
/// X-Series: the tax is sent, per unit.
const X: Capabilities =
    Capabilities { tax: TaxModel::AmountPerUnit { digits: 5 }, total_digits: 2 };

/// The tenant: one outlet, one gateway, rates 20 % on top and contained, and none.
fn policy(currency: &str) -> Policy {
    let text = format!(
        r#"{{"contract":1,"tenant":"t","shopify":{{"shop":"t.myshopify.com"}},
        "lightspeed":{{"series":"R","account":"797","user":"3"}},"currency":"{currency}",
        "time_zone":"UTC","zones":{{"UTC":[{{"from":"2020-01-01T00:00:00Z","offset":"+00:00"}}]}},
        "outlets":[{{"id":"1","register":"2"}}],
        "payment_types":[{{"gateway":"shopify_payments","id":"9"}}],
        "taxes":[{{"rate":"0.2","id":"20"}},{{"rate":"0.2","inclusive":true,"id":"21"}},
        {{"rate":"0.0825","id":"8"}},{{"rate":"0.15","inclusive":true,"id":"15"}},
        {{"rate":"0","inclusive":true,"id":"4"}}]}}"#
    );
    Policy::parse(&read::document(text.as_bytes(), "$").unwrap()).unwrap()
}

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

/// One order with what is known about it; every test changes what it is about.
struct Case {
    order: Order,
    transactions: Option<Vec<Transaction>>,
    links: Links,
    customer: Option<CustomerId>,
}

impl Case {
    /// `lines` are quantity, unit price and tax of the line; the totals are `total` and `tax`.
    fn new(money: &str, rate: &str, lines: &[(i64, &str, &str)], total: &str, tax: &str) -> Self {
        let (code, included) =
            money.split_once(' ').map_or((money, false), |(code, _)| (code, true));
        let currency = Currency::parse(code).unwrap();
        let amount = |text: &str| Money::new(number(text), currency);
        let line = |(place, (quantity, price, tax)): (usize, &(i64, &str, &str))| {
            let place = u64::try_from(place).unwrap().saturating_add(1);
            OrderLine {
                id: LineItemId::new(place.saturating_add(600)).unwrap(),
                variant: VariantId::new(place.saturating_add(700)).unwrap(),
                title: format!("Thing {place}"),
                quantity: Quantity::whole(*quantity),
                price: amount(price),
                tax: LineTax { rate: number(rate), amount: amount(tax) },
                requires_shipping: false,
            }
        };
        let lines: Vec<OrderLine> = lines.iter().enumerate().map(line).collect();
        let links = lines
            .iter()
            .map(|line| (line.variant, ItemId::parse(&line.id.to_string()).unwrap()))
            .collect();
        let order = Order {
            id: OrderId::new(500).unwrap(),
            name: "#500".to_owned(),
            processed_at: Timestamp::parse("2026-11-20T09:00:00Z").unwrap(),
            currency,
            taxes_included: included,
            financial: Financial::Paid,
            total: amount(total),
            tax: amount(tax),
            buyer: Some(Buyer {
                email: Some("ada@example.com".to_owned()),
                email_path: "$.email",
                ..Buyer::default()
            }),
            ship_to: None,
            lines,
            free_shipping: Vec::new(),
            unmapped: Vec::new(),
        };
        let paid = transaction(801, TransactionKind::Sale, &format!("{total} {code}"));
        Self { order, transactions: Some(vec![paid]), links, customer: None }
    }

    /// 2 x 22.50 plus 20 %: 45.00, tax 9.00, together 54.00.
    fn plain() -> Self {
        Self::new("USD", "0.2", &[(2, "22.50", "9.00")], "54.00", "9.00")
    }

    fn run(&self, capabilities: Capabilities) -> (Option<Sale>, Log) {
        let mut log = Log::new(Level::Reasons);
        let known = Known {
            transactions: self.transactions.as_deref(),
            links: &self.links,
            customer: self.customer.as_ref(),
        };
        let policy = policy("USD");
        let policy = Policy { currency: self.order.currency, ..policy };
        let sale = to_sale(&self.order, known, &policy, capabilities, &mut log);
        assert_eq!(sale.is_none(), !log.exceptions.is_empty(), "a sale or a reason, never both");
        (sale, log)
    }

    fn sale(&self, capabilities: Capabilities) -> Sale {
        let (sale, log) = self.run(capabilities);
        sale.unwrap_or_else(|| panic!("{:#?}", log.exceptions))
    }

    /// The exceptions as `CODE what`, where the evidence says what.
    fn raised(&self, capabilities: Capabilities) -> Vec<String> {
        self.run(capabilities).1.exceptions.iter().map(words).collect()
    }

    /// The evidence of the only exception, as `name=value`.
    fn evidence(&self, capabilities: Capabilities) -> Vec<String> {
        let log = self.run(capabilities).1;
        let [exception] = log.exceptions.as_slice() else { panic!("{:#?}", log.exceptions) };
        exception.evidence.0.iter().map(|(name, fact)| format!("{name}={}", fact.words())).collect()
    }
}

fn words(exception: &Exception) -> String {
    let what = exception.evidence.0.iter().find(|(name, _)| *name == "what");
    let what = what.map(|(_, fact)| format!(" {}", fact.words())).unwrap_or_default();
    format!("{}{what}", exception.code.id())
}

fn transaction(id: u64, kind: TransactionKind, amount: &str) -> Transaction {
    let (amount, currency) = amount.split_once(' ').unwrap();
    Transaction {
        id: TransactionId::new(id).unwrap(),
        kind,
        status: TransactionStatus::Success,
        gateway: "shopify_payments".to_owned(),
        amount: Money::new(number(amount), Currency::parse(currency).unwrap()),
        test: false,
    }
}
