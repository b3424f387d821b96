//! One pure decision: payload in, decision out.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{Bridge, CORE, describe, limits};
use crate::contract::decisions::{
    CustomerGiven, CustomerKeyring, CustomerKeys, Key, Link, OrderSales, OrderToSale, SaleDecision,
    SaleLineView, SaleRequest, SaleView, TenderView, TieOut,
};
use crate::contract::outcome::{Decided, Decision};
use crate::contract::{ContractVersion, Explain};
use crate::domain::money::MoneyError;
use crate::domain::number::DecimalText;
use crate::domain::order::Order;
use crate::domain::phone::Country;
use crate::domain::sale::Sale;
use crate::report::log::Level;
use crate::report::{Code, Issue, Json, Log, Node, read};
use crate::rules::{customers, orders};
use crate::shopify::{order, transactions};

/// A decision's output and what was said on the way, or why there is none.
type Answer = Result<(Option<Box<RawValue>>, Log), Issue>;

impl Bridge {
    /// Decides `name` from its payload, with `context` beside it.
    #[must_use]
    pub fn decide(&self, name: &str, context: &[u8], payload: &[u8]) -> Decision {
        let answer = limits::body(context, "$")
            .and_then(|()| limits::body(payload, &payload_path(name)))
            .and_then(|()| match name {
                "order.to_sale" => self.order_to_sale(context, payload),
                "customer.keys" => self.customer_keys(context, payload),
                _ => Err(unknown(name)),
            });
        let mut decision = Decision {
            contract: ContractVersion::default(),
            core: CORE.to_owned(),
            decision: name.to_owned(),
            status: Decided::Decided,
            refusal: None,
            output: None,
            exceptions: Vec::new(),
            explanations: Vec::new(),
        };
        match answer {
            Ok((output, log)) => {
                decision.output = output;
                decision.exceptions = log.exceptions;
                decision.explanations = log.explanations;
            }
            Err(issue) => {
                decision.status = Decided::Refused;
                decision.refusal = Some(issue);
            }
        }
        decision
    }

    fn order_to_sale(&self, context: &[u8], payload: &[u8]) -> Answer {
        let context: OrderToSale = read::document(context, "$")?;
        let order = order::decode(payload, "$.order")?;
        let transactions = match &context.transactions {
            Some(raw) => {
                let json = Json::parse(raw.get().as_bytes())?;
                Some(transactions::decode(&Node::root(&json, "$.transactions"))?)
            }
            None => None,
        };
        let links = links(context.links)?;
        let known = orders::Known {
            transactions: transactions.as_deref(),
            links: &links,
            customer: context.customer.as_ref(),
        };
        let mut log = Log::new(level(context.explain));
        let capabilities = self.dialect().capabilities();
        let sale = orders::to_sale(&order, known, &self.policy, capabilities, &mut log);
        let output = match sale.map(|sale| self.output(&order, &sale)) {
            Some(Ok(output)) => to_raw_value(&output).ok(),
            Some(Err(error)) => {
                log.raise(orders::inexact(&order, "tie-out", error));
                None
            }
            None => None,
        };
        Ok((output, log))
    }

    fn output(&self, order: &Order, sale: &Sale) -> Result<OrderSales, MoneyError> {
        let request = self.dialect().record_sale(self.account(), sale);
        Ok(OrderSales {
            sales: vec![SaleDecision {
                key: sale.key.to_string(),
                sale: view(sale),
                request: SaleRequest {
                    method: request.method,
                    path: request.path,
                    body: request.body.unwrap_or_default(),
                },
                tie_out: TieOut {
                    order_total: order.total,
                    sale_total: sale.total,
                    order_tax: order.tax,
                    sale_tax: sale.tax_total,
                    tax_bound: orders::tax_bound(order)?,
                },
            }],
        })
    }

    fn customer_keys(&self, context: &[u8], payload: &[u8]) -> Answer {
        let context: CustomerKeys = read::document(context, "$")?;
        let given: CustomerGiven = read::document(payload, "$.customer")?;
        let country = match &context.default_country {
            None => self.policy.default_country,
            Some(code) => Some(Country::parse(code).map_err(|error| {
                Issue::new(Code::InvalidValue, "$.default_country", error.to_string())
            })?),
        };
        let mut log = Log::new(level(context.explain));
        let email = customers::keys::email(given.email.as_deref(), &mut log);
        let phone = customers::keys::phone(given.phone.as_deref(), country, &mut log);
        let keyring = CustomerKeyring { email: key(email), phone: key(phone) };
        Ok((raw(&keyring), log))
    }
}

fn raw(output: &impl Serialize) -> Option<Box<RawValue>> {
    to_raw_value(output).ok()
}

fn key(key: customers::keys::Key) -> Key {
    Key { normal: key.normal, detail: key.detail, reasons: key.reasons }
}

/// One variant is one item: two candidates are never resolved by their order.
fn links(given: Vec<Link>) -> Result<orders::Links, Issue> {
    let mut links = orders::Links::new();
    for (place, link) in given.into_iter().enumerate() {
        let variant = link.variant;
        if links.insert(variant, link.item).is_some() {
            let path = format!("$.links[{place}].variant");
            let message = format!("variant {variant} is linked twice");
            return Err(Issue::new(Code::InvalidValue, path, message));
        }
    }
    Ok(links)
}

/// Where the payload of a decision stands in its input.
fn payload_path(name: &str) -> String {
    let decision = describe::DECISIONS.iter().find(|(own, _, _)| *own == name);
    decision.map_or_else(|| "$".to_owned(), |(_, payload, _)| format!("$.{payload}"))
}

fn unknown(name: &str) -> Issue {
    let names: Vec<&str> = describe::DECISIONS.iter().map(|(name, _, _)| *name).collect();
    let shown: String = name.chars().take(80).collect();
    Issue::new(Code::UnknownDecision, "$", format!("there is no decision `{shown}`"))
        .with_hint(format!("The decisions are {}.", names.join(", ")))
}

pub(super) fn level(explain: Explain) -> Level {
    match explain {
        Explain::None => Level::None,
        Explain::Reasons => Level::Reasons,
        Explain::Text => Level::Text,
    }
}

fn view(sale: &Sale) -> SaleView {
    let line = |line: &crate::domain::sale::SaleLine| SaleLineView {
        source: line.source,
        item: line.item.clone(),
        quantity: DecimalText(line.quantity.value()),
        unit_price: DecimalText(line.unit_price.amount()),
        unit_tax: line.unit_tax.map(|tax| DecimalText(tax.amount())),
    };
    let tender = |tender: &crate::domain::sale::Tender| TenderView {
        payment_type: tender.payment_type.clone(),
        amount: tender.amount,
        transaction: tender.transaction,
    };
    SaleView {
        order: sale.key.order,
        outlet: sale.key.outlet.clone(),
        register: sale.register.clone(),
        reference: sale.reference.clone(),
        at: sale.at,
        customer: sale.customer.clone(),
        tax: sale.tax.id.clone(),
        lines: sale.lines.iter().map(line).collect(),
        tenders: sale.tenders.iter().map(tender).collect(),
    }
}
