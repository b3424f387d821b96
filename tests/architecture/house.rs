//! The rules of the house that are not about rooms.

use super::files::{File, below, read};

/// Folders of code, and the endings of the code in them.
const CODE: &[(&str, &[&str])] = &[
    ("src", &[".rs"]),
    ("tests", &[".rs"]),
    ("benches", &[".rs"]),
    ("fuzz", &[".rs"]),
    ("js-host", &[".ts", ".mjs", ".js"]),
];

const MOST_LINES: usize = 500;
const MEDIAN_GOAL: usize = 180;

fn code() -> Vec<File> {
    let named = |(folder, endings): &(&str, &[&str])| {
        let folder = folder.to_string();
        let files = below(&folder, endings).into_iter();
        files.map(move |file| File { name: format!("{folder}/{}", file.name), ..file }).collect()
    };
    CODE.iter().flat_map(|part| -> Vec<File> { named(part) }).collect()
}

#[test]
fn no_file_is_long() {
    let long: Vec<String> = code()
        .iter()
        .map(|file| (file.text.lines().count(), &file.name))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, name)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn half_of_the_files_are_short() {
    let mut lengths: Vec<usize> =
        below("src", &[".rs"]).iter().map(|file| file.text.lines().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!(
        "src: {} files, median {median} lines, longest {}",
        lengths.len(),
        lengths[lengths.len() - 1]
    );
    assert!(median < MEDIAN_GOAL, "the median is {median} lines");
}

#[test]
fn every_file_says_what_it_is() {
    let rust = code().into_iter().filter(|file| file.name.ends_with(".rs"));
    let silent: Vec<String> = rust
        .filter(|file| !file.text.lines().next().is_some_and(|line| line.starts_with("//! ")))
        .map(|file| file.name)
        .collect();
    assert!(silent.is_empty(), "no `//!` header:\n{}", silent.join("\n"));
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest = read("Cargo.toml").unwrap();
    let table = manifest.split("[lints.rust]").nth(1).unwrap().split("\n[").next().unwrap();
    assert!(table.contains("unsafe_code = \"forbid\""), "the lint table lost it:\n{table}");
}

#[test]
fn nothing_is_put_off_in_the_sources() {
    // Put together here, so that this file does not find itself.
    let words = [["TO", "DO"].concat(), ["FIX", "ME"].concat()];
    let mut found = Vec::new();
    for file in code() {
        for (line, text) in file.text.lines().enumerate() {
            let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric());
            if parts.any(|part| words.iter().any(|word| word == part)) {
                found.push(format!("{}:{}: {}", file.name, line + 1, text.trim()));
            }
        }
    }
    assert!(found.is_empty(), "do it, or write it into an issue:\n{}", found.join("\n"));
}

#[test]
fn no_path_of_somebodys_machine() {
    let homes = ["home", "Users", "root", "work"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for file in below("", &[]) {
        for (line, text) in file.text.lines().enumerate() {
            if homes.iter().any(|home| is_absolute(text, home)) {
                found.push(format!("{}:{}: {}", file.name, line + 1, text.trim()));
            }
        }
    }
    assert!(found.is_empty(), "absolute paths:\n{}", found.join("\n"));
}

/// Whether `home` stands in the text at the start of a path, not inside an address or another
/// path, and leads somewhere.
fn is_absolute(text: &str, home: &str) -> bool {
    text.match_indices(home).any(|(place, _)| {
        let (before, path) = text.split_at(place);
        let starts = !before.ends_with(|c: char| c.is_alphanumeric() || "./_-{}$*".contains(c));
        starts && path.chars().nth(home.len()).is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn an_absolute_path_is_told_from_an_address() {
    let home = ["/ho", "me/"].concat();
    for text in ["{home}a", "cd {home}a", "\"{home}a\"", "=({home}a)", "file:{home}a"] {
        assert!(is_absolute(&text.replace("{home}", &home), &home), "{text}");
    }
    for text in ["https://a.example{home}a", ".{home}a", "a{home}a", "*{home}a", "\"{home}\""] {
        assert!(!is_absolute(&text.replace("{home}", &home), &home), "{text}");
    }
}
