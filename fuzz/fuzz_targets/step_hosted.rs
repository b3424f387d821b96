//! Fuzzes `Bridge::step` with inputs whose parts stay JSON; see `src/drive`.
#![no_main]

#[path = "../src/drive/mod.rs"]
mod drive;
#[path = "../src/mutate.rs"]
mod mutate;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| drive::step(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
