//! Replays the fuzzer's kept corpus and every crasher it ever found, natively, on the stable
//! toolchain.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a test reads files, and fails where it overflows or cannot"
)]

#[cfg(test)]
#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where the fuzzer builds it")]
#[allow(dead_code, reason = "the seeds are written by another test")]
mod fuzz;

use std::path::Path;

/// Replays the files of a folder; returns how many there were, and their bytes.
fn replay(folder: &str, target: fn(&[u8])) -> (usize, usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
    let (mut files, mut bytes) = (0, 0);
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        if entry.file_name() == ".gitkeep" {
            continue;
        }
        let data = std::fs::read(entry.path()).expect("a file of the corpus");
        let name = entry.path();
        let result = std::panic::catch_unwind(|| target(&data));
        assert!(result.is_ok(), "{}", name.display());
        files += 1;
        bytes += data.len();
    }
    (files, bytes)
}

/// Fails when an input of the corpus panics or is answered unlike itself; when the corpus is
/// gone; and when it has grown beyond what a repository should carry.
#[test]
fn the_kept_corpus_holds() {
    let (decide, some) = replay("corpus/decide", fuzz::decide);
    let (step, more) = replay("corpus/step", fuzz::step);
    assert!(decide >= 10 && step >= 10, "{decide} and {step} files");
    assert!(decide + step < 200, "{decide} and {step} files");
    assert!(some + more < 300_000, "{some} and {more} bytes");
}

/// Fails when a fault that the fuzzer found comes back.
#[test]
fn no_crasher_crashes_again() {
    replay("crashers/decide", fuzz::decide);
    replay("crashers/step", fuzz::step);
}
