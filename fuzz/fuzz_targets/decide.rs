//! Bytes at the door `decide`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tillbridge_fuzz::decide(data));
