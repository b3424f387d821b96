//! The budgets: how many instructions each figure may take, and how many bytes a whole flow moves.
//! That there is one figure for each step holds the rounds of a flow as well.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cases::Figure;
use crate::table::grouped;

/// A figure may exceed its budget by so many percent.
const MAY_RISE: u64 = 2;
/// A budget that is so many percent too large guards nothing.
const MAY_FALL: u64 = 10;

/// Instructions by name.
pub type Budgets = BTreeMap<String, u64>;

/// What is committed.
pub fn read(file: &Path) -> Result<Budgets, String> {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| format!("{}: {error} (--bless writes it)", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes what was measured.
pub fn write(file: &Path, figures: &[Figure]) -> Result<(), String> {
    let budgets: Budgets = figures.iter().flat_map(held).collect();
    let text = serde_json::to_string_pretty(&budgets).unwrap() + "\n";
    std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Says what is wrong, what may be tightened, and how many figures passed; whether all did.
pub fn judge(budgets: &Budgets, figures: &[Figure], steady: bool) -> bool {
    let mut rest = budgets.clone();
    let mut passed = 0;
    let mut failed = 0;
    let mut note = |ok: bool| if ok { passed += 1 } else { failed += 1 };
    if !steady {
        println!("FAILED  two runs gave different figures");
    }
    note(steady);
    for (name, measured) in figures.iter().flat_map(held) {
        let verdict = verdict(&name, rest.remove(&name), measured);
        note(verdict.is_ok());
        match verdict {
            Ok(None) => {}
            Ok(Some(hint)) => println!("tighten {hint}"),
            Err(problem) => println!("FAILED  {problem}"),
        }
    }
    // A step fewer is welcome, but somebody is to look and bless it.
    for name in rest.keys() {
        println!("FAILED  {name}: there is a budget, but no such figure any more (--bless)");
        note(false);
    }
    println!("{passed} passed, {failed} failed");
    failed == 0
}

/// What of a figure is held to a budget.
fn held(figure: &Figure) -> Vec<(String, u64)> {
    let Figure { name, cost } = figure;
    let mut held = vec![(name.clone(), cost.instructions)];
    if name.ends_with("all steps") {
        held.push((format!("{name}, bytes"), (cost.bytes_in + cost.bytes_out) as u64));
    }
    held
}

/// A hint when it fell far below its budget; what is wrong when it does not keep it.
fn verdict(name: &str, budget: Option<u64>, measured: u64) -> Result<Option<String>, String> {
    let Some(budget) = budget else {
        return Err(format!("{name}: {}, but no budget (--bless)", grouped(measured)));
    };
    let percent = (measured as f64 / budget as f64 - 1.0) * 100.0;
    let (allowed, counted) = (grouped(budget), grouped(measured));
    let said = format!("{name}: budget {allowed}, measured {counted} ({percent:+.1} %)");
    if measured * 100 > budget * (100 + MAY_RISE) {
        return Err(said);
    }
    Ok((measured * 100 < budget * (100 - MAY_FALL)).then_some(said))
}

#[cfg(test)]
mod tests {
    use super::verdict;

    #[test]
    fn two_percent_more_are_allowed_and_no_more() {
        assert_eq!(verdict("a", Some(1000), 1020), Ok(None));
        let problem = verdict("a", Some(1000), 1021).unwrap_err();
        assert_eq!(problem, "a: budget 1,000, measured 1,021 (+2.1 %)");
    }

    #[test]
    fn more_than_ten_percent_less_is_to_be_tightened() {
        assert_eq!(verdict("a", Some(1000), 900), Ok(None));
        let hint = verdict("a", Some(1_000_000), 899_999).unwrap();
        assert_eq!(hint.unwrap(), "a: budget 1,000,000, measured 899,999 (-10.0 %)");
    }

    #[test]
    fn a_figure_without_a_budget_fails() {
        assert!(verdict("a", None, 1).is_err());
    }
}
