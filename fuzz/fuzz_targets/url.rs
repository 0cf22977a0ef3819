#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| tactful_fuzz::url(input));

#[cfg(not(fuzzing))]
fn main() {
    tactful_fuzz::replay(tactful_fuzz::url);
}
