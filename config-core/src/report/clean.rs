//! The one gate that every text of a report passes on its way out.
//!
//! Names, paths and messages come from files, variables and foreign error types. They may hold terminal escapes,
//! line breaks that forge a log line, direction marks that reorder what an operator reads, or a URL with a password.

use std::borrow::Cow;

/// What stands for a value that is never printed.
pub(super) const REDACTED: &str = "[REDACTED]";

/// A text fit for a terminal: credentials of URLs replaced, control characters escaped, at most `limit` characters.
pub(super) fn clean(text: &str, limit: usize) -> String {
    // Redact before cutting: a cut before the `@` would leave a password that no longer looks like one. Cut before
    // escaping, so that a long text costs little, and after, because escapes are longer.
    clip(&escape(&clip(&redact_urls(text), limit)), limit).into_owned()
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

/// Writes every `scheme://user:password@` of a text as `scheme://user:[REDACTED]@`, and query values whose key says
/// secret as `key=[REDACTED]`.
///
/// Fails closed: what might be a password by the most generous reading (one that holds a raw `/`) is replaced.
pub(super) fn redact_urls(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        out.push_str(head);
        let end = tail.find(ends_url).unwrap_or(tail.len());
        let (url, after) = tail.split_at(end);
        redact_url(url, &mut out);
        rest = after;
    }
    out.push_str(rest);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// White space ends a URL in running text. Quotes and commas may stand in a password, so they do not.
fn ends_url(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The part of a URL after `scheme://`.
fn redact_url(url: &str, out: &mut String) {
    let rest = match url.rfind('@') {
        Some(at) => {
            let (user, password) = match url[..at].split_once(':') {
                Some((user, password)) => (user, Some(password)),
                None => (&url[..at], None),
            };
            match password {
                // An `@` in the path of a URL that has no user: `host/@scope/package`.
                None if user.contains('/') => out.push_str(user),
                _ if is_token(user) => out.push_str(REDACTED),
                _ => out.push_str(user),
            }
            if password.is_some() {
                out.push(':');
                out.push_str(REDACTED);
            }
            &url[at..]
        }
        None => url,
    };
    let Some((path, query)) = rest.split_once('?') else {
        out.push_str(rest);
        return;
    };
    out.push_str(path);
    for (number, pair) in query.split('&').enumerate() {
        out.push(if number == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((key, value)) if !value.is_empty() && says_secret(key) => {
                out.push_str(key);
                out.push('=');
                out.push_str(REDACTED);
            }
            _ => out.push_str(pair),
        }
    }
}

/// Whether a user name is more likely a token, as in `https://ghp_..@github.com`: long, with letters and digits.
fn is_token(user: &str) -> bool {
    user.len() >= 16 && user.bytes().any(|b| b.is_ascii_digit()) && user.bytes().any(|b| b.is_ascii_alphabetic())
}

fn says_secret(key: &str) -> bool {
    const WORDS: [&str; 9] =
        ["pass", "pwd", "secret", "token", "credential", "signature", "api_key", "apikey", "access_key"];
    let key = key.to_ascii_lowercase().replace('-', "_");
    key == "key" || key == "sig" || WORDS.iter().any(|word| key.contains(word))
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
    fn credentials_of_urls() {
        for (text, expected) in [
            ("postgres://shop:pw@db/shop", "postgres://shop:[REDACTED]@db/shop"),
            ("postgres://shop@db/shop", "postgres://shop@db/shop"),
            ("redis://:pw@cache:6379/0", "redis://:[REDACTED]@cache:6379/0"),
            ("https://u:p@ss@host", "https://u:[REDACTED]@host"),
            ("https://u:p/ss?x#y@host", "https://u:[REDACTED]@host"),
            ("https://u:p\",'w@host", "https://u:[REDACTED]@host"),
            ("https://ghp_0123456789abcdef@github.com/x", "https://[REDACTED]@github.com/x"),
            ("https://sk_live_0123456789:@api.example", "https://[REDACTED]:[REDACTED]@api.example"),
            ("see a://b:c@d and e://f:g@h.", "see a://b:[REDACTED]@d and e://f:[REDACTED]@h."),
            ("jdbc:postgresql://h/db?user=u&password=p", "jdbc:postgresql://h/db?user=u&password=[REDACTED]"),
            ("https://h/?X-Amz-Signature=abc&n=1", "https://h/?X-Amz-Signature=[REDACTED]&n=1"),
            ("https://example.com/a?b=c", "https://example.com/a?b=c"),
            ("https://host/@scope/name", "https://host/@scope/name"),
            ("ref+vault://secret/shop#PIN", "ref+vault://secret/shop#PIN"),
            ("mail shop@example.com", "mail shop@example.com"),
            ("://", "://"),
        ] {
            assert_eq!(redact_urls(text), expected);
            assert_eq!(redact_urls(expected), expected, "twice gives the same");
        }
    }

    #[test]
    fn a_cut_does_not_uncover_a_password() {
        let url = format!("postgres://shop:CANARY{}@db", "x".repeat(500));
        assert!(!clean(&url, 40).contains("CANARY"));
    }
}
