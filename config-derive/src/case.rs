//! Cases of names: how a Rust name becomes a key, and a key the part of an environment name.

/// The rule of `rename_all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// What `rename_all` accepts.
pub(crate) const RULES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        RULES.iter().find(|(rule, _)| *rule == name).map(|(_, case)| *case)
    }

    /// The key of a field. As in serde, `lowercase` and `UPPERCASE` keep the underscores of a field's name.
    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            _ => self.join(name),
        }
    }

    /// The text of a variant.
    pub(crate) fn of_variant(self, name: &str) -> String {
        self.join(name)
    }

    fn join(self, name: &str) -> String {
        let words = words(name);
        let (separator, first, rest): (&str, Map, Map) = match self {
            Self::Lower => ("", str::to_lowercase, str::to_lowercase),
            Self::Upper => ("", str::to_uppercase, str::to_uppercase),
            Self::Pascal => ("", capitalized, capitalized),
            Self::Camel => ("", str::to_lowercase, capitalized),
            Self::Snake => ("_", str::to_lowercase, str::to_lowercase),
            Self::ScreamingSnake => ("_", str::to_uppercase, str::to_uppercase),
            Self::Kebab => ("-", str::to_lowercase, str::to_lowercase),
            Self::ScreamingKebab => ("-", str::to_uppercase, str::to_uppercase),
        };
        let cased = words.iter().enumerate().map(|(index, word)| if index == 0 { first(word) } else { rest(word) });
        cased.collect::<Vec<_>>().join(separator)
    }
}

/// The part that a key gives to its environment name: `baseUrl`, `base-url` and `base_url` are `BASE_URL`.
pub(crate) fn env_part(key: &str) -> String {
    Case::ScreamingSnake.join(key)
}

/// The words of a name in any case: split at separators and where capitals begin a word (`HTTPServer` is two).
pub(crate) fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let after_small = index > 0 && (chars[index - 1].is_lowercase() || chars[index - 1].is_numeric());
        let before_small = chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_small || before_small) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

type Map = fn(&str) -> String;

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        let cases: &[(&str, &[&str])] = &[
            ("base_url", &["base", "url"]),
            ("_base__url_", &["base", "url"]),
            ("baseUrl", &["base", "Url"]),
            ("base-url", &["base", "url"]),
            ("BASE_URL", &["BASE", "URL"]),
            ("HTTPServer", &["HTTP", "Server"]),
            ("S3Bucket", &["S3", "Bucket"]),
            ("s3", &["s3"]),
            ("oauth2_token", &["oauth2", "token"]),
            ("X", &["X"]),
            ("", &[]),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name), *expected, "{name}");
        }
    }

    #[test]
    fn keys_of_fields() {
        let cases = [
            (Case::Lower, "base_url"),
            (Case::Upper, "BASE_URL"),
            (Case::Pascal, "BaseUrl"),
            (Case::Camel, "baseUrl"),
            (Case::Snake, "base_url"),
            (Case::ScreamingSnake, "BASE_URL"),
            (Case::Kebab, "base-url"),
            (Case::ScreamingKebab, "BASE-URL"),
        ];
        for (case, expected) in cases {
            assert_eq!(case.of_field("base_url"), expected);
            assert_eq!(env_part(expected), "BASE_URL", "{expected}");
        }
    }

    #[test]
    fn texts_of_variants() {
        let cases = [
            (Case::Lower, "localdisk"),
            (Case::Upper, "LOCALDISK"),
            (Case::Pascal, "LocalDisk"),
            (Case::Camel, "localDisk"),
            (Case::Snake, "local_disk"),
            (Case::ScreamingSnake, "LOCAL_DISK"),
            (Case::Kebab, "local-disk"),
            (Case::ScreamingKebab, "LOCAL-DISK"),
        ];
        for (case, expected) in cases {
            assert_eq!(case.of_variant("LocalDisk"), expected);
        }
    }
}
