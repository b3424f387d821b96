//! What payouts become in the books.

use super::Check;
use crate::domain::text::excerpt;
use crate::policy::{Account, FAMILIES, PAYOUT_WAIT_DAYS, PayoutPolicy};
use crate::report::{Code, Issue};

impl Check<'_> {
    pub(super) fn payouts(&mut self) -> PayoutPolicy {
        let config = &self.config.payouts;
        if let Some(register) = &config.register {
            self.id(register.as_str(), "$.payouts.register");
        }
        for (family, item) in config.items.iter() {
            let path = format!("$.payouts.items.{}", excerpt(family));
            if FAMILIES.contains(&family.as_str()) {
                self.id(item.as_str(), path);
            } else {
                self.unknown("family of payouts", family, path, &FAMILIES);
            }
        }
        let mut accounts = Vec::new();
        for (name, code) in config.accounts.iter() {
            let path = format!("$.payouts.accounts.{}", excerpt(name));
            match Account::parse(name) {
                None => {
                    let names: Vec<&str> = Account::ALL.iter().map(|own| own.word()).collect();
                    self.unknown("account", name, path, &names);
                }
                Some(_) if code.trim().is_empty() => {
                    let message = "an account of the books has a code or a name";
                    self.issues.push(Issue::new(Code::ConfigInvalid, path, message));
                }
                Some(account) => accounts.push((account, code.clone())),
            }
        }
        PayoutPolicy {
            register: config.register.clone(),
            items: config.items.clone(),
            record: config.record,
            accounts,
            revenue: config.revenue,
            unknown: config.unknown,
            split_months: config.split_months,
            wait_days: i64::from(config.wait_days.unwrap_or(PAYOUT_WAIT_DAYS)),
            locked_through: config.locked_through,
        }
    }

    fn unknown(&mut self, what: &str, word: &str, path: String, known: &[&str]) {
        let message = format!("`{}` is no {what}", excerpt(word));
        let hint = format!("Known are {}.", known.join(", "));
        self.issues.push(Issue::new(Code::ConfigInvalid, path, message).with_hint(hint));
    }
}
