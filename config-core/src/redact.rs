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
    let last_at = text.rfind('@').unwrap_or_default();
    let mut out = String::with_capacity(text.len() + REDACTED.len());
    let mut at = first + "://".len();
    out.push_str(&text[..at]);
    loop {
        let next = next_whole_url(text, at, last_at);
        let end = next.map_or(text.len(), |(scheme, _)| scheme);
        url(&text[at..end], &mut out);
        let Some((scheme, after)) = next else { break };
        out.push_str(&text[scheme..after]);
        at = after;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// The next URL that is one: where the one at hand has a password that nothing ends, a `://` is a part of it.
fn next_whole_url(text: &str, from: usize, last_at: usize) -> Option<(usize, usize)> {
    let first = next_url(text, from)?;
    if last_at < first.1 || !is_unfinished(&text[from..first.0]) {
        return Some(first);
    }
    let mut after = first.1;
    loop {
        let next = next_url(text, after);
        let end = next.map_or(text.len(), |(scheme, _)| scheme);
        if text[after..end].contains('@') {
            return next;
        }
        after = next?.1;
    }
}

/// Whether something that is no port follows a colon, and no `@` ends it.
fn is_unfinished(url: &str) -> bool {
    let authority = authority(word(url));
    authority.contains(':') && !url.contains('@') && !are_hosts(authority)
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
    let word = word(text);
    let authority = authority(word);
    match authority.split_once(':') {
        // A password may hold a blank, a quote and an `@`: only the last `@` is known to end it.
        Some((user, _)) => match text.rfind('@') {
            Some(end) if end < user.len() || is_token(user, &text[user.len() + 1..end]) => {
                Credentials { user: "", end }
            }
            Some(end) => Credentials { user: &text[..=user.len()], end },
            // What follows the colon is no port: cut off, or mistyped.
            None if !are_hosts(authority) => Credentials {
                user: &text[..=user.len()],
                end: word.trim_end_matches([',', ';']).len().max(user.len() + 1),
            },
            None => Credentials { user: "", end: 0 },
        },
        // `https://host.example/name@1.2` is a host and a path, whose `@` ends nothing.
        None if authority.contains('@') || !(authority.is_empty() || authority.contains('.')) => {
            Credentials { user: "", end: word.rfind('@').unwrap_or_default() }
        }
        None => Credentials { user: "", end: 0 },
    }
}

/// What stands before the path: credentials and hosts.
fn authority(word: &str) -> &str {
    word.split(['/', '?', '#', ';']).next().unwrap_or_default()
}

/// The URL itself: up to white space, or a quote or bracket that closes what the URL stands in.
fn word(text: &str) -> &str {
    // A bracket closes what stands outside only where nothing inside opened it: `[::1]` is a host.
    let mut opened = [false; 3];
    for (index, letter) in text.char_indices() {
        let closes = match letter {
            '(' | '[' | '{' => {
                opened[kind(letter)] = true;
                false
            }
            ')' | ']' | '}' => !opened[kind(letter)] && ends(&text[index + 1..]),
            '"' | '\'' | '`' => ends(&text[index + 1..]),
            '<' | '>' => true,
            _ => letter.is_whitespace(),
        };
        if closes {
            return &text[..index];
        }
    }
    text
}

const fn kind(bracket: char) -> usize {
    match bracket {
        '(' | ')' => 0,
        '[' | ']' => 1,
        _ => 2,
    }
}

/// Whether what follows a quote or bracket shows that it closed something.
fn ends(after: &str) -> bool {
    after.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, ',' | ';' | ')' | ']' | '}' | '"'))
}

/// Whether an authority without `@` is what it should be: hosts, each with a port or none.
fn are_hosts(authority: &str) -> bool {
    authority.split(',').all(|host| {
        let host = host.strip_prefix('[').and_then(|host| host.split_once(']')).map_or(host, |(_, after)| after);
        match host.split_once(':') {
            Some((_, port)) => {
                // A colon after it is one of the sentence: `https://vault:8200: 503, it is sealed`.
                let port = port.strip_suffix(':').unwrap_or(port);
                port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
            }
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
        let Some(end) = parameter.find(['=', '?', '&', ';', '#']) else { break };
        if let Some(value) = parameter[end..].strip_prefix('=')
            && is_secret_name(&decoded(&parameter[..end]))
        {
            let length = value_length(value);
            out.push_str(&parameter[..=end]);
            out.push_str(if length > 0 { REDACTED } else { "" });
            rest = &value[length..];
        }
    }
    out.push_str(rest);
}

/// A name with its `%70` replaced by the letters they stand for.
fn decoded(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(start) = rest.find('%') {
        out.push_str(&rest[..start]);
        let code = rest.get(start + 1..start + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.extend(code.map(char::from));
        rest = &rest[start + if code.is_some() { 3 } else { 1 }..];
    }
    out.push_str(rest);
    Cow::Owned(out)
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

/// Whether the name of a parameter or of a member says that what it names is secret: `password`, `api_key`, `sig`.
///
/// By this list values are withheld wherever a URL or a table is shown.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
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
