//! The scenarios of stock and payouts: each is named by a test or a golden that holds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What of the sheet of scenarios is about stock and payouts.
const HELD: [u32; 47] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 87, 88, 89, 90, 91, 92,
    93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 117, 118, 120, 124,
    125,
];

/// The files under a folder that may name a scenario: tests and the stories of goldens.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files(&path, found);
        } else if name == "story.md" || name.ends_with(".rs") || name.ends_with(".test.ts") {
            found.push(path);
        }
    }
}

/// The numbers after each `scenario` of a text: `scenario 4`, `scenarios 11, 12 and 13`.
fn numbers(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let lower = text.to_lowercase();
    for part in lower.split("scenario").skip(1) {
        let mut rest = part.strip_prefix('s').unwrap_or(part);
        loop {
            rest =
                [" and ", ", ", " "].iter().find_map(|own| rest.strip_prefix(own)).unwrap_or(rest);
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let Ok(number) = digits.parse() else { break };
            found.push(number);
            rest = rest.trim_start_matches(|own: char| own.is_ascii_digit());
        }
    }
    found
}

#[test]
fn numbers_are_read_from_what_names_them() {
    assert_eq!(
        numbers("(Scenarios 13, 14): none. // scenario 5\n scenarios 117 and 118"),
        [13, 14, 5, 117, 118]
    );
    assert_eq!(numbers("a scenario of 5, scenarios/7"), [0_u32; 0]);
}

#[test]
fn every_scenario_of_stock_and_payouts_is_named_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["src", "tests", "js-host/test"] {
        files(&root.join(folder), &mut all);
    }
    let mut named: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for file in all.iter().filter(|file| !file.ends_with("coverage/named.rs")) {
        let text = fs::read_to_string(file).unwrap();
        // A file of the module names a scenario where it has tests of its own.
        let is_module = file.starts_with(root.join("src"));
        if is_module && !text.contains("#[test]") && !text.contains("mod tests") {
            continue;
        }
        for number in numbers(&text) {
            let name = file.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            named.entry(number).or_default().push(name);
        }
    }
    let missing: Vec<u32> = HELD.into_iter().filter(|own| !named.contains_key(own)).collect();
    assert!(missing.is_empty(), "no test names the scenarios {missing:?}");
    for number in HELD {
        println!("{number}: {}", named[&number].join(", "));
    }
}
