//! The rooms of `src/` and what each may import. `docs/architecture.md` shows the same table.

/// A room, and the paths below the crate that it may name besides its own.
pub(crate) struct Room {
    pub(crate) name: &'static str,
    pub(crate) may_import: &'static [&'static str],
}

/// Every room. `rules/*` is one room per folder: a rule never sees another rule.
pub(crate) const ROOMS: &[Room] = &[
    Room { name: "domain", may_import: &[] },
    Room { name: "report", may_import: &["domain"] },
    Room { name: "contract", may_import: &["domain", "report"] },
    Room { name: "policy", may_import: &["domain", "report", "contract::config"] },
    Room { name: "rules/*", may_import: &["domain", "report", "policy"] },
    Room { name: "shopify", may_import: &["domain", "report", "contract::io"] },
    Room { name: "lightspeed", may_import: &["domain", "report", "contract::io"] },
    Room {
        name: "flow",
        may_import: &[
            "domain",
            "report",
            "policy",
            "rules",
            "shopify",
            "lightspeed",
            "contract::in_flight",
            "contract::io",
            "contract::outcome",
            "contract::setup",
            "contract::store",
        ],
    },
    Room {
        name: "bridge",
        may_import: &[
            "domain",
            "report",
            "contract",
            "policy",
            "rules",
            "shopify",
            "lightspeed",
            "flow",
        ],
    },
    Room { name: "wasm", may_import: &["bridge", "contract", "report::Issue", "report::write"] },
];

/// Names from outside that only some rooms may say.
pub(crate) struct Foreign {
    pub(crate) names: &'static [&'static str],
    pub(crate) only_in: &'static str,
    pub(crate) may: fn(&str) -> bool,
}

/// `may` is asked with the file below `src/`.
pub(crate) const FOREIGN: &[Foreign] = &[
    Foreign {
        names: &["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"],
        only_in: "src/wasm.rs",
        may: |file| file == "wasm.rs",
    },
    Foreign {
        names: &["f64", "f32"],
        only_in: "src/domain/number",
        may: |file| file.starts_with("domain/number"),
    },
    Foreign {
        names: &["serde_json"],
        only_in: "rooms other than the rules",
        may: |file| !file.starts_with("rules/"),
    },
];

/// The room that a path below the crate belongs to; the crate's own front is no room.
pub(crate) fn room_of(path: &[String]) -> String {
    match path {
        [first, second, ..] if first == "rules" => format!("rules/{second}"),
        [first, ..] => first.clone(),
        [] => "the crate's front".to_owned(),
    }
}

/// Whether code of the module `from` may name what lies at `to`.
pub(crate) fn permits(from: &[String], to: &[String]) -> bool {
    let (here, there) = (room_of(from), room_of(to));
    // The front and `rules/mod.rs` only list what is below them.
    if from.is_empty() || here == there || (here == "rules" && there.starts_with("rules/")) {
        return true;
    }
    let family = if here.starts_with("rules/") { "rules/*" } else { here.as_str() };
    let room = ROOMS.iter().find(|room| room.name == family);
    room.is_some_and(|room| room.may_import.iter().any(|prefix| leads(to, prefix)))
}

fn leads(path: &[String], prefix: &str) -> bool {
    prefix.split("::").enumerate().all(|(place, part)| path.get(place).is_some_and(|p| p == part))
}

/// A room's row as the documentation prints it.
pub(crate) fn row(room: &Room) -> String {
    let imports: Vec<String> = room.may_import.iter().map(|path| format!("`{path}`")).collect();
    let imports =
        if imports.is_empty() { "nothing of ours".to_owned() } else { imports.join(", ") };
    format!("| `{}` | {imports} |", room.name)
}
