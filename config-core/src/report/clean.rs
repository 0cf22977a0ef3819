//! The one gate that every text of a report passes on its way out.
//!
//! Names, paths and messages come from files, variables and foreign error types. They may hold terminal escapes,
//! line breaks that forge a log line, direction marks that reorder what an operator reads, or a URL with a password.

use std::borrow::Cow;

use crate::redact::redact_url_text;

/// What stands for a value that is never printed.
pub(super) const REDACTED: &str = "[REDACTED]";

/// A text fit for a terminal: credentials of URLs replaced, control characters escaped, at most `limit` characters.
pub(super) fn clean(text: &str, limit: usize) -> String {
    // Redact before cutting: a cut before the `@` would leave a password that no longer looks like one. Cut before
    // escaping, so that a long text costs little, and after, because escapes are longer.
    clip(&escape(&clip(&redact_url_text(text), limit)), limit).into_owned()
}

/// Cuts a text to `limit` characters, the last of them `…` where something is missing.
pub(super) fn clip(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit || text.char_indices().nth(limit).is_none() {
        return Cow::Borrowed(text);
    }
    let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
    Cow::Owned(format!("{}…", &text[..end]))
}

/// Writes what is not printable (control, direction and zero-width characters) as an escape: `\n`, `\u{1b}`.
fn escape(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    // `escape_debug` knows what is printable; quotes and backslashes are, and it would escape them too.
    for piece in text.split_inclusive(['"', '\'', '\\']) {
        let (body, tail) = match piece.char_indices().next_back() {
            Some((at, '"' | '\'' | '\\')) => piece.split_at(at),
            _ => (piece, ""),
        };
        out.extend(body.escape_debug());
        out.push_str(tail);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        for (text, expected) in [
            ("plain text, \"quoted\" and C:\\path", "plain text, \"quoted\" and C:\\path"),
            ("a\nb\tc\r", "a\\nb\\tc\\r"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("left\u{202e}right\u{200b}\u{feff}", "left\\u{202e}right\\u{200b}\\u{feff}"),
            ("line\u{2028}break\u{7f}", "line\\u{2028}break\\u{7f}"),
            ("größe '日本'", "größe '日本'"),
            ("jose\u{301}", "jose\u{301}"),
            ("\"\n\\\n", "\"\\n\\\\n"),
        ] {
            assert_eq!(clean(text, 100), expected, "{text:?}");
        }
        assert_eq!(clean("\u{1b}\u{1b}\u{1b}", 8), "\\u{1b}\\…");
    }

    #[test]
    fn cut_at_a_limit() {
        for (text, limit, expected) in
            [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("äöü", 3, "äöü"), ("äöüß", 3, "äö…"), ("", 3, "")]
        {
            assert_eq!(clip(text, limit), expected, "{text:?}");
        }
    }

    #[test]
    fn a_cut_does_not_uncover_a_password() {
        let url = format!("postgres://shop:CANARY{}@db", "x".repeat(500));
        assert!(!clean(&url, 40).contains("CANARY"));
    }
}
