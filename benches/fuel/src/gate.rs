//! The gate: no figure may exceed its committed budget by more than 2 %.

use std::collections::BTreeMap;

/// Figures by name.
pub type Figures = BTreeMap<String, u64>;

/// What the gate says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Reasons to fail.
    pub failures: Vec<String>,
    /// Budgets that can be lowered.
    pub notes: Vec<String>,
}

/// Holds what was measured against the budgets. A figure without a budget fails, and so does a
/// budget without a figure: otherwise a renamed figure would be free.
pub fn hold(budgets: &Figures, measured: &Figures) -> Verdict {
    let mut verdict = Verdict::default();
    for (name, is) in measured {
        let Some(budget) = budgets.get(name) else {
            verdict.failures.push(format!("{name}: {is} has no budget"));
            continue;
        };
        let change = percent(*budget, *is);
        if u128::from(*is) * 100 > u128::from(*budget) * 102 {
            verdict
                .failures
                .push(format!("{name}: {is} exceeds the budget of {budget} by {change} %"));
        } else if u128::from(*is) * 100 < u128::from(*budget) * 90 {
            verdict.notes.push(format!(
                "{name}: {is} is {change} % of the budget of {budget} away: lower it"
            ));
        }
    }
    for name in budgets.keys().filter(|name| !measured.contains_key(*name)) {
        verdict.failures.push(format!("{name}: has a budget and was not measured"));
    }
    verdict
}

/// The change from `budget` to `is`, with one digit.
fn percent(budget: u64, is: u64) -> String {
    if budget == 0 {
        return "any".to_owned();
    }
    let thousandths = (i128::from(is) - i128::from(budget)) * 1000 / i128::from(budget);
    let sign = if thousandths < 0 { "-" } else { "+" };
    format!("{sign}{}.{}", thousandths.abs() / 10, thousandths.abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(rows: &[(&str, u64)]) -> Figures {
        rows.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    }

    #[test]
    fn two_percent_more_pass_and_a_hair_beyond_fails() {
        let budgets = figures(&[("a", 1000)]);
        assert_eq!(hold(&budgets, &figures(&[("a", 1020)])), Verdict::default());
        let verdict = hold(&budgets, &figures(&[("a", 1021)]));
        assert_eq!(verdict.failures, ["a: 1021 exceeds the budget of 1000 by +2.1 %"]);
    }

    #[test]
    fn a_fall_of_more_than_a_tenth_is_said_and_passes() {
        let budgets = figures(&[("a", 1000)]);
        assert_eq!(hold(&budgets, &figures(&[("a", 900)])), Verdict::default());
        let verdict = hold(&budgets, &figures(&[("a", 899)]));
        assert_eq!((verdict.failures.len(), verdict.notes.len()), (0, 1));
    }

    #[test]
    fn every_figure_has_a_budget_and_every_budget_a_figure() {
        let verdict = hold(&figures(&[("a", 1)]), &figures(&[("b", 1)]));
        assert_eq!(verdict.failures.len(), 2);
    }
}
