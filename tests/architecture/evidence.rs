//! What must be backed by something else: codes by words and tests, fixtures by users, scenarios
//! by all of their parts.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::Item;
use syn::spanned::Spanned;
use tillbridge::report::Code;

use super::files::{File, below, read};
use super::paths::{attributes, is_test};
use super::{breaches, files};

const EXCEPTIONS: &str = "docs/exceptions.md";
const SCENARIOS: &str = "tests/scenarios";
const FIXTURES: &str = "tests/fixtures";

#[test]
fn every_code_is_documented() {
    let Some(text) = read(EXCEPTIONS) else {
        return eprintln!("SKIPPED: {EXCEPTIONS} is not there");
    };
    let missing: Vec<&str> =
        Code::ALL.iter().map(|code| code.id()).filter(|id| !says(&text, id)).collect();
    assert!(missing.is_empty(), "{EXCEPTIONS} does not name {missing:?}");
}

#[test]
fn every_code_is_exercised() {
    if !files::root().join(SCENARIOS).is_dir() {
        return eprintln!("SKIPPED: {SCENARIOS} is not there, and it exercises many codes");
    }
    let tests = test_texts();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| {
            let names = [code.id().to_owned(), format!("Code::{code:?}")];
            !tests.iter().any(|file| names.iter().any(|name| says(&file.text, name)))
        })
        .map(|code| code.id())
        .collect();
    assert!(missing.is_empty(), "no test names {missing:?}");
}

/// Whether a text names a word, not only a longer one.
fn says(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(place, _)| {
        let (before, after) = text.split_at(place);
        let after = after.strip_prefix(word).unwrap_or(after);
        !before.ends_with(part) && !after.starts_with(part)
    })
}

/// Every text that tests something: test files, test modules of the sources, expectations.
fn test_texts() -> Vec<File> {
    let mut texts: Vec<File> = below("tests", &[".rs", "expected.json"])
        .into_iter()
        // This check's own planted code exercises nothing.
        .filter(|file| !file.name.starts_with("architecture"))
        .collect();
    texts.extend(below("js-host/test", &[]));
    texts.extend(below("js-host/orders", &["expected.json"]));
    for file in below("src", &[".rs"]) {
        if breaches::is_tests(&file.name) {
            texts.push(file);
        } else {
            let text = test_items(&file.text);
            texts.push(File { name: file.name, text });
        }
    }
    texts
}

/// The lines of a source file's items that are only built for tests.
fn test_items(text: &str) -> String {
    let tree = syn::parse_file(text).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let tested = tree.items.iter().filter(|item| attributes(item).iter().any(is_test));
    tested.map(|item| lines_of(&lines, item)).collect::<Vec<_>>().join("\n")
}

fn lines_of(lines: &[&str], item: &Item) -> String {
    let span: Span = item.span();
    lines[span.start().line - 1..span.end().line].join("\n")
}

#[test]
fn only_test_items_count_as_tests() {
    let text = "const A: &str = \"TOO_DEEP\";\n#[cfg(test)]\nmod tests {\n  // TOO_LARGE\n}\n";
    let items = test_items(text);
    assert!(says(&items, "TOO_LARGE") && !says(&items, "TOO_DEEP"));
    assert!(says("`TOO_DEEP`", "TOO_DEEP") && !says("NOT_TOO_DEEP_AT_ALL", "TOO_DEEP"));
}

#[test]
fn no_fixture_is_orphaned() {
    let mut users = code_of_tests();
    users.extend(below(SCENARIOS, &[".json", ".md"]));
    let orphans: Vec<String> = below(FIXTURES, &[])
        .into_iter()
        .map(|file| file.name)
        .filter(|name| {
            let last = name.rsplit('/').next().unwrap_or(name);
            let stem = last.split('.').next().unwrap_or(last);
            !users.iter().any(|user| says(&user.text, last) || says(&user.text, stem))
        })
        .collect();
    assert!(orphans.is_empty(), "nobody reads {FIXTURES}/{orphans:?}");
}

fn code_of_tests() -> Vec<File> {
    let mut code = below("tests", &[".rs"]);
    code.extend(below("src", &["tests.rs"]));
    code.extend(below("js-host/test", &[".ts", ".mjs"]));
    code.extend(below("js-host/scripts", &[".mjs"]));
    code.extend(below("benches", &[".rs", ".mjs", ".ts"]));
    code
}

#[test]
fn every_scenario_is_whole() {
    let mut scenarios: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut strays = Vec::new();
    for file in below(SCENARIOS, &[]) {
        match file.name.split('/').collect::<Vec<_>>().as_slice() {
            [capability, slug, name] => {
                let folder = format!("{capability}/{slug}");
                scenarios.entry(folder).or_default().push((*name).to_owned());
            }
            // A word about all of them, and what several of them share.
            [name] if name.ends_with(".md") => {}
            [_, _] | [_] => {}
            _ => strays.push(file.name),
        }
    }
    if scenarios.is_empty() {
        return eprintln!("SKIPPED: {SCENARIOS} is not there");
    }
    let code = code_of_tests();
    for (folder, names) in &scenarios {
        let has = |stem: &str| names.iter().any(|name| name.starts_with(stem));
        if !has("story") || !has("expected") || names.len() < 3 {
            strays.push(format!("{folder}: story, input or expected is missing in {names:?}"));
        }
        for name in names {
            let stem = name.split('.').next().unwrap_or(name);
            if !code.iter().any(|file| says(&file.text, name) || says(&file.text, stem)) {
                strays.push(format!("{folder}/{name}: no test reads it"));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}
