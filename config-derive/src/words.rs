//! Names whose words say that the value is a secret.

use crate::case;

/// Words that say secret by themselves.
const WORDS: [&str; 11] =
    ["password", "passwd", "passphrase", "passcode", "secret", "token", "credential", "bearer", "jwt", "pepper", "dsn"];

/// Two words that say secret together.
const PAIRS: [(&str, &str); 6] = [
    ("api", "key"),
    ("private", "key"),
    ("access", "key"),
    ("signing", "key"),
    ("connection", "string"),
    ("webhook", "url"),
];

/// Last words of names that speak about a secret without holding it: `token_url`, `password_length`.
const ABOUT: [&str; 28] = [
    "id",
    "name",
    "path",
    "file",
    "header",
    "url",
    "uri",
    "endpoint",
    "issuer",
    "audience",
    "algorithm",
    "type",
    "kind",
    "policy",
    "template",
    "region",
    "prefix",
    "method",
    "provider",
    "count",
    "limit",
    "length",
    "format",
    "hint",
    "label",
    "enabled",
    "ttl",
    "timeout",
];

/// Names that end in such a word and are secrets all the same: half of a login, and a URL that is its own password.
const NOT_ABOUT: [(&str, &str); 2] = [("secret", "id"), ("webhook", "url")];

/// The words of a name that say secret: `secret` of `client_secret`, `api_key` of `stripe_api_keys`.
pub(crate) fn secret_words(name: &str) -> Option<String> {
    let words: Vec<String> = case::words(name).iter().map(|word| singular(&word.to_lowercase())).collect();
    let pairs = || words.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
    let last = words.last()?.as_str();
    if ABOUT.contains(&last) && !pairs().next_back().is_some_and(|pair| NOT_ABOUT.contains(&pair)) {
        return None;
    }
    if let Some(word) = words.iter().find(|word| WORDS.contains(&word.as_str())) {
        return Some(word.clone());
    }
    if let Some((first, second)) = pairs().find(|pair| PAIRS.contains(pair)) {
        return Some(format!("{first}_{second}"));
    }
    let joined = |word: &&String| PAIRS.iter().any(|(first, second)| word.strip_prefix(first) == Some(second));
    words.iter().find(joined).cloned()
}

/// A word without the ending of its plural: `tokens`, `policies`, `prefixes`.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("es").filter(|stem| stem.ends_with('x')) {
        return stem.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests;
