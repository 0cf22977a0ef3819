//! Credentials in text that is shown: of anything shaped as a URL, and private keys.
//!
//! Nothing here parses a URL. Text that is shown may be any text, and a password may hold any character: where it is
//! unclear how far a credential goes, more is taken than less.

use std::borrow::Cow;

const REDACTED: &str = "[REDACTED]";

/// What keeps a scheme from reaching further back.
const BEFORE_SCHEME: &[char] =
    &[',', ';', '"', '\'', '`', '(', '[', '{', '<', '|', '=', '&', '?', '+', ' ', '\t', '\n', '\r'];

/// Text with the credentials of every URL in it replaced: `scheme://user:[REDACTED]@host`.
pub(crate) fn redact_url_text(text: &str) -> Cow<'_, str> {
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY") {
        return Cow::Borrowed(REDACTED);
    }
    let Some(first) = text.find("://") else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + REDACTED.len());
    let mut at = first + "://".len();
    out.push_str(&text[..at]);
    loop {
        let next = next_url(text, at);
        let end = next.map_or(text.len(), |(scheme, _)| scheme);
        url(&text[at..end], &mut out);
        let Some((scheme, after)) = next else { break };
        out.push_str(&text[scheme..after]);
        at = after;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Where the scheme of the next URL begins and where its `://` ends. One that follows neither a separator nor a blank
/// is taken for a part of the URL before it.
fn next_url(text: &str, from: usize) -> Option<(usize, usize)> {
    text[from..].match_indices("://").map(|(index, _)| from + index).find_map(|colon| {
        let is_scheme = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '+');
        let before = text[from..colon].trim_end_matches(is_scheme);
        let scheme = from + before.len();
        (scheme < colon && before.ends_with(BEFORE_SCHEME)).then_some((scheme, colon + "://".len()))
    })
}

/// What follows a `://`, up to the next URL.
fn url(text: &str, out: &mut String) {
    let credentials = credentials(text);
    out.push_str(credentials.user);
    if credentials.end > 0 {
        out.push_str(REDACTED);
    }
    query(&text[credentials.end..], out);
}

/// How much of a URL is credentials.
struct Credentials<'a> {
    /// What may be shown of them: the user and a colon.
    user: &'a str,
    /// Where they end: at the `@`, or at the end of what may be a password.
    end: usize,
}

fn credentials(text: &str) -> Credentials<'_> {
    const NONE: Credentials<'static> = Credentials { user: "", end: 0 };
    let word = word(text);
    let authority = word.split(['/', '?', '#']).next().unwrap_or_default();
    let Some(end) = word.rfind('@') else {
        // No `@` in sight, but what follows the colon is no port: a password with a blank in it, or one that was cut.
        return match authority.split_once(':') {
            Some((user, _)) if !are_hosts(authority) => {
                Credentials { user: &text[..=user.len()], end: text.rfind('@').unwrap_or(word.len()) }
            }
            _ => NONE,
        };
    };
    if !authority.contains('@') && !authority.contains(':') && (authority.is_empty() || authority.contains('.')) {
        // `https://host.example/name@1.2`: a host and a path, whose `@` ends nothing.
        return NONE;
    }
    match word[..end].split_once(':') {
        Some((user, password)) if !is_token(user, password) => Credentials { user: &text[..=user.len()], end },
        _ => Credentials { user: "", end },
    }
}

/// The URL itself: up to white space, or a quote or bracket that closes what the URL stands in.
fn word(text: &str) -> &str {
    let closes = |index: usize, letter: char| match letter {
        '<' | '>' => true,
        '"' | '\'' | '`' | ')' | ']' | '}' => {
            let after = text[index + letter.len_utf8()..].chars().next();
            after.is_none_or(|after| after.is_whitespace() || matches!(after, ',' | ';' | ')' | ']' | '}' | ':'))
        }
        _ => letter.is_whitespace(),
    };
    let end = text.char_indices().find(|(index, letter)| closes(*index, *letter));
    end.map_or(text, |(index, _)| &text[..index])
}

/// Whether an authority without `@` is what it should be: hosts, each with a port or none.
fn are_hosts(authority: &str) -> bool {
    authority.split(',').all(|host| {
        let host = host.strip_prefix('[').and_then(|host| host.split_once(']')).map_or(host, |(_, after)| after);
        match host.split_once(':') {
            Some((_, port)) => port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()),
            None => true,
        }
    })
}

/// Whether the user is the secret: `https://TOKEN:x-oauth-basic@..`, `https://sk_live_..:@..`.
fn is_token(user: &str, password: &str) -> bool {
    matches!(password, "" | "x" | "x-oauth-basic")
        || (user.len() >= 20 && user.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Everything after the credentials: values whose key says that they are secret are replaced.
fn query(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(['?', '&', ';', '#']) {
        let (before, parameter) = rest.split_at(start + 1);
        out.push_str(before);
        rest = parameter;
        let Some((key, value)) = parameter.split_once('=') else { continue };
        if !key.contains(['?', '&', ';', '#']) && is_secret_name(key) {
            let length = value_length(value);
            out.push_str(key);
            out.push('=');
            out.push_str(if length > 0 { REDACTED } else { "" });
            rest = &value[length..];
        }
    }
    out.push_str(rest);
}

/// A value of a query ends with `&` or the URL; with `;` or `#` where another key follows.
fn value_length(value: &str) -> usize {
    let word = word(value);
    let ends = |index: usize, letter: char| match letter {
        '&' => true,
        ';' | '#' => {
            let after = &word[index + 1..];
            after.split(['&', ';', '#']).next().is_some_and(|parameter| parameter.contains('='))
        }
        _ => false,
    };
    word.char_indices().find(|(index, letter)| ends(*index, *letter)).map_or(word.len(), |(index, _)| index)
}

/// Whether the name of a parameter or of a member says that what it names is secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "signature",
        "credential",
        "bearer",
        "authorization",
        "jwt",
        "pepper",
    ];
    const WHOLE: &[&str] = &["pass", "sig", "key", "auth", "code", "pw", "sas"];
    let letters: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    WHOLE.contains(&letters.as_str()) || letters.ends_with("key") || PARTS.iter().any(|part| letters.contains(part))
}
