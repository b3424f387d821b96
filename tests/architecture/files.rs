//! The repository's own files.

use std::fs;
use std::path::{Path, PathBuf};

/// Built, fetched or locked by tools: not ours to keep in order.
const NOT_OURS: &[&str] = &[
    "target",
    "node_modules",
    ".git",
    ".build",
    ".fault",
    "dist",
    "package-lock.json",
    "Cargo.lock",
];

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file: its path below the folder it was looked for in, with `/`, and its text.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The text files below `folder` whose names end in one of `endings`; none where there is no
/// such folder.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<File> {
    let base = root().join(folder);
    let mut paths = Vec::new();
    collect(&base, &mut paths);
    paths.sort();
    let wanted = paths.into_iter().filter(|path| {
        endings.is_empty() || endings.iter().any(|ending| path.to_string_lossy().ends_with(ending))
    });
    // What is not UTF-8 is no text.
    wanted
        .filter_map(|path| {
            Some(File { name: name(&base, &path), text: fs::read_to_string(path).ok()? })
        })
        .collect()
}

/// One file's text, if it is there.
pub(crate) fn read(file: &str) -> Option<String> {
    fs::read_to_string(root().join(file)).ok()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        if NOT_OURS.contains(&&*entry.file_name().to_string_lossy()) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), into);
        } else {
            into.push(entry.path());
        }
    }
}

fn name(base: &Path, path: &Path) -> String {
    path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/")
}
