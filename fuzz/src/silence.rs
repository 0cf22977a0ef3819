//! The canary: the value of a secret, of which no part may show.

/// The value of a secret. Fifteen bytes, so that each of its parts of [`WINDOW`] bytes holds the one in the middle,
/// and that one is rare in what people read: most texts are acquitted by one look for it.
pub(crate) const CANARY: &str = "kQ7vZ2x~J9mW4bT";

const MIDDLE: char = '~';

/// As many bytes in a row are a part of a secret, and not chance.
const WINDOW: usize = 8;

/// Whether a text holds a part of the canary, in either case.
pub(crate) fn holds_canary(text: &str) -> bool {
    if !text.contains(MIDDLE) {
        return false;
    }
    let (text, canary) = (text.to_ascii_lowercase(), CANARY.to_ascii_lowercase());
    canary.as_bytes().windows(WINDOW).any(|window| text.as_bytes().windows(WINDOW).any(|part| part == window))
}

/// No part of the canary is in a text that is shown.
#[track_caller]
pub(crate) fn assert_silent(shown: &str) {
    assert!(!holds_canary(shown), "a secret is shown in:\n{shown}");
}

/// Whether the fuzzer itself wrote the canary, which it learns from our comparisons: then nothing can be said of
/// where a part of it comes from.
pub(crate) fn is_learned(input: &[u8]) -> bool {
    holds_canary(&String::from_utf8_lossy(input))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found() {
        assert!(CANARY.len() == 2 * WINDOW - 1 && CANARY.find(MIDDLE) == Some(WINDOW - 1));
        assert!(holds_canary(&format!("value {CANARY}!")));
        assert!(holds_canary("\"q7VZ2x~J9\""));
        assert!(!holds_canary("kQ7vZ2x J9mW4bT ~/.env"));
        assert!(!holds_canary("vZ2x~J9"));
    }
}
