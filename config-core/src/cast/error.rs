//! Why a raw value is not of its type.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use zeroize::Zeroizing;

use crate::raw::Position;

/// Why a raw value is not of its type: a clause that can follow the value, and never holds it.
///
/// What a foreign `Deserialize` says of itself may quote the value. It is kept apart ([`own`](Self::own)), wiped on
/// drop, and shown for plain types alone.
#[derive(Clone, PartialEq, Eq)]
pub struct CastError {
    pub(crate) clause: Cow<'static, str>,
    pub(crate) own: Option<Zeroizing<String>>,
    /// Where in a list, map or document: `[3]`, `.timeout`.
    pub(crate) path: String,
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

/// What a foreign error says of itself is cut here: a longer text is no message, and the buffer must not grow.
const OWN_LIMIT: usize = 512;

impl CastError {
    /// An error whose clause follows the value: `is not a whole number from 0 to 65535`.
    pub fn new(clause: impl Into<Cow<'static, str>>) -> Self {
        Self { clause: clause.into(), own: None, path: String::new(), position: None, fix: None }
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
        let mut own = Bounded(Zeroizing::new(String::with_capacity(OWN_LIMIT)));
        // `Bounded` ends the text with an error where it is full; what fitted stays.
        let _ = write!(own, "{message}");
        Self { own: Some(own.0), ..Self::new("is not accepted by its type") }
    }

    /// What the type says of itself, for plain types alone.
    pub(crate) fn own(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.as_str())
    }
}

/// Takes text until its capacity is used up: growing would leave a copy behind.
struct Bounded(Zeroizing<String>);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = OWN_LIMIT - self.0.len();
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        self.0.push_str(&text[..text.floor_char_boundary(room)]);
        Err(fmt::Error)
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

impl serde::de::Error for CastError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::foreign(message)
    }
}
