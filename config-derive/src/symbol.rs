//! The words of `#[settings(..)]` and where each may stand.

use std::fmt;

use crate::suggest;

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Enum,
    Variant,
    Field,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Variant => "a variant",
            Self::Field => "a field",
        })
    }
}

const STRUCT: &[&str] = &[
    "prefix",
    "rename_all",
    "deny_unknown",
    "ignore",
    "profile_env",
    "profiles",
    "relaxed",
    "file",
    "control_prefix",
    "validate",
    "crate",
];

const ENUM: &[&str] = &[
    "tag",
    "prefix",
    "rename_all",
    "deny_unknown",
    "ignore",
    "profile_env",
    "profiles",
    "relaxed",
    "file",
    "control_prefix",
    "validate",
    "crate",
];

const VARIANT: &[&str] = &["rename", "rename_all", "default"];

const FIELD: &[&str] = &[
    "default",
    "env",
    "alias",
    "deprecated_alias",
    "rename",
    "nested",
    "prefix",
    "flatten",
    "skip",
    "secret",
    "public",
    "no_reference",
    "separator",
    "encoding",
    "unit",
    "with",
    "from_str",
    "validate",
    "required_in",
    "example",
    "allow_empty",
];

/// Words of other libraries and what they are called here.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "required",
        "a field is required unless it has a default or its type is an `Option`; for some profiles alone write `required_in = [\"production\"]`",
    ),
    ("optional", "make the type an `Option`"),
    ("sensitive", "use a secret type such as `SecretString`, or write `secret`"),
    ("redact", "use a secret type such as `SecretString`, or write `secret`"),
    ("rename_env", "write `env = \"NAME\"`"),
    ("env_prefix", "write `prefix = \"..\"`"),
    ("default_value", "write `default = ..`"),
    ("default_t", "write `default = ..`"),
    ("serde", "write `with = path` or `from_str`, or put serde's attributes on the type of the field"),
    ("deserialize_with", "write `with = path`, where `path` is `fn(&str) -> Result<T, impl Display>`"),
    ("value_parser", "write `with = path`, where `path` is `fn(&str) -> Result<T, impl Display>`"),
    ("parse_env", "write `with = path`, where `path` is `fn(&str) -> Result<T, impl Display>`"),
    ("sep", "write `separator = \";\"`"),
    ("delimiter", "write `separator = \";\"`"),
    ("range", "write `validate = range(..)`"),
    ("untagged", "only enums with a tag hold fields: write `tag = \"kind\"`"),
    ("deny_unknown_fields", "write `deny_unknown`"),
    ("desc", "write a doc comment"),
    ("description", "write a doc comment"),
    ("doc", "write a doc comment"),
    ("help", "write a doc comment"),
];

/// What may stand at a place.
fn of(place: Place) -> &'static [&'static str] {
    match place {
        Place::Struct => STRUCT,
        Place::Enum => ENUM,
        Place::Variant => VARIANT,
        Place::Field => FIELD,
    }
}

/// What to say of a word that may not stand here; nothing where it may.
pub(crate) fn complaint(word: &str, place: Place) -> Option<String> {
    if of(place).contains(&word) {
        return None;
    }
    if let Some((_, help)) = ELSEWHERE.iter().find(|(other, _)| *other == word) {
        return Some(format!("unknown attribute `{word}`: {help}"));
    }
    let homes = [Place::Struct, Place::Enum, Place::Variant, Place::Field].into_iter();
    let homes: Vec<String> = homes.filter(|home| of(*home).contains(&word)).map(|home| home.to_string()).collect();
    if !homes.is_empty() {
        return Some(format!("`{word}` belongs on {}, not on {place}", homes.join(" or ")));
    }
    Some(match suggest::nearest(word, of(place).iter().copied()) {
        Some(near) => format!("unknown attribute `{word}`: did you mean `{near}`?"),
        None => format!("unknown attribute `{word}`; {place} takes {}", listed(of(place))),
    })
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
