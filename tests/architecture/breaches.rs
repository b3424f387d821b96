//! Holds one file against the table of rooms.

use std::collections::BTreeSet;

use super::paths::Names;
use super::rooms::{FOREIGN, permits, room_of};

/// The breaches of `file`, a path below `src/`, whose text is `text`.
pub(crate) fn of(file: &str, text: &str) -> Vec<String> {
    if is_tests(file) {
        return Vec::new();
    }
    let tree = match syn::parse_file(text) {
        Ok(tree) => tree,
        Err(error) => return vec![format!("src/{file}: cannot be read: {error}")],
    };
    let module = module_of(file);
    let names = Names::of(&tree, module.clone());
    let mut found = BTreeSet::new();
    for (line, what) in &names.hidden {
        found.insert((*line, what.to_string()));
    }
    for written in &names.written {
        let Some(target) = names.resolve(&written.module, &written.parts) else { continue };
        // The front itself may be named, for what is named below it is looked at then.
        let named = target.is_empty() && !written.glob && !module.is_empty();
        // What comes by way of a forbidden import was told there.
        let told = !written.imported
            && names
                .alias(&written.module, &written.parts)
                .is_some_and(|alias| !alias.is_empty() && !permits(&module, &alias));
        if named || told || permits(&module, &target) {
            continue;
        }
        let (from, to) = (room_of(&module), room_of(&target));
        let star = if written.glob { "::*" } else { "" };
        let path = format!(
            "crate{}{star}",
            target.iter().map(|part| format!("::{part}")).collect::<String>()
        );
        found.insert((written.line, format!("room {from} may not import room {to} ({path})")));
    }
    for (ident, line) in &names.idents {
        for foreign in FOREIGN.iter().filter(|foreign| !(foreign.may)(file)) {
            // `to_f64` is as much a float as `f64` is.
            let named = |name: &&&str| ident == **name || ident.ends_with(&format!("_{name}"));
            if let Some(name) = foreign.names.iter().find(named) {
                found.insert((*line, format!("only {} may name {name}", foreign.only_in)));
            }
        }
    }
    found.into_iter().map(|(line, what)| format!("src/{file}:{line}: {what}")).collect()
}

/// Whether the whole file is tests.
pub(crate) fn is_tests(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

/// The module that a file below `src/` is.
fn module_of(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    if stem == "lib" {
        return Vec::new();
    }
    stem.split('/').map(str::to_owned).collect()
}
