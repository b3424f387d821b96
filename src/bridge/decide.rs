//! One pure decision: payload in, decision out.

use serde::Serialize;

use super::{Bridge, CORE, describe, limits};
use crate::contract::decisions::{CustomerGiven, CustomerKeyring, CustomerKeys, Key};
use crate::contract::outcome::{Decided, Decision};
use crate::contract::{ContractVersion, Explain};
use crate::domain::phone::Country;
use crate::report::log::Level;
use crate::report::{Code, Issue, Log, RawJson, read};
use crate::rules::customers;

/// A decision's output and what was said on the way, or why there is none.
pub(super) type Answer = Result<(Option<RawJson>, Log), Issue>;

impl Bridge {
    /// Decides `name` from its payload, with `context` beside it.
    #[must_use]
    pub fn decide(&self, name: &str, context: &[u8], payload: &[u8]) -> Decision {
        let answer = limits::body(context, "$")
            .and_then(|()| limits::body(payload, &payload_path(name)))
            .and_then(|()| match name {
                "order.to_sale" => self.order_to_sale(context, payload),
                "stock.in_flight" => self.stock_in_flight(context, payload),
                "stock.publish" => self.stock_publish(context, payload),
                "link.items" => self.link_items(context, payload),
                "payout.summarise" => self.payout_summarise(context, payload),
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

pub(super) fn raw(output: &impl Serialize) -> Option<RawJson> {
    Some(RawJson::of(output))
}

fn key(key: customers::keys::Key) -> Key {
    Key { normal: key.normal, detail: key.detail, reasons: key.reasons }
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
