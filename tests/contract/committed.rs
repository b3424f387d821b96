//! Files that are made from the types: compared byte for byte, or written anew.

use std::fs;
use std::path::PathBuf;

/// The package's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares `path` with what it should hold; with `BLESS=1` writes it.
pub(crate) fn agree(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, expected).unwrap();
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == expected {
        return;
    }
    let pairs = found.lines().map(Some).chain(std::iter::repeat(None)).zip(expected.lines());
    let first = pairs.enumerate().find(|(_, (found, expected))| *found != Some(*expected));
    panic!(
        "{path} is not what the types give. Write it anew with `BLESS=1 cargo test --features \
         schema --test contract --test exceptions` and look at the difference. First: {first:?}"
    );
}
