//! A secret to look for in what is printed.

/// A password of letters and digits, so that encoding it changes nothing.
pub(crate) const CANARY: &str = "kQ7vZ2xJ9mW4bT";

/// No part of the canary that tells anything is in a text.
#[track_caller]
pub(crate) fn assert_silent(text: &str) {
    let lower = text.to_ascii_lowercase();
    for part in CANARY.to_ascii_lowercase().as_bytes().windows(6) {
        let part = std::str::from_utf8(part).unwrap();
        assert!(!lower.contains(part), "a secret is shown in {text}");
    }
}
