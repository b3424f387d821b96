//! The rules of the house, kept by a test: which room may name which, and how files are kept.
//!
//! `rooms` is the table, `paths` and `tokens` read what a file names, `breaches` holds the one
//! against the other, `planted` proves that it bites. `house` and `evidence` are the rest.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

#[cfg(test)]
#[path = "architecture/breaches.rs"]
mod breaches;
#[cfg(test)]
#[path = "architecture/evidence.rs"]
mod evidence;
#[cfg(test)]
#[path = "architecture/files.rs"]
mod files;
#[cfg(test)]
#[path = "architecture/house.rs"]
mod house;
#[cfg(test)]
#[path = "architecture/paths.rs"]
mod paths;
#[cfg(test)]
#[path = "architecture/planted.rs"]
mod planted;
#[cfg(test)]
#[path = "architecture/rooms.rs"]
mod rooms;
#[cfg(test)]
#[path = "architecture/tokens.rs"]
mod tokens;

#[test]
fn no_room_names_what_it_may_not() {
    let mut found = Vec::new();
    let sources = files::below("src", &[".rs"]);
    for file in &sources {
        found.extend(breaches::of(&file.name, &file.text));
    }
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
    assert!(sources.len() > 50, "only {} files were looked at", sources.len());
}

#[test]
fn the_table_knows_every_room() {
    let mut known: Vec<&str> =
        rooms::ROOMS.iter().map(|room| room.name.trim_end_matches("/*")).collect();
    known.push("lib");
    for file in files::below("src", &[".rs"]) {
        let first = file.name.split(['/', '.']).next().unwrap();
        assert!(known.contains(&first), "src/{first} is not in the table of rooms");
    }
    for room in &known {
        let there =
            ["/mod.rs", ".rs"].iter().any(|end| files::read(&format!("src/{room}{end}")).is_some());
        assert!(there, "the table has a room `{room}` that src/ has not");
    }
}

#[test]
fn the_documentation_shows_the_table() {
    let text = files::read("docs/architecture.md").unwrap();
    for room in rooms::ROOMS {
        let row = rooms::row(room);
        assert!(text.contains(&row), "docs/architecture.md lacks the row\n{row}");
    }
}
