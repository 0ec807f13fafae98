//! For libFuzzer: see `orgkeep_fuzz_targets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| orgkeep_fuzz_targets::run("metadata_json", bytes));
