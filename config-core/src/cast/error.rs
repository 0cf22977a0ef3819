//! Why a raw value is not of its type.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use super::bounded::Bounded;
use crate::raw::Position;

/// Why a raw value is not of its type: a clause that can follow the value, and never holds it.
///
/// What a foreign `Deserialize` says of itself may quote the value. It is kept apart, wiped on
/// drop, and shown for plain types alone.
#[derive(Clone, PartialEq, Eq)]
pub struct CastError {
    pub(crate) clause: Cow<'static, str>,
    pub(crate) own: Option<Zeroizing<String>>,
    /// Where in a list, map or document: `[3]`, `.timeout`.
    pub(crate) path: Box<str>,
    /// Where in the document that holds the value; for a JSON text, where in that text.
    pub(crate) position: Option<Position>,
    pub(crate) fix: Option<Fix>,
}

/// What to type instead.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Fix {
    /// Words alone.
    Say(Cow<'static, str>),
    /// A lead-in and the whole corrected value: `("add a unit", "30s")` prints `add a unit: NAME=30s`. It repeats the
    /// value, so that it is shown for plain types alone; others see the lead-in.
    Write(&'static str, Zeroizing<String>),
}

impl CastError {
    /// An error whose clause follows the value: `is not a whole number from 0 to 65535`.
    pub fn new(clause: impl Into<Cow<'static, str>>) -> Self {
        Self { clause: clause.into(), own: None, path: Box::default(), position: None, fix: None }
    }

    /// Adds words on what to type instead; they must not hold the value.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.fix = Some(Fix::Say(help.into()));
        self
    }

    /// The clause, without the value: `is not a whole number from 0 to 65535`.
    #[must_use]
    pub fn clause(&self) -> &str {
        &self.clause
    }

    /// An error that says what a foreign type says of itself, which may quote the value.
    pub(crate) fn foreign(message: impl fmt::Display) -> Self {
        Self { own: Some(Bounded::print(&message)), ..Self::new(super::fault::REFUSED) }
    }

    /// What the type says of itself, for plain types alone.
    pub(crate) fn own(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.as_str())
    }
}

impl fmt::Debug for CastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CastError").field("clause", &self.clause).field("path", &self.path).finish_non_exhaustive()
    }
}

impl fmt::Display for CastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clause)
    }
}

impl std::error::Error for CastError {}
