//! What a field is when no layer says.

use crate::raw::Raw;

/// What a field is when no layer says.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum DefaultValue {
    /// Nothing: the field is required, unless its type is optional.
    None,
    /// A literal, cast as the text of any layer would be.
    Literal(Literal),
    /// An expression of the field's type; its source text, for docs.
    Typed(&'static str),
    /// One of these by profile: the first arm whose name is the profile's, else its group's, else `_`.
    PerProfile(&'static [Arm]),
}

/// One arm of a default per profile.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Arm {
    /// A profile's name, `relaxed`, `hardened` or `_`.
    pub(crate) profile: &'static str,
    /// `Literal` or `Typed`.
    pub(crate) default: DefaultValue,
}

impl Arm {
    /// An arm for a profile, `relaxed`, `hardened` or `_`.
    #[must_use]
    pub const fn new(profile: &'static str, default: DefaultValue) -> Self {
        Self { profile, default }
    }
}

/// A literal of a default.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Literal {
    /// Text.
    Text(&'static str),
    /// A number as written, without type suffix.
    Number(&'static str),
    /// A boolean.
    Bool(bool),
    /// A bracketed list of literals.
    List(&'static [Literal]),
}

impl Literal {
    /// The raw value that the cast sees.
    #[must_use]
    pub fn raw(self) -> Raw {
        match self {
            Self::Text(text) => Raw::text(text),
            Self::Number(text) => Raw::Number(text.into()),
            Self::Bool(value) => Raw::Bool(value),
            Self::List(items) => Raw::List(items.iter().map(|item| item.raw().into()).collect()),
        }
    }
}
