//! What a field says of how its text is read.

use crate::schema::{Field, Kind, Leaf, Secrecy};

/// What a field says of how its text is read.
pub(super) type Rules = Leaf;

/// For text that is no value of a field: the keys of maps, the names of variants.
pub(super) static NAMES: Rules = nothing(Secrecy::Plain).allow_empty();

/// For a group, whose rules are its fields'.
static GROUP: Rules = nothing(Secrecy::Opaque);

const fn nothing(secrecy: Secrecy) -> Rules {
    Leaf::new(secrecy, false, false, || false, |_, _| Ok(()))
}

/// What a field says.
pub(super) const fn of(field: &Field) -> &Rules {
    match &field.kind {
        Kind::Leaf(leaf) => leaf,
        Kind::Group(_) => &GROUP,
    }
}

/// Whether nothing of the value may be said, its form included.
pub(super) const fn is_secret(rules: &Rules) -> bool {
    matches!(rules.secrecy, Secrecy::Secret)
}

/// Whether the value may be shown.
pub(super) const fn is_plain(rules: &Rules) -> bool {
    matches!(rules.secrecy, Secrecy::Plain)
}

/// Whether these are the rules of names, which are neither encoded nor secret.
pub(super) fn are_names(rules: &Rules) -> bool {
    std::ptr::eq(rules, &raw const NAMES)
}
